// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/simulated_engine.hpp>.

#include <wua/com/hresult.hpp>
#include <wua/com/shared_handle.hpp>
#include <wua/engine/simulated/replay_source.hpp>
#include <wua/engine/simulated/scenario_actor.hpp>
#include <wua/engine/simulated_engine.hpp>
#include <wua/wuapi/errors.hpp>

#include <stdexcept>

namespace wua
{

namespace detail
{

WUA_INLINE simulation::simulation(scenario first) : m_script(make_handle<const scenario>(std::move(first))) {}

WUA_INLINE void simulation::set_script(scenario next)
{
    auto made = make_handle<const scenario>(std::move(next));
    const std::lock_guard lock(m_mutex);
    m_script.swap(made);
    m_installations.reset();
}

WUA_INLINE shared_handle<const scenario> simulation::script(job_kind kind)
{
    const std::lock_guard lock(m_mutex);
    if (kind == job_kind::download)
    {
        return m_script;
    }
    if (!m_installations)
    {
        m_installations = m_script->installations ? shared_handle<const scenario>(m_script->installations)
                                                  : make_handle<const scenario>(usual_installations());
    }
    return m_installations;
}

WUA_INLINE void simulation::serve(const shared_handle<simulation>& state)
{
    state->server = owned_thread::start([state] {
        const apartment_visit visit;
        state->time.serve();
    });
}

} // namespace detail

WUA_INLINE simulated_engine::simulated_engine(scenario script)
    : m_state(detail::make_handle<detail::simulation>(std::move(script)))
{}

WUA_INLINE simulated_engine::~simulated_engine()
{
    if (m_state)
    {
        m_state->serving_here([this]() noexcept { m_state->time.stop(); });
        m_state->server.end();
    }
}

WUA_INLINE const detail::shared_handle<detail::simulation>& simulated_engine::state() const
{
    if (!m_state)
    {
        throw hresult_error(wu_e_invalid_operation, "the engine was moved from");
    }
    return m_state;
}

WUA_COLD void simulated_engine::start(transfer job)
{
    const auto kept = state();
    const auto script = kept->script(job.options().kind);
    if (script->replay)
    {
        script->replay->play(std::move(job), kept, script->replay);
        return;
    }
    const auto actor = detail::scenario_actor::make(std::move(job), script, kept->time);
    actor->start(kept);
}

WUA_INLINE void simulated_engine::advance(duration by)
{
    const auto kept = state();
    kept->serving_here([&] { kept->time.advance(by); });
}

WUA_INLINE bool simulated_engine::step()
{
    const auto kept = state();
    return kept->time.step();
}

WUA_INLINE void simulated_engine::run()
{
    const auto kept = state();
    while (kept->time.step())
    {}
}

WUA_INLINE bool simulated_engine::drive()
{
    const auto kept = state();
    return kept->time.drive();
}

WUA_COLD void simulated_engine::post(std::function<void()> work)
{
    const auto kept = state();
    kept->time.post(std::move(work));
}

WUA_INLINE void simulated_engine::run_in_real_time(double speed)
{
    if (!(speed > 0) || state()->server.is_started())
    {
        throw std::logic_error("run_in_real_time: the speed must be above 0, and it can be called only once");
    }
    m_state->time.go_real_time(speed);
    try
    {
        detail::simulation::serve(m_state);
    }
    catch (...)
    {
        m_state->time.go_virtual(); // nothing would move the real time any more
        throw;
    }
}

} // namespace wua
