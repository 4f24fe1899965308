// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/objects/async_state.hpp>.

#include <wua/objects/async_state.hpp>

namespace wua
{

WUA_INLINE async_state::async_state(const VARIANT& given)
    : m_value(copy_ind(given)),
      m_is_bound(is_bound_here(m_value.get())),
      m_apartment(m_is_bound ? apartment_entry::of_this_thread() : apartment_entry())
{}

WUA_INLINE async_state::~async_state()
{
    if (failed(m_apartment.run([this]() noexcept { m_value.reset(); })))
    {
        static_cast<void>(m_value.detach()); // its apartment is gone: nobody can release it any more
    }
}

WUA_INLINE bool async_state::is_bound_here(const VARIANT& value) noexcept
{
    switch (value.vt)
    {
        case VT_DISPATCH:
            return value.pdispVal != nullptr && is_bound_to_apartment(*value.pdispVal, iid_of<IDispatch>);
        case VT_UNKNOWN:
            return value.punkVal != nullptr && is_bound_to_apartment(*value.punkVal, iid_of<IUnknown>);
        default:
            return false;
    }
}

} // namespace wua
