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
#include <stop_token>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
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

std::vector<wua::content_digest> digests_of(std::string_view content)
{
    wua::detail::digest_hasher hasher(wua::digest_algorithm::sha256);
    hasher.update(content.data(), content.size());
    return {hasher.finish()};
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

TEST_CASE("a file that is taken back in time keeps its bytes without a name, and its callback is not called",
          "[commit_queue]")
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
            const auto hash = std::make_shared<wua::detail::content_hash>(part->file(), digests_of("content"));
            const std::string wanted = name == std::string("right") ? "content" : "another";
            commits->add(std::make_shared<wua::detail::file_commit>(part, hash, digests_of(wanted)),
                         [&](const commit_result& found) { right.push_back(found.is_right); });
        }
        commits->flush();
    }
    CHECK(right == std::vector<bool>{true, false});
    CHECK(std::filesystem::exists(disk.path("right")));
    CHECK_FALSE(std::filesystem::exists(disk.path("wrong")));
}

TEST_CASE("the checker is not asked about wrong content", "[commit_queue]")
{
    noted_directory disk;
    std::vector<std::string> asked;
    std::vector<std::string> done;
    wua::detail::content_checker checker(
        [&](const wua::finished_content& file) {
            asked.push_back(file.path().filename().string());
            return wua::content_verdict::accepted();
        },
        disk.path(""));
    std::promise<void> all_done;
    std::optional<wua::detail::commit_queue> commits;
    {
        wua::detail::background_thread background;
        commits.emplace(background, true, &checker);
        for (const char* const name : {"wrong", "right"})
        {
            const auto part = disk.part(name, "content");
            const auto hash = std::make_shared<wua::detail::content_hash>(part->file(), digests_of("content"));
            const auto question = std::make_shared<wua::detail::content_check_request>();
            question->name = name + std::string(".part");
            question->leaf = question->name;
            question->folder = disk.directory;
            question->part = part;
            const std::string wanted = name == std::string("right") ? "content" : "another";
            commits->add(std::make_shared<wua::detail::file_commit>(part, hash, digests_of(wanted), question),
                         [&, name](const commit_result& found) {
                             done.push_back(name + std::string(found.is_accepted ? " was accepted" : " was not asked"));
                             if (done.size() == 2)
                             {
                                 all_done.set_value();
                             }
                         });
        }
        commits->flush();
        all_done.get_future().wait();
        checker.end();
    }
    CHECK(asked == std::vector<std::string>{"right.part"});
    CHECK(done == std::vector<std::string>{"wrong was not asked", "right was accepted"});
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

TEST_CASE("a file with a check waits for the answer, and other files do not", "[commit_queue]")
{
    noted_directory disk;
    std::promise<void> answers;
    const std::shared_future<void> may_answer = answers.get_future().share();
    std::promise<void> b_done;
    std::promise<wua::detail::commit_queue::result> a_done;
    std::promise<wua::detail::commit_queue::result> c_done;
    wua::detail::content_checker checker(
        [&](const wua::finished_content& file) {
            may_answer.wait();
            return file.path().filename() == "a.part" ? wua::content_verdict::accepted()
                                                      : wua::content_verdict::refused("why not");
        },
        disk.path(""));
    std::optional<wua::detail::commit_queue> commits;
    const auto file = [&](const std::string& name, bool is_asked) {
        const auto part = disk.part(name, name);
        std::shared_ptr<wua::detail::content_check_request> question;
        if (is_asked)
        {
            question = std::make_shared<wua::detail::content_check_request>();
            question->name = name + ".part";
            question->leaf = question->name;
            question->folder = disk.directory;
            question->part = part;
        }
        return std::make_shared<wua::detail::file_commit>(
            part, nullptr, std::vector<wua::content_digest>(), std::move(question));
    };
    {
        wua::detail::background_thread background;
        commits.emplace(background, true, &checker);
        commits->add(file("a", true), [&](commit_result&& found) { a_done.set_value(std::move(found)); });
        commits->add(file("c", true), [&](commit_result&& found) { c_done.set_value(std::move(found)); });
        commits->add(file("b", false), [&](commit_result&&) { b_done.set_value(); });
        commits->flush();
        b_done.get_future().wait();
        CHECK(disk.notes() == std::vector<std::string>{"sync b.part", "rename b.part", "sync directory"});
        answers.set_value();
        const commit_result a = a_done.get_future().get();
        CHECK((a.is_accepted && !a.refusal && !a.error));
        const commit_result c = c_done.get_future().get();
        REQUIRE(c.refusal);
        CHECK(c.refusal->sentence == "why not");
        CHECK_FALSE(c.is_accepted);
        checker.end();
    }
    CHECK(wua_test::read_file(disk.path("a")) == "a");
    CHECK_FALSE(std::filesystem::exists(disk.path("c")));
}

TEST_CASE("a file that is taken back while it is checked is let go of at once", "[commit_queue]")
{
    noted_directory disk;
    std::promise<void> asked;
    std::atomic<bool> is_heard{false};
    wua::detail::content_checker checker(
        [&](const wua::finished_content& file) {
            std::atomic<bool> is_stopped{false};
            const std::stop_callback on_stop(file.stop_token(), [&] {
                is_stopped = true;
                is_stopped.notify_all();
            });
            asked.set_value();
            is_stopped.wait(false);
            return wua::content_verdict::accepted();
        },
        disk.path(""));
    std::optional<wua::detail::commit_queue> commits;
    {
        wua::detail::background_thread background;
        commits.emplace(background, true, &checker);
        auto part = disk.part("a", "a");
        const auto question = std::make_shared<wua::detail::content_check_request>();
        question->name = "a.part";
        question->leaf = question->name;
        question->folder = disk.directory;
        question->part = part;
        auto file = std::make_shared<wua::detail::file_commit>(
            std::move(part), nullptr, std::vector<wua::content_digest>(), question);
        commits->add(file, [&](commit_result&&) { is_heard = true; });
        commits->flush();
        asked.get_future().wait();
        CHECK(file->try_cancel());
        CHECK(question->stop.stop_requested()); // lest whoever checks it goes on for nothing
        commits->forget_cancelled();
        file.reset();
        CHECK(question->part.expired());
        CHECK(wua::detail::part_file::try_open(disk.directory, "a", true)); // unlocked
        checker.end();
    }
    CHECK_FALSE(is_heard);
    CHECK_FALSE(std::filesystem::exists(disk.path("a")));
}
