// SPDX-License-Identifier: MIT
#pragma once

// What remains of a file on the disk if its download ends now.

#include <wua/engine/disk/download_journal.hpp>
#include <wua/engine/disk/part_file.hpp>
#include <wua/separate_compilation.hpp>

#include <cstdint>
#include <memory>

namespace wua::detail
{

// Thread-safe.
struct file_leftover
{
    std::shared_ptr<part_file> part;
    download_journal journal;
    std::uint64_t generation = 0; // of the part
    bool is_kept = true;
    bool syncs = true;

    // While the download continues. Finally releases the part. May wait for the disk.
    void save() noexcept;

    // When the download is over: leaves only what can be continued. Finally releases the part. May wait for the disk.
    void save_or_discard() noexcept;

private:
    // On a full disk the journal takes the space of the last bytes.
    void save_in_any_room();
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/disk/file_leftover.ipp>
#endif
