// SPDX-License-Identifier: MIT
#pragma once

// The HRESULT that stands for an exception.

#include <wua/com/hresult.hpp>

#include <exception>
#include <new>

namespace wua
{

/// The HRESULT of the exception being handled; call it from a catch block. hresult_error: its code (E_FAIL if that is a
/// success); bad_alloc: E_OUTOFMEMORY; other std::exceptions: E_FAIL; anything else: E_UNEXPECTED.
inline HRESULT hresult_from_exception() noexcept
{
    try
    {
        throw;
    }
    catch (const hresult_error& error)
    {
        return failed(error.code()) ? error.code() : e_fail;
    }
    catch (const std::bad_alloc&)
    {
        return e_outofmemory;
    }
    catch (const std::exception&)
    {
        return e_fail;
    }
    catch (...)
    {
        return e_unexpected;
    }
}

} // namespace wua
