// SPDX-License-Identifier: MIT
#pragma once

// WUA's objects for people's eyes, whoever implements them. What an object refuses to tell is shown as the name of the
// code it failed with: "<E_FAIL> % 4.2/10.0 MiB". Nothing here keeps a reference.

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

inline std::string refusal(HRESULT code)
{
    return "<" + short_name(code) + ">";
}

// What a getter of an object answers.
template <class T>
struct answer_of
{
    HRESULT code = s_ok;
    T value{};

    // The text of the value, or the code in its place.
    template <class Show>
    std::string text(Show show) const
    {
        return failed(code) ? refusal(code) : show(value);
    }
};

template <class Interface, class Base, class T>
answer_of<T> ask(Interface& object, HRESULT (WUA_STDCALL Base::*getter)(T*))
{
    answer_of<T> answer;
    answer.code = (object.*getter)(&answer.value);
    return answer;
}

// WUA tells an unknown total as 0. What is no byte count, or comes from a failing getter, is shown as it is.
inline std::string bytes_text(const answer_of<DECIMAL>& done, const answer_of<DECIMAL>& total)
{
    const auto number = [](const answer_of<DECIMAL>& answer) {
        return failed(answer.code) ? std::nullopt : to_uint64(answer.value);
    };
    const std::optional<std::uint64_t> done_bytes = number(done);
    const std::optional<std::uint64_t> total_bytes = number(total);
    if (done_bytes && total_bytes)
    {
        return bytes_of(*done_bytes, *total_bytes == 0 ? std::nullopt : total_bytes);
    }
    const auto show = [](const DECIMAL& value) { return to_text(value); };
    return fmt::format("{}/{} B", done.text(show), total.text(show));
}

// Both kinds of result have the same two getters.
template <class Result>
std::string result_text_of(Result& result)
{
    const answer_of<OperationResultCode> code = ask(result, &Result::get_ResultCode);
    const answer_of<LONG> hresult = ask(result, &Result::get_HResult);
    if (!failed(code.code) && !failed(hresult.code))
    {
        return result_text(code.value, static_cast<HRESULT>(hresult.value));
    }
    return fmt::format("{}: {}", code.text([](OperationResultCode value) { return in_words(value); }),
                       hresult.text([](LONG value) { return to_text(named(static_cast<HRESULT>(value))); }));
}

} // namespace detail

// "failed: 0x80244019 WU_E_PT_HTTP_STATUS_NOT_FOUND: ..."
inline std::string to_text(IUpdateDownloadResult& result)
{
    return detail::result_text_of(result);
}

// The result of the whole job, in the same form.
inline std::string to_text(IDownloadResult& result)
{
    return detail::result_text_of(result);
}

// "42 % 4.2/10.0 MiB, update 2 downloading, 17 % 0.7/4.2 MiB". Updates are counted from 1.
inline std::string to_text(IDownloadProgress& progress)
{
    const auto number = [](std::int64_t value) { return fmt::format("{}", value); };
    const auto number_from_1 = [](std::int64_t value) { return fmt::format("{}", value + 1); };
    const auto phase = [](DownloadPhase value) { return in_words(value); };
    using progress_type = IDownloadProgress;
    return fmt::format(
        "{} % {}, update {} {}, {} % {}", detail::ask(progress, &progress_type::get_PercentComplete).text(number),
        detail::bytes_text(detail::ask(progress, &progress_type::get_TotalBytesDownloaded),
                           detail::ask(progress, &progress_type::get_TotalBytesToDownload)),
        detail::ask(progress, &progress_type::get_CurrentUpdateIndex).text(number_from_1),
        detail::ask(progress, &progress_type::get_CurrentUpdateDownloadPhase).text(phase),
        detail::ask(progress, &progress_type::get_CurrentUpdatePercentComplete).text(number),
        detail::bytes_text(detail::ask(progress, &progress_type::get_CurrentUpdateBytesDownloaded),
                           detail::ask(progress, &progress_type::get_CurrentUpdateBytesToDownload)));
}

// The job's progress at this instant, and ", completed" at the end of it.
inline std::string to_text(IDownloadJob& job)
{
    const detail::answer_of<VARIANT_BOOL> is_completed = detail::ask(job, &IDownloadJob::get_IsCompleted);
    com_ptr<IDownloadProgress> progress;
    const HRESULT code = job.GetProgress(progress.put());
    if (failed(code))
    {
        static_cast<void>(progress.detach()); // a failing method hands out nothing
    }
    std::string text = progress ? to_text(*progress) : "no progress: " + to_text(named(code));
    if (failed(is_completed.code))
    {
        return text + ", completed: " + detail::refusal(is_completed.code);
    }
    return is_completed.value != variant_false ? text + ", completed" : text;
}

} // namespace wua
