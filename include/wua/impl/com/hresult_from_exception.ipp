// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/com/hresult_from_exception.hpp>.

#include <wua/com/hresult.hpp>
#include <wua/com/hresult_from_exception.hpp>

#include <exception>
#include <new>
#include <string_view>

namespace wua
{

namespace detail
{

WUA_INLINE HRESULT keep_sentence(HRESULT code, std::string_view text) noexcept
{
    last_failure.code = code;
    last_failure.text[text.copy(last_failure.text, sizeof last_failure.text - 1)] = '\0';
    return code;
}

} // namespace detail

WUA_INLINE HRESULT hresult_from_exception() noexcept
{
    try
    {
        throw;
    }
    catch (const hresult_error& error)
    {
        return detail::keep_sentence(failed(error.code()) ? error.code() : e_fail, error.text());
    }
    catch (const std::bad_alloc&)
    {
        return e_outofmemory;
    }
    catch (const std::exception& error)
    {
        return detail::keep_sentence(e_fail, error.what());
    }
    catch (...)
    {
        return e_unexpected;
    }
}

} // namespace wua
