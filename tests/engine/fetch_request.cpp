// SPDX-License-Identifier: MIT

#include "catch.hpp"
#include "engine/curl_update_fixture.hpp"
#include <wua/engine/curl/fetch_request.hpp>
#include <wua/engine/curl/file_progress.hpp>
#include <wua/engine/curl/file_stretch.hpp>
#include <wua/objects/to_update_item.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

using namespace wua_test;
using wanted_range = wua::detail::fetch_request::range;

namespace
{

class request_fixture : public update_fixture
{
public:
    explicit request_fixture(std::string_view stored = {}) : update_fixture(wua::make_item("an update", some_url))
    {
        progress.emplace(update(), 0, wua::detail::part_file::try_open(core().directory, "a", false));
        if (!stored.empty())
        {
            progress->source = {some_url, "\"tag\"", {}};
            progress->append(stored.data(), stored.size());
        }
    }

    wua::detail::fetch_request request_of(const std::string& url, wanted_range wanted = wanted_range::missing)
    {
        return {update(), *wua::detail::parsed_url::parse(url), wanted, false, false};
    }
    wua::detail::file_stretch stretch()
    {
        return wua::detail::file_stretch(*progress);
    }

    std::optional<wua::detail::file_progress> progress;
};

} // namespace

TEST_CASE("the rest is requested if the same content goes on, and its response must be of that content",
          "[fetch_request]")
{
    request_fixture f("so");
    f.progress->set_total(4);
    auto request = f.request_of(some_url);
    const wua::detail::curl_request sent = request.make(f.update(), f.stretch());
    CHECK(sent.offset == 2);
    CHECK(sent.if_range == "\"tag\"");
    CHECK(sent.bytes == 2U);
    CHECK(request.is_of_part());
    const wua::detail::content_request made = request.made(f.stretch());
    CHECK(made.offset == 2);
    CHECK(made.etag == "\"tag\"");
    CHECK(made.total == 4U);
}

TEST_CASE("the whole is requested where a range was refused, and may then be other content", "[fetch_request]")
{
    request_fixture f("so");
    f.progress->set_total(4);
    auto request = f.request_of(some_url, wanted_range::whole);
    const wua::detail::curl_request sent = request.make(f.update(), f.stretch());
    CHECK(sent.offset == 0);
    CHECK(sent.if_range.empty());
    CHECK_FALSE(request.is_of_part());
    CHECK_FALSE(request.made(f.stretch()).total);
}

TEST_CASE("another server is not asked for the rest of content that no digest identifies", "[fetch_request]")
{
    request_fixture f("so");
    auto request = f.request_of("http://127.0.0.1:9/b");
    CHECK(request.make(f.update(), f.stretch()).offset == 0);
    CHECK(request.made(f.stretch()).etag.empty());
}

TEST_CASE("only the first of the file's URLs is asked whether the content has changed", "[fetch_request]")
{
    request_fixture f;
    f.progress->condition = {"\"old\"", "Mon, 30 Nov 2026 00:00:00 GMT"};
    SECTION("which is the first")
    {
        auto request = f.request_of(some_url);
        const auto sent = request.make(f.update(), f.stretch());
        CHECK(sent.fields ==
              std::vector<std::string>{"If-None-Match: \"old\"", "If-Modified-Since: Mon, 30 Nov 2026 00:00:00 GMT"});
        CHECK(request.made(f.stretch()).known_etag == "\"old\"");
        request.note_unconditional();
        CHECK(request.made(f.stretch()).known_etag.empty());
    }
    SECTION("which is another")
    {
        auto request = f.request_of("http://127.0.0.1:9/b");
        CHECK(request.make(f.update(), f.stretch()).fields.empty());
        CHECK(request.made(f.stretch()).known_etag.empty());
    }
    SECTION("but not for a piece")
    {
        f.progress->set_total(4);
        auto request = f.request_of(some_url);
        CHECK(request.make(f.update(), {*f.progress, 1, 2}).fields.empty());
    }
}
