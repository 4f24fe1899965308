// SPDX-License-Identifier: MIT

#include "catch.hpp"
#include <wua/engine/transfer/netrc.hpp>

#include <stdexcept>
#include <string>

namespace wua_test::about_netrc
{

namespace
{

std::string entry_of(const wua::detail::netrc& file, std::string_view host)
{
    const auto found = file.find(host);
    return found ? found->user + ':' + found->password : "none";
}

std::string objection_to(const char* text)
{
    try
    {
        const wua::detail::netrc file(text);
    }
    catch (const std::runtime_error& error)
    {
        return error.what();
    }
    return {};
}

} // namespace

TEST_CASE("a netrc file has the entries of its hosts, and the first one wins", "[netrc]")
{
    const wua::detail::netrc file(
        "# a comment\n"
        "machine one.test login me password pass#word account x\n"
        "machine two.test\n\tlogin \"a \\\"b\\\"\"\n\tpassword \"c d\"\r\n"
        "macdef init\nmachine three.test login wrong\n\n"
        "machine one.test login other password other # behind\n"
        "default login anybody password none\n");
    CHECK(entry_of(file, "one.test") == "me:pass#word");
    CHECK(entry_of(file, "ONE.test") == "me:pass#word");
    CHECK(entry_of(file, "two.test") == "a \"b\":c d");
    CHECK(entry_of(file, "three.test") == "anybody:none");
    CHECK(entry_of(wua::detail::netrc("machine a login b"), "c") == "none");
    CHECK(entry_of(wua::detail::netrc(), "c") == "none");
}

TEST_CASE("a netrc file that cannot be read is refused by its line, and nothing of it is printed", "[netrc]")
{
    CHECK(objection_to("\n\nlogin s3cr3t") == "line 3 of the netrc file: 'login' belongs to no machine");
    CHECK(objection_to("machine a\nlogin b\ns3cr3t") ==
          "line 3 of the netrc file: this is neither machine, default, login, password, account nor macdef");
    CHECK(objection_to("machine a password") == "line 1 of the netrc file: nothing follows 'password'");
    CHECK(objection_to("machine a password \"s3cr3t\n") == "line 1 of the netrc file: a quotation mark is missing");
}

} // namespace wua_test::about_netrc
