// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/manifest/reading/minisign_signature.hpp>.

#include <wua/manifest/reading/base64.hpp>
#include <wua/manifest/reading/local_text.hpp>
#include <wua/manifest/reading/minisign_format.hpp>
#include <wua/manifest/reading/minisign_signature.hpp>

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <optional>

#if OPENSSL_VERSION_MAJOR < 3
#error "signed manifests need OpenSSL 3.0 or newer"
#endif

namespace wua::detail
{

WUA_COLD void require_verifier(bool is_done, const char* what)
{
    if (!is_done)
    {
        throw hresult_error(e_fail, std::string("OpenSSL cannot compute ") + what);
    }
}

WUA_COLD std::string blake2b_512_of(std::string_view content)
{
    const std::unique_ptr<EVP_MD, void (*)(EVP_MD*)> type(EVP_MD_fetch(nullptr, "BLAKE2B-512", nullptr), EVP_MD_free);
    require_verifier(type != nullptr, "BLAKE2b-512");
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned size = 0;
    require_verifier(
        EVP_Digest(content.data(), content.size(), digest, &size, type.get(), nullptr) == 1, "BLAKE2b-512");
    return {reinterpret_cast<const char*>(digest), size};
}

WUA_COLD bool is_ed25519_signature(const std::array<std::uint8_t, 64>& signature, std::string_view content,
                                   const std::array<std::uint8_t, 32>& key)
{
    const std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)> made(
        EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, key.data(), key.size()), EVP_PKEY_free);
    const std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    require_verifier(
        made && context && EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, made.get()) == 1, "Ed25519");
    ERR_set_mark(); // errors about a wrong signature must not reach the next user of OpenSSL
    const int verdict = EVP_DigestVerify(context.get(), signature.data(), signature.size(),
                                         reinterpret_cast<const unsigned char*>(content.data()), content.size());
    ERR_pop_to_mark();
    return verdict == 1;
}

WUA_COLD minisign_signature minisign_signature::from_text(std::string_view text, std::string_view subject)
{
    const auto require = [&](bool is_so, const char* why) {
        if (!is_so)
        {
            throw hresult_error(e_manifest_not_signed, std::string(subject) + ' ' + why);
        }
    };
    constexpr std::string_view trusted_comment = "trusted comment: ";
    const std::vector<std::string_view> lines = lines_of(text);
    require(!lines.empty(), "is empty");
    require(lines[0].starts_with(untrusted_comment),
            "is not a signature of minisign: its first line is not an untrusted comment");
    require(lines.size() >= 2, "is truncated: its signature is missing");
    const std::optional<std::vector<std::uint8_t>> first = decode_base64(lines[1]);
    require(first.has_value(), "has damaged base64 in its second line, or is truncated there");

    minisign_signature made;
    constexpr std::size_t id_at = 2;
    const std::size_t signature_at = id_at + made.m_key_id.size();
    require(first->size() == signature_at + made.m_signature.size(),
            "has a second line that is not a signature: it does not have 74 bytes");
    require((*first)[0] == 'E' && ((*first)[1] == 'd' || (*first)[1] == 'D'),
            "is of an unknown algorithm; only Ed and ED are supported");
    made.m_is_prehashed = (*first)[1] == 'D';
    const auto at = [&](std::size_t place) { return first->begin() + static_cast<std::ptrdiff_t>(place); };
    std::copy(at(id_at), at(signature_at), made.m_key_id.begin());
    std::copy(at(signature_at), first->end(), made.m_signature.begin());

    require(lines.size() >= 3, "is truncated: its trusted comment is missing");
    require(lines[2].starts_with(trusted_comment), "has a third line that is not a trusted comment");
    made.m_trusted_comment = lines[2].substr(trusted_comment.size());
    require(lines.size() >= 4, "is truncated: the signature of its trusted comment is missing");
    const std::optional<std::vector<std::uint8_t>> last = decode_base64(lines[3]);
    require(last.has_value(), "has damaged base64 in its fourth line, or is truncated there");
    require(last->size() == made.m_global_signature.size(),
            "has a fourth line that is not a signature: it does not have 64 bytes");
    std::copy(last->begin(), last->end(), made.m_global_signature.begin());
    require(lines.size() == 4, "has something after its four lines");
    return made;
}

WUA_COLD const minisign_key& minisign_signature::verify(
    std::string_view content, const std::vector<minisign_key>& trusted, std::string_view subject) const
{
    // The flags that engines use; this may be the first use of OpenSSL.
    OPENSSL_init_crypto(OPENSSL_INIT_NO_ATEXIT, nullptr);
    const auto refuse = [&](HRESULT code, const std::string& why) {
        return hresult_error(code, std::string(subject) + ' ' + why);
    };
    const auto has_signed = [&](const minisign_key& key) {
        return key.id_bytes() == m_key_id &&
               (m_is_prehashed ? is_ed25519_signature(m_signature, blake2b_512_of(content), key.key_bytes())
                               : is_ed25519_signature(m_signature, content, key.key_bytes()));
    };
    const auto signer = std::find_if(trusted.begin(), trusted.end(), has_signed);
    if (signer == trusted.end())
    {
        std::string known;
        for (const minisign_key& key : trusted)
        {
            if (key.id_bytes() == m_key_id)
            {
                throw refuse(e_manifest_changed,
                             "does not match its signature: that is of another file, or one of the two "
                             "was changed");
            }
            known += (known.empty() ? "" : ", ") + key.id();
        }
        throw refuse(e_manifest_not_trusted,
                     "is signed by the key " + printed_key_id(m_key_id) + ", which is not trusted; trusted: " + known);
    }
    const std::string_view first(reinterpret_cast<const char*>(m_signature.data()), m_signature.size());
    if (!is_ed25519_signature(m_global_signature, std::string(first) + m_trusted_comment, signer->key_bytes()))
    {
        throw refuse(e_manifest_changed, "has a signature whose trusted comment was changed");
    }
    return *signer;
}

} // namespace wua::detail
