// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/testing/loopback_tracker.hpp>.

#include <wua/com/ascii.hpp>
#include <wua/testing/loopback_tracker.hpp>

#include <memory>

namespace wua
{

class loopback_tracker::session final : public detail::loopback_session
{
public:
    explicit session(loopback_tracker& tracker) : m_tracker(tracker) {}

    bool answer(std::string& received, std::string& sent) override
    {
        if (received.find("\r\n\r\n") == std::string::npos)
        {
            return received.size() < max_head;
        }
        const std::size_t begin = received.find(' ');
        const std::size_t end = received.find(' ', begin + 1);
        const std::string body = m_tracker.answer_to(std::string_view(received).substr(begin + 1, end - begin - 1));
        sent = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nConnection: close\r\nContent-Length: " +
               std::to_string(body.size()) + "\r\n\r\n" + body;
        return false;
    }

private:
    static constexpr std::size_t max_head = 16U << 10U;

    loopback_tracker& m_tracker;
};

WUA_INLINE loopback_tracker::loopback_tracker() : m_service([this] { return std::make_unique<session>(*this); }) {}

WUA_INLINE std::string loopback_tracker::url() const
{
    return "http://127.0.0.1:" + std::to_string(m_service.port()) + "/announce";
}

WUA_INLINE std::size_t loopback_tracker::announcements() const
{
    const std::lock_guard lock(m_mutex);
    return m_announcements;
}

WUA_INLINE std::size_t loopback_tracker::peers() const
{
    const std::lock_guard lock(m_mutex);
    std::size_t count = 0;
    for (const auto& [hash, ports] : m_swarms)
    {
        count += ports.size();
    }
    return count;
}

WUA_INLINE std::string loopback_tracker::answer_to(std::string_view target)
{
    const auto value_of = [&](std::string_view name) {
        for (std::size_t at = target.find('?'); at != std::string_view::npos; at = target.find('&', at + 1))
        {
            const std::string_view rest = target.substr(at + 1);
            if (rest.starts_with(name) && rest.substr(name.size()).starts_with('='))
            {
                return rest.substr(name.size() + 1, rest.find('&') - name.size() - 1);
            }
        }
        return std::string_view();
    };
    const auto port = static_cast<std::uint16_t>(detail::parse_decimal(value_of("port")).value_or(0));
    const std::lock_guard lock(m_mutex);
    ++m_announcements;
    std::set<std::uint16_t>& ports = m_swarms[std::string(value_of("info_hash"))];
    std::string others;
    for (const std::uint16_t each : ports)
    {
        if (each != port)
        {
            others += {127, 0, 0, 1, static_cast<char>(each >> 8U), static_cast<char>(each & 0xFFU)};
        }
    }
    if (value_of("event") == "stopped")
    {
        ports.erase(port);
    }
    else if (port != 0)
    {
        ports.insert(port);
    }
    return "d8:intervali1800e5:peers" + std::to_string(others.size()) + ":" + others + "e";
}

} // namespace wua
