// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/com/hresult_from_exception.hpp>.

#include <wua/com/hresult.hpp>
#include <wua/com/hresult_from_exception.hpp>

#include <exception>
#include <new>

namespace wua
{

WUA_INLINE HRESULT hresult_from_exception() noexcept
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
