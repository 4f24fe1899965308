// SPDX-License-Identifier: MIT
// What libcurl would call is called here, with nobody on the other side.

#include "catch.hpp"
#include "engine/curl_update_fixture.hpp"
#include <wua/engine/curl/curl_exchange.hpp>
#include <wua/engine/curl/curl_update.hpp>
#include <wua/engine/curl/fetch_attempt.hpp>
#include <wua/engine/transfer/http_errors.hpp>
#include <wua/objects/to_update_item.hpp>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

using namespace wua_test;
using reception = wua::detail::response_receiver::reception;
using state = wua::detail::fetch_attempt::state;

namespace
{

struct nobody final : deaf_listener
{};

class attempt_fixture : public update_fixture
{
public:
    using update_fixture::update_fixture;

    // Begins with what is asked for first.
    wua::detail::file_progress& progress()
    {
        if (!m_progress)
        {
            m_progress.emplace(update(), 0, wua::detail::part_file::try_open(core().directory, "a", false));
        }
        return *m_progress;
    }
    wua::detail::fetch_attempt& attempt()
    {
        if (!m_attempt)
        {
            m_pool.emplace(core().options);
            m_exchange.emplace(*m_pool, m_listener);
            m_attempt.emplace(update(), *m_exchange, wua::detail::file_stretch(progress()),
                              *wua::detail::parsed_url::parse(some_url), now);
        }
        return *m_attempt;
    }

    // Whether each line was welcome.
    bool respond(std::initializer_list<std::string_view> head)
    {
        bool is_welcome = true;
        for (const std::string_view line : head)
        {
            is_welcome = is_welcome && attempt().take_line(line);
        }
        return is_welcome && attempt().take_line("\r\n");
    }
    reception offer(std::string_view body)
    {
        return attempt().take_body(body.data(), body.size());
    }
    bool send(std::string_view body)
    {
        return offer(body) == reception::taken;
    }

    void store(std::string_view bytes, std::string tag)
    {
        progress().source = {some_url, std::move(tag), {}};
        progress().append(bytes.data(), bytes.size());
    }

private:
    nobody m_listener;
    std::optional<wua::detail::curl_pool> m_pool;
    std::optional<wua::detail::file_progress> m_progress;
    std::optional<wua::detail::fetch_attempt> m_attempt;
    std::optional<wua::detail::curl_exchange> m_exchange;
};

} // namespace

TEST_CASE("an answer is stored and is complete at its end", "[fetch_attempt]")
{
    attempt_fixture f(wua::make_item("an update", some_url));
    CHECK(f.respond({"HTTP/1.1 200 OK\r\n", "ETag: \"tag\"\r\n", "Content-Length: 4\r\n"}));
    CHECK(f.progress().total() == 4U);
    CHECK(f.progress().source.etag == "\"tag\"");
    CHECK(f.send("so"));
    CHECK(f.send("me"));
    CHECK(f.attempt().on_done(CURLE_OK) == state::complete);
    CHECK(f.attempt().received() == 4);
    CHECK(f.look().bytes_downloaded() == 4);
}

TEST_CASE("a part continues what is stored", "[fetch_attempt]")
{
    attempt_fixture f(wua::make_item("an update", some_url));
    f.store("so", "\"tag\"");
    CHECK(f.respond({"HTTP/1.1 206 Partial Content\r\n", "ETag: \"tag\"\r\n", "Content-Range: bytes 2-3/4\r\n"}));
    CHECK(f.send("me"));
    CHECK(f.attempt().on_done(CURLE_OK) == state::complete);
    CHECK(f.attempt().received() == 2);
    CHECK(f.progress().bytes() == 4);
}

TEST_CASE("the whole, sent instead of a part, starts over", "[fetch_attempt]")
{
    attempt_fixture f(wua::make_item("an update", some_url));
    f.store("so", "\"tag\"");
    CHECK(f.respond({"HTTP/1.1 200 OK\r\n", "ETag: \"other\"\r\n", "Content-Length: 4\r\n"}));
    CHECK(f.progress().bytes() == 0);
    CHECK(f.progress().source.etag == "\"other\"");
    CHECK(f.send("some"));
    CHECK(f.attempt().on_done(CURLE_OK) == state::complete);
}

