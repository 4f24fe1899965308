// SPDX-License-Identifier: MIT
#pragma once

// Which conditions a request may be made with.

#include <wua/model/update_item.hpp>
#include <wua/separate_compilation.hpp>

#include <string>
#include <string_view>

namespace wua::detail
{

// A strong one in quotes or a weak one, W/"...", of characters that RFC 9110 allows there.
bool is_etag(std::string_view text) noexcept;

// True when both mean the same entity, be it byte by byte or not.
bool is_same_etag(std::string_view one, std::string_view other) noexcept;

// A date as RFC 9110 wants it to be sent: "Sun, 06 Nov 1994 08:49:37 GMT". That there is such a day is not looked at.
bool is_http_date(std::string_view text) noexcept;

// Why the file's details make no sense, in a sentence; empty when they do.
std::string objection_to_details(const content_file& file);

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/transfer/content_condition.ipp>
#endif
