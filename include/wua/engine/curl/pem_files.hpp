// SPDX-License-Identifier: MIT
#pragma once

// Certificates and keys in PEM files, looked at before anybody is asked with them.

#include <wua/engine/request_options.hpp>
#include <wua/separate_compilation.hpp>

#include <filesystem>

namespace wua::detail
{

// Refuses one that cannot be read, or whose key does not fit.
void check_certificate(const client_certificate& certificate);

// Refuses a file in which there is nobody to trust.
void check_authorities(const std::filesystem::path& file);

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/curl/pem_files.ipp>
#endif