TEST_CASE("a wrong part is refused, and no part is requested again", "[fetch_attempt]")
{
    attempt_fixture f(wua::make_item("an update", some_url));
    f.store("so", "\"tag\"");
    CHECK_FALSE(f.respond({"HTTP/1.1 206 Partial Content\r\n", "Content-Range: bytes 1-3/4\r\n"}));
    CHECK(f.attempt().on_done(CURLE_WRITE_ERROR) == state::failed);
    CHECK(f.attempt().rejects_ranges());
    CHECK_FALSE(f.attempt().take_failure().keeps_bytes);
}

TEST_CASE("more content than was announced is refused", "[fetch_attempt]")
{
    attempt_fixture f(wua::make_item("an update", some_url, 4));
    CHECK(f.respond({"HTTP/1.1 200 OK\r\n", "Transfer-Encoding: chunked\r\n"}));
    CHECK(f.send("som"));
    CHECK_FALSE(f.send("ew"));
    CHECK(f.attempt().on_done(CURLE_WRITE_ERROR) == state::failed);
    const wua::detail::fetch_failure why = f.attempt().take_failure();
    CHECK(why.result.hresult == wua::detail::size_differs);
    CHECK(why.is_wrong_content);
    CHECK(f.progress().bytes() == 3);
}

TEST_CASE("content of unknown size is taken up to the limit of its update, and not a byte beyond", "[fetch_attempt]")
{
    attempt_fixture f(wua::make_item("an update", some_url));
    f.options.max_update_bytes = 7;
    CHECK(f.respond({"HTTP/1.1 200 OK\r\n", "Transfer-Encoding: chunked\r\n"}));
    CHECK(f.send("content"));
    CHECK_FALSE(f.send("!"));
    CHECK(f.attempt().on_done(CURLE_WRITE_ERROR) == state::failed);
    const wua::detail::fetch_failure why = f.attempt().take_failure();
    CHECK(why.result.hresult == wua::detail::update_too_large);
    CHECK(why.remedy == wua::detail::remedy::other_mirror);
    CHECK(f.progress().bytes() == 7);
}

TEST_CASE("content that ends too early has failed, and can be continued", "[fetch_attempt]")
{
    attempt_fixture f(wua::make_item("an update", some_url, 4));
    CHECK(f.respond({"HTTP/1.1 200 OK\r\n"}));
    CHECK(f.send("som"));
    CHECK(f.attempt().on_done(CURLE_OK) == state::failed);
    const wua::detail::fetch_failure why = f.attempt().take_failure();
    CHECK(why.result.detail == "the content ended after 3 of 4 bytes: " + some_url);
    CHECK(why.keeps_bytes);
}

TEST_CASE("a broken answer is complete when a digest can tell that all is here", "[fetch_attempt]")
{
    attempt_fixture f(to_update_item(some_url, "some"));
    CHECK(f.respond({"HTTP/1.1 200 OK\r\n"}));
    CHECK(f.send("some"));
    CHECK(f.attempt().on_done(CURLE_RECV_ERROR) == state::complete);

    attempt_fixture plain(wua::make_item("an update", some_url, 4));
    CHECK(plain.respond({"HTTP/1.1 200 OK\r\n"}));
    CHECK(plain.send("some"));
    CHECK(plain.attempt().on_done(CURLE_RECV_ERROR) == state::failed);
    CHECK_FALSE(plain.attempt().take_failure().keeps_bytes);
}

TEST_CASE("a small page that is no content is read to its end, a large one is not", "[fetch_attempt]")
{
    attempt_fixture f(wua::make_item("an update", some_url));
    CHECK(f.respond({"HTTP/1.1 404 Not Found\r\n"}));
    CHECK(f.send(std::string(64U << 10U, 'x')));
    CHECK_FALSE(f.send("x"));
    CHECK(f.attempt().on_done(CURLE_WRITE_ERROR) == state::failed);
    CHECK(f.attempt().take_failure().result.native == wua::native_error{"http", 404});
    CHECK(f.attempt().received() == 0);
}

