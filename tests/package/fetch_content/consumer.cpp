// SPDX-License-Identifier: MIT
// An engine that has nothing to do.

#include <wua/engine/simulated_engine.hpp>

int main()
{
    wua::simulated_engine engine;
    return engine.drive() ? 1 : 0;
}
