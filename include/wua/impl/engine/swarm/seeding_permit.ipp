// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/swarm/seeding_permit.hpp>.

#include <wua/engine/swarm/seeding_permit.hpp>

namespace wua::detail
{

WUA_COLD bool seeding_permit::is_given_for(swarm_torrent& torrent, nanoseconds now)
{
    if (torrent.is_given_out())
    {
        return false;
    }
    if (torrent.job_over_at.count() < 0)
    {
        if (!torrent.order.is_job_over())
        {
            return true;
        }
        torrent.job_over_at = now;
    }
    if (now - torrent.job_over_at >= m_policy.time)
    {
        return false;
    }
    if (m_policy.may_seed && now >= m_asked_at)
    {
        m_asked_at = now + std::chrono::seconds(1);
        try
        {
            m_is_given = m_policy.may_seed();
        }
        catch (...)
        {
            m_is_given = false;
        }
    }
    return m_is_given;
}

} // namespace wua::detail
