// SPDX-License-Identifier: MIT
#pragma once

// The conditions that a request may be made with.

#include <wua/model/update_item.hpp>
#include <wua/separate_compilation.hpp>

#include <string>
#include <string_view>

namespace wua::detail
{

// A strong ETag in quotes or a weak one, W/"...", of the characters that RFC 9110 allows.
bool is_etag(std::string_view text) noexcept;

// True when both mean the same entity, even if not byte for byte.
bool is_same_etag(std::string_view one, std::string_view other) noexcept;

// A date in the form that RFC 9110 requires for sending: "Sun, 06 Nov 1994 08:49:37 GMT". The day need not exist.
bool is_http_date(std::string_view text) noexcept;

// Why the file's details are invalid, as a sentence; empty when they are valid.
std::string objection_to_details(const content_file& file);

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/transfer/content_condition.ipp>
#endif
