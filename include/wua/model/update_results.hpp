// SPDX-License-Identifier: MIT
#pragma once

// The results of a job's updates, as its snapshots see them.

#include <wua/com/reference_count.hpp>
#include <wua/model/outcome.hpp>
#include <wua/model/update_item.hpp>
#include <wua/separate_compilation.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace wua
{

namespace detail
{

// Throws hresult_error, WU_E_INVALIDINDEX, with a text that says how many there are.
[[noreturn]] void fail_index(std::int64_t index, std::size_t count);

inline void check_index(std::size_t index, std::size_t count)
{
    if (index >= count)
    {
        fail_index(static_cast<std::int64_t>(index), count);
    }
}

} // namespace detail

/// The updates of a job and their results: a table that only ever gains results, so that a job and all its snapshots
/// can share it. Any thread may call any member. It is reference-counted like a COM object, so that com_ptr can hold
/// it, and starts with one reference.
class update_results
{
public:
    update_results(const update_results&) = delete;
    update_results& operator=(const update_results&) = delete;

    ULONG AddRef() const noexcept
    {
        return m_count.add();
    }
    WUA_INLINE ULONG Release() const noexcept;

    /// The current number of references.
    ULONG use_count() const noexcept
    {
        return m_count.count();
    }

    /// The updates in the order of the job; none is null.
    virtual const std::vector<update_pointer>& updates() const noexcept = 0;

    /// The result of one update at the moment when `started` updates had started and `finished` had ended:
    /// orcNotStarted, orcInProgress or how it ended. The index must be valid. May throw std::bad_alloc.
    virtual outcome result_at(std::size_t index, std::uint32_t started, std::uint32_t finished) const = 0;

    /// Counts the first `finished` updates that ended by how they ended.
    virtual outcome_tally tally_at(std::uint32_t finished) const noexcept = 0;

    /// The reason with that number, from 1, for which the engine held the job; empty if there is none. Valid as long as
    /// the table.
    virtual std::string_view pause_reason(unsigned number) const noexcept = 0;

protected:
    update_results() = default;
    virtual ~update_results() = default;

private:
    mutable detail::reference_count m_count;
};

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/model/update_results.ipp>
#endif
