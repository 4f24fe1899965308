// SPDX-License-Identifier: MIT
#pragma once

// implements: the reference count, QueryInterface and IDispatch of an object, from the list of its interfaces.

#include <wua/com/array_view.hpp>
#include <wua/com/guid.hpp>
#include <wua/com/late_binding.hpp>
#include <wua/com/reference_count.hpp>
#include <wua/com/type_information.hpp>
#include <wua/separate_compilation.hpp>

#include <concepts>
#include <string_view>
#include <type_traits>

namespace wua
{
namespace detail
{

// The marker IID of an object that any thread of any apartment may call.
inline constexpr guid iid_agile_object = "94ea2b94-e9cc-49e0-c0ff-ee64ca8f5b90"_guid;

// The object as a QueryInterface for this IID returns it; null when no listed interface or base has it.
IUnknown* find_listed(array_view<listed_interface> object, REFIID iid) noexcept;

// What every object supports in addition.
HRESULT query_common(array_view<listed_interface> object, REFIID iid, void** result) noexcept;

// Just the interfaces, for an object without an automation interface.
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
        return count_type_info(count);
    }

    HRESULT WUA_STDCALL GetTypeInfo(UINT index, LCID, ITypeInfo** information) noexcept final
    {
        const listed_interface list[] = {{&interface_table_of<Interfaces>, static_cast<Interfaces*>(this)}...};
        return get_type_info(list, index, information);
    }

    HRESULT WUA_STDCALL GetIDsOfNames(REFIID riid, LPOLESTR* names, UINT count, LCID, DISPID* ids) noexcept final
    {
        const listed_interface list[] = {{&interface_table_of<Interfaces>, static_cast<Interfaces*>(this)}...};
        return ids_of_names(list, riid, names, count, ids);
    }

    HRESULT WUA_STDCALL Invoke(DISPID dispid, REFIID riid, LCID locale, WORD flags, DISPPARAMS* parameters,
                               VARIANT* result, EXCEPINFO* record, UINT* bad_index) noexcept final
    {
        // clang-format off
        failure_origin origin;
        if constexpr (requires { { Derived::error_source() } noexcept -> std::convertible_to<std::string_view>; })
        {
            origin.source = Derived::error_source();
        }
        if constexpr (requires(HRESULT code) {
                          { Derived::error_meaning(code) } noexcept -> std::same_as<std::string_view>;
                      })
        {
            origin.meaning = &Derived::error_meaning;
        }
        // clang-format on
        const listed_interface list[] = {{&interface_table_of<Interfaces>, static_cast<Interfaces*>(this)}...};
        return detail::invoke(list, dispid, riid, locale, flags, parameters, result, record, bad_index, origin);
    }

protected:
    interface_list() = default;
    interface_list(const interface_list&) = delete;
    interface_list& operator=(const interface_list&) = delete;
    ~interface_list() = default;
};

} // namespace detail

/// The base of a COM object: class update final : public implements<update, IUpdate5>. Make it with make<update>(...);
/// it starts with one reference and is deleted by the last Release. Any thread may call AddRef, Release and
/// QueryInterface.
///
/// QueryInterface supports every listed interface and its bases. The first one is the object's IUnknown; the first
/// automation interface is its IDispatch, whose members are those of all listed interfaces, in their order. It supports
/// IProvideClassInfo, whose default interface is the first automation interface, as in GetTypeInfo, and
/// ISupportErrorInfo for each of them: methods written with answer() and guarded() leave the text of a failure for the
/// caller, as IErrorInfo. On Windows it also supports IMarshal: any apartment of the process gets the object itself.
///
/// What Derived may add, publicly or by befriending implements:
///   static void final_release(Derived*) noexcept         called instead of delete; may keep the object for revive()
///   void next_to_last_release() noexcept                 called before a Release that leaves one reference
///   HRESULT query_extra(REFIID, void**) noexcept         called for IIDs that no listed interface has
///   static std::string_view error_source() noexcept      the source of a late-bound failure; default "wua"
///   static std::string_view error_meaning(HRESULT) noexcept   its text; that of com_codes by default, or when empty
template <class Derived, class First, class... Others>
class implements : public detail::interface_list<(std::is_base_of_v<IDispatch, First> || ... ||
                                                  std::is_base_of_v<IDispatch, Others>),
                                                 Derived, First, Others...>
{
public:
    HRESULT WUA_STDCALL QueryInterface(REFIID iid, void** object) noexcept final
    {
        if (object == nullptr)
        {
            return e_pointer;
        }
        const detail::listed_interface list[] = {{&interface_table_of<First>, static_cast<First*>(this)},
                                                 {&interface_table_of<Others>, static_cast<Others*>(this)}...};
        *object = detail::find_listed(list, iid);
        if (*object != nullptr)
        {
            AddRef();
            return s_ok;
        }
        if constexpr (requires(Derived& derived) { derived.query_extra(iid, object); })
        {
            const HRESULT code = static_cast<Derived*>(this)->query_extra(iid, object);
            if (code != e_nointerface)
            {
                *object = failed(code) ? nullptr : *object;
                return code;
            }
            *object = nullptr;
        }
        return detail::query_common(list, iid, object);
    }

    ULONG WUA_STDCALL AddRef() noexcept final
    {
        return m_references.add();
    }

    ULONG WUA_STDCALL Release() noexcept final
    {
        if (const ULONG left = release_one(); left != 0)
        {
            return left;
        }
        m_references.begin_destruction();
        if constexpr (requires(Derived* derived) { Derived::final_release(derived); })
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

    /// Gives an object that final_release has kept its first reference again. The caller must be its only user.
    void revive() noexcept
    {
        m_references.revive();
    }

private:
    ULONG release_one() noexcept
    {
        if constexpr (requires(Derived& derived) { derived.next_to_last_release(); })
        {
            return m_references.release_and_notify([this] { static_cast<Derived*>(this)->next_to_last_release(); });
        }
        else
        {
            return m_references.release();
        }
    }

    detail::reference_count m_references;
};

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/com/implements.ipp>
#endif
