// SPDX-License-Identifier: MIT
#pragma once

// A text property that any thread may read and write.

#include <mutex>
#include <string_view>
#include <utility>

#include <wua/com/bstr.hpp>
#include <wua/com/abi_boundary.hpp>

namespace wua::detail
{

class text_setting
{
public:
    // Throws bad_alloc.
    explicit text_setting(std::string_view initial) : m_text(initial) {}

    HRESULT get(BSTR* retval) const noexcept
    {
        return answer(retval, [&] {
            const std::lock_guard lock(m_mutex);
            return m_text;
        });
    }

    // Null is the empty text.
    HRESULT put(BSTR value) noexcept
    {
        return guarded([&] {
            bstr text(view(value));
            const std::lock_guard lock(m_mutex);
            m_text.swap(text);
        });
    }

private:
    mutable std::mutex m_mutex;
    bstr m_text; // guarded by m_mutex
};

} // namespace wua::detail
