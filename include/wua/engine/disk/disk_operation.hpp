// SPDX-License-Identifier: MIT
#pragma once

// What a download does on the disk, and the hook through which a test makes it fail.

#include <wua/separate_compilation.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <string_view>

namespace wua
{

enum class disk_operation : std::uint8_t
{
    create,
    write,
    lock, // of a file; after ENOSYS, ENOLCK or EOPNOTSUPP another kind of lock is used
    sync,
    close,
    rename,
    remove,
    sync_directory,
    allocate, // space for bytes to come; after EOPNOTSUPP the download continues without
};

struct disk_verdict
{
    /// An errno with which the operation fails instead of running; 0: it runs.
    int error = 0;

    /// The most bytes that a single write stores.
    std::size_t max_bytes = std::numeric_limits<std::size_t>::max();
};

/// Called before each operation, with the name of the file; on the engine's threads, several at a time. May also end
/// the process, to simulate a crash.
using disk_hook = std::function<disk_verdict(disk_operation, std::string_view name)>;

namespace detail
{

[[noreturn]] void throw_errno(int error, std::string_view what, std::string_view name);

// Calls the hook; throws the error that it demands.
std::size_t ask_hook(const disk_hook& hook, disk_operation operation, std::string_view what, std::string_view name);

} // namespace detail

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/disk/disk_operation.ipp>
#endif
