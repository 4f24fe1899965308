// SPDX-License-Identifier: MIT

#include "catch.hpp"
#include <wua/engine/disk/file_name.hpp>

#include <string>

TEST_CASE("a safe file name is no path, no device and nothing reserved", "[file_name]")
{
    for (const char* name : {"a", "update.cab", ".hidden", "a b", "com10", "console.txt", "\xc3\xa4", "nul-and-void"})
    {
        INFO(name);
        CHECK(wua::detail::is_safe_file_name(name));
    }
    for (const char* name :
         {"",
          ".",
          "..",
          "a/b",
          "/a",
          "a\\b",
          "c:",
          "a\nb",
          "a\x7f",
          "NUL",
          "nul.txt",
          "Com1",
          "lpt9.x",
          "aux .c",
          "a.",
          "a ",
          "a.part",
          "a.part.journal",
          "a.part.journal.new",
          "a.PART",
          "a.Part.Journal",
          "a.part.JOURNAL.new",
          "a?b",
          "a*b"})
    {
        INFO(name);
        CHECK_FALSE(wua::detail::is_safe_file_name(name));
    }
    CHECK_FALSE(wua::detail::is_safe_file_name(std::string("a\0b", 3)));
    const std::string folders(999, 'a');
    std::string path = folders;
    for (std::size_t at = 100; at < path.size(); at += 100)
    {
        path[at] = '/';
    }
    CHECK(wua::detail::is_safe_path(path + "b"));
    CHECK_FALSE(wua::detail::is_safe_path(path + "bc")); // which no system would open
    CHECK(wua::detail::is_safe_file_name(std::string(220, 'a')));
    CHECK_FALSE(wua::detail::is_safe_file_name(std::string(221, 'a')));
}

TEST_CASE("the name from a URL is its last segment, made safe", "[file_name]")
{
    CHECK(wua::detail::file_name_from_url("http://host/x/update.cab") == "update.cab");
    CHECK(wua::detail::file_name_from_url("http://host/x/update.cab?sig=a/b#c/d") == "update.cab");
    CHECK(wua::detail::file_name_from_url("http://host/a%20b.cab") == "a b.cab");
    CHECK(wua::detail::file_name_from_url("http://host/") == "download");
    CHECK(wua::detail::file_name_from_url("http://host") == "download");
    CHECK(wua::detail::file_name_from_url("http://host?x=/y") == "download");
    CHECK(wua::detail::file_name_from_url("") == "download");
    CHECK(wua::detail::file_name_from_url("http://host/..") == "__");
    CHECK(wua::detail::file_name_from_url("http://host/x/%2e%2e%2fetc%2fpasswd") == "_._etc_passwd");
    CHECK(wua::detail::file_name_from_url("http://host/.bashrc") == "_bashrc");
    CHECK(wua::detail::file_name_from_url("http://host/NUL.txt") == "_NUL.txt");
    CHECK(wua::detail::file_name_from_url("http://host/a.part") == "a.part_");
    CHECK(wua::detail::file_name_from_url("http://host/a.PART") == "a.PART_");
    CHECK(wua::detail::file_name_from_url("http://host/a%00b%0ac") == "a_b_c");
    CHECK(wua::detail::file_name_from_url("http://host/100%") == "100%");
}

TEST_CASE("every name from a URL is safe", "[file_name]")
{
    for (int a = 0; a != 256; ++a)
    {
        for (const std::string& rest : {std::string(), std::string("."), std::string("x"), std::string(500, 'y'),
                                        std::string(300, '.') + ".part"})
        {
            const std::string url = "http://h/" + std::string(1, static_cast<char>(a)) + rest;
            INFO(url);
            CHECK(wua::detail::is_safe_file_name(wua::detail::file_name_from_url(url)));
            CHECK(wua::detail::is_safe_file_name(
                wua::detail::file_name_from_url("http://h/" + rest + static_cast<char>(a))));
        }
    }
}
