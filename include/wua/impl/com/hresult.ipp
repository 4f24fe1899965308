// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/com/hresult.hpp>.

#include <wua/com/hresult.hpp>

#include <new>
#include <utility>

namespace wua
{

WUA_COLD hresult_error::hresult_error(HRESULT code) noexcept : m_code(code), m_code_text()
{
    const hresult_info* known = find_code(com_codes, code);
    if (known == nullptr && detail::describe_more != nullptr)
    {
        known = detail::describe_more(code);
    }
    std::size_t length = 0;
    const auto append = [&](std::string_view text) {
        length += text.copy(m_code_text + length, sizeof m_code_text - 1 - length);
    };
    if (known != nullptr)
    {
        append(known->name);
        append(": ");
        append(known->meaning);
        return;
    }
    append("0x");
    for (int shift = 28; shift >= 0; shift -= 4)
    {
        m_code_text[length++] = "0123456789ABCDEF"[static_cast<std::uint32_t>(code) >> shift & 0xFU];
    }
}

WUA_COLD hresult_error::hresult_error(HRESULT code, std::string text) noexcept : hresult_error(code)
{
    try
    {
        m_text = detail::make_handle<const std::string>(std::move(text));
    }
    catch (const std::bad_alloc&)
    {
        return; // out of memory: the code matters more than the text
    }
}

WUA_INLINE const char* hresult_error::what() const noexcept
{
    return m_text != nullptr ? m_text->c_str() : m_code_text;
}

WUA_INLINE void throw_if_failed(HRESULT code)
{
    if (failed(code))
    {
        throw hresult_error(code);
    }
}

WUA_INLINE HRESULT check(HRESULT code)
{
    throw_if_failed(code);
    return code;
}

} // namespace wua
