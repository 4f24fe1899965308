// SPDX-License-Identifier: MIT
// A file while it is being downloaded, the same on every system.

#include "catch.hpp"
#include "engine/scratch_directory.hpp"
#include <wua/engine/disk/file_leftover.hpp>
#include <wua/engine/disk/part_file.hpp>
#include <wua/engine/unfinished_download.hpp>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <vector>

namespace
{

struct part_folder
{
    scratch_directory scratch;
    std::shared_ptr<const wua::detail::disk_directory> directory =
        std::make_shared<wua::detail::disk_directory>(scratch.path());

    std::shared_ptr<wua::detail::part_file> open(bool starts_anew = false) const
    {
        return wua::detail::part_file::try_open(directory, "a", starts_anew);
    }

    std::vector<std::string> names() const
    {
        std::vector<std::string> found = directory->names();
        std::erase_if(found, [](const std::string& name) { return name == "." || name == ".."; });
        std::sort(found.begin(), found.end());
        return found;
    }

    std::string content(const std::string& name) const
    {
        const auto file = directory->try_open(name, false);
        std::string text(100, '?');
        text.resize(file ? file->read_at(0, text.data(), text.size()) : 0);
        return text;
    }
};

wua::detail::download_journal journal_of(std::uint64_t bytes)
{
    wua::detail::download_journal journal;
    journal.update.title = "A";
    journal.update.files.resize(1);
    journal.update.files[0].urls = {"https://host/a"};
    journal.bytes = bytes;
    return journal;
}

using names = std::vector<std::string>;

// A disk that fails one sync of the unfinished file, and says nothing of it afterwards: a system tells such an error
// once.
struct forgetful_disk
{
    explicit forgetful_disk(int good_syncs) : syncs_before_failure(good_syncs) {}

    int syncs_before_failure;
    scratch_directory scratch;
    std::shared_ptr<const wua::detail::disk_directory> directory = std::make_shared<wua::detail::disk_directory>(
        scratch.path(), [this](wua::disk_operation operation, std::string_view name) {
            const bool is_asked = operation == wua::disk_operation::sync && name == "a.part";
            return wua::disk_verdict{is_asked && syncs_before_failure-- == 0 ? EIO : 0};
        });

    std::shared_ptr<wua::detail::part_file> open() const
    {
        return wua::detail::part_file::try_open(directory, "a", false);
    }
};

wua::detail::file_leftover leftover_of(const std::shared_ptr<wua::detail::part_file>& part, std::uint64_t bytes)
{
    return {
        .part = part, .journal = journal_of(bytes), .generation = part->generation(), .is_kept = true, .syncs = true};
}

void commit(wua::detail::part_file& part, bool syncs)
{
    if (syncs)
    {
        part.sync();
    }
    part.take_name();
}

} // namespace

TEST_CASE("a journal that was not whole when the process was killed does not stay", "[part_file]")
{
    const bool had_saved = GENERATE(false, true);
    const part_folder folder;
    {
        const auto killed = folder.open();
        killed->append("abc", 3);
        if (had_saved)
        {
            killed->save(journal_of(3), killed->generation(), true);
        }
        folder.directory->create("a.part.journal.new").write_at(0, "wua", 3);
    }
    const auto part = wua::detail::part_file::try_open(folder.directory, "a", false, true);
    REQUIRE(part);
    CHECK(part->bytes() == 3);
    CHECK(folder.names() == (had_saved ? names{"a.part", "a.part.journal"} : names{"a.part"}));
    part->append("def", 3);
    commit(*part, true);
    CHECK(folder.names() == names{"a"});
}

TEST_CASE("a file that is complete gets its name, and nothing else is left", "[part_file]")
{
    const bool syncs = GENERATE(false, true);
    const part_folder folder;
    const auto part = folder.open();
    REQUIRE(part);
    CHECK_FALSE(part->journal());
    part->append("abc", 3);
    part->append("def", 3);
    CHECK(part->bytes() == 6);
    part->save(journal_of(6), part->generation(), syncs);
    CHECK(folder.names() == names{"a.part", "a.part.journal"});
    commit(*part, syncs);
    CHECK(folder.names() == names{"a"});
    CHECK(folder.content("a") == "abcdef");
}

