// SPDX-License-Identifier: MIT
#pragma once

// What a reader of signed manifests trusts.

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
    /// The signature must be made with one of these keys.
    std::vector<minisign_key> keys{};

    /// The name that the manifest must have, so that no other manifest by the same key can replace it; empty: any.
    std::string name{};

    /// Where to keep the highest version seen of each name, for any number of manifests and processes; its directory is
    /// created. Empty: versions are not kept, and an old manifest is accepted until it expires.
    std::filesystem::path state_file{};

    /// Called before each operation on state_file.
    disk_hook hook{};
};

} // namespace wua
