// SPDX-License-Identifier: MIT
#pragma once

// Delivers a ledger's changes to a client's callbacks, and states the rules for doing so.

#include <wua/com/shared_handle.hpp>
#include <wua/job/callback_executor.hpp>
#include <wua/job/job_observer.hpp>
#include <wua/job/ledger.hpp>
#include <wua/separate_compilation.hpp>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace wua::detail
{

// The rules for callbacks:
//  - There is no callback before the client has its job: whoever begins a job stores it and then opens the delivery.
//    The first callback waits until the client looks at the job, or for a short while, so that the call that began the
//    job can return.
//  - A job has one callback at a time, and no lock of the library is held during it.
//  - Progress is coalesced: the latest snapshot wins, and the final one is always delivered.
//  - The completed callback comes once, after the last progress.
//  - Then both callbacks are released and the delivery is drained: it makes no further calls. EndDownload, CleanUp and
//    the destructor of a job wait for that.
// Until it is drained, the delivery keeps its observer alive, and with it whatever the observer keeps.
class callback_delivery final : public ledger_listener
{
public:
    struct parts
    {
        shared_handle<ledger> job_ledger;
        shared_handle<callback_executor> executor;
        job_observer observer; // empty: nobody listens

        // The minimum time between progress callbacks; 0: one for every change.
        std::chrono::nanoseconds progress_interval{0};

        // True: completion is posted even if nobody listens, because the thread on which the engine reports must
        // neither destroy the engine nor wait for the apartment in which the job's state is released.
        bool always_posts = false;

        // True: the executor waits for calls into an apartment, so that apartment has to serve them while it waits.
        bool is_served = false;
    };

    explicit callback_delivery(parts made);

    static shared_handle<callback_delivery> make(parts made);

    // How long the first callback waits for the client to look at its job.
    static constexpr std::chrono::milliseconds first_hold{20};

    // Allows callbacks; the first one waits up to first_hold. Called as the last step by whoever has begun the job.
    void open() noexcept;

    // Called instead of open() for a job that could not begin: releases the callbacks without calling them.
    void discard() noexcept;

    // The client has looked at the job, so it has it: the first callback need not wait any longer.
    void release_hold() noexcept;

    // True from the moment when the completed callback may run.
    bool is_settled() const noexcept
    {
        return m_is_settled.load(std::memory_order_acquire);
    }

    bool has_callbacks() const noexcept
    {
        return m_wants_progress || m_wants_completion;
    }

    // True when there are callbacks, or functions for when_drained().
    bool is_awaited() const;

    bool is_served() const noexcept
    {
        return m_is_served;
    }

    // True when callbacks run on the current thread, whenever its apartment serves calls.
    bool is_served_here() const;

    // True when the caller is inside a callback (of any job) in an apartment for which this job's executor is waiting.
    bool is_executor_waiting_here() const noexcept
    {
        return t_waiting == m_executor_identity;
    }

    // True when the caller is inside a callback of this job.
    bool is_calling_here() const;

    bool is_drained() const;

    // Blocks until the delivery is drained or the deadline passes. The caller must make sure that the job completes.
    bool wait_drained(std::chrono::steady_clock::time_point deadline);

    // Called by a thread that waits for a completed job. Delivers on that thread instead of the executor if there are
    // no callbacks, or if `may_call`: for when the executor may have lost what was posted to it.
    void deliver_here(bool may_call) noexcept;

    // Runs f before anybody is told of the completion; immediately if the job is completed already. f must not throw.
    void when_settled(std::function<void()> f);

    // Runs f where callbacks run, once the delivery is drained. Returns false, doing nothing, if it already is.
    bool when_drained(std::function<void()> f);

    // Held around a callback, on its thread, so that the job recognises calls from inside it.
    class call_scope
    {
    public:
        // keeps_executor_waiting: the executor waits for this thread, which belongs to an apartment.
        explicit call_scope(callback_delivery& delivery, bool keeps_executor_waiting = false) noexcept;
        call_scope(const call_scope&) = delete;
        call_scope& operator=(const call_scope&) = delete;

        ~call_scope();

    private:
        callback_delivery& m_delivery;
        const callback_executor* const m_outer;
    };

    WUA_INLINE bool wants_changes() const noexcept override;

    WUA_INLINE void changed() noexcept override;

    WUA_INLINE void update_changed(std::size_t) noexcept override
    {
        changed();
    }

    WUA_INLINE void completed() noexcept override;

private:
    using time_point = std::chrono::steady_clock::time_point;

    enum class gate : std::uint8_t
    {
        closed,
        holds_back, // closed, with something to deliver when it opens
        open,
    };

    enum class stage : std::uint8_t
    {
        idle,
        delivering,
        due_again, // delivering, and something has changed since
        drained,
    };

    static time_point due_now() noexcept
    {
        return {};
    }

    time_point next_progress() const noexcept
    {
        return time_point(std::chrono::nanoseconds(m_next_progress.load(std::memory_order_relaxed)));
    }

    void settle() noexcept;

    void post(time_point due);

    // Waits until the client has its job, for executors that ignore due times. The thread that began the job does not
    // wait: it drives its engine only once it has the job.
    void wait_for_client(std::unique_lock<std::mutex>& lock);

    // Without memory to post the work, it is done here and now: a callback on another thread is better than a late one.
    void try_post(time_point due) noexcept;

    // What was posted. The first callback may have been posted twice: for the end of its hold, and when the client
    // looked.
    void deliver_if_due() noexcept;

    // Delivers what is new. Several posts may arrive; one of them makes the calls, and the others leave the rest to it.
    void deliver() noexcept;

    // is_last: the job is settled, so that a callback that is told of its end may also end it.
    void notify_progress(bool is_last) noexcept;

    void set_caller(std::thread::id id) noexcept;

    void drain() noexcept;

    shared_handle<ledger> m_ledger; // until the delivery is drained: the ledger holds the delivery
    weak_handle<callback_delivery> m_self;
    const callback_executor* const m_executor_identity;
    job_observer m_observer;
    const std::chrono::nanoseconds m_interval;
    const bool m_always_posts;
    const bool m_is_served;
    const bool m_wants_progress;
    const bool m_wants_completion;

    // The executor, if any, that is waiting for a callback on this thread.
    static inline constinit thread_local const callback_executor* t_waiting = nullptr;

    std::atomic<bool> m_is_held; // the client may not have its job yet
    std::atomic<bool> m_is_posted{false};
    std::atomic<bool> m_is_settled{false};
    std::atomic<std::int64_t> m_next_progress{0};

    // Used only by the thread that is delivering.
    progress_snapshot m_now;
    progress_values m_last_notified;
    bool m_has_notified = false;

    // Guards the members below.
    mutable std::mutex m_mutex;
    shared_handle<callback_executor> m_executor; // until the delivery is drained: the executor may hold the delivery
    std::condition_variable m_changed;
    gate m_gate = gate::closed;
    std::thread::id m_beginner;
    time_point m_held_until;
    stage m_stage = stage::idle;
    bool m_is_settling = false;
    std::thread::id m_caller;
    std::vector<std::function<void()>> m_when_settled;
    std::vector<std::function<void()>> m_when_drained;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/job/callback_delivery.ipp>
#endif
