// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/com/implements.hpp>.

#include <wua/com/error_info.hpp>
#include <wua/com/implements.hpp>
#include <wua/com/marshaling.hpp>
#include <wua/com/module_tag.hpp>

namespace wua::detail
{

WUA_INLINE IUnknown* find_listed(array_view<listed_interface> object, REFIID iid) noexcept
{
    if (same(iid, iid_of<IUnknown>) || same(iid, iid_agile_object))
    {
        return (*object.begin()).self;
    }
    return find_interface(object, iid);
}

WUA_INLINE HRESULT query_common(array_view<listed_interface> object, REFIID iid, void** result) noexcept
{
    IUnknown* const self = (*object.begin()).self;
    if (same(iid, own_object_iid()))
    {
        self->AddRef();
        *result = self;
        return s_ok;
    }
    HRESULT code = query_error_support(self, iid, result);
    code = code == e_nointerface ? query_class_info(object, iid, result) : code;
    return code == e_nointerface ? query_platform(self, iid, result) : code;
}

} // namespace wua::detail
