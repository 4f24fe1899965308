// SPDX-License-Identifier: MIT

// The other files of this folder compile, or this program would not be. What is left is that two of them can be one.

#include "catch.hpp"
#include <wua/wua.hpp>

TEST_CASE("units with other headers before and after ours make one program", "[coexistence]")
{
    CHECK(wua::make_update_collection() != nullptr);
}
