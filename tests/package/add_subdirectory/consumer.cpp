// SPDX-License-Identifier: MIT
// An engine that has nothing to do, and a line that the library's own warnings would refuse.

#include <wua/wua.hpp>

int main()
{
    wua::simulated_engine engine;
    int narrowed = 3.0 * sizeof engine;
    return engine.drive() || narrowed == 0 ? 1 : 0;
}
