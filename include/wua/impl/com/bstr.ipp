// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/com/bstr.hpp>.

#include <wua/com/bstr.hpp>

#include <limits>
#include <new>

namespace wua
{

WUA_INLINE bstr::bstr(ole_view text)
{
    if (text.size() <= (std::numeric_limits<UINT>::max)())
    {
        m_text = SysAllocStringLen(text.data() != nullptr ? text.data() : &s_nothing, static_cast<UINT>(text.size()));
    }
    if (m_text == nullptr)
    {
        throw std::bad_alloc();
    }
}

WUA_INLINE bstr& bstr::operator=(const bstr& other)
{
    copy_from(other.m_text);
    return *this;
}

WUA_INLINE bstr& bstr::operator=(bstr&& other) noexcept
{
    bstr(std::move(other)).swap(*this);
    return *this;
}

WUA_INLINE BSTR* bstr::put() noexcept
{
    reset();
    return &m_text;
}

WUA_INLINE void bstr::attach(BSTR text) noexcept
{
    if (text != m_text)
    {
        reset();
        m_text = text;
    }
}

WUA_INLINE void bstr::copy_from(BSTR text)
{
    BSTR copy = nullptr;
    if (text != nullptr)
    {
        copy = SysAllocStringByteLen(reinterpret_cast<const char*>(text), SysStringByteLen(text));
        if (copy == nullptr)
        {
            throw std::bad_alloc();
        }
    }
    reset();
    m_text = copy;
}

} // namespace wua
