// SPDX-License-Identifier: MIT
#pragma once

// The state that a client passes when it begins something, to find it again at the job: a VARIANT of its choice.

#include <wua/com/agile_ref.hpp>
#include <wua/com/variant.hpp>
#include <wua/separate_compilation.hpp>

namespace wua
{

/// Kept, copied for each caller, and released once. An object of a single-threaded apartment, such as a script's, is
/// handed to other threads as a proxy, and released in its own apartment, whoever releases the job: see agile_ref.
class async_state
{
public:
    /// VT_EMPTY.
    async_state() noexcept = default;

    /// Keeps a copy; the target of a BYREF is copied now. Call it on the client's thread. Throws DISP_E_BADVARTYPE for
    /// arrays and user-defined types.
    explicit async_state(const VARIANT& given);

    /// For the calling thread. Throws hresult_error when the apartment of the object is gone.
    variant value() const
    {
        return detail::for_this_thread(m_value);
    }

    /// True when only some threads may have the object itself.
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
