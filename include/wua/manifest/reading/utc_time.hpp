// SPDX-License-Identifier: MIT
#pragma once

// Times as RFC 3339 writes them, in UTC alone.

#include <wua/separate_compilation.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace wua::detail
{

// "2027-01-31T12:00:00Z"; a fraction of a second is cut off, and a leap second is the one after it. Nothing for a day
// or an hour that there is not, and for any other form.
std::optional<std::chrono::sys_seconds> parse_utc_time(std::string_view text);

// Of a year from 0 to 9999.
std::string utc_text(std::chrono::sys_seconds time);

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/manifest/reading/utc_time.ipp>
#endif
