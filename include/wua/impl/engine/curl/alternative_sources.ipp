// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/curl/alternative_sources.hpp>.

#include <wua/engine/curl/alternative_sources.hpp>
#include <wua/engine/curl/file_swarming.hpp>
#include <wua/model/file_details.hpp>

#include <utility>

namespace wua::detail
{

WUA_COLD bool alternative_sources::has_swarm() const noexcept
{
    const content_file& file = m_location.file();
    return file.details && file.details->swarm;
}

WUA_COLD bool alternative_sources::may_swarm() const noexcept
{
    return m_location.update().core.supplier && !m_has_swarmed && has_swarm();
}

WUA_COLD void alternative_sources::begin_swarming(file_progress& progress, std::function<void()> on_news)
{
    m_has_swarmed = true;
    m_swarming = std::make_shared<file_swarming>(
        m_location.update(), m_exchange, progress, m_location.index(), std::move(on_news));
}

WUA_COLD bool alternative_sources::may_seed(const file_progress& progress) const
{
    const content_file& file = m_location.file();
    const bool has_sink = file.details && file.details->sink;
    return file.seed && !m_has_seeded && !has_sink && !m_location.is_forced() &&
           !progress.has_parts_of(file_seeding::provider_of(file));
}

WUA_COLD bool alternative_sources::try_begin_seeding(file_progress& progress, file_seeding::on_copied copied)
{
    m_has_seeded = true;
    std::shared_ptr<const disk_file> seed =
        file_seeding::open_seed(m_location.update(), m_location.index(), m_location.folder().get(), m_location.leaf());
    if (!seed)
    {
        return false;
    }
    m_seeding = std::make_unique<file_seeding>(
        m_location.update(), m_exchange, progress, m_location.index(), std::move(seed), std::move(copied));
    return true;
}

WUA_COLD bool
alternative_sources::try_finish_copy(const std::shared_ptr<seed_copy>& which, const seed_copy_result& result)
{
    if (!m_seeding || !m_seeding->is_of(which))
    {
        return false;
    }
    m_seeding->finish(result);
    after(false);
    return true;
}

WUA_COLD bool alternative_sources::is_going_on(nanoseconds now)
{
    return after(m_seeding ? m_seeding->is_going_on(now) : m_swarming && m_swarming->is_going_on(now));
}

WUA_COLD bool alternative_sources::is_going_on_after(CURLcode code)
{
    return after(m_seeding ? m_seeding->is_going_on_after(code) : m_swarming && m_swarming->is_going_on_after(code));
}

WUA_COLD bool alternative_sources::after(bool is_going_on)
{
    if (is_going_on)
    {
        return true;
    }
    m_exchange.end();
    if (m_seeding)
    {
        m_seeding.reset();
    }
    else if (m_swarming && !m_swarming->is_complete())
    {
        m_swarming.reset();
    }
    return false;
}

WUA_COLD void alternative_sources::end() noexcept
{
    m_seeding.reset();
    m_swarming.reset();
}

WUA_COLD void alternative_sources::confirm() noexcept
{
    if (m_swarming)
    {
        m_swarming->end(supply_outcome::verified);
    }
}

WUA_COLD std::optional<alternative_sources::suspect> alternative_sources::blame(const file_progress& progress)
{
    m_swarming.reset();
    if (has_swarm() && progress.has_parts_of(file_swarming::provider_of(m_location.file())))
    {
        m_has_swarmed = true;
        return suspect{file_swarming::provider_of(m_location.file()), attempt_decision::do_without_swarm};
    }
    if (m_location.file().seed && progress.has_parts_of(file_seeding::provider_of(m_location.file())))
    {
        m_has_seeded = true;
        return suspect{file_seeding::provider_of(m_location.file()), attempt_decision::do_without_seed};
    }
    return std::nullopt;
}

} // namespace wua::detail
