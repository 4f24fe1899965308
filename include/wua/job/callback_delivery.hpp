// SPDX-License-Identifier: MIT
#pragma once

// The way from a ledger's changes to a client's callbacks, and the law that they obey.

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

// The callback law:
//  - no callback before the client has its job: whoever begins a job stores it, then opens the delivery, and the first
//    callback waits for the client to look at the job or for a short while, in which the call that began it returns;
//  - one callback of a job at a time, and no lock of the library is held meanwhile;
//  - progress is coalesced: the latest instant wins, and the final one is always delivered;
//  - the completed callback comes once, after the last progress;
//  - then both callbacks are released, and the delivery is drained: nothing of it will call out again. EndDownload,
//    CleanUp and the destructor of a job wait for that.
// Until it is drained the delivery keeps its observer, and with it what the observer keeps.
class callback_delivery final : public ledger_listener
{
public:
    struct parts
    {
        shared_handle<ledger> job_ledger;
        shared_handle<callback_executor> executor;
        job_observer observer; // empty: nobody listens

        // Progress callbacks come no more often than this; 0: whenever something changed.
        std::chrono::nanoseconds progress_interval{0};

        // True: completion is posted even if nobody listens, since where the engine reports it must not be destroyed,
        // nor wait for the apartment in which the state of the job is released.
        bool always_posts = false;

        // True: the executor waits for calls to an apartment, which has to serve them while it waits itself.
        bool is_served = false;
    };

    explicit callback_delivery(parts made);

    static shared_handle<callback_delivery> make(parts made);

    // How long the first callback waits for the client to look at its job.
    static constexpr std::chrono::milliseconds first_hold{20};

    // From now on callbacks may come, the first one after first_hold. Called by who has begun the job, last.
    void open() noexcept;

    // Instead of open(), for a job that ended because it could not begin: releases the callbacks and calls none.
    void discard() noexcept;

    // The client looks at the job: it has it, so that the first callback need not wait.
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

    // True when somebody is to be told of the end.
    bool is_awaited() const;

    bool is_served() const noexcept
    {
        return m_is_served;
    }

    // True when callbacks are called on this very thread, whenever its apartment serves calls.
    bool is_served_here() const;

    // True when the caller is inside a callback, of any job, in whose apartment the executor of this one waits.
    bool is_executor_waiting_here() const noexcept
    {
        return t_waiting == m_executor_identity;
    }

    // True when the caller is inside a callback of this job.
    bool is_calling_here() const;

    bool is_drained() const;

    // Blocks until the delivery is drained or the time is over. The caller sees to it that the job completes.
    bool wait_drained(std::chrono::steady_clock::time_point deadline);

    // Who waits for a completed job need not wait for the executor where nobody is called, or where what was posted to
    // it is lost: then it may call.
    void deliver_here(bool may_call) noexcept;

    // Has f run before anybody is told of the completion: at once when the job is completed already. f does not throw.
    void when_settled(std::function<void()> f);

    // Has f run where callbacks run, once the delivery is drained; false, and nothing is done, if it is already.
    bool when_drained(std::function<void()> f);

    // Held around a callback, on its thread: so that the job knows calls that come from within.
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

    // Whether callbacks may come.
    enum class gate : std::uint8_t
    {
        closed,
        holds_back, // closed, and something is to be told when it opens
        open,
    };

    enum class stage : std::uint8_t
    {
        idle,
        delivering,
        due_again, // delivering, and something has changed meanwhile
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

    // Waits for the client to have its job, where no due time of an executor does. The thread that began the job drives
    // its engine only after it has.
    void wait_for_client(std::unique_lock<std::mutex>& lock);

    // Without memory for a piece of work, it is done here and now: late callbacks are worse than those on another
    // thread.
    void try_post(time_point due) noexcept;

    // Tells what is new. Several posts may come; one of them calls out at a time, and another leaves the rest to it.
    void deliver() noexcept;

    void tell_progress() noexcept;

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

    // The executor, if any, that a callback on this thread keeps waiting.
    static inline constinit thread_local const callback_executor* t_waiting = nullptr;

    std::atomic<bool> m_is_held; // the client may not have its job yet
    std::atomic<bool> m_is_posted{false};
    std::atomic<bool> m_is_settled{false};
    std::atomic<std::int64_t> m_next_progress{0};

    // Of the one that delivers.
    progress_snapshot m_now;
    progress_values m_last_told;
    bool m_has_told = false;

    // Guards what follows.
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
