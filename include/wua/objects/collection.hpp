// SPDX-License-Identifier: MIT
#pragma once

// What all collections have in common: items by index, enumeration, and changes where they are allowed.

#include <wua/com/enum_variant.hpp>
#include <wua/com/implements.hpp>
#include <wua/com/shared_handle.hpp>
#include <wua/model/update_results.hpp>
#include <wua/objects/error_meaning.hpp>
#include <wua/separate_compilation.hpp>

#include <cstddef>
#include <iterator>
#include <limits>
#include <mutex>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace wua::detail
{

// How a collection keeps what goes through its interface as Passed: a BSTR or an interface pointer.
template <class Passed>
struct item_of_collection
{
    using type = com_ptr<std::remove_pointer_t<Passed>>;

    // Throws E_POINTER for null: a collection never holds one.
    static type keep(Passed passed)
    {
        if (passed == nullptr)
        {
            throw hresult_error(e_pointer);
        }
        return type(passed);
    }
};

template <>
struct item_of_collection<BSTR>
{
    using type = bstr;

    static type keep(BSTR passed)
    {
        bstr kept;
        kept.copy_from(passed);
        return kept;
    }
};

// The place of an index that came through an interface; throws WU_E_INVALIDINDEX outside [0, end).
std::size_t checked_index(LONG index, std::size_t end);

// Items that stay as they are; any thread may read them.
template <class Item>
class fixed_items
{
public:
    static constexpr bool is_read_only = true;

    explicit fixed_items(std::vector<Item> items) noexcept : m_items(std::move(items)) {}

    std::size_t size() const noexcept
    {
        return m_items.size();
    }

    Item at(LONG index) const
    {
        return m_items[checked_index(index, m_items.size())];
    }

    std::vector<Item> all() const
    {
        return m_items;
    }

private:
    const std::vector<Item> m_items;
};

// Items that any thread may change. Adding or giving up a reference to an object runs code of that object, which may
// come back here; so the lock guards cells that are shared, and the items in them are touched when it is free again.
template <class Item>
class changing_items
{
public:
    static constexpr bool is_read_only = false;

    explicit changing_items(std::vector<Item> items)
    {
        m_cells.reserve(items.size());
        for (Item& item : items)
        {
            m_cells.push_back(make_cell(std::move(item)));
        }
    }

    std::size_t size() const
    {
        const std::lock_guard lock(m_mutex);
        return m_cells.size();
    }

    Item at(LONG index) const
    {
        return *cell_at(index);
    }

    std::vector<Item> all() const
    {
        std::vector<Item> items;
        for (const cell& shared : cells())
        {
            items.push_back(*shared);
        }
        return items;
    }

    void replace(LONG index, Item item)
    {
        cell other = make_cell(std::move(item)); // holds the old item when the lock is free
        const std::lock_guard lock(m_mutex);
        m_cells[checked_index(index, m_cells.size())].swap(other);
    }

    // Returns the index that the item got.
    LONG append(Item item)
    {
        cell added = make_cell(std::move(item));
        const std::lock_guard lock(m_mutex);
        make_room();
        m_cells.push_back(std::move(added));
        return static_cast<LONG>(m_cells.size() - 1);
    }

    // At the end, too.
    void insert(LONG index, Item item)
    {
        cell added = make_cell(std::move(item));
        const std::lock_guard lock(m_mutex);
        make_room();
        const std::size_t place = checked_index(index, m_cells.size() + 1);
        m_cells.insert(std::next(m_cells.begin(), static_cast<std::ptrdiff_t>(place)), std::move(added));
    }

    void remove(LONG index)
    {
        cell removed;
        const std::lock_guard lock(m_mutex);
        const std::size_t place = checked_index(index, m_cells.size());
        removed = std::move(m_cells[place]);
        m_cells.erase(std::next(m_cells.begin(), static_cast<std::ptrdiff_t>(place)));
    }

    void clear()
    {
        std::vector<cell> removed;
        const std::lock_guard lock(m_mutex);
        removed.swap(m_cells);
    }

private:
    using cell = shared_handle<const Item>;

    static cell make_cell(Item item)
    {
        return make_handle<const Item>(std::move(item));
    }

    cell cell_at(LONG index) const
    {
        const std::lock_guard lock(m_mutex);
        return m_cells[checked_index(index, m_cells.size())];
    }

    std::vector<cell> cells() const
    {
        const std::lock_guard lock(m_mutex);
        return m_cells;
    }

    void make_room() const
    {
        if (m_cells.size() >= static_cast<std::size_t>((std::numeric_limits<LONG>::max)()))
        {
            throw hresult_error(wu_e_max_capacity_reached);
        }
    }

    mutable std::mutex m_mutex;
    std::vector<cell> m_cells; // guarded by m_mutex
};

// The members that every collection has.
template <class Derived, class Interface, class Passed, template <class> class Items>
class enumerable : public implements<Derived, Interface>
{
public:
    using item = typename item_of_collection<Passed>::type;

    static std::string_view error_meaning(HRESULT code) noexcept
    {
        return meaning_of(code);
    }

    HRESULT WUA_STDCALL get_Item(LONG index, Passed* value) noexcept override
    {
        return answer(value, [&] { return m_items.at(index); });
    }

    HRESULT WUA_STDCALL get__NewEnum(IUnknown** value) noexcept override
    {
        return answer(value, [&] {
            std::vector<variant> values;
            for (item& each : m_items.all())
            {
                values.emplace_back(std::move(each));
            }
            return make_enum_variant(std::move(values));
        });
    }

    HRESULT WUA_STDCALL get_Count(LONG* value) noexcept override
    {
        return answer(value, [&] { return m_items.size(); });
    }

protected:
    explicit enumerable(std::vector<item> items) : m_items(std::move(items)) {}

    ~enumerable() = default;

    Items<item> m_items;
};

// A collection whose interface has no way to change it.
template <class Interface, class Passed>
class fixed_collection final : public enumerable<fixed_collection<Interface, Passed>, Interface, Passed, fixed_items>
{
public:
    using base = enumerable<fixed_collection, Interface, Passed, fixed_items>;

    explicit fixed_collection(std::vector<typename base::item> items) : base(std::move(items)) {}
};

// A collection whose interface has the members that change it; with fixed_items they all answer WU_E_NOT_SUPPORTED,
// whatever their arguments are, except that a null out-parameter is E_POINTER as everywhere.
template <class Interface, class Passed, template <class> class Items>
class collection final : public enumerable<collection<Interface, Passed, Items>, Interface, Passed, Items>
{
public:
    using base = enumerable<collection, Interface, Passed, Items>;
    using item = typename base::item;

    explicit collection(std::vector<item> items) : base(std::move(items)) {}

    HRESULT WUA_STDCALL put_Item(LONG index, Passed value) noexcept override
    {
        return change([&](auto& items) { items.replace(index, keep(value)); });
    }

    HRESULT WUA_STDCALL get_ReadOnly(VARIANT_BOOL* value) noexcept override
    {
        return answer(value, [] { return Items<item>::is_read_only; });
    }

    HRESULT WUA_STDCALL Add(Passed value, LONG* index) noexcept override
    {
        if (index == nullptr)
        {
            return e_pointer;
        }
        *index = 0;
        return change([&](auto& items) { *index = items.append(keep(value)); });
    }

    HRESULT WUA_STDCALL Clear() noexcept override
    {
        return change([](auto& items) { items.clear(); });
    }

    HRESULT WUA_STDCALL Copy(Interface** copy) noexcept override
    {
        return answer(copy, [&] { return make<collection<Interface, Passed, changing_items>>(this->m_items.all()); });
    }

    HRESULT WUA_STDCALL Insert(LONG index, Passed value) noexcept override
    {
        return change([&](auto& items) { items.insert(index, keep(value)); });
    }

    HRESULT WUA_STDCALL RemoveAt(LONG index) noexcept override
    {
        return change([&](auto& items) { items.remove(index); });
    }

private:
    static item keep(Passed value)
    {
        return item_of_collection<Passed>::keep(value);
    }

    template <class Change>
    HRESULT change([[maybe_unused]] Change what) noexcept
    {
        if constexpr (Items<item>::is_read_only)
        {
            return wu_e_not_supported;
        }
        else
        {
            return guarded([&] { what(this->m_items); });
        }
    }
};

// All items of a collection of any origin, in order. Throws what a member fails with, and E_INVALIDARG for a collection
// that lies: a negative Count, or null for an item.
template <class Item, class Interface>
std::vector<Item> items_of(Interface& any)
{
    LONG count = 0;
    throw_if_failed(any.get_Count(&count));
    if (count < 0)
    {
        throw hresult_error(e_invalidarg);
    }
    std::vector<Item> items; // not reserved: Count may promise more than there is
    for (LONG i = 0; i != count; ++i)
    {
        Item item;
        throw_if_failed(any.get_Item(i, item.put()));
        if constexpr (is_com_ptr<Item>)
        {
            if (item == nullptr)
            {
                throw hresult_error(e_invalidarg);
            }
        }
        items.push_back(std::move(item));
    }
    return items;
}

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/objects/collection.ipp>
#endif
