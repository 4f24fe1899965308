// SPDX-License-Identifier: MIT
#pragma once

// Finds the blocks of a file, described by a zsync control file, in another file: the seed.

#include <wua/engine/seed/md4.hpp>
#include <wua/engine/seed/rolling_sum.hpp>
#include <wua/engine/seed/zsync_control.hpp>
#include <wua/separate_compilation.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace wua::detail
{

// The seed passes through it once, piece by piece, in order. Used by one thread at a time. What it finds is right as
// far as the sums of the control file tell, and these are short.
//
// Memory: about 20 bytes per block, and a piece. Time: a bounded number of steps per byte of the seed, whatever the
// sums are; if they are made to look alike, less is found.
class seed_matcher
{
public:
    // Receives bytes of the target that were found in the seed; blocks that are adjacent in both files come together.
    // Each byte of the target comes at most once.
    using found_function = std::function<void(std::uint64_t offset, const char* bytes, std::size_t size)>;

    // Calls on_found in advance() and finish(), which let its exceptions through; the object is unusable after that.
    seed_matcher(const zsync_control& control, found_function on_found);

    // These bytes of the target are there already: does not look for blocks that lie entirely in them.
    void exclude(std::uint64_t offset, std::uint64_t size);

    // Where to put the next bytes of the seed, up to the size of the span.
    std::span<char> room();

    // This many have been put there.
    void advance(std::size_t size);

    // The seed is at its end. Call it once.
    void finish();

    // Nothing is left to be found.
    bool is_complete() const noexcept
    {
        return m_found_blocks == m_count;
    }

    // How many bytes were found, without those excluded.
    std::uint64_t found_bytes() const noexcept
    {
        return m_found_bytes;
    }

private:
    static constexpr std::size_t piece_size = 256U << 10U;
    static constexpr std::size_t strip_size = 4096; // its sums stay in the processor's cache
    static constexpr std::uint32_t no_block = ~std::uint32_t{0};

    // How many bytes may be hashed or searched per byte of the seed, and how much of that may be saved up.
    static constexpr std::int64_t credit_per_byte = 8;
    static constexpr std::int64_t max_credit = 4 << 20;

    // Of the weak sums of two blocks, or of one and 0. Distinct sums stay distinct; the highest bits depend on all of
    // them.
    static std::uint64_t key_of(std::uint64_t first, std::uint64_t second) noexcept
    {
        return (first | second << 32U) * 0x9E3779B97F4A7C15U;
    }

    // The key of the blocks from `block` on, from the control file.
    std::uint64_t key_of(std::uint32_t block) const noexcept
    {
        return key_of(m_control.weak(block), m_sequence == 2 ? m_control.weak(block + 1) : 0);
    }

    // Negative, 0 or positive, in the order of their strong sums.
    int compare_strong(std::uint32_t one, std::uint32_t other) const noexcept;

    void index_blocks();

    void scan();

    // The block that should follow here, because the one before it was just found.
    bool try_expected();
    bool try_expected_end();

    // Moves on byte by byte to a match, or to the end of the data.
    void roll();

    bool has_weak_at(std::size_t at) const noexcept
    {
        return m_weak_begin <= at && at < m_weak_end;
    }

    // Fills m_weak with the sums from m_at to `end`.
    void sum_up(std::size_t end);

    // Looks at m_at. True when it has moved on.
    bool try_found(std::uint64_t key);

    bool is_strong(std::uint32_t block, const md4_digest& digest) const noexcept;

    bool try_spend(std::size_t cost) noexcept;

    void expect(std::size_t block) noexcept;

    void take(std::uint32_t block, const char* bytes);
    void take_alike(std::uint32_t block, const char* bytes);
    void flush_run();

    const zsync_control& m_control;
    const found_function m_on_found;
    const std::uint32_t m_count;
    const std::uint32_t m_block_size;
    const std::uint32_t m_sequence; // 1: blocks are matched singly
    const std::size_t m_window;
    const std::uint32_t m_weak_mask;

    std::vector<std::uint32_t> m_order;  // the blocks sorted by key, those with equal keys by strong sum
    std::vector<std::uint64_t> m_keys;   // in that order
    std::vector<bool> m_is_group_taken;  // by the position in m_order of its first block
    std::vector<std::uint32_t> m_starts; // positions in m_order, by the highest bits of the key
    std::vector<std::uint64_t> m_filter; // one bit per value of a few more of these bits
    unsigned m_filter_shift = 0;
    unsigned m_start_shift = 0;

    std::vector<bool> m_is_found;
    std::uint32_t m_found_blocks = 0;
    std::uint64_t m_found_bytes = 0;

    std::vector<char> m_buffer;
    std::size_t m_filled = 0;
    std::size_t m_at = 0;
    std::uint32_t m_next = no_block; // the block that is expected at m_next_at
    std::size_t m_next_at = 0;
    std::vector<std::uint32_t> m_weak; // the sum at each position from m_weak_begin to m_weak_end
    std::size_t m_weak_begin = 1;      // beyond the end: there are none, and m_rolling is empty
    std::size_t m_weak_end = 0;
    rolling_sum m_rolling; // at m_weak_end
    std::int64_t m_credit = max_credit;

    const char* m_run = nullptr; // found, and not reported yet
    std::size_t m_run_size = 0;
    std::uint64_t m_run_offset = 0;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/seed/seed_matcher.ipp>
#endif
