// SPDX-License-Identifier: MIT
#pragma once

// MD4 of RFC 1320, with which zsync's control files identify blocks. It is broken: anyone can make two blocks with the
// same sum. It only decides which bytes are worth trying; the digest of the whole file decides in the end. OpenSSL 3
// has it only in an optional provider.

#include <wua/separate_compilation.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

namespace wua::detail
{

using md4_digest = std::array<std::uint8_t, 16>;

// Hashes all bytes at once.
md4_digest md4(const char* bytes, std::size_t size) noexcept;

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/seed/md4.ipp>
#endif
