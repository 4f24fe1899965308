// SPDX-License-Identifier: MIT
#pragma once

// The rules that a client has to keep, held against the calls that it makes.

#include <wua/agent/client_finding.hpp>
#include <wua/agent/recording/recorded_interface.hpp>
#include <wua/com/hresult.hpp>
#include <wua/separate_compilation.hpp>

#include <chrono>
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace wua::detail
{

// An object as the log names it, "IDownloadJob#5"; one without a number by the words alone.
struct object_label
{
    std::string_view interface_name;
    unsigned number = 0;

    std::string text() const
    {
        return std::string(interface_name) + (number != 0 ? "#" + std::to_string(number) : std::string());
    }
};

// An object that a client still holds at the end.
struct held_object
{
    object_label label;
    unsigned long references = 0;
};

// Time is the caller's. Not for several threads at once.
class client_conduct
{
public:
    using time_point = std::chrono::steady_clock::time_point;
    using duration = std::chrono::steady_clock::duration;

    // Where patience ends.
    static constexpr double max_polls_per_second = 2000;
    static constexpr duration shortest_burst = std::chrono::milliseconds(100);
    static constexpr unsigned max_reads_of_a_snapshot = 20;
    static constexpr duration max_callback_time = std::chrono::seconds(1);

    // A job is told apart by the object itself, since a client may let go of it and meet it again in a callback.
    using job_key = const void*;

    struct call
    {
        object_label object;
        const recorded_slot* member = nullptr;
        HRESULT code = s_ok;
        time_point at{};
        job_key job = nullptr; // of a begin what it made, of an end what it was given, else the object itself
        bool is_in_callback = false;
    };

    // What the agent answered. `job_label` is that of the job that a begin has made.
    void called(const call& one, const object_label& job_label = {});

    // The client has got the result of an operation: whether it all went well, and whether it asks for a restart.
    void got_result(const object_label& result, bool is_success, bool wants_restart);

    // The agent learns of the end of a job's callback.
    void called_back(const object_label& job, std::string_view callback, HRESULT code, duration time);

    // The client has let go of it.
    void released(const object_label& object);

    // Everything that was found, in the order in which it was.
    const std::vector<client_finding>& end(const std::vector<held_object>& held);

private:
    struct job_record
    {
        std::string label;
        bool is_ended = false;   // EndDownload or its like has answered
        bool is_cleaned = false; // CleanUp has
    };

    // Calls of one member on one object.
    struct call_count
    {
        unsigned reads = 0;
        std::size_t in_burst = 0;
        time_point burst_began{};
        time_point last{};
        std::size_t in_all_bursts = 0; // those that were too fast
        duration time_of_bursts{};
    };

    struct object_record
    {
        std::string label;
        std::map<const recorded_slot*, call_count> counts;
        std::string failed_setting; // the member that failed last, while no later call of it has gone well
        HRESULT failed_code = s_ok;
        bool begin_failed = false;
        bool result_is_bad = false;
    };

    void add(std::string_view name, const std::string& object, std::string text);

    object_record& record_of(const object_label& object);

    void count(object_record& object, const call& one);
    static void end_burst(call_count& counted, std::size_t intervals, time_point end);
    void judge_job_call(job_record& job, const call& one);
    void judge_setting(object_record& object, const call& one);
    void judge_object(const object_record& object);

    std::map<unsigned, object_record> m_objects; // those that the client holds
    std::map<job_key, job_record> m_jobs;        // the last one at each place
    std::vector<job_record> m_former_jobs;
    std::string m_restart_of; // the result that asked for a restart of which the client does not know
    std::vector<client_finding> m_findings;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/agent/recording/client_conduct.ipp>
#endif
