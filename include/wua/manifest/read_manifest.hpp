// SPDX-License-Identifier: MIT
#pragma once

// Reads manifests, with or without a signature. Needs nlohmann/json and OpenSSL.

#include <wua/manifest/manifest.hpp>
#include <wua/manifest/manifest_errors.hpp>
#include <wua/manifest/manifest_trust.hpp>
#include <wua/separate_compilation.hpp>

#include <filesystem>
#include <string_view>

namespace wua
{

/// Parses a manifest that need not be signed. Throws hresult_error, whose text says what is wrong and where:
/// e_manifest_invalid or e_manifest_expired.
manifest parse_manifest(std::string_view json, const manifest_options& options = {});

/// Parses a manifest that is signed with a key of `trust`; its content is not looked at until the signature is
/// verified. It must have a name, a version and an expiry. `signature` is what `minisign -S` writes, with or without
/// -l. Throws hresult_error, whose text says what is wrong and where: E_INVALIDARG without a key, each of the codes in
/// manifest_errors.hpp, and errors of the disk for state_file, which is written only if everything else is right.
manifest parse_signed_manifest(std::string_view json, std::string_view signature, const manifest_trust& trust,
                               const manifest_options& options = {});

/// The same from files; every error text names them. Also throws e_manifest_unreadable.
manifest read_manifest(const std::filesystem::path& path, const manifest_options& options = {});

/// `signature` may be empty: the manifest's name with .minisig appended.
manifest read_signed_manifest(const std::filesystem::path& path, const std::filesystem::path& signature,
                              const manifest_trust& trust, const manifest_options& options = {});

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/manifest/read_manifest.ipp>
#endif
