// SPDX-License-Identifier: MIT
#pragma once

// WUA's objects as text, whoever implements them. A value that a getter fails to return is shown as the name of the
// error: "<E_FAIL> % 4.2/10.0 MiB". No function here keeps a reference.
//
// Not part of text.hpp: only this header needs the declarations of the interfaces.

#include <wua/com/com_ptr.hpp>
#include <wua/com/decimal.hpp>
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

// Nothing for a failed getter and for a number that is not a byte count.
inline std::optional<std::uint64_t> bytes_in(const getter_result<DECIMAL>& result)
{
    return failed(result.code) ? std::nullopt : to_uint64(result.value);
}

// WUA reports an unknown total as 0. Numbers that are not byte counts are shown as they are.
inline std::string bytes_text(const getter_result<DECIMAL>& done, const getter_result<DECIMAL>& total)
{
    const std::optional<std::uint64_t> done_bytes = bytes_in(done);
    const std::optional<std::uint64_t> total_bytes = bytes_in(total);
    if (done_bytes && total_bytes)
    {
        return bytes_of_total(*done_bytes, *total_bytes == 0 ? std::nullopt : total_bytes);
    }
    const auto show = [](const DECIMAL& value) { return to_text(value); };
    return done.text(show) + '/' + total.text(show) + " B";
}

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
inline std::string to_text(IDownloadProgress& progress)
{
    using detail::bytes_text;
    using detail::call_getter;
    using interface_type = IDownloadProgress;
    const auto number = [](LONG value) { return std::to_string(value); };
    const auto number_from_1 = [](LONG value) { return std::to_string(std::int64_t{value} + 1); };
    const auto phase = [](DownloadPhase value) { return in_words(value); };
    return call_getter(progress, &interface_type::get_PercentComplete).text(number) + " % " +
           bytes_text(call_getter(progress, &interface_type::get_TotalBytesDownloaded),
                      call_getter(progress, &interface_type::get_TotalBytesToDownload)) +
           ", update " + call_getter(progress, &interface_type::get_CurrentUpdateIndex).text(number_from_1) + ' ' +
           call_getter(progress, &interface_type::get_CurrentUpdateDownloadPhase).text(phase) + ", " +
           call_getter(progress, &interface_type::get_CurrentUpdatePercentComplete).text(number) + " % " +
           bytes_text(call_getter(progress, &interface_type::get_CurrentUpdateBytesDownloaded),
                      call_getter(progress, &interface_type::get_CurrentUpdateBytesToDownload));
}

/// The job's current progress, and ", completed" once it is completed.
inline std::string to_text(IDownloadJob& job)
{
    const detail::getter_result<VARIANT_BOOL> is_completed = detail::call_getter(job, &IDownloadJob::get_IsCompleted);
    com_ptr<IDownloadProgress> progress;
    const HRESULT code = job.GetProgress(progress.put());
    if (failed(code))
    {
        static_cast<void>(progress.detach()); // a method that fails returns no reference
    }
    std::string text = progress ? to_text(*progress) : "no progress: " + to_text(named(code));
    if (failed(is_completed.code))
    {
        return text + ", completed: " + detail::failure_text(is_completed.code);
    }
    return is_completed.value != variant_false ? text + ", completed" : text;
}

} // namespace wua
