// SPDX-License-Identifier: MIT
#pragma once

namespace wua::detail
{

// True when a From* converts to a To*. std::convertible_to says the same but costs ten times the compile time, and
// there are hundreds of such pairs.
template <class From, class To>
concept convertible_pointer = requires(From* from, To*& to) { to = from; };

} // namespace wua::detail
