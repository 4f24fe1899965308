// SPDX-License-Identifier: MIT
// Downloads of what has changed since an earlier one alone, and what is told of the files of a job.

#include "catch.hpp"
#include "engine/curl_fixture.hpp"
#include <wua/engine/curl_engine.hpp>
#include <wua/engine/memory_sink.hpp>
#include <wua/job/job.hpp>
#include <wua/model/file_details.hpp>
#include <wua/model/file_result.hpp>
#include <wua/testing/fault_server.hpp>

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace wua_test;

namespace
{

struct ended
{
    wua::outcome result;
    std::vector<wua::file_result> files;
    std::uint64_t bytes = 0;
    std::optional<std::uint64_t> total{};
};

ended end_of(const wua::curl_options& options, wua::update_item item, bool is_forced = false)
{
    wua::job job = wua::start(
        wua::curl_engine{wua::curl_options(options)}, {std::make_shared<const wua::update_item>(std::move(item))},
        {.is_forced = is_forced, .downloader = {.keeps_files = true}});
    job.wait();
    const wua::progress_snapshot last = job.progress();
    return {job.result(0), job.files(0), last.bytes_downloaded(), last.bytes_to_download()};
}

wua::update_item item_of(std::vector<std::string> urls, wua::content_validators known = {})
{
    wua::update_item item;
    item.title = "an update";
    wua::content_file& file = item.files.emplace_back();
    file.urls = std::move(urls);
    file.details = std::make_shared<const wua::file_details>(wua::file_details{.known = std::move(known)});
    return item;
}

const wua::outcome already_there = wua::outcome::succeeded(wua::wu_s_already_downloaded);

} // namespace

