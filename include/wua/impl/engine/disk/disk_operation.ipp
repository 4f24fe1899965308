// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/disk/disk_operation.hpp>.

#include <wua/engine/disk/disk_operation.hpp>

#include <algorithm>
#include <string>
#include <system_error>

namespace wua::detail
{

WUA_COLD void throw_errno(int error, std::string_view what, std::string_view name)
{
    std::string text(what);
    text += ' ';
    text += name;
    throw std::system_error(error, std::generic_category(), text);
}

WUA_INLINE std::size_t ask_hook(const disk_hook& hook, disk_operation operation, std::string_view what,
                                std::string_view name)
{
    if (!hook)
    {
        return disk_verdict().max_bytes;
    }
    const disk_verdict verdict = hook(operation, name);
    if (verdict.error != 0)
    {
        throw_errno(verdict.error, what, name);
    }
    return std::max<std::size_t>(verdict.max_bytes, 1);
}

} // namespace wua::detail
