// SPDX-License-Identifier: MIT
#pragma once

// What all collections have in common: items by index, enumeration, and changes where they are allowed.

#include <wua/com/agile_ref.hpp>
#include <wua/com/com_ptr.hpp>
#include <wua/com/enum_variant.hpp>
#include <wua/com/implements.hpp>
#include <wua/com/reference_count.hpp>
#include <wua/separate_compilation.hpp>

#include <cstddef>
#include <mutex>
#include <type_traits>
#include <utility>
#include <vector>

namespace wua::detail
{

// Collections keep their items as an enumerator hands them out: a BSTR, or an interface pointer. So all of them share
// one implementation. Objects are handed out for the calling thread: see agile_variant.

// An item that an interface passes as Passed, a BSTR or an interface pointer.
template <class Passed>
struct collection_item
{
    using owner = com_ptr<std::remove_pointer_t<Passed>>;

    static constexpr const guid& iid = iid_of<std::remove_pointer_t<Passed>>;

    // Throws E_POINTER for null, which a collection never holds.
    static agile_variant keep(Passed passed)
    {
        if (passed == nullptr)
        {
            throw hresult_error(e_pointer);
        }
        return held_for_all_threads(owner(passed), iid);
    }

    static owner hand_out(variant kept) noexcept
    {
        owner object;
        object.attach(static_cast<Passed>(static_cast<void*>(kept.detach().punkVal)));
        return object;
    }
};

template <>
struct collection_item<BSTR>
{
    using owner = bstr;

    static constexpr const guid& iid = guid_null; // no interface

    WUA_INLINE static agile_variant keep(BSTR passed);

    WUA_INLINE static bstr hand_out(variant kept) noexcept;
};

// The items in a form for all threads.
std::vector<agile_variant> kept_for_all(std::vector<variant> items, REFIID iid);

// Items that never change; any thread may read them.
class fixed_items
{
public:
    static constexpr bool is_read_only = true;

    WUA_INLINE explicit fixed_items(std::vector<agile_variant> items) noexcept;

    std::size_t size() const noexcept
    {
        return m_items.size();
    }

    // Throws WU_E_INVALIDINDEX for an invalid index.
    WUA_INLINE variant at(LONG index) const;

    WUA_INLINE std::vector<variant> all() const;

private:
    const std::vector<agile_variant> m_items;
};

// An item with its reference count: in a long queue a shared_handle would take twice the memory.
class shared_item
{
public:
    explicit shared_item(agile_variant only) : item(std::move(only)) {}

    shared_item(const shared_item&) = delete;
    shared_item& operator=(const shared_item&) = delete;

    ULONG AddRef() noexcept
    {
        return m_count.add();
    }
    ULONG Release() noexcept
    {
        const ULONG left = m_count.release();
        if (left == 0)
        {
            delete this;
        }
        return left;
    }

    const agile_variant item;

private:
    ~shared_item() = default;

    reference_count m_count;
};

// Items that any thread may change. Adding or releasing a reference to an object runs code of that object, which may
// call back into the collection. So the lock guards shared cells only, and their items are touched after it is
// released. An index outside the collection is WU_E_INVALIDINDEX.
class changing_items
{
public:
    static constexpr bool is_read_only = false;

    WUA_INLINE explicit changing_items(std::vector<agile_variant> items);

    WUA_INLINE std::size_t size() const;

    WUA_INLINE variant at(LONG index) const;

    WUA_INLINE std::vector<variant> all() const;

    WUA_INLINE void replace(LONG index, agile_variant item);

    // Returns the index of the new item.
    WUA_INLINE LONG append(agile_variant item);

    // The index may be that of the end.
    WUA_INLINE void insert(LONG index, agile_variant item);

    WUA_INLINE void remove(LONG index);

    WUA_INLINE void clear();

private:
    using cell = com_ptr<shared_item>;

    WUA_INLINE void make_room() const;

    mutable std::mutex m_mutex;
    std::vector<cell> m_cells; // guarded by m_mutex
};

// The members of every collection.
template <class Derived, class Interface, class Passed, class Items>
class enumerable : public implements<Derived, Interface>
{
public:
    HRESULT WUA_STDCALL get_Item(LONG index, Passed* value) noexcept override
    {
        return answer(value, [&] { return collection_item<Passed>::hand_out(m_items.at(index)); });
    }

    HRESULT WUA_STDCALL get__NewEnum(IUnknown** value) noexcept override
    {
        return answer(value, [&] { return make_enum_variant(m_items.all()); });
    }

    HRESULT WUA_STDCALL get_Count(LONG* value) noexcept override
    {
        return answer(value, [&] { return m_items.size(); });
    }

protected:
    explicit enumerable(std::vector<variant> items)
        : m_items(kept_for_all(std::move(items), collection_item<Passed>::iid))
    {}

    ~enumerable() = default;

    Items m_items;
};

// A collection whose interface has no members that change it.
template <class Interface, class Passed>
class fixed_collection final : public enumerable<fixed_collection<Interface, Passed>, Interface, Passed, fixed_items>
{
public:
    explicit fixed_collection(std::vector<variant> items)
        : enumerable<fixed_collection, Interface, Passed, fixed_items>(std::move(items))
    {}
};

// A collection whose interface has members that change it. With fixed_items they all return WU_E_NOT_SUPPORTED,
// whatever their arguments, except that a null out-parameter is E_POINTER as everywhere.
template <class Interface, class Passed, class Items>
class collection final : public enumerable<collection<Interface, Passed, Items>, Interface, Passed, Items>
{
public:
    explicit collection(std::vector<variant> items) : enumerable<collection, Interface, Passed, Items>(std::move(items))
    {}

    HRESULT WUA_STDCALL put_Item(LONG index, Passed value) noexcept override
    {
        return change([&](auto& items) { items.replace(index, keep(value)); });
    }

    HRESULT WUA_STDCALL get_ReadOnly(VARIANT_BOOL* value) noexcept override
    {
        return answer(value, [] { return Items::is_read_only; });
    }

    HRESULT WUA_STDCALL Add(Passed value, LONG* index) noexcept override
    {
        if (index == nullptr)
        {
            return report_failure(e_pointer);
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
    static agile_variant keep(Passed value)
    {
        return collection_item<Passed>::keep(value);
    }

    template <class Change>
    HRESULT change([[maybe_unused]] Change what) noexcept
    {
        if constexpr (Items::is_read_only)
        {
            return report_failure(wu_e_not_supported, "the collection cannot be changed");
        }
        else
        {
            return guarded([&] { what(this->m_items); });
        }
    }
};

// Calls f with every item of a collection of any origin, a bstr or a com_ptr, in order. Throws the failure of a member,
// and E_INVALIDARG for an inconsistent collection: a negative Count, or a null item.
template <class Item, class Interface, class F>
void for_each_item(Interface& any, F&& f)
{
    LONG count = 0;
    throw_if_failed(any.get_Count(&count));
    if (count < 0)
    {
        throw hresult_error(e_invalidarg);
    }
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
        f(std::move(item));
    }
}

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/objects/collection.ipp>
#endif
