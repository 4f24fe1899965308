// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/objects/observed_job.hpp>.

#include <wua/com/shared_handle.hpp>
#include <wua/objects/observed_job.hpp>
#include <wua/objects/to_update_item.hpp>
#include <wua/objects/update.hpp>
#include <wua/objects/update_collection.hpp>

#include <algorithm>
#include <limits>
#include <utility>

namespace wua
{

WUA_INLINE observed_job::observed_job(com_ptr<IDownloadJob> any, observer_options options)
    : m_options(std::move(options)),
      m_job(any != nullptr ? std::move(any) : throw hresult_error(e_pointer, "there is no job to observe")),
      m_details(m_job.try_query<IDownloadJobDetails>()),
      m_table(make<detail::update_table>(items_of(*m_job))),
      m_unfinished(m_table->size())
{
    for (std::size_t index = 0; index != m_unfinished.size(); ++index)
    {
        m_unfinished[index] = index;
    }
}

WUA_INLINE progress_snapshot observed_job::progress()
{
    const bool is_over = is_completed(); // read first, so that the progress read afterwards is final
    const auto now = handed_out<IDownloadProgress>([&](auto place) { return m_job->GetProgress(place); });
    progress_values values = read_progress(*now);
    note_results(*now);
    const auto count = static_cast<std::uint32_t>(m_table->size());
    values.update_count = count;
    values.current_index = std::min(values.current_index, count == 0 ? 0 : count - 1);
    values.started = m_started;
    values.finished = m_finished;
    if (values.current_attempt == 0 && count != 0 && (*m_table)[values.current_index].started.is_set())
    {
        values.current_attempt = 1;
    }
    values.state = is_over ? job_state::completed : m_is_aborting ? job_state::aborting : values.state;
    return progress_snapshot(values, m_table);
}

WUA_INLINE void observed_job::request_abort()
{
    throw_if_failed(m_job->RequestAbort());
    m_is_aborting = true;
}

WUA_INLINE void observed_job::pause()
{
    throw_if_failed(control().Pause());
}

WUA_INLINE void observed_job::resume()
{
    throw_if_failed(control().Resume());
}

WUA_INLINE IDownloadJobControl& observed_job::control()
{
    if (!m_control)
    {
        m_control = m_job.try_query<IDownloadJobControl>();
    }
    if (!m_control)
    {
        throw hresult_error(wu_e_not_supported, "this job cannot be paused");
    }
    return *m_control;
}

WUA_INLINE outcome observed_job::wait()
{
    while (!wait_for(std::chrono::hours(1)))
    {}
    return result();
}

WUA_INLINE outcome observed_job::result()
{
    if (!progress().is_completed())
    {
        return outcome::in_progress();
    }
    outcome_tally tally;
    for (std::size_t index = 0; index != m_table->size(); ++index)
    {
        tally.add((*m_table)[index].result.get());
    }
    return tally.combined();
}

WUA_INLINE outcome observed_job::result(std::size_t index)
{
    detail::check_index(index, m_table->size());
    return progress().result(index);
}

WUA_INLINE std::vector<update_pointer> observed_job::items_of(IDownloadJob& job)
{
    const auto updates = handed_out<IUpdateCollection>([&](auto place) { return job.get_Updates(place); });
    std::vector<update_pointer> items;
    for (const com_ptr<IUpdate>& update : updates_of(*updates))
    {
        items.push_back(to_update_item(*update));
    }
    return items;
}

WUA_INLINE void observed_job::note_results(IDownloadProgress& now)
{
    std::erase_if(m_unfinished, [&](std::size_t index) { return has_ended(index, now); });
}

WUA_INLINE bool observed_job::has_ended(std::size_t index, IDownloadProgress& now)
{
    const auto value = handed_out<IUpdateDownloadResult>([&](auto place) {
        return now.GetUpdateResult(static_cast<LONG>(index), place);
    });
    outcome read = read_outcome(*value);
    detail::update_record& record = (*m_table)[index];
    if (read.code != orcNotStarted && !record.started.is_set())
    {
        record.started.set(++m_started);
    }
    if (!read.is_final())
    {
        return false;
    }
    record.result.keep(std::move(read));
    record.finished.set(++m_finished);
    return true;
}

WUA_INLINE bool observed_job::wait_at_once(std::chrono::nanoseconds limit)
{
    constexpr auto max_milliseconds = (std::numeric_limits<LONG>::max)();
    const auto milliseconds = std::chrono::ceil<std::chrono::milliseconds>(limit).count();
    VARIANT_BOOL is_over = variant_false;
    throw_if_failed(
        m_details->Wait(static_cast<LONG>(std::clamp<std::int64_t>(milliseconds, 0, max_milliseconds)), &is_over));
    return is_over != variant_false;
}

WUA_INLINE bool observed_job::look_until(std::chrono::nanoseconds limit)
{
    const std::chrono::nanoseconds start = m_options.clock();
    while (!is_completed())
    {
        const std::chrono::nanoseconds passed = m_options.clock() - start;
        if (passed >= limit)
        {
            return false;
        }
        m_options.pause(std::min(m_options.interval, limit - passed));
    }
    return true;
}

} // namespace wua
