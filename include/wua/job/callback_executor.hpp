// SPDX-License-Identifier: MIT
#pragma once

// Where callbacks run: on a thread of their own, or as work items of a driven engine.

#include <wua/com/function_ref.hpp>
#include <wua/com/shared_handle.hpp>
#include <wua/job/engine_handle.hpp>
#include <wua/job/owned_thread.hpp>
#include <wua/separate_compilation.hpp>

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <vector>

namespace wua::detail
{

class ledger;

// Runs posted work one item at a time, the earliest due first, and in order of posting among equals.
class callback_executor
{
public:
    using time_point = std::chrono::steady_clock::time_point;

    virtual ~callback_executor() = default;

    virtual void post(std::function<void()> work, time_point due) = 0;

    // If the caller is the thread that would otherwise run the work, runs it until done() is true or the deadline
    // passes; otherwise returns false immediately. Lets a callback wait for another job whose callbacks come on the
    // same thread. done() is called without a lock: after each work item, after wake(), and a few times a second.
    virtual bool run_until(function_ref<bool()> done, time_point deadline) = 0;

    // Something that a done() looks at may have changed.
    virtual void wake() noexcept = 0;

    // Ends the job when the limit of its abort has passed; first looks after `in`, then again as long as the job's own
    // clock says otherwise.
    virtual void watch_limit(const weak_handle<ledger>& job, std::chrono::nanoseconds in) = 0;

    // Waits briefly until the running work item has left nothing behind on its thread.
    virtual void settle() noexcept {}
};

// One thread, started by the first work item; on Windows in the multithreaded apartment. Any thread may destroy it,
// even an engine's or its own. Destroying it never waits: running work finishes by itself, the rest is dropped.
class callback_thread final : public callback_executor
{
public:
    callback_thread();
    callback_thread(const callback_thread&) = delete;
    callback_thread& operator=(const callback_thread&) = delete;

    WUA_INLINE ~callback_thread() override;

    WUA_INLINE void post(std::function<void()> work, time_point due) override;

    WUA_INLINE bool run_until(function_ref<bool()> done, time_point deadline) override;

    WUA_INLINE void wake() noexcept override;

    WUA_INLINE void watch_limit(const weak_handle<ledger>& job, std::chrono::nanoseconds in) override;

    WUA_INLINE void settle() noexcept override;

private:
    struct posted_work
    {
        time_point due;
        std::uint64_t sequence = 0;
        std::function<void()> run;
    };

    struct shared
    {
        std::mutex mutex;
        std::condition_variable changed;
        std::vector<posted_work> queue; // a heap, the next one first
        std::uint64_t sequence = 0;
        std::uint64_t wakes = 0;
        std::uint64_t begun = 0;   // work items
        std::uint32_t running = 0; // work items, nested
        bool is_stopped = false;

        static bool is_later(const posted_work& a, const posted_work& b) noexcept
        {
            return a.due != b.due ? a.due > b.due : a.sequence > b.sequence;
        }

        // With the mutex held.
        void push(std::function<void()> work, time_point due);

        void serve();

        void serve_until(function_ref<bool()> done, time_point deadline);

        time_point next_due() const noexcept
        {
            return queue.empty() ? time_point::max() : queue.front().due;
        }

        void run_next(std::unique_lock<std::mutex>& lock);
    };

    static void look_at_limit(const weak_handle<shared>& thread, const weak_handle<ledger>& job);

    shared_handle<shared> m_shared;
    owned_thread m_thread; // guarded by the shared mutex, until the destructor
};

// Runs work inside a driven engine: where somebody drives it, or immediately if the engine is gone.
class engine_executor final : public callback_executor
{
public:
    explicit engine_executor(const engine_handle& engine) noexcept : m_engine(engine) {}

    WUA_INLINE void post(std::function<void()> work, time_point) override;

    WUA_INLINE bool run_until(function_ref<bool()>, time_point) override;
    WUA_INLINE void wake() noexcept override;

    // Does nothing: whoever drives the engine looks.
    WUA_INLINE void watch_limit(const weak_handle<ledger>&, std::chrono::nanoseconds) override;

private:
    const weak_engine_handle m_engine;
};

// A new executor for jobs of that engine.
shared_handle<callback_executor> make_executor(const engine_handle& engine);

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/job/callback_executor.ipp>
#endif
