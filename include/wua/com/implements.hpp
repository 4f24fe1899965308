// SPDX-License-Identifier: MIT
#pragma once

// implements: the reference count, QueryInterface and IDispatch of an object, from the list of its interfaces.

#include <array>
#include <atomic>
#include <concepts>
#include <cstddef>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

#include <wua/com/guid.hpp>
#include <wua/com/late_binding.hpp>
#include <wua/com/marshaling.hpp>

namespace wua
{
namespace detail
{

// The marker by which an object says that any thread of any apartment may call it.
inline constexpr guid iid_agile_object = "94ea2b94-e9cc-49e0-c0ff-ee64ca8f5b90"_guid;

// True when I or one of its bases has this IID; IUnknown is not counted.
template <class I>
constexpr bool answers(const guid& iid) noexcept
{
    if constexpr (std::same_as<I, IUnknown>)
    {
        return false;
    }
    else
    {
        return same(iid, iid_of<I>) || answers<base_of_t<I>>(iid);
    }
}

// How many rows the tables of I and its bases have.
template <class I>
constexpr std::size_t row_count() noexcept
{
    if constexpr (!is_dual<I>() || std::same_as<I, IDispatch>)
    {
        return 0;
    }
    else
    {
        return row_count<base_of_t<I>>() + table_of<I>().rows.size();
    }
}

// A row of a merged table, and the place it comes from.
struct placed_row
{
    const dispatch_member* row = nullptr;
    guid declared_in{};
    std::size_t index = 0;

    constexpr bool clashes_with(const placed_row& other) const noexcept
    {
        const bool same_place = index == other.index && same(declared_in, other.declared_in);
        return !same_place && (row->dispid == other.row->dispid || row->name == other.row->name);
    }
};

template <class I>
constexpr void place_rows(placed_row*& next) noexcept
{
    if constexpr (is_dual<I>() && !std::same_as<I, IDispatch>)
    {
        place_rows<base_of_t<I>>(next);
        for (std::size_t i = 0; i != table_of<I>().rows.size(); ++i)
        {
            *next++ = {&table_of<I>().rows[i], iid_of<I>, i};
        }
    }
}

// True when no two rows of the interfaces share a DISPID or a name; a row reached twice through one base is one row.
template <class... Interfaces>
constexpr bool rows_are_distinct() noexcept
{
    constexpr std::size_t count = (row_count<Interfaces>() + ... + 0);
    std::array<placed_row, count + 1> rows{};
    placed_row* next = rows.data();
    (place_rows<Interfaces>(next), ...);
    for (std::size_t i = 0; i != count; ++i)
    {
        for (std::size_t j = i + 1; j != count; ++j)
        {
            if (rows[i].clashes_with(rows[j]))
            {
                return false;
            }
        }
    }
    return true;
}

// The interfaces alone, for an object without an automation interface.
template <bool Dual, class Derived, class... Interfaces>
class interface_list : public Interfaces...
{
protected:
    interface_list() = default;
    interface_list(const interface_list&) = delete;
    interface_list& operator=(const interface_list&) = delete;
    ~interface_list() = default;
};

// The interfaces with the four methods of IDispatch, which serve all of them.
template <class Derived, class... Interfaces>
class interface_list<true, Derived, Interfaces...> : public Interfaces...
{
public:
    HRESULT WUA_STDCALL GetTypeInfoCount(UINT* count) noexcept final
    {
        return answer(count, [] { return UINT{0}; });
    }

    HRESULT WUA_STDCALL GetTypeInfo(UINT, LCID, ITypeInfo** information) noexcept final
    {
        if (information == nullptr)
        {
            return e_pointer;
        }
        *information = nullptr;
        return e_notimpl; // GetTypeInfoCount says that there is none
    }

    HRESULT WUA_STDCALL GetIDsOfNames(REFIID riid, LPOLESTR* names, UINT count, LCID, DISPID* ids) noexcept final
    {
        return ids_of_names([this](auto matches) { return this->find(matches); }, riid, names, count, ids);
    }

    HRESULT WUA_STDCALL Invoke(DISPID dispid, REFIID riid, LCID locale, WORD flags, DISPPARAMS* parameters,
                               VARIANT* result, EXCEPINFO* record, UINT* bad_argument) noexcept final
    {
        static_assert(rows_are_distinct<Interfaces...>(), "two members of one object share a DISPID or a name");
        return detail::invoke([this](auto matches) { return this->find(matches); }, dispid, riid, locale, flags,
                              parameters, result, record, bad_argument, words());
    }

protected:
    interface_list() = default;
    interface_list(const interface_list&) = delete;
    interface_list& operator=(const interface_list&) = delete;
    ~interface_list() = default;

private:
    template <class Matches>
    bound_member find(Matches matches) noexcept
    {
        bound_member found;
        (find_in<Interfaces, Interfaces>(matches, found) || ...);
        return found;
    }

