// SPDX-License-Identifier: MIT
#pragma once

// A snapshot of a job's progress as one line, and the progress contract's rules and violations in words.

#include <wua/model/progress_contract.hpp>
#include <wua/model/progress_snapshot.hpp>
#include <wua/separate_compilation.hpp>
#include <wua/text/byte_count.hpp>
#include <wua/text/enums.hpp>
#include <wua/text/formatter.hpp>
#include <wua/text/outcome.hpp>
#include <wua/text/printable.hpp>
#include <wua/text/time_span.hpp>

#include <string>

namespace wua
{

/// "running", "paused", "aborting", "ended". How the job ended is part of the outcome.
std::string to_text(job_state state);

/// The rule as a sentence.
std::string to_text(progress_rule rule);

/// The rule and the numbers that violate it.
inline std::string to_text(const progress_violation& violation)
{
    return printable(violation.message);
}

/// "42 % 4.2/10.0 MiB, update 2 of 5 downloading, 3.1 MiB/s, 0:02 left". Speed and time left are omitted while unknown;
/// "stalled 7 s" replaces them when no bytes arrive; the time left is coarse(); "(attempt 2)" appears from the second
/// on. For a paused job, ", paused" replaces them, with the engine's reason if it has one: ", paused: metered network".
/// At the end it shows the tally: "100 % 10.0/10.0 MiB, 5 succeeded", "40 % 4.0/10.0 MiB, aborted: 1 of 2 succeeded".
std::string to_text(const progress_snapshot& snapshot);

namespace detail
{

// What the current update is doing: "downloading", "paused".
std::string activity_of(const progress_snapshot& snapshot);

// For a paused job: "paused", "paused: metered network".
std::string pause_in_words(const progress_snapshot& snapshot);

} // namespace detail

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

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/text/progress.ipp>
#endif
