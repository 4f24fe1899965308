// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/com/implements.hpp>.

#include <wua/com/implements.hpp>

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

} // namespace wua::detail
