// SPDX-License-Identifier: MIT
#pragma once

// The legs of a fallback_engine's job that are running.

#include <wua/com/shared_handle.hpp>
#include <wua/engine/fallback/fallback_leg.hpp>
#include <wua/separate_compilation.hpp>

#include <cstddef>
#include <cstdint>
#include <list>
#include <string>
#include <vector>

namespace wua::detail
{

// Under the job's lock.
class leg_list
{
public:
    // A list of one, made beforehand: then neither adding nor removing it needs memory.
    using node = std::list<running_leg>;

    // Of the second engine.
    std::uint32_t next_number() noexcept
    {
        return ++m_last_number;
    }

    // No leg has a greater one.
    std::uint32_t last_number() const noexcept
    {
        return m_last_number;
    }

    // The leg's updates are the second engine's from now on, although it may be added later.
    void note_second() noexcept
    {
        ++m_seconds;
    }

    void add(node& made)
    {
        m_legs.splice(m_legs.end(), made);
    }

    // The leg has ended. Destroy what it returns without the lock.
    node remove(std::uint32_t number) noexcept;

    // Null when it is not running.
    shared_handle<ledger> find(std::uint32_t number) const noexcept;

    std::vector<running_leg> all() const
    {
        return {m_legs.begin(), m_legs.end()};
    }
    bool is_empty() const noexcept
    {
        return m_legs.empty();
    }

    // Of the second engine.
    std::size_t seconds() const noexcept
    {
        return m_seconds;
    }

    // Why all of them that have not ended wait, or empty. Throws std::bad_alloc.
    std::string common_hold() const;

private:
    node m_legs;
    std::uint32_t m_last_number = 0;
    std::uint32_t m_seconds = 0;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/fallback/leg_list.ipp>
#endif
