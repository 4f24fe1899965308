// SPDX-License-Identifier: MIT
#pragma once

// What a client passes when it begins something, to find it again at the job: a VARIANT of its own making.

#include <wua/com/apartment.hpp>
#include <wua/com/variant.hpp>
#include <wua/separate_compilation.hpp>

#include <utility>

namespace wua
{

// Kept, copied out for whoever asks, and released once. An object of a single-threaded apartment, as a script's are, is
// released there, whichever thread lets go of the job: that thread waits until the apartment looks after its messages.
class async_state
{
public:
    // Nothing: VT_EMPTY.
    async_state() noexcept = default;

    // Keeps a copy; what a BYREF one refers to is copied now. Made on the client's thread. Throws DISP_E_BADVARTYPE for
    // arrays and user-defined types.
    explicit async_state(const VARIANT& given);

    async_state(async_state&&) noexcept = default;
    async_state& operator=(async_state&&) = delete;

    ~async_state();

    const variant& value() const noexcept
    {
        return m_value;
    }

    // True when it may be let go of only in the apartment in which this was made.
    bool is_bound() const noexcept
    {
        return m_is_bound;
    }

private:
    static bool is_bound_here(const VARIANT& value) noexcept;

    variant m_value;
    bool m_is_bound = false;
    apartment_entry m_apartment;
};

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/objects/async_state.ipp>
#endif
