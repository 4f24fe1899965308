// SPDX-License-Identifier: MIT
#pragma once

// Whether complete files may still be uploaded to others.

#include <wua/engine/swarm/swarm_torrent.hpp>
#include <wua/engine/swarm_options.hpp>
#include <wua/separate_compilation.hpp>

#include <chrono>

namespace wua::detail
{

// For all torrents of a session.
class seeding_permit
{
public:
    using nanoseconds = std::chrono::nanoseconds;

    explicit seeding_permit(const seeding_policy& policy) : m_policy(policy) {}

    bool is_given_for(swarm_torrent& torrent, nanoseconds now);

private:
    const seeding_policy m_policy;
    nanoseconds m_asked_at{0};
    bool m_is_given = true; // by the policy's function
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/swarm/seeding_permit.ipp>
#endif
