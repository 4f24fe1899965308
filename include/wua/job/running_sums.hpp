// SPDX-License-Identifier: MIT
#pragma once

// The sums over all updates of a job, kept up to date as each of them changes.

#include <wua/job/update_table.hpp>
#include <wua/separate_compilation.hpp>

#include <cstddef>
#include <cstdint>
#include <utility>

namespace wua::detail
{

// The bytes of the current update change all the time without being added here. So the sums of what is done leave out
// that update; the sum of what is to be done includes all of them. Used by one thread at a time.
class running_sums
{
public:
    // Adds an update as one of the others. Call it once for each.
    void add(const update_record& record) noexcept;

    void change_current(const update_record& before, const update_record& now) noexcept;

    // Calls f, which changes the record, and keeps the sums right.
    template <class F>
    void change(update_record& record, bool is_current, F&& f)
    {
        take_need(record);
        if (!is_current)
        {
            take_done(record);
        }
        std::forward<F>(f)();
        if (!is_current)
        {
            add_done(record);
        }
        add_need(record);
    }

    // Of all but the current one: the bytes, and the percentages times the weights.
    std::uint64_t bytes_of_others() const noexcept
    {
        return m_bytes;
    }
    std::uint64_t weighted_percent_of_others() const noexcept
    {
        return m_weighted;
    }

    // The bytes that all updates of known size take up in the job's total; then the job's total itself.
    std::uint64_t bytes_known() const noexcept
    {
        return m_total;
    }
    std::uint64_t bytes_to_download() const noexcept
    {
        return m_unsized == 0 ? m_total : unknown_bytes;
    }

private:
    void add_done(const update_record& record) noexcept;
    void take_done(const update_record& record) noexcept;

    void add_need(const update_record& record) noexcept;
    void take_need(const update_record& record) noexcept;

    std::uint64_t m_bytes = 0;
    std::uint64_t m_weighted = 0;
    std::uint64_t m_total = 0;
    std::size_t m_unsized = 0;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/job/running_sums.ipp>
#endif
