// SPDX-License-Identifier: MIT
#pragma once

// What a job does with its updates.

#include <cstdint>

namespace wua
{

/// In a job that installs or uninstalls, bytes are whatever units the engine measures its work in: the engine reports
/// the sizes itself, and all updates have equal weight.
enum class job_kind : std::uint8_t
{
    download,
    installation,
    uninstallation,
};

} // namespace wua
