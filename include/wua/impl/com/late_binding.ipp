// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/com/late_binding.hpp>.

#include <wua/com/ascii.hpp>
#include <wua/com/error_info.hpp>
#include <wua/com/late_binding.hpp>

#include <algorithm>

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

WUA_INLINE bool is_same_name(std::string_view expected, const OLECHAR* name) noexcept
{
    for (const char letter : expected)
    {
        const auto unit = static_cast<char32_t>(*name);
        if (unit > 0x7F || ascii_lower(static_cast<char>(unit)) != ascii_lower(letter))
        {
            return false; // the terminating zero of the shorter name ends here, too
        }
        ++name;
    }
    return *name == 0;
}

WUA_INLINE const dispatch_member* find_member(array_view<listed_interface> object, const OLECHAR* name) noexcept
{
    for (const listed_interface& listed : object)
    {
        for (const interface_table* table = listed.table; table != nullptr; table = table->base)
        {
            for (const dispatch_member& row : *table)
            {
                if (is_same_name(row.name, name))
                {
                    return &row;
                }
            }
        }
    }
    return nullptr;
}

WUA_INLINE DISPID parameter_id(std::string_view names, const OLECHAR* name) noexcept
{
    for (DISPID place = 0; !names.empty(); ++place)
    {
        const std::string_view one = names.substr(0, names.find(' '));
        if (is_same_name(one, name))
        {
            return place;
        }
        names.remove_prefix(std::min(names.size(), one.size() + 1));
    }
    return dispid_unknown;
}

WUA_INLINE HRESULT ids_of_names(array_view<listed_interface> object, REFIID riid, LPOLESTR* names, UINT count,
                                DISPID* ids) noexcept
{
    if (!same(riid, guid_null))
    {
        return report_failure(disp_e_unknowninterface);
    }
    if (names == nullptr || ids == nullptr || count == 0)
    {
        return report_failure(count == 0 ? e_invalidarg : e_pointer);
    }
    for (UINT i = 0; i != count; ++i)
    {
        ids[i] = dispid_unknown;
    }
    if (names[0] == nullptr)
    {
        return report_failure(e_pointer);
    }
    const dispatch_member* const row = find_member(object, names[0]);
    if (row == nullptr)
    {
        return report_failure(disp_e_unknownname);
    }
    ids[0] = row->dispid;
    bool are_all_known = true;
    for (UINT i = 1; i != count; ++i)
    {
        ids[i] = names[i] != nullptr ? parameter_id(row->parameters, names[i]) : dispid_unknown;
        are_all_known = are_all_known && ids[i] != dispid_unknown;
    }
    return are_all_known ? s_ok : report_failure(disp_e_unknownname, "the member has no parameter of this name");
}

WUA_INLINE void describe_failure(EXCEPINFO& record, HRESULT code, const failure_origin& origin) noexcept
{
    record.scode = code;
    try
    {
        const hresult_error plain(code);
        bstr description;
        com_ptr<IErrorInfo> info;
        if (reported_failure == code && GetErrorInfo(0, info.put()) == s_ok)
        {
            info->GetDescription(description.put());
        }
        if (view(description.get()).empty())
        {
            const std::string_view meaning = origin.meaning != nullptr ? origin.meaning(code) : std::string_view();
            description = meaning.empty() ? plain.what() : meaning;
        }
        bstr source(origin.source);
        record.bstrDescription = description.detach();
        record.bstrSource = source.detach();
    }
    catch (...)
    {
        return;
    }
}