TEST_CASE("a complete file replaces what had its name", "[part_file]")
{
    const part_folder folder;
    folder.directory->create("a").write_at(0, "old and longer", 14);
    const auto part = folder.open();
    part->append("new", 3);
    commit(*part, false);
    CHECK(folder.content("a") == "new");
}

TEST_CASE("what was left goes on where its journal says, and bytes beyond that are forgotten", "[part_file]")
{
    const part_folder folder;
    {
        const auto part = folder.open();
        part->append("abcdef", 6);
        part->save(journal_of(4), part->generation(), true);
    }
    REQUIRE(wua::list_unfinished(folder.scratch.path()).size() == 1);
    CHECK(wua::list_unfinished(folder.scratch.path())[0].bytes == 4);
    {
        const auto part = folder.open();
        REQUIRE(part->journal());
        CHECK(part->journal()->update.title == "A");
        CHECK(part->bytes() == 4);
        part->append("XY", 2);
        commit(*part, false);
    }
    CHECK(folder.names() == names{"a"});
    CHECK(folder.content("a") == "abcdXY");
}

TEST_CASE("pieces go on where the journal says, and what is beyond them is forgotten", "[part_file]")
{
    part_folder folder;
    {
        const auto part = folder.open();
        CHECK_FALSE(part->has_journal());
        part->append("abc", 3);
        part->save(journal_of(3), part->generation(), false);
        CHECK(part->has_journal());
        part->write_piece(5, "fgh", 3);
        part->write_piece(9, "j", 1);
        CHECK(part->bytes() == 3);
        wua::detail::download_journal journal = journal_of(3);
        journal.pieces = {{5, 8, {"https://host/a", {}}}};
        part->save(journal, part->generation(), false);
        CHECK(wua::list_unfinished(folder.scratch.path()).at(0).bytes == 6);
    }
    const auto part = folder.open();
    REQUIRE(part->journal());
    CHECK(part->bytes() == 3);
    CHECK(part->journal()->pieces.at(0).end == 8);
    CHECK(part->file()->size() == 8);
    part->append("de", 2);
    part->count_piece(3);
    part->take_name();
    CHECK(folder.content("a") == "abcdefgh");
    CHECK(folder.names() == std::vector<std::string>{"a"});
}

TEST_CASE("a file that lost its pieces starts over", "[part_file]")
{
    part_folder folder;
    {
        const auto part = folder.open();
        part->append("abc", 3);
        part->save(journal_of(3), part->generation(), false);
        part->write_piece(5, "fgh", 3);
        wua::detail::download_journal journal = journal_of(3);
        journal.pieces = {{5, 8, {"https://host/a", {}}}};
        part->save(journal, part->generation(), false);
        part->file()->truncate(7);
    }
    const auto part = folder.open();
    CHECK(part->bytes() == 0);
    CHECK_FALSE(part->journal());
}

TEST_CASE("where a digest decides, a file with pieces never counts as a whole", "[part_file]")
{
    part_folder folder;
    {
        const auto part = folder.open();
        part->append("abc", 3);
        part->save(journal_of(3), part->generation(), false);
        part->write_piece(5, "fgh", 3);
        part->recount(1, 8);
        CHECK(part->bytes() == 1);
        CHECK(part->has_journal());
    }
    const auto part = wua::detail::part_file::try_open(folder.directory, "a", false, true);
    CHECK(part->bytes() == 3); // as the journal says
    part->cut(0);
    CHECK(part->bytes() == 0);
    CHECK(part->file()->size() == 0);
}

