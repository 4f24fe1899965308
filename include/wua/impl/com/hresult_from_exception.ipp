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

WUA_INLINE HRESULT hresult_from_exception() noexcept
{
    const auto told = [](HRESULT code, std::string_view sentence) noexcept {
        return detail::tell_failure != nullptr ? detail::tell_failure(code, sentence) : code;
    };
    try
    {
        throw;
    }
    catch (const hresult_error& error)
    {
        return told(failed(error.code()) ? error.code() : e_fail, error.text());
    }
    catch (const std::bad_alloc&)
    {
        return told(e_outofmemory, {});
    }
    catch (const std::exception& error)
    {
        return told(e_fail, detail::words_of(error));
    }
    catch (...)
    {
        return told(e_unexpected, {});
    }
}

} // namespace wua
