// SPDX-License-Identifier: MIT
#pragma once

// Notified when something about a job has changed.

#include <wua/separate_compilation.hpp>

#include <cstddef>

namespace wua::detail
{

class ledger;

// Called on the thread that reported the change, with no lock held.
class ledger_listener
{
public:
    virtual ~ledger_listener() = default;

    // Asked once, before the engine starts. False: only completed() is of interest, and changed() is not called.
    WUA_INLINE virtual bool wants_changes() const noexcept;

    // True when the job that it listens to is a part of that one.
    WUA_INLINE virtual bool is_part_of(const ledger& whole) const noexcept;

    // Something that a snapshot shows has changed. Called often; must return at once.
    virtual void changed() noexcept = 0;

    // The same for a change reported for one update; calls changed() unless overridden.
    WUA_INLINE virtual void update_changed(std::size_t index) noexcept;

    // The last update has ended. Called once; a report that was already under way may still call changed().
    virtual void completed() noexcept = 0;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/job/ledger_listener.ipp>
#endif
