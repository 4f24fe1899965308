// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/curl/option_rules.hpp>.

#include <wua/engine/curl/option_rules.hpp>
#include <wua/engine/curl/pem_files.hpp>
#include <wua/engine/curl/refused_option.hpp>
#include <wua/engine/transfer/header_rules.hpp>
#include <wua/engine/transfer/joined_text.hpp>
#include <wua/engine/transfer/update_queue.hpp>

#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace wua::detail
{

WUA_COLD void check_time(std::string_view name, std::chrono::milliseconds time)
{
    if (time.count() < 0 || time > retry_policy::max_time)
    {
        refuse_option(joined({name, " must be a time from 0 to a hundred years"}));
    }
}

WUA_COLD void check_retries(const retry_policy& policy)
{
    const std::pair<std::string_view, std::chrono::milliseconds> times[] = {
        {"retry.first_delay", policy.first_delay},           {"retry.max_delay", policy.max_delay},
        {"retry.max_retry_after", policy.max_retry_after},   {"retry.connect_deadline", policy.connect_deadline},
        {"retry.attempt_deadline", policy.attempt_deadline}, {"retry.total_deadline", policy.total_deadline},
        {"retry.busy_deadline", policy.busy_deadline},       {"retry.stall_time", policy.stall_time},
    };
    for (const auto& [name, time] : times)
    {
        check_time(name, time);
    }
    if (!(policy.jitter >= 0 && policy.jitter <= 1))
    {
        refuse_option("retry.jitter, the random share of a delay, must be from 0 to 1");
    }
}

WUA_COLD void check_times(const curl_options& options)
{
    if (!options.clock)
    {
        refuse_option("clock must not be empty: it is what time is counted by");
    }
    check_retries(options.retry);
    check_time("pause_patience", options.pause_patience);
    check_time("may_fetch_every", options.may_fetch_every);
    check_time("journal_every", options.journal_every);
    check_time("lock_patience", options.lock_patience);
    if (options.may_fetch && options.may_fetch_every.count() == 0)
    {
        refuse_option("may_fetch_every, the time between two calls of may_fetch, must be above 0");
    }
}

WUA_COLD void check_numbers(const curl_options& options)
{
    const parallel_limits& limits = options.parallel;
    if (limits.engine == 0 || limits.job == 0 || limits.host == 0)
    {
        refuse_option("parallel: each limit must be at least 1");
    }
    if (options.segments.max_per_file == 0 || options.segments.min_bytes == 0)
    {
        refuse_option("segments: max_per_file and min_bytes must be at least 1");
    }
    if (options.loops == 0 || options.loops > update_queue::max_lanes)
    {
        refuse_option("loops, the number of threads that download, must be 1 or 2");
    }
    if (options.max_header_bytes == 0)
    {
        refuse_option("max_header_bytes must be above 0");
    }
}

// A number that was cast to the enumeration names no choice, and must not pass for one.
template <class Enum>
void check_choice(std::string_view name, Enum value, Enum last)
{
    if (value > last)
    {
        refuse_option(joined({name, " has no choice ", static_cast<unsigned>(value)}));
    }
}

WUA_COLD void check_choices(const curl_options& options)
{
    check_choice("access", options.access, file_access::owner_only);
    check_choice("version", options.version, http_version::http_1_1);
    check_choice("preallocation", options.preallocation, file_allocation::full);
    check_choice("sync", options.sync, sync_policy::never);
    check_choice("requests.ip_version", options.requests.ip_version, ip_version::v6);
    check_choice("requests.min_tls", options.requests.min_tls, tls_version::tls_1_3);
}

WUA_COLD void check_options(const curl_options& options)
{
    check_times(options);
    check_numbers(options);
    check_choices(options);
    if (std::string fault = fault_of(options.policy); !fault.empty())
    {
        refuse_option(std::move(fault));
    }
    if (has_control_character(options.user_agent))
    {
        refuse_option("user_agent has a line break or another control character");
    }
    if (!options.ca_file.empty())
    {
        check_authorities(options.ca_file);
    }
    std::error_code error;
    if (!options.ca_directory.empty() && !std::filesystem::is_directory(options.ca_directory, error))
    {
        refuse_option(joined({"ca_directory is not a directory: ", shown_path(options.ca_directory)}));
    }
}

} // namespace wua::detail
