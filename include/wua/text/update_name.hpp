// SPDX-License-Identifier: MIT
#pragma once

// What to call an update on one line, and which host it comes from.

#include <wua/model/update_item.hpp>
#include <wua/separate_compilation.hpp>

#include <string>
#include <string_view>

namespace wua
{

/// The title; for an update without one, or whose title is a URL, the name of its file, else its identity, if it has
/// one. Printable.
std::string update_name(const update_item& update);

namespace detail
{

// Host and port of a URL, printable; empty when it has none.
std::string host_name(std::string_view url);

} // namespace detail

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/text/update_name.ipp>
#endif
