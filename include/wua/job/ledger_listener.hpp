// SPDX-License-Identifier: MIT
#pragma once

// Who is told that something about a job has changed.

#include <wua/separate_compilation.hpp>

#include <cstddef>

namespace wua::detail
{

// Hears of a ledger's changes, on the thread that reported them, with no lock held.
class ledger_listener
{
public:
    virtual ~ledger_listener() = default;

    // Asked once, before the engine starts. False: completed() is all that is of interest, and changed() is not called.
    WUA_INLINE virtual bool wants_changes() const noexcept;

    // Something a snapshot shows has changed. Called often; must return at once.
    virtual void changed() noexcept = 0;

    // The same of a change that one update's report made; calls changed() unless told otherwise.
    WUA_INLINE virtual void update_changed(std::size_t index) noexcept;

    // The last update has ended. Called once; changed() may still be called by a report that was under way.
    virtual void completed() noexcept = 0;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/job/ledger_listener.ipp>
#endif
