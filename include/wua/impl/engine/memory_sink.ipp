// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/memory_sink.hpp>.

#include <wua/engine/memory_sink.hpp>
#include <wua/wuapi/errors.hpp>

#include <utility>

namespace wua
{

WUA_COLD std::optional<std::string> memory_sink::take()
{
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_is_verified, false) ? std::optional(std::exchange(m_content, {})) : std::nullopt;
}

WUA_COLD HRESULT memory_sink::begin(std::uint64_t, std::optional<std::uint64_t> size)
{
    require_room(size.value_or(0));
    const std::lock_guard lock(m_mutex);
    m_is_verified = false;
    m_content.clear();
    m_content.reserve(static_cast<std::size_t>(size.value_or(0)));
    return s_ok;
}

WUA_COLD HRESULT memory_sink::write(const char* bytes, std::size_t size)
{
    const std::lock_guard lock(m_mutex);
    require_room(std::uint64_t{m_content.size()} + size);
    m_content.append(bytes, size);
    return s_ok;
}

WUA_COLD HRESULT memory_sink::end(sink_end how)
{
    const std::lock_guard lock(m_mutex);
    m_is_verified = how == sink_end::verified;
    if (!m_is_verified)
    {
        m_content = {};
    }
    return s_ok;
}

WUA_COLD void memory_sink::require_room(std::uint64_t bytes) const
{
    if (bytes > m_max_bytes)
    {
        throw hresult_error(
            wu_e_dm_downloadlimitedbyupdatesize,
            "the content has more than the " + std::to_string(m_max_bytes) + " bytes that may be kept in memory");
    }
}

} // namespace wua
