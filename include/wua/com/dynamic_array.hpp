// SPDX-License-Identifier: MIT
#pragma once

// An array without spare capacity. std::vector makes a compiler generate about forty functions for each type of
// element, this a few.

#include <cstddef>
#include <utility>

namespace wua::detail
{

template <class T>
class dynamic_array
{
public:
    dynamic_array() noexcept = default;

    /// The elements are value-initialized.
    explicit dynamic_array(std::size_t size) : m_elements(new T[size]()), m_size(size) {}

    dynamic_array(dynamic_array&& other) noexcept
    {
        swap(other);
    }
    dynamic_array& operator=(dynamic_array other) noexcept
    {
        swap(other);
        return *this;
    }

    ~dynamic_array()
    {
        delete[] m_elements;
    }

    void swap(dynamic_array& other) noexcept
    {
        std::swap(m_elements, other.m_elements);
        std::swap(m_size, other.m_size);
    }

    /// Moves the elements, as many as there is room for, to an array of that size.
    void resize(std::size_t size)
    {
        dynamic_array other(size);
        for (std::size_t i = 0; i != size && i != m_size; ++i)
        {
            other[i] = std::move(m_elements[i]);
        }
        swap(other);
    }

    std::size_t size() const noexcept
    {
        return m_size;
    }
    bool empty() const noexcept
    {
        return m_size == 0;
    }

    /// The index must be less than size().
    T& operator[](std::size_t index) noexcept
    {
        return m_elements[index];
    }
    const T& operator[](std::size_t index) const noexcept
    {
        return m_elements[index];
    }

    T* begin() noexcept
    {
        return m_elements;
    }

private:
    T* m_elements = nullptr;
    std::size_t m_size = 0;
};

} // namespace wua::detail
