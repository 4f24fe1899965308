// SPDX-License-Identifier: MIT
// Whose files a download makes and takes up, where files have owners and permissions.

#include "engine/curl_fixture.hpp"
#include <wua/engine/disk/file_leftover.hpp>
#include <wua/engine/disk/part_file.hpp>

#include <sys/stat.h>
#include <sys/types.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

using namespace wua_test;

namespace
{

mode_t mode_of(const std::filesystem::path& path)
{
    struct stat status = {};
    REQUIRE(::stat(path.c_str(), &status) == 0);
    return status.st_mode & 0777U;
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

TEST_CASE("nobody else can read or lock an unfinished file or its journal", "[disk_posix]")
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
