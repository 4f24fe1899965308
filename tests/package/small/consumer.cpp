// SPDX-License-Identifier: MIT
// A small program: what compiles fast of the library, and the function that tells one compilation from the other.

#include <wua/com/guid.hpp>
#include <wua/com/hresult.hpp>

#include <cstdio>

int main()
{
    const wua::guid id = wua::iid_of<wua::IUnknown>;
    const wua::hresult_error error(wua::e_pointer);
    std::printf("%s %s\n", wua::to_string(id).c_str(), error.what());
    return wua::to_string(id) == "00000000-0000-0000-c000-000000000046" ? 0 : 1;
}
