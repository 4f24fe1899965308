// SPDX-License-Identifier: MIT

// bstr owns one BSTR.

#include <wua/com/bstr.hpp>

#include <catch.hpp>

#include <string>
#include <utility>

TEST_CASE("null and empty text are equal", "[bstr]")
{
    const wua::bstr null;
    const wua::bstr empty("");
    CHECK(null.get() == nullptr);
    CHECK(empty.get() != nullptr);
    CHECK(null == empty);
    CHECK(null.empty());
    CHECK(null.to_utf8().empty());
}

TEST_CASE("text keeps its zeros and its characters", "[bstr]")
{
    const std::string text("a\0\xE2\x82\xAC", 5);
    const wua::bstr made(text);
    CHECK(made.size() == 3);
    CHECK(made.to_utf8() == text);
    CHECK(made.get()[3] == 0);
}

TEST_CASE("a copy is a text of its own, a move is the same text", "[bstr]")
{
    wua::bstr first("text");
    wua::bstr copy(first);
    CHECK(copy == first);
    CHECK(copy.get() != first.get());
    const wua::BSTR place = copy.get();
    wua::bstr moved(std::move(copy));
    CHECK(moved.get() == place);
    auto& itself = moved;
    moved = itself;
    CHECK(moved.to_utf8() == "text");
    first = std::move(moved);
    CHECK(first.to_utf8() == "text");
}

TEST_CASE("ownership goes in and out", "[bstr]")
{
    wua::bstr text;
    *text.put() = wua::SysAllocStringLen(wua::to_ole("in").c_str(), 2);
    CHECK(text.to_utf8() == "in");
    text.attach(text.get());
    CHECK(text.to_utf8() == "in");
    wua::BSTR raw = text.detach();
    CHECK(text.get() == nullptr);
    text.attach(raw);
    wua::bstr other;
    other.copy_from(raw);
    CHECK(other == text);
    other.copy_from(nullptr);
    CHECK(other.get() == nullptr);
}
