// SPDX-License-Identifier: MIT
#pragma once

// Which header fields a caller may add to a request, and what credentials may contain.

#include <wua/model/request_details.hpp>
#include <wua/separate_compilation.hpp>

#include <string>
#include <string_view>

namespace wua::detail
{

// A character allowed in the names of fields and schemes: a tchar of RFC 9110.
bool is_token_character(char c) noexcept;

bool has_control_character(std::string_view text) noexcept;

// What is wrong, as a sentence that contains no values; empty: nothing.
std::string objection_to(const header_field& field);
std::string objection_to(const credentials& login);
std::string objection_to(const request_details& details);

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/transfer/header_rules.ipp>
#endif
