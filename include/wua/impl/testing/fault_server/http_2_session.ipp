// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/testing/fault_server/http_2_session.hpp>.

#include <wua/testing/fault_server/http_2_session.hpp>

#include <algorithm>
#include <utility>

namespace wua::detail
{

WUA_INLINE bool http_2_session::receive(std::string& inbox, std::string& reply)
{
    constexpr std::size_t frame_head = 9;
    std::string_view rest = inbox;
    if (!m_has_begun)
    {
        if (rest.size() < preface.size())
        {
            return preface.starts_with(rest);
        }
        if (!rest.starts_with(preface))
        {
            return false;
        }
        rest.remove_prefix(preface.size());
        m_has_begun = true;
        reply += http_2_frame(http_2_frame_kind::settings, 0, 0, {});
    }
    bool is_fine = true;
    while (is_fine && rest.size() >= frame_head)
    {
        const std::size_t size = number_in(rest.substr(0, 3));
        if (size > max_frame)
        {
            return false;
        }
        if (rest.size() < frame_head + size)
        {
            break;
        }
        is_fine = take_frame(static_cast<http_2_frame_kind>(rest[3]), static_cast<std::uint8_t>(rest[4]),
                             number_in(rest.substr(5)) & 0x7fffffffU, rest.substr(frame_head, size), reply);
        rest.remove_prefix(frame_head + size);
    }
    inbox.erase(0, inbox.size() - rest.size());
    return is_fine;
}

WUA_INLINE std::optional<http_request> http_2_session::try_request()
{
    if (m_requests.empty())
    {
        return std::nullopt;
    }
    http_request request = std::move(m_requests.front());
    m_requests.pop_front();
    return request;
}

WUA_INLINE std::size_t http_2_session::window(std::uint32_t stream) const
{
    const auto found = m_windows.find(stream);
    const std::int64_t window = found == m_windows.end() ? 0 : std::min(found->second, m_window);
    return static_cast<std::size_t>(std::clamp<std::int64_t>(window, 0, max_frame));
}

WUA_INLINE void http_2_session::use_window(std::uint32_t stream, std::size_t bytes)
{
    m_window -= static_cast<std::int64_t>(bytes);
    m_windows[stream] -= static_cast<std::int64_t>(bytes);
}

WUA_INLINE std::uint32_t http_2_session::number_in(std::string_view bytes) noexcept
{
    std::uint32_t value = 0;
    for (const char byte : bytes.substr(0, 4))
    {
        value = value << 8U | static_cast<unsigned char>(byte);
    }
    return value;
}

WUA_INLINE bool http_2_session::take_frame(http_2_frame_kind kind, std::uint8_t flags, std::uint32_t stream,
                                           std::string_view payload, std::string& reply)
{
    switch (kind)
    {
        case http_2_frame_kind::headers:
        {
            const std::size_t before =
                ((flags & http_2_padded_frame) != 0 ? 1U : 0U) + ((flags & 0x20U) != 0 ? 5U : 0U);
            const std::size_t after = (flags & http_2_padded_frame) != 0 ? number_in(payload.substr(0, 1)) : 0;
            if (payload.size() < before + after)
            {
                return false;
            }
            m_block = payload.substr(before, payload.size() - before - after);
            m_windows[stream] = m_initial_window;
            return (flags & http_2_end_headers) == 0 || take_fields(stream);
        }
        case http_2_frame_kind::continuation:
            m_block += payload;
            return (flags & http_2_end_headers) == 0 || take_fields(stream);
        case http_2_frame_kind::rst_stream:
            m_windows.erase(stream);
            break;
        case http_2_frame_kind::settings:
            if ((flags & http_2_ack) == 0)
            {
                take_settings(payload);
                reply += http_2_frame(http_2_frame_kind::settings, http_2_ack, 0, {});
            }
            break;
        case http_2_frame_kind::ping:
            if ((flags & http_2_ack) == 0)
            {
                reply += http_2_frame(http_2_frame_kind::ping, http_2_ack, 0, payload);
            }
            break;
        case http_2_frame_kind::window_update:
            if (stream == 0)
            {
                m_window += number_in(payload);
            }
            else if (const auto found = m_windows.find(stream); found != m_windows.end())
            {
                found->second += number_in(payload);
            }
            break;
        default:
            break;
    }
    return true;
}

WUA_INLINE bool http_2_session::take_fields(std::uint32_t stream)
{
    const std::optional<http_fields> fields = m_decoder.decode(std::exchange(m_block, {}));
    if (!fields)
    {
        return false;
    }
    http_request request;
    request.version = "HTTP/2";
    request.stream = stream;
    for (const auto& [name, value] : *fields)
    {
        std::string* const part = name == ":method" ? &request.method : name == ":path" ? &request.target : nullptr;
        if (part != nullptr)
        {
            *part = value;
        }
        else if (name != ":scheme")
        {
            request.fields.emplace_back(name == ":authority" ? "host" : name, value);
        }
    }
    m_requests.push_back(std::move(request));
    return true;
}

WUA_INLINE void http_2_session::take_settings(std::string_view payload)
{
    constexpr std::uint32_t initial_window_size = 4;
    for (; payload.size() >= 6; payload.remove_prefix(6))
    {
        if (number_in(payload.substr(0, 2)) == initial_window_size)
        {
            const std::int64_t added = number_in(payload.substr(2)) - m_initial_window;
            m_initial_window += added;
            for (auto& [stream, window] : m_windows)
            {
                window += added;
            }
        }
    }
}

} // namespace wua::detail
