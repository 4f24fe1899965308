// SPDX-License-Identifier: MIT
// What a download needs of files, the same on every system.

#include "catch.hpp"
#include "engine/scratch_directory.hpp"
#include <wua/engine/disk/disk.hpp>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace
{

// The errno with which f fails; 0 when it does not.
int errno_of(const std::function<void()>& f)
{
    try
    {
        f();
    }
    catch (const std::system_error& error)
    {
        CHECK(error.code().category() == std::generic_category());
        return error.code().value();
    }
    return 0;
}

void store(const wua::detail::disk_directory& directory, const std::string& name, const std::string& text)
{
    wua::detail::disk_file file = directory.create(name);
    file.write_at(0, text.data(), text.size());
    file.close();
}

std::string stored_text(const wua::detail::disk_directory& directory, const std::string& name)
{
    const std::optional<wua::detail::disk_file> file = directory.try_open(name, false);
    if (!file)
    {
        return "no such file";
    }
    std::string text(100, '?');
    text.resize(file->read_at(0, text.data(), text.size()));
    return text;
}

bool makes_link(const std::filesystem::path& target, const std::filesystem::path& link)
{
    std::error_code error;
    std::filesystem::create_symlink(target, link, error);
    return !error && std::filesystem::is_symlink(link);
}

} // namespace

TEST_CASE("a directory is made with those above it, and lists what it holds", "[disk]")
{
    const scratch_directory scratch;
    const wua::detail::disk_directory directory(scratch.path() / "a" / "b");
    store(directory, "one", "1");
    store(directory, "zw\xC3\xB6lf", "12"); // a name in UTF-8
    std::vector<std::string> found = directory.names();
    std::erase_if(found, [](const std::string& name) { return name == "." || name == ".."; });
    std::sort(found.begin(), found.end());
    CHECK(found == std::vector<std::string>{"one", "zw\xC3\xB6lf"});
    CHECK(std::filesystem::exists(scratch.path() / "a" / "b" / std::filesystem::path(u8"zw\u00F6lf")));
    CHECK(stored_text(directory, "zw\xC3\xB6lf") == "12");
    CHECK(directory.size_of("zw\xC3\xB6lf") == 2);
    CHECK(directory.free_bytes() > 0);
    directory.sync();
}

TEST_CASE("a directory that is a file cannot be used", "[disk]")
{
    const scratch_directory scratch;
    store(wua::detail::disk_directory(scratch.path()), "file", "");
    CHECK(errno_of([&] { wua::detail::disk_directory directory(scratch.path() / "file"); }) != 0);
}

TEST_CASE("a file is created only where there is none", "[disk]")
{
    const scratch_directory scratch;
    const wua::detail::disk_directory directory(scratch.path());
    store(directory, "a", "first");
    CHECK(errno_of([&] { directory.create("a"); }) == EEXIST);
    CHECK(stored_text(directory, "a") == "first");
    std::filesystem::create_directory(scratch.path() / "folder");
    CHECK(errno_of([&] { directory.create("folder"); }) == EEXIST);
}

TEST_CASE("reading and writing name their place, and reading ends where the file does", "[disk]")
{
    const scratch_directory scratch;
    const wua::detail::disk_directory directory(scratch.path());
    wua::detail::disk_file file = directory.create("a");
    file.write_at(3, "defg", 4);
    file.write_at(0, "abc", 3);
    CHECK(file.size() == 7);
    std::string text(4, '?');
    CHECK(file.read_at(2, text.data(), 4) == 4);
    CHECK(text == "cdef");
    CHECK(file.read_at(5, text.data(), 4) == 2);
    CHECK(file.read_at(7, text.data(), 4) == 0);
    file.truncate(2);
    CHECK(file.size() == 2);
    CHECK(file.read_at(0, text.data(), 4) == 2);
    file.sync();
    file.close();
    CHECK(directory.size_of("a") == 2);
}

