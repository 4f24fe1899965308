// SPDX-License-Identifier: MIT
#pragma once

// A manifest: a JSON file that lists what to download, with or without a signature.

#include <wua/model/update_item.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace wua
{

/// The content of a manifest. docs/manifest.md describes its members.
struct manifest
{
    /// Versions are compared only between manifests of the same name; empty: it has none.
    std::string name{};

    /// From 1 to 2^62. A newer manifest of the same name has a higher version.
    std::optional<std::uint64_t> version{};

    /// The manifest is not valid from this moment on.
    std::optional<std::chrono::sys_seconds> expires{};

    /// For wua::start, in the manifest's order; each has one file and a title.
    std::vector<update_pointer> updates{};

    /// minisign_key::id() of the verified signer; empty if no signature was verified.
    std::string signed_by{};

    /// The signer's comment from the signature file, as trustworthy as the manifest.
    std::string trusted_comment{};
};

struct manifest_options
{
    /// Whether URLs may use file, besides http and https.
    bool allows_file_urls = false;

    /// The maximum size of a manifest in bytes.
    std::size_t max_bytes = std::size_t{32} << 20U;

    /// The time that manifest::expires is compared with; empty: the system's. Called once for each manifest that
    /// expires, on the caller's thread.
    std::function<std::chrono::system_clock::time_point()> clock{};
};

} // namespace wua
