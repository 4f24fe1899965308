// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/job/progress_accounting.hpp>.

#include <wua/job/pause_tracker.hpp>
#include <wua/job/progress_accounting.hpp>
#include <wua/job/progress_weights.hpp>

#include <algorithm>
#include <cstddef>
#include <limits>
#include <new>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

namespace wua::detail
{

// The file and the URL within it of the update's `number`-th URL, counted from 1.
WUA_COLD std::optional<url_place> asked_place(const update_item& update, std::uint32_t number)
{
    for (std::uint32_t file = 0; number != 0 && file != update.files.size(); ++file)
    {
        const auto count = static_cast<std::uint32_t>(update.files[file].urls.size());
        if (number <= count)
        {
            return url_place{.file = file, .url = number - 1};
        }
        number -= count;
    }
    return std::nullopt;
}

WUA_INLINE progress_accounting::progress_accounting(update_table& log, engine_fault_counts& engine_faults,
                                                    std::chrono::nanoseconds now, bool takes_sizes)
    : m_takes_sizes(takes_sizes),
      m_table(log),
      m_engine_faults(engine_faults),
      m_start_order(m_table.size())
{
    if (m_table.size() == 0 || m_table.size() > std::numeric_limits<std::int32_t>::max())
    {
        throw std::invalid_argument("a job needs at least one update and at most 2147483647");
    }
    take_sizes();
    m_weight_total = assign_weights(m_table);
    m_unsized_limit = max_bytes / m_table.size();
    m_rate.expect_none(now);
    m_rate.look(now);
}

WUA_INLINE progress_accounting::~progress_accounting() = default;

WUA_INLINE outcome progress_accounting::result() const
{
    if (m_state == job_state::completed)
    {
        return m_tally.combined();
    }
    return m_started == 0 ? outcome{} : outcome::in_progress();
}

WUA_INLINE update_progress progress_accounting::progress_of(std::size_t index) const
{
    const update_record& record = m_table[index];
    update_progress progress;
    progress.bytes_downloaded = record.known_bytes();
    if (record.size != unknown_bytes)
    {
        progress.bytes_to_download = record.size;
    }
    progress.phase = record.phase;
    progress.attempt = record.attempt;
    progress.percent = record.percent();
    progress.is_paused = is_at_rest(index);
    progress.asked = asked_place(*m_table.updates()[index], record.asked_url);
    progress.result = m_table.result_at(index, m_started, m_finished);
    return progress;
}

WUA_INLINE progress_values progress_accounting::values() const
{
    const bool is_recorded = m_has_recorded && m_state != job_state::completed;
    progress_values values = is_recorded ? m_recorded : progress_values{};
    const std::size_t index = m_current;
    const update_record& current = m_table[index];
    values.update_count = static_cast<std::uint32_t>(m_table.size());
    values.started = m_started;
    values.finished = m_finished;
    values.retries = m_retries;
    values.state = m_is_paused ? job_state::paused : m_state;
    values.pause_reason = (m_state == job_state::running ? m_pause_reason : 0U) & update_table::max_reasons;
    values.is_current_paused = is_at_rest(is_recorded ? values.current_index : index);
    if (is_recorded)
    {
        values.current_attempt = m_table[values.current_index].attempt;
        return values;
    }
    values.event_number = m_pause_count;
    if (m_state != job_state::completed) // 0 during a pause, since it starts a new meter
    {
        values.bytes_per_second = m_rate.bytes_per_second();
        values.steady_bytes_per_second = static_cast<float>(m_rate.steady_bytes_per_second());
        values.stalled_seconds = m_rate.stalled_seconds();
    }
    values.bytes_to_download = m_sums.bytes_to_download();
    values.bytes_downloaded = m_sums.bytes_of_others();
    values.current_credited = current.best;
    values.current_bytes_to_download = current.size;
    values.weight_others = m_sums.weighted_percent_of_others();
    values.weight_total = m_weight_total;
    values.current_weight = current.weight;
    values.current_index = static_cast<std::uint32_t>(index);
    values.current_attempt = current.attempt;
    values.current_percent_floor = static_cast<std::int8_t>(current.percent_floor);
    values.phase = static_cast<std::uint8_t>(current.phase);
    values.is_live = !current.finished.is_set();
    if (!values.is_live)
    {
        values.current_bytes_downloaded = current.known_bytes();
        values.current_credited = current.credited();
        values.bytes_downloaded += values.current_credited;
    }
    return values;
}

WUA_INLINE void progress_accounting::store_new_bytes() noexcept
{
    if (m_new_bytes != unknown_bytes)
    {
        m_table[m_new_bytes_of].bytes.store(m_new_bytes);
        m_new_bytes = unknown_bytes;
    }
}

WUA_INLINE void progress_accounting::set_bytes(std::size_t index, std::uint64_t bytes, std::chrono::nanoseconds now)
{
    update_record& record = m_table[index];
    begin(index, record);
    const std::uint64_t before = record.bytes.load();
    if (bytes > limit_of(record))
    {
        fail_for(index, record, engine_fault::bytes_beyond_size, "the engine reported more bytes than the update has");
        return;
    }
    if (bytes < before)
    {
        note(engine_fault::bytes_went_back);
        return;
    }
    if (bytes != before && is_at_rest(index))
    {
        note(engine_fault::moved_while_paused);
        m_pauses->move(index);
        m_has_moved = true;
    }
    const bool is_first = record.phase == dphInitializing && index == m_current;
    if (record.phase == dphInitializing)
    {
        record.phase = dphDownloading;
    }
    if (is_first)
    {
        m_new_bytes = bytes;
        m_new_bytes_of = index;
    }
    else
    {
        change_sums(index, record, [&] { record.bytes.store(bytes); });
    }
    count_moved(record, bytes);
    if (bytes == before && !expects_bytes())
    {
        m_rate.expect_none(now);
    }
    m_rate.look(now);
    arm(index, record, bytes);
}

WUA_COLD void progress_accounting::set_size(std::size_t index, std::uint64_t size)
{
    update_record& record = m_table[index];
    begin(index, record);
    const bool is_fixed = (m_takes_sizes && m_table.updates()[index]->size()) || record.attempt == record.size_attempt;
    if (record.size == size)
    {
        record.size_attempt = record.attempt;
        return;
    }
    if ((record.size != unknown_bytes && is_fixed) || size < record.bytes.load())
    {
        fail_for(index, record, engine_fault::size_changed,
                 "the engine changed the size of the update while it was downloading");
        return;
    }
    const std::uint64_t before = record.needed();
    const std::uint64_t others = m_sums.bytes_known() - (before == unknown_bytes ? 0 : before);
    if (others > max_bytes || std::max(size, record.best) > max_bytes - others)
    {
        fail_for(index, record, engine_fault::size_impossible, "the engine named a size that no update can have");
        return;
    }
    const std::int32_t percent = record.percent();
    change_sums(index, record, [&] {
        record.percent_floor = static_cast<std::int16_t>(percent);
        record.size = size;
        record.size_attempt = record.attempt;
    });
    arm(index, record, record.bytes.load());
}

WUA_INLINE void progress_accounting::set_phase(std::size_t index, DownloadPhase phase)
{
    update_record& record = m_table[index];
    begin(index, record);
    if (phase < record.phase || phase > dphVerifying)
    {
        note(engine_fault::phase_went_back);
        return;
    }
    record.phase = phase;
}

WUA_COLD void progress_accounting::set_url(std::size_t index, url_place place) noexcept
{
    const std::vector<content_file>& files = m_table.updates()[index]->files;
    std::size_t number = 0;
    if (place.file < files.size() && place.url < files[place.file].urls.size())
    {
        number = std::size_t{place.url} + 1;
        for (std::uint32_t file = 0; file != place.file; ++file)
        {
            number += files[file].urls.size();
        }
    }
    constexpr std::size_t max_number = 65535;
    m_table[index].asked_url = static_cast<std::uint16_t>(number > max_number ? 0 : number);
}

WUA_INLINE void progress_accounting::retry(std::size_t index, std::uint64_t kept)
{
    update_record& record = m_table[index];
    begin(index, record);
    const std::uint64_t bytes = record.bytes.load();
    if (kept > bytes)
    {
        note(engine_fault::kept_too_much);
        kept = bytes;
    }
    count_moved(record, bytes); // counts the bytes that came by try_set_bytes()
    record.percent_floor = static_cast<std::int16_t>(record.percent());
    record.best = std::max(record.best, bytes);
    record.bytes.disarm();
    ++record.attempt;
    record.phase = dphInitializing;
    record.sampled = kept;
    m_new_bytes = kept;
    m_new_bytes_of = index;
    ++m_retries;
}

WUA_INLINE void progress_accounting::finish(std::size_t index, outcome result)
{
    update_record& record = m_table[index];
    begin(index, record);
    if (!result.is_final())
    {
        fail_for(index, record, engine_fault::no_result, "the engine ended the update without a result");
        return;
    }
    note_unless_plausible(result);
    end(index, record, std::move(result));
}

WUA_COLD void progress_accounting::finish_rest(outcome result)
{
    if (!result.is_final())
    {
        note(engine_fault::no_result);
        result.code = orcFailed;
        result.hresult = wu_e_dm_unexpected;
    }
    note_unless_plausible(result);
    for (std::size_t index = 0; index != m_table.size(); ++index)
    {
        if (!has_ended(index))
        {
            end(index, m_table[index], copy_of(result));
        }
    }
}

WUA_COLD void progress_accounting::begin_abort() noexcept
{
    m_state = job_state::aborting;
    m_table[m_current].bytes.disarm();
}

WUA_INLINE void progress_accounting::look(std::chrono::nanoseconds now) noexcept
{
    count_current();
    if (!expects_bytes())
    {
        m_rate.expect_none(now);
    }
    m_rate.look(now);
}

WUA_COLD pause_tracker& progress_accounting::made_pauses()
{
    if (!m_pauses)
    {
        m_pauses = make_handle<pause_tracker>(m_table.size());
        for (std::size_t i = 0; i != m_started; ++i)
        {
            m_pauses->start(m_start_order[i]);
        }
        for (std::size_t index = 0; index != m_table.size(); ++index)
        {
            if (has_ended(index))
            {
                m_pauses->end(index);
            }
        }
    }
    return *m_pauses;
}

WUA_COLD void progress_accounting::stop(std::size_t index) noexcept
{
    if (m_pauses)
    {
        m_pauses->stop(index);
        arm(index, m_table[index], m_table[index].bytes.load());
    }
}

WUA_COLD void progress_accounting::count_pauses() noexcept
{
    const bool is_paused = m_state == job_state::running && m_pauses->is_job_at_rest();
    if (is_paused && (!m_is_paused || m_has_moved)) // an engine may finish an update that it was told to pause
    {
        ++m_pause_count;
    }
    if (is_paused != m_is_paused)
    {
        count_current(); // otherwise the bytes from before the pause would count as coming after it
        m_rate.restart();
    }
    m_is_paused = is_paused;
    m_has_moved = false;
}

WUA_INLINE bool progress_accounting::is_at_rest(std::size_t index) const noexcept
{
    return m_pauses && m_state == job_state::running && m_pauses->is_at_rest(index);
}

WUA_COLD bool progress_accounting::expects_bytes() const noexcept
{
    for (std::size_t i = m_next_current; i < m_started; ++i)
    {
        const std::uint32_t index = m_start_order[i];
        if (!has_ended(index) && m_table[index].phase != dphVerifying && !is_at_rest(index))
        {
            return true;
        }
    }
    return false;
}

WUA_COLD void progress_accounting::show_recorded(const progress_values& values) noexcept
{
    const auto number = static_cast<std::uint16_t>(m_recorded.event_number + 1);
    m_recorded = values;
    m_recorded.event_number = number;
    if (m_recorded.steady_bytes_per_second == 0)
    {
        m_recorded.steady_bytes_per_second = static_cast<float>(values.bytes_per_second);
    }
    m_recorded.is_live = false;
    m_recorded.weight_total = std::max<std::uint64_t>(values.weight_total, 1);
    m_recorded.current_index = std::min(values.current_index, static_cast<std::uint32_t>(m_table.size() - 1));
    m_has_recorded = true;
}

WUA_COLD void progress_accounting::take_sizes()
{
    for (std::size_t i = 0; i != m_table.size(); ++i)
    {
        const update_pointer& update = m_table.updates()[i];
        if (!update)
        {
            throw std::invalid_argument("a job's update is null");
        }
        update_record& record = m_table[i];
        if (const auto size = m_takes_sizes ? update->size() : std::nullopt)
        {
            if (*size > max_bytes - m_sums.bytes_known())
            {
                throw hresult_error(
                    e_invalidarg,
                    "with the " + std::to_string(*size) + " bytes of the update with the index " + std::to_string(i) +
                        " the sizes of a job's updates add up to more than " + std::to_string(max_bytes));
            }
            record.size = *size;
        }
        m_sums.add(record);
    }
}

WUA_INLINE void progress_accounting::note_unless_plausible(outcome& result) noexcept
{
    if (!make_plausible(result))
    {
        note(engine_fault::contradictory_result);
    }
}

WUA_INLINE void progress_accounting::begin(std::size_t index, update_record& record)
{
    if (record.attempt != 0)
    {
        return;
    }
    record.attempt = 1;
    m_start_order[m_started] = static_cast<std::uint32_t>(index);
    record.started.set(++m_started);
    if (m_pauses)
    {
        m_pauses->start(index);
        m_has_moved = true;
    }
    choose_current();
}

WUA_COLD void progress_accounting::choose_current()
{
    while (m_next_current + 1 < m_started && has_ended(m_start_order[m_next_current]))
    {
        ++m_next_current;
    }
    const std::size_t now = m_start_order[m_next_current];
    const std::size_t before = m_current;
    if (now == before)
    {
        return;
    }
    m_table[before].bytes.disarm();
    m_sums.change_current(m_table[before], m_table[now]);
    m_current = now;
    // Last, since lock-free reports may begin at once and must find the sums done.
    arm(now, m_table[now], m_table[now].bytes.load());
}

WUA_COLD void progress_accounting::end(std::size_t index, update_record& record, outcome result)
{
    count_moved(record, record.bytes.load());
    change_sums(index, record, [&] {
        if (result.is_success_or_with_errors())
        {
            if (record.size == unknown_bytes)
            {
                record.size = record.sampled;
            }
            record.sampled = record.size;
            if (index != m_current) // readers would otherwise see the current update's bytes before its result
            {
                record.bytes.store(record.size);
            }
        }
        record.bytes.disarm();
        // An update that has ended fills its whole share of the progress bar, whatever its result, so that the bar
        // reaches its end; an aborted one stays where it stopped.
        record.percent_floor = static_cast<std::int16_t>(
            result.code == orcAborted
                ? update_percent(credited_bytes(record.sampled, record.best), record.size, record.percent_floor)
                : 100);
    });
    m_tally.add(result);
    record.result.keep(std::move(result));
    record.finished.set(++m_finished);
    if (m_pauses)
    {
        m_pauses->end(index);
        m_has_moved = true;
    }
    if (m_started != 0)
    {
        choose_current();
    }
    if (m_finished == m_table.size())
    {
        m_state = job_state::completed;
    }
}

WUA_COLD void
progress_accounting::fail_for(std::size_t index, update_record& record, engine_fault kind, const char* what)
{
    note(kind);
    outcome failure = outcome::failed(wu_e_dm_unexpected);
    try
    {
        failure.detail = what;
    }
    catch (const std::bad_alloc&)
    {
        // No memory for the description: the code has to do.
    }
    end(index, record, std::move(failure));
}

WUA_INLINE void progress_accounting::arm(std::size_t index, update_record& record, std::uint64_t bytes)
{
    if (index != m_current || has_ended(index) || record.phase != dphDownloading || m_state != job_state::running ||
        is_at_rest(index))
    {
        record.bytes.disarm();
        return;
    }
    const std::uint64_t step = m_rate.bytes_until_look();
    const std::uint64_t limit = limit_of(record);
    record.bytes.arm(step < limit - bytes ? bytes + step : limit);
}

WUA_INLINE void progress_accounting::count_current() noexcept
{
    if (!has_ended(m_current))
    {
        count_moved(m_table[m_current], m_table[m_current].bytes.load());
    }
}

WUA_INLINE void progress_accounting::count_moved(update_record& record, std::uint64_t bytes) noexcept
{
    m_rate.count(bytes - record.sampled);
    record.sampled = bytes;
}

} // namespace wua::detail
