// SPDX-License-Identifier: MIT
#pragma once

// How a program handled a misbehaving server.

#include "process.hpp"
#include <wua/testing/fault_server/misbehaviour.hpp>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

namespace peers
{

enum class verdict : std::uint8_t
{
    right,   // the right file, or a failure where one is due
    gave_up, // an honest failure, although the file could be had
    took_it, // the right bytes, where a careful client would refuse them
    wrong,   // claimed success, but the file is wrong or missing
    hung,    // still running at the limit
    crashed, // it died of a signal
};

constexpr std::string_view mark_of(verdict v) noexcept
{
    switch (v)
    {
        case verdict::right:
            return "✓";
        case verdict::gave_up:
            return "○";
        case verdict::took_it:
            return "!";
        case verdict::wrong:
            return "✗";
        case verdict::hung:
            return "∞";
        case verdict::crashed:
            return "†";
    }
    return "?";
}

constexpr std::string_view meaning_of(verdict v) noexcept
{
    switch (v)
    {
        case verdict::right:
            return "right: the right file, or a failure where nothing else is right";
        case verdict::gave_up:
            return "gave up: an honest failure, although a retry or a second look would have brought the file";
        case verdict::took_it:
            return "took it: success where a careful client refuses, although the bytes were right this time";
        case verdict::wrong:
            return "wrong: success was reported, and the file is wrong or missing";
        case verdict::hung:
            return "hung: still running at the limit of time, in spite of its options";
        case verdict::crashed:
            return "crashed: ended by a signal";
    }
    return {};
}

struct finding
{
    verdict what = verdict::hung;
    process_end end{};
};

// Whether any file in the folder has that content, since programs name files differently after a redirect.
inline bool holds(const std::filesystem::path& folder, std::string_view content)
{
    for (const auto& entry : std::filesystem::directory_iterator(folder))
    {
        if (entry.is_regular_file() && entry.file_size() == content.size())
        {
            std::ifstream file(entry.path(), std::ios::binary);
            if (std::string{std::istreambuf_iterator<char>(file), {}} == content)
            {
                return true;
            }
        }
    }
    return false;
}

inline verdict judge(wua::expectation expected, const process_end& end, bool has_file)
{
    if (!end.exit_status)
    {
        return end.is_late ? verdict::hung : verdict::crashed;
    }
    if (*end.exit_status == 0)
    {
        const bool is_refusal_due = expected == wua::expectation::must_fail;
        return !has_file ? verdict::wrong : is_refusal_due ? verdict::took_it : verdict::right;
    }
    const bool is_file_due =
        expected == wua::expectation::delivers || expected == wua::expectation::delivers_after_retry;
    return is_file_due ? verdict::gave_up : verdict::right;
}

} // namespace peers
