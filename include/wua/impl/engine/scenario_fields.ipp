// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/scenario_fields.hpp>.

#include <wua/engine/scenario_fields.hpp>
#include <wua/wuapi/errors.hpp>

#include <charconv>
#include <cstddef>

namespace wua::detail
{

WUA_INLINE scenario_fields::scenario_fields(const nlohmann::json& value, std::string where,
                                            std::initializer_list<std::string_view> known)
    : m_value(value),
      m_where(std::move(where))
{
    if (!value.is_object())
    {
        fail("is not an object");
    }
    for (const auto& [name, member] : value.items())
    {
        bool is_known = false;
        for (const std::string_view one : known)
        {
            is_known = is_known || name == one;
        }
        if (!is_known)
        {
            fail("has a member '" + name + "', which is not known");
        }
    }
}

WUA_INLINE void scenario_fields::fail(const std::string& why) const
{
    throw hresult_error(e_scenario_invalid, m_where + " " + why);
}

WUA_INLINE void scenario_fields::need(std::initializer_list<const char*> names) const
{
    for (const char* const name : names)
    {
        if (find(name) == nullptr)
        {
            fail("needs '" + std::string(name) + "'");
        }
    }
}

WUA_INLINE void scenario_fields::read(const char* name, std::string& value) const
{
    if (const auto* found = find(name))
    {
        require(found->is_string(), name, "a text");
        value = found->get<std::string>();
    }
}

WUA_INLINE void scenario_fields::read(const char* name, bool& value) const
{
    if (const auto* found = find(name))
    {
        require(found->is_boolean(), name, "true or false");
        value = found->get<bool>();
    }
}

WUA_INLINE void scenario_fields::read(const char* name, std::uint64_t& value) const
{
    if (const auto* found = find(name))
    {
        value = number(*found, name);
    }
}

WUA_INLINE void scenario_fields::read(const char* name, std::optional<std::uint64_t>& value) const
{
    if (const auto* found = find(name))
    {
        value = number(*found, name);
    }
}

WUA_INLINE void scenario_fields::read_any(const char* name, std::uint64_t& value) const
{
    if (const auto* found = find(name))
    {
        require(found->is_number_unsigned(), name, "a whole number from 0 to 2^64 - 1");
        value = found->get<std::uint64_t>();
    }
}

WUA_INLINE void scenario_fields::read(const char* name, std::int64_t& value) const
{
    if (const auto* found = find(name))
    {
        require(found->is_number_integer() && (!found->is_number_unsigned() || found->get<std::int64_t>() >= 0), name,
                "a whole number of 64 bits");
        value = found->get<std::int64_t>();
    }
}

WUA_INLINE void scenario_fields::read(const char* name, std::chrono::nanoseconds& value) const
{
    if (const auto* found = find(name))
    {
        const std::uint64_t milliseconds = number(*found, name);
        require(milliseconds <= 100'000'000'000U, name, "a number of milliseconds below 10^11");
        value = std::chrono::milliseconds(milliseconds);
    }
}

WUA_INLINE void scenario_fields::read(const char* name, double& value) const
{
    if (const auto* found = find(name))
    {
        require(found->is_number(), name, "a number");
        value = found->get<double>();
    }
}

WUA_INLINE void scenario_fields::read(const char* name, std::vector<std::string>& value) const
{
    if (const auto* found = find(name))
    {
        require(found->is_string() || found->is_array(), name, "a list of texts");
        value.clear();
        for (const auto& one : found->is_array() ? *found : nlohmann::json::array({*found}))
        {
            require(one.is_string(), name, "a list of texts");
            value.push_back(one.get<std::string>());
        }
    }
}

WUA_INLINE void scenario_fields::read(const char* name, HRESULT& value) const
{
    if (find(name) == nullptr)
    {
        return;
    }
    std::string text;
    read(name, text);
    if (const hresult_info* known = describe(std::string_view(text)))
    {
        value = known->value;
        return;
    }
    std::uint32_t bits = 0;
    const char* const end = text.data() + text.size();
    require(text.size() == 10 && text.starts_with("0x") && std::from_chars(text.data() + 2, end, bits, 16).ptr == end,
            name, "the name of an HRESULT or its eight digits after 0x");
    value = make_hresult(bits);
}

WUA_INLINE const nlohmann::json* scenario_fields::find(const char* name) const
{
    const auto found = m_value.find(name);
    return found == m_value.end() ? nullptr : &*found;
}

WUA_INLINE void scenario_fields::require(bool is_so, const char* name, std::string_view what) const
{
    if (!is_so)
    {
        fail("needs " + std::string(what) + " in '" + std::string(name) + "'");
    }
}

WUA_INLINE std::uint64_t scenario_fields::number(const nlohmann::json& value, const char* name) const
{
    require(value.is_number_unsigned() && value.get<std::uint64_t>() <= std::uint64_t{1} << 62U, name,
            "a whole number from 0 to 2^62");
    return value.get<std::uint64_t>();
}

} // namespace wua::detail
