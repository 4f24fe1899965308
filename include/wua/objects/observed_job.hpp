// SPDX-License-Identifier: MIT
#pragma once

// The C++ face of a job that somebody else began, on any implementation: the operating system's own agent, too.

#include <wua/com/apartment.hpp>
#include <wua/com/com_ptr.hpp>
#include <wua/com/shared_handle.hpp>
#include <wua/job/clock.hpp>
#include <wua/job/update_table.hpp>
#include <wua/objects/progress_reading.hpp>
#include <wua/separate_compilation.hpp>
#include <wua/wuapi/download_job.hpp>
#include <wua/wuapi/extensions.hpp>

#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <stop_token>
#include <vector>

namespace wua
{

struct observer_options
{
    /// A job that cannot be waited for is looked at so often.
    std::chrono::nanoseconds interval = std::chrono::milliseconds(100);

    /// Lets time pass between two looks; a single-threaded apartment goes on serving calls. A thread that has a message
    /// loop passes a function that keeps it going.
    std::function<void(std::chrono::nanoseconds)> pause = [](std::chrono::nanoseconds time) {
        pause_in_apartment(time);
    };

    /// Counts the time of wait_for().
    time_source clock = steady_time;
};

/// Looks at a job, and asks for nothing but what IDownloadJob documents; what this library's extension interfaces add
/// is used where the job offers them. Unlike wua::job it does not own what it looks at: its end neither aborts the job
/// nor cleans it up. What the job fails with is thrown as hresult_error, and the next call asks anew. One thread at a
/// time.
class observed_job
{
public:
    /// Asks for the Updates.
    explicit observed_job(com_ptr<IDownloadJob> any, observer_options options = {});

    /// The instant of now: what read_progress() tells, with the results of the updates that have ended. Asks once for
    /// each update that has not. E_UNEXPECTED when the job succeeds and gives nothing.
    progress_snapshot progress();

    bool is_completed() const
    {
        return detail::told(*m_job, &IDownloadJob::get_IsCompleted) != variant_false;
    }

    void request_abort();

    /// As IDownloadJobControl has them; WU_E_NOT_SUPPORTED when the job does not offer it.
    void pause();
    void resume();

    /// True when the job is completed. A job of this library is waited for, so that a simulated engine takes no time;
    /// any other is looked at again and again.
    template <class Rep, class Period>
    bool wait_for(std::chrono::duration<Rep, Period> time)
    {
        const auto longest = detail::to_nanoseconds(time);
        return m_details ? wait_at_once(longest) : look_until(longest);
    }

    /// Waits for the end, and says how the whole job went.
    outcome wait();

    /// The same, showing each instant that it sees, the last one too. A stop that is requested aborts the job.
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

    /// orcInProgress until the job is completed; then what its updates have come to, by the rule of outcome_tally, as
    /// EndDownload is the business of whoever began the job.
    outcome result();

    /// Of one update; throws WU_E_INVALIDINDEX.
    outcome result(std::size_t index);

    /// As to_update_item() reads them.
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

    static std::vector<update_pointer> items_of(IDownloadJob& job);

    void note_results(IDownloadProgress& now);

    // Writes down what is new about an update; true when nothing more is to come.
    bool has_ended(std::size_t index, IDownloadProgress& now);

    bool wait_at_once(std::chrono::nanoseconds longest);

    bool look_until(std::chrono::nanoseconds longest);

    IDownloadJobControl& control();

    observer_options m_options;
    com_ptr<IDownloadJob> m_job;
    com_ptr<IDownloadJobDetails> m_details; // null for a job of somebody else's
    com_ptr<IDownloadJobControl> m_control; // null before it is needed, or as m_details
    com_ptr<detail::update_table> m_table;
    std::vector<std::size_t> m_unfinished;
    std::uint32_t m_started = 0;
    std::uint32_t m_finished = 0;
    bool m_is_aborting = false;
};

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/objects/observed_job.ipp>
#endif
