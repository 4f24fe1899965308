// SPDX-License-Identifier: MIT
#pragma once

// Which options of an engine are valid.

#include <wua/engine/curl_options.hpp>
#include <wua/separate_compilation.hpp>

namespace wua::detail
{

// Throws hresult_error, E_INVALIDARG, with a sentence that names the first invalid one. request_rules checks the
// options for requests.
void check_options(const curl_options& options);

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/curl/option_rules.ipp>
#endif
