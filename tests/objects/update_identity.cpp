// SPDX-License-Identifier: MIT
// The identity of an update as an object.

#include "late_bound.hpp"
#include <wua/com/bstr.hpp>
#include <wua/objects/update_identity.hpp>

#include <catch.hpp>

TEST_CASE("an identity answers its text and its revision",
          "[update_identity][IUpdateIdentity::get_RevisionNumber][IUpdateIdentity::get_UpdateID]")
{
    const auto identity = wua::make_update_identity({"0d5f8a3c-1111-2222-3333-444455556666", -3});
    wua::bstr id;
    wua::LONG revision = 0;
    CHECK(identity->get_UpdateID(id.put()) == wua::s_ok);
    CHECK(identity->get_RevisionNumber(&revision) == wua::s_ok);
    CHECK(id.to_utf8() == "0d5f8a3c-1111-2222-3333-444455556666");
    CHECK(revision == -3);
    CHECK(identity->get_UpdateID(nullptr) == wua::e_pointer);
    CHECK(identity->get_RevisionNumber(nullptr) == wua::e_pointer);
}

TEST_CASE("a script reads an identity by name", "[update_identity]")
{
    const auto identity = wua::make_update_identity({"x", 9});
    CHECK(late::number(late::get(*identity, "RevisionNumber")) == 9);
    CHECK(late::text(late::get(*identity, "UpdateID").value) == "x");
}
