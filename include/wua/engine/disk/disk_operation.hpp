// SPDX-License-Identifier: MIT
#pragma once

// What a download does to the disk, and the seam through which a test makes it fail.

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
    lock, // a file: with ENOSYS, ENOLCK or EOPNOTSUPP another lock is taken
    sync,
    close,
    rename,
    remove,
    sync_directory,
    allocate, // room ahead of the bytes: with EOPNOTSUPP it goes on without
};

struct disk_verdict
{
    /// An errno with which the operation fails instead of being done; 0: go on.
    int error = 0;

    /// A write stores no more than this many bytes at once.
    std::size_t max_bytes = std::numeric_limits<std::size_t>::max();
};

/// Asked before each operation, with the name of the file; on the engine's threads, several at a time. May also end the
/// process, as a crash does.
using disk_hook = std::function<disk_verdict(disk_operation, std::string_view name)>;

namespace detail
{

[[noreturn]] void throw_errno(int error, std::string_view what, std::string_view name);

// Asks the hook; throws what it demands.
std::size_t ask_hook(const disk_hook& hook, disk_operation operation, std::string_view what, std::string_view name);

} // namespace detail

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/disk/disk_operation.ipp>
#endif
