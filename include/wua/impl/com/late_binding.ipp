// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/com/late_binding.hpp>.

#include <wua/com/ascii.hpp>
#include <wua/com/late_binding.hpp>

namespace wua::detail
{

WUA_INLINE IUnknown* find_interface(array_view<listed_interface> object, REFIID iid) noexcept
{
    for (const listed_interface& listed : object)
    {
        for (const interface_table* table = listed.table; table != nullptr; table = table->base)
        {
            if (same(table->iid, iid))
            {
                return listed.self;
            }
        }
    }
    return nullptr;
}

WUA_INLINE bound_member find_member(array_view<listed_interface> object, DISPID dispid) noexcept
{
    for (const listed_interface& listed : object)
    {
        for (const interface_table* table = listed.table; table != nullptr; table = table->base)
        {
            for (const dispatch_member& row : *table)
            {
                if (row.dispid == dispid)
                {
                    return {&row, listed.self};
                }
            }
        }
    }
    return {};
}

WUA_INLINE bool has_name(const dispatch_member& row, const OLECHAR* name) noexcept
{
    const char* expected = row.name;
    for (; *expected != 0 && *name != 0; ++expected, ++name)
    {
        const auto unit = static_cast<char32_t>(*name);
        if (unit > 0x7F || ascii_lower(static_cast<char>(unit)) != ascii_lower(*expected))
        {
            return false;
        }
    }
    return *expected == 0 && *name == 0;
}

WUA_INLINE const dispatch_member* find_member(array_view<listed_interface> object, const OLECHAR* name) noexcept
{
    for (const listed_interface& listed : object)
    {
        for (const interface_table* table = listed.table; table != nullptr; table = table->base)
        {
            for (const dispatch_member& row : *table)
            {
                if (has_name(row, name))
                {
                    return &row;
                }
            }
        }
    }
    return nullptr;
}

WUA_INLINE HRESULT count_type_info(UINT* count) noexcept
{
    if (count == nullptr)
    {
        return e_pointer;
    }
    *count = 0;
    return s_ok;
}

WUA_INLINE HRESULT get_type_info(ITypeInfo** information) noexcept
{
    if (information == nullptr)
    {
        return e_pointer;
    }
    *information = nullptr;
    return e_notimpl;
}

WUA_INLINE HRESULT ids_of_names(array_view<listed_interface> object, REFIID riid, LPOLESTR* names, UINT count,
                                DISPID* ids) noexcept
{
    if (!same(riid, guid_null))
    {
        return disp_e_unknowninterface;
    }
    if (names == nullptr || ids == nullptr || count == 0)
    {
        return count == 0 ? e_invalidarg : e_pointer;
    }
    for (UINT i = 0; i != count; ++i)
    {
        ids[i] = dispid_unknown;
    }
    if (names[0] == nullptr)
    {
        return e_pointer;
    }
    const dispatch_member* const row = find_member(object, names[0]);
    if (row == nullptr)
    {
        return disp_e_unknownname;
    }
    ids[0] = row->dispid;
    return count == 1 ? s_ok : disp_e_unknownname;
}

WUA_INLINE void describe_failure(EXCEPINFO& record, HRESULT code, const failure_words& words) noexcept
{
    record.scode = code;
    try
    {
        const hresult_error plain(code);
        std::string_view meaning = last_failure.code == code ? last_failure.text : std::string_view();
        if (meaning.empty() && words.meaning != nullptr)
        {
            meaning = words.meaning(code);
        }
        if (meaning.empty())
        {
            meaning = plain.what();
        }
        bstr description(meaning);
        bstr source(words.source);
        record.bstrDescription = description.detach();
        record.bstrSource = source.detach();
    }
    catch (...)
    {
        return;
    }
}

WUA_INLINE HRESULT check_access(const dispatch_member& row, WORD flags, const DISPPARAMS& given) noexcept
{
    // JScript's Enumerator calls _NewEnum as if it were a method.
    const WORD kinds = row.dispid == dispid_newenum ? static_cast<WORD>(row.kinds() | dispatch_method) : row.kinds();
    if ((flags & kinds) == 0)
    {
        return disp_e_membernotfound;
    }
    if ((flags & (dispatch_propertyput | dispatch_propertyputref)) == 0)
    {
        return given.cNamedArgs == 0 ? s_ok : disp_e_nonamedargs;
    }
    if (given.cNamedArgs == 0)
    {
        return disp_e_paramnotfound;
    }
    return given.cNamedArgs == 1 && given.rgdispidNamedArgs != nullptr &&
                   given.rgdispidNamedArgs[0] == dispid_propertyput
               ? s_ok
               : disp_e_nonamedargs;
}

WUA_INLINE HRESULT call_function(const dispatch_function& function, IUnknown* self, const VARIANT* arguments,
                                 VARIANT& result, EXCEPINFO* record, UINT* bad_index,
                                 const failure_words& words) noexcept
{
    HRESULT code = s_ok;
    last_failure = {};
    try
    {
        code = function.signature->call(function, self, arguments, result);
    }
    catch (const bad_argument& bad)
    {
        if (bad_index != nullptr)
        {
            *bad_index = bad.index;
        }
        return bad.code;
    }
    catch (...)
    {
        code = hresult_from_exception();
    }
    if (succeeded(code))
    {
        return s_ok;
    }
    if (record != nullptr)
    {
        describe_failure(*record, code, words);
    }
    return disp_e_exception;
}

WUA_INLINE HRESULT invoke(const bound_member& member, LCID locale, WORD flags, DISPPARAMS& given, VARIANT* result,
                          EXCEPINFO* record, UINT* bad_index, const failure_words& words)
{
    const dispatch_member& row = *member.row;
    if (const HRESULT code = check_access(row, flags, given); code != s_ok)
    {
        return code;
    }
    const bool writes = (flags & (dispatch_propertyput | dispatch_propertyputref)) != 0;
    const dispatch_function* const function = writes ? row.write : row.read;
    if (function == nullptr || function->signature == nullptr)
    {
        return disp_e_membernotfound;
    }
    const call_signature& signature = *function->signature;
    // job.Updates(0): the arguments are for the default member of the object that the property holds.
    const bool passes_on =
        !writes && (row.kinds() & dispatch_method) == 0 && signature.inputs == 0 && given.cArgs != 0 &&
        (signature.result_type == VT_DISPATCH || signature.result_type == VT_UNKNOWN);
    if (given.cArgs != signature.inputs && !passes_on)
    {
        return disp_e_badparamcount;
    }
    variant value;
    const HRESULT code = call_function(*function, member.self, given.rgvarg, *value.put(), record, bad_index, words);
    if (failed(code))
    {
        return code;
    }
    if (passes_on)
    {
        if (value.vt() != VT_DISPATCH || value.get().pdispVal == nullptr)
        {
            return disp_e_badparamcount;
        }
        return value.get().pdispVal->Invoke(dispid_value, guid_null, locale, flags, &given, result, record, bad_index);
    }
    if (result != nullptr)
    {
        *result = value.detach();
    }
    return s_ok;
}

WUA_INLINE HRESULT invoke(array_view<listed_interface> object, DISPID dispid, REFIID riid, LCID locale, WORD flags,
                          DISPPARAMS* given, VARIANT* result, EXCEPINFO* record, UINT* bad_index,
                          const failure_words& words) noexcept
{
    if (result != nullptr)
    {
        *result = VARIANT{};
    }
    if (record != nullptr)
    {
        *record = EXCEPINFO{};
    }
    if (!same(riid, guid_null))
    {
        return disp_e_unknowninterface;
    }
    if (given == nullptr || (given->cArgs != 0 && given->rgvarg == nullptr))
    {
        return e_pointer;
    }
    const bound_member found = find_member(object, dispid);
    if (!found)
    {
        return disp_e_membernotfound;
    }
    try
    {
        return invoke(found, locale, flags, *given, result, record, bad_index, words);
    }
    catch (...)
    {
        return hresult_from_exception();
    }
}

} // namespace wua::detail
