// SPDX-License-Identifier: MIT
// The files of an update as objects.

#include "late_bound.hpp"
#include <wua/com/bstr.hpp>
#include <wua/com/com_ptr.hpp>
#include <wua/objects/download_content.hpp>
#include <wua/wuapi/errors.hpp>

#include <catch.hpp>

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace
{

wua::update_pointer two_files()
{
    wua::update_item item;
    item.files.push_back({{"http://a/1", "http://b/1"}, {}, {}, {}, false});
    item.files.push_back({{}, {}, {}, {}, true});
    return std::make_shared<const wua::update_item>(std::move(item));
}

} // namespace

TEST_CASE("there is one content for each file, with its first URL",
          "[download_content][IUpdateDownloadContentCollection::get_Item]"
          "[IUpdateDownloadContentCollection::get_Count][IUpdateDownloadContent::get_DownloadUrl]"
          "[IUpdateDownloadContent2::get_IsDeltaCompressedContent]")
{
    const auto contents = wua::make_download_contents(two_files());
    std::vector<std::pair<std::string, bool>> seen;
    using content_pointer = wua::com_ptr<wua::IUpdateDownloadContent>;
    wua::detail::for_each_item<content_pointer>(*contents, [&](const content_pointer& content) {
        wua::bstr url;
        wua::VARIANT_BOOL is_delta = wua::variant_false;
        CHECK(content->get_DownloadUrl(url.put()) == wua::s_ok);
        CHECK(content.query<wua::IUpdateDownloadContent2>()->get_IsDeltaCompressedContent(&is_delta) == wua::s_ok);
        CHECK(content->get_DownloadUrl(nullptr) == wua::e_pointer);
        CHECK(content.query<wua::IUpdateDownloadContent2>()->get_IsDeltaCompressedContent(nullptr) == wua::e_pointer);
        seen.emplace_back(url.to_utf8(), is_delta == wua::variant_true);
    });
    CHECK(seen == std::vector<std::pair<std::string, bool>>{{"http://a/1", false}, {"", true}});
    CHECK(contents->get_Item(0, nullptr) == wua::e_pointer);
    CHECK(contents->get_Count(nullptr) == wua::e_pointer);
}

TEST_CASE("contents outlive the update that they belong to", "[download_content]")
{
    wua::update_pointer item = two_files();
    const std::weak_ptr<const wua::update_item> watched = item;
    auto contents = wua::make_download_contents(item);
    item.reset();
    CHECK_FALSE(watched.expired());
    CHECK(late::text(late::get(*late::get(*contents, "Item", {0}).value.get().pdispVal, "DownloadUrl").value) ==
          "http://a/1");
    contents.reset();
    CHECK(watched.expired());
}

TEST_CASE("a script walks over the contents, which cannot be changed",
          "[download_content][IUpdateDownloadContentCollection::get__NewEnum]")
{
    const auto contents = wua::make_download_contents(two_files());
    CHECK(late::number(late::get(*contents, "Count")) == 2);
    CHECK(late::each(*contents).size() == 2);
    CHECK(late::get(*contents, "Item", {2}).failure == wua::wu_e_invalidindex);
    CHECK_THROWS_AS(late::call(*contents, "Add", {"x"}), wua::hresult_error);
    CHECK(late::put(*contents, "Item", {0, "x"}).code == wua::disp_e_membernotfound);
    CHECK(contents->get__NewEnum(nullptr) == wua::e_pointer);
}
