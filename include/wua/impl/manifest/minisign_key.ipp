// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/manifest/minisign_key.hpp>.

#include <wua/com/ascii.hpp>
#include <wua/manifest/minisign_key.hpp>
#include <wua/manifest/reading/base64.hpp>
#include <wua/manifest/reading/local_text.hpp>
#include <wua/manifest/reading/minisign_format.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <vector>

namespace wua
{

WUA_COLD minisign_key minisign_key::from_text(std::string_view text)
{
    const auto refuse = [](const char* why) -> hresult_error { return {e_invalidarg, why}; };
    const std::vector<std::string_view> lines = detail::lines_of(text);
    const bool has_comment = !lines.empty() && lines.front().starts_with(detail::untrusted_comment);
    if (lines.size() != (has_comment ? 2U : 1U))
    {
        throw refuse("is not a public key of minisign: one is a line of base64, below a comment or alone");
    }
    const std::optional<std::vector<std::uint8_t>> bytes = detail::decode_base64(lines.back());
    if (!bytes)
    {
        throw refuse("is not a public key of minisign: its base64 is damaged");
    }
    constexpr std::size_t secret_size = 158;
    if (bytes->size() == secret_size)
    {
        throw refuse("is a secret key of minisign, where the public one is wanted");
    }
    minisign_key key;
    constexpr std::size_t start = 2; // after the algorithm
    if (bytes->size() != start + key.m_id.size() + key.m_key.size())
    {
        throw refuse("is not a public key of minisign: it does not have 42 bytes");
    }
    if ((*bytes)[0] != 'E' || (*bytes)[1] != 'd')
    {
        throw refuse("is a public key of an unknown algorithm; only Ed25519 is supported");
    }
    const auto first = bytes->begin() + start;
    const auto middle = first + static_cast<std::ptrdiff_t>(key.m_id.size());
    std::copy(first, middle, key.m_id.begin());
    std::copy(middle, bytes->end(), key.m_key.begin());
    return key;
}

WUA_COLD minisign_key minisign_key::read(const std::filesystem::path& path)
{
    constexpr std::size_t max_bytes = 4096;
    const std::string subject = "the key " + detail::quoted_path(path);
    const std::string text = detail::read_local_text(path, subject, max_bytes);
    try
    {
        return from_text(text);
    }
    catch (const hresult_error& error)
    {
        throw hresult_error(error.code(), subject + ' ' + error.what());
    }
}

WUA_COLD std::string minisign_key::id() const
{
    return detail::printed_key_id(m_id);
}

} // namespace wua
