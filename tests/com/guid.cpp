// SPDX-License-Identifier: MIT

// GUIDs: literals, text, IIDs and bases.

#include <wua/com/guid.hpp>

#include <catch.hpp>

#include <string>
#include <type_traits>

using namespace wua::literals;

namespace
{

constexpr wua::guid sample = "c574de85-7358-43f6-aae8-8697e62d8ba7"_guid;

static_assert(sample.Data1 == 0xc574de85 && sample.Data2 == 0x7358 && sample.Data3 == 0x43f6);
static_assert(sample.Data4[0] == 0xaa && sample.Data4[7] == 0xa7);
static_assert(wua::same(sample, "C574DE85-7358-43F6-AAE8-8697E62D8BA7"_guid));
static_assert(!wua::same(sample, "c574de85-7358-43f6-aae8-8697e62d8ba8"_guid));
static_assert(std::is_same_v<wua::base_of_t<wua::IDispatch>, wua::IUnknown>);
static_assert(std::is_same_v<wua::base_of_t<wua::IEnumVARIANT>, wua::IUnknown>);
static_assert(std::is_void_v<wua::base_of_t<wua::IUnknown>>);

} // namespace

TEST_CASE("a guid's text is that of its literal", "[guid]")
{
    CHECK(wua::to_string(sample) == "c574de85-7358-43f6-aae8-8697e62d8ba7");
    CHECK(wua::to_string(wua::guid_null) == "00000000-0000-0000-0000-000000000000");
    CHECK(wua::to_string(wua::iid_of<wua::IDispatch>) == "00020400-0000-0000-c000-000000000046");
}

TEST_CASE("a guid is read with braces and without, in either case", "[guid]")
{
    for (const char* text : {"{C574DE85-7358-43f6-aae8-8697e62d8ba7}", "c574de85-7358-43f6-aae8-8697e62d8BA7"})
    {
        const auto read = wua::parse_guid(text);
        REQUIRE(read.has_value());
        CHECK(*read == sample);
    }
}

TEST_CASE("text that is not a guid is not read", "[guid]")
{
    const auto text = GENERATE(
        as<std::string>(), "", "{}", "c574de85-7358-43f6-aae8-8697e62d8ba", "c574de85-7358-43f6-aae8-8697e62d8ba7a",
        "c574de85-7358-43f6-aae8-8697e62d8bag", "c574de8507358-43f6-aae8-8697e62d8ba7",
        "{c574de85-7358-43f6-aae8-8697e62d8ba7", "(c574de85-7358-43f6-aae8-8697e62d8ba7)",
        "c574de85-7358-43f6-aae88-697e62d8ba7");
    CHECK_FALSE(wua::parse_guid(text).has_value());
}
