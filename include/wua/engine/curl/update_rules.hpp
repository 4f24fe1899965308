// SPDX-License-Identifier: MIT
#pragma once

// Which updates the engine begins.

#include <wua/engine/curl/curl_update.hpp>
#include <wua/engine/transfer/fetch_failure.hpp>
#include <wua/model/update_item.hpp>
#include <wua/separate_compilation.hpp>

#include <optional>

namespace wua::detail
{

// Throws hresult_error, E_INVALIDARG, for invalid file details.
void check_details(const update_item& update);

// What is invalid about one of its files, or forbidden by the policy; nullopt when the update may begin.
std::optional<fetch_failure> refusal_of(const curl_update& update);

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/curl/update_rules.ipp>
#endif
