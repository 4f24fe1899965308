// SPDX-License-Identifier: MIT

// What a client passes to find it again at the job.

#include "catch.hpp"
#include "objects/doubles.hpp"
#include <wua/com/com_ptr.hpp>
#include <wua/com/variant.hpp>
#include <wua/objects/async_state.hpp>

#include <optional>
#include <utility>

using namespace wua;
using namespace doubles;

TEST_CASE("a state that was not given is empty", "[async_state]")
{
    const async_state state;
    CHECK(state.value().vt() == VT_EMPTY);
    CHECK_FALSE(state.is_bound());
}

TEST_CASE("a state is a copy of what it was given, and of what that referred to", "[async_state]")
{
    LONG number = 5;
    VARIANT given{};
    given.vt = VT_I4 | VT_BYREF;
    given.plVal = &number;
    const async_state state(given);
    number = 6;
    CHECK(state.value().vt() == VT_I4);
    CHECK(state.value().get().lVal == 5);
}

TEST_CASE("an array cannot be a state", "[async_state]")
{
    VARIANT given{};
    given.vt = VT_ARRAY | VT_I4;
    CHECK_THROWS_AS(async_state(given), hresult_error);
}

TEST_CASE("a state that is moved on holds one reference to its object, and gives it back", "[async_state]")
{
    const com_ptr<token> object = make<token>();
    {
        std::optional<async_state> first(std::in_place, variant(com_ptr<IUnknown>(object)).get());
        CHECK(references_of(*object) == 2);
        const async_state second(*std::move(first));
        first.reset();
        CHECK(references_of(*object) == 2);
        CHECK(second.value().get().punkVal == object.get());
    }
    CHECK(references_of(*object) == 1);
}
