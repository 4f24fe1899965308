// SPDX-License-Identifier: MIT
#pragma once

// Names under which downloaded files are stored, optionally in folders: never outside the output directory, never a
// name that a system reserves.

#include <wua/com/ascii.hpp>
#include <wua/engine/transfer/joined_text.hpp>
#include <wua/separate_compilation.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace wua::detail
{

// The suffixes of the files that a download keeps beside its result until it is complete.
inline constexpr std::string_view part_suffix = ".part";
inline constexpr std::string_view journal_suffix = ".part.journal";
inline constexpr std::string_view new_journal_suffix = ".part.journal.new";
inline constexpr std::string_view lock_suffix = ".part.lock"; // for file systems without locks

inline std::string part_name_of(std::string_view file_name)
{
    return joined({file_name, part_suffix});
}
inline std::string journal_name_of(std::string_view file_name)
{
    return joined({file_name, journal_suffix});
}
inline std::string new_journal_name_of(std::string_view file_name)
{
    return joined({file_name, new_journal_suffix});
}

constexpr bool is_forbidden_in_names(char c) noexcept
{
    return is_control_character(c) || std::string_view("<>:\"/\\|?*").find(c) != std::string_view::npos;
}

// CON, COM1 and the like, whatever follows the first dot.
constexpr bool is_device_name(std::string_view name) noexcept
{
    std::string_view stem = name.substr(0, name.find('.'));
    while (!stem.empty() && stem.back() == ' ')
    {
        stem.remove_suffix(1);
    }
    for (const std::string_view device : {"con", "prn", "aux", "nul", "conin$", "conout$"})
    {
        if (equal_ignoring_case(stem, device))
        {
            return true;
        }
    }
    const std::string_view port = stem.substr(0, 3);
    if (!equal_ignoring_case(port, "com") && !equal_ignoring_case(port, "lpt"))
    {
        return false;
    }
    const std::string_view number = stem.substr(port.size()); // superscript digits are some, too
    return (number.size() == 1 && number[0] >= '0' && number[0] <= '9') || number == "\xC2\xB9" ||
           number == "\xC2\xB2" || number == "\xC2\xB3";
}

constexpr bool ends_with_ignoring_case(std::string_view name, std::string_view suffix) noexcept
{
    return name.size() >= suffix.size() && equal_ignoring_case(name.substr(name.size() - suffix.size()), suffix);
}

constexpr std::size_t max_file_name = 220; // leaves room for the suffixes below 255

// True for a name that may be stored in any directory of any system: not empty, not a path, no control characters,
// nothing reserved, no suffix that belongs to unfinished downloads.
constexpr bool is_safe_file_name(std::string_view name) noexcept
{
    return !name.empty() && name.size() <= max_file_name && name != "." && name != ".." &&
           std::none_of(name.begin(), name.end(), is_forbidden_in_names) && name.back() != '.' && name.back() != ' ' &&
           !is_device_name(name) && !ends_with_ignoring_case(name, part_suffix) &&
           !ends_with_ignoring_case(name, journal_suffix) && !ends_with_ignoring_case(name, new_journal_suffix) &&
           !ends_with_ignoring_case(name, lock_suffix);
}

constexpr std::size_t max_path = 1000; // bytes, including folders

// True for such a name, or several separated by '/': the last one names a file, the others folders.
constexpr bool is_safe_path(std::string_view path) noexcept
{
    if (path.size() > max_path)
    {
        return false;
    }
    while (true)
    {
        const std::size_t slash = path.find('/');
        if (!is_safe_file_name(path.substr(0, slash)))
        {
            return false;
        }
        if (slash == std::string_view::npos)
        {
            return true;
        }
        path.remove_prefix(slash + 1);
    }
}

// The folders of a path, empty when there are none; then the rest of it.
constexpr std::string_view folder_of(std::string_view path) noexcept
{
    const std::size_t slash = path.rfind('/');
    return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}
constexpr std::string_view leaf_of(std::string_view path) noexcept
{
    return path.substr(path.rfind('/') + 1); // npos + 1 is 0
}

// Equal for names that differ only in case, which some file systems treat as one.
std::string caseless_name(std::string_view name);

// A safe name from the last segment of a URL's path; forbidden characters become '_'. "download" when there is none.
std::string file_name_from_url(std::string_view url);

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/disk/file_name.ipp>
#endif
