// SPDX-License-Identifier: MIT
#pragma once

// Which updates the engine begins.

#include <wua/engine/curl/curl_update.hpp>
#include <wua/engine/transfer/fetch_failure.hpp>
#include <wua/separate_compilation.hpp>

#include <optional>

namespace wua::detail
{

// What makes no sense about one of its files or is forbidden by the policy; nothing when the update may be begun.
std::optional<fetch_failure> refusal_of(const curl_update& update);

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/curl/update_rules.ipp>
#endif
