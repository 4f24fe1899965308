// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/objects/text_setting.hpp>.

#include <wua/com/abi_boundary.hpp>
#include <wua/objects/text_setting.hpp>

namespace wua::detail
{

WUA_INLINE HRESULT text_setting::get(BSTR* retval) const noexcept
{
    return answer(retval, [&] {
        const std::lock_guard lock(m_mutex);
        return m_text;
    });
}

WUA_INLINE HRESULT text_setting::put(BSTR value) noexcept
{
    return guarded([&] {
        bstr text(view(value));
        const std::lock_guard lock(m_mutex);
        m_text.swap(text);
    });
}

} // namespace wua::detail
