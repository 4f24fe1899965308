// SPDX-License-Identifier: MIT

#include "catch.hpp"
#include <wua/com/shared_handle.hpp>
#include <wua/engine/simulated/event_target_list.hpp>

#include <chrono>
#include <cstddef>
#include <utility>
#include <vector>

using wua::detail::event_target_list;

namespace
{

// Says when it is gone.
struct numbered_target final : wua::detail::event_target
{
    numbered_target(int number_of_it, std::vector<int>& all_gone) : number(number_of_it), gone(all_gone) {}
    ~numbered_target() override
    {
        gone.push_back(number);
    }

    void act(const wua::detail::simulated_event&) noexcept override {}
    void show(std::chrono::nanoseconds) noexcept override {}
    bool is_over() const noexcept override
    {
        return false;
    }
    void stop() noexcept override {}

    const int number;
    std::vector<int>& gone;
};

std::vector<int> numbers_in(const event_target_list& list)
{
    std::vector<int> found;
    for (wua::detail::event_target* each = list.front().get(); each != nullptr;
         each = event_target_list::after(*each).get())
    {
        found.push_back(static_cast<const numbered_target*>(each)->number);
    }
    return found;
}

} // namespace

TEST_CASE("a list keeps its targets in order and alive, and gives up any of them", "[event_target_list]")
{
    std::vector<int> gone;
    const auto make = [&](int number) { return wua::detail::make_handle<numbered_target>(number, gone); };
    event_target_list list;
    CHECK(list.empty());
    CHECK_FALSE(list.front());
    const auto second = make(2);
    list.push_back(make(1));
    list.push_back(second);
    list.push_back(make(3));
    CHECK(numbers_in(list) == std::vector{1, 2, 3});
    CHECK(list.remove(*second) == second);
    CHECK(numbers_in(list) == std::vector{1, 3});
    list.push_back(second); // at the other end
    CHECK(numbers_in(list) == std::vector{1, 3, 2});
    list.pop_front();
    CHECK(gone == std::vector{1});
    list.remove(*second);
    CHECK(numbers_in(list) == std::vector{3});
    CHECK(list.size() == 1);
    list.pop_front();
    CHECK(list.empty());
    list.push_back(make(4));
    CHECK(numbers_in(list) == std::vector{4});
    CHECK(gone == std::vector{1, 3});
}

TEST_CASE("a list that is moved from is empty and may be used again", "[event_target_list]")
{
    std::vector<int> gone;
    event_target_list list;
    list.push_back(wua::detail::make_handle<numbered_target>(1, gone));
    {
        const event_target_list other(std::move(list));
        CHECK(numbers_in(other) == std::vector{1});
        list.push_back(wua::detail::make_handle<numbered_target>(2, gone));
        CHECK(other.size() == 1);
    }
    CHECK(gone == std::vector{1});
    CHECK(numbers_in(list) == std::vector{2});
}

TEST_CASE("a list of a million targets ends without a deep stack", "[event_target_list]")
{
    constexpr std::size_t count = 1'000'000;
    std::vector<int> gone;
    {
        event_target_list list;
        for (std::size_t i = 0; i != count; ++i)
        {
            list.push_back(wua::detail::make_handle<numbered_target>(static_cast<int>(i), gone));
        }
    }
    REQUIRE(gone.size() == count);
    CHECK(gone.front() == 0);
    CHECK(gone.back() == static_cast<int>(count) - 1);
}
