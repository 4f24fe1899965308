// SPDX-License-Identifier: MIT
// Converts VARIANTs of any type and any bits, and any text, to any type.

#include "fuzz.hpp"
#include <wua/com/bstr.hpp>
#include <wua/com/change_type.hpp>
#include <wua/com/variant.hpp>

#include <array>
#include <cstring>
#include <string>

namespace
{

// Types without a pointer in them, for which any bits are a value.
constexpr auto plain_types = std::to_array<wua::VARTYPE>(
    {wua::VT_EMPTY, wua::VT_I1, wua::VT_UI1, wua::VT_I2, wua::VT_UI2, wua::VT_I4, wua::VT_UI4, wua::VT_I8, wua::VT_UI8,
     wua::VT_INT, wua::VT_UINT, wua::VT_R4, wua::VT_R8, wua::VT_DATE, wua::VT_CY, wua::VT_DECIMAL, wua::VT_BOOL,
     wua::VT_NULL, wua::VT_ERROR});

void change(const wua::VARIANT& value, wua::VARTYPE type)
{
    wua::variant changed;
    try
    {
        changed = wua::change_type(value, type);
    }
    catch (const wua::hresult_error& error)
    {
        fuzz::require(wua::failed(error.code()), "a refusal is a failure");
        return;
    }
    fuzz::require(changed.vt() == type, "a converted value has the type");
    if (type == wua::VT_BSTR)
    {
        return;
    }
    try
    {
        const wua::variant text = wua::change_type(changed.get(), wua::VT_BSTR);
        const bool is_exact = type != wua::VT_R4 && type != wua::VT_R8;
        const wua::variant again = wua::change_type(text.get(), type);
        const wua::variant told = wua::change_type(again.get(), wua::VT_BSTR);
        fuzz::require(!is_exact || wua::view(told.get().bstrVal) == wua::view(text.get().bstrVal),
                      "a number that was told as text is read as the same number");
    }
    catch (const wua::hresult_error& error)
    {
        fuzz::require(wua::failed(error.code()), "a refusal is a failure");
    }
}

} // namespace

FUZZ_TARGET(change_type)
{
    fuzz::input input(data, size);
    const auto target = input.take<wua::VARTYPE>();
    const std::size_t kind = input.take_up_to(plain_types.size());
    wua::variant owner;
    wua::VARIANT bits{};
    if (kind == plain_types.size())
    {
        owner = wua::variant(wua::bstr(input.rest()));
        bits = owner.get(); // owned by `owner`
    }
    else
    {
        const auto raw = input.take<std::array<unsigned char, sizeof(wua::VARIANT)>>();
        std::memcpy(&bits, raw.data(), sizeof bits);
        bits.vt = plain_types[kind];
    }
    change(bits, target);
    for (const wua::VARTYPE type : plain_types)
    {
        change(bits, type);
    }
    change(bits, wua::VT_BSTR);
    return 0;
}
