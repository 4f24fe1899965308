// SPDX-License-Identifier: MIT
#pragma once

// agile_ref and agile_variant where there are no apartments: every thread may have the object itself.

#include <wua/com/com_ptr.hpp>
#include <wua/com/guid.hpp>
#include <wua/com/variant.hpp>

namespace wua
{

template <class I>
using agile_ref = com_ptr<I>;

using agile_variant = variant;

namespace detail
{

inline agile_variant held_for_all_threads(variant value, REFIID) noexcept
{
    return value;
}

template <class Held>
Held for_this_thread(const Held& held)
{
    return held;
}

template <class Held>
bool is_bound_to_apartment(const Held&) noexcept
{
    return false;
}

} // namespace detail
} // namespace wua
