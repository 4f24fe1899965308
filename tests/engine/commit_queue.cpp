// SPDX-License-Identifier: MIT

#include "catch.hpp"
#include "servers/nginx.hpp"
#include <wua/engine/content/commit_queue.hpp>

#include <atomic>
#include <cerrno>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace
{

// A directory whose operations are written down, and may fail.
class noted_directory
{
public:
    std::vector<std::string> notes()
    {
        const std::lock_guard lock(m_mutex);
        return m_notes;
    }

    void clear_notes()
    {
        const std::lock_guard lock(m_mutex);
        m_notes.clear();
    }

    std::shared_ptr<wua::detail::part_file> part(const std::string& name, std::string_view content)
    {
        const auto part = wua::detail::part_file::try_open(directory, name, false);
        REQUIRE(part);
        part->append(content.data(), content.size());
        return part;
    }

    std::filesystem::path path(std::string_view name) const
    {
        return m_folder / name;
    }

private:
    wua::disk_verdict note(wua::disk_operation operation, std::string_view name)
    {
        const std::lock_guard lock(m_mutex);
        switch (operation)
        {
            case wua::disk_operation::sync:
                m_notes.push_back("sync " + std::string(name));
                break;
            case wua::disk_operation::rename:
                m_notes.push_back("rename " + std::string(name));
                break;
            case wua::disk_operation::sync_directory:
                m_notes.push_back("sync directory");
                break;
            default:
                break;
        }
        return {operation == wua::disk_operation::sync && name == fails_to_sync ? EIO : 0};
    }

    wua_test::temporary_folder m_folder;
    std::mutex m_mutex;
    std::vector<std::string> m_notes;

public:
    std::string fails_to_sync;
    std::shared_ptr<wua::detail::disk_directory> directory = std::make_shared<wua::detail::disk_directory>(
        m_folder.path(),
        [this](wua::disk_operation operation, std::string_view name) { return note(operation, name); });
};

wua::content_digest digest_of(std::string_view content)
{
    wua::detail::digest_hasher hasher(wua::digest_algorithm::sha256);
    hasher.update(content.data(), content.size());
    return hasher.finish();
}

using commit_result = wua::detail::commit_queue::result;

} // namespace

TEST_CASE("files that wait together are synced, then renamed, and their directory is synced once", "[commit_queue]")
{
    noted_directory disk;
    std::vector<std::string> done;
    {
        std::optional<wua::detail::commit_queue> commits;
        wua::detail::background_thread background;
        commits.emplace(background, true);
        for (const char* const name : {"a", "b", "c"})
        {
            commits->add(
                std::make_shared<wua::detail::file_commit>(disk.part(name, name)),
                [&done, name](const commit_result& found) {
                    done.push_back(name + std::string(found.is_right && !found.error ? " is done" : " failed"));
                });
        }
        CHECK(commits->unflushed() == 3);
        CHECK(disk.notes().empty());
        commits->flush();
        CHECK(commits->unflushed() == 0);
    }
    CHECK(disk.notes() == std::vector<std::string>{"sync a.part", "sync b.part", "sync c.part", "rename a.part",
                                                   "rename b.part", "rename c.part", "sync directory"});
    CHECK(done == std::vector<std::string>{"a is done", "b is done", "c is done"});
    CHECK(wua_test::read_file(disk.path("b")) == "b");
}

TEST_CASE("a file that cannot be synced does not get its name, and holds up no other", "[commit_queue]")
{
    noted_directory disk;
    disk.fails_to_sync = "a.part";
    int error = 0;
    bool is_b_done = false;
    {
        std::optional<wua::detail::commit_queue> commits;
        wua::detail::background_thread background;
        commits.emplace(background, true);
        commits->add(std::make_shared<wua::detail::file_commit>(disk.part("a", "a")), [&](const commit_result& found) {
            try
            {
                std::rethrow_exception(found.error);
            }
            catch (const std::system_error& failure)
            {
                error = failure.code().value();
            }
        });
        commits->add(std::make_shared<wua::detail::file_commit>(disk.part("b", "b")),
                     [&](const commit_result& found) { is_b_done = found.is_right && !found.error; });
        commits->flush();
    }
    CHECK(error == EIO);
    CHECK(is_b_done);
    CHECK_FALSE(std::filesystem::exists(disk.path("a")));
    CHECK(std::filesystem::exists(disk.path("b")));
}

TEST_CASE("a file that is taken back in time keeps its bytes without a name, and nobody hears of it", "[commit_queue]")
{
    noted_directory disk;
    bool is_heard = false;
    {
        std::optional<wua::detail::commit_queue> commits;
        wua::detail::background_thread background;
        commits.emplace(background, true);
        const auto file = std::make_shared<wua::detail::file_commit>(disk.part("a", "a"));
        commits->add(file, [&](const commit_result&) { is_heard = true; });
        CHECK(file->try_cancel());
        commits->flush();
    }
    CHECK_FALSE(is_heard);
    CHECK_FALSE(std::filesystem::exists(disk.path("a")));
    CHECK(wua_test::read_file(disk.path("a.part")) == "a");
    CHECK(disk.notes().empty());
}

TEST_CASE("a file that has its name cannot be taken back", "[commit_queue]")
{
    noted_directory disk;
    const auto file = std::make_shared<wua::detail::file_commit>(disk.part("a", "a"));
    {
        std::optional<wua::detail::commit_queue> commits;
        wua::detail::background_thread background;
        commits.emplace(background, false);
        commits->add(file, [](const commit_result&) {});
        commits->flush();
    }
    CHECK_FALSE(file->try_cancel());
    CHECK(disk.notes() == std::vector<std::string>{"rename a.part"});
}

TEST_CASE("a content that is hashed behind gets its name only when it is the right one", "[commit_queue]")
{
    noted_directory disk;
    std::vector<bool> right;
    {
        std::optional<wua::detail::commit_queue> commits;
        wua::detail::background_thread background;
        commits.emplace(background, true);
        for (const char* const name : {"right", "wrong"})
        {
            const auto part = disk.part(name, "content");
            const auto hash = std::make_shared<wua::detail::content_hash>(part->file(), wua::digest_algorithm::sha256);
            const std::string wanted = name == std::string("right") ? "content" : "another";
            commits->add(std::make_shared<wua::detail::file_commit>(part, hash, digest_of(wanted)),
                         [&](const commit_result& found) { right.push_back(found.is_right); });
        }
        commits->flush();
    }
    CHECK(right == std::vector<bool>{true, false});
    CHECK(std::filesystem::exists(disk.path("right")));
    CHECK_FALSE(std::filesystem::exists(disk.path("wrong")));
}

TEST_CASE("what is flushed while a batch is at work goes with the next one", "[commit_queue]")
{
    noted_directory disk;
    std::optional<wua::detail::commit_queue> commits;
    std::promise<void> second_done;
    {
        wua::detail::background_thread background;
        commits.emplace(background, true);
        commits->add(std::make_shared<wua::detail::file_commit>(disk.part("a", "a")), [&](const commit_result&) {
            commits->add(std::make_shared<wua::detail::file_commit>(disk.part("b", "b")),
                         [&](const commit_result&) { second_done.set_value(); });
            commits->flush();
        });
        commits->flush();
        second_done.get_future().wait();
    }
    CHECK(disk.notes() == std::vector<std::string>{"sync a.part", "rename a.part", "sync directory", "sync b.part",
                                                   "rename b.part", "sync directory"});
}
