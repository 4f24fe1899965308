// SPDX-License-Identifier: MIT
#pragma once

// Control files as zsyncmake writes them, and others that it never would.

#include <wua/engine/seed/md4.hpp>
#include <wua/engine/seed/rolling_sum.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

namespace wua_test
{

struct zsync_shape
{
    std::size_t block_size = 64;
    unsigned sequence = 2;
    std::size_t weak_bytes = 2;
    std::size_t strong_bytes = 5;
};

inline std::string zsync_header(std::size_t length, zsync_shape shape = {})
{
    return "zsync: 0.6.2\nFilename: file\nMTime: Sun, 29 Nov 2026 15:41:57 +0000\nBlocksize: " +
           std::to_string(shape.block_size) + "\nLength: " + std::to_string(length) +
           "\nHash-Lengths: " + std::to_string(shape.sequence) + ',' + std::to_string(shape.weak_bytes) + ',' +
           std::to_string(shape.strong_bytes) + "\nURL: file\nSHA-1: da39a3ee5e6b4b0d3255bfef95601890afd80709\n\n";
}

inline std::string zsync_text(std::string content, zsync_shape shape = {})
{
    std::string text = zsync_header(content.size(), shape);
    content.resize((content.size() + shape.block_size - 1) / shape.block_size * shape.block_size);
    for (std::size_t at = 0; at != content.size(); at += shape.block_size)
    {
        const std::uint32_t weak = wua::detail::rolling_sum(content.data() + at, shape.block_size).value();
        for (std::size_t i = shape.weak_bytes; i-- != 0;)
        {
            text += static_cast<char>(static_cast<unsigned char>(weak >> (i * 8)));
        }
        const wua::detail::md4_digest strong = wua::detail::md4(content.data() + at, shape.block_size);
        text.append(reinterpret_cast<const char*>(strong.data()), shape.strong_bytes);
    }
    return text;
}

} // namespace wua_test