TEST_CASE("a torn journal, and one that promises more than there is, are not believed", "[part_file]")
{
    const part_folder folder;
    {
        const auto part = folder.open();
        part->append("abc", 3);
        part->save(journal_of(3), part->generation(), false);
    }
    if (GENERATE(false, true))
    {
        folder.directory->try_open("a.part.journal", true)->truncate(20);
    }
    else
    {
        folder.directory->try_open("a.part", true)->truncate(2);
    }
    const auto part = folder.open();
    REQUIRE(part);
    CHECK_FALSE(part->journal());
    CHECK(part->bytes() == 0);
    CHECK(folder.names() == names{"a.part"});
    CHECK(folder.content("a.part").empty());
}

TEST_CASE("one download at a time has the file", "[part_file]")
{
    const part_folder folder;
    auto first = folder.open();
    REQUIRE(first);
    CHECK(folder.open() == nullptr);
    CHECK(folder.open(true) == nullptr);
    CHECK_FALSE(wua::drop_unfinished(folder.scratch.path(), "a"));
    first.reset();
    CHECK(folder.open() != nullptr);
    CHECK(wua::drop_unfinished(folder.scratch.path(), "a"));
    CHECK(folder.names().empty());
}

TEST_CASE("an unfinished file that loses its name to another while it is locked is not taken up", "[part_file]")
{
    part_folder folder;
    {
        const auto part = folder.open();
        part->append("stored", 6);
        leftover_of(part, 6).save_or_discard();
    }
    std::size_t locks = 0;
    folder.directory = std::make_shared<wua::detail::disk_directory>(
        folder.scratch.path(), [&](wua::disk_operation operation, std::string_view) {
            if (operation == wua::disk_operation::lock && ++locks == 1) // who had it has just completed it
            {
                std::filesystem::rename(folder.scratch.path() / "a.part", folder.scratch.path() / "a");
            }
            return wua::disk_verdict{};
        });
    CHECK(folder.open() == nullptr);
    CHECK(locks == 1);
    CHECK(folder.content("a") == "stored");
}

TEST_CASE("a new beginning forgets the bytes, and a journal of the old ones comes too late", "[part_file]")
{
    const part_folder folder;
    const auto part = folder.open();
    part->append("abc", 3);
    const std::uint64_t before = part->generation();
    part->save(journal_of(3), before, false);
    part->restart();
    CHECK(part->bytes() == 0);
    CHECK(folder.names() == names{"a.part"});
    part->save(journal_of(3), before, false);
    CHECK(folder.names() == names{"a.part"});
    part->append("x", 1);
    commit(*part, false);
    CHECK(folder.content("a") == "x");
}

TEST_CASE("a download that is given up leaves nothing", "[part_file]")
{
    const part_folder folder;
    {
        const auto part = folder.open();
        part->append("abc", 3);
        part->save(journal_of(3), part->generation(), false);
        part->discard();
    }
    CHECK(folder.names().empty());
}

TEST_CASE("starting over drops what was left", "[part_file]")
{
    const part_folder folder;
    {
        const auto part = folder.open();
        part->append("abc", 3);
        part->save(journal_of(3), part->generation(), false);
    }
    const auto part = folder.open(true);
    REQUIRE(part);
    CHECK_FALSE(part->journal());
    CHECK(part->bytes() == 0);
}

TEST_CASE("after a sync has failed, nothing that came since the last good one is saved or gets the name", "[part_file]")
{
    forgetful_disk disk(1);
    {
        const auto part = disk.open();
        part->append("abc", 3);
        part->save(journal_of(3), part->generation(), true);
        part->append("def", 3);
        CHECK_THROWS_AS(part->save(journal_of(6), part->generation(), true), std::system_error);
        CHECK_THROWS_AS(part->save(journal_of(6), part->generation(), true), std::system_error);
        CHECK_THROWS_AS(part->sync(), std::system_error);
        CHECK_THROWS_AS(part->append("ghi", 3), std::system_error);
        CHECK_THROWS_AS(part->take_name(), std::system_error);
        leftover_of(part, 6).save_or_discard();
    }
    CHECK(disk.directory->size_of("a.part") == 3U);
    CHECK_FALSE(disk.directory->size_of("a"));
    const auto again = disk.open();
    REQUIRE(again->journal());
    CHECK(again->bytes() == 3);
}

