// SPDX-License-Identifier: MIT

#include "catch.hpp"
#include <wua/engine/curl/exchange_facts.hpp>
#include <wua/model/download_story.hpp>

#include <curl/curl.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <string_view>

using namespace std::chrono_literals;

namespace
{

std::string address_told(std::string_view number, int port)
{
    wua::detail::exchange_facts facts;
    std::copy(number.begin(), number.end(), facts.address.begin());
    facts.port = port;
    wua::attempt_record record;
    facts.tell(record);
    return record.address;
}

std::string protocol_told(int version)
{
    wua::detail::exchange_facts facts;
    facts.http_version = version;
    wua::attempt_record record;
    facts.tell(record);
    return record.protocol;
}

} // namespace

TEST_CASE("the story of an attempt has the server's address with its port, and none if none was known",
          "[exchange_facts]")
{
    CHECK(address_told("127.0.0.1", 80) == "127.0.0.1:80");
    CHECK(address_told("::1", 443) == "[::1]:443");
    CHECK(address_told("", 80).empty());
}

TEST_CASE("the story of an attempt names the version of HTTP", "[exchange_facts]")
{
    CHECK(protocol_told(CURL_HTTP_VERSION_1_0) == "HTTP/1.0");
    CHECK(protocol_told(CURL_HTTP_VERSION_1_1) == "HTTP/1.1");
    CHECK(protocol_told(CURL_HTTP_VERSION_2_0) == "HTTP/2");
    CHECK(protocol_told(CURL_HTTP_VERSION_3) == "HTTP/3");
    CHECK(protocol_told(0).empty());
}

TEST_CASE("the story of an attempt has the times of its exchange", "[exchange_facts]")
{
    wua::detail::exchange_facts facts;
    facts.is_connection_reused = true;
    facts.name_resolved = 1ms;
    facts.connected = 2ms;
    facts.tls_agreed = 3ms;
    facts.first_byte = 4ms;
    wua::attempt_record record;
    facts.tell(record);
    CHECK(record.is_connection_reused);
    CHECK(record.name_resolved == 1ms);
    CHECK(record.connected == 2ms);
    CHECK(record.tls_agreed == 3ms);
    CHECK(record.first_byte == 4ms);
}
