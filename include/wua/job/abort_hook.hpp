// SPDX-License-Identifier: MIT
#pragma once

// How an engine learns that one of its jobs is being aborted.

#include <wua/com/shared_handle.hpp>
#include <wua/separate_compilation.hpp>

#include <memory>
#include <stop_token>
#include <utility>

namespace wua::detail
{

/// A member of an engine's job, registered with the job's stop_token. Keeps neither the engine nor the job alive. Once
/// the destructor has returned, no call is running on another thread.
class abort_hook
{
public:
    abort_hook() noexcept {}
    abort_hook(const abort_hook&) = delete;
    abort_hook& operator=(const abort_hook&) = delete;

    ~abort_hook()
    {
        if (m_is_attached)
        {
            m_callback.~registered();
        }
    }

    /// Calls engine->abort(job), which must not throw, when a stop is requested; immediately if one already was, so do
    /// not hold a lock. Does nothing if the engine or the job is gone by then. Call attach() only once.
    template <class Engine, class Job>
    void attach(const std::stop_token& stop, const shared_handle<Engine>& engine,
                const shared_handle<Job>& job) noexcept
    {
        attach(stop, {engine.owner(), job.owner(), [](void* to, const std::shared_ptr<void>& of) noexcept {
                          static_cast<Engine*>(to)->abort({of, static_cast<Job*>(of.get())});
                      }});
    }

private:
    // One type for all engines. Being nothrow movable, it registers without a chance of failure.
    struct callback
    {
        std::weak_ptr<void> engine;
        std::weak_ptr<void> job;
        void (*abort)(void* engine, const std::shared_ptr<void>& job) noexcept;

        void operator()() const noexcept;
    };

    using registered = std::stop_callback<callback>;

    void attach(const std::stop_token& stop, callback&& called) noexcept;

    // Constructed while m_is_attached. A std::optional would make a compiler generate some twenty functions more.
    union
    {
        registered m_callback;
    };
    bool m_is_attached = false;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/job/abort_hook.ipp>
#endif
