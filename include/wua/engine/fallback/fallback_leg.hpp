// SPDX-License-Identifier: MIT
#pragma once

// The share of a job that one engine of a fallback_engine gets: a job of its own, whose reports are passed on.

#include <wua/com/shared_handle.hpp>
#include <wua/job/ledger.hpp>
#include <wua/job/ledger_listener.hpp>
#include <wua/separate_compilation.hpp>

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace wua::detail
{

class fallback_job;

// Listens to the inner job's ledger, which outlives it unless a report keeps it
// alive.
class fallback_leg final : public ledger_listener
{
public:
    // The first engine's; all others are the second engine's.
    static constexpr std::uint32_t first = 0;

    // indices: which updates of the job the inner one has; empty: all, at the same indices.
    fallback_leg(shared_handle<fallback_job> job, const ledger& inner, std::uint32_t number,
                 std::vector<std::uint32_t> indices) noexcept
        : m_job(std::move(job)),
          m_inner(inner),
          m_indices(std::move(indices)),
          m_number(number)
    {}

    WUA_INLINE bool is_part_of(const ledger& whole) const noexcept override;
    WUA_INLINE void changed() noexcept override;
    WUA_INLINE void update_changed(std::size_t place) noexcept override;
    WUA_INLINE void completed() noexcept override;

    std::uint32_t number() const noexcept
    {
        return m_number;
    }
    bool is_first() const noexcept
    {
        return m_number == first;
    }
    std::size_t index_of(std::size_t place) const noexcept
    {
        return m_indices.empty() ? place : m_indices[place];
    }
    const ledger& inner() const noexcept
    {
        return m_inner;
    }

    // What its engine has been told about pauses. Used by the thread that passes on what the client wants.
    struct told_pauses
    {
        bool of_job = false;
        bool are_shown = false;      // something may be at rest
        std::vector<bool> of_places; // empty: none
    };
    told_pauses told{};

private:
    const shared_handle<fallback_job> m_job;
    const ledger& m_inner;
    const std::vector<std::uint32_t> m_indices;
    const std::uint32_t m_number;
};

// A leg of the job, from its beginning until its engine has ended it.
struct running_leg
{
    std::uint32_t number = 0;
    shared_handle<ledger> inner;
    shared_handle<fallback_leg> leg;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/engine/fallback/fallback_job.hpp>
#endif
