// SPDX-License-Identifier: MIT
#pragma once

// A text property that any thread may read and write.

#include <wua/com/bstr.hpp>
#include <wua/separate_compilation.hpp>

#include <mutex>
#include <string_view>
#include <utility>

namespace wua::detail
{

class text_setting
{
public:
    // Throws bad_alloc.
    explicit text_setting(std::string_view initial) : m_text(initial) {}

    HRESULT get(BSTR* retval) const noexcept;

    // Null is the empty text.
    HRESULT put(BSTR value) noexcept;

private:
    mutable std::mutex m_mutex;
    bstr m_text; // guarded by m_mutex
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/objects/text_setting.ipp>
#endif
