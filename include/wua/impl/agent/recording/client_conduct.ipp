// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/agent/recording/client_conduct.hpp>.

#include <wua/agent/recording/client_conduct.hpp>
#include <wua/wuapi/errors.hpp>

#include <algorithm>
#include <utility>

namespace wua::detail
{

// Like "1.25 s".
WUA_COLD std::string seconds_text(client_conduct::duration time)
{
    const auto hundredths = std::chrono::duration_cast<std::chrono::milliseconds>(time).count() / 10;
    const std::string rest = std::to_string(100 + hundredths % 100);
    return std::to_string(hundredths / 100) + "." + rest.substr(1) + " s";
}

WUA_COLD void client_conduct::add(std::string_view name, const std::string& object, std::string text)
{
    const auto is_known = [&](const client_finding& one) { return one.name == name && one.object == object; };
    if (std::none_of(m_findings.begin(), m_findings.end(), is_known))
    {
        m_findings.push_back({std::string(name), object, std::move(text)});
    }
}

WUA_COLD client_conduct::object_record& client_conduct::record_of(const object_label& object)
{
    object_record& record = m_objects[object.number];
    if (record.label.empty())
    {
        record.label = object.text();
    }
    return record;
}

WUA_COLD void client_conduct::called(const call& one, const object_label& job_label)
{
    object_record& object = record_of(one.object);
    count(object, one);
    switch (one.member->role)
    {
        case call_role::begin:
            if (succeeded(one.code) && one.job != nullptr)
            {
                if (const auto former = m_jobs.find(one.job); former != m_jobs.end())
                {
                    m_former_jobs.push_back(std::move(former->second));
                }
                m_jobs[one.job] = {job_label.text()};
            }
            object.begin_failed = failed(one.code);
            judge_setting(object, one);
            break;
        case call_role::operation:
        case call_role::setting:
            judge_setting(object, one);
            break;
        case call_role::end:
            if (one.job == nullptr && object.begin_failed)
            {
                add("failure-ignored", object.label,
                    one.member->name + " was called without a job, after the call that was to begin it had failed");
            }
            [[fallthrough]];
        case call_role::clean_up:
        case call_role::wait:
        case call_role::abort:
        case call_role::state:
            if (const auto job = m_jobs.find(one.job); job != m_jobs.end())
            {
                judge_job_call(job->second, one);
            }
            break;
        case call_role::read_result:
            object.result_is_bad = false;
            break;
        case call_role::read_restart:
            m_restart_of.clear();
            break;
        default:
            break;
    }
}

WUA_COLD void client_conduct::count(object_record& object, const call& one)
{
    const recorded_slot& member = *one.member;
    const bool is_read_of_snapshot =
        one.object.interface_name.find("Progress") != std::string_view::npos &&
        one.object.interface_name.find("Args") == std::string_view::npos && member.signature != nullptr &&
        member.signature->inputs == 0;
    if (!is_read_of_snapshot && member.role != call_role::poll)
    {
        return;
    }
    call_count& counted = object.counts[&member];
    if (is_read_of_snapshot && ++counted.reads == max_reads_of_a_snapshot + 1)
    {
        add("snapshot-read-again", object.label,
            member.name + " was asked more than " + std::to_string(max_reads_of_a_snapshot) +
                " times of the same object, which never changes: GetProgress gives a new one");
    }
    if (member.role != call_role::poll)
    {
        return;
    }
    if (counted.in_burst == 0 || one.at - counted.burst_began >= shortest_burst)
    {
        end_burst(counted, counted.in_burst, one.at);
        counted.burst_began = one.at;
    }
    ++counted.in_burst;
    counted.last = one.at;
}

// A burst too short to give a meaningful rate is ignored.
WUA_COLD void client_conduct::end_burst(call_count& counted, std::size_t intervals, time_point end)
{
    const duration time = end - counted.burst_began;
    const double seconds = std::chrono::duration<double>(time).count();
    if (counted.in_burst != 0 && time >= shortest_burst / 2 &&
        static_cast<double>(intervals) > max_polls_per_second * seconds)
    {
        counted.in_all_bursts += intervals;
        counted.time_of_bursts += time;
    }
    counted.in_burst = 0;
}

WUA_COLD void client_conduct::judge_job_call(job_record& job, const call& one)
{
    const call_role role = one.member->role;
    if (one.is_in_callback && one.code == wu_e_invalid_operation && role != call_role::abort)
    {
        if (!job.is_ended)
        {
            add("waited-in-callback", job.label,
                one.member->name + " was called in a callback of the job, for whose end it would wait");
            return;
        }
    }
    if (job.is_ended && (role == call_role::end || role == call_role::abort || role == call_role::state))
    {
        add("used-after-end", job.label, one.member->name + " was called after the job had been ended");
    }
    if (succeeded(one.code))
    {
        job.is_ended = job.is_ended || role == call_role::end;
        job.is_cleaned = job.is_cleaned || role == call_role::clean_up;
    }
}

WUA_COLD void client_conduct::judge_setting(object_record& object, const call& one)
{
    if (one.member->role == call_role::setting)
    {
        if (failed(one.code))
        {
            object.failed_setting = one.member->name;
            object.failed_code = one.code;
        }
        else if (object.failed_setting == one.member->name)
        {
            object.failed_setting.clear();
        }
        return;
    }
    if (!object.failed_setting.empty())
    {
        add("failure-ignored", object.label,
            object.failed_setting + " had failed with " + short_name(object.failed_code) + " before " +
                one.member->name + " was called");
    }
}

WUA_COLD void client_conduct::got_result(const object_label& result, bool is_success, bool wants_restart)
{
    object_record& object = record_of(result);
    object.result_is_bad = !is_success;
    if (wants_restart)
    {
        m_restart_of = object.label;
    }
}

WUA_COLD void
client_conduct::called_back(const object_label& job, std::string_view callback, HRESULT code, duration time)
{
    if (time > max_callback_time)
    {
        add("callback-slow", job.text(),
            std::string(callback) + " took " + seconds_text(time) + ": no other callback of the job comes meanwhile");
    }
    if (failed(code))
    {
        add("callback-failed", job.text(),
            std::string(callback) + " returned " + short_name(code) + ", which is ignored");
    }
}

WUA_COLD void client_conduct::judge_object(const object_record& object)
{
    for (const auto& [member, counted] : object.counts)
    {
        call_count whole = counted;
        end_burst(whole, std::max<std::size_t>(whole.in_burst, 1) - 1, whole.last);
        if (whole.in_all_bursts != 0)
        {
            const double seconds = std::chrono::duration<double>(whole.time_of_bursts).count();
            const auto rate = static_cast<unsigned long>(static_cast<double>(whole.in_all_bursts) / seconds);
            add("polled-too-often", object.label,
                member->name + " was called " + std::to_string(rate) + " times a second, for " +
                    seconds_text(whole.time_of_bursts));
        }
    }
    if (object.result_is_bad)
    {
        add("result-never-read", object.label,
            "the operation did not succeed in everything, and neither ResultCode nor HResult nor a result of an "
            "update was read");
    }
}

WUA_COLD void client_conduct::released(const object_label& object)
{
    if (const auto found = m_objects.find(object.number); found != m_objects.end())
    {
        judge_object(found->second);
        m_objects.erase(found);
    }
}

WUA_COLD const std::vector<client_finding>& client_conduct::end(const std::vector<held_object>& held)
{
    for (const auto& [number, object] : m_objects)
    {
        judge_object(object);
    }
    m_objects.clear();
    const auto judge = [&](const job_record& job) {
        if (!job.is_ended && !job.is_cleaned)
        {
            add("job-never-ended", job.label, "the job was begun, and neither ended nor cleaned up");
        }
    };
    for (const job_record& job : m_former_jobs)
    {
        judge(job);
    }
    std::vector<const job_record*> jobs;
    jobs.reserve(m_jobs.size());
    for (const auto& [key, job] : m_jobs)
    {
        jobs.push_back(&job);
    }
    std::sort(jobs.begin(), jobs.end(), [](const auto* left, const auto* right) {
        return left->label.size() != right->label.size()
                   ? left->label.size() < right->label.size()
                   : left->label < right->label;
    });
    for (const job_record* const job : jobs)
    {
        judge(*job);
    }
    m_former_jobs.clear();
    m_jobs.clear();
    if (!m_restart_of.empty())
    {
        add("restart-not-noticed", m_restart_of,
            "the result asked for a restart, and RebootRequired was not read since");
        m_restart_of.clear();
    }
    std::map<std::string_view, std::vector<const held_object*>> by_interface;
    for (const held_object& one : held)
    {
        by_interface[one.label.interface_name].push_back(&one);
    }
    for (const auto& [name, objects] : by_interface)
    {
        const held_object& first = *objects.front();
        add("reference-leaked", first.label.text(),
            "still has " + std::to_string(first.references) + (first.references == 1 ? " reference" : " references") +
                (objects.size() == 1
                     ? ""
                     : ", as " + std::to_string(objects.size() - 1) + " more " + std::string(name) + " have"));
    }
    return m_findings;
}

} // namespace wua::detail
