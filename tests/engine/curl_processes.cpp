// SPDX-License-Identifier: MIT
// Two processes that download the same file into the same directory.

#include "engine/curl_fixture.hpp"
#include "engine/dripped_content.hpp"
#include <wua/engine/curl_engine.hpp>
#include <wua/engine/disk/disk_errors.hpp>
#include <wua/objects/to_update_item.hpp>
#include <wua/testing/fault_server.hpp>

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

using namespace wua_test;

namespace
{

constexpr std::size_t shared_size = 700'000;

// At least 2.4 s for the whole, which is longer than anybody waits for a lock that is not worth waiting for.
constexpr wua::misbehaviour trickling{"trickling", "Content in pieces of 10,000 bytes, 35 ms apart.",
                                      wua::expectation::delivers, wua::misbehaviour::always, drip<10'000, 35>};

// A file system without locks, if `has_locks` is false.
wua::curl_options process_options(const std::filesystem::path& directory, bool has_locks)
{
    wua::curl_options options = quick_options(directory);
    options.journal_every = 50ms;
    options.lock_patience = 2s;
    if (!has_locks)
    {
        options.hook = [](wua::disk_operation operation, std::string_view) {
            return wua::disk_verdict{operation == wua::disk_operation::lock ? ENOLCK : 0};
        };
    }
    return options;
}

// This program again, which downloads; ends with this.
class other_process
{
public:
    other_process(const std::string& url, const std::filesystem::path& directory, bool has_locks)
    {
        std::vector<std::string> texts{"WUA_SHARED_URL=" + url, "WUA_SHARED_DIRECTORY=" + directory.string(),
                                       "WUA_SHARED_LOCKS=" + std::to_string(static_cast<int>(has_locks))};
        std::vector<char*> environment;
        for (std::string& text : texts)
        {
            environment.push_back(text.data());
        }
        environment.push_back(nullptr);
        std::string program = "tests";
        std::string test = "[shared_child]";
        char* const arguments[] = {program.data(), test.data(), nullptr};
        const int error = ::posix_spawn(&m_id, "/proc/self/exe", nullptr, nullptr, arguments, environment.data());
        if (error != 0)
        {
            throw std::system_error(error, std::generic_category(), "posix_spawn");
        }
    }

    other_process(const other_process&) = delete;
    other_process& operator=(const other_process&) = delete;

    ~other_process()
    {
        if (m_id > 0)
        {
            send(SIGKILL);
            wait();
        }
    }

    void send(int signal) const
    {
        ::kill(m_id, signal);
    }

    // True when it ended by itself and well.
    bool wait()
    {
        int status = 0;
        ::waitpid(std::exchange(m_id, -1), &status, 0);
        return WIFEXITED(status) && WEXITSTATUS(status) == 0;
    }

private:
    pid_t m_id = -1;
};

bool wait_for_part(const std::filesystem::path& part, std::uintmax_t bytes)
{
    const auto deadline = std::chrono::steady_clock::now() + 20s;
    std::error_code error;
    while (std::filesystem::file_size(part, error) < bytes || error)
    {
        if (std::chrono::steady_clock::now() > deadline)
        {
            return false;
        }
        std::this_thread::sleep_for(5ms);
    }
    return true;
}

} // namespace

TEST_CASE("the part of the other process", "[.][shared_child]")
{
    const char* const url = std::getenv("WUA_SHARED_URL");
    const char* const directory = std::getenv("WUA_SHARED_DIRECTORY");
    REQUIRE((url != nullptr && directory != nullptr));
    wua::curl_engine engine(process_options(directory, std::getenv("WUA_SHARED_LOCKS") == std::string_view("1")));
    watched_job job(to_update_item(url, some_bytes(shared_size)));
    engine.start(job.transfer());
    REQUIRE(job.wait(60s));
    REQUIRE(job.result() == wua::outcome::succeeded());
}

TEST_CASE("two processes over the same file fetch it once, whatever becomes of the first", "[curl_shared]")
{
    const bool has_locks = GENERATE(true, false);
    wua::fault_server server;
    const std::string content = some_bytes(shared_size);
    const std::string url = server.serve("/a", content, trickling);
    temporary_folder output;
    other_process other(url, output.path(), has_locks);
    REQUIRE(wait_for_part(output / "a.part", 100'000));
    CHECK(std::filesystem::exists(output / "a.part.lock") == !has_locks);
    wua::curl_engine engine(process_options(output.path(), has_locks));
    watched_job job(to_update_item(url, content));
    engine.start(job.transfer());

    SECTION("it ends well: the file is found")
    {
        REQUIRE(job.wait());
        CHECK(job.result() == wua::outcome::succeeded(wua::wu_s_already_downloaded));
        CHECK(other.wait());
        CHECK(server.requests().size() == 1);
    }
    SECTION("it is killed: its bytes are continued")
    {
        REQUIRE(wait_for_part(output / "a.part", 300'000));
        other.send(SIGKILL);
        REQUIRE(job.wait());
        CHECK(job.result() == wua::outcome::succeeded());
        const auto requests = server.requests();
        REQUIRE(requests.size() == 2);
        CHECK(requests[1].field("Range").has_value());
    }
    SECTION("it is stopped for good: it is given up after a while")
    {
        other.send(SIGSTOP);
        REQUIRE(job.wait());
        CHECK(job.result().hresult == wua::error_sharing_violation);
        other.send(SIGCONT);
        CHECK(other.wait());
    }
    CHECK(has_content(output / "a", content));
    CHECK(names_in(output.path()) == std::vector<std::string>{"a"});
}
