// SPDX-License-Identifier: MIT
#pragma once

// How an object tells whether who asks it belongs to the same module, that is program or DLL.

namespace wua::detail
{

// Its address tells the modules of a process apart. Another copy of this library may lay its values out differently, so
// what is no COM interface goes to a caller alone that shows the same mark.
inline constexpr char module_tag = 0;

} // namespace wua::detail
