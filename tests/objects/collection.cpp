// SPDX-License-Identifier: MIT
// What all collections have in common.

#include <wua/objects/collection.hpp>
#include <wua/wuapi/errors.hpp>

#include <catch.hpp>

#include <cstddef>
#include <vector>

namespace
{

// Its copy and its end look at the list it is in, as an object's AddRef and Release may.
struct curious
{
    const wua::detail::changing_items<curious>* const* list = nullptr;
    std::size_t* seen = nullptr;

    curious(const wua::detail::changing_items<curious>* const* where, std::size_t* count) : list(where), seen(count) {}

    curious(const curious& other) : list(other.list), seen(other.seen)
    {
        look();
    }

    curious(curious&& other) noexcept : list(other.list), seen(other.seen)
    {
        other.seen = nullptr;
    }

    curious& operator=(const curious&) = delete;

    ~curious()
    {
        look();
    }

    void look() const
    {
        if (seen != nullptr && *list != nullptr)
        {
            *seen += (*list)->size() + 1;
        }
    }
};

} // namespace

TEST_CASE("no lock is held while an item is copied or destroyed", "[collection]")
{
    const wua::detail::changing_items<curious>* list = nullptr;
    std::size_t looks = 0;
    const auto fresh = [&] { return curious(&list, &looks); };
    wua::detail::changing_items<curious> items{std::vector<curious>()};
    list = &items;

    CHECK(items.append(fresh()) == 0);
    items.insert(0, fresh());
    CHECK(looks == 0);
    {
        const curious copy = items.at(1);
        CHECK(looks == 3); // copied from a list of two
    }
    CHECK(looks == 6);
    items.replace(0, fresh());
    CHECK(looks == 9); // one is destroyed, two are left
    CHECK(items.all().size() == 2);
    looks = 0;
    items.remove(0);
    CHECK(looks == 2); // one is destroyed, one is left
    items.clear();
    CHECK(looks == 3); // one is destroyed, none is left
    list = nullptr;
}

TEST_CASE("an index is one of an item, and insertion takes the end too", "[collection]")
{
    wua::detail::changing_items<int> items(std::vector<int>{10, 11});
    const auto code_of = [](auto f) -> wua::HRESULT {
        try
        {
            f();
            return wua::s_ok;
        }
        catch (const wua::hresult_error& error)
        {
            return error.code();
        }
    };
    const wua::LONG beyond = GENERATE(-1, 2, 3, 2147483647, -2147483647 - 1);
    CHECK(code_of([&] { items.at(beyond); }) == wua::wu_e_invalidindex);
    CHECK(code_of([&] { items.replace(beyond, 0); }) == wua::wu_e_invalidindex);
    CHECK(code_of([&] { items.remove(beyond); }) == wua::wu_e_invalidindex);
    CHECK(items.all() == std::vector<int>{10, 11});
    CHECK(code_of([&] { items.insert(beyond, 12); }) == (beyond == 2 ? wua::s_ok : wua::wu_e_invalidindex));
    CHECK(items.all() == (beyond == 2 ? std::vector<int>{10, 11, 12} : std::vector<int>{10, 11}));
    CHECK(code_of([&] { wua::detail::fixed_items<int>({1}).at(beyond); }) == wua::wu_e_invalidindex);
}
