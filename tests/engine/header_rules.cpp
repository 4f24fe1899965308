// SPDX-License-Identifier: MIT

#include "catch.hpp"
#include <wua/engine/transfer/header_rules.hpp>

#include <string>

namespace wua_test::about_header_rules
{

using wua::detail::objection_to;

namespace
{

std::string objection(std::string name, std::string value)
{
    return objection_to(wua::header_field{std::move(name), std::move(value)});
}

} // namespace

TEST_CASE("headers of any token and any text on one line may be sent", "[header_rules]")
{
    CHECK(objection("X-Token", "a b\tc").empty());
    CHECK(objection("authorization", "").empty());
    CHECK(objection("!#$%&'*+-.^_`|~09azAZ", "\xc3\xa4").empty());
}

TEST_CASE("a header that would become another one is refused, and its value is not printed", "[header_rules]")
{
    CHECK(objection("", "s3cr3t") == "a header has no name");
    for (const char* const value : {"s3cr3t\r\nX: y", "s3cr3t\n", "s3cr3t\r", "s3cr3t\x7f", "s3cr3t\x01"})
    {
        CHECK(objection("X", value) == "the value of the header 'X' has a line break or another control character");
    }
    CHECK(objection("X", std::string("s3cr3t\0", 7)).find("s3cr3t") == std::string::npos);
    for (const char* const name : {"X: s3cr3t", "X s3cr3t", "X\r\ns3cr3t", "X\xc3\xa4s3cr3t", "X;s3cr3t"})
    {
        CHECK(objection(name, "") ==
              "the name of the header 'X' continues with a character that header names must not have");
    }
}

TEST_CASE("headers that the engine makes are refused", "[header_rules]")
{
    for (const char* const name :
         {"Host", "range", "IF-RANGE", "If-None-Match", "Accept-Encoding", "Content-Length", "Transfer-Encoding",
          "Connection", "Proxy-Authorization", "proxy-connection", "User-Agent", "TE", "Upgrade", "Expect"})
    {
        INFO(name);
        CHECK(objection(name, "x") == "the header '" + std::string(name) + "' is set by the engine itself");
    }
    CHECK(objection("Iffy", "x").empty());
    CHECK(objection("Proxying", "x").empty());
}

TEST_CASE("one way to authenticate is enough", "[header_rules]")
{
    wua::request_details details;
    CHECK(objection_to(details).empty());
    details.bearer_token = "t0ken";
    CHECK(objection_to(details).empty());
    details.headers = {{"Authorization", "Other t0ken"}};
    CHECK(objection_to(details) ==
          "more than one of the header Authorization, a bearer token and credentials is given");
    details.headers.clear();
    details.login = wua::credentials{.user = "u", .password = "p"};
    CHECK_FALSE(objection_to(details).empty());
    details.bearer_token.clear();
    CHECK(objection_to(details).empty());
}

TEST_CASE("credentials and tokens that cannot be sent are refused, and not printed", "[header_rules]")
{
    CHECK(objection_to(wua::credentials{.user = "s3cr3t:", .password = ""}) == "a user name has a colon");
    CHECK(objection_to(wua::credentials{.user = "s3cr3t\n", .password = ""}) ==
          "a user name has a line break or another control character");
    CHECK(objection_to(wua::credentials{.user = "", .password = "s3cr3t\n"}) ==
          "a password has a line break or another control character");
    CHECK(objection_to(wua::request_details{.bearer_token = "s3cr3t x"}) ==
          "the bearer token has a blank, a line break or another control character");
}

} // namespace wua_test::about_header_rules
