// SPDX-License-Identifier: MIT
#pragma once

// A public key of minisign.

#include <wua/manifest/manifest_errors.hpp>
#include <wua/separate_compilation.hpp>

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace wua
{

/// A public key of minisign: an Ed25519 key and the eight bytes by which signatures refer to it. A value.
class minisign_key
{
public:
    /// Parses the .pub file that `minisign -G` writes, or just its line of base64. Throws hresult_error: E_INVALIDARG
    /// for anything else.
    static minisign_key from_text(std::string_view text);

    /// The same from a file. Throws e_manifest_unreadable when it cannot be read. Every error text names the file.
    static minisign_key read(const std::filesystem::path& path);

    /// As printed by minisign: upper-case hexadecimal digits without leading zeros.
    std::string id() const;

    const std::array<std::uint8_t, 8>& id_bytes() const noexcept
    {
        return m_id;
    }

    /// The Ed25519 key itself.
    const std::array<std::uint8_t, 32>& key_bytes() const noexcept
    {
        return m_key;
    }

    bool operator==(const minisign_key&) const = default;

private:
    minisign_key() = default;

    std::array<std::uint8_t, 8> m_id{};
    std::array<std::uint8_t, 32> m_key{};
};

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/manifest/minisign_key.ipp>
#endif
