// SPDX-License-Identifier: MIT
#pragma once

// IErrorInfo: the error text that accompanies the HRESULT of a failed method.

#include <wua/com/hresult.hpp>
#include <wua/separate_compilation.hpp>

#include <string_view>

#if defined(_WIN32)
#include <wua/com/windows/error_info.hpp>
#else
#include <wua/com/portable/error_info.hpp>
#endif

namespace wua
{

/// Leaves the text of a failure for the caller, as this thread's error object, and returns its code. Without a
/// sentence, the text is the name and the meaning of the code. For an ABI method that fails without an exception;
/// answer() and guarded() call it themselves.
HRESULT report_failure(HRESULT code, std::string_view sentence = {}) noexcept;

namespace detail
{

// The failure for which this thread's error object has a sentence of its own, rather than the meaning of its code.
inline constinit thread_local HRESULT reported_failure = 0;

// ISupportErrorInfo of any object: each of its interfaces provides error texts. E_NOINTERFACE for another IID.
HRESULT query_error_support(IUnknown* object, REFIID iid, void** result) noexcept;

} // namespace detail
} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/com/error_info.ipp>
#endif
