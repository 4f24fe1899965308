// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/curl/file_help.hpp>.

#include <wua/engine/curl/file_help.hpp>
#include <wua/engine/curl/file_swarming.hpp>
#include <wua/model/file_details.hpp>

#include <utility>

namespace wua::detail
{

WUA_COLD bool file_help::has_swarm() const noexcept
{
    const content_file& file = m_place.file();
    return file.details && file.details->swarm;
}

WUA_COLD bool file_help::may_swarm() const noexcept
{
    return m_place.update().core.supplier && !m_has_swarmed && has_swarm();
}

WUA_COLD void file_help::begin_swarming(file_progress& progress, std::function<void()> on_news)
{
    m_has_swarmed = true;
    m_swarming =
        std::make_shared<file_swarming>(m_place.update(), m_exchange, progress, m_place.index(), std::move(on_news));
}

WUA_COLD bool file_help::may_seed(const file_progress& progress) const
{
    const content_file& file = m_place.file();
    const bool has_sink = file.details && file.details->sink;
    return file.seed && !m_has_seeded && !has_sink && !m_place.is_forced() &&
           !progress.has_parts_of(file_seeding::provider_of(file));
}

WUA_COLD bool file_help::try_begin_seeding(file_progress& progress, file_seeding::on_copied copied)
{
    m_has_seeded = true;
    std::shared_ptr<const disk_file> seed =
        file_seeding::open_seed(m_place.update(), m_place.index(), m_place.folder().get(), m_place.leaf());
    if (!seed)
    {
        return false;
    }
    m_seeding = std::make_unique<file_seeding>(
        m_place.update(), m_exchange, progress, m_place.index(), std::move(seed), std::move(copied));
    return true;
}

WUA_COLD bool file_help::try_finish_copy(const std::shared_ptr<seed_copy>& which, const seed_copy_result& result)
{
    if (!m_seeding || !m_seeding->is_of(which))
    {
        return false;
    }
    m_seeding->finish(result);
    after(false);
    return true;
}

WUA_COLD bool file_help::is_going_on(nanoseconds now)
{
    return after(m_seeding ? m_seeding->is_going_on(now) : m_swarming && m_swarming->is_going_on(now));
}

WUA_COLD bool file_help::is_going_on_after(CURLcode code)
{
    return after(m_seeding ? m_seeding->is_going_on_after(code) : m_swarming && m_swarming->is_going_on_after(code));
}

WUA_COLD bool file_help::after(bool is_going_on)
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

WUA_COLD void file_help::end() noexcept
{
    m_seeding.reset();
    m_swarming.reset();
}

WUA_COLD void file_help::confirm() noexcept
{
    if (m_swarming)
    {
        m_swarming->end(supply_outcome::verified);
    }
}

WUA_COLD std::optional<file_help::suspect> file_help::blame(const file_progress& progress)
{
    m_swarming.reset();
    if (has_swarm() && progress.has_parts_of(file_swarming::provider_of(m_place.file())))
    {
        m_has_swarmed = true;
        return suspect{file_swarming::provider_of(m_place.file()), attempt_decision::do_without_swarm};
    }
    if (m_place.file().seed && progress.has_parts_of(file_seeding::provider_of(m_place.file())))
    {
        m_has_seeded = true;
        return suspect{file_seeding::provider_of(m_place.file()), attempt_decision::do_without_seed};
    }
    return std::nullopt;
}

} // namespace wua::detail
