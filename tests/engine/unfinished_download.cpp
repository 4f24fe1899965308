// SPDX-License-Identifier: MIT
// What is unfinished in a directory, where somebody has put what is no download: it is left alone, and the rest is
// found.

#include "catch.hpp"
#include "engine/scratch_directory.hpp"
#include <wua/engine/unfinished_download.hpp>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace
{

std::vector<std::string> ids_in(const std::filesystem::path& directory)
{
    std::vector<std::string> ids;
    for (const wua::unfinished_download& each : wua::list_unfinished(directory))
    {
        ids.push_back(each.id);
    }
    return ids;
}

void write_text(const std::filesystem::path& path, const std::string& text)
{
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
}

} // namespace

TEST_CASE("where there is no directory nothing is unfinished", "[unfinished_download]")
{
    const scratch_directory scratch;
    const std::filesystem::path absent = scratch.path() / "absent";
    CHECK(wua::list_unfinished(absent).empty());
    CHECK(wua::resume_unfinished(absent, "a") == nullptr);
    CHECK_FALSE(wua::drop_unfinished(absent, "a"));
    CHECK(wua::drop_unfinished_older_than(absent, std::chrono::seconds(0)) == 0);
    CHECK_FALSE(std::filesystem::exists(absent));
}

TEST_CASE("a link is no unfinished download, and what it leads to is not removed", "[unfinished_download]")
{
    const scratch_directory scratch;
    write_text(scratch.path() / "outside" / "victim", "precious");
    write_text(scratch.path() / "in" / "mine.part", "bytes");
    std::error_code error;
    std::filesystem::create_symlink(scratch.path() / "outside" / "victim", scratch.path() / "in" / "link.part", error);
    std::filesystem::create_directory_symlink(scratch.path() / "outside", scratch.path() / "in" / "away", error);
    if (error)
    {
        skip("this system makes no links");
        return;
    }
    write_text(scratch.path() / "outside" / "theirs.part", "bytes");
    const std::filesystem::path directory = scratch.path() / "in";
    CHECK(ids_in(directory) == std::vector<std::string>{"mine"});
    CHECK(wua::resume_unfinished(directory, "link") == nullptr);
    CHECK(wua::resume_unfinished(directory, "away/theirs") == nullptr);
    CHECK_FALSE(wua::drop_unfinished(directory, "link"));
    CHECK_FALSE(wua::drop_unfinished(directory, "away/theirs"));
    CHECK(wua::drop_unfinished_older_than(directory, std::chrono::seconds(-60)) == 1);
    CHECK(ids_in(directory).empty());
    CHECK(std::filesystem::file_size(scratch.path() / "outside" / "victim") == 8);
    CHECK(std::filesystem::exists(scratch.path() / "outside" / "theirs.part"));
}

#if !defined(_WIN32)
TEST_CASE("what lies in a folder where everybody may replace files is left out", "[unfinished_download]")
{
    const scratch_directory scratch;
    write_text(scratch.path() / "mine" / "a.part", "bytes");
    write_text(scratch.path() / "open" / "b.part", "bytes");
    std::filesystem::permissions(scratch.path() / "open", std::filesystem::perms::all);
    CHECK(ids_in(scratch.path()) == std::vector<std::string>{"mine/a"});
    CHECK(wua::resume_unfinished(scratch.path(), "open/b") == nullptr);
    CHECK_FALSE(wua::drop_unfinished(scratch.path(), "open/b"));
    CHECK(wua::drop_unfinished_older_than(scratch.path(), std::chrono::seconds(-60)) == 1);
    CHECK(std::filesystem::exists(scratch.path() / "open" / "b.part"));
}
#endif