    // Looks in the table of I, a base of the listed interface or that interface itself, after those of I's own bases.
    template <class Listed, class I, class Matches>
    bool find_in(Matches& matches, bound_member& found) noexcept
    {
        if constexpr (is_dual<I>() && !std::same_as<I, IDispatch>)
        {
            if (find_in<Listed, base_of_t<I>>(matches, found))
            {
                return true;
            }
            for (const dispatch_member& row : table_of<I>().members())
            {
                if (matches(row))
                {
                    found = {&row, static_cast<I*>(static_cast<Listed*>(this))};
                    return true;
                }
            }
        }
        return false;
    }

    static failure_words words() noexcept
    {
        // clang-format off
        failure_words known;
        if constexpr (requires { { Derived::error_source() } noexcept -> std::convertible_to<std::string_view>; })
        {
            known.source = Derived::error_source();
        }
        if constexpr (requires(HRESULT code) {
                          { Derived::error_meaning(code) } noexcept -> std::same_as<std::string_view>;
                      })
        {
            known.meaning = &Derived::error_meaning;
        }
        // clang-format on
        return known;
    }
};

} // namespace detail

// The base of a COM object: class update final : public implements<update, IUpdate5>. Make it with make<update>(...);
// it is born with one reference and deleted by the last Release. Any thread may call AddRef, Release and
// QueryInterface.
//
// QueryInterface answers every listed interface and its bases. The first one is the object's IUnknown, and the first
// automation interface its IDispatch, whose members are those of all listed interfaces, in their order. On Windows it
// answers IMarshal too: any apartment of the process gets the object itself.
//
// What Derived may add, publicly or by befriending implements:
//   static void final_release(Derived*) noexcept         called instead of delete; may keep the object for revive()
//   void next_to_last_release() noexcept                 called before a Release that leaves one reference
//   HRESULT query_extra(REFIID, void**) noexcept         asked for IIDs that no listed interface answers
//   static std::string_view error_source() noexcept      the source of a late-bound failure; "wua" without it
//   static std::string_view error_meaning(HRESULT) noexcept   its text; that of com_codes without it, or when empty
template <class Derived, class... Interfaces>
class implements : public detail::interface_list<(detail::is_dual<Interfaces>() || ...), Derived, Interfaces...>
{
    using first_interface = std::tuple_element_t<0, std::tuple<Interfaces...>>;

public:
    HRESULT WUA_STDCALL QueryInterface(REFIID iid, void** object) noexcept final
    {
        if (object == nullptr)
        {
            return e_pointer;
        }
        *object = nullptr;
        if (same(iid, iid_of<IUnknown>) || same(iid, detail::iid_agile_object))
        {
            *object = static_cast<IUnknown*>(static_cast<first_interface*>(this));
        }
        else
        {
            static_cast<void>((find<Interfaces>(iid, object) || ...));
        }
        if (*object != nullptr)
        {
            AddRef();
            return s_ok;
        }
        if constexpr (requires(Derived & derived) { derived.query_extra(iid, object); })
        {
            const HRESULT code = static_cast<Derived*>(this)->query_extra(iid, object);
            if (code != e_nointerface)
            {
                *object = failed(code) ? nullptr : *object;
                return code;
            }
            *object = nullptr;
        }
        return detail::query_platform(static_cast<first_interface*>(this), iid, object);
    }

    ULONG WUA_STDCALL AddRef() noexcept final
    {
        return m_references.fetch_add(1, std::memory_order_relaxed) + 1;
    }

    ULONG WUA_STDCALL Release() noexcept final
    {
        if (const ULONG left = release_one(); left != 0)
        {
            return left;
        }
        // A destructor that hands the object out once more and takes it back must not come here again.
        m_references.store(s_in_destruction, std::memory_order_relaxed);
        if constexpr (requires(Derived * derived) { Derived::final_release(derived); })
        {
            Derived::final_release(static_cast<Derived*>(this));
        }
        else
        {
            delete static_cast<Derived*>(this);
        }
        return 0;
    }

protected:
    implements() = default;
    ~implements() = default;

    // Gives an object that final_release kept its first reference again. The caller must be its only user.
    void revive() noexcept
    {
        m_references.store(1, std::memory_order_relaxed);
    }

private:
    static constexpr ULONG s_in_destruction = 0x40000000;

    // The references that are left; 0 when the caller is to destroy the object.
    ULONG release_one() noexcept
    {
        if constexpr (requires(Derived & derived) { derived.next_to_last_release(); })
        {
            // Never from more than 2 to 1 without the hook, however many release at the same time.
            ULONG references = m_references.load(std::memory_order_acquire);
            do
            {
                if (references == 2)
                {
                    static_cast<Derived*>(this)->next_to_last_release();
                }
            } while (!m_references.compare_exchange_weak(
                references, references - 1, std::memory_order_acq_rel, std::memory_order_acquire));
            return references - 1;
        }
        else
        {
            // Nobody can add a reference to an object whose only one is being released, so that case needs no
            // read-modify-write.
            if (m_references.load(std::memory_order_acquire) == 1)
            {
                return 0;
            }
            return m_references.fetch_sub(1, std::memory_order_acq_rel) - 1;
        }
    }

    template <class I>
    bool find(REFIID iid, void** object) noexcept
    {
        if (!detail::answers<I>(iid))
        {
            return false;
        }
        *object = static_cast<I*>(this);
        return true;
    }

    std::atomic<ULONG> m_references{1};
};

} // namespace wua
