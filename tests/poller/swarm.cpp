// SPDX-License-Identifier: MIT
// What the publisher makes of a folder, served by nginx, and pollers that download it together.

#include "catch.hpp"
#include "program.hpp"
#include "servers/minisign.hpp"
#include "servers/nginx.hpp"
#include "servers/server_process.hpp"
#include "tmux_terminal.hpp"

#include <csignal>
#include <cstddef>
#include <cstdio>
#include <filesystem>
#include <stdexcept>
#include <string>

#ifdef WUA_PUBLISH

namespace
{

using namespace wua_test;
using Catch::Matchers::Contains;

// The folder that nginx serves, published and signed.
class published_folder
{
public:
    published_folder()
    {
        std::filesystem::create_directories(m_server.root() / "bin");
        write_file(m_server.root() / "bin/tool", m_tool);
        write_file(m_server.root() / "read me.txt", "hello\n");
        write_file(m_server.root() / "nothing", "");
        run_command(publish_command() + " --expires 2100-01-31T12:00:00Z");
    }

    std::string publish_command() const
    {
        return "'" WUA_PUBLISH "' </dev/null '" + m_server.root().string() + "' --url '" + m_server.url("") +
               "' --name fleet --version 7 --key '" + m_signer.secret_key_file().string() + '\'';
    }

    std::filesystem::path manifest() const
    {
        return m_server.root() / "manifest.json";
    }

    std::string arguments(const std::filesystem::path& output, const std::string& port, const std::string& more) const
    {
        return "--engine swarm --listen 127.0.0.1:" + port + " --manifest '" + manifest().string() + "' --signed-by '" +
               m_signer.public_key_line() + "' --manifest-name fleet -o '" + output.string() + "' " + more;
    }

    bool is_whole(const std::filesystem::path& output) const
    {
        return read_file(output / "bin/tool") == m_tool && read_file(output / "read me.txt") == "hello\n" &&
               std::filesystem::exists(output / "nothing") && std::filesystem::file_size(output / "nothing") == 0;
    }

    // How often the larger file was asked for, its torrent aside.
    std::size_t requests() const
    {
        const std::string log = m_server.access_log();
        std::size_t count = 0;
        for (std::size_t at = 0; (at = log.find("/bin/tool HTTP", at)) != std::string::npos; ++at)
        {
            ++count;
        }
        return count;
    }

private:
    const std::string m_tool = some_bytes(3'000'000);
    nginx m_server;
    minisign_signer m_signer;
};

// A poller that gives its files to others when they are there; ends as if by Ctrl-C.
class giving_poller
{
public:
    explicit giving_poller(const std::string& arguments)
    {
        const std::string command = "echo $$; exec '" WUA_POLLER "' " + arguments + " --seed-time 60 2>&1";
        m_pipe = ::popen(command.c_str(), "r");
        if (m_pipe == nullptr || std::fscanf(m_pipe, "%d ", &m_process) != 1)
        {
            throw std::runtime_error("popen");
        }
        std::string said;
        for (int letter = 0; said.find("The job succeeded") == std::string::npos;)
        {
            if ((letter = std::fgetc(m_pipe)) == EOF)
            {
                throw std::runtime_error("the poller said: " + said);
            }
            said += static_cast<char>(letter);
        }
    }

    giving_poller(const giving_poller&) = delete;
    giving_poller& operator=(const giving_poller&) = delete;

    ~giving_poller()
    {
        ::kill(m_process, SIGINT);
        ::pclose(m_pipe);
    }

private:
    std::FILE* m_pipe = nullptr;
    int m_process = 0;
};

} // namespace

TEST_CASE("pollers download what was published, the second one from the first", "[poller][swarm]")
{
    if (!minisign_signer::is_there())
    {
        skip("there is no minisign");
        return;
    }
    const published_folder folder;
    const temporary_folder first;
    const temporary_folder second;
    const std::string port = std::to_string(server_process::free_port());
    const giving_poller giver(folder.arguments(first.path(), port, ""));
    CHECK(folder.is_whole(first.path()));
    const std::size_t asked = folder.requests();
    CHECK(asked != 0);
    const std::string with_peer = "--no-web-seeds --peer 127.0.0.1:" + port + ' ';
    {
        const ended_program ended = run(folder.arguments(second.path(), "0", with_peer));
        INFO(ended.output);
        CHECK(ended.status == 0);
        CHECK(folder.is_whole(second.path()));
        CHECK_THAT(ended.output, Contains("The swarm brought 2.9 MiB: 100 % from peers (2.9 MiB)"));
        CHECK(folder.requests() == asked);
    }
    if (!has_tmux())
    {
        skip("there is no tmux");
        return;
    }
    const temporary_folder third;
    const tmux_terminal terminal(folder.arguments(third.path(), "0", with_peer + "--limit 1M"), "-x 100 -y 24");
    const std::string shown = terminal.screen_with(" % from peers ");
    CHECK_THAT(shown, Contains("  1 peer, 100 % from peers ("));
    CHECK_THAT(shown, Contains(" of 3 done "));
    terminal.screen_with("status 0\n");
    CHECK_THAT(terminal.screen(), Contains("The swarm brought 2.9 MiB: 100 % from peers (2.9 MiB)"));
}

TEST_CASE("a poller takes no manifest that another key has signed, or that was changed", "[poller][swarm]")
{
    if (!minisign_signer::is_there())
    {
        skip("there is no minisign");
        return;
    }
    const published_folder folder;
    const temporary_folder output;
    std::string reason;
    SECTION("another key")
    {
        reason = "which is not trusted";
        const minisign_signer other;
        other.sign_file(folder.manifest());
    }
    SECTION("another manifest")
    {
        reason = "does not fit its signature";
        std::string text = read_file(folder.manifest());
        text.replace(text.find("read me"), 4, "pass");
        write_file(folder.manifest(), text);
    }
    const ended_program ended = run(folder.arguments(output.path(), "0", ""));
    INFO(ended.output);
    CHECK(ended.status == 2);
    CHECK_THAT(ended.output, Contains(reason));
    CHECK(std::filesystem::is_empty(output.path()));
    CHECK(folder.requests() == 0);
}

TEST_CASE("nothing is signed that nobody would take", "[poller][swarm]")
{
    if (!minisign_signer::is_there())
    {
        skip("there is no minisign");
        return;
    }
    const published_folder folder;
    const std::string before = read_file(folder.manifest());
    CHECK_THAT(output_of(folder.publish_command() + " 2>&1"), Contains("--key requires --expires"));
    CHECK(read_file(folder.manifest()) == before);
}

#endif
