// SPDX-License-Identifier: MIT
#pragma once

// A JSON text as values, read more strictly than by nlohmann/json alone: no member comes twice. Its own values, since
// those of nlohmann/json end the program when they are destroyed without memory.

#include <wua/separate_compilation.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace wua::detail
{

// Any number but a whole one from 0 on, as it is written.
struct json_other_number
{
    std::string text;
};

struct json_member;

struct json_value
{
    using list = std::vector<json_value>;
    using object = std::vector<json_member>; // sorted by name

    std::variant<std::monostate, bool, std::uint64_t, json_other_number, std::string, list, object> is;
};

struct json_member
{
    std::string name;
    json_value value;
};

// Throws hresult_error: e_manifest_invalid, and the sentence begins with the subject. No text of the JSON is in it but
// for the name of a member: there are URLs in manifests, and secrets in URLs.
json_value parse_json(std::string_view text, std::string_view subject);

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/manifest/reading/json_value.ipp>
#endif
