// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/job/compact_outcome.hpp>.

#include <wua/job/compact_outcome.hpp>

#include <new>
#include <utility>

namespace wua::detail
{

WUA_INLINE void compact_outcome::keep(outcome result) noexcept
{
    m_code = result.code;
    m_hresult = result.hresult;
    m_more.reset();
    if (result.detail.empty() && result.native == native_error{})
    {
        return;
    }
    try
    {
        m_more = std::make_unique<const outcome>(std::move(result));
    }
    catch (const std::bad_alloc&)
    {
        return;
    }
}

} // namespace wua::detail
