// SPDX-License-Identifier: MIT
// The items behind updates, our own and those of others.

#include "foreign_update.hpp"
#include <wua/com/com_ptr.hpp>
#include <wua/model/request_details.hpp>
#include <wua/objects/download_content.hpp>
#include <wua/objects/string_collection.hpp>
#include <wua/objects/to_update_item.hpp>
#include <wua/objects/update.hpp>
#include <wua/objects/update_collection.hpp>
#include <wua/objects/update_identity.hpp>

#include <catch.hpp>

#include <string>
#include <utility>
#include <vector>

namespace
{

wua::HRESULT code_of_item(wua::IUpdate& update)
{
    try
    {
        wua::to_update_item(update);
        return wua::s_ok;
    }
    catch (const wua::hresult_error& error)
    {
        return error.code();
    }
}

wua::com_ptr<wua::IUpdateDownloadContentCollection>
contents(std::vector<std::vector<std::string>> files, bool is_delta = false)
{
    wua::update_item item;
    for (auto& urls : files)
    {
        item.files.push_back({std::move(urls), {}, {}, {}, is_delta});
    }
    return wua::make_download_contents(std::make_shared<const wua::update_item>(std::move(item)));
}

std::vector<std::string> urls_of(const wua::update_item& item)
{
    std::vector<std::string> urls;
    for (const wua::content_file& file : item.files)
    {
        REQUIRE(file.urls.size() == 1);
        urls.push_back(file.urls.front());
    }
    return urls;
}

// A client's update that says what its requests carry.
class requesting_update final
    : public answering_update<wua::implements<requesting_update, wua::IUpdate, wua::IUpdateRequest>>
{
public:
    wua::HRESULT code = wua::s_ok;
    wua::com_ptr<wua::IStringCollection> lines{};

    wua::HRESULT WUA_STDCALL get_RequestHeaders(wua::IStringCollection** retval) noexcept override
    {
        *retval = nullptr;
        if (lines != nullptr)
        {
            lines->AddRef();
            *retval = lines.get();
        }
        return code;
    }
};

} // namespace

TEST_CASE("the item behind one of our updates is the very one it was made from", "[to_update_item]")
{
    const wua::update_pointer item = wua::make_item("a", "http://a/1");
    CHECK(wua::to_update_item(*wua::make_update(item)) == item);
}

TEST_CASE("an update of another module is read like a foreign one", "[to_update_item]")
{
    const wua::update_pointer item = wua::make_item("a", "http://a/1");
    const auto source = wua::make_update(item).query<wua::IUpdateSource>();
    const char other_mark = 0;
    CHECK(source->Item(&other_mark) == nullptr);
    REQUIRE(source->Item(&wua::detail::module_tag) != nullptr);
    CHECK(*source->Item(&wua::detail::module_tag) == item);
}

TEST_CASE("the item of a foreign update is read from its members", "[to_update_item]")
{
    const auto foreign = wua::make<foreign_update>();
    foreign->title = "foreign";
    foreign->identity = wua::make_update_identity({"id", 4});
    foreign->max_size = wua::to_decimal(5'000'000'000);
    foreign->contents = contents({{"http://a/1"}, {"http://a/2"}}, true);
    const wua::update_pointer item = wua::to_update_item(*foreign);
    CHECK(item->title == "foreign");
    CHECK(item->identity == wua::identity{"id", 4});
    CHECK(item->max_size == 5'000'000'000);
    CHECK(urls_of(*item) == std::vector<std::string>{"http://a/1", "http://a/2"});
    CHECK(item->files[1].is_delta);
    CHECK_FALSE(item->files[1].size.has_value());
}

TEST_CASE("a foreign update whose members all fail has an empty item", "[to_update_item]")
{
    const auto foreign = wua::make<foreign_update>();
    const wua::update_pointer item = wua::to_update_item(*foreign);
    CHECK(item->title.empty());
    CHECK(item->identity == wua::identity{});
    CHECK(item->files.empty());
    CHECK_FALSE(item->max_size.has_value());
    foreign->failure = wua::e_outofmemory; // that is not a member's answer
    CHECK(code_of_item(*foreign) == wua::e_outofmemory);
}

TEST_CASE("a size that is no byte count is no limit", "[to_update_item]")
{
    const auto foreign = wua::make<foreign_update>();
    foreign->max_size =
        GENERATE(wua::to_decimal(0), wua::to_decimal(-5), wua::make_decimal(15, 0, 1), wua::make_decimal(0, 1));
    CHECK_FALSE(wua::to_update_item(*foreign)->max_size.has_value());
}

TEST_CASE("a foreign update that names its files in part is unusable", "[to_update_item]")
{
    const auto foreign = wua::make<foreign_update>();
    foreign->contents = contents({{"http://a/1"}, {}});
    CHECK(code_of_item(*foreign) == wua::wu_e_invalid_update);
}

TEST_CASE("the files of a bundle are those of its parts", "[to_update_item]")
{
    const auto bundle = wua::make<foreign_update>();
    const auto part = wua::make<foreign_update>();
    part->contents = contents({{"http://a/2"}});
    bundle->contents = contents({{"http://a/1"}});
    bundle->bundled = wua::make_update_collection({part, wua::make_update(wua::make_item("b", "http://a/3"))});
    CHECK(urls_of(*wua::to_update_item(*bundle)) == std::vector<std::string>{"http://a/1", "http://a/2", "http://a/3"});
    part->contents = contents({{}});
    CHECK(code_of_item(*bundle) == wua::wu_e_invalid_update);
}

TEST_CASE("a bundle that contains itself is refused", "[to_update_item]")
{
    const auto bundle = wua::make<foreign_update>();
    bundle->bundled = wua::make_update_collection({bundle, bundle});
    CHECK(code_of_item(*bundle) == wua::wu_e_too_deep_relation);
    bundle->bundled = nullptr;
}

TEST_CASE("the headers of a client's update are read, or the update is refused",
          "[to_update_item][IUpdateRequest::get_RequestHeaders]")
{
    const auto update = wua::make<requesting_update>();
    CHECK(wua::to_update_item(*update)->requests == nullptr);
    update->lines = wua::make_string_collection({"X-One: a: b ", "X-Two:"});
    const wua::update_pointer item = wua::to_update_item(*update);
    REQUIRE(item->requests != nullptr);
    CHECK(*item->requests == wua::request_details{.headers = {{"X-One", "a: b"}, {"X-Two", ""}}});
    update->lines = wua::make_string_collection({"s3cr3t"});
    CHECK_THROWS_WITH(wua::to_update_item(*update), "a header of an update has no colon");
    update->code = wua::e_fail;
    CHECK(code_of_item(*update) == wua::e_fail);
}