TEST_CASE("room that is taken ahead of the bytes leaves a file as long as it is", "[disk]")
{
    const scratch_directory scratch;
    const wua::detail::disk_directory directory(scratch.path());
    wua::detail::disk_file file = directory.create("a");
    file.write_at(0, "abc", 3);
    file.try_allocate(1U << 20U); // or not, as the file system can
    CHECK(file.size() == 3);
    file.write_at(3, "def", 3);
    file.truncate(file.size());
    CHECK(file.size() == 6);
    file.close();
    CHECK(stored_text(directory, "a") == "abcdef");
}

TEST_CASE("a file may lie beyond four gigabytes", "[disk]")
{
    const scratch_directory scratch;
    const wua::detail::disk_directory directory(scratch.path());
    wua::detail::disk_file file = directory.create("a");
    constexpr std::uint64_t far_away = (std::uint64_t{1} << 32U) + 5;
    file.truncate(far_away); // sparse where the file system can; nothing is written between
    CHECK(file.size() == far_away);
    CHECK(directory.size_of("a") == far_away);
    file.truncate(0);
}

TEST_CASE("a file that is not there is no error, and what is no file is one", "[disk]")
{
    const scratch_directory scratch;
    const wua::detail::disk_directory directory(scratch.path());
    CHECK_FALSE(directory.try_open("none", false));
    CHECK_FALSE(directory.try_open("none", true));
    CHECK_FALSE(directory.size_of("none"));
    CHECK(errno_of([&] { directory.remove("none"); }) == 0);
    CHECK(errno_of([&] { directory.rename("none", "other"); }) == ENOENT);
    std::filesystem::create_directory(scratch.path() / "folder");
    CHECK(errno_of([&] { directory.try_open("folder", false); }) != 0);
    CHECK_FALSE(directory.size_of("folder"));
}

TEST_CASE("a locked file is locked for every other opening of it, until it is closed", "[disk]")
{
    const scratch_directory scratch;
    const wua::detail::disk_directory directory(scratch.path());
    std::optional<wua::detail::disk_file> first(directory.create("a"));
    first->write_at(0, "abc", 3);
    try
    {
        CHECK(first->try_lock());
    }
    catch (const std::system_error& error)
    {
        skip(std::string("this file system has no locks: ") + error.what());
        return;
    }
    {
        std::optional<wua::detail::disk_file> second = directory.try_open("a", true);
        REQUIRE(second);
        CHECK_FALSE(second->try_lock());
        char letter = '?';
        CHECK(second->read_at(1, &letter, 1) == 1); // locked against lockers, not against readers
        CHECK(letter == 'b');
    }
    first.reset();
    std::optional<wua::detail::disk_file> third = directory.try_open("a", true);
    REQUIRE(third);
    CHECK(third->try_lock());
}

TEST_CASE("a file gets the name of another and replaces it, though both are open", "[disk]")
{
    const scratch_directory scratch;
    const wua::detail::disk_directory directory(scratch.path());
    store(directory, "old", "old content");
    const std::optional<wua::detail::disk_file> old = directory.try_open("old", false);
    wua::detail::disk_file fresh = directory.create("new");
    fresh.write_at(0, "new content", 11);
    CHECK(directory.is_still_named(fresh));
    directory.rename("new", "old");
    CHECK_FALSE(directory.is_still_named(fresh)); // it is called otherwise
    CHECK(directory.size_if_named(fresh, "old") == 11);
    CHECK_FALSE(directory.size_if_named(*old, "old"));
    CHECK_FALSE(directory.size_if_named(fresh, "new"));
    CHECK_FALSE(directory.is_still_named(*old));
    CHECK(stored_text(directory, "old") == "new content");
    CHECK_FALSE(directory.size_of("new"));
    fresh.write_at(0, "NEW", 3);
    CHECK(stored_text(directory, "old") == "NEW content");
    fresh.close();
}

TEST_CASE("a name that was removed is free, though somebody still has the file open", "[disk]")
{
    const scratch_directory scratch;
    const wua::detail::disk_directory directory(scratch.path());
    wua::detail::disk_file file = directory.create("a");
    file.write_at(0, "old", 3);
    directory.remove("a");
    CHECK_FALSE(directory.is_still_named(file));
    store(directory, "a", "other");
    CHECK_FALSE(directory.is_still_named(file));
    char letter = '?';
    CHECK(file.read_at(0, &letter, 1) == 1);
    CHECK(letter == 'o');
    CHECK(stored_text(directory, "a") == "other");
}

