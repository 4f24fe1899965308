// SPDX-License-Identifier: MIT
#pragma once

// A snapshot of a job's progress as one line, and the progress contract's rules and violations in words.

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

/// "running", "aborting", "completed"
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

/// The rule as a sentence.
inline std::string to_text(progress_rule rule)
{
    const std::string_view sentence = sentence_of(rule);
    return sentence.empty() ? detail::unknown_value(static_cast<std::int64_t>(rule)) : std::string(sentence);
}

/// The rule and the numbers that violate it.
inline std::string to_text(const progress_violation& violation)
{
    return printable(violation.message);
}

/// "42 % 4.2/10.0 MiB, update 2 of 5 downloading, 3.1 MiB/s, 0:02 left". Speed and time left are omitted while they are
/// unknown; "(attempt 2)" appears from the second attempt on. At the end: "100 % 10.0/10.0 MiB, 5 updates completed".
inline std::string to_text(const progress_snapshot& snapshot)
{
    const std::size_t count = snapshot.update_count();
    if (count == 0)
    {
        return "no updates";
    }
    std::string text = std::to_string(snapshot.percent()) + " % " +
                       detail::bytes_of_total(snapshot.bytes_downloaded(), snapshot.bytes_to_download());
    if (snapshot.is_completed())
    {
        return text + ", " + std::to_string(count) + (count == 1 ? " update completed" : " updates completed");
    }
    text += ", update " + std::to_string(snapshot.current_update_index() + 1) + " of " + std::to_string(count) + ' ' +
            in_words(snapshot.current_update_phase());
    if (snapshot.current_update_attempt() > 1)
    {
        text += " (attempt " + std::to_string(snapshot.current_update_attempt()) + ')';
    }
    if (snapshot.state() == job_state::aborting)
    {
        return text + ", aborting";
    }
    if (snapshot.bytes_per_second() > 0)
    {
        text += ", " + to_text(byte_rate{snapshot.bytes_per_second()});
    }
    if (const auto left = snapshot.time_left())
    {
        text += ", " + as_clock(time_span{left}) + " left";
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
