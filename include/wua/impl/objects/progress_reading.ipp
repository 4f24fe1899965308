// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/objects/progress_reading.hpp>.

#include <wua/com/bstr.hpp>
#include <wua/com/com_ptr.hpp>
#include <wua/com/decimal.hpp>
#include <wua/objects/progress_reading.hpp>
#include <wua/wuapi/extensions.hpp>

#include <algorithm>
#include <limits>
#include <optional>

namespace wua
{

namespace detail
{

WUA_INLINE std::uint64_t total_bytes(const DECIMAL& value, bool is_known) noexcept
{
    const std::optional<std::uint64_t> bytes = to_uint64(value);
    return bytes && (is_known || *bytes != 0) ? *bytes : unknown_bytes;
}

WUA_INLINE std::int8_t recorded_percent(LONG value) noexcept
{
    constexpr LONG max_percent = (std::numeric_limits<std::int8_t>::max)();
    return static_cast<std::int8_t>(std::clamp<LONG>(value, 0, max_percent));
}

} // namespace detail

WUA_INLINE outcome read_outcome(IUpdateDownloadResult& any)
{
    outcome read;
    read.code = detail::read_property(any, &IUpdateDownloadResult::get_ResultCode);
    read.hresult = static_cast<HRESULT>(detail::read_property(any, &IUpdateDownloadResult::get_HResult));
    bstr text;
    if (const auto more = com_ptr<IUpdateDownloadResult>(&any).try_query<IUpdateDownloadResultDetails>();
        more && succeeded(more->get_Detail(text.put())))
    {
        read.detail = text.to_utf8();
    }
    return read;
}

WUA_INLINE progress_values read_progress(IDownloadProgress& any)
{
    using progress = IDownloadProgress;
    progress_values read;
    LONG seconds_left = -1;
    bool is_total_known = false;
    bool is_update_total_known = false;
    if (const auto more = com_ptr<IDownloadProgress>(&any).try_query<IDownloadProgressDetails>())
    {
        using details = IDownloadProgressDetails;
        is_total_known = detail::read_property(*more, &details::get_IsTotalKnown) != variant_false;
        is_update_total_known = detail::read_property(*more, &details::get_IsCurrentUpdateTotalKnown) != variant_false;
        read.bytes_per_second = to_double(detail::read_property(*more, &details::get_BytesPerSecond));
        seconds_left = detail::read_property(*more, &details::get_SecondsLeft);
        read.stalled_seconds =
            static_cast<std::uint32_t>(std::max<LONG>(detail::read_property(*more, &details::get_SecondsStalled), 0));
        read.retries = static_cast<std::uint32_t>(detail::read_property(*more, &details::get_Retries));
        read.current_attempt =
            static_cast<std::uint32_t>(detail::read_property(*more, &details::get_CurrentUpdateAttempt));
    }
    if (const auto more = com_ptr<IDownloadProgress>(&any).try_query<IDownloadProgressDetails2>())
    {
        using details = IDownloadProgressDetails2;
        const bool is_paused = detail::read_property(*more, &details::get_IsPaused) != variant_false;
        read.state = is_paused ? job_state::paused : job_state::running;
        read.is_current_paused = detail::read_property(*more, &details::get_IsCurrentUpdatePaused) != variant_false;
    }
    read.bytes_downloaded = to_uint64(detail::read_property(any, &progress::get_TotalBytesDownloaded)).value_or(0);
    read.bytes_to_download =
        detail::total_bytes(detail::read_property(any, &progress::get_TotalBytesToDownload), is_total_known);
    if (seconds_left > 0 && read.bytes_to_download != unknown_bytes && read.bytes_downloaded < read.bytes_to_download)
    {
        read.steady_bytes_per_second =
            static_cast<float>(read.bytes_to_download - read.bytes_downloaded) / static_cast<float>(seconds_left);
    }
    read.current_bytes_downloaded =
        to_uint64(detail::read_property(any, &progress::get_CurrentUpdateBytesDownloaded)).value_or(0);
    read.current_bytes_to_download = detail::total_bytes(
        detail::read_property(any, &progress::get_CurrentUpdateBytesToDownload), is_update_total_known);
    read.current_index =
        static_cast<std::uint32_t>(std::max<LONG>(detail::read_property(any, &progress::get_CurrentUpdateIndex), 0));
    const LONG phase = detail::read_property(any, &progress::get_CurrentUpdateDownloadPhase);
    read.phase = phase > 0 && phase <= (std::numeric_limits<std::uint8_t>::max)()
                     ? static_cast<std::uint8_t>(phase)
                     : std::uint8_t{0};
    read.recorded_percent = detail::recorded_percent(detail::read_property(any, &progress::get_PercentComplete));
    read.recorded_current_percent =
        detail::recorded_percent(detail::read_property(any, &progress::get_CurrentUpdatePercentComplete));
    read.is_live = false;
    return read;
}

} // namespace wua
