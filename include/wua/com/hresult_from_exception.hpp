// SPDX-License-Identifier: MIT
#pragma once

// The HRESULT that stands for an exception.

#include <wua/com/abi.hpp>
#include <wua/separate_compilation.hpp>

namespace wua
{

/// The HRESULT of the exception being handled; call it from a catch block. hresult_error: its code (E_FAIL if that is a
/// success); bad_alloc: E_OUTOFMEMORY; other std::exceptions: E_FAIL; anything else: E_UNEXPECTED.
HRESULT hresult_from_exception() noexcept;

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/com/hresult_from_exception.ipp>
#endif
