// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/transfer/mirror_memory.hpp>.

#include <wua/engine/transfer/mirror_memory.hpp>

#include <utility>

namespace wua::detail
{

WUA_COLD void mirror_memory::on_failure(std::string_view host, std::chrono::nanoseconds now)
{
    const std::lock_guard lock(m_mutex);
    if (m_hosts.size() >= max_hosts)
    {
        std::erase_if(m_hosts, [now](const failed_host& each) { return each.until <= now; });
    }
    if (failed_host* const known = find(host))
    {
        known->until = now + m_memory;
    }
    else if (m_hosts.size() < max_hosts)
    {
        m_hosts.push_back({.name = std::string(host), .until = now + m_memory});
    }
}

WUA_COLD void mirror_memory::on_success(std::string_view host)
{
    const std::lock_guard lock(m_mutex);
    if (failed_host* const known = find(host))
    {
        *known = std::move(m_hosts.back());
        m_hosts.pop_back();
    }
}

WUA_INLINE bool mirror_memory::is_failing(std::string_view host, std::chrono::nanoseconds now)
{
    const std::lock_guard lock(m_mutex);
    const failed_host* const known = find(host);
    return known != nullptr && now < known->until;
}

WUA_COLD void mirror_memory::leave_alone(std::string_view host, std::chrono::nanoseconds until)
{
    const std::lock_guard lock(m_mutex);
    if (failed_host* const known = find(host))
    {
        known->not_before = std::max(known->not_before, until);
    }
}

WUA_COLD std::chrono::nanoseconds mirror_memory::not_before(std::string_view host)
{
    const std::lock_guard lock(m_mutex);
    const failed_host* const known = find(host);
    return known != nullptr ? known->not_before : std::chrono::nanoseconds(0);
}

WUA_INLINE mirror_memory::failed_host* mirror_memory::find(std::string_view host) noexcept
{
    for (failed_host& each : m_hosts)
    {
        if (each.name == host)
        {
            return &each;
        }
    }
    return nullptr;
}

} // namespace wua::detail
