// SPDX-License-Identifier: MIT
#pragma once

// The bodies of manifests, for the one translation unit that compiles them where WUA_SEPARATE_COMPILATION is defined.

#ifndef WUA_SEPARATE_COMPILATION
#error "Define WUA_SEPARATE_COMPILATION for the whole program, this file included; see <wua/separate_compilation.hpp>."
#endif

#include <wua/impl/manifest/minisign_key.ipp>
#include <wua/impl/manifest/read_manifest.ipp>
#include <wua/impl/manifest/reading/base64.ipp>
#include <wua/impl/manifest/reading/json_value.ipp>
#include <wua/impl/manifest/reading/local_text.ipp>
#include <wua/impl/manifest/reading/manifest_members.ipp>
#include <wua/impl/manifest/reading/manifest_value.ipp>
#include <wua/impl/manifest/reading/minisign_format.ipp>
#include <wua/impl/manifest/reading/minisign_signature.ipp>
#include <wua/impl/manifest/reading/utc_time.ipp>
#include <wua/impl/manifest/reading/version_file.ipp>
