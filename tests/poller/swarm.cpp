// SPDX-License-Identifier: MIT
// What the publisher makes of a folder, served by nginx, and pollers that download it together.

#include "catch.hpp"
#include "machine_readers.hpp"
#include "program.hpp"
#include "servers/minisign.hpp"
#include "servers/nginx.hpp"
#include "servers/server_process.hpp"
#include "tmux_terminal.hpp"

#include <nlohmann/json.hpp>

#include <chrono>
#include <csignal>
#include <cstddef>
#include <cstdio>
#include <filesystem>
#include <iterator>
#include <stdexcept>
#include <string>
#include <thread>

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
        const ended_program ended = run(folder.arguments(second.path(), "0", with_peer + "--seed-time 1"));
        INFO(ended.output);
        CHECK(ended.status == 0);
        CHECK(folder.is_whole(second.path()));
        CHECK_THAT(ended.output, Contains("The swarm delivered 2.9 MiB: 100 % from peers (2.9 MiB)"));
        CHECK_THAT(ended.output, Contains("poller: 2 files are seeded for 1 s, or until Ctrl-C\n"));
        CHECK_THAT(ended.output, Contains("poller: 0 B sent to peers\n"));
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
    CHECK_THAT(terminal.screen(), Contains("The swarm delivered 2.9 MiB: 100 % from peers (2.9 MiB)"));
}

TEST_CASE("what no reader would take is not published", "[poller][swarm]")
{
    const temporary_folder folder;
    write_file(folder / "a", "hello\n");
    const std::string publish = "'" WUA_PUBLISH "' '" + folder.path().string() + "' ";
    for (const char* const wrong :
         {"--url http://host/ --version -5 --name n --expires 2100-01-31T12:00:00Z", "--url nowhere",
          "--url http://host/ --expires tomorrow", "--url http://host/ --expires 2001-01-31T12:00:00Z"})
    {
        INFO(wrong);
        CHECK_THROWS_AS(run_command(publish + wrong), std::runtime_error);
        CHECK(!std::filesystem::exists(folder / "manifest.json"));
    }
    CHECK_NOTHROW(run_command(publish + "--url http://host/"));
    CHECK(std::filesystem::exists(folder / "manifest.json"));
}

