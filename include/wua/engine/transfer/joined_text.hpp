// SPDX-License-Identifier: MIT
#pragma once

// A text that is put together from several, with one allocation.

#include <wua/separate_compilation.hpp>

#include <initializer_list>
#include <string>
#include <string_view>

namespace wua::detail
{

std::string joined(std::initializer_list<std::string_view> parts);

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/transfer/joined_text.ipp>
#endif
