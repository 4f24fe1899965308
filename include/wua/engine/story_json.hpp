// SPDX-License-Identifier: MIT
#pragma once

// The story of a download as lines of JSON; docs/traces.md lists the members. Needs nlohmann/json.

#include <wua/engine/scenario_json.hpp>
#include <wua/model/download_story.hpp>
#include <wua/model/json_line.hpp>
#include <wua/separate_compilation.hpp>

#include <nlohmann/json.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace wua
{

namespace detail
{

// Adds the members of an attempt, in order; with or without the time at which it ended.
void add_attempt(json_line& line, const attempt_record& attempt, bool says_when);

// Throws hresult_error with e_scenario_invalid; `where` begins its text. Missing members keep their defaults.
attempt_record attempt_from_json(const nlohmann::json& value, const std::string& where);

// Adds "result", "hresult" and, where they are not empty, "native", "native_code" and "detail".
void add_outcome(json_line& line, const outcome& result);

outcome read_outcome(const scenario_fields& fields);

// The same text in static storage.
std::string_view kept_source(std::string_view source);

} // namespace detail

/// The first line of a file of stories: {"format":"wua-story","version":1}. Members may be added without a new version.
inline constexpr std::string_view story_header = R"({"format":"wua-story","version":1})";

/// One line per attempt of the update with that index and title, each ending in a line break; if some were forgotten,
/// preceded by {"update":0,"title":"...","forgotten":3}.
std::string story_lines(std::size_t index, std::string_view title, const download_story& story);

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/story_json.ipp>
#endif
