// SPDX-License-Identifier: MIT

#include "catch.hpp"
#include "engine/scratch_directory.hpp"
#include <wua/engine/disk/disk_space.hpp>

#include <cstdint>
#include <memory>

// The free space may change meanwhile, but hardly by a quarter of it.
TEST_CASE("of two files that do not both fit one has room, until it needs it no more", "[disk_space]")
{
    const scratch_directory scratch;
    const auto directory = std::make_shared<const wua::detail::disk_directory>(scratch.path());
    const std::uint64_t quarter = directory->free_bytes() / 4;
    wua::detail::disk_space room(directory);
    wua::detail::space_claim second(room);
    {
        wua::detail::space_claim first(room);
        CHECK(first.try_renew(quarter * 3));
        CHECK_FALSE(second.try_renew(quarter * 3));
        CHECK(first.try_renew(quarter * 3)); // its own claim is not in its way
        first.take(quarter);                 // as if other files had gone meanwhile
        CHECK(second.try_renew(quarter));
        CHECK_FALSE(second.try_renew(quarter * 3));
    }
    CHECK(second.try_renew(quarter * 3));
}
