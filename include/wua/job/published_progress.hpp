// SPDX-License-Identifier: MIT
#pragma once

// The numbers of a job as readers find them: without a lock, and almost for nothing when they have seen them before.

#include <wua/model/progress_snapshot.hpp>
#include <wua/job/seqlock.hpp>
#include <wua/job/update_table.hpp>

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
    published_progress(const progress_values& first, const update_table& log) noexcept : m_values(first), m_table(log) {}

    // For one writer at a time. No reader sees the values without what also() does, or the other way round.
    template <class F>
    void store(const progress_values& values, F&& also) noexcept
    {
        m_values.store_while(values, std::forward<F>(also));
    }

    // The numbers of this instant, and their version; 0 when the writer was in the way 64 times in a row.
    std::uint64_t try_read(progress_values& values) const noexcept
    {
        std::uint64_t live = 0;
        const std::uint64_t version =
            m_values.try_load(values, 64, [&](const progress_values& torn) noexcept { live = live_bytes(torn); });
        if (version != 0)
        {
            add_live(values, live);
        }
        return version;
    }

    // Brings numbers that were read at that version to this instant, if nothing has changed since but bytes.
    bool try_refresh(progress_values& values, std::uint64_t version) const noexcept
    {
        std::uint64_t live = 0;
        if (!m_values.is_still(version, [&]() noexcept { live = values.is_live ? live_bytes(values) : 0; }))
        {
            return false;
        }
        if (values.is_live && live != values.current_bytes_downloaded)
        {
            values.bytes_downloaded -= values.current_credited;
            add_live(values, live);
        }
        return true;
    }

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
    std::uint64_t live_bytes(const progress_values& values) const noexcept
    {
        const std::size_t index = values.current_index;
        return index < m_table.size() ? m_table[index].bytes.load() : 0;
    }

    static void add_live(progress_values& values, std::uint64_t live) noexcept
    {
        if (values.is_live)
        {
            values.current_bytes_downloaded = live;
            values.current_credited = credited_bytes(live, values.current_credited);
            values.bytes_downloaded += values.current_credited;
        }
    }

    seqlock<progress_values> m_values;
    const update_table& m_table;
};

} // namespace wua::detail
