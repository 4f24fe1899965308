// SPDX-License-Identifier: MIT
#pragma once

// What to download: URLs from the command line, or a manifest that lists it.

#include "usage_error.hpp"
#include <wua/engine/printable_url.hpp>
#include <wua/manifest/read_manifest.hpp>
#include <wua/model/update_item.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace poller
{

// Throws usage_error unless the URL, named `name` in messages, has an allowed scheme. A URL without a scheme is not
// shown, since it may contain a password.
inline void check_url(const std::string& url, std::string_view name, bool allows_files)
{
    const auto colon = url.find("://");
    std::string scheme(url.substr(0, colon == std::string_view::npos ? 0 : colon));
    for (char& letter : scheme)
    {
        letter = letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
    }
    if (scheme.empty() || url.size() <= colon + 3)
    {
        throw usage_error(fmt::format("{} is not a URL, since it has no {}; one looks like https://host/file", name,
                                      scheme.empty() ? "scheme" : "host"));
    }
    if (scheme == "file" && !allows_files)
    {
        throw usage_error(
            fmt::format("'{}': file URLs are refused; --allow-file-urls allows them", wua::printable_url(url)));
    }
    if (scheme != "http" && scheme != "https" && scheme != "file")
    {
        throw usage_error(
            fmt::format("'{}': the scheme '{}' is not supported; use http or https", wua::printable_url(url), scheme));
    }
}

inline wua::content_digest read_digest(wua::digest_algorithm algorithm, std::string_view digits, std::string_view where)
{
    if (auto digest = wua::content_digest::from_hex(algorithm, digits))
    {
        return *std::move(digest);
    }
    throw usage_error(fmt::format("{}: '{}' is not a digest of {} hexadecimal digits", where, digits,
                                  2 * wua::content_digest::length(algorithm)));
}

// The manifest and the keys to trust, from the command line.
struct manifest_arguments
{
    std::string path;
    std::vector<std::string> signed_by; // keys, or files that contain one
    std::string signature;
    std::string name;
    std::string state_file;
};

// Messages do not show the text, which may be a secret key by mistake.
inline wua::minisign_key read_key(const std::string& text_or_path)
{
    const std::filesystem::path path(text_or_path);
    std::error_code error;
    if (std::filesystem::exists(path, error))
    {
        return wua::minisign_key::read(path);
    }
    try
    {
        return wua::minisign_key::from_text(text_or_path);
    }
    catch (const wua::hresult_error& refusal)
    {
        throw usage_error(fmt::format("the key of --signed-by is not a file, and {}", refusal.what()));
    }
}

// Throws usage_error.
inline std::vector<wua::update_pointer> read_updates(const manifest_arguments& given, bool allows_files)
{
    const wua::manifest_options options{.allows_file_urls = allows_files};
    try
    {
        if (given.signed_by.empty())
        {
            return wua::read_manifest(given.path, options).updates;
        }
        wua::manifest_trust trust{.keys = {}, .name = given.name, .state_file = given.state_file};
        std::transform(given.signed_by.begin(), given.signed_by.end(), std::back_inserter(trust.keys), read_key);
        return wua::read_signed_manifest(given.path, given.signature, trust, options).updates;
    }
    catch (const wua::hresult_error& error)
    {
        throw usage_error(error.what());
    }
}

} // namespace poller
