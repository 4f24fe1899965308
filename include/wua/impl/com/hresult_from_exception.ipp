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
    const auto report = [](HRESULT code, std::string_view sentence) noexcept {
        return detail::report_with_text != nullptr ? detail::report_with_text(code, sentence) : code;
    };
    try
    {
        throw;
    }
    catch (const hresult_error& error)
    {
        return report(failed(error.code()) ? error.code() : e_fail, error.text());
    }
    catch (const std::bad_alloc&)
    {
        return report(e_outofmemory, {});
    }
    catch (const std::exception& error)
    {
        return report(e_fail, detail::message_of(error));
    }
    catch (...)
    {
        return report(e_unexpected, {});
    }
}

} // namespace wua
