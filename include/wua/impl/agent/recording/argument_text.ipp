// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/agent/recording/argument_text.hpp>.

#include <wua/agent/recording/argument_text.hpp>
#include <wua/agent/recording/recording.hpp>
#include <wua/com/bstr.hpp>
#include <wua/com/change_type.hpp>
#include <wua/com/decimal.hpp>
#include <wua/model/json_line.hpp>
#include <wua/wuapi/errors.hpp>

#include <algorithm>
#include <cstring>
#include <string_view>

namespace wua::detail
{

WUA_COLD std::string json_text(std::string_view words)
{
    std::string text;
    json_line::append(text, words);
    return text;
}

WUA_COLD std::string text_of_bstr(BSTR value)
{
    return value != nullptr ? json_text(to_utf8(view(value))) : "null";
}

WUA_COLD std::string text_of_object(recording& all, IUnknown* shown)
{
    return shown != nullptr ? json_text(all.label_of(shown).text()) : "null";
}

WUA_COLD std::string text_of_variant(recording& all, const VARIANT& value)
{
    switch (value.vt)
    {
        case VT_EMPTY:
            return "null";
        case VT_NULL:
            return "\"VT_NULL\"";
        case VT_BSTR:
            return text_of_bstr(value.bstrVal);
        case VT_BOOL:
            return value.boolVal != variant_false ? "true" : "false";
        case VT_DISPATCH:
        case VT_UNKNOWN:
            return text_of_object(all, value.punkVal);
        case VT_ERROR:
            return value.scode == disp_e_paramnotfound ? "\"left out\"" : json_text(short_name(value.scode));
        default:
            break;
    }
    try
    {
        const variant made = change_type(value, VT_BSTR);
        const std::string text = to_utf8(view(made.get().bstrVal));
        const bool is_number = !text.empty() && text.find_first_not_of("-0123456789") == std::string::npos;
        return is_number ? text : json_text(text);
    }
    catch (const hresult_error&)
    {
        return "\"VT_" + std::to_string(value.vt) + '"';
    }
}

template <class T>
T stored_at(const void* place) noexcept
{
    T value;
    std::memcpy(&value, place, sizeof value);
    return value;
}

// The value at `place`, which has one of the types that signatures use.
WUA_COLD std::string text_of_value(recording& all, VARTYPE type, const void* place, bool is_code)
{
    switch (type)
    {
        case VT_BSTR:
            return text_of_bstr(stored_at<BSTR>(place));
        case VT_DISPATCH:
        case VT_UNKNOWN:
            return text_of_object(all, stored_at<IUnknown*>(place));
        case VT_BOOL:
            return stored_at<VARIANT_BOOL>(place) != variant_false ? "true" : "false";
        case VT_I4:
            return is_code ? json_text(short_name(stored_at<LONG>(place))) : std::to_string(stored_at<LONG>(place));
        case VT_UI4:
            return std::to_string(stored_at<ULONG>(place));
        case VT_DECIMAL:
            return to_string(stored_at<DECIMAL>(place));
        case VT_VARIANT:
            return text_of_variant(all, stored_at<VARIANT>(place));
        case VT_PTR:
            return json_text(stored_at<void*>(place) != nullptr ? "a pointer" : "null");
        case VT_DATE:
        {
            std::string text;
            json_line line(text);
            line.add("", stored_at<double>(place));
            return text.substr(text.find(':') + 1);
        }
        default:
            return json_text("VT_" + std::to_string(type));
    }
}

WUA_COLD std::string text_of_inputs(recording& all, const recorded_slot& member, const passed_argument* values)
{
    if (member.signature == nullptr || member.signature->inputs == 0)
    {
        return {};
    }
    std::string text;
    json_line line(text);
    std::string_view names = member.parameters;
    for (UINT i = 0; i != member.signature->inputs; ++i)
    {
        std::string name(names.substr(0, names.find(' ')));
        names.remove_prefix(std::min(names.size(), name.size() + 1));
        const bool is_value = i + 1 == member.signature->inputs && member.name.find("::put_") != std::string::npos;
        name = is_value ? "value" : name.empty() ? std::to_string(i) : name;
        const VARTYPE type = member.signature->wanted[i];
        const void* const place = type == VT_VARIANT || type == VT_DECIMAL ? values[i].whole : &values[i];
        line.member(name) += text_of_value(all, type, place, false);
    }
    line.end();
    return text;
}

WUA_COLD std::string text_of_answer(recording& all, const recorded_slot& member, const passed_argument* values)
{
    if (member.signature == nullptr || member.signature->result_type == VT_EMPTY)
    {
        return {};
    }
    const void* const place = values[member.signature->inputs].pointer;
    const bool is_code = std::string_view(member.name).ends_with("HResult");
    return place != nullptr ? text_of_value(all, member.signature->result_type, place, is_code) : std::string();
}

} // namespace wua::detail
