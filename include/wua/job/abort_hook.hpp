// SPDX-License-Identifier: MIT
#pragma once

// How an engine hears that one of its jobs is to be aborted.

#include <wua/com/shared_handle.hpp>
#include <wua/separate_compilation.hpp>

#include <memory>
#include <optional>
#include <stop_token>
#include <utility>

namespace wua::detail
{

/// Belongs to an engine's job and registers with the job's stop_token. Keeps neither the engine nor the job alive. Once
/// the destructor has returned, no call is under way on another thread.
class abort_hook
{
public:
    abort_hook() = default;
    abort_hook(const abort_hook&) = delete;
    abort_hook& operator=(const abort_hook&) = delete;

    /// Calls engine->abort(job), which must not throw, once a stop is requested: at once if that has happened already,
    /// so hold no lock. Does nothing when the engine or the job is gone by then. Attach once.
    template <class Engine, class Job>
    void attach(const std::stop_token& stop, const shared_handle<Engine>& engine,
                const shared_handle<Job>& job) noexcept
    {
        m_callback.emplace(
            stop, callback{engine.owner(), job.owner(), [](void* to, const std::shared_ptr<void>& of) noexcept {
                               static_cast<Engine*>(to)->abort({of, static_cast<Job*>(of.get())});
                           }});
    }

private:
    // One type for all engines. It is nothrow movable, and so registering it cannot fail.
    struct callback
    {
        std::weak_ptr<void> engine;
        std::weak_ptr<void> job;
        void (*abort)(void* engine, const std::shared_ptr<void>& job) noexcept;

        void operator()() const noexcept;
    };

    std::optional<std::stop_callback<callback>> m_callback;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/job/abort_hook.ipp>
#endif
