// SPDX-License-Identifier: MIT
#pragma once

// Calls members by name, as a script does.

#include <wua/com/bstr.hpp>
#include <wua/com/com_ptr.hpp>
#include <wua/com/implements.hpp>
#include <wua/com/variant.hpp>

#include <string>
#include <utility>
#include <vector>

namespace late
{

struct outcome
{
    wua::HRESULT code = wua::s_ok;
    wua::variant value;
    wua::SCODE failure = wua::s_ok; // with DISP_E_EXCEPTION: what the member returned
    std::string description;
    wua::UINT bad_argument = 99; // counted from the last argument; 99 if none was at fault
};

inline outcome invoke(wua::IDispatch& object, wua::DISPID dispid, wua::WORD kind, std::vector<wua::variant> arguments)
{
    std::vector<wua::VARIANT> reversed;
    for (std::size_t i = arguments.size(); i-- != 0;)
    {
        reversed.push_back(arguments[i].get());
    }
    const bool writes = kind == wua::dispatch_propertyput;
    wua::DISPID named = wua::dispid_propertyput;
    wua::DISPPARAMS parameters{
        reversed.data(), writes ? &named : nullptr, static_cast<wua::UINT>(reversed.size()), writes ? 1u : 0u};
    outcome result;
    wua::EXCEPINFO record{};
    result.code = object.Invoke(dispid, wua::guid_null, wua::locale_neutral, kind, &parameters,
                                writes ? nullptr : result.value.put(), &record, &result.bad_argument);
    wua::bstr source;
    wua::bstr description;
    source.attach(record.bstrSource);
    description.attach(record.bstrDescription);
    result.failure = record.scode;
    result.description = description.to_utf8();
    return result;
}

inline wua::DISPID id_of(wua::IDispatch& object, const char* name)
{
    wua::ole_string wide = wua::to_ole(name);
    wua::LPOLESTR names[] = {wide.data()};
    wua::DISPID dispid = wua::dispid_unknown;
    wua::throw_if_failed(object.GetIDsOfNames(wua::guid_null, names, 1, wua::locale_neutral, &dispid));
    return dispid;
}

inline outcome get(wua::IDispatch& object, const char* name, std::vector<wua::variant> arguments = {})
{
    return invoke(object, id_of(object, name), wua::dispatch_propertyget, std::move(arguments));
}

inline outcome put(wua::IDispatch& object, const char* name, std::vector<wua::variant> arguments)
{
    return invoke(object, id_of(object, name), wua::dispatch_propertyput, std::move(arguments));
}

inline outcome call(wua::IDispatch& object, const char* name, std::vector<wua::variant> arguments = {})
{
    return invoke(object, id_of(object, name), wua::dispatch_method, std::move(arguments));
}

// The elements in the order of For Each.
inline std::vector<wua::variant> each(wua::IDispatch& object)
{
    outcome made = invoke(object, wua::dispid_newenum, wua::dispatch_propertyget, {});
    wua::throw_if_failed(made.code);
    const auto values = wua::com_ptr<wua::IUnknown>(made.value.get().punkVal).query<wua::IEnumVARIANT>();
    std::vector<wua::variant> all;
    for (;;)
    {
        wua::variant value;
        wua::ULONG fetched = 0;
        if (values->Next(1, value.put(), &fetched) != wua::s_ok)
        {
            return all;
        }
        all.push_back(std::move(value));
    }
}

inline wua::LONG number(const outcome& result)
{
    return result.value.vt() == wua::VT_I4 ? result.value.get().lVal : -1;
}

inline std::string text(const wua::variant& value)
{
    return value.vt() == wua::VT_BSTR ? wua::to_utf8(wua::view(value.get().bstrVal)) : "(no text)";
}

} // namespace late
