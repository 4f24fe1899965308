// SPDX-License-Identifier: MIT
#pragma once

// The HRESULT that stands for an exception.

#include <wua/com/abi.hpp>
#include <wua/separate_compilation.hpp>

#include <string_view>

namespace wua
{

namespace detail
{

// What the exception said that this thread turned into an HRESULT last, for a late-bound caller, who is told in words.
// Cut where it does not fit. Whoever reads it has cleared it before the call.
struct failure_sentence
{
    HRESULT code = 0;
    char text[256] = {};
};
inline constinit thread_local failure_sentence last_failure;

HRESULT keep_sentence(HRESULT code, std::string_view text) noexcept;

} // namespace detail

/// The HRESULT of the exception being handled; call it from a catch block. hresult_error: its code (E_FAIL if that is a
/// success); bad_alloc: E_OUTOFMEMORY; other std::exceptions: E_FAIL; anything else: E_UNEXPECTED.
HRESULT hresult_from_exception() noexcept;

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/com/hresult_from_exception.ipp>
#endif
