// SPDX-License-Identifier: MIT
#pragma once

// What the dates in a response's head mean.

#include <wua/engine/transfer/response_head.hpp>
#include <wua/separate_compilation.hpp>

#include <chrono>

namespace wua::detail
{

// A date may stand for the content if it is well before the response; two changes within one second look the same.
bool has_strong_date(const response_head& head);

// The delay of Retry-After, by the server's own clock, at most a century; zero if there is none.
std::chrono::seconds retry_after(const response_head& head);

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/curl/http_date.ipp>
#endif
