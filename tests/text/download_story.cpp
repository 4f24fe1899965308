// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include <wua/text/download_story.hpp>
#include <wua/wuapi/errors.hpp>

#include <chrono>

using namespace std::chrono_literals;

TEST_CASE("an attempt is shown in a line, without unknown values", "[download_story]")
{
    const wua::attempt_record attempt{
        .url = "https://a/f",
        .redirects = {"https://b/f"},
        .address = "192.0.2.1:443",
        .protocol = "HTTP/2",
        .status = 206,
        .is_connection_reused = false,
        .offset = 1000,
        .bytes = 2000,
        .name_resolved = 2ms,
        .connected = 31ms,
        .tls_agreed = 65ms,
        .first_byte = 101600us,
        .total = 1210ms,
        .result = wua::outcome::failed(wua::wu_e_download_failed, {}, "it broke"),
        .decision = wua::attempt_decision::retry,
        .delay = 300ms,
        .asks_for_whole = true,
        .discards_bytes = true};
    CHECK(fmt::format("{}", attempt) ==
          "https://a/f -> https://b/f, 192.0.2.1:443, HTTP/2, status 206, 2.0 KiB from byte 1000 on in 1210 ms "
          "(DNS 2, connect 31, TLS 65, first byte 102 ms): failed: 0x80240034 WU_E_DOWNLOAD_FAILED: update could not "
          "be downloaded: it broke: "
          "retry after 300 ms, for the whole, from the beginning");
    CHECK(fmt::format("{}", wua::attempt_record{.url = "http://a/\x1b[2J",
                                                .is_connection_reused = true,
                                                .result = wua::outcome::succeeded()}) ==
          "http://a/\xEF\xBF\xBD[2J, connection reused, 0 B in 0 ms: succeeded");
}

TEST_CASE("a story has a line for each attempt", "[download_story]")
{
    wua::download_story story;
    CHECK(fmt::format("{}", story).empty());
    story.attempts.push_back({.url = "http://a/",
                              .result = wua::outcome::failed(wua::e_fail),
                              .decision = wua::attempt_decision::other_mirror});
    story.attempts.push_back(
        {.url = "http://b/", .result = wua::outcome::aborted(), .decision = wua::attempt_decision::stop});
    story.forgotten = 3;
    CHECK(fmt::format("{}", story) ==
          "3 attempts before these are not kept\n"
          "attempt 4: http://a/, 0 B in 0 ms: failed: 0x80004005 E_FAIL: unspecified "
          "failure: other mirror\n"
          "attempt 5: http://b/, 0 B in 0 ms: aborted\n");
}

TEST_CASE("each decision has its words", "[download_story]")
{
    CHECK(fmt::format("{}", wua::attempt_decision::complete) == "complete");
    CHECK(fmt::format("{}", wua::attempt_decision::wait) == "wait");
    CHECK(fmt::format("{}", wua::attempt_decision::give_up) == "give up");
    CHECK(fmt::format("{}", wua::attempt_decision::take_from_seed) == "take from seed");
    CHECK(fmt::format("{}", wua::attempt_decision::do_without_seed) == "do without seed");
    CHECK(fmt::format("{}", wua::attempt_decision::take_from_swarm) == "take from swarm");
    CHECK(fmt::format("{}", wua::attempt_decision::do_without_swarm) == "do without swarm");
    CHECK(fmt::format("{}", wua::attempt_decision::stop) == "stop");
    CHECK(fmt::format("{}", static_cast<wua::attempt_decision>(99)) == "unknown (99)");
}
