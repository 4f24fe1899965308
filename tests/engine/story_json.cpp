// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include <wua/engine/story_json.hpp>

#include <chrono>
#include <string>

using namespace std::chrono_literals;

TEST_CASE("a story is a line for each attempt, and a line before them when some are forgotten", "[story_json]")
{
    const wua::attempt_record attempt{
        .file = 1,
        .url = "https://a/f",
        .redirects = {"https://b/f"},
        .address = "192.0.2.1:443",
        .protocol = "HTTP/2",
        .status = 206,
        .is_connection_reused = true,
        .offset = 10,
        .bytes = 20,
        .name_resolved = 1ms,
        .connected = 2500us,
        .tls_agreed = 3ms,
        .first_byte = 4ms,
        .total = 5000001ns,
        .ended_at = 6ms,
        .result = wua::outcome::failed(wua::e_fail, {"curl", 56}, "broken"),
        .decision = wua::attempt_decision::other_mirror,
        .delay = 300ms,
        .asks_for_whole = true,
        .discards_bytes = true};
    const std::string line =
        R"({"update":7,"title":"T","attempt":4,"file":1,"url":"https://a/f","redirects":["https://b/f"],)"
        R"("address":"192.0.2.1:443","protocol":"HTTP/2","status":206,"reused":true,"offset":10,"bytes":20,)"
        R"("dns_ms":1.0,"connect_ms":2.5,"tls_ms":3.0,"first_byte_ms":4.0,"total_ms":5.000001,"ended_at_ms":6.0,)"
        R"("result":"failed","hresult":"0x80004005","native":"curl","native_code":56,"detail":"broken",)"
        R"("decision":"other_mirror","delay_ms":300.0,"asks_for_whole":true,"discards_bytes":true})"
        "\n";
    CHECK(wua::story_lines(7, "T", {{attempt}, 3}) ==
          R"({"update":7,"title":"T","forgotten":3})"
          "\n" +
              line);
    CHECK(wua::story_lines(7, "T", {}).empty());
    const nlohmann::json members = nlohmann::json::parse(wua::detail::one_line(wua::detail::attempt_to_json(attempt)));
    CHECK(wua::detail::attempt_from_json(members, "it") == attempt);
    CHECK(wua::detail::attempt_from_json(nlohmann::json::object(), "it") == wua::attempt_record());
}

TEST_CASE("names of layers that are read stay valid, and there is no end of them", "[story_json]")
{
    const std::string_view kept = wua::detail::kept_source(std::string("a layer"));
    CHECK(kept == "a layer");
    CHECK(wua::detail::kept_source(std::string("a layer")).data() == kept.data());
    CHECK(wua::detail::kept_source(std::string(65, 'x')) == "?");
}
