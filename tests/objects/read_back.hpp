// SPDX-License-Identifier: MIT
#pragma once

// Returns an interface member's result as a value, and throws its failure.

#include <wua/com/bstr.hpp>
#include <wua/com/com_ptr.hpp>
#include <wua/com/hresult.hpp>

#include <string>

template <class I>
std::string text_of(I& object, wua::HRESULT (WUA_STDCALL I::*get)(wua::BSTR*))
{
    wua::bstr text;
    wua::throw_if_failed((object.*get)(text.put()));
    return text.to_utf8();
}

template <class I>
bool flag_of(I& object, wua::HRESULT (WUA_STDCALL I::*get)(wua::VARIANT_BOOL*))
{
    wua::VARIANT_BOOL value = wua::variant_false;
    wua::throw_if_failed((object.*get)(&value));
    return value != wua::variant_false;
}

template <class I, class T>
T value_of(I& object, wua::HRESULT (WUA_STDCALL I::*get)(T*))
{
    T value{};
    wua::throw_if_failed((object.*get)(&value));
    return value;
}

// For a collection.
template <class I>
wua::LONG count_of(I& collection)
{
    return value_of(collection, &I::get_Count);
}
