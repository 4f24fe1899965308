// SPDX-License-Identifier: MIT
#pragma once

// The members of a JSON object of a manifest: which there may be, and what each must be.

#include <wua/manifest/reading/json_value.hpp>
#include <wua/separate_compilation.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wua::detail
{

// The value of a member. What its functions throw is hresult_error, e_manifest_invalid, with a sentence that says
// where.
class manifest_value
{
public:
    // Refers to all of them. The owner is the object in words.
    manifest_value(const json_value& value, std::string_view owner, std::string_view name) noexcept
        : m_value(value),
          m_owner(owner),
          m_name(name)
    {}

    std::string_view owner() const noexcept
    {
        return m_owner;
    }

    // The sentence goes on with why.
    [[noreturn]] void fail(std::string_view why) const;

    const std::string& text() const;

    std::vector<std::string> texts() const;

    // Of an object: names and texts.
    std::vector<std::pair<std::string, std::string>> named_texts() const;

    // "... is x, which is not WHAT from LEAST to 2^62".
    std::uint64_t number(std::uint64_t minimum, std::string_view what) const;

    const json_value::list& list() const;

private:
    const json_value& m_value;
    const std::string_view m_owner;
    const std::string_view m_name;
};

// A member that an object may have, and how it is read.
template <class Target>
struct manifest_member
{
    std::string_view name;
    void (*read)(const manifest_value& value, Target& target);
};

// Throws unless the value is an object.
const json_value::object& object_members(const json_value& value, std::string_view owner);

const json_value* find_json_member(const json_value::object& members, std::string_view name) noexcept;

[[noreturn]] void refuse_member(std::string_view name, std::string_view owner);

// Reads those members that the object has, in the order of the table. Throws when it has others.
template <class Target, std::size_t Count>
void read_members(const json_value& value, std::string_view owner, const manifest_member<Target> (&table)[Count],
                  Target& target)
{
    const json_value::object& members = object_members(value, owner);
    for (const json_member& member : members)
    {
        bool is_known = false;
        for (const manifest_member<Target>& row : table)
        {
            is_known = is_known || row.name == member.name;
        }
        if (!is_known)
        {
            refuse_member(member.name, owner);
        }
    }
    for (const manifest_member<Target>& row : table)
    {
        if (const json_value* const found = find_json_member(members, row.name))
        {
            row.read(manifest_value(*found, owner, row.name), target);
        }
    }
}

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/manifest/reading/manifest_value.ipp>
#endif
