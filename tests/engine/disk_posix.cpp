// SPDX-License-Identifier: MIT
// Whose files a download makes and takes up, where files have owners and permissions.

#if !defined(_WIN32)

#include "engine/curl_fixture.hpp"
#include <wua/engine/disk/disk_process_posix.hpp>
#include <wua/engine/disk/file_leftover.hpp>
#include <wua/engine/disk/part_file.hpp>
#include <wua/engine/unfinished_download.hpp>
#include <wua/testing/fault_server.hpp>

#include <sys/stat.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

using namespace wua_test;

namespace
{

mode_t mode_of(const std::filesystem::path& path)
{
    struct stat status = {};
    REQUIRE(::stat(path.c_str(), &status) == 0);
    return status.st_mode & 0777U;
}

// To a user whom nobody is.
void give_away(const std::filesystem::path& path)
{
    REQUIRE(::chown(path.c_str(), 54321, 54321) == 0);
}

wua::detail::download_journal saved_journal(std::uint64_t bytes)
{
    wua::detail::download_journal journal;
    journal.update.files.resize(1);
    journal.bytes = bytes;
    return journal;
}

struct posix_folder
{
    temporary_folder folder;
    std::shared_ptr<const wua::detail::disk_directory> directory =
        std::make_shared<wua::detail::disk_directory>(folder.path());

    std::shared_ptr<wua::detail::part_file> open(bool has_digest = false) const
    {
        return wua::detail::part_file::try_open(directory, "a", false, has_digest);
    }
};

} // namespace

TEST_CASE("no other user can read or lock an unfinished file or its journal", "[disk_posix]")
{
    const posix_folder f;
    const auto part = f.open();
    part->append("abc", 3);
    part->save(saved_journal(3), part->generation(), false);
    CHECK(mode_of(f.folder / "a.part") == 0600);
    CHECK(mode_of(f.folder / "a.part.journal") == 0600);
}

TEST_CASE("a finished file has the permissions of any new file", "[disk_posix]")
{
    const posix_folder f;
    const auto part = f.open();
    part->append("abc", 3);
    part->take_name();
    std::ofstream(f.folder / "ordinary") << "abc";
    CHECK(mode_of(f.folder / "a") == mode_of(f.folder / "ordinary"));
}

TEST_CASE("an unfinished file that others could read is closed to them when it is taken up", "[disk_posix]")
{
    const posix_folder f;
    write_file(f.folder / "a.part", "abc");
    std::filesystem::permissions(f.folder / "a.part", std::filesystem::perms{0644});
    const auto part = f.open(true);
    CHECK(part->bytes() == 3);
    CHECK(mode_of(f.folder / "a.part") == 0600);
}

TEST_CASE("an unfinished file that has another name, too, is neither taken up nor changed", "[disk_posix]")
{
    const posix_folder f;
    write_file(f.folder / "precious", "abc");
    std::filesystem::create_hard_link(f.folder / "precious", f.folder / "a.part");
    const auto part = f.open(true);
    REQUIRE(part);
    CHECK(part->bytes() == 0);
    part->append("xyz", 3);
    CHECK(has_content(f.folder / "precious", "abc"));
}

TEST_CASE("an unfinished file of somebody else is not taken up, though they lock it", "[disk_posix]")
{
    if (::geteuid() != 0)
    {
        WARN("only root can make files of somebody else");
        return;
    }
    const posix_folder f;
    write_file(f.folder / "a.part", "abc");
    give_away(f.folder / "a.part");
    auto theirs = f.directory->try_open("a.part", true);
    try
    {
        REQUIRE(theirs->try_lock());
    }
    catch (const std::system_error& error)
    {
        skip(std::string("this file system has no locks: ") + error.what());
        return;
    }
    CHECK_FALSE(wua::drop_unfinished(f.folder.path(), "a"));
    const auto part = f.open(true);
    REQUIRE(part);
    CHECK(part->bytes() == 0);
}

