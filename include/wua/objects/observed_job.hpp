// SPDX-License-Identifier: MIT
#pragma once

// The C++ face of a job that somebody else began, of any implementation, including the operating system's own agent.

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
    /// How often to look at a job that cannot be waited for.
    std::chrono::nanoseconds interval = std::chrono::milliseconds(100);

    /// Lets time pass between two looks; a single-threaded apartment keeps serving calls. A thread with a message loop
    /// passes a function that keeps the loop running.
    std::function<void(std::chrono::nanoseconds)> pause = [](std::chrono::nanoseconds time) {
        pause_in_apartment(time);
    };

    /// The clock for wait_for().
    time_source clock = steady_time;
};

/// Observes a job using only what IDownloadJob documents, plus this library's extension interfaces where the job offers
/// them. Unlike wua::job it does not own the job: its destructor neither aborts the job nor cleans it up. Failures of
/// the job are thrown as hresult_error, and the next call asks again. Used by one thread at a time.
class observed_job
{
public:
    /// Reads the Updates.
    explicit observed_job(com_ptr<IDownloadJob> any, observer_options options = {});

    /// The current progress: what read_progress() reads, with the results of the updates that have ended. Asks once for
    /// each update that has not. E_UNEXPECTED when the job succeeds but returns nothing.
    progress_snapshot progress();

    bool is_completed() const
    {
        return detail::read_property(*m_job, &IDownloadJob::get_IsCompleted) != variant_false;
    }

    void request_abort();

    /// As in IDownloadJobControl; WU_E_NOT_SUPPORTED when the job does not offer it.
    void pause();
    void resume();

    /// True when the job is completed. Waits for a job of this library, so that a simulated engine takes no time; looks
    /// at any other repeatedly.
    template <class Rep, class Period>
    bool wait_for(std::chrono::duration<Rep, Period> time)
    {
        const auto limit = detail::to_nanoseconds(time);
        return m_details ? wait_at_once(limit) : look_until(limit);
    }

    /// Waits for the end and returns the result of the whole job.
    outcome wait();

    /// The same, passing each snapshot to `see`, including the last. A requested stop aborts the job.
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

    /// orcInProgress until the job is completed; then the combination of its updates' results, by the rule of
    /// outcome_tally, because EndDownload is reserved for whoever began the job.
    outcome result();

    /// For one update; throws WU_E_INVALIDINDEX.
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
    // The object that a method returns. If the method fails, what it left in the out-parameter is not released.
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
            throw hresult_error(e_unexpected, "the job returned no object");
        }
        return object;
    }

    static std::vector<update_pointer> items_of(IDownloadJob& job);

    void note_results(IDownloadProgress& now);

    // Records what is new about an update; true when nothing more will change.
    bool has_ended(std::size_t index, IDownloadProgress& now);

    bool wait_at_once(std::chrono::nanoseconds limit);

    bool look_until(std::chrono::nanoseconds limit);

    IDownloadJobControl& control();

    observer_options m_options;
    com_ptr<IDownloadJob> m_job;
    com_ptr<IDownloadJobDetails> m_details; // null for a foreign job
    com_ptr<IDownloadJobControl> m_control; // null until needed, or like m_details
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
