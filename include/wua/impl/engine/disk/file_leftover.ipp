// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/disk/file_leftover.hpp>.

#include <wua/engine/disk/file_leftover.hpp>

#include <exception>

namespace wua::detail
{

WUA_INLINE void file_leftover::save() noexcept
{
    try
    {
        part->save(journal, generation, syncs);
    }
    catch (const std::exception&)
    {
        // All that depends on it is how much has to be fetched again. A part whose bytes are not safe knows that.
    }
    part.reset();
}

WUA_INLINE void file_leftover::save_or_discard() noexcept
{
    try
    {
        is_kept ? part->save(journal, generation, syncs) : part->discard();
    }
    catch (const std::exception&)
    {
        try
        {
            part->keep_saved();
        }
        catch (const std::exception&)
        {
            // What the disk does not let go of is dealt with by the next download of that name.
        }
    }
    part.reset();
}

} // namespace wua::detail
