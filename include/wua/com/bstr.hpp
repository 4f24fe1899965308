// SPDX-License-Identifier: MIT
#pragma once

// bstr: the owner of one BSTR.

#include <wua/com/utf.hpp>
#include <wua/separate_compilation.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace wua
{

/// The text of a BSTR that somebody else owns; a null BSTR is the empty text.
inline ole_view view(BSTR text) noexcept
{
    return text != nullptr ? ole_view(text, SysStringLen(text)) : ole_view();
}

/// A null BSTR and an empty one are equal, as everywhere in COM. Constructors throw bad_alloc when memory runs out.
class bstr
{
public:
    bstr() noexcept = default;

    /// From UTF-8; malformed text is treated as by to_utf16. Text, even empty text, is never held as a null BSTR; a
    /// null pointer is the empty text.
    bstr(std::string_view utf8) : bstr(ole_view(to_ole(utf8))) {}
    bstr(const std::string& utf8) : bstr(std::string_view(utf8)) {}
    bstr(const char* utf8) : bstr(utf8 != nullptr ? std::string_view(utf8) : std::string_view()) {}

    bstr(ole_view text);

    bstr(const ole_string& text) : bstr(ole_view(text)) {}
    bstr(const OLECHAR* text) : bstr(text != nullptr ? ole_view(text) : ole_view()) {}

    /// Not from a BSTR, which may be null, may contain a zero, and may or may not be ours to take: see attach(),
    /// copy_from() and wua::view().
    bstr(BSTR text) = delete;
    bstr(std::nullptr_t) = delete;

    bstr(const bstr& other)
    {
        copy_from(other.m_text);
    }
    bstr(bstr&& other) noexcept : m_text(other.detach()) {}
    ~bstr()
    {
        SysFreeString(m_text);
    }

    bstr& operator=(const bstr& other);

    bstr& operator=(bstr&& other) noexcept;

    /// Still owned by this object.
    BSTR get() const noexcept
    {
        return m_text;
    }

    /// The address for a method's out-parameter; frees what was held before.
    BSTR* put() noexcept;

    /// Takes over a BSTR that the caller owns.
    void attach(BSTR text) noexcept;

    /// Hands the BSTR to the caller, who must free it.
    [[nodiscard]] BSTR detach() noexcept
    {
        return std::exchange(m_text, nullptr);
    }

    /// Makes a copy of its own, byte for byte; null stays null.
    void copy_from(BSTR text);

    void reset() noexcept
    {
        SysFreeString(std::exchange(m_text, nullptr));
    }
    void swap(bstr& other) noexcept
    {
        std::swap(m_text, other.m_text);
    }
    friend void swap(bstr& a, bstr& b) noexcept
    {
        a.swap(b);
    }

    ole_view view() const noexcept
    {
        return wua::view(m_text);
    }
    std::string to_utf8() const
    {
        return wua::to_utf8(view());
    }
    bool empty() const noexcept
    {
        return view().empty();
    }
    std::size_t size() const noexcept
    {
        return view().size();
    }

    friend bool operator==(const bstr& a, const bstr& b) noexcept
    {
        return a.view() == b.view();
    }

private:
    static constexpr OLECHAR s_nothing = 0;

    BSTR m_text = nullptr;
};

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/com/bstr.ipp>
#endif
