// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/disk/file_leftover.hpp>.

#include <wua/engine/disk/file_leftover.hpp>

#include <cerrno>
#include <cstdint>
#include <exception>
#include <system_error>

namespace wua::detail
{

WUA_COLD void file_leftover::save() noexcept
{
    try
    {
        part->save(journal, generation, syncs);
    }
    catch (const std::exception&)
    {
        // A failure only costs fetching more bytes again; part_file itself knows when its bytes are not safely stored.
    }
    part.reset();
}

WUA_COLD void file_leftover::save_or_discard() noexcept
{
    part->release_room();
    try
    {
        is_kept ? save_in_any_room() : part->discard();
    }
    catch (const std::exception&)
    {
        try
        {
            part->keep_saved();
        }
        catch (const std::exception&)
        {
            // The next download of that name deals with what the disk refuses to remove.
        }
    }
    part.reset();
}

WUA_COLD void file_leftover::save_in_any_room()
{
    try
    {
        part->save(journal, generation, syncs);
    }
    catch (const std::system_error& error)
    {
        constexpr std::uint64_t some_blocks = 64U << 10U;
        const std::uint64_t room = journal.to_text().size() + some_blocks;
        const int code = error.code().value();
        if ((code != ENOSPC && code != errno_of_quota) || journal.bytes <= room)
        {
            throw;
        }
        journal.bytes -= room;
        journal.pieces.clear();
        part->shorten(journal.bytes);
        part->save(journal, generation, syncs);
    }
}

} // namespace wua::detail
