// SPDX-License-Identifier: MIT
#pragma once

// Late binding: IDispatch's GetIDsOfNames and Invoke over the tables of an object.

#include <string>
#include <string_view>

#include <wua/com/dispatch_table.hpp>

namespace wua::detail
{

// A row together with the interface it is called on.
struct bound_member
{
    const dispatch_member* row = nullptr;
    void* self = nullptr;

    explicit operator bool() const noexcept
    {
        return row != nullptr;
    }
};

// What an object tells about itself in the record of a failure.
struct failure_words
{
    std::string_view source = "wua";
    std::string_view (*meaning)(HRESULT) noexcept = nullptr;
};

// ASCII names only, compared without case.
inline bool has_name(const dispatch_member& row, ole_view name) noexcept
{
    const auto lower = [](char32_t c) { return c >= U'A' && c <= U'Z' ? c - U'A' + U'a' : c; };
    if (row.name.size() != name.size())
    {
        return false;
    }
    for (std::size_t i = 0; i != name.size(); ++i)
    {
        if (lower(static_cast<unsigned char>(row.name[i])) != lower(static_cast<char32_t>(name[i])))
        {
            return false;
        }
    }
    return true;
}

// find(predicate) gives the first bound_member whose row satisfies it. No parameter has a name.
template <class Find>
HRESULT ids_of_names(Find find, REFIID riid, LPOLESTR* names, UINT count, DISPID* ids) noexcept
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
    const ole_view name = names[0];
    const bound_member found = find([name](const dispatch_member& row) { return has_name(row, name); });
    if (!found)
    {
        return disp_e_unknownname;
    }
    ids[0] = found.row->dispid;
    return count == 1 ? s_ok : disp_e_unknownname;
}

// Fills the record; text is left out when memory runs out, so that the code still arrives.
inline void describe_failure(EXCEPINFO& record, HRESULT code, const failure_words& words) noexcept
{
    record.scode = code;
    try
    {
        std::string_view meaning = words.meaning != nullptr ? words.meaning(code) : std::string_view();
        const hresult_error plain(code);
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

inline HRESULT invoke(const bound_member& member, LCID locale, WORD flags, DISPPARAMS& given, VARIANT* result,
                      EXCEPINFO* record, UINT* bad_argument, const failure_words& words)
{
    const dispatch_member& row = *member.row;
    const bool writes = (flags & (dispatch_propertyput | dispatch_propertyputref)) != 0;
    // JScript's Enumerator calls _NewEnum as if it were a method.
    const WORD kinds = row.dispid == dispid_newenum ? static_cast<WORD>(row.kinds | dispatch_method) : row.kinds;
    if ((flags & kinds) == 0)
    {
        return disp_e_membernotfound;
    }
    if (writes)
    {
        if (given.cNamedArgs == 0)
        {
            return disp_e_paramnotfound;
        }
        if (given.cNamedArgs != 1 || given.rgdispidNamedArgs == nullptr ||
            given.rgdispidNamedArgs[0] != dispid_propertyput)
        {
            return disp_e_nonamedargs;
        }
    }
    else if (given.cNamedArgs != 0)
    {
        return disp_e_nonamedargs;
    }

    const dispatch_function& function = writes ? row.write : row.read;
    if (!function)
    {
        return disp_e_membernotfound;
    }
    // job.Updates(0): the arguments are for the default member of the object that the property holds.
    const bool passes_on = !writes && row.kinds != dispatch_method && function.inputs == 0 && given.cArgs != 0 &&
                           (function.result_type == VT_DISPATCH || function.result_type == VT_UNKNOWN);
    if (given.cArgs != function.inputs && !passes_on)
    {
        return disp_e_badparamcount;
    }
    variant value;
    const call_outcome outcome = function.call(member.self, given.rgvarg, value.put());
    if (failed(outcome.arguments))
    {
        if (bad_argument != nullptr)
        {
            *bad_argument = outcome.bad_argument;
        }
        return outcome.arguments;
    }
    if (failed(outcome.member))
    {
        if (record != nullptr)
        {
            describe_failure(*record, outcome.member, words);
        }
        return disp_e_exception;
    }
    if (passes_on)
    {
        if (value.vt() != VT_DISPATCH || value.get().pdispVal == nullptr)
        {
            return disp_e_badparamcount;
        }
        return value.get().pdispVal->Invoke(
            dispid_value, guid_null, locale, flags, &given, result, record, bad_argument);
    }
    if (result != nullptr)
    {
        *result = value.detach();
    }
    return s_ok;
}

template <class Find>
HRESULT invoke(Find find, DISPID dispid, REFIID riid, LCID locale, WORD flags, DISPPARAMS* given, VARIANT* result,
               EXCEPINFO* record, UINT* bad_argument, const failure_words& words) noexcept
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
    const bound_member found = find([dispid](const dispatch_member& row) { return row.dispid == dispid; });
    if (!found)
    {
        return disp_e_membernotfound;
    }
    return guarded([&] { return invoke(found, locale, flags, *given, result, record, bad_argument, words); });
}

} // namespace wua::detail
