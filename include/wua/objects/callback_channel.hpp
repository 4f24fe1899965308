// SPDX-License-Identifier: MIT
#pragma once

// The way from a ledger's changes to a client's callbacks, and the law that they obey.

#include <wua/com/apartment.hpp>
#include <wua/job/ledger.hpp>
#include <wua/job/callback_executor.hpp>
#include <wua/objects/download_callbacks.hpp>
#include <wua/wuapi/download_job.hpp>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

namespace wua
{

// The callback law:
//  - no callback before the client has its job pointer: BeginDownload stores it, then opens the channel;
//  - one callback of a job at a time, and no lock of the library is held meanwhile;
//  - progress is coalesced: the latest instant wins, and the final one is always delivered;
//  - the completed callback comes once, after the last progress;
//  - a callback that is bound to its apartment, as a script's is, is called and released there;
//  - then both callbacks are released, and the channel is drained: nothing of it will call out again. EndDownload and
//    CleanUp wait for that.
// Until it is drained the channel keeps its job alive, whether the client does or not.
class callback_channel final : public ledger_listener, public std::enable_shared_from_this<callback_channel>
{
public:
    struct parts
    {
        std::shared_ptr<ledger> job_ledger;
        std::shared_ptr<callback_executor> executor;
        progress_callback_slot on_progress{};
        completed_callback_slot on_completed{};

        // Progress callbacks come no more often than this; 0: whenever something changed.
        std::chrono::nanoseconds progress_interval{0};

        // Runs once, before anybody is told of the completion.
        std::function<void()> settle{};

        // True: completion is posted even if nobody listens, since where the engine reports it must not be destroyed,
        // nor wait for the apartment in which the state of the job is released.
        bool always_posts = false;

        // True: the executor waits for calls to an apartment, which has to serve them while it waits itself.
        bool is_served = false;
    };

    explicit callback_channel(parts made)
        : m_ledger(std::move(made.job_ledger)),
          m_executor(std::move(made.executor)),
          m_on_progress(std::move(made.on_progress)),
          m_on_completed(std::move(made.on_completed)),
          m_interval(made.progress_interval),
          m_settle(std::move(made.settle)),
          m_always_posts(made.always_posts),
          m_is_served(made.is_served),
          m_hears_progress(static_cast<bool>(m_on_progress)),
          m_has_callbacks(m_on_progress || m_on_completed),
          m_apartment(m_on_progress.is_bound() || m_on_completed.is_bound() ? apartment_entry::of_this_thread()
                                                                            : apartment_entry())
    {
        if (m_on_progress)
        {
            m_final_progress = make<download_progress>(progress_snapshot());
            m_final_args = make<progress_changed_args>(m_final_progress);
        }
        if (m_on_completed)
        {
            m_completed_args = make<download_completed_args>();
        }
    }

    // Keeps the job until the channel is drained. Before the engine starts.
    void attach(com_ptr<IDownloadJob> job) noexcept
    {
        m_job = std::move(job);
    }

