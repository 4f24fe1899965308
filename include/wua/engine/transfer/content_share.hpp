// SPDX-License-Identifier: MIT
#pragma once

// How much of the bytes that have just come is taken.

#include <wua/separate_compilation.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>

namespace wua::detail
{

struct content_share
{
    enum class verdict : std::uint8_t
    {
        fits,
        exceeds_total,
        exceeds_part, // of which the response has spoken
    };

    // Bytes at that place of the content.
    struct offer
    {
        std::uint64_t place = 0;
        std::size_t size = 0;
        std::optional<std::uint64_t> end{};   // of what is wanted: there begins what others have, or fetch
        std::optional<std::uint64_t> total{}; // of the content
        std::optional<std::uint64_t> part_end{};
        bool has_digest = false;
    };

    std::size_t taken = 0;
    bool is_enough = false; // nothing more is wanted after these
    verdict what = verdict::fits;

    // The end of the offered range must not lie beyond the largest number.
    static content_share of(const offer& offered) noexcept;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/transfer/content_share.ipp>
#endif