TEST_CASE("a journal of somebody else is not believed", "[disk_posix]")
{
    if (::geteuid() != 0)
    {
        WARN("only root can make files of somebody else");
        return;
    }
    const posix_folder f;
    {
        const auto part = f.open();
        part->append("abc", 3);
        part->save(saved_journal(3), part->generation(), false);
    }
    REQUIRE(wua::resume_unfinished(f.folder.path(), "a"));
    const std::string whose = GENERATE("a.part", "a.part.journal");
    give_away(f.folder / whose);
    for (const wua::unfinished_download& left : wua::list_unfinished(f.folder.path()))
    {
        CHECK((whose == "a.part.journal" && left.update == nullptr));
    }
    CHECK_FALSE(wua::resume_unfinished(f.folder.path(), "a"));
    CHECK(f.open()->bytes() == 0);
}

TEST_CASE("a finished file of somebody else, or with another name, is not taken for ours", "[disk_posix]")
{
    wua::fault_server server;
    const std::string content = some_bytes(1000);
    const temporary_folder output;
    write_file(output / "a", content);
    if (GENERATE(true, false))
    {
        std::filesystem::create_hard_link(output / "a", output / "b");
    }
    else if (::geteuid() == 0)
    {
        give_away(output / "a");
    }
    else
    {
        WARN("only root can make files of somebody else");
        return;
    }
    wua::curl_engine engine(quick_options(output.path()));
    watched_job job(to_update_item(server.serve("/a", content), content));
    engine.start(job.transfer());
    REQUIRE(job.wait());
    CHECK(job.result() == wua::outcome::succeeded());
    CHECK(server.requests().size() == 1);
    struct stat status = {};
    REQUIRE(::stat((output / "a").c_str(), &status) == 0);
    CHECK(status.st_uid == ::geteuid());
    CHECK(status.st_nlink == 1);
}

TEST_CASE("a directory in which everybody can replace files is refused, but not one that protects them", "[disk_posix]")
{
    const temporary_folder output;
    std::filesystem::permissions(output.path(), std::filesystem::perms{0777});
    CHECK_THROWS_WITH(
        wua::curl_engine(quick_options(output.path())), Catch::Matchers::ContainsSubstring("everybody may write to"));
    std::filesystem::permissions(output.path(), std::filesystem::perms{01777});
    CHECK_NOTHROW(wua::curl_engine(quick_options(output.path())));
}

namespace
{

struct lockless_folder
{
    temporary_folder folder;
    int error = ENOSYS;
    wua::detail::disk_directory directory{
        folder.path(), [this](wua::disk_operation operation, std::string_view) {
            return wua::disk_verdict{operation == wua::disk_operation::lock ? error : 0};
        }};

    std::optional<wua::detail::disk_file> open() const
    {
        return directory.try_open("a.part", true);
    }
};

// Of a process that has ended.
std::string name_of_ended_process()
{
    const pid_t child = ::fork();
    if (child == 0)
    {
        ::_exit(0);
    }
    siginfo_t status = {};
    ::waitid(P_PID, static_cast<id_t>(child), &status, WEXITED | WNOWAIT);
    std::string name = wua::detail::name_of_process(child); // as long as nobody has asked what became of it
    ::waitpid(child, nullptr, 0);
    return name;
}

} // namespace

TEST_CASE("what is let go of is not locked by a child of fork that has it open, too", "[disk_posix]")
{
    const temporary_folder folder;
    const wua::detail::disk_directory directory(folder.path());
    std::optional<wua::detail::disk_file> first = directory.create("a.part");
    REQUIRE(directory.try_lock(*first));
    const pid_t child = ::fork();
    if (child == 0)
    {
        ::alarm(10);
        ::pause();
    }
    const bool is_closed = GENERATE(true, false);
    if (is_closed)
    {
        first->close();
    }
    first.reset();
    std::optional<wua::detail::disk_file> second = directory.try_open("a.part", false);
    const bool is_free = directory.try_lock(*second);
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    CHECK(is_free);
}

