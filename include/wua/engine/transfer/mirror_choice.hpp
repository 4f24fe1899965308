// SPDX-License-Identifier: MIT
#pragma once

// From which of a file's URLs its next attempt is made, and when.

#include <wua/engine/transfer/fetch_failure.hpp>
#include <wua/engine/retry_policy.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace wua
{

// Pure bookkeeping of one file: URLs are named by their index, times and chance come from the caller.
class mirror_choice
{
public:
    using nanoseconds = std::chrono::nanoseconds;

    explicit mirror_choice(std::size_t urls = 0) : m_mirrors(urls) {}

    // The URL with the fewest failures, in their order; those for which is_failing(index) is true, since they failed
    // elsewhere, come last among their like. Nothing when none will do.
    template <class IsFailing>
    std::optional<std::size_t> choose(IsFailing&& is_failing) const
    {
        std::optional<std::size_t> best;
        std::pair<std::uint32_t, bool> best_rank;
        for (std::size_t which = 0; which != m_mirrors.size(); ++which)
        {
            const mirror& one = m_mirrors[which];
            if (one.is_struck)
            {
                continue;
            }
            const std::pair rank(one.failures + one.wrong_contents, m_mirrors.size() > 1 && is_failing(which));
            if (!best || rank < best_rank)
            {
                best = which;
                best_rank = rank;
            }
        }
        return best;
    }

    // Before which the URL is not to be asked again.
    nanoseconds not_before(std::size_t which) const
    {
        return m_mirrors[which].not_before;
    }

    // An attempt that stored `received` bytes has failed. delay(failures) is the wait before the next one. True when
    // the server wants to be left alone for longer than anybody waits.
    template <class Delay>
    bool failed(std::size_t which, const fetch_failure& why, std::uint64_t received, const retry_policy& policy,
                nanoseconds now, Delay&& delay)
    {
        mirror& one = m_mirrors[which];
        one.failures = received >= policy.progress ? 1 : one.failures + 1;
        one.wrong_contents += why.is_wrong_content ? 1 : 0;
        constexpr std::uint32_t enough_wrong_contents = 2;
        const bool waits_too_long = why.retry_after && *why.retry_after > nanoseconds(policy.longest_retry_after);
        one.is_struck = one.is_struck || waits_too_long || why.remedy == remedy::other_mirror ||
                        (why.is_wrong_content && one.wrong_contents >= enough_wrong_contents) ||
                        one.failures >= std::max<std::uint32_t>(policy.attempts, 1);
        one.not_before = now + std::max(why.retry_after.value_or(nanoseconds(0)), delay(one.failures));
        return waits_too_long;
    }

private:
    struct mirror
    {
        std::uint32_t failures = 0; // in a row, without progress
        std::uint32_t wrong_contents = 0;
        bool is_struck = false;
        nanoseconds not_before{0};
    };

    std::vector<mirror> m_mirrors;
};

} // namespace wua
