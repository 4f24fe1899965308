// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/job/engine_handle.hpp>.

#include <wua/job/callback_executor.hpp> // which has the bodies of the executors that an engine names
#include <wua/job/engine_handle.hpp>

namespace wua::detail
{

WUA_INLINE bool engine_handle::needs_driving() const noexcept
{
    return is_driven() && (m_operations->is_in_real_time == nullptr || !m_operations->is_in_real_time(m_engine.get()));
}

WUA_COLD job_controls engine_handle::controls() const
{
    return m_operations->controls != nullptr ? m_operations->controls(m_engine.get()) : job_controls();
}

WUA_COLD void engine_handle::swap(engine_handle& other) noexcept
{
    m_engine.swap(other.m_engine);
    std::swap(m_operations, other.m_operations);
}

WUA_COLD weak_engine_handle::weak_engine_handle(const engine_handle& engine) noexcept
    : m_engine(engine.m_engine),
      m_operations(engine.m_operations)
{}

WUA_INLINE bool weak_engine_handle::is_driven() const noexcept
{
    return m_operations->drive != nullptr;
}

WUA_COLD bool weak_engine_handle::needs_driving() const noexcept
{
    const engine_handle engine = lock();
    return engine && engine.needs_driving();
}

WUA_INLINE engine_handle weak_engine_handle::lock() const noexcept
{
    engine_handle locked;
    locked.m_engine = m_engine.lock();
    locked.m_operations = m_operations;
    return locked;
}

WUA_INLINE time_source engine_handle::clock() const
{
    if (m_operations->now == nullptr)
    {
        return steady_time;
    }
    if (m_operations->clock != nullptr)
    {
        return m_operations->clock(m_engine.get());
    }
    return [weak = weak_engine_handle(*this)] {
        const engine_handle alive = weak.lock();
        return alive ? alive.now() : std::chrono::nanoseconds::max();
    };
}

} // namespace wua::detail