TEST_CASE("after a sync has failed before anything was saved, nothing is left", "[part_file]")
{
    forgetful_disk disk(0);
    {
        const auto part = disk.open();
        part->append("abc", 3);
        CHECK_THROWS_AS(part->sync(), std::system_error);
        leftover_of(part, 3).save_or_discard();
    }
    CHECK(std::filesystem::is_empty(disk.scratch.path()));
}

TEST_CASE("a file whose name has come to mean another one does not give that one the final name", "[part_file]")
{
    const part_folder folder;
    {
        const auto part = folder.open();
        part->append("abc", 3);
        folder.directory->remove("a.part");
        folder.directory->create("a.part").write_at(0, "xyz", 3);
        CHECK_THROWS_AS(part->take_name(), std::system_error);
        leftover_of(part, 3).save_or_discard();
    }
    CHECK(folder.names() == names{"a.part"});
    CHECK(folder.content("a.part") == "xyz");
}

TEST_CASE("a file that is replaced while it is renamed does not keep the final name", "[part_file]")
{
    const scratch_directory scratch;
    const wua::detail::disk_directory others(scratch.path());
    const auto directory = std::make_shared<const wua::detail::disk_directory>(
        scratch.path(), [&](wua::disk_operation operation, std::string_view) {
            if (operation == wua::disk_operation::rename)
            {
                others.remove("a.part");
                others.create("a.part").write_at(0, "xyz", 3);
            }
            return wua::disk_verdict{};
        });
    {
        const auto part = wua::detail::part_file::try_open(directory, "a", false);
        part->append("abc", 3);
        CHECK_THROWS_AS(part->take_name(), std::system_error);
    }
    CHECK(std::filesystem::is_empty(scratch.path()));
}

TEST_CASE("a file that is not as long as it was does not get the final name", "[part_file]")
{
    const part_folder folder;
    const std::uint64_t size = GENERATE(std::uint64_t{2}, std::uint64_t{4});
    {
        const auto part = folder.open();
        part->append("abc", 3);
        folder.directory->try_open("a.part", true)->truncate(size);
        CHECK_THROWS_AS(part->take_name(), std::system_error);
        leftover_of(part, 3).save_or_discard();
    }
    CHECK_FALSE(folder.directory->size_of("a"));
}

TEST_CASE("a journal is not written beside another file, nor for bytes that are gone", "[part_file]")
{
    const part_folder folder;
    const bool is_replaced = GENERATE(true, false);
    {
        const auto part = folder.open();
        part->append("abc", 3);
        if (is_replaced)
        {
            folder.directory->remove("a.part");
            folder.directory->create("a.part").write_at(0, "xyz", 3);
        }
        else
        {
            folder.directory->try_open("a.part", true)->truncate(2);
        }
        CHECK_THROWS_AS(part->save(journal_of(3), part->generation(), false), std::system_error);
    }
    CHECK(folder.names() == names{"a.part"});
}

TEST_CASE("giving up a download whose file was replaced does not touch the new file", "[part_file]")
{
    const part_folder folder;
    const auto part = folder.open();
    part->append("abc", 3);
    folder.directory->remove("a.part");
    folder.directory->create("a.part").write_at(0, "xyz", 3);
    part->discard();
    CHECK(folder.content("a.part") == "xyz");
}

