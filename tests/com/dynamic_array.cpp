// SPDX-License-Identifier: MIT

#include "catch.hpp"
#include <wua/com/dynamic_array.hpp>

#include <memory>
#include <utility>

using wua::detail::dynamic_array;

TEST_CASE("the elements of a new array are value-initialized", "[dynamic_array]")
{
    const dynamic_array<int> none;
    CHECK(none.empty());
    const dynamic_array<int> numbers(3);
    CHECK(numbers.size() == 3);
    CHECK_FALSE(numbers.empty());
    CHECK(numbers[0] == 0);
    CHECK(numbers[2] == 0);
}

TEST_CASE("an array that is resized keeps the elements that it has room for", "[dynamic_array]")
{
    dynamic_array<std::unique_ptr<int>> owners(2);
    owners[0] = std::make_unique<int>(1);
    owners[1] = std::make_unique<int>(2);
    owners.resize(3);
    REQUIRE(owners.size() == 3);
    CHECK(*owners[0] == 1);
    CHECK(*owners[1] == 2);
    CHECK(owners[2] == nullptr);
    owners.resize(1);
    REQUIRE(owners.size() == 1);
    CHECK(*owners[0] == 1);
    owners.resize(0);
    CHECK(owners.empty());
}

TEST_CASE("an array that is moved from is empty, and one that is assigned to destroys what it had", "[dynamic_array]")
{
    const auto shared = std::make_shared<int>(1);
    dynamic_array<std::shared_ptr<int>> some(2);
    some[0] = some[1] = shared;
    dynamic_array<std::shared_ptr<int>> others(std::move(some));
    CHECK(some.empty());
    CHECK(shared.use_count() == 3);
    others = {};
    CHECK(shared.use_count() == 1);
}
