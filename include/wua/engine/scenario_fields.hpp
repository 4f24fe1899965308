// SPDX-License-Identifier: MIT
#pragma once

// Reads a JSON file member by member, with messages that say where it is wrong.

#include <wua/com/guid.hpp>
#include <wua/com/hresult.hpp>
#include <wua/model/update_item.hpp>
#include <wua/separate_compilation.hpp>

#include <nlohmann/json.hpp>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wua
{

/// HRESULT_FROM_WIN32(ERROR_FILE_NOT_FOUND): a scenario file cannot be read.
inline constexpr HRESULT e_scenario_unreadable = hresult_from_win32(2);

/// HRESULT_FROM_WIN32(ERROR_INVALID_DATA): a scenario is not JSON, or its content is invalid.
inline constexpr HRESULT e_scenario_invalid = hresult_from_win32(13);

namespace detail
{

// One object of the file. Members are read by name; each failure says where it is.
class scenario_fields
{
public:
    scenario_fields(const nlohmann::json& value, std::string where, std::initializer_list<std::string_view> known);

    const std::string& where() const noexcept
    {
        return m_where;
    }

    [[noreturn]] void fail(const std::string& why) const;

    // Fails unless these members are present.
    void need(std::initializer_list<const char*> names) const;

    // Null when it is absent.
    const nlohmann::json* find(const char* name) const;

    void read(const char* name, std::string& value) const;

    void read(const char* name, bool& value) const;

    void read(const char* name, std::uint64_t& value) const;

    void read(const char* name, std::optional<std::uint64_t>& value) const;

    // The same without a limit.
    void read_any(const char* name, std::uint64_t& value) const;

    void read(const char* name, std::int64_t& value) const;

    void read(const char* name, std::chrono::nanoseconds& value) const;

    void read(const char* name, double& value) const;

    // A list of texts, or a single text.
    void read(const char* name, std::vector<std::string>& value) const;

    // A name from the Windows headers, or "0x80240034".
    void read(const char* name, HRESULT& value) const;

    template <class Enum>
    void read(const char* name, Enum& value, std::initializer_list<std::pair<std::string_view, Enum>> choices) const
    {
        if (find(name) == nullptr)
        {
            return;
        }
        std::string text;
        read(name, text);
        std::string known;
        for (const auto& [word, meaning] : choices)
        {
            if (text == word)
            {
                value = meaning;
                return;
            }
            known += (known.empty() ? "" : " or ") + std::string(word);
        }
        require(false, name, known);
    }

    // Calls f(element, where) for each element of a list.
    template <class F>
    void each(const char* name, F f) const
    {
        if (const auto* found = find(name))
        {
            require(found->is_array(), name, "a list");
            std::size_t place = 0;
            for (const auto& element : *found)
            {
                ++place;
                f(element, m_where + ", " + name + " " + std::to_string(place));
            }
        }
    }

private:
    void require(bool is_so, const char* name, std::string_view what) const;

    std::uint64_t number(const nlohmann::json& value, const char* name) const;

    const nlohmann::json& m_value;
    const std::string m_where;
};

} // namespace detail
} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/scenario_fields.ipp>
#endif
