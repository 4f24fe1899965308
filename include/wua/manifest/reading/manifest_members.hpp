// SPDX-License-Identifier: MIT
#pragma once

// What a manifest may say: a line for each member.

#include <wua/manifest/manifest.hpp>
#include <wua/manifest/reading/manifest_value.hpp>
#include <wua/model/update_item.hpp>
#include <wua/separate_compilation.hpp>

#include <string>
#include <string_view>

namespace wua::detail
{

// An update under construction; its file is there from the start.
struct manifest_update
{
    const manifest_options& options;
    update_item item{};

    content_file& file() noexcept
    {
        return item.files.front();
    }
};

// A manifest under construction.
struct manifest_root
{
    const manifest_options& options;
    manifest made{};
};

// Throws unless it is one whose scheme may be fetched. No text of the URL is in the sentence but for its scheme.
void take_url(const manifest_value& value, const std::string& url, manifest_update& made);

void take_urls(const manifest_value& value, manifest_update& made);

void take_file_name(const manifest_value& value, manifest_update& made);

// Permissions as octal digits, as chmod takes them.
void take_mode(const manifest_value& value, manifest_update& made);

// What is known of the file that is there already.
void take_etag(const manifest_value& value, manifest_update& made);

void take_last_modified(const manifest_value& value, manifest_update& made);

// Where the zsync control file of the file is.
void take_control_url(const manifest_value& value, manifest_update& made);

// An older version, below the output directory; what names it must name the control file, too.
void take_seed(const manifest_value& value, manifest_update& made);

// Where the .torrent of the file is, and which v2 info-hash it must have.
void take_torrent(const manifest_value& value, manifest_update& made);

void take_info_hash(const manifest_value& value, manifest_update& made);

// Headers of the requests for the file.
void take_headers(const manifest_value& value, manifest_update& made);

// One more that the file must have.
void take_digest(const manifest_value& value, digest_algorithm algorithm, manifest_update& made);

void take_name(const manifest_value& value, manifest_root& root);

void take_expiry(const manifest_value& value, manifest_root& root);

void take_updates(const manifest_value& value, manifest_root& root);

inline constexpr std::string_view number_of_bytes = "a number of bytes";

// In the order in which they are read.
inline constexpr manifest_member<manifest_update> update_members[] = {
    {"title", [](const manifest_value& value, manifest_update& made) { made.item.title = value.text(); }},
    {"id", [](const manifest_value& value, manifest_update& made) { made.item.identity.update_id = value.text(); }},
    {"url", [](const manifest_value& value, manifest_update& made) { take_url(value, value.text(), made); }},
    {"urls", take_urls},
    {"file", take_file_name},
    {"mode", take_mode},
    {"etag", take_etag},
    {"last_modified", take_last_modified},
    {"size",
     [](const manifest_value& value, manifest_update& made) { made.file().size = value.number(0, number_of_bytes); }},
    {"max_size",
     [](const manifest_value& value, manifest_update& made) { made.item.max_size = value.number(0, number_of_bytes); }},
    {"zsync", take_control_url},
    {"seed", take_seed},
    {"torrent", take_torrent},
    {"info_hash", take_info_hash},
    {"headers", take_headers},
    {"sha256",
     [](const manifest_value& value, manifest_update& made) { take_digest(value, digest_algorithm::sha256, made); }},
    {"sha384",
     [](const manifest_value& value, manifest_update& made) { take_digest(value, digest_algorithm::sha384, made); }},
    {"sha512",
     [](const manifest_value& value, manifest_update& made) { take_digest(value, digest_algorithm::sha512, made); }},
    {"blake2b", [](const manifest_value& value,
                   manifest_update& made) { take_digest(value, digest_algorithm::blake2b_512, made); }},
    {"sha1",
     [](const manifest_value& value, manifest_update& made) { take_digest(value, digest_algorithm::sha1, made); }},
};

inline constexpr manifest_member<manifest_root> root_members[] = {
    {"name", take_name},
    {"version",
     [](const manifest_value& value, manifest_root& root) { root.made.version = value.number(1, "a version"); }},
    {"expires", take_expiry},
    {"updates", take_updates},
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/manifest/reading/manifest_members.ipp>
#endif