    // From now on callbacks may come; what was held back comes now.
    void open() noexcept
    {
        bool is_due = false;
        {
            const std::lock_guard lock(m_mutex);
            m_is_open = true;
            is_due = m_is_held_back;
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
        return m_has_callbacks;
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
        return m_is_drained;
    }

    // Blocks until the channel is drained or the time is over. The caller sees to it that the job completes.
    bool wait_drained(std::chrono::steady_clock::time_point deadline)
    {
        std::unique_lock lock(m_mutex);
        if (deadline == std::chrono::steady_clock::time_point::max())
        {
            m_changed.wait(lock, [&] { return m_is_drained; });
            return true;
        }
        return m_changed.wait_until(lock, deadline, [&] { return m_is_drained; });
    }

    // Has f run where callbacks run, once the channel is drained; false, and nothing is done, if it is already.
    bool when_drained(std::function<void()> f)
    {
        const std::lock_guard lock(m_mutex);
        if (m_is_drained)
        {
            return false;
        }
        m_continuations.push_back(std::move(f));
        return true;
    }

    const std::shared_ptr<callback_executor>& executor() const noexcept
    {
        return m_executor;
    }

    // ---- ledger_listener ----

    bool hears_changes() const noexcept override
    {
        return m_hears_progress;
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
        m_settle();
        m_is_settled.store(true, std::memory_order_release);
        if (m_has_callbacks || m_always_posts)
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

    static time_point due_now() noexcept
    {
        return {};
    }

    time_point next_progress() const noexcept
    {
        return time_point(std::chrono::nanoseconds(m_next_progress.load(std::memory_order_relaxed)));
    }

    void post(time_point due)
    {
        {
            const std::lock_guard lock(m_mutex);
            if (!m_is_open)
            {
                m_is_held_back = true;
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
        if (m_is_delivering || m_is_drained)
        {
            m_is_due_again = true;
            return;
        }
        m_is_delivering = true;
        do
        {
            m_is_due_again = false;
            m_is_posted.store(false, std::memory_order_release);
            const bool is_last = is_settled();
            lock.unlock();
            tell_progress(is_last);
            if (is_last)
            {
                tell_completed();
            }
            lock.lock();
            if (is_last)
            {
                lock.unlock();
                drain();
                return;
            }
        } while (m_is_due_again);
        m_is_delivering = false;
    }

    void tell_progress(bool is_last) noexcept
    {
        if (!m_on_progress)
        {
            return;
        }
        if (m_interval.count() > 0)
        {
            const auto next = std::chrono::steady_clock::now() + m_interval;
            m_next_progress.store(std::chrono::nanoseconds(next.time_since_epoch()).count(), std::memory_order_relaxed);
        }
        com_ptr<download_progress> progress;
        com_ptr<progress_changed_args> args;
        if (is_last)
        {
            m_final_progress.swap(progress);
            m_final_args.swap(args);
            download_progress::fill(*progress, *m_ledger);
        }
        else
        {
            try
            {
                progress = download_progress::take(*m_ledger);
                args = make<progress_changed_args>(progress);
            }
            catch (...)
            {
                return; // no memory for this instant; the next one tells more
            }
        }
        if (m_last_told && *m_last_told == progress->snapshot().values())
        {
            return;
        }
        m_last_told = progress->snapshot().values();
        call(m_on_progress, args.get());
    }

    void tell_completed() noexcept
    {
        if (!m_on_completed)
        {
            return;
        }
        call(m_on_completed, m_completed_args.get());
        m_completed_args.reset();
    }

    template <class Slot, class Args>
    void call(const Slot& slot, Args* args) noexcept
    {
        const auto invoke = [&]() noexcept {
            set_caller(std::this_thread::get_id());
            slot.invoke(m_job.get(), args);
            set_caller({});
        };
        const auto invoke_there = [&]() noexcept {
            const callback_executor* const outer = std::exchange(t_waiting, m_executor.get());
            invoke();
            t_waiting = outer;
        };
        if (slot.is_bound())
        {
            m_apartment.run(invoke_there); // if that is gone, nobody is left to be told
        }
        else
        {
            invoke();
        }
    }

    void set_caller(std::thread::id id) noexcept
    {
        const std::lock_guard lock(m_mutex);
        m_caller = id;
    }

    void release_callbacks() noexcept
    {
        const auto release = [&]() noexcept {
            m_on_progress.reset();
            m_on_completed.reset();
        };
        if (failed(m_apartment.run(release)))
        {
            m_on_progress.abandon();
            m_on_completed.abandon();
        }
        m_apartment.reset();
    }

    void drain() noexcept
    {
        // Everything that is let go may run code of the client's: the callbacks before anybody is told that they are
        // gone, the job after that.
        release_callbacks();
        const std::shared_ptr<callback_channel> keep = shared_from_this();
        const std::shared_ptr<ledger> job_ledger = std::move(m_ledger);
        const com_ptr<IDownloadJob> job = std::move(m_job);
        const std::function<void()> settle = std::move(m_settle);
        std::vector<std::function<void()>> continuations;
        {
            const std::lock_guard lock(m_mutex);
            m_is_drained = true;
            continuations.swap(m_continuations);
        }
        m_changed.notify_all();
        m_executor->wake();
        for (auto& f : continuations)
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

    std::shared_ptr<ledger> m_ledger; // until the channel is drained: the ledger holds the channel
    const std::shared_ptr<callback_executor> m_executor;
    progress_callback_slot m_on_progress;
    completed_callback_slot m_on_completed;
    const std::chrono::nanoseconds m_interval;
    std::function<void()> m_settle;
    const bool m_always_posts;
    const bool m_is_served;
    const bool m_hears_progress;
    const bool m_has_callbacks;
    apartment_entry m_apartment;
    com_ptr<IDownloadJob> m_job;

    // The executor, if any, that a callback on this thread keeps waiting.
    static inline constinit thread_local const callback_executor* t_waiting = nullptr;

    std::atomic<bool> m_is_posted{false};
    std::atomic<bool> m_is_settled{false};
    std::atomic<std::int64_t> m_next_progress{0};
    std::optional<progress_values> m_last_told; // by the one who delivers

    // What is told last, made beforehand: it is told whether there is memory then or not.
    com_ptr<download_progress> m_final_progress;
    com_ptr<progress_changed_args> m_final_args;
    com_ptr<download_completed_args> m_completed_args;

    // Guards what follows.
    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    bool m_is_open = false;
    bool m_is_held_back = false;
    bool m_is_delivering = false;
    bool m_is_due_again = false;
    bool m_is_drained = false;
    std::thread::id m_caller;
    std::vector<std::function<void()>> m_continuations;
};

} // namespace wua
