// SPDX-License-Identifier: MIT
#pragma once

// What remains on the disk of a file whose download ends now.

#include <wua/engine/disk/download_journal.hpp>
#include <wua/engine/disk/part_file.hpp>

#include <cstdint>
#include <exception>
#include <memory>

namespace wua::detail
{

// Any thread.
struct file_leftover
{
    std::shared_ptr<part_file> part;
    download_journal journal;
    std::uint64_t generation = 0; // of the part
    bool is_kept = true;
    bool syncs = true;

    // Releases the part in the end. May wait for the disk.
    void save_or_discard() noexcept
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
};

} // namespace wua::detail
