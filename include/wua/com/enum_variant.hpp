// SPDX-License-Identifier: MIT
#pragma once

// make_enum_variant: the enumerator that For Each asks a collection for.

#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

#include <wua/com/implements.hpp>
#include <wua/com/variant.hpp>

namespace wua
{
namespace detail
{

class enum_variant final : public implements<enum_variant, IEnumVARIANT>
{
public:
    using items = std::shared_ptr<const std::vector<variant>>;

    enum_variant(items values, std::size_t position) noexcept : m_items(std::move(values)), m_position(position) {}

    HRESULT WUA_STDCALL Next(ULONG wanted, VARIANT* values, ULONG* fetched) noexcept override
    {
        if (fetched != nullptr)
        {
            *fetched = 0;
        }
        if ((values == nullptr && wanted != 0) || (fetched == nullptr && wanted != 1))
        {
            return e_pointer;
        }
        return guarded([&] {
            std::vector<variant> copies; // all or none
            while (copies.size() != wanted && m_position + copies.size() != m_items->size())
            {
                copies.push_back((*m_items)[m_position + copies.size()]);
            }
            for (ULONG i = 0; i != wanted; ++i)
            {
                values[i] = i < copies.size() ? copies[i].detach() : VARIANT{};
            }
            m_position += copies.size();
            if (fetched != nullptr)
            {
                *fetched = static_cast<ULONG>(copies.size());
            }
            return copies.size() == wanted ? s_ok : s_false;
        });
    }

    HRESULT WUA_STDCALL Skip(ULONG count) noexcept override
    {
        const std::size_t left = m_items->size() - m_position;
        m_position += count < left ? count : left;
        return count <= left ? s_ok : s_false;
    }

    HRESULT WUA_STDCALL Reset() noexcept override
    {
        m_position = 0;
        return s_ok;
    }

    HRESULT WUA_STDCALL Clone(IEnumVARIANT** copy) noexcept override
    {
        return answer(copy, [&] { return make<enum_variant>(m_items, m_position); });
    }

private:
    items m_items;
    std::size_t m_position;
};

} // namespace detail

// An enumerator over these values, standing before the first one. One thread at a time moves it; a clone, which shares
// the values, has a position of its own. Next stores all the values it has or, when it fails, none; its last parameter
// may be null only when one value is asked for.
inline com_ptr<IEnumVARIANT> make_enum_variant(std::vector<variant> values)
{
    return make<detail::enum_variant>(std::make_shared<const std::vector<variant>>(std::move(values)), std::size_t{0});
}

} // namespace wua
