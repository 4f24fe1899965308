// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/disk/download_journal.hpp>.

#include <wua/com/ascii.hpp>
#include <wua/engine/disk/download_journal.hpp>
#include <wua/engine/transfer/joined_text.hpp>
#include <wua/model/url_text.hpp>

#include <algorithm>
#include <limits>
#include <utility>

namespace wua::detail
{

WUA_COLD download_journal download_journal::of(const update_item& update, std::size_t file_index,
                                               const std::string& file_name)
{
    download_journal left{
        .update = {.identity = update.identity,
                   .title = update.title,
                   .files = update.files,
                   .max_size = update.max_size,
                   .details = {}},
        .file_index = file_index};
    left.update.files[file_index].file_name = file_name;
    return left;
}

WUA_COLD std::string download_journal::to_text() const
{
    std::string text = "wua-journal 1\n";
    put(text, "update-id", update.identity.update_id);
    put(text, "revision", std::to_string(update.identity.revision_number));
    put(text, "title", update.title);
    put(text, "max-size", update.max_size);
    for (const content_file& file : update.files)
    {
        text += "file\n";
        for (const std::string& url : file.urls)
        {
            put(text, "url", url);
        }
        put(text, "name", file.file_name);
        put(text, "size", file.size);
        for (const content_digest& each : file.digests())
        {
            put(text, content_digest::name(each.algorithm), each.to_hex());
        }
        if (file.is_delta)
        {
            text += "delta\n";
        }
        if (file.mode != 0)
        {
            put(text, "mode", file.mode);
        }
        if (file.seed)
        {
            put(text, "zsync", file.seed->control_url);
            put(text, "seed", file.seed->file);
        }
    }
    put(text, "current", file_index);
    put(text, "source", source);
    if (!origin.empty())
    {
        put(text, "origin", origin);
    }
    for (const content_takeover& each : later)
    {
        put(text, "then", joined({each.from, " ", each.provider.origin, " ", each.provider.url}));
    }
    put(text, "etag", etag);
    put(text, "last-modified", last_modified);
    put(text, "total", total);
    put(text, "bytes", bytes);
    for (const content_piece& each : pieces)
    {
        put(text, "piece", joined({each.begin, " ", each.end, " ", each.provider.origin, " ", each.provider.url}));
    }
    put(text, "sum", sum(text));
    return text;
}

WUA_COLD std::optional<download_journal> download_journal::from_text(std::string_view text)
{
    constexpr std::string_view first = "wua-journal 1\n";
    constexpr std::string_view last = "\nsum ";
    const auto sum_line = text.rfind(last);
    if (!text.starts_with(first) || sum_line == std::string_view::npos || !text.ends_with('\n'))
    {
        return std::nullopt;
    }
    const std::string_view digits = text.substr(sum_line + last.size(), text.size() - sum_line - last.size() - 1);
    const std::string_view body = text.substr(0, sum_line + 1);
    if (parse_decimal(digits) != sum(body))
    {
        return std::nullopt;
    }
    download_journal journal;
    for (std::string_view rest = body.substr(first.size()); !rest.empty();)
    {
        const auto end = rest.find('\n');
        const std::string_view line = rest.substr(0, end);
        rest.remove_prefix(end + 1);
        const auto blank = line.find(' ');
        const std::string_view value = blank == std::string_view::npos ? std::string_view() : line.substr(blank + 1);
        if (!journal.take(line.substr(0, blank), percent_decoded(value)))
        {
            return std::nullopt;
        }
    }
    if (journal.file_index >= journal.update.files.size() || !is_one_line(journal.source) ||
        !is_one_line(journal.etag) || !is_one_line(journal.last_modified))
    {
        return std::nullopt;
    }
    return journal;
}

WUA_COLD bool download_journal::is_one_line(std::string_view text) noexcept
{
    return std::none_of(text.begin(), text.end(), is_control_character);
}

WUA_COLD bool download_journal::take(std::string_view key, std::string value)
{
    if (key == "file")
    {
        update.files.emplace_back();
        return true;
    }
    if (update.files.empty())
    {
        return take_of_update(key, std::move(value));
    }
    content_file& file = update.files.back();
    if (key == "url")
    {
        file.urls.push_back(std::move(value));
    }
    else if (key == "name")
    {
        file.file_name = std::move(value);
    }
    else if (key == "size")
    {
        file.size = parse_decimal(value);
        return file.size.has_value();
    }
    else if (const digest_algorithm algorithm = content_digest::algorithm_named(key);
             algorithm != digest_algorithm::none)
    {
        std::optional<content_digest> digest = content_digest::from_hex(algorithm, value);
        if (!digest)
        {
            return false;
        }
        file.add_digest(*std::move(digest));
    }
    else if (key == "delta")
    {
        file.is_delta = true;
    }
    else if (key == "mode")
    {
        const auto mode = parse_decimal(value);
        file.mode = static_cast<std::uint16_t>(std::min<std::uint64_t>(mode.value_or(0), 0xFFFF));
        return mode.has_value();
    }
    else if (key == "zsync")
    {
        file.seed = content_seed{.control_url = std::move(value)};
    }
    else if (key == "seed")
    {
        const bool has_control = static_cast<bool>(file.seed);
        file.seed = content_seed{.control_url = has_control ? file.seed->control_url : "", .file = std::move(value)};
        return has_control;
    }
    else
    {
        return take_of_download(key, std::move(value));
    }
    return true;
}

WUA_COLD bool download_journal::take_of_update(std::string_view key, std::string value)
{
    if (key == "update-id")
    {
        update.identity.update_id = std::move(value);
    }
    else if (key == "revision")
    {
        return try_read(value, update.identity.revision_number);
    }
    else if (key == "title")
    {
        update.title = std::move(value);
    }
    else if (key == "max-size")
    {
        update.max_size = parse_decimal(value);
        return update.max_size.has_value();
    }
    else
    {
        return false;
    }
    return true;
}

WUA_COLD bool download_journal::take_of_download(std::string_view key, std::string value)
{
    if (key == "source")
    {
        source = std::move(value);
    }
    else if (key == "origin")
    {
        origin = std::move(value);
    }
    else if (key == "then")
    {
        return take_takeover(value);
    }
    else if (key == "piece")
    {
        return take_piece(value);
    }
    else if (key == "etag")
    {
        etag = std::move(value);
    }
    else if (key == "last-modified")
    {
        last_modified = std::move(value);
    }
    else if (key == "total")
    {
        total = parse_decimal(value);
        return total.has_value();
    }
    else if (key == "current" || key == "bytes")
    {
        const auto number = parse_decimal(value);
        if (key == "bytes")
        {
            bytes = number.value_or(0);
        }
        else
        {
            file_index = static_cast<std::size_t>(number.value_or(0));
        }
        return number.has_value();
    }
    else
    {
        return false;
    }
    return true;
}

WUA_COLD bool download_journal::take_takeover(std::string_view text)
{
    const auto blank = text.find(' ');
    const auto from = parse_decimal(text.substr(0, blank));
    std::optional<content_provider> provider = provider_in(text.substr(std::min(text.size(), blank)));
    const std::uint64_t min_from = later.empty() ? 1 : later.back().from + 1;
    if (!provider || !from || *from < min_from || later.size() == max_takeovers)
    {
        return false;
    }
    later.push_back({*from, *std::move(provider)});
    return true;
}

WUA_COLD bool download_journal::take_piece(std::string_view text)
{
    const auto first = text.find(' ');
    const auto second = first == std::string_view::npos ? first : text.find(' ', first + 1);
    if (second == std::string_view::npos)
    {
        return false;
    }
    const std::uint64_t none = std::numeric_limits<std::uint64_t>::max();
    const std::uint64_t begin = parse_decimal(text.substr(0, first)).value_or(none);
    const std::uint64_t end = parse_decimal(text.substr(first + 1, second - first - 1)).value_or(0);
    std::optional<content_provider> provider = provider_in(text.substr(second));
    if (!provider || begin < file_size() || begin >= end || pieces.size() == max_pieces_kept)
    {
        return false;
    }
    pieces.push_back({begin, end, *std::move(provider)});
    return true;
}

WUA_COLD std::optional<content_provider> download_journal::provider_in(std::string_view text)
{
    const auto blank = text.empty() ? std::string_view::npos : text.find(' ', 1);
    if (blank == std::string_view::npos)
    {
        return std::nullopt;
    }
    return content_provider{std::string(text.substr(blank + 1)), std::string(text.substr(1, blank - 1))};
}

WUA_COLD std::uint64_t download_journal::total_bytes() const noexcept
{
    std::uint64_t sum = bytes;
    for (const content_piece& each : pieces)
    {
        sum += each.size();
    }
    return sum;
}

WUA_COLD void download_journal::put(std::string& text, std::string_view key, std::string_view value)
{
    text += key;
    text += ' ';
    for (const char c : value)
    {
        if (c == '%' || static_cast<unsigned char>(c) < 0x20)
        {
            constexpr std::string_view digits = "0123456789abcdef";
            text += '%';
            text += digits[static_cast<unsigned char>(c) >> 4U];
            text += digits[static_cast<unsigned char>(c) & 15U];
        }
        else
        {
            text += c;
        }
    }
    text += '\n';
}

WUA_COLD void download_journal::put(std::string& text, std::string_view key, std::optional<std::uint64_t> value)
{
    if (value)
    {
        put(text, key, std::to_string(*value));
    }
}

WUA_COLD bool download_journal::try_read(std::string_view text, std::int32_t& number) noexcept
{
    const bool is_negative = text.starts_with('-');
    const auto magnitude = parse_decimal(text.substr(is_negative ? 1 : 0));
    constexpr std::int64_t limit = std::numeric_limits<std::int32_t>::max();
    if (!magnitude || *magnitude > static_cast<std::uint64_t>(limit) + (is_negative ? 1 : 0))
    {
        return false;
    }
    const auto value = static_cast<std::int64_t>(*magnitude);
    number = static_cast<std::int32_t>(is_negative ? -value : value);
    return true;
}

WUA_INLINE std::uint64_t download_journal::sum(std::string_view text) noexcept
{
    std::uint64_t hash = 0xcbf29ce484222325U;
    for (const char c : text)
    {
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
    }
    return hash;
}

} // namespace wua::detail
