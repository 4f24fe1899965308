// SPDX-License-Identifier: MIT
// An interface whose IID was forgotten has none, rather than one of zeros.
// refused: specialise wua::iid_of under the interface

#include <wua/com/guid.hpp>

struct IForgetful : wua::IUnknown
{
    using base_interface = wua::IUnknown;
};

#if !defined(WUA_MISTAKE)
template <>
inline constexpr wua::guid wua::iid_of<IForgetful> = wua::parse_guid("c574de85-7358-43f6-aae8-8697e62d8ba7").value();
#endif

constexpr auto id = wua::iid_of<IForgetful>;
