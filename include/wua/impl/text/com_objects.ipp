// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/text/com_objects.hpp>.

#include <wua/com/com_ptr.hpp>
#include <wua/text/com_objects.hpp>

namespace wua
{

namespace detail
{

WUA_INLINE std::string bytes_text(const getter_result<DECIMAL>& done, const getter_result<DECIMAL>& total)
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

} // namespace detail

WUA_INLINE std::string to_text(IDownloadProgress& progress)
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

WUA_INLINE std::string to_text(IDownloadJob& job)
{
    const detail::getter_result<VARIANT_BOOL> is_completed = detail::call_getter(job, &IDownloadJob::get_IsCompleted);
    com_ptr<IDownloadProgress> progress;
    const HRESULT code = job.GetProgress(progress.put());
    if (failed(code))
    {
        static_cast<void>(progress.detach()); // a method that fails hands out no reference
    }
    std::string text = progress ? to_text(*progress) : "no progress: " + to_text(named(code));
    if (failed(is_completed.code))
    {
        return text + ", ended: " + detail::failure_text(is_completed.code);
    }
    return is_completed.value != variant_false ? text + ", ended" : text;
}

} // namespace wua
