// SPDX-License-Identifier: MIT
#pragma once

// Interfaces that the platform wants of every object: none here.

#include <wua/com/hresult.hpp>

namespace wua::detail
{

constexpr HRESULT query_platform(IUnknown*, REFIID, void**) noexcept
{
    return e_nointerface;
}

} // namespace wua::detail
