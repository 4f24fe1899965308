// SPDX-License-Identifier: MIT
#pragma once

// agile_ref and agile_variant where there are no apartments.

#include <wua/com/com_ptr.hpp>
#include <wua/com/guid.hpp>
#include <wua/com/variant.hpp>

#include <utility>

namespace wua
{

template <class I>
class agile_ref
{
public:
    agile_ref() = default;

    agile_ref(com_ptr<I> object) noexcept : m_object(std::move(object)) {}

    com_ptr<I> get() const
    {
        return m_object;
    }

    explicit operator bool() const noexcept
    {
        return static_cast<bool>(m_object);
    }

    bool is_bound() const noexcept
    {
        return false;
    }

private:
    com_ptr<I> m_object;
};

class agile_variant
{
public:
    agile_variant() noexcept = default;

    agile_variant(variant value) noexcept : m_value(std::move(value)) {}

    agile_variant(variant value, REFIID) noexcept : m_value(std::move(value)) {}

    variant value() const
    {
        return m_value;
    }

    bool is_bound() const noexcept
    {
        return false;
    }

private:
    variant m_value;
};

} // namespace wua
