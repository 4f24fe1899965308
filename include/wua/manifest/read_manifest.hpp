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

/// Reads a manifest that nobody has to have signed. Throws hresult_error, whose sentence says what is wrong and where:
/// e_manifest_invalid or e_manifest_expired.
manifest parse_manifest(std::string_view json, const manifest_options& options = {});

/// Reads a manifest that is signed by a key of `trust`; until that is proved nothing looks into it. It must have a
/// name, a version and an expiry. `signature` is what `minisign -S` writes, of either form (-l). Throws hresult_error,
/// whose sentence says what is wrong and where: E_INVALIDARG without a key, each of the codes in manifest_errors.hpp,
/// and what the disk says of state_file, which is only written to when everything else is right.
manifest parse_signed_manifest(std::string_view json, std::string_view signature, const manifest_trust& trust,
                               const manifest_options& options = {});

/// The same of files; every sentence names them. Throws e_manifest_unreadable, too.
manifest read_manifest(const std::filesystem::path& path, const manifest_options& options = {});

/// `signature` may be empty: the manifest's name with .minisig behind it.
manifest read_signed_manifest(const std::filesystem::path& path, const std::filesystem::path& signature,
                              const manifest_trust& trust, const manifest_options& options = {});

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/manifest/read_manifest.ipp>
#endif
