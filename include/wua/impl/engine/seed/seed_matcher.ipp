// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/seed/seed_matcher.hpp>.

#include <wua/engine/seed/seed_matcher.hpp>

#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

namespace wua::detail
{

WUA_COLD seed_matcher::seed_matcher(const zsync_control& control, found_function on_found)
    : m_control(control),
      m_on_found(std::move(on_found)),
      m_count(static_cast<std::uint32_t>(control.block_count())),
      m_block_size(static_cast<std::uint32_t>(control.block_size())),
      m_sequence(m_count > 1 ? control.sequence() : 1),
      m_window(std::size_t{m_sequence} * m_block_size),
      m_weak_mask(control.weak_mask()),
      m_is_found(m_count),
      m_buffer(piece_size + 2 * m_window),
      m_weak(m_buffer.size())
{
    index_blocks();
}

WUA_COLD void seed_matcher::index_blocks()
{
    // With pairs, every block but the last starts one. Sorting puts equal blocks next to each other.
    std::vector<std::uint64_t> keys(m_count - (m_count != 0 ? m_sequence - 1 : 0));
    m_order.resize(keys.size());
    for (std::uint32_t i = 0; i != m_order.size(); ++i)
    {
        m_order[i] = i;
        keys[i] = key_of(i);
    }
    std::sort(m_order.begin(), m_order.end(), [this, &keys](std::uint32_t a, std::uint32_t b) {
        if (keys[a] != keys[b])
        {
            return keys[a] < keys[b];
        }
        const int order = compare_strong(a, b);
        return order != 0 ? order < 0 : a < b;
    });
    m_keys.reserve(keys.size());
    for (const std::uint32_t block : m_order)
    {
        m_keys.push_back(keys[block]);
    }
    m_is_group_taken.resize(m_order.size());

    // At most one bit in 64 is set, except for the largest files; a start leads to one block on average.
    const auto filter_bits = static_cast<unsigned>(std::clamp<std::size_t>(std::bit_width(m_order.size()) + 6, 12, 27));
    const unsigned start_bits = filter_bits - 6;
    m_filter_shift = 64 - filter_bits;
    m_start_shift = 64 - start_bits;
    m_filter.resize(std::size_t{1} << (filter_bits - 6));
    m_starts.resize((std::size_t{1} << start_bits) + 1);
    for (const std::uint64_t key : m_keys)
    {
        m_filter[static_cast<std::size_t>(key >> m_filter_shift >> 6U)] |=
            std::uint64_t{1} << (key >> m_filter_shift & 63U);
        ++m_starts[static_cast<std::size_t>(key >> m_start_shift) + 1];
    }
    for (std::size_t i = 1; i != m_starts.size(); ++i)
    {
        m_starts[i] += m_starts[i - 1];
    }
}

WUA_COLD int seed_matcher::compare_strong(std::uint32_t one, std::uint32_t other) const noexcept
{
    int order = 0;
    for (std::uint32_t i = 0; i != m_sequence && order == 0; ++i)
    {
        order = m_control.strong(one + i).compare(m_control.strong(other + i));
    }
    return order;
}

WUA_COLD void seed_matcher::exclude(std::uint64_t offset, std::uint64_t size)
{
    const std::uint64_t end = std::min(offset + size, m_control.length());
    for (std::uint64_t i = (offset + m_block_size - 1) / m_block_size; i < m_count; ++i)
    {
        const auto block = static_cast<std::uint32_t>(i);
        if (i * m_block_size + m_control.size_of(block) > end)
        {
            return;
        }
        m_found_blocks += m_is_found[block] ? 0U : 1U;
        m_is_found[block] = true;
    }
}

WUA_INLINE std::span<char> seed_matcher::room()
{
    if (m_at != 0)
    {
        std::memmove(m_buffer.data(), m_buffer.data() + m_at, m_filled - m_at);
        m_filled -= m_at;
        m_next_at -= m_next == no_block ? 0 : m_at;
        if (m_weak_begin <= m_at && m_at <= m_weak_end)
        {
            std::copy(m_weak.begin() + static_cast<std::ptrdiff_t>(m_at),
                      m_weak.begin() + static_cast<std::ptrdiff_t>(m_weak_end), m_weak.begin());
            m_weak_begin = 0;
            m_weak_end -= m_at;
        }
        else
        {
            m_weak_begin = 1;
            m_weak_end = 0;
        }
        m_at = 0;
    }
    return std::span(m_buffer).subspan(m_filled, piece_size);
}

WUA_INLINE void seed_matcher::advance(std::size_t size)
{
    m_filled += size;
    m_credit = std::min(m_credit + credit_per_byte * static_cast<std::int64_t>(size), max_credit);
    scan();
}

WUA_COLD void seed_matcher::finish()
{
    room();
    std::fill_n(m_buffer.begin() + static_cast<std::ptrdiff_t>(m_filled), m_window, '\0');
    m_filled += m_window;
    scan();
}

WUA_INLINE void seed_matcher::scan()
{
    while (m_at + m_window < m_filled && !is_complete())
    {
        if (m_next == no_block || m_at != m_next_at || !try_expected())
        {
            roll();
        }
    }
    flush_run();
    if (is_complete())
    {
        m_at = m_filled;
        m_next = no_block;
    }
}

WUA_INLINE bool seed_matcher::try_expected()
{
    const char* const bytes = m_buffer.data() + m_at;
    const std::uint32_t block = m_next;
    const std::uint32_t weak =
        has_weak_at(m_at) ? m_weak[m_at] : rolling_sum(bytes, m_block_size).value() & m_weak_mask;
    bool is_right = weak == m_control.weak(block) && is_strong(block, md4(bytes, m_block_size));
    is_right = is_right || (block + 1 == m_count && try_expected_end());
    if (is_right)
    {
        take(block, bytes);
        m_at += m_control.size_of(block);
        expect(block + 1);
        return true;
    }
    // The block may be an exception: try the one after it in the expected place.
    expect(block + 1);
    m_next_at += m_block_size;
    return false;
}

// The last block is padded with zeros in the control file, whatever follows it in the seed.
WUA_COLD bool seed_matcher::try_expected_end()
{
    const std::size_t size = m_control.size_of(m_next);
    std::vector<char> padded(m_block_size);
    std::copy_n(m_buffer.data() + m_at, size, padded.data());
    return is_strong(m_next, md4(padded.data(), padded.size()));
}

WUA_INLINE void seed_matcher::roll()
{
    std::size_t end = m_filled - m_window;
    if (m_next != no_block)
    {
        end = std::min(end, m_next_at);
    }
    const std::size_t to_second = m_window - m_block_size; // 0 without pairs; the mask then drops the second sum
    const std::uint64_t second_mask = m_sequence == 2 ? ~std::uint64_t{0} : 0;
    while (m_at != end)
    {
        const std::size_t strip_end = std::min(end, m_at + strip_size);
        sum_up(strip_end + to_second);
        const std::uint32_t* const weak = m_weak.data();
        const std::uint64_t* const filter = m_filter.data();
        for (std::size_t at = m_at; at != strip_end; ++at)
        {
            const std::uint64_t key = key_of(weak[at], weak[at + to_second] & second_mask);
            const std::uint64_t bit = key >> m_filter_shift;
            if ((filter[bit >> 6U] >> (bit & 63U) & 1U) != 0) [[unlikely]]
            {
                m_at = at;
                if (try_found(key))
                {
                    return;
                }
            }
        }
        m_at = strip_end;
    }
}

WUA_INLINE void seed_matcher::sum_up(std::size_t end)
{
    const char* const bytes = m_buffer.data();
    if (m_at < m_weak_begin || m_weak_end < m_at)
    {
        m_rolling = rolling_sum(bytes + m_at, m_block_size);
        m_weak_begin = m_at;
        m_weak_end = m_at;
    }
    if (m_weak_end >= end)
    {
        return;
    }
    rolling_sum rolling = m_rolling;
    std::uint32_t* const weak = m_weak.data();
    const std::uint32_t size = m_block_size;
    const std::uint32_t mask = m_weak_mask;
    for (std::size_t at = m_weak_end; at != end; ++at)
    {
        weak[at] = rolling.value() & mask;
        rolling.roll(bytes[at], bytes[at + size], size);
    }
    m_rolling = rolling;
    m_weak_end = end;
}

WUA_INLINE bool seed_matcher::try_found(std::uint64_t key)
{
    const auto start = static_cast<std::size_t>(key >> m_start_shift);
    const auto first = m_keys.begin() + m_starts[start];
    const auto last = m_keys.begin() + m_starts[start + 1];
    constexpr std::size_t cost_of_a_step = 16;
    if (!try_spend(cost_of_a_step * static_cast<std::size_t>(std::bit_width(static_cast<std::size_t>(last - first)))))
    {
        return false;
    }
    const auto [low_key, high_key] = std::equal_range(first, last, key);
    if (low_key == high_key || !try_spend(m_window))
    {
        return false;
    }
    auto low = m_order.begin() + (low_key - m_keys.begin());
    auto high = m_order.begin() + (high_key - m_keys.begin());
    const char* const bytes = m_buffer.data() + m_at;
    for (std::uint32_t i = 0; i != m_sequence; ++i)
    {
        const md4_digest digest = md4(bytes + std::size_t{i} * m_block_size, m_block_size);
        const std::string_view strong(reinterpret_cast<const char*>(digest.data()), m_control.strong_size());
        low = std::lower_bound(low, high, strong, [this, i](std::uint32_t block, std::string_view wanted) {
            return m_control.strong(block + i) < wanted;
        });
        high = std::upper_bound(low, high, strong, [this, i](std::string_view wanted, std::uint32_t block) {
            return wanted < m_control.strong(block + i);
        });
        if (low == high)
        {
            return false;
        }
    }
    const auto group = static_cast<std::size_t>(low - m_order.begin());
    const std::uint32_t block = *low;
    for (std::uint32_t i = 0; i != m_sequence; ++i)
    {
        take(block + i, bytes + std::size_t{i} * m_block_size);
    }
    if (!m_is_group_taken[group])
    {
        m_is_group_taken[group] = true;
        for (auto each = low + 1; each != high; ++each)
        {
            for (std::uint32_t i = 0; i != m_sequence; ++i)
            {
                take_alike(*each + i, bytes + std::size_t{i} * m_block_size);
            }
        }
    }
    m_at += m_window - m_block_size + m_control.size_of(block + m_sequence - 1);
    expect(block + m_sequence);
    return true;
}

WUA_INLINE bool seed_matcher::is_strong(std::uint32_t block, const md4_digest& digest) const noexcept
{
    return std::memcmp(m_control.strong(block).data(), digest.data(), m_control.strong_size()) == 0;
}

WUA_INLINE bool seed_matcher::try_spend(std::size_t cost) noexcept
{
    const bool has_enough = m_credit >= static_cast<std::int64_t>(cost);
    m_credit -= has_enough ? static_cast<std::int64_t>(cost) : 0;
    return has_enough;
}

WUA_INLINE void seed_matcher::expect(std::size_t block) noexcept
{
    m_next = block < m_count ? static_cast<std::uint32_t>(block) : no_block;
    m_next_at = m_at;
}

WUA_INLINE void seed_matcher::take(std::uint32_t block, const char* bytes)
{
    if (m_is_found[block])
    {
        return;
    }
    const std::uint64_t offset = std::uint64_t{block} * m_block_size;
    const std::size_t size = m_control.size_of(block);
    if (m_run_size == 0 || m_run + m_run_size != bytes || m_run_offset + m_run_size != offset)
    {
        flush_run();
        m_run = bytes;
        m_run_offset = offset;
    }
    m_is_found[block] = true;
    ++m_found_blocks;
    m_found_bytes += size;
    m_run_size += size;
}

WUA_COLD void seed_matcher::take_alike(std::uint32_t block, const char* bytes)
{
    if (!m_is_found[block])
    {
        flush_run();
        take(block, bytes);
        flush_run();
    }
}

WUA_INLINE void seed_matcher::flush_run()
{
    if (const std::size_t size = std::exchange(m_run_size, 0); size != 0)
    {
        m_on_found(m_run_offset, m_run, size);
    }
}

} // namespace wua::detail
