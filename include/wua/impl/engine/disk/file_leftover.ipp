// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/disk/file_leftover.hpp>.

#include <wua/engine/disk/file_leftover.hpp>

#include <exception>

namespace wua::detail
{

WUA_INLINE void file_leftover::save_or_discard() noexcept
{
    try
    {
        is_kept ? part->save(journal, generation, syncs) : part->discard();
    }
    catch (const std::exception&)
    {
        // All that depends on it is how much has to be fetched again.
    }
    part.reset();
}

} // namespace wua::detail
