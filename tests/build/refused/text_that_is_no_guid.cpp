// SPDX-License-Identifier: MIT
// A GUID with a slip of the keyboard is found by the compiler.
// refused: constant expression|call to non-[^ ]+ function

#include <wua/com/guid.hpp>

using namespace wua::literals;

#if defined(WUA_MISTAKE)
constexpr auto spelled_guid = "zz"_guid;
#else
constexpr auto spelled_guid = "c574de85-7358-43f6-aae8-8697e62d8ba7"_guid;
#endif
