// SPDX-License-Identifier: MIT

#include "catch.hpp"
#include <wua/com/function_ref.hpp>

#include <memory>
#include <utility>

using wua::detail::function_ref;

namespace
{

int called_twice(function_ref<int(int)> f)
{
    return f(f(1));
}

} // namespace

TEST_CASE("a reference to something callable calls that and no copy of it", "[function_ref]")
{
    int calls = 0;
    auto counted = [calls = &calls, sum = 0](int added) mutable {
        ++*calls;
        return sum += added;
    };
    CHECK(called_twice(counted) == 2);
    CHECK(called_twice(counted) == 6); // the sum goes on from 2
    CHECK(calls == 4);
}

TEST_CASE("a reference to something callable passes on arguments that can only be moved", "[function_ref]")
{
    const auto take = [](std::unique_ptr<int> given) { return *given; };
    const function_ref<int(std::unique_ptr<int>)> f(take);
    CHECK(f(std::make_unique<int>(7)) == 7);
}
