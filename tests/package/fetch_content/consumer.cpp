// SPDX-License-Identifier: MIT
// An engine that has nothing to do.

#include <wua/wua.hpp>

int main()
{
    wua::simulated_engine engine;
    return engine.drive() ? 1 : 0;
}
