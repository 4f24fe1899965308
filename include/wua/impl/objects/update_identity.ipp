// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/objects/update_identity.hpp>.

#include <wua/objects/update_identity.hpp>

namespace wua
{

WUA_INLINE HRESULT WUA_STDCALL update_identity::get_RevisionNumber(LONG* retval) noexcept
{
    return answer(retval, [&] { return m_value.revision_number; });
}

WUA_INLINE HRESULT WUA_STDCALL update_identity::get_UpdateID(BSTR* retval) noexcept
{
    return answer(retval, [&] { return bstr(m_value.update_id); });
}

WUA_INLINE com_ptr<IUpdateIdentity> make_update_identity(wua::identity value)
{
    return make<update_identity>(std::move(value));
}

} // namespace wua
