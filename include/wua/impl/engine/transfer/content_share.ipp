// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/transfer/content_share.hpp>.

#include <wua/engine/transfer/content_share.hpp>

#include <algorithm>

namespace wua::detail
{

WUA_INLINE content_share content_share::of(const offer& offered) noexcept
{
    const std::optional<std::uint64_t>& end = offered.end;
    const std::uint64_t missing = end ? *end - std::min(offered.place, *end) : 0;
    content_share share;
    // What others have, or fetch, is not needed; and beyond the end the digest tells whether these are the right bytes.
    share.is_enough = end && offered.size >= missing && (offered.has_digest || end != offered.total);
    share.taken = share.is_enough ? static_cast<std::size_t>(missing) : offered.size;
    if (offered.total && share.taken > missing)
    {
        share.what = verdict::exceeds_total;
    }
    else if (offered.part_end && offered.place + share.taken > *offered.part_end)
    {
        share.what = verdict::exceeds_part;
    }
    return share;
}

} // namespace wua::detail
