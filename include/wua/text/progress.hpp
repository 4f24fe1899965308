// SPDX-License-Identifier: MIT
#pragma once

// An instant of a job for people's eyes, as one line.

#include <wua/model/progress_contract.hpp>
#include <wua/model/progress_snapshot.hpp>
#include <wua/text/byte_count.hpp>
#include <wua/text/enums.hpp>
#include <wua/text/formatter.hpp>
#include <wua/text/printable.hpp>
#include <wua/text/time_span.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace wua
{

// "running", "aborting", "completed"
inline std::string to_text(job_state state)
{
    switch (state)
    {
        case job_state::running:
            return "running";
        case job_state::aborting:
            return "aborting";
        case job_state::completed:
            return "completed";
    }
    return detail::unknown_value(static_cast<std::int64_t>(state));
}

// The rule as a sentence.
inline std::string to_text(progress_rule rule)
{
    const std::string_view sentence = sentence_of(rule);
    return sentence.empty() ? detail::unknown_value(static_cast<std::int64_t>(rule)) : std::string(sentence);
}

// The rule and the numbers that break it.
inline std::string to_text(const progress_violation& violation)
{
    return printable(violation.message);
}

// "42 % 4.2/10.0 MiB, update 2 of 5 downloading, 3.1 MiB/s, 0:02 left". Speed and time left are left out while they are
// not known; the attempt is told from the second on. After the end: "100 % 10.0/10.0 MiB, 5 updates completed".
inline std::string to_text(const progress_snapshot& snapshot)
{
    const std::size_t count = snapshot.update_count();
    if (count == 0)
    {
        return "no updates";
    }
    std::string text = fmt::format(
        "{} % {}", snapshot.percent(), detail::bytes_of(snapshot.bytes_downloaded(), snapshot.bytes_to_download()));
    if (snapshot.is_completed())
    {
        return text + fmt::format(", {} update{} completed", count, count == 1 ? "" : "s");
    }
    text += fmt::format(
        ", update {} of {} {:h}", snapshot.current_update_index() + 1, count, snapshot.current_update_phase());
    if (snapshot.current_update_attempt() > 1)
    {
        text += fmt::format(" (attempt {})", snapshot.current_update_attempt());
    }
    if (snapshot.state() == job_state::aborting)
    {
        return text + ", aborting";
    }
    if (snapshot.bytes_per_second() > 0)
    {
        text += fmt::format(", {}", byte_rate{snapshot.bytes_per_second()});
    }
    if (const auto left = snapshot.time_left())
    {
        text += fmt::format(", {:c} left", time_span{left});
    }
    return text;
}

} // namespace wua

template <>
struct fmt::formatter<wua::job_state> : wua::detail::text_formatter
{};

template <>
struct fmt::formatter<wua::progress_rule> : wua::detail::text_formatter
{};

template <>
struct fmt::formatter<wua::progress_violation> : wua::detail::text_formatter
{};

template <>
struct fmt::formatter<wua::progress_snapshot> : wua::detail::text_formatter
{};
