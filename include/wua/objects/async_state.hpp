// SPDX-License-Identifier: MIT
#pragma once

// What a client passes when it begins something, to find it again at the job: a VARIANT of its own making.

#include <wua/com/agile_ref.hpp>
#include <wua/com/variant.hpp>
#include <wua/separate_compilation.hpp>

namespace wua
{

/// Kept, copied out for whoever asks, and released once. An object of a single-threaded apartment, as a script's are,
/// is handed out to other threads as a proxy, and released there, whichever thread lets go of the job: see agile_ref.
class async_state
{
public:
    /// Nothing: VT_EMPTY.
    async_state() noexcept = default;

    /// Keeps a copy; what a BYREF one refers to is copied now. Made on the client's thread. Throws DISP_E_BADVARTYPE
    /// for arrays and user-defined types.
    explicit async_state(const VARIANT& given);

    /// For the calling thread. Throws hresult_error when the apartment of the object is gone.
    variant value() const
    {
        return detail::for_this_thread(m_value);
    }

    /// True when not every thread may have the object itself.
    bool is_bound() const noexcept
    {
        return detail::is_bound_to_apartment(m_value);
    }

private:
    agile_variant m_value;
};

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/objects/async_state.ipp>
#endif