TEST_CASE("nginx is asked for what has changed alone, and what has not stays as it is", "[curl_engine][condition]")
{
    const nginx server;
    const std::string content = some_bytes(300'000);
    write_file(server.root() / "a", content);
    const temporary_folder output;
    const wua::curl_options options = quick_options(output.path());
    const ended first = end_of(options, item_of({server.url("a")}));
    REQUIRE(first.result == wua::outcome::succeeded());
    REQUIRE(first.files.size() == 1);
    const wua::content_validators known = first.files[0].validators;
    REQUIRE_FALSE(known.etag.empty());
    REQUIRE_FALSE(known.last_modified.empty());

    const auto written = std::filesystem::last_write_time(output / "a");
    for (const wua::content_validators& each :
         {known, {.etag = known.etag}, {.last_modified = known.last_modified}, {.etag = "W/" + known.etag}})
    {
        INFO(each.etag << ' ' << each.last_modified);
        const ended again = end_of(options, item_of({server.url("a")}, each));
        CHECK(again.result == already_there);
        CHECK(again.bytes == content.size());
        CHECK(again.total == content.size());
        REQUIRE(again.files.size() == 1);
        CHECK(again.files[0].origin == wua::file_origin::not_modified);
        CHECK(again.files[0].validators == each);
        CHECK(again.files[0].size == content.size());
        CHECK(std::filesystem::last_write_time(output / "a") == written);
        CHECK(names_in(output.path()) == std::vector<std::string>{"a"});
    }
    CHECK(end_of(options, item_of({server.url("a")}, known), true).result == wua::outcome::succeeded()); // forced

    const std::string newer = some_bytes(200'000, 2);
    write_file(server.root() / "a", newer);
    const ended changed = end_of(options, item_of({server.url("a")}, {.etag = known.etag}));
    CHECK(changed.result == wua::outcome::succeeded());
    CHECK(has_content(output / "a", newer));
    REQUIRE(changed.files.size() == 1);
    CHECK(changed.files[0].origin == wua::file_origin::downloaded);
    CHECK(changed.files[0].validators.etag != known.etag);
    std::filesystem::remove(output / "a"); // nothing is there that could stay
    const ended gone = end_of(options, item_of({server.url("a")}, changed.files[0].validators));
    CHECK(gone.result == wua::outcome::succeeded());
    CHECK(has_content(output / "a", newer));
}

TEST_CASE("a condition goes to the first URL alone, and not where a digest or nothing is to be compared",
          "[curl_engine][condition]")
{
    wua::fault_server server;
    const wua::served_content content{some_bytes(50'000)};
    const wua::content_validators known{.etag = content.etag()};
    const temporary_folder output;
    const wua::curl_options options = quick_options(output.path());
    const std::string conditional = server.serve("/a", content, wua::misbehaviour_named("condition_kept"));
    const std::string refusing = server.serve("/refusing", content, wua::misbehaviour_named("always_404"));
    const auto asked = [&] {
        std::vector<std::string> conditions;
        for (const wua::http_request& request : server.requests())
        {
            conditions.emplace_back(request.field("If-None-Match").value_or("none"));
        }
        server.forget_requests();
        return conditions;
    };
    CHECK(end_of(options, item_of({conditional}, known)).result == wua::outcome::succeeded()); // not there yet
    CHECK(asked() == std::vector<std::string>{"none"});
    CHECK(end_of(options, item_of({conditional}, known)).result == already_there);
    CHECK(asked() == std::vector<std::string>{content.etag()});
    wua::update_item mirrored = item_of({refusing, conditional}, known);
    mirrored.files[0].file_name = "a";
    CHECK(end_of(options, mirrored).result == wua::outcome::succeeded());
    CHECK(asked() == std::vector<std::string>{content.etag(), "none"});
    wua::update_item with_digest = item_of({conditional}, known);
    with_digest.files[0].digest = sha256_of(some_bytes(50'000));
    write_file(output / "a", "something else");
    CHECK(end_of(options, with_digest).result == wua::outcome::succeeded());
    CHECK(asked() == std::vector<std::string>{"none"});
    wua::update_item of_size = item_of({conditional}, known);
    of_size.files[0].size = 50'000;
    write_file(output / "a", "something else");
    CHECK(end_of(options, of_size).result == wua::outcome::succeeded());
    CHECK(asked() == std::vector<std::string>{"none"});
    write_file(output / "a.part", "some of other content");
    CHECK(end_of(options, of_size).result == already_there);
    CHECK(names_in(output.path()) == std::vector<std::string>{"a"});
}

TEST_CASE("servers that answer a condition wrongly are asked without one", "[curl_engine][condition]")
{
    wua::fault_server server;
    const wua::served_content content{some_bytes(50'000)};
    const wua::content_validators known{.etag = content.etag()};
    const char* const kind = GENERATE("not_modified_other_etag", "condition_refused", "well_behaved",
                                      "not_modified_alone", "not_modified_with_content");
    INFO(kind);
    const std::string_view name = kind;
    const temporary_folder output;
    write_file(output / "a", "what was there");
    const std::string url = server.serve("/a", content, wua::misbehaviour_named(name));
    const ended met = end_of(quick_options(output.path()), item_of({url}, known));
    const bool is_kept = name == "not_modified_alone" || name == "not_modified_with_content";
    CHECK(met.result == (is_kept ? already_there : wua::outcome::succeeded()));
    CHECK(has_content(output / "a", is_kept ? std::string("what was there") : some_bytes(50'000)));
    CHECK(server.requests().size() == (is_kept || name == "well_behaved" ? 1U : 2U));
}

TEST_CASE("the caller of a sink has what was not modified", "[curl_engine][condition]")
{
    wua::fault_server server;
    const wua::served_content content{some_bytes(50'000)};
    const temporary_folder output;
    const auto sink = std::make_shared<wua::memory_sink>(100'000);
    wua::update_item item = item_of({server.serve("/a", content, wua::misbehaviour_named("condition_kept"))});
    item.files[0].details =
        std::make_shared<const wua::file_details>(wua::file_details{.known = {.etag = content.etag()}, .sink = sink});
    const ended met = end_of(quick_options(output.path()), item);
    CHECK(met.result == already_there);
    CHECK_FALSE(sink->take());
    REQUIRE(met.files.size() == 1);
    CHECK(met.files[0].origin == wua::file_origin::not_modified);
    CHECK(met.files[0].path.empty());
}

TEST_CASE("a check of the policy sees a file that was not modified, too", "[curl_engine][condition]")
{
    wua::fault_server server;
    const wua::served_content content{some_bytes(50'000)};
    const temporary_folder output;
    write_file(output / "a", "what was there");
    wua::curl_options options = quick_options(output.path());
    const bool is_accepted = GENERATE(true, false);
    options.policy.check = [&](const wua::finished_content& file) {
        return is_accepted && file.size() == 14 ? wua::content_verdict::accepted()
                                                : wua::content_verdict::refused("not that");
    };
    const std::string url = server.serve("/a", content, wua::misbehaviour_named("condition_kept"));
    const ended met = end_of(options, item_of({url}, {.etag = content.etag()}));
    CHECK(met.result.is_success() == is_accepted);
}

TEST_CASE("a job tells where its files lie and where they came from, without secrets", "[curl_engine][files]")
{
    wua::fault_server server;
    const std::string content = some_bytes(50'000);
    const wua::served_content served{content};
    const temporary_folder output;
    const std::string url = server.serve("/moved", served, wua::misbehaviour_named("redirect_302")) + "?key=secret";
    wua::update_item item = item_of({url});
    item.files[0].file_name = "x/y";
    item.files[0].digest = sha256_of(content);
    const ended first = end_of(quick_options(output.path()), item);
    REQUIRE(first.result == wua::outcome::succeeded());
    REQUIRE(first.files.size() == 1);
    const wua::file_result& file = first.files[0];
    CHECK(file.file == 0);
    CHECK(file.origin == wua::file_origin::downloaded);
    CHECK(file.url.ends_with("/moved?..."));
    CHECK(file.path == (output / "x/y").string());
    CHECK(file.size == content.size());
    CHECK(file.validators.etag == served.etag());
    CHECK(file.digests == std::vector{sha256_of(content)});
    const ended second = end_of(quick_options(output.path()), item);
    CHECK(second.result == already_there);
    REQUIRE(second.files.size() == 1);
    CHECK(second.files[0].origin == wua::file_origin::already_there);
    CHECK(second.files[0].url.empty());
    CHECK(second.files[0].digests == file.digests);

    wua::job job =
        wua::start(wua::curl_engine(quick_options(output.path())), {std::make_shared<const wua::update_item>(item)});
    job.wait();
    CHECK(job.files(0).empty()); // nobody has asked for them
    CHECK_THROWS_AS(job.files(1), wua::hresult_error);
}

namespace
{

std::filesystem::path gone_meanwhile; // what the server below removes

constexpr wua::misbehaviour removes_and_says_not_modified{
    .name = "removes_and_says_not_modified",
    .meaning = "The client's file goes, and then 304 comes.",
    .expected = wua::expectation::delivers_after_retry,
    .bad_responses = 1,
    .respond = [](wua::response_script& script) {
        std::filesystem::remove(gone_meanwhile);
        script.send("HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n");
        script.close();
    }};

} // namespace

TEST_CASE("what is not modified, but is not there any more, is fetched", "[curl_engine][condition]")
{
    wua::fault_server server;
    const wua::served_content content{some_bytes(50'000)};
    const temporary_folder output;
    write_file(output / "a", "what was there");
    gone_meanwhile = output / "a";
    const std::string url = server.serve("/a", content, removes_and_says_not_modified);
    const ended met = end_of(quick_options(output.path()), item_of({url}, {.etag = content.etag()}));
    CHECK(met.result == wua::outcome::succeeded());
    CHECK(has_content(output / "a", some_bytes(50'000)));
    REQUIRE(server.requests().size() == 2);
    CHECK(server.requests()[0].field("If-None-Match").has_value());
    CHECK_FALSE(server.requests()[1].field("If-None-Match").has_value());
}
