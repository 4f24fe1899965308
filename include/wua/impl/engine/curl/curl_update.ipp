// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/curl/curl_update.hpp>.

#include <wua/engine/curl/curl_update.hpp>
#include <wua/engine/transfer/http_errors.hpp>
#include <wua/engine/transfer/joined_text.hpp>

#include <limits>
#include <utility>

namespace wua::detail
{

WUA_INLINE curl_update::curl_update(curl_core& owner, update_queue::ticket&& taken)
    : core(owner),
      ticket(std::move(taken)),
      job(std::static_pointer_cast<curl_job>(ticket.job)),
      item(job->transfer.updates()[ticket.index]),
      report(job->transfer, ticket.index)
{}

WUA_INLINE std::uint64_t curl_update::max_bytes() const noexcept
{
    constexpr std::uint64_t unlimited = std::numeric_limits<std::uint64_t>::max();
    const auto limit = [](std::uint64_t option) { return option != 0 ? option : unlimited; };
    return std::min(
        item->max_size.value_or(limit(core.options.max_update_bytes)), limit(core.options.policy.max_update_bytes));
}

WUA_COLD fetch_failure curl_update::too_large(std::uint64_t file_bytes) const
{
    const std::uint64_t limit = max_bytes();
    std::string detail = joined(
        {"the update has ", report.completed_bytes() + file_bytes, " bytes or more, but may have ", limit, " at most"});
    return {.result = outcome::failed(update_too_large, {}, std::move(detail)),
            .remedy = remedy::other_mirror,
            .keeps_bytes = false};
}

WUA_COLD std::string curl_update::user_agent()
{
    std::string text = core.options.user_agent;
    if (const std::string& client = transfer().options().client_application_id; !client.empty())
    {
        text += text.empty() ? "" : " ";
        text += one_line(client);
    }
    return text;
}

WUA_INLINE void curl_update::take_budget(std::size_t bytes)
{
    const nanoseconds now = is_limited() ? core.now() : nanoseconds(0);
    core.budget.take(bytes, now);
    job->budget.take(bytes, now);
}

} // namespace wua::detail
