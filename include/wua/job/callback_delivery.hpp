// SPDX-License-Identifier: MIT
#pragma once

// The way from a ledger's changes to a client's callbacks, and the law that they obey.

#include <wua/job/callback_executor.hpp>
#include <wua/job/job_observer.hpp>
#include <wua/job/ledger.hpp>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace wua::detail
{

// The callback law:
//  - no callback before the client has its job: whoever begins a job stores it, then opens the delivery;
//  - one callback of a job at a time, and no lock of the library is held meanwhile;
//  - progress is coalesced: the latest instant wins, and the final one is always delivered;
//  - the completed callback comes once, after the last progress;
//  - then both callbacks are released, and the delivery is drained: nothing of it will call out again. EndDownload,
//    CleanUp and the destructor of a job wait for that.
// Until it is drained the delivery keeps its observer, and with it what the observer keeps.
class callback_delivery final : public ledger_listener, public std::enable_shared_from_this<callback_delivery>
{
public:
    struct parts
    {
        std::shared_ptr<ledger> job_ledger;
        std::shared_ptr<callback_executor> executor;
        std::shared_ptr<job_observer> observer; // null: nobody listens

        // Progress callbacks come no more often than this; 0: whenever something changed.
        std::chrono::nanoseconds progress_interval{0};

        // True: completion is posted even if nobody listens, since where the engine reports it must not be destroyed,
        // nor wait for the apartment in which the state of the job is released.
        bool always_posts = false;

        // True: the executor waits for calls to an apartment, which has to serve them while it waits itself.
        bool is_served = false;
    };

    explicit callback_delivery(parts made)
        : m_ledger(std::move(made.job_ledger)),
          m_executor(std::move(made.executor)),
          m_observer(std::move(made.observer)),
          m_interval(made.progress_interval),
          m_always_posts(made.always_posts),
          m_is_served(made.is_served),
          m_wants_progress(m_observer && m_observer->wants_progress()),
          m_wants_completion(m_observer && m_observer->wants_completion())
    {}

    // From now on callbacks may come; what was held back comes now.
    void open() noexcept
    {
        bool is_due = false;
        {
            const std::lock_guard lock(m_mutex);
            is_due = std::exchange(m_gate, gate::open) == gate::holds_back;
        }
        if (is_due)
        {
            try_post(due_now());
        }
    }

    // True from the moment when the completed callback may run.
    bool is_settled() const noexcept
    {
        return m_is_settled.load(std::memory_order_acquire);
    }

    bool has_callbacks() const noexcept
    {
        return m_wants_progress || m_wants_completion;
    }

    bool is_served() const noexcept
    {
        return m_is_served;
    }

    // True when the caller is inside a callback, of any job, in whose apartment the executor of this one waits.
    bool is_executor_waiting_here() const noexcept
    {
        return t_waiting == m_executor.get();
    }

    // True when the caller is inside a callback of this job.
    bool is_calling_here() const
    {
        const std::lock_guard lock(m_mutex);
        return m_caller == std::this_thread::get_id();
    }

    bool is_drained() const
    {
        const std::lock_guard lock(m_mutex);
        return m_stage == stage::drained;
    }

    // Blocks until the delivery is drained or the time is over. The caller sees to it that the job completes.
    bool wait_drained(std::chrono::steady_clock::time_point deadline)
    {
        std::unique_lock lock(m_mutex);
        while (m_stage != stage::drained)
        {
            if (deadline == std::chrono::steady_clock::time_point::max())
            {
                m_changed.wait(lock);
            }
            else if (m_changed.wait_until(lock, deadline) == std::cv_status::timeout)
            {
                return m_stage == stage::drained;
            }
        }
        return true;
    }

    // Has f run before anybody is told of the completion: at once when the job is completed already. f does not throw.
    void when_settled(std::function<void()> f)
    {
        {
            const std::lock_guard lock(m_mutex);
            if (!m_is_settling)
            {
                m_when_settled.push_back(std::move(f));
                return;
            }
        }
        f();
    }

    // Has f run where callbacks run, once the delivery is drained; false, and nothing is done, if it is already.
    bool when_drained(std::function<void()> f)
    {
        const std::lock_guard lock(m_mutex);
        if (m_stage == stage::drained)
        {
            return false;
        }
        m_when_drained.push_back(std::move(f));
        return true;
    }

    const std::shared_ptr<callback_executor>& executor() const noexcept
    {
        return m_executor;
    }

    // Held around a callback, on its thread: so that the job knows calls that come from within.
    class call_scope
    {
    public:
        // keeps_executor_waiting: the executor waits for this thread, which belongs to an apartment.
        explicit call_scope(callback_delivery& delivery, bool keeps_executor_waiting = false) noexcept
            : m_delivery(delivery),
              m_outer(t_waiting)
        {
            if (keeps_executor_waiting)
            {
                t_waiting = delivery.m_executor.get();
            }
            m_delivery.set_caller(std::this_thread::get_id());
        }
        call_scope(const call_scope&) = delete;
        call_scope& operator=(const call_scope&) = delete;

        ~call_scope()
        {
            m_delivery.set_caller({});
            t_waiting = m_outer;
        }

    private:
        callback_delivery& m_delivery;
        const callback_executor* const m_outer;
    };

    bool wants_changes() const noexcept override
    {
        return m_wants_progress;
    }

    void changed() noexcept override
    {
        if (m_is_posted.load(std::memory_order_relaxed) || m_is_posted.exchange(true, std::memory_order_acq_rel))
        {
            return;
        }
        try_post(next_progress());
    }

    void completed() noexcept override
    {
        settle();
        if (has_callbacks() || m_always_posts)
        {
            m_is_posted.store(true, std::memory_order_release);
            try_post(due_now());
        }
        else
        {
            drain();
        }
    }

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

    void settle() noexcept
    {
        std::vector<std::function<void()>> actions;
        {
            const std::lock_guard lock(m_mutex);
            m_is_settling = true;
            actions.swap(m_when_settled);
        }
        for (const std::function<void()>& action : actions)
        {
            action();
        }
        m_is_settled.store(true, std::memory_order_release);
    }

    void post(time_point due)
    {
        {
            const std::lock_guard lock(m_mutex);
            if (m_gate != gate::open)
            {
                m_gate = gate::holds_back;
                return;
            }
        }
        m_executor->post([self = shared_from_this()] { self->deliver(); }, due);
    }

    // Without memory for a piece of work, it is done here and now: late callbacks are worse than those on another
    // thread.
    void try_post(time_point due) noexcept
    {
        try
        {
            post(due);
        }
        catch (...)
        {
            deliver();
        }
    }

    // Tells what is new. Several posts may come; one of them calls out at a time, and another leaves the rest to it.
    void deliver() noexcept
    {
        std::unique_lock lock(m_mutex);
        if (m_stage != stage::idle)
        {
            m_stage = m_stage == stage::drained ? stage::drained : stage::due_again;
            return;
        }
        do
        {
            m_stage = stage::delivering;
            m_is_posted.store(false, std::memory_order_release);
            const bool is_last = is_settled();
            lock.unlock();
            tell_progress();
            if (is_last)
            {
                if (m_wants_completion)
                {
                    m_observer->tell_completed(*this);
                }
                drain();
                return;
            }
            lock.lock();
        } while (m_stage == stage::due_again);
        m_stage = stage::idle;
    }

    void tell_progress() noexcept
    {
        if (!m_wants_progress)
        {
            return;
        }
        if (m_interval.count() > 0)
        {
            const auto next = std::chrono::steady_clock::now() + m_interval;
            m_next_progress.store(std::chrono::nanoseconds(next.time_since_epoch()).count(), std::memory_order_relaxed);
        }
        m_ledger->read(m_now);
        if (m_has_told && m_last_told == m_now.values())
        {
            return;
        }
        if (m_observer->tell_progress(*this, m_now))
        {
            m_last_told = m_now.values();
            m_has_told = true;
        }
    }

    void set_caller(std::thread::id id) noexcept
    {
        const std::lock_guard lock(m_mutex);
        m_caller = id;
    }

    void drain() noexcept
    {
        // Everything that is released may run code of the client's: the callbacks before anybody is told that they are
        // gone, the job after that.
        if (m_observer)
        {
            m_observer->release_callbacks();
        }
        const std::shared_ptr<callback_delivery> keep = shared_from_this();
        const std::shared_ptr<ledger> job_ledger = std::move(m_ledger);
        const std::shared_ptr<job_observer> observer = std::move(m_observer);
        m_now = progress_snapshot();
        std::vector<std::function<void()>> continuations;
        {
            const std::lock_guard lock(m_mutex);
            m_stage = stage::drained;
            continuations.swap(m_when_drained);
        }
        m_changed.notify_all();
        m_executor->wake();
        for (const std::function<void()>& f : continuations)
        {
            try
            {
                m_executor->post(f, due_now());
            }
            catch (...)
            {
                f();
            }
        }
    }

    std::shared_ptr<ledger> m_ledger; // until the delivery is drained: the ledger holds the delivery
    const std::shared_ptr<callback_executor> m_executor;
    std::shared_ptr<job_observer> m_observer;
    const std::chrono::nanoseconds m_interval;
    const bool m_always_posts;
    const bool m_is_served;
    const bool m_wants_progress;
    const bool m_wants_completion;

    // The executor, if any, that a callback on this thread keeps waiting.
    static inline constinit thread_local const callback_executor* t_waiting = nullptr;

    std::atomic<bool> m_is_posted{false};
    std::atomic<bool> m_is_settled{false};
    std::atomic<std::int64_t> m_next_progress{0};

    // Of the one that delivers.
    progress_snapshot m_now;
    progress_values m_last_told;
    bool m_has_told = false;

    // Guards what follows.
    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    gate m_gate = gate::closed;
    stage m_stage = stage::idle;
    bool m_is_settling = false;
    std::thread::id m_caller;
    std::vector<std::function<void()>> m_when_settled;
    std::vector<std::function<void()>> m_when_drained;
};

} // namespace wua::detail
