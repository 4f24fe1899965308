// SPDX-License-Identifier: MIT
#pragma once

// Late binding: IDispatch's GetIDsOfNames and Invoke over the interfaces of an object.

#include <wua/com/array_view.hpp>
#include <wua/com/interface_table.hpp>
#include <wua/separate_compilation.hpp>

#include <string_view>

namespace wua::detail
{

// An interface of an object's list, and the object seen through it.
struct listed_interface
{
    const interface_table* table;
    IUnknown* self;
};

// A row together with the interface to call it on.
struct bound_member
{
    const dispatch_member* row = nullptr;
    IUnknown* self = nullptr;

    explicit operator bool() const noexcept
    {
        return row != nullptr;
    }
};

// What an object puts into the record of a failure.
struct failure_origin
{
    std::string_view source = "wua";
    std::string_view (*meaning)(HRESULT) noexcept = nullptr;
};

// The object through the listed interface that has this IID or extends one that has; null when none does.
IUnknown* find_interface(array_view<listed_interface> object, REFIID iid) noexcept;

bound_member find_member(array_view<listed_interface> object, DISPID dispid) noexcept;

// ASCII names only, compared without case.
bool is_same_name(std::string_view expected, const OLECHAR* name) noexcept;

const dispatch_member* find_member(array_view<listed_interface> object, const OLECHAR* name) noexcept;

// The index of the name in a row's parameters; dispid_unknown when it is not among them.
DISPID parameter_id(std::string_view names, const OLECHAR* name) noexcept;

// True when no two members of the object's interfaces share a DISPID or a name; a member reached twice through one base
// is one member.
constexpr bool members_are_distinct(array_view<const interface_table*> interfaces) noexcept
{
    for (const interface_table* const listed : interfaces)
    {
        for (const interface_table* table = listed; table != nullptr; table = table->base)
        {
            for (const dispatch_member& row : *table)
            {
                for (const interface_table* const other_listed : interfaces)
                {
                    for (const interface_table* other = other_listed; other != nullptr; other = other->base)
                    {
                        for (const dispatch_member& other_row : *other)
                        {
                            const bool clashes =
                                row.dispid == other_row.dispid || std::string_view(row.name) == other_row.name;
                            if (clashes && &row != &other_row)
                            {
                                return false;
                            }
                        }
                    }
                }
            }
        }
    }
    return true;
}

// The DISPID of a parameter is its index, from zero.
HRESULT ids_of_names(array_view<listed_interface> object, REFIID riid, LPOLESTR* names, UINT count,
                     DISPID* ids) noexcept;

// Fills the record; text is left out if memory runs out, so that the code still arrives.
void describe_failure(EXCEPINFO& record, HRESULT code, const failure_origin& origin) noexcept;

// The arguments of a call, the last one first, even if some were passed by name.
class ordered_arguments
{
public:
    // Throws bad_argument, and hresult_error if an argument is missing or there are too many.
    ordered_arguments(const DISPPARAMS& given, UINT wanted, bool is_put);

    const VARIANT* values() const noexcept
    {
        return m_values;
    }

    // The position in rgvarg of the value with this index.
    UINT place(UINT index) const noexcept
    {
        return m_values == m_moved ? m_places[index] : index;
    }

private:
    const VARIANT* m_values;

    // Used only if they were not in order.
    VARIANT m_moved[call_signature::max_inputs]; // borrowed
    UINT m_places[call_signature::max_inputs];
};

// Calls the function and stores its result: S_OK, or DISP_E_EXCEPTION with the record filled. Throws bad_argument.
HRESULT call_function(const dispatch_function& function, IUnknown* self, const ordered_arguments& arguments,
                      VARIANT& result, EXCEPINFO* record, const failure_origin& origin);

HRESULT invoke(const bound_member& member, LCID locale, WORD flags, DISPPARAMS& given, VARIANT* result,
               EXCEPINFO* record, UINT* bad_index, const failure_origin& origin);

HRESULT invoke(array_view<listed_interface> object, DISPID dispid, REFIID riid, LCID locale, WORD flags,
               DISPPARAMS* given, VARIANT* result, EXCEPINFO* record, UINT* bad_index,
               const failure_origin& origin) noexcept;

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/com/late_binding.ipp>
#endif
