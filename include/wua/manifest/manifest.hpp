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

/// What a manifest says. docs/manifest.md has its members.
struct manifest
{
    /// Whose versions are compared with each other; empty: it has none.
    std::string name{};

    /// From 1 to 2^62. A new manifest of the same name has a higher one.
    std::optional<std::uint64_t> version{};

    /// From this moment on it no longer holds.
    std::optional<std::chrono::sys_seconds> expires{};

    /// For wua::start, in the manifest's order; each has one file, and a title.
    std::vector<update_pointer> updates{};

    /// minisign_key::id() of who signed it; empty when nobody has proved to have.
    std::string signed_by{};

    /// What the signer wrote beside the signature, as trustworthy as the manifest.
    std::string trusted_comment{};
};

struct manifest_options
{
    /// Whether the scheme of a URL may be file, beside http and https.
    bool allows_file_urls = false;

    /// The most bytes that a manifest may have.
    std::size_t max_bytes = std::size_t{32} << 20U;

    /// The time that is held against manifest::expires; empty: the system's. Called once for each manifest that
    /// expires, on the caller's thread.
    std::function<std::chrono::system_clock::time_point()> clock{};
};

} // namespace wua
