// SPDX-License-Identifier: MIT
#pragma once

// Which hosts failed lately, so that the next update does not begin with them.

#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

namespace wua
{

// Remembers a failed host for some minutes, or until it works again. Any thread; never calls out.
class mirror_memory
{
public:
    explicit mirror_memory(std::chrono::nanoseconds memory = std::chrono::minutes(5)) : m_memory(memory) {}

    void failed(std::string_view host, std::chrono::nanoseconds now)
    {
        const std::lock_guard lock(m_mutex);
        if (m_failed_until.size() >= most)
        {
            std::erase_if(m_failed_until, [&](const auto& entry) { return entry.second <= now; });
        }
        if (m_failed_until.size() < most)
        {
            m_failed_until.insert_or_assign(std::string(host), now + m_memory);
        }
    }

    void worked(std::string_view host)
    {
        const std::lock_guard lock(m_mutex);
        if (const auto found = m_failed_until.find(host); found != m_failed_until.end())
        {
            m_failed_until.erase(found);
        }
    }

    bool is_failing(std::string_view host, std::chrono::nanoseconds now) const
    {
        const std::lock_guard lock(m_mutex);
        const auto found = m_failed_until.find(host);
        return found != m_failed_until.end() && now < found->second;
    }

private:
    static constexpr std::size_t most = 1000;

    const std::chrono::nanoseconds m_memory;
    mutable std::mutex m_mutex;
    std::map<std::string, std::chrono::nanoseconds, std::less<>> m_failed_until;
};

} // namespace wua
