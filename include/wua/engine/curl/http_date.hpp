// SPDX-License-Identifier: MIT
#pragma once

// What the dates in the head of a response mean.

#include <wua/engine/transfer/response_head.hpp>
#include <wua/separate_compilation.hpp>

#include <chrono>

namespace wua::detail
{

// A date may stand for the content if it lies well before the response; two changes within one second look the same.
bool has_strong_date(const response_head& head);

// What Retry-After says, a century at most, by the server's own clock; zero when nothing.
std::chrono::seconds retry_after(const response_head& head);

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/curl/http_date.ipp>
#endif
