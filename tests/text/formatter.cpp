// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include <wua/text/formatter.hpp>

#include <string>

namespace shapes
{

struct plain
{};

struct twofold
{};

std::string to_text(plain)
{
    return "text";
}

} // namespace shapes

template <>
struct fmt::formatter<shapes::plain> : wua::detail::text_formatter
{};

template <>
struct fmt::formatter<shapes::twofold> : wua::detail::two_form_formatter<'h'>
{
    template <class Context>
    auto format(shapes::twofold, Context& context) const
    {
        return this->write(this->m_is_alternate ? "second" : "first", context);
    }
};

namespace
{

TEST_CASE("a value takes width, fill and alignment like a text", "[formatter]")
{
    const shapes::plain value;
    CHECK(fmt::format("{}", value) == "text");
    CHECK(fmt::format("{:>6}|", value) == "  text|");
    CHECK(fmt::format("{:*^{}}", value, 8) == "**text**");
    CHECK(fmt::format("{:.2}", value) == "te");
}

TEST_CASE("the letter chooses the second form, with width behind a colon", "[formatter]")
{
    CHECK(fmt::format("{}", shapes::twofold()) == "first");
    CHECK(fmt::format("{:h}", shapes::twofold()) == "second");
    CHECK(fmt::format("{:h:>8}", shapes::twofold()) == "  second");
    CHECK(fmt::format("{:>8}", shapes::twofold()) == "   first");
    CHECK(fmt::format("{:h>8}", shapes::twofold()) == "hhhfirst"); // a fill, as for every text
}

TEST_CASE("a form that does not exist is an error of the format string", "[formatter]")
{
    CHECK_THROWS_AS(fmt::format(fmt::runtime("{:x}"), shapes::twofold()), fmt::format_error);
    CHECK_THROWS_AS(fmt::format(fmt::runtime("{:hh}"), shapes::twofold()), fmt::format_error);
}

} // namespace