TEST_CASE("links are never followed", "[disk]")
{
    const scratch_directory scratch;
    const wua::detail::disk_directory directory(scratch.path() / "in");
    const wua::detail::disk_directory outside(scratch.path() / "out");
    store(outside, "victim", "precious");
    if (!makes_link(scratch.path() / "out" / "victim", scratch.path() / "in" / "link"))
    {
        skip("this system makes no links");
        return;
    }
    CHECK(errno_of([&] { directory.create("link"); }) == EEXIST);
    CHECK(errno_of([&] { directory.try_open("link", true); }) != 0);
    CHECK_FALSE(directory.size_of("link"));
    store(directory, "a", "mine");
    directory.rename("a", "link");
    CHECK(stored_text(directory, "link") == "mine");
    REQUIRE(makes_link(scratch.path() / "out" / "victim", scratch.path() / "in" / "again"));
    directory.remove("again");
    CHECK(stored_text(outside, "victim") == "precious");
}

TEST_CASE("each operation asks the hook, and fails with what that says", "[disk]")
{
    using wua::disk_operation;
    const scratch_directory scratch;
    std::vector<std::pair<disk_operation, std::string>> asked;
    std::optional<disk_operation> failing;
    const wua::detail::disk_directory directory(scratch.path(), [&](disk_operation operation, std::string_view name) {
        asked.emplace_back(operation, name);
        wua::disk_verdict verdict;
        verdict.error = failing == operation ? ENOSPC : 0;
        verdict.max_bytes = 2;
        return verdict;
    });
    wua::detail::disk_file file = directory.create("a");
    file.write_at(0, "abc", 3); // two bytes at once
    file.sync();
    directory.sync();
    directory.rename("a", "b");
    directory.remove("b");
    file.close();
    CHECK(asked ==
          std::vector<std::pair<disk_operation, std::string>>{
              {disk_operation::create, "a"},
              {disk_operation::write, "a"},
              {disk_operation::write, "a"},
              {disk_operation::sync, "a"},
              {disk_operation::sync_directory, "the directory"},
              {disk_operation::rename, "a"},
              {disk_operation::remove, "b"},
              {disk_operation::close, "a"},
          });
    failing = disk_operation::create;
    CHECK(errno_of([&] { directory.create("c"); }) == ENOSPC);
    failing = disk_operation::write;
    CHECK(errno_of([&] { directory.create("c").write_at(0, "x", 1); }) == ENOSPC);
    failing.reset();
    CHECK(directory.size_of("c") == 0);
}

#if defined(_WIN32)
TEST_CASE("a file that another program holds up is busy, and a directory is not", "[disk]")
{
    const scratch_directory scratch;
    const wua::detail::disk_directory directory(scratch.path());
    store(directory, "a", "new");
    store(directory, "b", "old");
    const auto rename = [&] { return errno_of([&] { directory.rename("a", "b"); }); };
    const std::wstring source = (scratch.path() / "a").wstring();
    const std::wstring target = (scratch.path() / "b").wstring();
    {
        const wua::detail::disk_handle scanner(
            CreateFileW(source.c_str(), GENERIC_READ, FILE_SHARE_READ, nullptr, OPEN_EXISTING, 0, nullptr));
        REQUIRE(scanner);
        CHECK(rename() == EBUSY);
    }
    {
        const wua::detail::disk_handle scanner(
            CreateFileW(target.c_str(), GENERIC_READ, FILE_SHARE_READ, nullptr, OPEN_EXISTING, 0, nullptr));
        REQUIRE(scanner);
        CHECK(rename() == EBUSY);
    }
    CHECK(stored_text(directory, "b") == "old");
    CHECK(rename() == 0);
    CHECK(stored_text(directory, "b") == "new");
    std::filesystem::create_directory(scratch.path() / "folder");
    CHECK(errno_of([&] { directory.rename("b", "folder"); }) == EACCES);
    CHECK(std::filesystem::is_directory(scratch.path() / "folder"));
}
#endif
