// SPDX-License-Identifier: MIT
// Collections of strings, called by C++ and by name.

#include "late_bound.hpp"
#include "null_places.hpp"
#include <wua/com/bstr.hpp>
#include <wua/com/com_ptr.hpp>
#include <wua/com/variant.hpp>
#include <wua/objects/string_collection.hpp>
#include <wua/wuapi/errors.hpp>

#include <catch.hpp>

#include <string>
#include <vector>

namespace
{

using strings = std::vector<std::string>;

} // namespace

TEST_CASE("strings keep their order through every change",
          "[string_collection][IStringCollection::put_Item][IStringCollection::Add][IStringCollection::Clear]"
          "[IStringCollection::Insert][IStringCollection::RemoveAt]")
{
    const auto collection = wua::make_string_collection({"a", "b"});
    wua::LONG index = -1;
    CHECK(collection->Add(wua::bstr("c").get(), &index) == wua::s_ok);
    CHECK(index == 2);
    CHECK(collection->Insert(3, wua::bstr("d").get()) == wua::s_ok);
    CHECK(collection->Insert(0, wua::bstr("e").get()) == wua::s_ok);
    CHECK(collection->put_Item(1, wua::bstr("f").get()) == wua::s_ok);
    CHECK(collection->RemoveAt(2) == wua::s_ok);
    CHECK(wua::strings_of(*collection) == strings{"e", "f", "c", "d"});
    CHECK(collection->Clear() == wua::s_ok);
    CHECK(wua::strings_of(*collection).empty());
}

TEST_CASE("a string is copied on its way in and on its way out", "[string_collection][IStringCollection::get_Item]")
{
    const auto collection = wua::make_string_collection();
    wua::bstr given("abc");
    wua::LONG index = -1;
    REQUIRE(collection->Add(given.get(), &index) == wua::s_ok);
    given.get()[0] = 'x';
    wua::bstr first;
    REQUIRE(collection->get_Item(0, first.put()) == wua::s_ok);
    CHECK(first.to_utf8() == "abc");
    first.get()[0] = 'y';
    CHECK(wua::strings_of(*collection) == strings{"abc"});
}

TEST_CASE("a null string is the empty one, and zeros and other scripts survive", "[string_collection]")
{
    const std::string with_zero("a\0b", 3);
    const auto collection = wua::make_string_collection({with_zero, "\xC3\xA4\xF0\x9F\x98\x80", "\xFF"});
    wua::LONG index = -1;
    CHECK(collection->Add(nullptr, &index) == wua::s_ok);
    CHECK(collection->Insert(0, nullptr) == wua::s_ok);
    CHECK(wua::strings_of(*collection) == strings{"", with_zero, "\xC3\xA4\xF0\x9F\x98\x80", "\xEF\xBF\xBD", ""});
}

TEST_CASE("a read-only collection of strings refuses changes and its copy does not",
          "[string_collection][IStringCollection::get_ReadOnly][IStringCollection::Copy]")
{
    const auto collection = wua::make_read_only_strings({"a"});
    const wua::bstr text("b");
    wua::LONG index = 5;
    CHECK(collection->Add(text.get(), &index) == wua::wu_e_not_supported);
    CHECK(index == 0);
    CHECK(collection->put_Item(0, text.get()) == wua::wu_e_not_supported);
    CHECK(collection->Insert(0, text.get()) == wua::wu_e_not_supported);
    CHECK(collection->RemoveAt(0) == wua::wu_e_not_supported);
    CHECK(collection->Clear() == wua::wu_e_not_supported);
    wua::com_ptr<wua::IStringCollection> copy;
    REQUIRE(collection->Copy(copy.put()) == wua::s_ok);
    wua::VARIANT_BOOL read_only = wua::variant_true;
    CHECK(copy->get_ReadOnly(&read_only) == wua::s_ok);
    CHECK(read_only == wua::variant_false);
    CHECK(copy->Add(text.get(), &index) == wua::s_ok);
    CHECK(wua::strings_of(*copy) == strings{"a", "b"});
    CHECK(wua::strings_of(*collection) == strings{"a"});
}

TEST_CASE("bad indexes and null places are refused by a collection of strings", "[string_collection]")
{
    const auto collection = wua::make_string_collection({"a"});
    wua::BSTR text = nullptr;
    CHECK(collection->get_Item(1, &text) == wua::wu_e_invalidindex);
    CHECK(collection->get_Item(-1, &text) == wua::wu_e_invalidindex);
    CHECK(text == nullptr);
    CHECK(collection->Insert(2, nullptr) == wua::wu_e_invalidindex);
    CHECK(collection->RemoveAt(1) == wua::wu_e_invalidindex);
    CHECK(collection->get_Item(0, nullptr) == wua::e_pointer);
    CHECK(collection->Add(nullptr, nullptr) == wua::e_pointer);
    CHECK(wua::strings_of(*collection) == strings{"a"});
    refuses_null_places<wua::IStringCollection>(
        *collection, &wua::IStringCollection::get__NewEnum, &wua::IStringCollection::get_Count,
        &wua::IStringCollection::get_ReadOnly, &wua::IStringCollection::Copy);
}

TEST_CASE("a script uses strings by name",
          "[string_collection][IStringCollection::get__NewEnum][IStringCollection::get_Count]")
{
    const auto collection = wua::make_string_collection();
    CHECK(late::number(late::call(*collection, "Add", {"a"})) == 0);
    CHECK(late::number(late::call(*collection, "Add", {42})) == 1); // numbers become text
    CHECK(late::put(*collection, "Item", {0, "b"}).code == wua::s_ok);
    CHECK(late::text(late::get(*collection, "Item", {0}).value) == "b");
    CHECK(late::number(late::get(*collection, "Count")) == 2);
    strings walked;
    for (const wua::variant& value : late::each(*collection))
    {
        walked.push_back(late::text(value));
    }
    CHECK(walked == strings{"b", "42"});
}
