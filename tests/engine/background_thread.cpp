// SPDX-License-Identifier: MIT

#include "catch.hpp"
#include <wua/engine/disk/background_thread.hpp>

#include <thread>
#include <vector>

TEST_CASE("work is done in its order, and all of it before the destructor returns", "[background_thread]")
{
    std::vector<int> done;
    std::thread::id where;
    {
        wua::detail::background_thread background;
        for (int i = 0; i != 100; ++i)
        {
            background.post([&, i] {
                where = std::this_thread::get_id();
                done.push_back(i);
            });
        }
        background.post([&] { background.post([&] { done.push_back(100); }); });
    }
    REQUIRE(done.size() == 101);
    for (int i = 0; i != 101; ++i)
    {
        CHECK(done[static_cast<std::size_t>(i)] == i);
    }
    CHECK(where != std::this_thread::get_id());
}