TEST_CASE("a disk that has no room for a journal is left with what can be continued, or with nothing", "[part_file]")
{
    const bool has_journal = GENERATE(false, true);
    const scratch_directory scratch;
    bool is_full = false;
    const auto directory = std::make_shared<const wua::detail::disk_directory>(
        scratch.path(), [&](wua::disk_operation operation, std::string_view name) {
            const bool is_journal = operation == wua::disk_operation::write && name == "a.part.journal.new";
            return wua::disk_verdict{is_full && is_journal ? ENOSPC : 0};
        });
    const auto part = wua::detail::part_file::try_open(directory, "a", false);
    part->append("abc", 3);
    if (has_journal)
    {
        part->save(journal_of(3), part->generation(), false);
    }
    part->append("def", 3);
    is_full = true;
    CHECK_THROWS_AS(part->save(journal_of(6), part->generation(), false), std::system_error);
    CHECK_FALSE(directory->size_of("a.part.journal.new"));
    leftover_of(part, 6).save_or_discard();
    CHECK(directory->size_of("a.part") == (has_journal ? std::optional<std::uint64_t>(3) : std::nullopt));
    CHECK(directory->size_of("a.part.journal").has_value() == has_journal);
    CHECK_FALSE(directory->size_of("a.part.journal.new"));
}

TEST_CASE("a file that starts over does not wait for the disk to take its journal", "[part_file]")
{
    const scratch_directory scratch;
    std::promise<void> is_syncing;
    std::promise<void> may_end;
    const auto directory = std::make_shared<wua::detail::disk_directory>(
        scratch.path(), [&](wua::disk_operation operation, std::string_view name) {
            if (operation == wua::disk_operation::sync && name == "a.part.journal.new")
            {
                is_syncing.set_value();
                may_end.get_future().wait();
            }
            return wua::disk_verdict();
        });
    const auto part = wua::detail::part_file::try_open(directory, "a", false);
    part->append("some", 4);
    std::thread saving([&] { part->save(journal_of(4), part->generation(), true); });
    is_syncing.get_future().wait();
    auto restarted = std::async(std::launch::async, [&] { part->restart(); });
    CHECK(restarted.wait_for(std::chrono::seconds(5)) == std::future_status::ready);
    may_end.set_value();
    saving.join();
    restarted.wait();
    CHECK(part->bytes() == 0);
    CHECK_FALSE(directory->size_of("a.part.journal"));
    CHECK_FALSE(directory->size_of("a.part.journal.new"));
}

TEST_CASE("an unfinished file without a journal is listed, with nothing but its name and bytes", "[part_file]")
{
    const part_folder folder;
    wua::detail::disk_file file = folder.directory->create("a.part");
    file.write_at(0, "some", 4);
    file.close();
    folder.directory->create(".part"); // of no name
    const auto left = wua::list_unfinished(folder.scratch.path());
    REQUIRE(left.size() == 1);
    CHECK(left[0].id == "a");
    CHECK(left[0].update == nullptr);
    CHECK(left[0].bytes == 4);
    CHECK_FALSE(left[0].total);
    CHECK(std::chrono::system_clock::now() - left[0].last_write < std::chrono::hours(1));
    CHECK(wua::resume_unfinished(folder.scratch.path(), "a") == nullptr);
    CHECK(wua::drop_unfinished(folder.scratch.path(), "a"));
    CHECK(folder.names() == names{".part"});
}

TEST_CASE("what is left of downloads is cleaned up by its age", "[part_file]")
{
    const part_folder folder;
    const auto store = [&](const std::string& name, std::chrono::hours age) {
        folder.directory->create(name);
        std::filesystem::last_write_time(
            folder.scratch.path() / name, std::filesystem::file_time_type::clock::now() - age);
    };
    using std::chrono::hours;
    store("old.part", hours(50));
    store("old.part.journal", hours(50));
    store("new.part", hours(1));
    store("busy.part", hours(50));
    store("finished", hours(50));
    store("torn.part.journal", hours(50)); // of a file that is complete
    store("torn.part.journal.new", hours(50));
    store("fresh.part.journal", hours(1));
    std::optional<wua::detail::disk_file> busy = folder.directory->try_open("busy.part", true);
    REQUIRE((busy && busy->try_lock()));
    CHECK(wua::drop_unfinished_older_than(folder.scratch.path(), hours(48)) == 2);
    CHECK(folder.names() == names{"busy.part", "finished", "fresh.part.journal", "new.part"});
    CHECK(wua::drop_unfinished_older_than(folder.scratch.path() / "nowhere", hours(48)) == 0);
}
