// SPDX-License-Identifier: MIT
#pragma once

// The identity of an update as an object.

#include <wua/com/implements.hpp>
#include <wua/model/update_item.hpp>
#include <wua/separate_compilation.hpp>
#include <wua/wuapi/update_identity.hpp>

#include <utility>

namespace wua
{

/// The identity of one update. Immutable; any thread may read it.
class update_identity final : public implements<update_identity, IUpdateIdentity>
{
public:
    explicit update_identity(wua::identity value) noexcept : m_value(std::move(value)) {}

    WUA_INLINE HRESULT WUA_STDCALL get_RevisionNumber(LONG* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_UpdateID(BSTR* retval) noexcept override;

private:
    const wua::identity m_value;
};

/// Returns the update's text unchanged, whether or not it is a GUID.
com_ptr<IUpdateIdentity> make_update_identity(wua::identity value);

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/objects/update_identity.ipp>
#endif
