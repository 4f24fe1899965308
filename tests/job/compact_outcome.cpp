// SPDX-License-Identifier: MIT

#include "catch.hpp"
#include <wua/job/compact_outcome.hpp>

#include <string>

TEST_CASE("a stored outcome is the last one stored, with everything it said", "[compact_outcome]")
{
    wua::detail::compact_outcome kept;
    CHECK(kept.get() == wua::outcome{});
    for (const wua::outcome& one :
         {wua::outcome::succeeded(wua::wu_s_already_downloaded), wua::outcome::failed(wua::e_fail, {"http", 404}),
          wua::outcome::failed(wua::e_fail, {}, std::string(100, 'x')), wua::outcome::failed(wua::e_fail, {"curl", 0}),
          wua::outcome::aborted()})
    {
        kept.keep(one);
        CHECK(kept.get() == one);
        CHECK(kept.is_success_or_with_errors() == one.is_success_or_with_errors());
    }
}

TEST_CASE("an outcome that says no more than its codes takes the room of two pointers", "[compact_outcome]")
{
    CHECK(sizeof(wua::detail::compact_outcome) <= 2 * sizeof(void*));
}
