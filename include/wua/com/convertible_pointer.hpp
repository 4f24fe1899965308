// SPDX-License-Identifier: MIT
#pragma once

namespace wua::detail
{

// True when a From* is a To*, too. std::convertible_to says the same at ten times the price for a compiler, and there
// are hundreds of such pairs.
template <class From, class To>
concept convertible_pointer = requires(From* from, To*& to) { to = from; };

} // namespace wua::detail
