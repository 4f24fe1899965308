// SPDX-License-Identifier: MIT
#pragma once

// Finds the blocks of a file, whose sums a zsync control file has, in another one: the seed.

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

// The seed goes through it once, piece by piece, in its order. One thread at a time. What it found is right as far as
// the sums of the control file tell, and these are short.
//
// Memory: some 20 bytes a block, and a piece. Time: whatever the sums are, each byte of the seed costs a bounded number
// of steps; where they are made to look alike, less is found.
class seed_matcher
{
public:
    // Bytes of the target that are right there in the seed; where blocks follow each other in both, they come together.
    // Each byte of the target comes once at most.
    using found_function = std::function<void(std::uint64_t offset, const char* bytes, std::size_t size)>;

    // Calls on_found in advance() and finish(), which throw what it throws; then it is of no more use.
    seed_matcher(const zsync_control& control, found_function on_found);

    // These bytes of the target are there already: blocks of nothing else are not looked for.
    void exclude(std::uint64_t offset, std::uint64_t size);

    // Where the next bytes of the seed are to be put, as many as there are.
    std::span<char> room();

    // So many were put there.
    void advance(std::size_t size);

    // The seed is over. Once.
    void finish();

    // Nothing is left to be found.
    bool is_complete() const noexcept
    {
        return m_found_blocks == m_count;
    }

    // How many bytes were found; what was excluded does not count.
    std::uint64_t found_bytes() const noexcept
    {
        return m_found_bytes;
    }

private:
    static constexpr std::size_t piece_size = 256U << 10U;
    static constexpr std::size_t strip_size = 4096; // whose sums stay in the processor's cache
    static constexpr std::uint32_t no_block = ~std::uint32_t{0};

    // What is hashed or searched, in bytes, for each byte of the seed, and how much of it may be saved up.
    static constexpr std::int64_t credit_per_byte = 8;
    static constexpr std::int64_t max_credit = 4 << 20;

    // Of the weak sums of two blocks, or of one and 0. Different ones stay different, and its highest bits depend on
    // all of them.
    static std::uint64_t key_of(std::uint64_t first, std::uint64_t second) noexcept
    {
        return (first | second << 32U) * 0x9E3779B97F4A7C15U;
    }

    // What the control file has for the blocks from there on.
    std::uint64_t key_of(std::uint32_t block) const noexcept
    {
        return key_of(m_control.weak(block), m_sequence == 2 ? m_control.weak(block + 1) : 0);
    }

    // Negative, 0 or positive, as the one's strong sums are before the other's.
    int compare_strong(std::uint32_t one, std::uint32_t other) const noexcept;

    void index_blocks();

    void scan();

    // The block that should come here, since the one before came before it.
    bool try_expected();
    bool try_expected_end();

    // Moves on by single bytes to where something was found, or to the end of what is there.
    void roll();

    bool has_weak_at(std::size_t at) const noexcept
    {
        return m_weak_begin <= at && at < m_weak_end;
    }

    // From m_at to there, what m_weak is to have.
    void sum_up(std::size_t end);

    // At m_at. True when it has moved on.
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
    const std::uint32_t m_sequence; // of one block there is no row
    const std::size_t m_window;
    const std::uint32_t m_weak_mask;

    std::vector<std::uint32_t> m_order;  // the blocks by their keys, alike ones by their strong sums
    std::vector<std::uint64_t> m_keys;   // in that order
    std::vector<bool> m_is_group_taken;  // by the place in m_order of its first block
    std::vector<std::uint32_t> m_starts; // in m_order, by the highest bits of the key
    std::vector<std::uint64_t> m_filter; // a bit for some more of them
    unsigned m_filter_shift = 0;
    unsigned m_start_shift = 0;

    std::vector<bool> m_is_found;
    std::uint32_t m_found_blocks = 0;
    std::uint64_t m_found_bytes = 0;

    std::vector<char> m_buffer;
    std::size_t m_filled = 0;
    std::size_t m_at = 0;
    std::uint32_t m_next = no_block; // the block that is expected next, at m_next_at
    std::size_t m_next_at = 0;
    std::vector<std::uint32_t> m_weak; // of the block that begins at each place from m_weak_begin to m_weak_end
    std::size_t m_weak_begin = 1;      // behind the end: there are none, and m_rolling is nothing
    std::size_t m_weak_end = 0;
    rolling_sum m_rolling; // at m_weak_end
    std::int64_t m_credit = max_credit;

    const char* m_run = nullptr; // found, and not told of yet
    std::size_t m_run_size = 0;
    std::uint64_t m_run_offset = 0;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/seed/seed_matcher.ipp>
#endif
