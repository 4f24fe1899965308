// SPDX-License-Identifier: MIT
#pragma once

// Which of a file's URLs to use for the next attempt, and when.

#include <wua/engine/retry_policy.hpp>
#include <wua/engine/transfer/fetch_failure.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <tuple>
#include <vector>

namespace wua::detail
{

// Pure bookkeeping for one file: URLs are named by their index; times and random delays come from the caller.
class mirror_choice
{
public:
    using nanoseconds = std::chrono::nanoseconds;

    explicit mirror_choice(std::size_t urls = 0) : m_mirrors(urls) {}

    // Chooses, among the URLs that may be used now, the one with the fewest failures, in the order of the file; among
    // equals, those whose host is failing for other updates, as told by is_failing(index), come last. If none may be
    // used now, chooses the one that may be used first; its host is to be left alone until not_before_of_host(index). A
    // suspect, as told by is_suspected(index), would discard what is stored, so it comes after URLs that have not
    // failed three times. nullopt when none is left.
    template <class IsFailing, class NotBefore, class IsSuspected>
    std::optional<std::size_t>
    choose(nanoseconds now, IsFailing&& is_failing, NotBefore&& not_before_of_host, IsSuspected&& is_suspected) const
    {
        std::optional<std::size_t> best;
        std::tuple<bool, nanoseconds, std::uint64_t> best_rank;
        bool has_suspect = false;
        for (std::size_t which = 0; m_mirrors.size() > 1 && which != m_mirrors.size(); ++which)
        {
            has_suspect = has_suspect || is_suspected(which);
        }
        constexpr std::uint32_t max_failures_before_suspects = 3;
        for (std::size_t which = 0; which != m_mirrors.size(); ++which)
        {
            const mirror& each = m_mirrors[which];
            if (each.is_excluded)
            {
                continue;
            }
            const bool fails_elsewhere = m_mirrors.size() > 1 && is_failing(which);
            const std::uint64_t failures =
                (std::uint64_t{each.failures} + each.wrong_contents) * 2 + (fails_elsewhere ? 1 : 0);
            const nanoseconds ready_at = std::max<nanoseconds>(each.not_before, not_before_of_host(which));
            const bool comes_last =
                has_suspect && (each.failures >= max_failures_before_suspects || is_suspected(which));
            const std::tuple rank(comes_last, std::max(ready_at, now), failures);
            if (!best || rank < best_rank)
            {
                best = which;
                best_rank = rank;
            }
        }
        return best;
    }

    // When the URL may be used again.
    nanoseconds not_before(std::size_t which) const
    {
        return m_mirrors[which].not_before;
    }

    // The URL has refused a range of the file: the whole file is requested from now on.
    void reject_ranges(std::size_t which) noexcept
    {
        m_mirrors[which].rejects_ranges = true;
        m_mirrors[which].vain_parts = 0;
    }
    // The range was not the reason.
    void accept_ranges(std::size_t which) noexcept
    {
        m_mirrors[which].rejects_ranges = false;
        m_mirrors[which].vain_parts = 0;
    }
    bool rejects_ranges(std::size_t which) const noexcept
    {
        return m_mirrors[which].rejects_ranges;
    }

    // The URL was sending a part, next to nothing of which came. True if its ranges are now doubted: the whole file is
    // to be requested once.
    bool try_doubt_ranges(std::size_t which, const retry_policy& policy) noexcept
    {
        constexpr std::uint32_t max_vain_parts = 3;
        mirror& asked = m_mirrors[which];
        ++asked.vain_parts;
        const bool was_every_try = policy.attempts != 0 && asked.vain_parts >= policy.attempts;
        asked.rejects_ranges = asked.vain_parts >= max_vain_parts || was_every_try;
        return asked.rejects_ranges;
    }
    // It was sending something else.
    void end_doubts(std::size_t which) noexcept
    {
        mirror& asked = m_mirrors[which];
        asked.rejects_ranges = asked.rejects_ranges && asked.vain_parts == 0;
        asked.vain_parts = 0;
    }

    enum class verdict : std::uint8_t
    {
        goes_on,
        waits_too_long, // the server demands a longer wait than the policy allows
        wastes_bytes,   // too much was received repeatedly: no URL is left
    };

    // An earlier run has left this many bytes.
    void continue_at(std::uint64_t bytes) noexcept
    {
        m_furthest = std::max(m_furthest, bytes);
    }

    // Records a failed attempt that received this many bytes, when the file had `stored` of them. Only bytes that no
    // attempt has reached before count as new. delay(failures) returns the delay before the next one.
    template <class Delay>
    verdict on_failure(std::size_t which, const fetch_failure& failure, std::uint64_t received, std::uint64_t stored,
                       const retry_policy& policy, nanoseconds now, Delay&& delay)
    {
        mirror& failed = m_mirrors[which];
        const std::uint64_t gained = stored - std::min(stored, m_furthest);
        continue_at(stored);
        m_wasted += received - std::min(received, gained);
        failed.failures = gained >= std::max<std::uint64_t>(policy.progress, 1) ? 1 : failed.failures + 1;
        failed.wrong_contents += failure.is_wrong_content ? 1 : 0;
        constexpr std::uint32_t max_wrong_contents = 2;
        const nanoseconds retry_after = failure.retry_after.value_or(nanoseconds(0));
        const bool waits_too_long = policy.max_retry_after.count() != 0 && retry_after > policy.max_retry_after;
        failed.is_excluded = failed.is_excluded || waits_too_long || failure.remedy == remedy::other_mirror ||
                             (failure.is_wrong_content && failed.wrong_contents >= max_wrong_contents) ||
                             (!failure.is_refused_part && policy.attempts != 0 && failed.failures >= policy.attempts);
        failed.not_before = now + std::max<nanoseconds>(retry_after, delay(failed.failures));
        if (policy.wasted_bytes != 0 && m_wasted > max_waste(policy))
        {
            for (mirror& each : m_mirrors)
            {
                each.is_excluded = true;
            }
            return verdict::wastes_bytes;
        }
        return waits_too_long ? verdict::waits_too_long : verdict::goes_on;
    }

private:
    struct mirror
    {
        std::uint32_t failures = 0; // consecutive, without progress
        std::uint32_t wrong_contents = 0;
        bool is_excluded = false;
        bool rejects_ranges = false;
        std::uint32_t vain_parts = 0; // in a row; if ranges are rejected for no better reason, at least 1
        nanoseconds not_before{0};
    };

    // A file may be fetched anew from each URL, and once more.
    std::uint64_t max_waste(const retry_policy& policy) const noexcept
    {
        return std::max(policy.wasted_bytes, (m_mirrors.size() + 1) * m_furthest);
    }

    std::vector<mirror> m_mirrors;
    std::uint64_t m_furthest = 0; // the most bytes that any attempt has reached
    std::uint64_t m_wasted = 0;
};

} // namespace wua::detail