WUA_INLINE ordered_arguments::ordered_arguments(const DISPPARAMS& given, UINT wanted, bool is_put)
    : m_values(given.rgvarg)
{
    const UINT named = given.cNamedArgs;
    const auto dispid_of = [&](UINT argument) { return given.rgdispidNamedArgs[argument]; };
    if (named != 0 && (given.rgdispidNamedArgs == nullptr || named > given.cArgs))
    {
        throw hresult_error(e_invalidarg, "there are more names than arguments");
    }
    if (is_put && (named == 0 || std::find(given.rgdispidNamedArgs, given.rgdispidNamedArgs + named,
                                           dispid_propertyput) == given.rgdispidNamedArgs + named))
    {
        throw hresult_error(disp_e_paramnotfound, "no argument has the DISPID of the value that is put");
    }
    const bool is_in_order = named == 0 || (is_put && named == 1 && dispid_of(0) == dispid_propertyput);
    if (given.cArgs > wanted || (is_in_order && given.cArgs != wanted))
    {
        throw hresult_error(disp_e_badparamcount);
    }
    if (is_in_order)
    {
        return;
    }
    std::fill_n(m_places, wanted, given.cArgs);
    for (UINT argument = 0; argument != given.cArgs; ++argument)
    {
        // Positional arguments follow the named ones, in reverse order: the first parameter comes last.
        UINT parameter = given.cArgs - 1 - argument;
        if (argument < named)
        {
            const DISPID dispid = dispid_of(argument);
            const bool is_value = is_put && dispid == dispid_propertyput;
            if (!is_value && (dispid < 0 || static_cast<UINT>(dispid) >= (is_put ? wanted - 1 : wanted)))
            {
                throw bad_argument{disp_e_paramnotfound, argument};
            }
            parameter = is_value ? wanted - 1 : static_cast<UINT>(dispid);
        }
        m_moved[wanted - 1 - parameter] = given.rgvarg[argument];
        m_places[wanted - 1 - parameter] = argument;
    }
    if (std::find(m_places, m_places + wanted, given.cArgs) != m_places + wanted)
    {
        throw hresult_error(disp_e_paramnotoptional);
    }
    m_values = m_moved;
}

WUA_INLINE HRESULT call_function(const dispatch_function& function, IUnknown* self, const ordered_arguments& arguments,
                                 VARIANT& result, EXCEPINFO* record, const failure_origin& origin)
{
    HRESULT code = s_ok;
    reported_failure = s_ok;
    try
    {
        code = function.signature->call(function, self, arguments.values(), result);
    }
    catch (const bad_argument& bad)
    {
        throw bad_argument{bad.code, arguments.place(bad.index)};
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
        describe_failure(*record, code, origin);
    }
    return disp_e_exception;
}

WUA_INLINE HRESULT invoke(const bound_member& member, LCID locale, WORD flags, DISPPARAMS& given, VARIANT* result,
                          EXCEPINFO* record, UINT* bad_index, const failure_origin& origin)
{
    const dispatch_member& row = *member.row;
    // JScript's Enumerator calls the property _NewEnum like a method.
    const WORD kinds = row.dispid == dispid_newenum ? static_cast<WORD>(row.kinds() | dispatch_method) : row.kinds();
    const bool writes = (flags & (dispatch_propertyput | dispatch_propertyputref)) != 0;
    const dispatch_function* const function = writes ? row.write : row.read;
    if ((flags & kinds) == 0 || function == nullptr || function->kind == 0)
    {
        throw hresult_error(disp_e_membernotfound);
    }
    const call_signature& signature = *function->signature;
    // job.Updates(0): the arguments are for the default member of the object that the property holds.
    const bool passes_on =
        !writes && (row.kinds() & dispatch_method) == 0 && signature.inputs == 0 && given.cArgs != 0 &&
        (signature.result_type == VT_DISPATCH || signature.result_type == VT_UNKNOWN);
    const ordered_arguments arguments(passes_on ? DISPPARAMS{} : given, signature.inputs, writes);
    variant value;
    const HRESULT code = call_function(*function, member.self, arguments, *value.put(), record, origin);
    if (failed(code))
    {
        return code;
    }
    if (passes_on)
    {
        if (value.vt() != VT_DISPATCH || value.get().pdispVal == nullptr)
        {
            throw hresult_error(disp_e_badparamcount);
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
                          const failure_origin& origin) noexcept
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
        return report_failure(disp_e_unknowninterface);
    }
    if (given == nullptr || (given->cArgs != 0 && given->rgvarg == nullptr))
    {
        return report_failure(e_pointer);
    }
    const bound_member found = find_member(object, dispid);
    if (!found)
    {
        return report_failure(disp_e_membernotfound);
    }
    try
    {
        return invoke(found, locale, flags, *given, result, record, bad_index, origin);
    }
    catch (const bad_argument& bad)
    {
        if (bad_index != nullptr)
        {
            *bad_index = bad.index;
        }
        return report_failure(bad.code);
    }
    catch (...)
    {
        return hresult_from_exception();
    }
}

} // namespace wua::detail
