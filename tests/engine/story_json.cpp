// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include <wua/engine/story_json.hpp>
#include <wua/model/json_line.hpp>

#include <chrono>
#include <cstdint>
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
        R"("dns_ms":1,"connect_ms":2.5,"tls_ms":3,"first_byte_ms":4,"total_ms":5.000001,"ended_at_ms":6,)"
        R"("result":"failed","hresult":"0x80004005","native":"curl","native_code":56,"detail":"broken",)"
        R"("decision":"other_mirror","delay_ms":300,"asks_for_whole":true,"discards_bytes":true})"
        "\n";
    CHECK(wua::story_lines(7, "T", {{attempt}, 3}) ==
          R"({"update":7,"title":"T","forgotten":3})"
          "\n" +
              line);
    CHECK(wua::story_lines(7, "T", {}).empty());
    nlohmann::json members = nlohmann::json::parse(line);
    for (const char* const name : {"update", "title", "attempt"})
    {
        members.erase(name);
    }
    CHECK(wua::detail::attempt_from_json(members, "it") == attempt);
    CHECK(wua::detail::attempt_from_json(nlohmann::json::object(), "it") == wua::attempt_record());
    members["status"] = std::uint64_t{1} << 31U;
    CHECK_THROWS_WITH(wua::detail::attempt_from_json(members, "it"),
                      Catch::Matchers::ContainsSubstring("it has too large a number in 'status'"));
}

TEST_CASE("names of layers that are read stay valid, and there is no end of them", "[story_json]")
{
    const std::string_view kept = wua::detail::kept_source(std::string("a layer"));
    CHECK(kept == "a layer");
    CHECK(wua::detail::kept_source(std::string("a layer")).data() == kept.data());
    CHECK(wua::detail::kept_source(std::string(65, 'x')) == "?");
}

TEST_CASE("a line of JSON has its texts escaped and its numbers whole", "[story_json]")
{
    std::string text;
    wua::detail::json_line line(text);
    line.add("a", "\"\\\n\x1f\x7f\xC3\xA9\xFF");
    line.add("b", -0.1);
    line.add("c", std::chrono::nanoseconds(-1));
    line.add("d", std::chrono::nanoseconds(-2500000));
    line.add("e", std::int64_t(-9));
    line.add("f", ~std::uint64_t(0));
    line.add("g", false);
    line.end();
    CHECK(text == "{\"a\":\"\\\"\\\\\\u000a\\u001f\x7f\xC3\xA9\xEF\xBF\xBD\",\"b\":-0.1,\"c\":-0.000001,\"d\":-2.5,"
                  "\"e\":-9,\"f\":18446744073709551615,\"g\":false}");
}
