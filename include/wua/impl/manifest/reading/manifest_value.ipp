// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/manifest/reading/manifest_value.hpp>.

#include <wua/manifest/manifest_errors.hpp>
#include <wua/manifest/reading/local_text.hpp>
#include <wua/manifest/reading/manifest_value.hpp>

#include <variant>

namespace wua::detail
{

WUA_COLD void manifest_value::fail(std::string_view why) const
{
    std::string text(m_owner);
    text.append(": '").append(m_name).append("' ").append(why);
    throw hresult_error(e_manifest_invalid, std::move(text));
}

WUA_COLD const std::string& manifest_value::text() const
{
    if (const auto* const found = std::get_if<std::string>(&m_value.is))
    {
        return *found;
    }
    fail("is not a text");
}

WUA_COLD std::vector<std::string> manifest_value::texts() const
{
    std::vector<std::string> found;
    for (const json_value& element : list())
    {
        const auto* const one = std::get_if<std::string>(&element.is);
        if (one == nullptr)
        {
            fail("has a member that is not a text");
        }
        found.push_back(*one);
    }
    return found;
}

WUA_COLD std::vector<std::pair<std::string, std::string>> manifest_value::named_texts() const
{
    const auto* const members = std::get_if<json_value::object>(&m_value.is);
    if (members == nullptr)
    {
        fail("is not an object");
    }
    std::vector<std::pair<std::string, std::string>> found;
    for (const json_member& member : *members)
    {
        const auto* const one = std::get_if<std::string>(&member.value.is);
        if (one == nullptr)
        {
            fail("has a member that is not a text");
        }
        found.emplace_back(member.name, *one);
    }
    return found;
}

WUA_COLD std::uint64_t manifest_value::number(std::uint64_t minimum, std::string_view what) const
{
    constexpr std::uint64_t maximum = std::uint64_t{1} << 62U;
    const auto* const whole = std::get_if<std::uint64_t>(&m_value.is);
    if (whole != nullptr && *whole >= minimum && *whole <= maximum)
    {
        return *whole;
    }
    const auto* const other = std::get_if<json_other_number>(&m_value.is);
    constexpr std::size_t max_digits = 40;
    std::string is = "is ";
    if (whole != nullptr || other != nullptr)
    {
        is.append(whole != nullptr ? std::to_string(*whole) : other->text.substr(0, max_digits)).append(", which is ");
    }
    is.append("not ");
    fail(is + std::string(what) + " from " + std::to_string(minimum) + " to 2^62");
}

WUA_COLD const json_value::list& manifest_value::list() const
{
    if (const auto* const found = std::get_if<json_value::list>(&m_value.is))
    {
        return *found;
    }
    fail("is not a list");
}

WUA_COLD const json_value::object& object_members(const json_value& value, std::string_view owner)
{
    if (const auto* const found = std::get_if<json_value::object>(&value.is))
    {
        return *found;
    }
    throw hresult_error(e_manifest_invalid, std::string(owner) + " is not an object");
}

WUA_COLD const json_value* find_json_member(const json_value::object& members, std::string_view name) noexcept
{
    for (const json_member& member : members)
    {
        if (member.name == name)
        {
            return &member.value;
        }
    }
    return nullptr;
}

WUA_COLD void refuse_member(std::string_view name, std::string_view owner)
{
    throw hresult_error(
        e_manifest_invalid, std::string(owner) + " has a member " + quoted_text(name) + ", which is not known");
}

} // namespace wua::detail
