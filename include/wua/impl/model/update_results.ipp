// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/model/update_results.hpp>.

#include <wua/com/hresult.hpp>
#include <wua/model/update_results.hpp>
#include <wua/wuapi/errors.hpp>

#include <new>
#include <string>
#include <utility>

namespace wua::detail
{

WUA_COLD void fail_index(std::int64_t index, std::size_t count)
{
    std::string text;
    try
    {
        const std::string valid = count == 0 ? "there are none" : "valid are 0 to " + std::to_string(count - 1);
        text = "the index " + std::to_string(index) + " is out of range: " + valid;
    }
    catch (const std::bad_alloc&)
    {
        throw hresult_error(wu_e_invalidindex); // out of memory: the code matters more than the text
    }
    throw hresult_error(wu_e_invalidindex, std::move(text));
}

} // namespace wua::detail

namespace wua
{

WUA_INLINE ULONG update_results::Release() const noexcept
{
    const ULONG left = m_count.release();
    if (left == 0)
    {
        delete this;
    }
    return left;
}

} // namespace wua
