// SPDX-License-Identifier: MIT
#pragma once

// A reference to an engine of any type, so that code that works with engines is compiled only once.

#include <wua/com/shared_handle.hpp>
#include <wua/job/clock.hpp>
#include <wua/job/engine.hpp>
#include <wua/job/weak_engine_handle.hpp>
#include <wua/separate_compilation.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

namespace wua::detail
{

class callback_executor;
class engine_handle;

// See callback_executor.hpp.
shared_handle<callback_executor> shared_engine_executor(const engine_handle& engine);
shared_handle<callback_executor> shared_callback_thread(const engine_handle& engine);

// What an engine can do, with the engine as a void*. Null for what it cannot do: only a driven engine has drive and
// post, only a timed one has now.
struct engine_operations
{
    void (*start)(void* engine, transfer&& job) = nullptr;
    bool (*drive)(void* engine) = nullptr;
    void (*post)(void* engine, std::function<void()>&& work) = nullptr;
    std::chrono::nanoseconds (*now)(const void* engine) = nullptr;

    // The same clock as a value that does not need the engine.
    time_source (*clock)(const void* engine) = nullptr;

    // Advances the engine's time.
    void (*advance)(void* engine, std::chrono::nanoseconds time) = nullptr;

    // What can be changed about a running job.
    job_controls (*controls)(const void* engine) = nullptr;

    // When the next piece of work is due by that clock, for engines that can tell; nullopt if there is none.
    std::optional<std::chrono::nanoseconds> (*due)(const void* engine) = nullptr;

    // True when time passes by itself although the engine can be driven.
    bool (*is_in_real_time)(const void* engine) = nullptr;

    // Where callbacks of its jobs run. Told by the type, so that a program whose engines are all driven compiles no
    // thread for callbacks.
    shared_handle<callback_executor> (*shared_executor)(const engine_handle& engine) = &shared_callback_thread;
};

template <engine E>
constexpr engine_operations operations_of() noexcept
{
    engine_operations made;
    made.start = [](void* engine, transfer&& job) { static_cast<E*>(engine)->start(std::move(job)); };
    if constexpr (driven_engine<E>)
    {
        made.drive = [](void* engine) { return static_cast<E*>(engine)->drive(); };
        made.post = [](void* engine, std::function<void()>&& work) { static_cast<E*>(engine)->post(std::move(work)); };
        made.shared_executor = &shared_engine_executor;
    }
    if constexpr (timed_engine<E>)
    {
        made.now = [](const void* engine) { return std::chrono::nanoseconds(static_cast<const E*>(engine)->now()); };
    }
    if constexpr (requires(const E& engine) { time_source(engine.clock()); })
    {
        made.clock = [](const void* engine) { return time_source(static_cast<const E*>(engine)->clock()); };
    }
    if constexpr (requires(E& engine) { engine.advance(std::chrono::nanoseconds()); })
    {
        made.advance = [](void* engine, std::chrono::nanoseconds time) { static_cast<E*>(engine)->advance(time); };
    }
    if constexpr (controlled_engine<E>)
    {
        made.controls = [](const void* engine) { return static_cast<const E*>(engine)->controls(); };
    }
    if constexpr (requires(const E& engine) { std::optional<std::chrono::nanoseconds>(engine.due()); })
    {
        made.due = [](const void* engine) -> std::optional<std::chrono::nanoseconds> {
            return static_cast<const E*>(engine)->due();
        };
    }
    if constexpr (requires(const E& engine) { engine.is_in_real_time(); })
    {
        made.is_in_real_time = [](const void* engine) { return static_cast<const E*>(engine)->is_in_real_time(); };
    }
    return made;
}

template <engine E>
inline constexpr engine_operations engine_operations_of = operations_of<E>();

// Shares ownership of an engine; empty after being made from null, moved from or reset.
class engine_handle
{
public:
    engine_handle() noexcept = default;

    template <engine E>
    explicit engine_handle(const std::shared_ptr<E>& engine) noexcept : engine_handle(shared_handle<E>(engine))
    {}

    template <engine E>
    explicit engine_handle(const shared_handle<E>& engine) noexcept
        : m_engine(engine.owner()),
          m_operations(&engine_operations_of<E>)
    {}

    explicit operator bool() const noexcept
    {
        return m_engine != nullptr;
    }

    // Identical for all handles of one engine, as long as the engine lives.
    const void* identity() const noexcept
    {
        return m_engine.get();
    }

    bool is_driven() const noexcept
    {
        return m_operations->drive != nullptr;
    }

    // True when the engine has its own clock.
    bool is_timed() const noexcept
    {
        return m_operations->now != nullptr;
    }

    // True when a waiting thread has to drive the engine, because its time does not pass by itself.
    bool needs_driving() const noexcept;

    // True when the engine has its own clock, which advance() moves.
    bool can_advance() const noexcept
    {
        return m_operations->advance != nullptr && m_operations->now != nullptr;
    }

    // All false for an engine that cannot be controlled.
    job_controls controls() const;

    void start(transfer job) const
    {
        m_operations->start(m_engine.get(), std::move(job));
    }
    bool drive() const
    {
        return m_operations->drive(m_engine.get());
    }
    void post(std::function<void()> work) const
    {
        m_operations->post(m_engine.get(), std::move(work));
    }
    std::chrono::nanoseconds now() const
    {
        return m_operations->now(m_engine.get());
    }

    // When there is something to drive; now, for an engine that cannot tell.
    std::optional<std::chrono::nanoseconds> due() const
    {
        return m_operations->due != nullptr ? m_operations->due(m_engine.get()) : time();
    }
    void advance(std::chrono::nanoseconds time) const
    {
        m_operations->advance(m_engine.get(), time);
    }

    // By the engine's own clock, or by steady_time if it has none.
    std::chrono::nanoseconds time() const
    {
        return is_timed() ? now() : steady_time();
    }

    // The executor shared by everyone who asks for it, so that many jobs need only one thread. It lives as long as
    // somebody holds it.
    shared_handle<callback_executor> shared_executor() const
    {
        return m_operations->shared_executor(*this);
    }

    // The engine's own clock, or steady_time. Does not keep the engine alive; once the engine is gone, the clock stays
    // at its maximum.
    time_source clock() const;

    void swap(engine_handle& other) noexcept;

private:
    friend class weak_engine_handle;

    std::shared_ptr<void> m_engine;
    const engine_operations* m_operations = nullptr;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/job/engine_handle.ipp>
#endif
