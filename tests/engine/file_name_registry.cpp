// SPDX-License-Identifier: MIT

#include "catch.hpp"
#include <wua/engine/disk/file_name.hpp>
#include <wua/engine/disk/file_name_registry.hpp>

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace
{

wua::content_file file_at(std::string url, std::string name = {})
{
    wua::content_file file;
    file.urls = {std::move(url)};
    file.file_name = std::move(name);
    return file;
}

} // namespace

TEST_CASE("a file is stored under its own name, or else under the one that its URL gives", "[file_name_registry]")
{
    CHECK(wua::detail::stored_name(file_at("http://host/a%20b.cab?x", "own.cab")) == "own.cab");
    CHECK(wua::detail::stored_name(file_at("http://host/a%20b.cab?x")) == "a b.cab");
}

TEST_CASE("a name belongs to the file that claimed it first, however it came by it", "[file_name_registry]")
{
    const wua::content_file first = file_at("http://one/a.cab");
    const wua::content_file same_url = file_at("http://two/x/a.cab?y");
    const wua::content_file own_name = file_at("http://one/b.cab", "a.cab");
    const wua::content_file other = file_at("http://one/b.cab");
    const wua::content_file other_case = file_at("http://one/A.cab");
    wua::detail::file_name_registry registry(5);
    CHECK(&registry.claim("a.cab", first) == &first);
    CHECK(&registry.claim("a.cab", same_url) == &first);
    CHECK(&registry.claim("a.cab", own_name) == &first);
    CHECK(&registry.claim("b.cab", other) == &other);
    CHECK(&registry.claim("A.cab", other_case) == &first);
    CHECK(&registry.claim("a.cab", first) == &first);
}

TEST_CASE("names that differ by the case of a letter alone are one, in several alphabets", "[file_name_registry]")
{
    const std::pair<std::string, std::string> same[] = {
        {"Datei Ä.bin", "datei ä.bin"},
        {"Ā", "ā"},
        {"Ňň", "ňŇ"},
        {"Żółw", "żÓŁW"},
        {"ΑΩ", "αω"},
        {"Ёж", "ёЖ"},
        {"Ѡ", "ѡ"},
        {"Άέ", "άΈ"},
        {"Ա.bin", "ա.bin"},
        {"Ａ", "ａ"}};
    for (const auto& [one, other] : same)
    {
        INFO(one << " and " << other);
        CHECK(wua::detail::caseless_name(one) == wua::detail::caseless_name(other));
    }
    for (const auto& [one, other] :
         {std::pair<std::string, std::string>{"×", "÷"}, {"ß", "ss"}, {"a", "b"}, {"ĸ", "Ĺ"}})
    {
        INFO(one << " and " << other);
        CHECK(wua::detail::caseless_name(one) != wua::detail::caseless_name(other));
    }
}

TEST_CASE("as many names can be claimed as there are files, and none is mistaken for another", "[file_name_registry]")
{
    for (const std::size_t count : {1U, 2U, 3U, 1'000U})
    {
        std::vector<wua::content_file> files;
        for (std::size_t i = 0; i != count; ++i)
        {
            files.push_back(file_at("http://host/f" + std::to_string(i)));
        }
        wua::detail::file_name_registry registry(count);
        std::size_t wrong = 0;
        for (int round = 0; round != 2; ++round)
        {
            for (const wua::content_file& file : files)
            {
                wrong += &registry.claim(wua::detail::stored_name(file), file) != &file;
            }
        }
        CHECK(wrong == 0);
    }
}

TEST_CASE("names that differ in case alone are one, in Latin, Greek and Cyrillic letters", "[file_name_registry]")
{
    const auto is_one = [](const std::string& one, const std::string& other) {
        const wua::content_file first = file_at("http://host/1", one);
        const wua::content_file second = file_at("http://host/2", other);
        wua::detail::file_name_registry registry(2);
        registry.claim(one, first);
        return &registry.claim(other, second) == &first;
    };
    CHECK(is_one("Setup.exe", "setup.EXE"));
    CHECK(is_one("\u00C4\u00D6.bin", "\u00E4\u00F6.bin"));
    CHECK(is_one("\u0141\u00F3d\u017A", "\u0142\u00F3d\u0179"));
    CHECK(is_one("\u03A9\u0394", "\u03C9\u03B4"));
    CHECK(is_one("\u0416\u0401", "\u0436\u0451"));
    CHECK_FALSE(is_one("\u00D7", "\u00F7")); // times, divided by
    CHECK_FALSE(is_one("setup.exe", "setup_exe"));
    CHECK_FALSE(is_one("\u65E5.txt", "\u6708.txt"));
    CHECK_FALSE(is_one("\xC3", "\xE3")); // no text at all
}
