// SPDX-License-Identifier: MIT
// A BSTR may be null, may hold a zero and belongs to somebody: a bstr is not made of one without saying what is meant.
// refused: deleted

#include <wua/com/bstr.hpp>

wua::bstr copy(wua::BSTR text);
wua::bstr copy(wua::BSTR text)
{
#if defined(WUA_MISTAKE)
    return wua::bstr(text);
#else
    return wua::bstr(wua::view(text));
#endif
}
