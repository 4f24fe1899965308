// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/com/enum_variant.hpp>.

#include <wua/com/enum_variant.hpp>
#include <wua/com/shared_handle.hpp>

#include <cstddef>

namespace wua
{

namespace detail
{

WUA_INLINE HRESULT WUA_STDCALL enum_variant::Next(ULONG wanted, VARIANT* values, ULONG* fetched) noexcept
{
    if (fetched != nullptr)
    {
        *fetched = 0;
    }
    if ((values == nullptr && wanted != 0) || (fetched == nullptr && wanted != 1))
    {
        return report_failure(e_pointer);
    }
    return guarded([&] {
        std::vector<variant> copies; // so that either all elements are handed out or none
        std::size_t from = m_position;
        // Begins again if another thread has taken elements meanwhile.
        do
        {
            copies.clear();
            while (copies.size() != wanted && from + copies.size() != m_items->size())
            {
                copies.push_back((*m_items)[from + copies.size()]);
            }
        } while (!m_position.compare_exchange_weak(from, from + copies.size()));
        for (ULONG i = 0; i != wanted; ++i)
        {
            values[i] = i < copies.size() ? copies[i].detach() : VARIANT{};
        }
        if (fetched != nullptr)
        {
            *fetched = static_cast<ULONG>(copies.size());
        }
        return copies.size() == wanted ? s_ok : s_false;
    });
}

WUA_INLINE HRESULT WUA_STDCALL enum_variant::Skip(ULONG count) noexcept
{
    std::size_t from = m_position;
    std::size_t left = 0;
    do
    {
        left = m_items->size() - from;
    } while (!m_position.compare_exchange_weak(from, from + (count < left ? count : left)));
    return count <= left ? s_ok : s_false;
}

WUA_INLINE HRESULT WUA_STDCALL enum_variant::Reset() noexcept
{
    m_position = 0;
    return s_ok;
}

WUA_INLINE HRESULT WUA_STDCALL enum_variant::Clone(IEnumVARIANT** copy) noexcept
{
    return answer(copy, [&] { return make<enum_variant>(m_items, m_position.load()); });
}

} // namespace detail

WUA_INLINE com_ptr<IEnumVARIANT> make_enum_variant(std::vector<variant> values)
{
    return make<detail::enum_variant>(
        detail::make_handle<const std::vector<variant>>(std::move(values)), std::size_t{0});
}

} // namespace wua
