// SPDX-License-Identifier: MIT
#pragma once

// What a job does with its updates.

#include <cstdint>

namespace wua
{

/// In a job that installs or uninstalls, bytes are whatever units the engine measures its work in: it names their
/// number itself, and each update counts as much as any other.
enum class job_kind : std::uint8_t
{
    download,
    installation,
    uninstallation,
};

} // namespace wua
