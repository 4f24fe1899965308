// SPDX-License-Identifier: MIT
#pragma once

// A detached signature in minisign's format, and whether it is one of some bytes by a trusted key.

#include <wua/manifest/minisign_key.hpp>
#include <wua/separate_compilation.hpp>

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace wua::detail
{

// Four lines: a comment that nobody signed, the signature of the file, a comment, the signature of both. Nothing of it
// is true before verify() has returned.
class minisign_signature
{
public:
    // Throws hresult_error: e_manifest_not_signed, and the sentence begins with the subject.
    static minisign_signature from_text(std::string_view text, std::string_view subject);

    // Returns the key by which the content and the trusted comment were signed. Throws hresult_error, whose sentence
    // begins with the subject, the file that was signed: e_manifest_not_trusted or e_manifest_changed.
    const minisign_key& verify(std::string_view content, const std::vector<minisign_key>& trusted,
                               std::string_view subject) const;

    const std::string& trusted_comment() const noexcept
    {
        return m_trusted_comment;
    }

private:
    using ed25519_signature = std::array<std::uint8_t, 64>;

    minisign_signature() = default;

    bool m_is_prehashed = false; // "ED": of the content's BLAKE2b-512, not of the content
    std::array<std::uint8_t, 8> m_key_id{};
    ed25519_signature m_signature{};
    std::string m_trusted_comment;
    ed25519_signature m_global_signature{};
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/manifest/reading/minisign_signature.ipp>
#endif
