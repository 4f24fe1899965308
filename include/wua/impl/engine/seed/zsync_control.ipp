// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/seed/zsync_control.hpp>.

#include <wua/com/ascii.hpp>
#include <wua/com/hresult.hpp>
#include <wua/engine/seed/zsync_control.hpp>
#include <wua/engine/transfer/joined_text.hpp>
#include <wua/wuapi/agent_errors.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <initializer_list>
#include <utility>

namespace wua::detail
{

[[noreturn]] inline void refuse_control(std::initializer_list<text_part> what)
{
    throw hresult_error(wu_e_invalid_file, "the zsync control file " + joined(what));
}

// The three numbers of a text like "0.6.2"; nullopt for other text.
inline std::optional<std::array<std::uint64_t, 3>> zsync_version(std::string_view text)
{
    std::array<std::uint64_t, 3> version{};
    for (std::uint64_t& each : version)
    {
        const auto dot = text.find('.');
        const auto number = parse_decimal(text.substr(0, dot));
        if (!number)
        {
            return std::nullopt;
        }
        each = *number;
        text = dot == std::string_view::npos ? std::string_view() : text.substr(dot + 1);
        if (text.empty() && dot == std::string_view::npos)
        {
            return version;
        }
    }
    return std::nullopt;
}

// A short, printable excerpt of untrusted text, for use in a message.
inline std::string quoted(std::string_view text)
{
    constexpr std::size_t max_shown = 40;
    return '\'' + one_line(std::string(text.substr(0, max_shown))) + (text.size() > max_shown ? "...'" : "'");
}

WUA_COLD zsync_control zsync_control::parse(std::string text)
{
    constexpr std::string_view first_key = "zsync: ";
    if (!text.starts_with(first_key))
    {
        refuse_control({"does not begin with 'zsync: '"});
    }
    if (text.size() > max_bytes)
    {
        refuse_control({"has more than ", max_bytes, " bytes"});
    }
    const std::string_view head = std::string_view(text).substr(0, max_header_bytes);
    const auto end = head.find("\n\n");
    if (end == std::string_view::npos)
    {
        refuse_control({"has no end of its header in the first ", head.size(), " bytes"});
    }
    zsync_control control;
    std::vector<std::string> seen;
    std::string_view safe;
    for (std::string_view rest = head.substr(0, end + 1); !rest.empty();)
    {
        const auto line_end = rest.find('\n');
        const std::string_view line = rest.substr(0, line_end);
        rest.remove_prefix(line_end + 1);
        const auto colon = line.find(": ");
        const std::string_view key = line.substr(0, colon);
        if (colon == std::string_view::npos || key.empty() ||
            std::any_of(line.begin(), line.end(), is_control_character))
        {
            refuse_control({"has a line that is not a name and a value: ", quoted(line)});
        }
        const std::string_view value = trimmed(line.substr(colon + 2));
        if (key == "Safe")
        {
            safe = value;
        }
        control.read_line(key, value, seen, safe);
    }
    control.m_sums_at = end + 2;
    control.m_text = std::move(text);
    control.check(seen);
    return control;
}

WUA_COLD void zsync_control::read_line(std::string_view key, std::string_view value, std::vector<std::string>& seen,
                                       std::string_view safe)
{
    if (key != "URL" && std::find(seen.begin(), seen.end(), key) != seen.end())
    {
        refuse_control({"says ", quoted(key), " twice"});
    }
    seen.emplace_back(key);
    if (key == "zsync" || key == "Min-Version")
    {
        const auto version = zsync_version(value);
        if (!version)
        {
            refuse_control({"has no version: ", quoted(value)});
        }
        if (key == "zsync" ? *version < std::array<std::uint64_t, 3>{0, 0, 5}
                           : *version > std::array<std::uint64_t, 3>{0, 6, 2})
        {
            refuse_control({"is for another version of zsync: ", quoted(value)});
        }
    }
    else if (key == "Blocksize")
    {
        const auto size = parse_decimal(value);
        if (!size || !std::has_single_bit(*size))
        {
            refuse_control({"has a block size that is not a power of two: ", quoted(value)});
        }
        if (*size < min_block_size || *size > max_block_size)
        {
            refuse_control(
                {"has blocks of ", *size, " bytes, which is not between ", min_block_size, " and ", max_block_size});
        }
        m_block_size = static_cast<std::size_t>(*size);
    }
    else if (key == "Length")
    {
        const auto length = parse_decimal(value);
        if (!length)
        {
            refuse_control({"has a length that is not a number: ", quoted(value)});
        }
        m_length = *length;
    }
    else if (key == "Hash-Lengths")
    {
        read_lengths(value);
    }
    else if (key == "SHA-1")
    {
        m_sha1 = content_digest::from_hex(digest_algorithm::sha1, value);
        if (!m_sha1)
        {
            refuse_control({"has a SHA-1 that is not valid: ", quoted(value)});
        }
    }
    else if (key.starts_with("Z-") || key == "Recompress")
    {
        refuse_control({"is for compressed content, which is not supported: ", quoted(key)});
    }
    else if (key != "Filename" && key != "MTime" && key != "URL" && key != "Safe" &&
             safe.find(key) == std::string_view::npos)
    {
        refuse_control({"has an unknown line that is not marked as safe to ignore: ", quoted(key)});
    }
}

WUA_COLD void zsync_control::read_lengths(std::string_view value)
{
    std::uint64_t numbers[3];
    std::string_view rest = value;
    for (std::uint64_t& each : numbers)
    {
        const auto comma = rest.find(',');
        const auto number = parse_decimal(rest.substr(0, comma));
        if (!number || (comma == std::string_view::npos) != (&each == &numbers[2]))
        {
            refuse_control({"has hash lengths that are not three numbers: ", quoted(value)});
        }
        each = *number;
        rest.remove_prefix(comma == std::string_view::npos ? rest.size() : comma + 1);
    }
    if (numbers[0] < 1 || numbers[0] > 2 || numbers[1] < 1 || numbers[1] > 4 || numbers[2] < 3 || numbers[2] > 16)
    {
        refuse_control({"has hash lengths out of range (1 to 2, 1 to 4, 3 to 16): ", quoted(value)});
    }
    m_sequence = static_cast<unsigned>(numbers[0]);
    m_weak_bytes = static_cast<std::size_t>(numbers[1]);
    m_strong_bytes = static_cast<std::size_t>(numbers[2]);
}

WUA_COLD void zsync_control::check(const std::vector<std::string>& seen) const
{
    for (const char* key : {"Blocksize", "Length", "Hash-Lengths"})
    {
        if (std::find(seen.begin(), seen.end(), key) == seen.end())
        {
            refuse_control({"lacks a line '", key, "'"});
        }
    }
    // Blocks have at least 64 bytes, so the product fits into 64 bits.
    const std::uint64_t blocks = m_length / m_block_size + (m_length % m_block_size != 0 ? 1 : 0);
    const std::uint64_t wanted = blocks * (m_weak_bytes + m_strong_bytes);
    const std::uint64_t there = m_text.size() - m_sums_at;
    if (wanted != there)
    {
        refuse_control({"has ", there, " bytes of checksums, but ", m_length, " bytes of content need ", wanted});
    }
}

} // namespace wua::detail
