// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/testing/patterned_bytes.hpp>.

#include <wua/testing/patterned_bytes.hpp>

#include <utility>

namespace wua
{

WUA_INLINE std::string patterned_bytes::str() const
{
    std::string bytes(static_cast<std::size_t>(m_size), '\0');
    read(0, bytes);
    return bytes;
}

WUA_INLINE served_content::served_content(std::string text)
    : m_pattern{text.size(), hash(text)},
      m_text{std::make_shared<const std::string>(std::move(text))}
{}

WUA_INLINE void served_content::read(std::uint64_t offset, std::span<char> into) const
{
    if (m_text)
    {
        m_text->copy(into.data(), into.size(), static_cast<std::size_t>(offset));
    }
    else
        m_pattern.read(offset, into);
}

WUA_INLINE std::uint64_t served_content::hash(const std::string& text) noexcept
{
    std::uint64_t value = 0xcbf29ce484222325u;
    for (const auto letter : text)
    {
        value = (value ^ static_cast<unsigned char>(letter)) * 0x100000001b3u;
    }
    return value;
}

} // namespace wua
