// SPDX-License-Identifier: MIT
#pragma once

// The C++ face of a job that somebody else began, on any implementation: the operating system's own agent, too.

#include <wua/job/clock.hpp>
#include <wua/job/update_table.hpp>
#include <wua/objects/to_update_item.hpp>
#include <wua/objects/progress_reading.hpp>
#include <wua/objects/update.hpp>
#include <wua/objects/update_collection.hpp>
#include <wua/wuapi/download_job.hpp>

#include <algorithm>
#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <numeric>
#include <stop_token>
#include <thread>
#include <utility>
#include <vector>

namespace wua
{

struct observer_options
{
    // A job that cannot be waited for is looked at so often.
    std::chrono::nanoseconds interval = std::chrono::milliseconds(100);

    // Lets time pass between two looks. A thread that has a message loop passes a function that keeps it going.
    std::function<void(std::chrono::nanoseconds)> pause = [](std::chrono::nanoseconds time) {
        std::this_thread::sleep_for(time);
    };

    // Counts the time of wait_for().
    time_source clock = steady_time;
};

// Looks at a job, and asks for nothing but what IDownloadJob documents; what this library's extension interfaces add is
// used where the job offers them. Unlike wua::job it does not own what it looks at: its end neither aborts the job nor
// cleans it up. What the job fails with is thrown as hresult_error, and the next call asks anew. One thread at a time.
class observed_job
{
public:
    // Asks for the Updates.
    explicit observed_job(com_ptr<IDownloadJob> any, observer_options options = {})
        : m_options(std::move(options)),
          m_job(any != nullptr ? std::move(any) : throw hresult_error(e_pointer, "there is no job to look at")),
          m_details(m_job.try_query<IDownloadJobDetails>()),
          m_table(std::make_shared<detail::update_table>(items_of(*m_job))),
          m_unfinished(m_table->size())
    {
        std::iota(m_unfinished.begin(), m_unfinished.end(), std::size_t{0});
    }

    // The instant of now: what read_progress() tells, with the results of the updates that have ended. Asks once for
    // each update that has not. E_UNEXPECTED when the job succeeds and gives nothing.
    progress_snapshot progress()
    {
        const bool is_over = is_completed(); // first: what is told afterwards is final
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
        values.state = is_over ? job_state::completed : m_is_aborting ? job_state::aborting : job_state::running;
        return progress_snapshot(values, m_table);
    }

    bool is_completed() const
    {
        return detail::told(*m_job, &IDownloadJob::get_IsCompleted) != variant_false;
    }

    void request_abort()
    {
        throw_if_failed(m_job->RequestAbort());
        m_is_aborting = true;
    }

    // True when the job is completed. A job of this library is waited for, so that a simulated engine takes no time;
    // any other is looked at again and again.
    template <class Rep, class Period>
    bool wait_for(std::chrono::duration<Rep, Period> time)
    {
        const auto longest = std::chrono::ceil<std::chrono::nanoseconds>(time);
        return m_details ? wait_at_once(longest) : look_until(longest);
    }

    // Waits for the end, and says how the whole job went.
    outcome wait()
    {
        while (!wait_for(std::chrono::hours(1)))
        {}
        return result();
    }

    // The same, showing each instant that it sees, the last one too. A stop that is requested aborts the job.
    template <std::invocable<const progress_snapshot&> F>
    outcome watch(F see, const std::stop_token& stop = {})
    {
        for (;;)
        {
            const progress_snapshot now = progress();
            see(now);
            if (now.is_completed())
            {
                return result();
            }
            if (stop.stop_requested() && !m_is_aborting)
            {
                request_abort();
            }
            wait_for(m_options.interval);
        }
    }

    // orcInProgress until the job is completed; then what its updates have come to, by the rule of outcome_tally, as
    // EndDownload is the business of whoever began the job.
    outcome result()
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

    // Of one update; throws WU_E_INVALIDINDEX.
    outcome result(std::size_t index)
    {
        if (index >= m_table->size())
        {
            throw hresult_error(wu_e_invalidindex);
        }
        return progress().result(index);
    }

    // As to_update_item() reads them.
    const std::vector<update_pointer>& updates() const noexcept
    {
        return m_table->updates();
    }

    const com_ptr<IDownloadJob>& com() const noexcept
    {
        return m_job;
    }

private:
    // The object that a method gives. What one that fails leaves in the place is nobody's.
    template <class I, class F>
    static com_ptr<I> handed_out(F ask)
    {
        com_ptr<I> object;
        const HRESULT code = ask(object.put());
        if (failed(code))
        {
            static_cast<void>(object.detach());
            throw hresult_error(code);
        }
        if (object == nullptr)
        {
            throw hresult_error(e_unexpected, "the job gave no object");
        }
        return object;
    }

    static std::vector<update_pointer> items_of(IDownloadJob& job)
    {
        const auto updates = handed_out<IUpdateCollection>([&](auto place) { return job.get_Updates(place); });
        std::vector<update_pointer> items;
        for (const com_ptr<IUpdate>& update : updates_of(*updates))
        {
            items.push_back(to_update_item(*update));
        }
        return items;
    }

    void note_results(IDownloadProgress& now)
    {
        std::erase_if(m_unfinished, [&](std::size_t index) { return has_ended(index, now); });
    }

    // Writes down what is new about an update; true when nothing more is to come.
    bool has_ended(std::size_t index, IDownloadProgress& now)
    {
        const auto told = handed_out<IUpdateDownloadResult>([&](auto place) {
            return now.GetUpdateResult(static_cast<LONG>(index), place);
        });
        outcome read = read_outcome(*told);
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

    bool wait_at_once(std::chrono::nanoseconds longest)
    {
        constexpr auto most = (std::numeric_limits<LONG>::max)();
        const auto milliseconds = std::chrono::ceil<std::chrono::milliseconds>(longest).count();
        VARIANT_BOOL is_over = variant_false;
        throw_if_failed(m_details->Wait(static_cast<LONG>(std::clamp<std::int64_t>(milliseconds, 0, most)), &is_over));
        return is_over != variant_false;
    }

    bool look_until(std::chrono::nanoseconds longest)
    {
        const std::chrono::nanoseconds start = m_options.clock();
        while (!is_completed())
        {
            const std::chrono::nanoseconds passed = m_options.clock() - start;
            if (passed >= longest)
            {
                return false;
            }
            m_options.pause(std::min(m_options.interval, longest - passed));
        }
        return true;
    }

    observer_options m_options;
    com_ptr<IDownloadJob> m_job;
    com_ptr<IDownloadJobDetails> m_details; // null for a job of somebody else's
    std::shared_ptr<detail::update_table> m_table;
    std::vector<std::size_t> m_unfinished;
    std::uint32_t m_started = 0;
    std::uint32_t m_finished = 0;
    bool m_is_aborting = false;
};

} // namespace wua
