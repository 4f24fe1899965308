// SPDX-License-Identifier: MIT
#pragma once

// A value that one writer replaces while any number of readers copy it whole, without taking a lock.

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>
#include <utility>

namespace wua::detail
{

// Writers take turns by a lock of their own. Every word is an atomic, so a copy that the version check discards is not
// a data race. Ordering needs no fence: each word is stored with release and loaded with acquire, which costs nothing
// on x86 and keeps the version's two reads on either side of the words.
template <class T>
class seqlock
{
    static_assert(std::is_trivially_copyable_v<T> && sizeof(T) % sizeof(std::uint64_t) == 0);
    static constexpr std::size_t word_count = sizeof(T) / sizeof(std::uint64_t);
    using words = std::array<std::uint64_t, word_count>;

public:
    explicit seqlock(const T& value, std::uint64_t version = 0) noexcept : m_version(version)
    {
        store(value);
    }

    // For one writer at a time.
    void store(const T& value) noexcept
    {
        store_while(value, [] {});
    }

    // Stores the value and runs change() so that no reader sees one without the other.
    template <class F>
    void store_while(const T& value, F&& change) noexcept
    {
        words copy;
        std::memcpy(copy.data(), &value, sizeof value);
        const std::uint64_t version = m_version.load(std::memory_order_relaxed);
        m_version.store(version + 1, std::memory_order_relaxed);
        for (std::size_t i = 0; i != word_count; ++i)
        {
            m_words[i].store(copy[i], std::memory_order_release);
        }
        change();
        m_version.store(version + 2, std::memory_order_release);
    }

    // Copies the value, and what also(value) reads with acquire belongs to the same moment. Returns the value's
    // version; 0 when the writer was in the way on every one of the given attempts. `also` may see a torn value and
    // must cope with any.
    template <class F>
    std::uint64_t try_load(T& value, int attempts, F&& also) const noexcept
    {
        for (int i = 0; i != attempts; ++i)
        {
            const std::uint64_t before = m_version.load(std::memory_order_acquire);
            if (before % 2 != 0)
            {
                continue;
            }
            copy_to(value, std::make_index_sequence<word_count>());
            also(value);
            if (m_version.load(std::memory_order_relaxed) == before)
            {
                return before;
            }
        }
        return 0;
    }

    // True when the value still has that version; then what also() reads with acquire belongs to it.
    template <class F>
    bool is_still(std::uint64_t version, F&& also) const noexcept
    {
        if (m_version.load(std::memory_order_acquire) != version)
        {
            return false;
        }
        also();
        return m_version.load(std::memory_order_relaxed) == version;
    }

    // The initial version plus twice the number of writes so far, including the first value's; odd during a write.
    std::uint64_t version() const noexcept
    {
        return m_version.load(std::memory_order_acquire);
    }

private:
    // Each word goes straight to its place: an intermediate copy, or a loop, doubles the time of a poll.
    template <std::size_t... Word>
    void copy_to(T& value, std::index_sequence<Word...>) const noexcept
    {
        auto* const place = reinterpret_cast<std::byte*>(&value);
        (copy_word(place + Word * sizeof(std::uint64_t), m_words[Word]), ...);
    }

    static void copy_word(std::byte* place, const std::atomic<std::uint64_t>& word) noexcept
    {
        const std::uint64_t bits = word.load(std::memory_order_acquire);
        std::memcpy(place, &bits, sizeof bits);
    }

    std::atomic<std::uint64_t> m_version;
    std::array<std::atomic<std::uint64_t>, word_count> m_words{};
};

} // namespace wua::detail
