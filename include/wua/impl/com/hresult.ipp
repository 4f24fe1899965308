// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/com/hresult.hpp>.

#include <wua/com/ascii.hpp>
#include <wua/com/hresult.hpp>

#include <utility>

namespace wua
{

WUA_INLINE hresult_error::hresult_error(HRESULT code) noexcept : m_code(code)
{
    for (int i = 0; i != 8; ++i)
    {
        const char digit = detail::hex_digit(static_cast<std::uint32_t>(code) >> (28 - 4 * i));
        m_digits[2 + i] = digit >= 'a' ? static_cast<char>(digit - 'a' + 'A') : digit;
    }
}

WUA_INLINE hresult_error::hresult_error(HRESULT code, std::string text) : hresult_error(code)
{
    m_text = std::make_shared<const std::string>(std::move(text));
}

WUA_INLINE const char* hresult_error::what() const noexcept
{
    if (m_text != nullptr)
    {
        return m_text->c_str();
    }
    const hresult_info* known = find_code(com_codes, m_code);
    return known != nullptr ? known->meaning : m_digits;
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
