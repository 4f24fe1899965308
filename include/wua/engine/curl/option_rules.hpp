// SPDX-License-Identifier: MIT
#pragma once

// Which options of an engine make sense.

#include <wua/engine/curl_options.hpp>
#include <wua/separate_compilation.hpp>

namespace wua::detail
{

// Throws hresult_error, E_INVALIDARG, with a sentence that names the first that makes none. What is about requests is
// for request_rules to check.
void check_options(const curl_options& options);

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/curl/option_rules.ipp>
#endif
