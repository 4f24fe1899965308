// SPDX-License-Identifier: MIT
// A null is not text.
// refused: deleted

#include <wua/com/bstr.hpp>

wua::bstr nothing();
wua::bstr nothing()
{
#if defined(WUA_MISTAKE)
    return wua::bstr(nullptr);
#else
    return wua::bstr();
#endif
}
