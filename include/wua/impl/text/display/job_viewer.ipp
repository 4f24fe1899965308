// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/text/display/job_viewer.hpp>.

#include <wua/model/percent.hpp>
#include <wua/model/url_text.hpp>
#include <wua/text/byte_count.hpp>
#include <wua/text/display/job_viewer.hpp>
#include <wua/text/printable.hpp>
#include <wua/text/progress.hpp>
#include <wua/text/update_name.hpp>

#include <algorithm>
#include <utility>

namespace wua::detail
{

// The host being asked: the one that the job reports, else the update's only one.
WUA_COLD std::string asked_host(const update_item& update, const update_progress& progress)
{
    if (progress.asked && progress.asked->file < update.files.size())
    {
        const std::vector<std::string>& urls = update.files[progress.asked->file].urls;
        return progress.asked->url < urls.size() ? host_name(urls[progress.asked->url]) : std::string();
    }
    std::string_view only;
    for (const content_file& file : update.files)
    {
        for (const std::string& url : file.urls)
        {
            const std::string_view host = host_of(url);
            if (!only.empty() && host != only)
            {
                return {};
            }
            only = host;
        }
    }
    return printable(only);
}

WUA_COLD std::optional<std::chrono::seconds> time_for(double bytes, double rate)
{
    constexpr double max_seconds = 1e9; // about thirty years, beyond which the speed says nothing
    return rate > 0 && bytes >= 0 && bytes / rate <= max_seconds
               ? std::optional(std::chrono::seconds(static_cast<std::int64_t>(bytes / rate + 0.5)))
               : std::nullopt;
}

WUA_COLD std::vector<ended_row>
job_viewer::look(const progress_snapshot& snapshot, const update_source& source, std::chrono::nanoseconds now)
{
    if (!m_has_begun)
    {
        begin(snapshot);
    }
    std::vector<ended_row> ended;
    std::size_t to_end = snapshot.finished() - std::min(snapshot.finished(), m_ended);
    std::size_t to_see = snapshot.started() - std::min(snapshot.started(), snapshot.finished());
    std::size_t kept = 0;
    std::size_t seen = 0;
    for (; seen != m_open.size() && (to_end != 0 || to_see != 0 || snapshot.is_completed()); ++seen)
    {
        const std::size_t index = m_open[seen];
        outcome result = snapshot.result(index);
        if (result.is_final())
        {
            ended.push_back(end(snapshot, source, index, std::move(result), now));
            to_end -= to_end == 0 ? 0 : 1;
            continue;
        }
        m_open[kept++] = index;
        if (result.code == orcInProgress)
        {
            static_cast<void>(entry_of(snapshot, index, now));
            to_see -= to_see == 0 ? 0 : 1;
        }
    }
    m_open.erase(
        m_open.begin() + static_cast<std::ptrdiff_t>(kept), m_open.begin() + static_cast<std::ptrdiff_t>(seen));
    m_view.active.clear();
    for (entry& known : m_entries)
    {
        m_view.active.push_back(row_of(snapshot, source, known, now));
    }
    add_job(snapshot, now);
    return ended;
}

WUA_COLD job_summary job_viewer::summary() const
{
    job_summary summary = m_summary;
    summary.count = m_view.count;
    summary.succeeded = m_view.succeeded;
    summary.failed = m_view.failed;
    summary.aborted = m_view.aborted;
    summary.elapsed = m_view.elapsed;
    summary.retries = m_view.retries;
    return summary;
}

WUA_COLD void job_viewer::begin(const progress_snapshot& snapshot)
{
    m_has_begun = true;
    m_view.count = snapshot.update_count();
    m_open.resize(snapshot.updates().size());
    for (std::size_t i = 0; i != m_open.size(); ++i)
    {
        m_open[i] = i;
        const std::optional<std::uint64_t> size = snapshot.updates()[i]->size();
        m_waiting_bytes += size.value_or(0);
        m_waiting_unsized += size ? 0U : 1U;
    }
}

WUA_COLD void job_viewer::leave_waiting(const update_item& update)
{
    const std::optional<std::uint64_t> size = update.size();
    m_waiting_bytes -= size.value_or(0);
    m_waiting_unsized -= size ? 0U : 1U;
}

WUA_COLD std::optional<std::uint64_t> job_viewer::total() const
{
    std::uint64_t sum = m_ended_bytes + m_waiting_bytes;
    bool is_known = m_waiting_unsized == 0;
    for (const update_row& row : m_view.active)
    {
        is_known = is_known && row.total;
        sum += row.total.value_or(0);
    }
    return is_known ? std::optional(sum) : std::nullopt;
}

WUA_COLD update_progress job_viewer::progress_of(const progress_snapshot& snapshot, const update_source& source,
                                                 std::size_t index) const
{
    if (source.progress)
    {
        return source.progress(index);
    }
    update_progress progress;
    progress.attempt = 1;
    progress.phase = dphDownloading;
    progress.bytes_to_download = snapshot.updates()[index]->size();
    if (index == snapshot.current_update_index())
    {
        progress.bytes_downloaded = snapshot.current_update_bytes_downloaded();
        progress.bytes_to_download = snapshot.current_update_bytes_to_download();
        progress.phase = snapshot.current_update_phase();
        progress.attempt = std::max(snapshot.current_update_attempt(), 1U);
        progress.is_paused = snapshot.is_current_update_paused();
    }
    else if (snapshot.result(index).is_success_or_with_errors())
    {
        progress.bytes_downloaded = progress.bytes_to_download.value_or(0);
    }
    return progress;
}

WUA_COLD job_viewer::entry&
job_viewer::entry_of(const progress_snapshot& snapshot, std::size_t index, std::chrono::nanoseconds now)
{
    for (entry& known : m_entries)
    {
        if (known.index == index)
        {
            return known;
        }
    }
    leave_waiting(*snapshot.updates()[index]);
    entry made;
    made.index = index;
    made.name = update_name(*snapshot.updates()[index]);
    made.began = now;
    made.rate.expect_none(now);
    m_view.name_columns = std::max(m_view.name_columns, columns_of(made.name));
    m_entries.push_back(std::move(made));
    return m_entries.back();
}

WUA_COLD update_row job_viewer::row_of(const progress_snapshot& snapshot, const update_source& source, entry& known,
                                       std::chrono::nanoseconds now)
{
    const update_progress progress = progress_of(snapshot, source, known.index);
    if (progress.attempt != known.attempt || progress.bytes_downloaded < known.bytes)
    {
        if (progress.attempt > 1 && progress.attempt != known.attempt && source.trouble)
        {
            known.trouble = source.trouble(known.index);
        }
        m_summary.bytes_at_first += known.attempt == 0 && progress.attempt == 1 ? progress.bytes_downloaded : 0;
        known.bytes = known.attempt == 0 ? 0 : progress.bytes_downloaded;
        known.attempt = progress.attempt;
    }
    known.rate.count(progress.bytes_downloaded - known.bytes);
    known.bytes = progress.bytes_downloaded;
    if (progress.phase != dphDownloading || progress.is_paused)
    {
        known.rate.expect_none(now);
    }
    known.rate.look(now);
    update_row row;
    row.index = known.index;
    row.name = known.name;
    row.bytes = progress.bytes_downloaded;
    row.total = progress.bytes_to_download;
    row.phase = progress.phase;
    row.is_paused = progress.is_paused;
    row.attempt = std::max(progress.attempt, 1U);
    row.trouble = known.trouble;
    row.host = asked_host(*snapshot.updates()[known.index], progress);
    if (progress.phase == dphDownloading && !progress.is_paused)
    {
        const std::uint32_t stalled = known.rate.stalled_seconds();
        row.stalled = stalled == 0 ? std::nullopt : std::optional(std::chrono::seconds(stalled));
        row.bytes_per_second = stalled == 0 ? known.rate.bytes_per_second() : 0;
        if (stalled == 0 && row.total && *row.total >= row.bytes)
        {
            row.time_left = time_for(static_cast<double>(*row.total - row.bytes), known.rate.steady_bytes_per_second());
        }
    }
    note_bytes(row.bytes, row.total);
    m_view.host_columns = std::max(m_view.host_columns, columns_of(row.host));
    if (row.attempt > 1)
    {
        constexpr std::size_t attempt_columns = std::string_view("attempt 2").size();
        m_view.note_columns =
            std::max(m_view.note_columns, attempt_columns + (row.trouble.empty() ? 0 : 2 + columns_of(row.trouble)));
    }
    return row;
}

WUA_COLD void job_viewer::note_bytes(std::uint64_t bytes, std::optional<std::uint64_t> total)
{
    const std::uint64_t largest = total.value_or(bytes);
    m_view.bytes_columns = std::max(m_view.bytes_columns, bytes_of_total(largest, largest).size());
}

WUA_COLD ended_row job_viewer::end(const progress_snapshot& snapshot, const update_source& source, std::size_t index,
                                   outcome result, std::chrono::nanoseconds now)
{
    const update_progress progress = progress_of(snapshot, source, index);
    ended_row row;
    row.index = index;
    row.bytes = progress.bytes_downloaded;
    row.attempts = std::max(progress.attempt, 1U);
    row.result = std::move(result);
    const auto known =
        std::find_if(m_entries.begin(), m_entries.end(), [&](const entry& one) { return one.index == index; });
    if (known != m_entries.end())
    {
        row.name = std::move(known->name);
        row.time = now - known->began;
        m_entries.erase(known);
    }
    else
    {
        leave_waiting(*snapshot.updates()[index]);
        row.name = update_name(*snapshot.updates()[index]);
        m_view.name_columns = std::max(m_view.name_columns, columns_of(row.name));
    }
    row.is_already_there =
        row.result.hresult == wu_s_already_downloaded || (source.was_there && source.was_there(index));
    count(row, *snapshot.updates()[index]);
    return row;
}

WUA_COLD void job_viewer::count(const ended_row& ended, const update_item& update)
{
    ++m_ended;
    m_ended_bytes += ended.bytes;
    m_summary.bytes += ended.is_already_there ? 0 : ended.bytes;
    if (ended.result.is_success())
    {
        ++m_view.succeeded;
        m_summary.already_there += ended.is_already_there ? 1 : 0;
        m_summary.files += update.files.size();
        return;
    }
    if (ended.result.code == orcAborted)
    {
        ++m_view.aborted; // not listed as a failure: the user asked for it
        return;
    }
    ++m_view.failed;
    if (m_summary.failures.size() == max_failures)
    {
        ++m_summary.more_failures;
        return;
    }
    m_summary.failures.push_back(ended);
}

WUA_COLD void job_viewer::add_job(const progress_snapshot& snapshot, std::chrono::nanoseconds now)
{
    m_view.state = snapshot.state();
    m_view.pause_reason = printable(snapshot.pause_reason());
    m_view.retries = snapshot.retries();
    m_view.elapsed = now - m_began;
    m_view.bytes = snapshot.bytes_downloaded();
    m_view.total = snapshot.bytes_to_download();
    if (const std::optional<std::uint64_t> sum = total())
    {
        m_view.total = sum; // the job does not know it if an update failed before its size was known
    }
    if (m_view.total)
    {
        *m_view.total = std::max(*m_view.total, m_view.bytes);
        m_percent = update_percent(m_view.bytes, *m_view.total, m_percent);
        m_view.percent = snapshot.is_completed() ? 100 : m_percent;
    }
    note_bytes(m_view.bytes, m_view.total);
    m_view.bytes_per_second = snapshot.bytes_per_second() * m_speed;
    m_view.stalled = snapshot.stalled_for();
    m_view.time_left.reset();
    const double steady = static_cast<double>(snapshot.values().steady_bytes_per_second) * m_speed;
    if (m_view.stalled)
    {
        *m_view.stalled = std::chrono::duration_cast<std::chrono::seconds>(*m_view.stalled / m_speed);
        m_view.bytes_per_second = 0;
    }
    else if (m_view.total && !snapshot.is_paused())
    {
        m_view.time_left = time_for(static_cast<double>(*m_view.total - m_view.bytes), steady);
    }
    const bool is_last = m_view.active.size() == 1 && m_open.size() == 1;
    if (is_last && m_view.time_left && m_view.active.front().time_left)
    {
        // This update and the job end together, so their estimates must agree.
        m_view.active.front().time_left = m_view.time_left;
    }
}

} // namespace wua::detail
