// SPDX-License-Identifier: MIT
// What a thread keeps for later, and what becomes of it.

#include "catch.hpp"
#include <wua/com/thread_slot.hpp>

#include <atomic>
#include <memory>
#include <thread>

namespace
{

struct kept_object
{
    explicit kept_object(std::atomic<int>& counter) : count(counter)
    {
        ++count;
    }
    ~kept_object()
    {
        --count;
    }
    std::atomic<int>& count;
    std::unique_ptr<kept_object> inner{}; // would like to be kept when this is deleted
};

void delete_kept(kept_object* object) noexcept;

using slot = wua::thread_slot<kept_object, &delete_kept>;

void delete_kept(kept_object* object) noexcept
{
    if (kept_object* const inner = object->inner.release(); inner != nullptr && !slot::try_keep(inner))
    {
        delete inner;
    }
    delete object;
}

} // namespace

TEST_CASE("a thread keeps one object until it takes it back", "[thread_slot]")
{
    std::atomic<int> alive{0};
    std::thread([&] {
        const auto first = std::make_unique<kept_object>(alive);
        const auto second = std::make_unique<kept_object>(alive);
        CHECK(slot::kept() == nullptr);
        CHECK(slot::take() == nullptr);
        CHECK(slot::try_keep(first.get()));
        CHECK_FALSE(slot::try_keep(second.get()));
        CHECK(slot::kept() == first.get());
        std::thread([] { CHECK(slot::kept() == nullptr); }).join(); // each thread has its own
        CHECK(slot::take() == first.get());
        CHECK(slot::kept() == nullptr);
        CHECK(slot::try_keep(second.get()));
        CHECK(slot::take() == second.get());
    }).join();
    CHECK(alive == 0);
}

TEST_CASE("what a thread keeps at its end is deleted, and nothing is kept any more", "[thread_slot]")
{
    std::atomic<int> alive{0};
    for (int i = 0; i != 3; ++i)
    {
        std::thread([&] {
            auto* const object = new kept_object(alive);
            object->inner = std::make_unique<kept_object>(alive);
            CHECK(slot::try_keep(object));
            CHECK(alive == 2);
        }).join();
        CHECK(alive == 0);
    }
}
