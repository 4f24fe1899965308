// SPDX-License-Identifier: MIT
#pragma once

// The progress and the results of any implementation, the system's own agent too, as values.

#include <wua/com/bstr.hpp>
#include <wua/com/com_ptr.hpp>
#include <wua/com/decimal.hpp>
#include <wua/com/hresult.hpp>
#include <wua/model/outcome.hpp>
#include <wua/model/progress_snapshot.hpp>
#include <wua/wuapi/download_progress.hpp>
#include <wua/wuapi/download_result.hpp>
#include <wua/wuapi/extensions.hpp>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>

namespace wua
{
namespace detail
{

// What a getter answers; throws what it fails with.
template <class T, class Object, class Interface>
T told(Object& object, HRESULT (WUA_STDCALL Interface::*getter)(T*))
{
    T value{};
    throw_if_failed((object.*getter)(&value));
    return value;
}

// A total that is not told is told as 0.
inline std::uint64_t total_bytes(const DECIMAL& told, bool is_known) noexcept
{
    const std::optional<std::uint64_t> bytes = to_uint64(told);
    return bytes && (is_known || *bytes != 0) ? *bytes : unknown_bytes;
}

inline std::int8_t recorded_percent(LONG told) noexcept
{
    constexpr LONG most = (std::numeric_limits<std::int8_t>::max)();
    return static_cast<std::int8_t>(std::clamp<LONG>(told, 0, most));
}

} // namespace detail

// The result of one update. `detail` where the object has IUpdateDownloadResultDetails. Throws hresult_error: what a
// getter fails with.
inline outcome read_outcome(IUpdateDownloadResult& any)
{
    outcome read;
    read.code = detail::told(any, &IUpdateDownloadResult::get_ResultCode);
    read.hresult = static_cast<HRESULT>(detail::told(any, &IUpdateDownloadResult::get_HResult));
    bstr text;
    if (const auto more = com_ptr<IUpdateDownloadResult>(&any).try_query<IUpdateDownloadResultDetails>();
        more && succeeded(more->get_Detail(text.put())))
    {
        read.detail = text.to_utf8();
    }
    return read;
}

// The numbers of an instant as the object tells them, which no contract binds: percentages may go back or stand at 100
// too early; below 0 they are told as 0, above 127 as 127. A total of 0 is one that is not known, and so is one that is
// no number of bytes. What IDownloadProgressDetails has is taken from there if the object offers it; else the speed is
// 0. The number of updates, what they have come to and the state of the job are left at nothing. Throws hresult_error:
// what a getter fails with.
inline progress_values read_progress(IDownloadProgress& any)
{
    using progress = IDownloadProgress;
    progress_values read;
    bool is_total_known = false;
    bool is_update_total_known = false;
    if (const auto more = com_ptr<IDownloadProgress>(&any).try_query<IDownloadProgressDetails>())
    {
        using details = IDownloadProgressDetails;
        is_total_known = detail::told(*more, &details::get_IsTotalKnown) != variant_false;
        is_update_total_known = detail::told(*more, &details::get_IsCurrentUpdateTotalKnown) != variant_false;
        read.bytes_per_second = to_double(detail::told(*more, &details::get_BytesPerSecond));
        read.retries = static_cast<std::uint32_t>(detail::told(*more, &details::get_Retries));
        read.current_attempt = static_cast<std::uint32_t>(detail::told(*more, &details::get_CurrentUpdateAttempt));
    }
    read.bytes_downloaded = to_uint64(detail::told(any, &progress::get_TotalBytesDownloaded)).value_or(0);
    read.bytes_to_download =
        detail::total_bytes(detail::told(any, &progress::get_TotalBytesToDownload), is_total_known);
    read.current_bytes_downloaded =
        to_uint64(detail::told(any, &progress::get_CurrentUpdateBytesDownloaded)).value_or(0);
    read.current_bytes_to_download =
        detail::total_bytes(detail::told(any, &progress::get_CurrentUpdateBytesToDownload), is_update_total_known);
    read.current_index =
        static_cast<std::uint32_t>(std::max<LONG>(detail::told(any, &progress::get_CurrentUpdateIndex), 0));
    const LONG phase = detail::told(any, &progress::get_CurrentUpdateDownloadPhase);
    read.phase = phase > 0 && phase <= (std::numeric_limits<std::uint8_t>::max)()
                     ? static_cast<std::uint8_t>(phase)
                     : std::uint8_t{0};
    read.recorded_percent = detail::recorded_percent(detail::told(any, &progress::get_PercentComplete));
    read.recorded_current_percent =
        detail::recorded_percent(detail::told(any, &progress::get_CurrentUpdatePercentComplete));
    read.is_live = false;
    return read;
}

} // namespace wua
