// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/content/digest_pass.hpp>.

#include <wua/engine/content/digest_pass.hpp>

#include <algorithm>

namespace wua::detail
{

WUA_COLD digest_pass::digest_pass(const std::vector<content_digest>& wanted)
{
    m_hashers.reserve(wanted.size());
    for (const content_digest& each : wanted)
    {
        m_hashers.emplace_back(each.algorithm);
    }
}

WUA_COLD std::vector<content_digest> digest_pass::finish()
{
    std::vector<content_digest> found;
    found.reserve(m_hashers.size());
    for (digest_hasher& each : m_hashers)
    {
        found.push_back(each.finish());
    }
    return found;
}

WUA_INLINE void digest_pass::update_each(const char* bytes, std::size_t size)
{
    constexpr std::size_t piece = 16U << 10U;
    for (std::size_t from = 0; from < size; from += piece)
    {
        for (digest_hasher& each : m_hashers)
        {
            each.update(bytes + from, std::min(piece, size - from));
        }
    }
}

} // namespace wua::detail
