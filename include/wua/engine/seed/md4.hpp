// SPDX-License-Identifier: MIT
#pragma once

// MD4 of RFC 1320, by which zsync's control files know blocks. It is broken: whoever wants to makes two blocks of one
// sum. Nothing rests on it but which bytes are worth a try; the digest of the whole file decides. OpenSSL 3 has it in a
// provider only that need not be there.

#include <wua/separate_compilation.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

namespace wua::detail
{

using md4_digest = std::array<std::uint8_t, 16>;

// Of as many bytes, at once.
md4_digest md4(const char* bytes, std::size_t size) noexcept;

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/seed/md4.ipp>
#endif
