// SPDX-License-Identifier: MIT
#pragma once

// The highest version seen of each manifest, in a small file.

#include <wua/engine/disk/disk_operation.hpp>
#include <wua/separate_compilation.hpp>

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace wua::detail
{

// By the names of manifests, which have no line ends.
using seen_versions = std::map<std::string, std::uint64_t, std::less<>>;

// Lines that end in a checksum.
std::string versions_to_text(const seen_versions& seen);

// Nothing unless the text is, to the last byte, one that versions_to_text() makes.
std::optional<seen_versions> versions_from_text(std::string_view text);

// Returns when the file says, also after a loss of power, that this version of the manifest was seen; it is replaced in
// one step, and processes that do this at the same time wait for each other. Throws hresult_error:
// e_manifest_rolled_back when a higher one was seen, e_manifest_state_damaged when what is there is not such a file of
// this user's, else what the disk said. A file that is not there has seen nothing.
void see_version(const std::filesystem::path& path, const std::string& name, std::uint64_t version,
                 const disk_hook& hook);

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/manifest/reading/version_file.ipp>
#endif
