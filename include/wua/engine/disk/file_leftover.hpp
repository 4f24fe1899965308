// SPDX-License-Identifier: MIT
#pragma once

// What remains on the disk of a file if its download ends now.

#include <wua/engine/disk/download_journal.hpp>
#include <wua/engine/disk/part_file.hpp>
#include <wua/separate_compilation.hpp>

#include <cstdint>
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

    // While the download goes on. Releases the part in the end. May wait for the disk.
    void save() noexcept;

    // When it is over: leaves only what can be continued. Releases the part in the end. May wait for the disk.
    void save_or_discard() noexcept;

private:
    // On a full disk the journal gets the room of the last bytes.
    void save_in_any_room();
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/disk/file_leftover.ipp>
#endif
