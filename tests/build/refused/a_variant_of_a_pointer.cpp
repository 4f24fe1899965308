// SPDX-License-Identifier: MIT
// A pointer is no bool: a VARIANT of one would be VT_BOOL and hold VARIANT_TRUE.
// refused: no matching|could not convert|no viable

#include <wua/com/variant.hpp>

wua::variant of(wua::IUnknown* object);
wua::variant of(wua::IUnknown* object)
{
#if defined(WUA_MISTAKE)
    return wua::variant(object);
#else
    return wua::variant(wua::com_ptr<wua::IUnknown>(object));
#endif
}
