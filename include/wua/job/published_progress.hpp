// SPDX-License-Identifier: MIT
#pragma once

// The numbers of a job as readers find them: without a lock, and almost for nothing when they have seen them before.

#include <wua/job/seqlock.hpp>
#include <wua/job/update_table.hpp>
#include <wua/model/progress_snapshot.hpp>
#include <wua/separate_compilation.hpp>

#include <cstddef>
#include <cstdint>
#include <utility>

namespace wua::detail
{

// A cold record behind a seqlock and a hot word beside it. Whatever changes the record is published; the bytes of the
// current update are not in it, so that the thread that downloads has one word to store. The log must outlive it.
class published_progress
{
public:
    // Versions begin after `version`, which is even: so those of two jobs can be told apart.
    published_progress(const progress_values& first, const update_table& log, std::uint64_t version = 0) noexcept
        : m_values(first, version),
          m_table(log),
          m_count(log.size())
    {}

    // For one writer at a time. No reader sees the values without what also() does, or the other way round.
    template <class F>
    void store(const progress_values& values, F&& also) noexcept
    {
        m_values.store_while(values, std::forward<F>(also));
    }

    // The numbers of this instant, and their version; 0 when the writer was in the way 64 times in a row.
    std::uint64_t try_read(progress_values& values) const noexcept;

    // Brings numbers that were read at that version to this instant, if nothing has changed since but bytes.
    bool try_refresh(progress_values& values, std::uint64_t version) const noexcept;

    // The two halves of that: whether nothing has changed since but bytes, and what those of the current update are
    // now; what follows when they are others than those of the values.
    bool is_still(const progress_values& values, std::uint64_t version, std::uint64_t& live) const noexcept;
    static void replace_live(progress_values& values, std::uint64_t live) noexcept;

    // Adds what is not in published numbers; for who has them from elsewhere, while no writer is at work.
    void complete(progress_values& values) const noexcept
    {
        add_live(values, live_bytes(values));
    }

    // The same as long as nothing has been stored.
    std::uint64_t version() const noexcept
    {
        return m_values.version();
    }

private:
    // Of the current update; survives an index that makes no sense.
    std::uint64_t live_bytes(const progress_values& values) const noexcept;

    static void add_live(progress_values& values, std::uint64_t live) noexcept;

    seqlock<progress_values> m_values;
    const update_table& m_table;
    const std::size_t m_count; // of its updates
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/job/published_progress.ipp>
#endif
