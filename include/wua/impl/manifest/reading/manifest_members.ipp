// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/manifest/reading/manifest_members.hpp>.

#include <wua/com/ascii.hpp>
#include <wua/engine/disk/file_name.hpp>
#include <wua/engine/transfer/content_condition.hpp>
#include <wua/engine/transfer/header_rules.hpp>
#include <wua/manifest/reading/manifest_members.hpp>
#include <wua/manifest/reading/utc_time.hpp>
#include <wua/model/content_swarm.hpp>
#include <wua/model/file_details.hpp>
#include <wua/model/request_details.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace wua::detail
{

// Throws unless the URL may be fetched.
WUA_COLD void check_url(const manifest_value& value, const std::string& url, const manifest_options& options)
{
    const auto end = url.find("://");
    const std::string scheme = ascii_lowered(url.substr(0, end == std::string::npos ? 0 : end));
    const bool is_word = !scheme.empty() && std::all_of(scheme.begin(), scheme.end(), [](char c) {
        return is_digit(c) || (c >= 'a' && c <= 'z') || std::string_view("+-.").find(c) != std::string_view::npos;
    });
    if (!is_word || url.size() == end + 3 || std::any_of(url.begin(), url.end(), is_control_character))
    {
        value.fail("is not a URL; one looks like https://host/file");
    }
    if (scheme == "file" && !options.allows_file_urls)
    {
        value.fail("is a file URL; those are refused unless they are allowed");
    }
    if (scheme != "http" && scheme != "https" && scheme != "file")
    {
        value.fail("has the scheme '" + scheme + "', which is not supported; use http or https");
    }
}

WUA_COLD void take_url(const manifest_value& value, const std::string& url, manifest_update& made)
{
    check_url(value, url, made.options);
    made.file().urls.push_back(url);
}

WUA_COLD void take_urls(const manifest_value& value, manifest_update& made)
{
    for (const std::string& url : value.texts())
    {
        take_url(value, url, made);
    }
}

WUA_COLD void take_file_name(const manifest_value& value, manifest_update& made)
{
    if (!is_safe_path(value.text()))
    {
        value.fail(
            "is not a name for a file, perhaps in folders: it is empty, too long, leads elsewhere, or is reserved by "
            "a system");
    }
    made.file().file_name = value.text();
}

WUA_COLD void take_mode(const manifest_value& value, manifest_update& made)
{
    const std::string& digits = value.text();
    constexpr std::size_t max_digits = 4;
    unsigned mode = 0;
    for (const char c : digits)
    {
        mode = mode * 8 + static_cast<unsigned>(c - '0');
    }
    constexpr unsigned permissions = 0777;
    if (digits.empty() || digits.size() > max_digits || digits.find_first_not_of("01234567") != std::string::npos ||
        mode == 0 || mode > permissions)
    {
        value.fail("is not a mode; one looks like 755");
    }
    made.file().mode = static_cast<std::uint16_t>(mode);
}

// Replaces the file's details by a copy in which one text is different.
inline void set_known(manifest_update& made, std::string content_validators::* which, const std::string& text)
{
    file_details details = made.file().details ? *made.file().details : file_details();
    details.known.*which = text;
    made.file().details = std::make_shared<const file_details>(std::move(details));
}

WUA_COLD void take_etag(const manifest_value& value, manifest_update& made)
{
    if (!is_etag(value.text()))
    {
        value.fail("is not an ETag; one looks like \"abc\", with its quotes");
    }
    set_known(made, &content_validators::etag, value.text());
}

WUA_COLD void take_last_modified(const manifest_value& value, manifest_update& made)
{
    if (!is_http_date(value.text()))
    {
        value.fail("is not a date of HTTP; one looks like Sun, 06 Nov 1994 08:49:37 GMT");
    }
    set_known(made, &content_validators::last_modified, value.text());
}

WUA_COLD void take_control_url(const manifest_value& value, manifest_update& made)
{
    check_url(value, value.text(), made.options);
    made.file().seed = content_seed{.control_url = value.text()};
}

WUA_COLD void take_seed(const manifest_value& value, manifest_update& made)
{
    if (!made.file().seed)
    {
        value.fail("needs 'zsync', the URL of a control file");
    }
    if (!is_safe_path(value.text()))
    {
        value.fail("is not a name for a file below the output directory");
    }
    made.file().seed = content_seed{.control_url = made.file().seed->control_url, .file = value.text()};
}

WUA_COLD void take_torrent(const manifest_value& value, manifest_update& made)
{
    check_url(value, value.text(), made.options);
    file_details details = made.file().details ? *made.file().details : file_details();
    details.swarm = std::make_shared<const content_swarm>(content_swarm{.source = value.text()});
    made.file().details = std::make_shared<const file_details>(std::move(details));
}

WUA_COLD void take_info_hash(const manifest_value& value, manifest_update& made)
{
    if (!made.file().details || !made.file().details->swarm)
    {
        value.fail("needs 'torrent', a URL");
    }
    content_swarm swarm = *made.file().details->swarm;
    swarm.info_hash = value.text();
    if (!fault_of(swarm).empty())
    {
        value.fail("is not a v2 info-hash of 64 hexadecimal digits");
    }
    file_details details = *made.file().details;
    details.swarm = std::make_shared<const content_swarm>(std::move(swarm));
    made.file().details = std::make_shared<const file_details>(std::move(details));
}

WUA_COLD void take_headers(const manifest_value& value, manifest_update& made)
{
    request_details details;
    for (auto& [name, text] : value.named_texts())
    {
        details.headers.push_back({std::move(name), std::move(text)});
    }
    if (const std::string objection = objection_to(details); !objection.empty())
    {
        value.fail("cannot be sent: " + objection);
    }
    made.item.requests = std::make_shared<const request_details>(std::move(details));
}

WUA_COLD void take_digest(const manifest_value& value, digest_algorithm algorithm, manifest_update& made)
{
    std::optional<content_digest> digest = content_digest::from_hex(algorithm, value.text());
    if (!digest)
    {
        value.fail(
            "is not a digest of " + std::to_string(2 * content_digest::length(algorithm)) + " hexadecimal digits");
    }
    made.file().add_digest(*std::move(digest));
}

WUA_COLD void take_name(const manifest_value& value, manifest_root& root)
{
    constexpr std::size_t max_length = 200;
    const std::string& name = value.text();
    if (name.empty() || name.size() > max_length || std::any_of(name.begin(), name.end(), is_control_character))
    {
        value.fail("is not a name of 1 to 200 bytes without control characters");
    }
    root.made.name = name;
}

WUA_COLD void take_expiry(const manifest_value& value, manifest_root& root)
{
    root.made.expires = parse_utc_time(value.text());
    if (!root.made.expires)
    {
        value.fail("is not a time in UTC; one looks like 2027-01-31T12:00:00Z");
    }
}

WUA_COLD void take_updates(const manifest_value& value, manifest_root& root)
{
    for (const json_value& element : value.list())
    {
        const std::string owner =
            "update " + std::to_string(root.made.updates.size() + 1) + " of " + std::string(value.owner());
        manifest_update update{root.options};
        update.item.files.emplace_back();
        read_members(element, owner, update_members, update);
        const content_file& file = update.file();
        if (file.urls.empty())
        {
            throw hresult_error(e_manifest_invalid, owner + " lacks 'url'");
        }
        if (file.seed && !file.has_digest())
        {
            throw hresult_error(e_manifest_invalid, owner + " has 'zsync' but lacks a digest, such as 'sha256'");
        }
        if (file.details && file.details->swarm)
        {
            if (file.details->swarm->info_hash.empty())
            {
                throw hresult_error(e_manifest_invalid, owner + " has 'torrent' but lacks 'info_hash'");
            }
            if (!file.has_digest())
            {
                throw hresult_error(e_manifest_invalid, owner + " has 'torrent' but lacks a digest, such as 'sha256'");
            }
        }
        if (update.item.title.empty())
        {
            update.item.title = file.file_name.empty() ? file_name_from_url(file.urls.front()) : file.file_name;
        }
        root.made.updates.push_back(std::make_shared<const update_item>(std::move(update.item)));
    }
}

} // namespace wua::detail
