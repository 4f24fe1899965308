// SPDX-License-Identifier: MIT
#pragma once

// The numbers of a job as readers see them: without a lock, and at almost no cost when nothing has changed.

#include <wua/job/seqlock.hpp>
#include <wua/job/update_table.hpp>
#include <wua/model/progress_snapshot.hpp>
#include <wua/separate_compilation.hpp>

#include <cstddef>
#include <cstdint>
#include <utility>

namespace wua::detail
{

// A rarely written record behind a seqlock, with a frequently written word beside it. Every change of the record is
// published; the bytes of the current update are not in it, so that the downloading thread stores only one word. The
// log must outlive it.
class published_progress
{
public:
    // Versions start from `version`, which must be even, so that versions of two jobs can be told apart.
    published_progress(const progress_values& first, const update_table& log, std::uint64_t version = 0) noexcept
        : m_values(first, version),
          m_table(log),
          m_count(log.size())
    {}

    // For one writer at a time. No reader sees the values without the effect of also(), or the reverse.
    template <class F>
    void store(const progress_values& values, F&& also) noexcept
    {
        m_values.store_while(values, std::forward<F>(also));
    }

    // Reads the current numbers and returns their version; 0 when the writer was in the way 64 times in a row.
    std::uint64_t try_read(progress_values& values) const noexcept;

    // Brings numbers that were read at that version up to date, if nothing but byte counts has changed since.
    bool try_refresh(progress_values& values, std::uint64_t version) const noexcept;

    // The two halves of try_refresh(): whether nothing but byte counts has changed, with the current update's bytes in
    // `live`; and what to do if they differ from those in the values.
    bool is_still(const progress_values& values, std::uint64_t version, std::uint64_t& live) const noexcept;
    static void replace_live(progress_values& values, std::uint64_t live) noexcept;

    // Adds what published numbers leave out, for values obtained elsewhere, while no writer is active.
    void complete(progress_values& values) const noexcept
    {
        add_live(values, live_bytes(values));
    }

    // Constant as long as nothing is stored.
    std::uint64_t version() const noexcept
    {
        return m_values.version();
    }

private:
    // The bytes of the current update; tolerates an invalid index in `values`.
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
