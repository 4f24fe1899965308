// SPDX-License-Identifier: MIT
#pragma once

// Certificates and keys in PEM files, checked before they are used.

#include <wua/engine/request_options.hpp>
#include <wua/separate_compilation.hpp>

#include <filesystem>

namespace wua::detail
{

// Refuses one that cannot be read, or whose key does not match.
void check_certificate(const client_certificate& certificate);

// Refuses a file without any certificate to trust.
void check_authorities(const std::filesystem::path& file);

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/curl/pem_files.ipp>
#endif
