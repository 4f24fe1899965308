// SPDX-License-Identifier: MIT
#pragma once

// A manifest: the JSON file that lists what to download.

#include <wua/engine/printable_url.hpp>
#include <wua/model/update_item.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cstdint>
#include <fstream>
#include <initializer_list>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace poller
{

// An argument or a manifest is not usable; the text says which part of it and why.
class usage_error : public std::runtime_error
{
public:
    using std::runtime_error::runtime_error;
};

// Throws usage_error unless the URL has a scheme that may be fetched.
inline void check_url(const std::string& url, bool allows_files)
{
    const auto colon = url.find("://");
    std::string scheme(url.substr(0, colon == std::string_view::npos ? 0 : colon));
    for (char& letter : scheme)
    {
        letter = letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
    }
    if (scheme.empty() || url.size() <= colon + 3)
    {
        throw usage_error(fmt::format("'{}' is not a URL; one looks like https://host/file", wua::printable_url(url)));
    }
    if (scheme == "file" && !allows_files)
    {
        throw usage_error(
            fmt::format("'{}': file URLs are refused; --allow-file-urls allows them", wua::printable_url(url)));
    }
    if (scheme != "http" && scheme != "https" && scheme != "file")
    {
        throw usage_error(
            fmt::format("'{}': the scheme '{}' is not known; http and https are", wua::printable_url(url), scheme));
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

// Reads the fields of one JSON object of a manifest. Each function throws usage_error if its field has another type.
class manifest_entry
{
public:
    manifest_entry(const nlohmann::json& value, std::string where) : m_value(value), m_where(std::move(where))
    {
        if (!value.is_object())
        {
            throw usage_error(fmt::format("{} is not an object", m_where));
        }
    }

    void allow_only(std::initializer_list<std::string_view> names) const
    {
        for (const auto& [name, value] : m_value.items())
        {
            bool is_known = false;
            for (const std::string_view known : names)
            {
                is_known = is_known || name == known;
            }
            if (!is_known)
            {
                throw usage_error(fmt::format("{} has a field '{}', which is not known", m_where, name));
            }
        }
    }

    std::optional<std::string> text(const char* name) const
    {
        if (!m_value.contains(name))
        {
            return std::nullopt;
        }
        if (!m_value[name].is_string())
        {
            throw usage_error(fmt::format("{}: '{}' is not a text", m_where, name));
        }
        return m_value[name].get<std::string>();
    }

    std::optional<std::uint64_t> size(const char* name) const
    {
        if (!m_value.contains(name))
        {
            return std::nullopt;
        }
        constexpr std::uint64_t max_size = std::uint64_t{1} << 62U;
        if (!m_value[name].is_number_unsigned() || m_value[name].get<std::uint64_t>() > max_size)
        {
            throw usage_error(fmt::format("{}: '{}' is {}, which is not a number of bytes from 0 to {}", m_where, name,
                                          m_value[name].dump(), max_size));
        }
        return m_value[name].get<std::uint64_t>();
    }

    // "url" or "urls": the first and its mirrors.
    std::vector<std::string> urls(bool allows_files) const
    {
        std::vector<std::string> found;
        if (const auto one = text("url"))
        {
            found.push_back(*one);
        }
        if (m_value.contains("urls"))
        {
            if (!m_value["urls"].is_array())
            {
                throw usage_error(fmt::format("{}: 'urls' is not a list", m_where));
            }
            for (const auto& url : m_value["urls"])
            {
                if (!url.is_string())
                {
                    throw usage_error(fmt::format("{}: 'urls' has a member that is not a text", m_where));
                }
                found.push_back(url.get<std::string>());
            }
        }
        if (found.empty())
        {
            throw usage_error(fmt::format("{} misses 'url'", m_where));
        }
        for (const std::string& url : found)
        {
            try
            {
                check_url(url, allows_files);
            }
            catch (const usage_error& error)
            {
                throw usage_error(fmt::format("{}: {}", m_where, error.what()));
            }
        }
        return found;
    }

    std::optional<wua::content_digest> digest() const
    {
        if (const auto sha256 = text("sha256"))
        {
            return read_digest(wua::digest_algorithm::sha256, *sha256, m_where);
        }
        if (const auto sha1 = text("sha1"))
        {
            return read_digest(wua::digest_algorithm::sha1, *sha1, m_where);
        }
        return std::nullopt;
    }

private:
    const nlohmann::json& m_value;
    const std::string m_where;
};

// {"updates": [{"title", "url" or "urls", "size", "sha256" or "sha1", "file", "id", "max_size"}, ...]}, or only the
// list. All fields but the URL are optional. Throws usage_error.
inline std::vector<wua::update_pointer> read_manifest(const std::string& path, bool allows_files)
{
    std::ifstream file(path);
    if (!file)
    {
        throw usage_error(fmt::format("the manifest '{}' cannot be read", path));
    }
    nlohmann::json root;
    try
    {
        root = nlohmann::json::parse(file);
    }
    catch (const nlohmann::json::exception& error)
    {
        throw usage_error(fmt::format("the manifest '{}' is not JSON: {}", path, error.what()));
    }
    if (root.is_object())
    {
        manifest_entry(root, fmt::format("the manifest '{}'", path)).allow_only({"updates"});
    }
    const nlohmann::json list = root.is_object() ? root.value("updates", nlohmann::json()) : root;
    if (!list.is_array() || list.empty())
    {
        throw usage_error(fmt::format("the manifest '{}' misses 'updates', a list of at least one update", path));
    }
    std::vector<wua::update_pointer> updates;
    for (const nlohmann::json& value : list)
    {
        const manifest_entry entry(value, fmt::format("update {} of '{}'", updates.size() + 1, path));
        entry.allow_only({"title", "url", "urls", "size", "sha256", "sha1", "file", "id", "max_size"});
        wua::update_item item;
        wua::content_file content;
        content.urls = entry.urls(allows_files);
        content.size = entry.size("size");
        content.digest = entry.digest();
        content.file_name = entry.text("file").value_or("");
        item.title = entry.text("title").value_or(wua::printable_url(content.urls.front()));
        item.identity.update_id = entry.text("id").value_or("");
        item.max_size = entry.size("max_size");
        item.files.push_back(std::move(content));
        updates.push_back(std::make_shared<const wua::update_item>(std::move(item)));
    }
    return updates;
}

} // namespace poller