TEST_CASE("a head that has no end is refused", "[fetch_attempt]")
{
    attempt_fixture f(wua::make_item("an update", some_url));
    f.options.max_header_bytes = 100;
    CHECK(f.attempt().take_line("HTTP/1.1 200 OK\r\n"));
    CHECK_FALSE(f.attempt().take_line("X: " + std::string(100, 'x') + "\r\n"));
    CHECK(f.attempt().on_done(CURLE_WRITE_ERROR) == state::failed);
    CHECK(f.attempt().take_failure().result.hresult == wua::error_winhttp_header_size_overflow);
}

TEST_CASE("an attempt pauses until there is bandwidth again", "[fetch_attempt]")
{
    attempt_fixture f(wua::make_item("an update", some_url));
    f.options.job_bandwidth = 1'000;
    f.options.retry.stall_time = 1s;
    CHECK(f.respond({"HTTP/1.1 200 OK\r\n", "Content-Length: 4000\r\n"}));
    CHECK(f.send(std::string(3'000, 'x')));
    f.update().wake_at = std::chrono::nanoseconds::max();
    CHECK(f.offer("x") == reception::paused);
    CHECK(f.update().wake_at > f.now + 2900ms);
    CHECK(f.update().wake_at <= f.now + 3001ms);
    f.now += 2s;
    CHECK(f.attempt().check_time(f.now) == state::in_progress); // a pause is no stall
    f.now += 2s;
    CHECK(f.attempt().check_time(f.now) == state::in_progress);
    CHECK(f.offer("x") == reception::taken);
}

TEST_CASE("an attempt in which nothing comes has failed after a while", "[fetch_attempt]")
{
    attempt_fixture f(wua::make_item("an update", some_url));
    f.options.retry.stall_time = 5s;
    CHECK(f.attempt().check_time(f.now + 4s) == state::in_progress);
    CHECK(f.attempt().check_time(f.now + 5s) == state::failed);
    CHECK(f.attempt().take_failure().result.detail ==
          "fewer than 1024 bytes came in 5000 ms, after 0 bytes of the file: " + some_url);
}

TEST_CASE("an attempt takes nothing for a job that aborts", "[fetch_attempt]")
{
    attempt_fixture f(wua::make_item("an update", some_url));
    CHECK(f.attempt().take_line("HTTP/1.1 200 OK\r\n"));
    f.update().job->is_aborting = true;
    CHECK_FALSE(f.attempt().take_line("\r\n"));
}

TEST_CASE("a mirror asked for the rest has given none of it until it does", "[fetch_attempt]")
{
    attempt_fixture f(wua::make_item("an update", some_url, 4, wua::content_digest::sha256(std::string(64, 'a'))));
    f.store("so", "\"tag\"");
    f.progress().source.url = "http://127.0.0.1:9/b";
    CHECK(f.respond({"HTTP/1.1 206 Partial Content\r\n", "Content-Range: bytes 2-3/4\r\n"}));
    CHECK_FALSE(f.progress().source.is_mixed());
    CHECK(f.send("me"));
    CHECK(f.progress().source.later == std::vector<wua::detail::content_takeover>{{2, {some_url, {}}}});
}

TEST_CASE("room is claimed for what is missing, not for what is there in pieces", "[fetch_attempt]")
{
    constexpr std::uint64_t mebibyte = 1U << 20U;
    attempt_fixture f(wua::make_item("an update", some_url, 800 * mebibyte));
    {
        wua::detail::file_progress file(
            f.update(), 0, wua::detail::part_file::try_open(f.core().directory, "a", false));
        file.source = {some_url, "\"tag\"", {}};
        file.append("x", 1);
        wua::detail::file_leftover left = file.leftover(true);
        std::filesystem::resize_file(f.folder() / "a.part", 800 * mebibyte); // which takes no room
        left.journal.bytes = 100 * mebibyte;
        left.journal.pieces = {{200 * mebibyte, 800 * mebibyte, {some_url, {}}}};
        left.save_or_discard();
    }
    REQUIRE(f.progress().total_bytes() == 700 * mebibyte);
    const std::uint64_t free = f.core().directory->free_bytes();
    if (free < 400 * mebibyte)
    {
        skip("this disk is full");
        return;
    }
    REQUIRE(f.core().space.try_claim(free - 400 * mebibyte, 0));
    CHECK(f.respond({"HTTP/1.1 206 Partial Content\r\n", "ETag: \"tag\"\r\n",
                     "Content-Range: bytes 104857600-209715199/838860800\r\n"}));
}
