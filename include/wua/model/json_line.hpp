// SPDX-License-Identifier: MIT
#pragma once

// Writes a JSON object on one line. Unlike nlohmann/json's values it survives running out of memory, by bad_alloc.

#include <wua/separate_compilation.hpp>

#include <chrono>
#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

namespace wua::detail
{

// Appends to a text that must outlive it. Names are not escaped.
class json_line
{
public:
    explicit json_line(std::string& text) : m_text(text)
    {
        m_text += '{';
    }

    json_line(const json_line&) = delete;
    json_line& operator=(const json_line&) = delete;

    // Begins a member whose value the caller appends.
    std::string& member(std::string_view name);

    // Invalid UTF-8 becomes U+FFFD.
    void add(std::string_view name, std::string_view value);
    void add(std::string_view name, const char* value)
    {
        add(name, std::string_view(value));
    }

    template <std::integral Number>
    void add(std::string_view name, Number value)
    {
        if constexpr (std::is_same_v<Number, bool>)
        {
            member(name) += value ? "true" : "false";
        }
        else if constexpr (std::is_signed_v<Number>)
        {
            member(name) += std::to_string(static_cast<std::int64_t>(value));
        }
        else
        {
            member(name) += std::to_string(static_cast<std::uint64_t>(value));
        }
    }

    // Reads back as the same number; 0 for one that is not finite.
    void add(std::string_view name, double value);

    // In milliseconds, with as many decimals as needed.
    void add(std::string_view name, std::chrono::nanoseconds value);

    void end()
    {
        m_text += '}';
    }

    // A text as a JSON value.
    static void append(std::string& text, std::string_view value);

private:
    std::string& m_text;
    bool m_is_empty = true;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/model/json_line.ipp>
#endif
