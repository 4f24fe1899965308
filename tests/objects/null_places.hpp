// SPDX-License-Identifier: MIT
#pragma once

// Checks that members with an out parameter refuse null for it.

#include <wua/com/hresult.hpp>

#include <catch.hpp>

// The caller names the interface, since inherited members are not members of the object's own interface.
template <class I, class... Out>
void refuses_null_places(I& object, wua::HRESULT (WUA_STDCALL I::*... get)(Out*))
{
    int member = 0;
    for (const wua::HRESULT code : {(object.*get)(nullptr)...})
    {
        CAPTURE(member++);
        CHECK(code == wua::e_pointer);
    }
}
