// SPDX-License-Identifier: MIT
#pragma once

// The HRESULT that stands for an exception.

#include <wua/com/abi.hpp>
#include <wua/separate_compilation.hpp>

#include <exception>
#include <string_view>

namespace wua
{

namespace detail
{

// Keeps the text of a failure for the caller of an ABI method. Set before main() by <wua/com/error_info.hpp>, if
// that is included.
using failure_reporter = HRESULT (*)(HRESULT code, std::string_view sentence) noexcept;
inline constinit failure_reporter report_with_text = nullptr;

// The words of an exception, whose class may be the client's: one that has none may say null.
inline const char* message_of(const std::exception& error) noexcept
{
    const char* const message = error.what();
    return message != nullptr ? message : "";
}

} // namespace detail

/// The HRESULT of the exception being handled; call it from a catch block. hresult_error: its code (E_FAIL if that is a
/// success); bad_alloc: E_OUTOFMEMORY; other std::exceptions: E_FAIL; anything else: E_UNEXPECTED. In a program with
/// COM objects it leaves the exception's text for the caller, as report_failure() does.
HRESULT hresult_from_exception() noexcept;

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/com/hresult_from_exception.ipp>
#endif
