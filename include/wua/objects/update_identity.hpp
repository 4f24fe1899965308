// SPDX-License-Identifier: MIT
#pragma once

// The identity of an update as an object.

#include <string_view>
#include <utility>

#include <wua/com/implements.hpp>
#include <wua/model/update_item.hpp>
#include <wua/objects/error_meaning.hpp>
#include <wua/wuapi/update_identity.hpp>

namespace wua
{

/// The identity of one update. It never changes; any thread may read it.
class update_identity final : public implements<update_identity, IUpdateIdentity>
{
public:
    explicit update_identity(wua::identity value) noexcept : m_value(std::move(value)) {}

    static std::string_view error_meaning(HRESULT code) noexcept
    {
        return detail::meaning_of(code);
    }

    HRESULT WUA_STDCALL get_RevisionNumber(LONG* retval) noexcept override
    {
        return answer(retval, [&] { return m_value.revision_number; });
    }

    HRESULT WUA_STDCALL get_UpdateID(BSTR* retval) noexcept override
    {
        return answer(retval, [&] { return bstr(m_value.update_id); });
    }

private:
    const wua::identity m_value;
};

/// The update's text is handed out as it is, whether it is a GUID or not.
inline com_ptr<IUpdateIdentity> make_update_identity(wua::identity value)
{
    return make<update_identity>(std::move(value));
}

} // namespace wua
