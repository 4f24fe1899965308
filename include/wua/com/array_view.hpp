// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

namespace wua::detail
{

/// The elements of an array, which must outlive it. Like std::span<const T>, whose concepts take long to compile.
template <class T>
class array_view
{
public:
    template <std::size_t Count>
    constexpr array_view(const T (&elements)[Count]) noexcept
        : m_begin(elements),
          m_end(elements + Count)
    {}

    template <class Container>
    requires requires(const Container& elements) { elements.data() + elements.size(); }
    constexpr array_view(const Container& elements) noexcept
        : m_begin(elements.data()),
          m_end(elements.data() + elements.size())
    {}

    constexpr const T* begin() const noexcept
    {
        return m_begin;
    }
    constexpr const T* end() const noexcept
    {
        return m_end;
    }

private:
    const T* m_begin;
    const T* m_end;
};

} // namespace wua::detail