TEST_CASE("lines and metrics tell of peers, and how much came from them and from the origin", "[poller][swarm]")
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
    const auto outputs = [](const temporary_folder& place) {
        return "--interval 20 --json --metrics '" + (place / "job.prom").string() + "' 2>/dev/null";
    };
    const std::string lines = (first / "lines").string();
    const ended_program alone = run(folder.arguments(first / "out", "0", outputs(first)));
    const std::filesystem::path metrics_of_giver = second / "giver.prom";
    const giving_poller giver(
        folder.arguments(second / "giver", port, "--metrics '" + metrics_of_giver.string() + '\''));
    const ended_program ended = run(folder.arguments(
        second / "out", "0", "--no-web-seeds --limit 2M --peer 127.0.0.1:" + port + ' ' + outputs(second)));
    write_file(lines, alone.output + ended.output);

    const std::string python = python_with_jsonschema();
    if (!python.empty())
    {
        const ended_program validated = validate(python, lines);
        INFO(validated.output);
        CHECK(validated.status == 0);
    }
    const nlohmann::json from_origin = {
        {"peers", 0}, {"bytes_from_peers", 0}, {"bytes_from_origin", 3'000'006}, {"bytes_to_peers", 0}};
    CHECK(lines_of(alone.output).back().at("swarm") == from_origin);
    std::size_t polls_with_a_peer = 0;
    std::size_t updates_of_peers = 0;
    for (const nlohmann::json& line : lines_of(ended.output))
    {
        if (line["type"] == "progress" && line.at("swarm").at("peers") != 0)
        {
            ++polls_with_a_peer;
        }
        if (line["type"] == "update_result" && line.at("swarm").at("bytes_from_peers") != 0)
        {
            ++updates_of_peers;
            CHECK(line.at("swarm").at("bytes_from_peers") == line["bytes"]);
            CHECK(line.at("swarm").at("bytes_from_origin") == 0);
        }
    }
    CHECK(polls_with_a_peer != 0);
    CHECK(updates_of_peers == 2); // an empty file has no swarm
    const nlohmann::json last = lines_of(ended.output).back();
    CHECK(last.at("swarm").at("bytes_from_peers") == 3'000'006);
    CHECK(last.at("swarm").at("bytes_from_origin") == 0);

    const auto value = [](const samples& found, const std::string& metric, const std::string& labels) {
        const auto sample = found.find(metric + "{poller=\"job\"" + (labels.empty() ? "" : ',' + labels) + '}');
        return sample == found.end() ? std::string("absent") : sample->second;
    };
    // The giver's job was over before anybody asked it.
    const auto given = [&] {
        const samples found = exposition_reader::read(read_file(metrics_of_giver));
        const auto sample = found.find("wua_job_swarm_sent_bytes_total{poller=\"giver\"}");
        return sample == found.end() ? std::string("absent") : sample->second;
    };
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(5);
    while (given() == "0" && std::chrono::steady_clock::now() < deadline)
    {
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    CHECK(given() != "absent");
    CHECK(given() != "0");

    const samples of_first = exposition_reader::read(read_file(first / "job.prom"));
    const samples of_second = exposition_reader::read(read_file(second / "job.prom"));
    const std::string of_job = "wua_job_swarm_received_bytes_total";
    CHECK(value(of_first, of_job, "source=\"origin\"") == "3000006");
    CHECK(value(of_first, of_job, "source=\"peers\"") == "0");
    CHECK(value(of_second, of_job, "source=\"origin\"") == "0");
    CHECK(value(of_second, of_job, "source=\"peers\"") == "3000006");
    CHECK(value(of_second, "wua_job_swarm_sent_bytes_total", "") != "absent");
    CHECK(value(of_second, "wua_job_swarm_peers", "") != "absent");
    std::size_t of_updates = 0;
    for (const auto& [sample, number] : of_second)
    {
        of_updates += sample.starts_with("wua_update_swarm_received_bytes_total") &&
                              sample.find("source=\"peers\"") != std::string::npos && number == "3000000"
                          ? 1U
                          : 0U;
    }
    CHECK(of_updates == 1);
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
        reason = "does not match its signature";
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

TEST_CASE("nothing is published that cannot be read or stored", "[poller][swarm]")
{
    const auto published = [](const std::filesystem::path& folder, const std::string& more) {
        return output_of("'" WUA_PUBLISH "' '" + folder.string() + "' " + more + " 2>&1; echo \"status $?\"");
    };
    const std::string url = "--url https://host/updates ";
    const auto refused = [&](const std::string& name, const std::string& more, const std::string& reason) {
        const temporary_folder folder;
        if (!name.empty())
        {
            write_file(folder / name, "content");
        }
        const std::string said = published(folder.path(), more);
        CHECK_THAT(said, Contains(reason));
        CHECK_THAT(said, Contains("status 1"));
        CHECK(!std::filesystem::exists(folder / "manifest.json"));
    };
    refused("", url, "there are no files in ");
    refused("a", "--url ''", "'url' is not a URL");
    refused("a", "--url 'not a url'", "'url' is not a URL");
    refused("a", url + "--expires tomorrow", "'expires' is not a time in UTC");
    refused("a", url + "--expires 2020-01-31T12:00:00Z", "expired at 2020");
    refused("a", url + "--version 0", "'version' is 0");
    refused("a", url + "--version -3", "'version' is -3");
    refused("a", url + "--name ''", "'name' is not a name");
    refused("a", url + "--tracker host:6969", "a tracker is a URL");
    refused("c:d", url, "c:d: update 1 of the manifest: 'file' is not a name");
    refused("a.part", url, "a.part: update 1 of the manifest: 'file' is not a name");
    refused("a\xff", url, "not valid UTF-8");
    const temporary_folder folder;
    write_file(folder / "A", "content");
    write_file(folder / "a", "content");
    if (read_file(folder / "A") == "content" &&
        std::distance(std::filesystem::directory_iterator(folder.path()), {}) == 2)
    {
        CHECK_THAT(published(folder.path(), url), Contains("differ only in case: A and a"));
    }
    CHECK_THAT(published(folder.path(), ""), Contains("status 2"));
}

TEST_CASE("a swarm follows no redirect from https to http", "[poller][swarm]")
{
    const nginx_authority authority;
    nginx plain;
    const nginx server("location /moved { return 302 " + plain.url("tool") + "; }", &authority);
    write_file(server.root() / "tool", "content");
    write_file(plain.root() / "tool", "content");
    const temporary_folder output;
    run_command("'" WUA_PUBLISH "' '" + plain.root().string() + "' --url " + plain.url(""));
    const nlohmann::json update = nlohmann::json::parse(read_file(plain.root() / "manifest.json"))["updates"][0];
    const auto fetched = [&](const std::string& name, const std::string& as) {
        const std::string url = server.tls_url(name);
        write_file(output / "manifest.json",
                   nlohmann::json{{{"url", url},
                                   {"file", as},
                                   {"sha256", update["sha256"]},
                                   {"torrent", update["torrent"]},
                                   {"info_hash", update["info_hash"]}}}
                       .dump());
        return run("--engine swarm --listen 127.0.0.1:0 -o '" + output.path().string() + "' --manifest '" +
                       (output / "manifest.json").string() + '\'',
                   "SSL_CERT_FILE='" + authority.ca_file().string() + "' ");
    };
    const ended_program moved = fetched("moved", "tool");
    INFO(moved.output);
    CHECK(moved.status == 1);
    CHECK_THAT(moved.output, Contains("a URL of the file leads from https to something else"));
    CHECK(plain.access_log().find("GET /tool HTTP") == std::string::npos);
    const ended_program there = fetched("tool", "tool");
    INFO(there.output);
    CHECK_THAT(there.output, Contains("The swarm delivered 7 B: 0 % from peers"));
}

TEST_CASE("a poller names the files whose swarms could not be used, and why", "[poller][swarm]")
{
    nginx server;
    write_file(server.root() / "tool", "content");
    const temporary_folder output;
    const ended_program ended =
        run("--engine swarm --listen 127.0.0.1:0 -o '" + output.path().string() + "' --sha256 " +
            "ed7002b439e9ac845f22357d822bac1444730fbdb6016d3ec9432297b9ec9f73"
            " --torrent " +
            server.url("tool.torrent") + " --info-hash " + std::string(64, 'a') + ' ' + server.url("tool"));
    INFO(ended.output);
    CHECK(ended.status == 0);
    CHECK_THAT(ended.output, Contains("tool without its swarm: the torrent: HTTP status 404"));
}

TEST_CASE("nothing is signed that every reader would refuse", "[poller][swarm]")
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
