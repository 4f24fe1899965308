// SPDX-License-Identifier: MIT
#pragma once

// Which hosts failed lately, so that the next update does not begin with them.

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wua::detail
{

// Remembers a failed host for some minutes, or until it works again. Any thread; never calls out.
class mirror_memory
{
public:
    explicit mirror_memory(std::chrono::nanoseconds memory = std::chrono::minutes(5)) : m_memory(memory) {}

    void on_failure(std::string_view host, std::chrono::nanoseconds now)
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
            m_hosts.push_back({std::string(host), now + m_memory});
        }
    }

    void on_success(std::string_view host)
    {
        const std::lock_guard lock(m_mutex);
        if (failed_host* const known = find(host))
        {
            *known = std::move(m_hosts.back());
            m_hosts.pop_back();
        }
    }

    bool is_failing(std::string_view host, std::chrono::nanoseconds now)
    {
        const std::lock_guard lock(m_mutex);
        const failed_host* const known = find(host);
        return known != nullptr && now < known->until;
    }

private:
    static constexpr std::size_t max_hosts = 1000;

    struct failed_host
    {
        std::string name;
        std::chrono::nanoseconds until;
    };

    failed_host* find(std::string_view host) noexcept
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

    const std::chrono::nanoseconds m_memory;
    std::mutex m_mutex;
    std::vector<failed_host> m_hosts;
};

} // namespace wua::detail
