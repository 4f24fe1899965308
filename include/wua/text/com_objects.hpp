// SPDX-License-Identifier: MIT
#pragma once

// WUA's objects as text, whatever implements them. A value that a getter fails to return is shown as the name of the
// error: "<E_FAIL> % 4.2/10.0 MiB". No function here keeps a reference.
//
// Not part of text.hpp, so that only users of this header need the declarations of the interfaces.

#include <wua/com/decimal.hpp>
#include <wua/separate_compilation.hpp>
#include <wua/text/byte_count.hpp>
#include <wua/text/com_values.hpp>
#include <wua/text/enums.hpp>
#include <wua/text/named_hresult.hpp>
#include <wua/text/outcome.hpp>
#include <wua/wuapi/download_job.hpp>
#include <wua/wuapi/download_progress.hpp>
#include <wua/wuapi/download_result.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace wua
{
namespace detail
{

inline std::string failure_text(HRESULT code)
{
    return '<' + short_name(code) + '>';
}

// What a getter returned: a value, or the code that it failed with.
template <class T>
struct getter_result
{
    HRESULT code = s_ok;
    T value{};

    // The text of the value, or of the code in its place.
    template <class Show>
    std::string text(Show show) const
    {
        return failed(code) ? failure_text(code) : show(value);
    }
};

template <class Interface, class Base, class T>
getter_result<T> call_getter(Interface& object, HRESULT (WUA_STDCALL Base::*getter)(T*))
{
    getter_result<T> result;
    result.code = (object.*getter)(&result.value);
    return result;
}

// nullopt for a failed getter and for a number that is not a byte count.
inline std::optional<std::uint64_t> bytes_in(const getter_result<DECIMAL>& result)
{
    return failed(result.code) ? std::nullopt : to_uint64(result.value);
}

// WUA reports an unknown total as 0. Numbers that are not byte counts are shown as they are.
std::string bytes_text(const getter_result<DECIMAL>& done, const getter_result<DECIMAL>& total);

// Both kinds of result have the same two getters.
template <class Result>
std::string result_object_text(Result& result)
{
    const getter_result<OperationResultCode> code = call_getter(result, &Result::get_ResultCode);
    const getter_result<LONG> hresult = call_getter(result, &Result::get_HResult);
    if (!failed(code.code) && !failed(hresult.code))
    {
        return result_text(code.value, static_cast<HRESULT>(hresult.value));
    }
    return code.text([](OperationResultCode value) { return in_words(value); }) + ": " +
           hresult.text([](LONG value) { return to_text(named(static_cast<HRESULT>(value))); });
}

} // namespace detail

/// "failed: 0x80244019 WU_E_PT_HTTP_STATUS_NOT_FOUND: ..."
inline std::string to_text(IUpdateDownloadResult& result)
{
    return detail::result_object_text(result);
}

/// The result of the whole job, in the same form.
inline std::string to_text(IDownloadResult& result)
{
    return detail::result_object_text(result);
}

/// "42 % 4.2/10.0 MiB, update 2 downloading, 17 % 0.7/4.2 MiB". Updates are counted from 1.
std::string to_text(IDownloadProgress& progress);

/// The job's current progress, with ", ended" appended once IsCompleted is true, whatever the result.
std::string to_text(IDownloadJob& job);

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/text/com_objects.ipp>
#endif
