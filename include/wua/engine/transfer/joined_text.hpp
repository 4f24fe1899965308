// SPDX-License-Identifier: MIT
#pragma once

// A text concatenated from texts and numbers, with one allocation.

#include <wua/separate_compilation.hpp>

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace wua::detail
{

// A part of such a text: a text, which must outlive it, or a number, which must not be negative.
class text_part
{
public:
    text_part(std::string_view text) noexcept : m_text(text) {}
    text_part(const std::string& text) noexcept : m_text(text) {}
    text_part(const char* text) noexcept : m_text(text) {}
    template <std::integral Number>
    requires(sizeof(Number) > 1) // a character is not a number
    text_part(Number number) noexcept
        : m_number(static_cast<std::uint64_t>(number)),
          m_is_number(true)
    {}

private:
    friend std::string joined(std::initializer_list<text_part> parts);

    std::string_view m_text;
    std::uint64_t m_number = 0;
    bool m_is_number = false;
};

std::string joined(std::initializer_list<text_part> parts);

// The text on one line: blanks between its lines, and no control characters, which could end a line or a field.
std::string one_line(std::string text);

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/transfer/joined_text.ipp>
#endif
