// SPDX-License-Identifier: MIT
#pragma once

// The Content-Range field of an HTTP response, parsed strictly.

#include <wua/separate_compilation.hpp>

#include <cstdint>
#include <optional>
#include <string_view>

namespace wua::detail
{

// "bytes 5-9/100", "bytes 5-9/*" or "bytes */100".
struct content_range
{
    // Both inclusive; absent in a response that states only the length of the content.
    std::optional<std::uint64_t> first;
    std::optional<std::uint64_t> last;

    // The length of the whole content in bytes; absent when the server does not know it.
    std::optional<std::uint64_t> total;

    bool operator==(const content_range&) const = default;

    // nullopt when the text is not a Content-Range, or contradicts itself.
    static std::optional<content_range> from_text(std::string_view text) noexcept;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/transfer/content_range.ipp>
#endif
