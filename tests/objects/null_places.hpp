// SPDX-License-Identifier: MIT
#pragma once

// Checks that members which answer into a place refuse a null one.

#include <wua/com/hresult.hpp>

#include <catch.hpp>

// The interface is named by the caller, since members of a base are not members of the object's own interface.
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
