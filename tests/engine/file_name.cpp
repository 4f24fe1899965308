// SPDX-License-Identifier: MIT

#include "catch.hpp"
#include <wua/com/utf.hpp>
#include <wua/engine/disk/file_name.hpp>

#include <cstddef>
#include <string>
#include <string_view>

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
          "COM\xC2\xB9",
          "lpt\xC2\xB3.txt",
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
    CHECK(wua::detail::file_name_from_url("http://host/%C3%A9t%C3%A9") == "\xC3\xA9t\xC3\xA9");
    CHECK(wua::detail::file_name_from_url("http://host/%E9t%E9.txt") == "_t_.txt"); // no UTF-8: not every system's
}

TEST_CASE("a long name from a URL is shortened between letters", "[file_name]")
{
    for (std::size_t shift = 0; shift != 3; ++shift)
    {
        std::string segment(shift, 'x');
        for (int i = 0; i != 100; ++i)
        {
            segment += "\xE6\x9B\xB4"; // of three bytes
        }
        const std::string name = wua::detail::file_name_from_url("http://host/" + segment + ".cab");
        INFO(name);
        CHECK(name.size() <= wua::detail::max_file_name);
        CHECK(name.size() > wua::detail::max_file_name - 6);
        CHECK(name.substr(name.size() - 7) == "\xE6\x9B\xB4.cab");
        std::string_view rest = name;
        bool is_well_formed = true;
        while (!rest.empty())
        {
            is_well_formed = wua::detail::take_code_point(rest) != wua::detail::ill_formed && is_well_formed;
        }
        CHECK(is_well_formed);
    }
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
