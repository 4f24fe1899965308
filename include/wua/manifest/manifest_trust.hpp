// SPDX-License-Identifier: MIT
#pragma once

// Whom and what a reader of signed manifests believes.

#include <wua/engine/disk/disk_operation.hpp>
#include <wua/manifest/minisign_key.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace wua
{

/// What a signed manifest must satisfy.
struct manifest_trust
{
    /// The signature must be by one of them.
    std::vector<minisign_key> keys{};

    /// The name that the manifest must have, so that no other one by the same key is taken for it; empty: any.
    std::string name{};

    /// Where the highest version seen of each name is kept, for any number of manifests and processes; its directory is
    /// made. Empty: nowhere, and an old manifest passes until it expires.
    std::filesystem::path state_file{};

    /// Asked before each operation on state_file.
    disk_hook hook{};
};

} // namespace wua
