// SPDX-License-Identifier: MIT
// VARIANT_TRUE is -1 and true is 1: a bool leaves an ABI method as a VARIANT_BOOL and never as another integer.
// refused: a bool is answered as a VARIANT_BOOL

#include <wua/com/abi_boundary.hpp>

wua::HRESULT get_Count(wua::LONG* value) noexcept;
wua::HRESULT get_Count(wua::LONG* value) noexcept
{
#if defined(WUA_MISTAKE)
    return wua::answer(value, [] { return true; });
#else
    return wua::answer(value, [] { return 1; });
#endif
}