TEST_CASE("where a file system has no locks, a file that names its process is the lock", "[disk_posix]")
{
    lockless_folder f;
    f.error = GENERATE(ENOSYS, ENOLCK, EOPNOTSUPP);
    write_file(f.folder / "a.part", "abc");
    std::optional<wua::detail::disk_file> first = f.open();
    REQUIRE(f.directory.try_lock(*first));
    CHECK(read_file(f.folder / "a.part.lock") == wua::detail::name_of_process(::getpid()));
    CHECK(mode_of(f.folder / "a.part.lock") == 0600);
    {
        std::optional<wua::detail::disk_file> second = f.open();
        CHECK_FALSE(f.directory.try_lock(*second));
        CHECK_FALSE(wua::detail::has_process_ended(read_file(f.folder / "a.part.lock")));
    }
    CHECK(std::filesystem::exists(f.folder / "a.part.lock")); // which the second did not make
    std::optional<wua::detail::disk_file> moved(std::move(*first));
    first.reset();
    CHECK(std::filesystem::exists(f.folder / "a.part.lock"));
    moved->close();
    CHECK(names_in(f.folder.path()) == std::vector<std::string>{"a.part"});
    std::optional<wua::detail::disk_file> third = f.open();
    CHECK(f.directory.try_lock(*third));
}

TEST_CASE("a lock whose process has ended is void, and one of another host is not", "[disk_posix]")
{
    const lockless_folder f;
    write_file(f.folder / "a.part", "abc");
    const std::string mine = wua::detail::name_of_process(::getpid());
    std::string lock;
    bool is_void = true;
    SECTION("the process is gone")
    {
        lock = name_of_ended_process();
    }
    SECTION("its number is another's by now")
    {
        lock = mine.substr(0, mine.rfind(' ')) + " 1\n";
    }
    SECTION("it is on another host")
    {
        lock = "another-host" + mine.substr(mine.find(' '));
        is_void = false;
    }
    SECTION("it may be about to write its name")
    {
        is_void = false;
    }
    SECTION("it is none that we write")
    {
        lock = "nobody\n";
        is_void = false;
    }
    write_file(f.folder / "a.part.lock", lock);
    std::optional<wua::detail::disk_file> file = f.open();
    CHECK(f.directory.try_lock(*file) == is_void);
    CHECK(read_file(f.folder / "a.part.lock") == (is_void ? mine : lock));
}

TEST_CASE("a lock that never got its name is void after a minute", "[disk_posix]")
{
    const lockless_folder f;
    write_file(f.folder / "a.part", "abc");
    write_file(f.folder / "a.part.lock", "");
    std::filesystem::last_write_time(f.folder / "a.part.lock", std::filesystem::file_time_type::clock::now() - 2min);
    std::optional<wua::detail::disk_file> file = f.open();
    CHECK(f.directory.try_lock(*file));
}

TEST_CASE("a lock of somebody else is void", "[disk_posix]")
{
    if (::geteuid() != 0)
    {
        skip("only root can make files of somebody else");
        return;
    }
    const lockless_folder f;
    write_file(f.folder / "a.part", "abc");
    write_file(f.folder / "a.part.lock", wua::detail::name_of_process(::getpid()));
    give_away(f.folder / "a.part.lock");
    std::optional<wua::detail::disk_file> file = f.open();
    CHECK(f.directory.try_lock(*file));
}

TEST_CASE("a lock that cannot be written leaves nothing", "[disk_posix]")
{
    const temporary_folder folder;
    const wua::detail::disk_directory directory(
        folder.path(), [](wua::disk_operation operation, std::string_view name) {
            const bool is_lock = operation == wua::disk_operation::lock;
            return wua::disk_verdict{is_lock                                                            ? ENOLCK
                                     : name == "a.part.lock" && operation == wua::disk_operation::write ? ENOSPC
                                                                                                        : 0};
        });
    wua::detail::disk_file file = directory.create("a.part");
    CHECK_THROWS_AS(directory.try_lock(file), std::system_error);
    CHECK(names_in(folder.path()) == std::vector<std::string>{"a.part"});
}

TEST_CASE("what a lock fails with otherwise is an error", "[disk_posix]")
{
    lockless_folder f;
    f.error = EIO;
    write_file(f.folder / "a.part", "abc");
    std::optional<wua::detail::disk_file> file = f.open();
    CHECK_THROWS_AS(f.directory.try_lock(*file), std::system_error);
}

#endif
