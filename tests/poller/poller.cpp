// SPDX-License-Identifier: MIT
// The poller as its users run it: a process, its output and its exit status.

#include "catch.hpp"
#include "poller/program.hpp"
#include "servers/minisign.hpp"
#include "servers/nginx.hpp"
#include "servers/zsync.hpp"
#include <wua/engine/content/digest_hasher.hpp>

#include <curl/curl.h>
#include <nlohmann/json.hpp>
#include <sys/inotify.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace
{

using Catch::Matchers::ContainsSubstring;
using wua_test::ended_program;
using wua_test::lines_of;
using wua_test::nginx;
using wua_test::read_file;
using wua_test::run;
using wua_test::run_and_tell;
using wua_test::some_bytes;
using wua_test::temporary_folder;
using wua_test::write_file;

std::string digest_of(std::string_view content, wua::digest_algorithm algorithm)
{
    wua::detail::digest_hasher hasher(algorithm);
    hasher.update(content.data(), content.size());
    return hasher.finish().to_hex();
}

std::string sha256_of(std::string_view content)
{
    return digest_of(content, wua::digest_algorithm::sha256);
}

} // namespace

TEST_CASE("without arguments the poller simulates five updates to their results", "[poller]")
{
    const ended_program ended = run("--speed 50");
    CHECK(ended.status == 0);
    CHECK_THAT(
        ended.output, ContainsSubstring("  5. Malicious Software Removal Tool: succeeded\nThe job succeeded.\n"));
}

TEST_CASE("the poller stores what a real server serves, bytes and digest right", "[poller]")
{
    const nginx server;
    const temporary_folder folder;
    const std::string content = some_bytes(3'000'000);
    const std::string small = "hello";
    write_file(server.root() / "a.bin", content);
    write_file(server.root() / "b.bin", small);
    const ended_program ended = run("-o " + folder.path().string() + " --sha256 " + sha256_of(content) + " --sha256 " +
                                    sha256_of(small) + ' ' + server.url("a.bin") + ' ' + server.url("b.bin"));
    INFO(ended.output);
    CHECK(ended.status == 0);
    CHECK(read_file(folder / "a.bin") == content);
    CHECK(read_file(folder / "b.bin") == small);
}

TEST_CASE("every digest that is named must be right, on the command line and in a manifest", "[poller]")
{
    using enum wua::digest_algorithm;
    const nginx server;
    const temporary_folder folder;
    const std::string content = "hello";
    write_file(server.root() / "a.bin", content);
    const std::string of_all =
        "-o " + folder.path().string() + " --sha384 " + digest_of(content, sha384) + " --sha512 " +
        digest_of(content, sha512) + " --sha1 " + digest_of(content, sha1) + " --blake2b ";
    const ended_program wrong = run(of_all + digest_of("other", blake2b_512) + ' ' + server.url("a.bin"));
    CHECK(wrong.status == 1);
    CHECK_THAT(wrong.output, ContainsSubstring("the wrong blake2b digest"));
    CHECK(std::filesystem::is_empty(folder.path()));
    CHECK(run(of_all + digest_of(content, blake2b_512) + ' ' + server.url("a.bin")).status == 0);

    write_file(folder / "manifest.json",
               R"([{"url": ")" + server.url("a.bin") + R"(", "file": "b", "sha256": ")" + sha256_of(content) +
                   R"(", "sha512": ")" + digest_of("other", sha512) + R"("}])");
    const ended_program listed =
        run("-o " + folder.path().string() + " --manifest " + (folder / "manifest.json").string());
    CHECK(listed.status == 1);
    CHECK_THAT(listed.output, ContainsSubstring("the wrong sha512 digest"));
}

TEST_CASE("what the options forbid is not asked for", "[poller]")
{
    const nginx server;
    const temporary_folder folder;
    write_file(server.root() / "a.bin", "hello");
    const auto forbidden = [&](const std::string& options, std::string_view message) {
        const ended_program ended = run("-o " + folder.path().string() + ' ' + options + ' ' + server.url("a.bin"));
        CHECK(ended.status == 1);
        CHECK_THAT(ended.output, ContainsSubstring(std::string(message)));
        CHECK(std::filesystem::is_empty(folder.path()));
    };
    forbidden("--https-only", "the policy allows only https: " + server.url("a.bin"));
    forbidden("--require-digest", "the policy requires a digest");
    forbidden("--refuse-sha1 --sha1 " + digest_of("hello", wua::digest_algorithm::sha1), "the policy refuses SHA-1");
    forbidden("--allow-host localhost --allow-host '*.example'", "the policy does not allow the host");
    CHECK(server.access_log().empty());
    forbidden("--max-size 4", "may have 4 at most");
    const ended_program allowed =
        run("-o " + folder.path().string() + " --require-digest --sha256 " + sha256_of("hello") +
            " --allow-host 127.0.0.1 --max-size 1K " + server.url("a.bin"));
    INFO(allowed.output);
    CHECK(allowed.status == 0);
}

TEST_CASE("a digest that does not match fails only its update and leaves no file", "[poller]")
{
    const nginx server;
    const temporary_folder folder;
    write_file(server.root() / "a.bin", "good");
    write_file(server.root() / "b.bin", "evil");
    const std::string manifest =
        R"({"updates": [
        {"title": "A", "url": ")" +
        server.url("a.bin") + R"(", "size": 4, "sha256": ")" + sha256_of("good") + R"("},
        {"title": "B", "url": ")" +
        server.url("b.bin") + R"(", "sha256": ")" + sha256_of("good") + R"("},
        {"title": "C", "url": ")" +
        server.url("missing.bin") + R"("}]})";
    write_file(folder / "manifest.json", manifest);
    const ended_program ended =
        run("-o " + (folder / "out").string() + " --manifest " + (folder / "manifest.json").string());
    INFO(ended.output);
    CHECK(ended.status == 1);
    CHECK_THAT(ended.output, ContainsSubstring("  1. A: succeeded\n"));
    CHECK_THAT(ended.output, ContainsSubstring("  2. B: failed: 0x80246002 WU_E_DM_INCORRECTFILEHASH"));
    CHECK_THAT(ended.output, ContainsSubstring("  3. C: failed: 0x80244019 WU_E_PT_HTTP_STATUS_NOT_FOUND"));
    CHECK_THAT(ended.output, ContainsSubstring("The job succeeded with errors: 0x00240003 WU_S_UPDATE_ERROR"));
    CHECK(read_file(folder / "out/a.bin") == "good");
    CHECK_FALSE(std::filesystem::exists(folder / "out/b.bin"));
    CHECK_FALSE(std::filesystem::exists(folder / "out/missing.bin"));
}

TEST_CASE(
    "with --json the poller prints the job first, each poll with what has happened before it, and the result last",
    "[poller]")
{
    const ended_program ended = run("--json --speed 50 --interval 20");
    REQUIRE(ended.status == 0);
    const std::vector<nlohmann::json> lines = lines_of(ended.output);
    REQUIRE(lines.size() >= 4);
    CHECK(lines.front()["type"] == "job");
    CHECK(lines.front()["updates"].size() == 5);
    int percent = 0;
    std::vector<nlohmann::json> ends;
    for (const nlohmann::json& line : lines)
    {
        CHECK(line["version"] == 1);
        if (line["type"] == "progress")
        {
            CHECK(line["percent"] >= percent);
            percent = line["percent"];
            CHECK(line["finished"] == ends.size());
        }
        else if (line["type"] == "update_result")
        {
            ends.push_back(line);
        }
    }
    CHECK(percent == 100);
    CHECK(ends.size() == 5);
    CHECK(lines[lines.size() - 2]["state"] == "ended");
    CHECK(lines[lines.size() - 2]["succeeded"] == 5);
    CHECK(lines[lines.size() - 2]["failed"] == 0);
    CHECK(lines.back()["type"] == "result");
    CHECK(lines.back()["result"] == "succeeded");
    CHECK(lines.back()["updates"].size() == 5);
}

TEST_CASE("with --etags the poller fetches only what has changed, and --json lists the files", "[poller]")
{
    const nginx server;
    const temporary_folder folder;
    write_file(server.root() / "a.bin", some_bytes(30'000));
    const std::string state = (folder / "etags").string();
    const std::string arguments = "--preallocate --json --etags " + state + " -o " + (folder / "out").string() + ' ' +
                                  server.url("a.bin") + " 2>/dev/null; exit $?";
    const auto file_of = [](const ended_program& ended) {
        CHECK(ended.status == 0);
        const nlohmann::json last = lines_of(ended.output).back();
        REQUIRE(last["updates"][0]["files"].size() == 1);
        return last["updates"][0]["files"][0];
    };
    const nlohmann::json first = file_of(run(arguments));
    CHECK(first["origin"] == "downloaded");
    CHECK(first["url"] == server.url("a.bin"));
    CHECK(first["path"] == (folder / "out/a.bin").string());
    CHECK(first["size"] == 30'000);
    CHECK_FALSE(first["etag"].get<std::string>().empty());
    CHECK(file_of(run(arguments))["origin"] == "not modified");
    write_file(server.root() / "a.bin", some_bytes(20'000));
    CHECK(file_of(run(arguments))["origin"] == "downloaded");
    CHECK(read_file(folder / "out/a.bin") == some_bytes(20'000));
    CHECK(file_of(run(arguments))["origin"] == "not modified");
    write_file(folder / "etags", "[]");
    const ended_program refused = run(arguments.substr(0, arguments.find(" 2>")));
    CHECK(refused.status == 2);
    CHECK_THAT(refused.output, ContainsSubstring("was not written by the poller"));
}

TEST_CASE("an older version of a file saves bytes", "[poller]")
{
    if (!wua_test::has_zsync())
    {
        return skip("there is no zsync");
    }
    const nginx server;
    const temporary_folder folder;
    const std::string content = some_bytes(60'000);
    write_file(server.root() / "a.bin", content);
    wua_test::zsyncmake(server.root() / "a.bin");
    write_file(folder / "old", "older " + content);
    const ended_program ended =
        run("-o " + (folder / "out").string() + " --sha256 " + sha256_of(content) + " --zsync " +
            server.url("a.bin.zsync") + " --seed " + (folder / "old").string() + ' ' + server.url("a.bin"));
    CHECK(ended.status == 0);
    CHECK(read_file(folder / "out/a.bin") == content);
    CHECK(server.access_log(1).find("GET /a.bin HTTP") == std::string::npos);
}

TEST_CASE("Ctrl-C aborts the job and keeps what is complete", "[poller]")
{
    // The shell sends the signal once the first line says that the job is running.
    const ended_program ended =
        run("--json --speed 0.1 | (read line; kill -INT $(cat \"$PIDFILE\"); cat; wait)",
            "PIDFILE=$(mktemp); export PIDFILE; sh -c 'echo $$ > \"$PIDFILE\"; exec \"$@\"' sh");
    const std::vector<nlohmann::json> lines = lines_of(ended.output);
    REQUIRE_FALSE(lines.empty());
    CHECK(lines.back()["result"] == "aborted");
    CHECK(lines.back()["hresult"] == "0x8024000B");
}

TEST_CASE("an aborted job ends with status 130", "[poller]")
{
    CHECK(run("--speed 0.1 --json; status=$?; exit $status", "timeout --preserve-status -s INT 0.5").status == 130);
}

TEST_CASE("Ctrl-C is noticed at once, however long the interval between two polls is", "[poller]")
{
    const auto began = std::chrono::steady_clock::now();
    CHECK(run("--speed 0.1 --interval 60000; exit $?", "timeout --preserve-status -s INT -k 10 0.5").status == 130);
    CHECK(std::chrono::steady_clock::now() - began < std::chrono::seconds(5));
}

TEST_CASE("output that cannot be written is reported by the exit status, and stops no download", "[poller]")
{
    for (const char* format : {"", "--json", "--help"})
    {
        const ended_program ended =
            run("--speed 50 --progress never " + std::string(format) + " 2>&1 >/dev/full; exit $?");
        CHECK(ended.status == 3);
        CHECK(ended.output == "poller: the output cannot be written\n");
    }
    const nginx server;
    const temporary_folder folder;
    write_file(server.root() / "a.bin", some_bytes(3'000'000));
    const std::string to = "-o " + folder.path().string() + ' ';
    CHECK(run(to + server.url("a.bin") + " >/dev/full; exit $?").status == 3);
    CHECK(read_file(folder / "a.bin") == some_bytes(3'000'000));
    CHECK(run(to + server.url("no.bin") + " >/dev/full; exit $?").status == 1);
}

TEST_CASE("a reader that leaves stops no download", "[poller]")
{
    const ended_program ended = run("--speed 50 --json; echo $? >&3; } | true; } 3>&1", "{ {");
    CHECK(ended.output == "poller: the output cannot be written\n3\n");
}

TEST_CASE("bad usage is reported before anything starts, with status 2", "[poller]")
{
    const temporary_folder folder;
    const auto refused = [&](const std::string& arguments, std::string_view message) {
        const ended_program ended = run(arguments);
        CHECK(ended.status == 2);
        CHECK_THAT(ended.output, ContainsSubstring(std::string(message)));
    };
    const auto with_manifest = [&](std::string_view text) {
        write_file(folder / "manifest.json", text);
        return "-o " + (folder / "out").string() + " --manifest " + (folder / "manifest.json").string();
    };
    refused("--no-such-option", "poller: The following argument was not expected: --no-such-option");
    refused("--interval 0", "--interval");
    refused("gopher://host/file", "the scheme 'gopher' is not supported");
    refused("file:///etc/passwd", "--allow-file-urls allows them");
    refused("http://127.0.0.1/a me:secret@host/file", "URL 2 is not a URL, since it has no scheme");
    refused("https://", "URL 1 is not a URL, since it has no host");
    refused("--sha256 12 http://127.0.0.1/a", "is not a digest of 64 hexadecimal digits");
    refused("--sha512 12 http://127.0.0.1/a", "--sha512: '12' is not a digest of 128 hexadecimal digits");
    refused("--sha384 12 --sha384 34 http://127.0.0.1/a", "there are more digests than URLs");
    refused("--zsync http://127.0.0.1/a.zsync http://127.0.0.1/a", "--zsync needs a digest");
    refused("--zsync a.zsync --sha1 " + std::string(40, 'a') + " http://127.0.0.1/a", "--zsync 1 is not a URL");
    refused("--zsync http://127.0.0.1/a --zsync http://127.0.0.1/b http://127.0.0.1/a",
            "each --zsync belongs to a URL");
    refused("--seed a http://127.0.0.1/a", "each --seed to a --zsync");
    refused("--zsync http://127.0.0.1/z --seed /nowhere http://127.0.0.1/a", "--seed: '/nowhere' is not a file");
    refused("--torrent a http://127.0.0.1/a", "each --torrent belongs to a URL and needs its --info-hash");
    refused("--torrent /nowhere --info-hash 12 http://127.0.0.1/a", "--torrent: '/nowhere' is not a file");
    refused("--torrent http://127.0.0.1/t --info-hash 12 http://127.0.0.1/a", "64 hexadecimal digits");
    refused("--torrent ftp://127.0.0.1/t --info-hash 12 http://127.0.0.1/a", "the scheme 'ftp' is not supported");
    refused("--sha256 " + std::string(64, 'a') + " --torrent http://127.0.0.1/t --info-hash " + std::string(64, 'b') +
                " http://127.0.0.1/a",
            "--torrent needs --engine swarm");
    refused("--engine simulated --seed-time 5", "--seed-time needs --engine swarm");
    refused("--engine swarm --seed-rate -4 http://127.0.0.1/a", "--seed-rate: '-4'");
    refused("--engine swarm --seed-bytes 2.5G http://127.0.0.1/a", "--seed-bytes: '2.5G'");
    refused("--max-size -5 http://127.0.0.1/a", "--max-size: '-5'");
    refused("--peer 127.0.0.1:1 http://127.0.0.1/a", "--peer needs --engine swarm");
    refused("--allow-host https://host http://127.0.0.1/a", "--allow-host: allowed host 1 'https://host' is a URL");
    refused("--max-size much http://127.0.0.1/a", "--max-size");
    refused("--seed-rate -5 --engine swarm http://127.0.0.1/a", "--seed-rate");
    refused("--engine curl", "there is nothing to download");
    for (const char* const option :
         {"--https-only", "--header 'A: b'", "--max-size 5", "--limit 1K", "--segments 3", "--private", "-4"})
    {
        refused(option, "is for real downloads and is not simulated");
        refused(std::string("--engine simulated http://127.0.0.1/a ") + option, "is for real downloads");
        refused(std::string("--replay a ") + option, "is for downloads; --replay fetches nothing");
    }
    refused("--peer 127.0.0.1:1", "--peer needs --engine swarm");
    refused("--speed 2 http://127.0.0.1/a", "--speed is for simulated and replayed jobs");
    refused("--replay a --sha256 " + std::string(64, 'a'), "--sha256 is for downloads; --replay fetches nothing");
    refused(with_manifest(R"([{"url": "http://127.0.0.1/a"}])") + " --sha256 " + std::string(64, 'a'),
            "--sha256 belongs to a URL; with a manifest, put it there");
    refused("-o /proc/nowhere http://127.0.0.1/a",
            "the output directory '/proc/nowhere' cannot be written to: No such file");
    std::filesystem::create_directory(folder / "everybodys");
    std::filesystem::permissions(folder / "everybodys", std::filesystem::perms::all);
    refused("-o " + (folder / "everybodys").string() + " http://127.0.0.1/a", "everybodys");
    refused("--manifest /nowhere.json", "the manifest '/nowhere.json' cannot be read");
    refused(with_manifest("{"), "is not JSON");
    refused(with_manifest("{}"), "lacks 'updates'");
    refused(with_manifest(R"({"updates": []})"), "lacks 'updates'");
    refused(with_manifest(R"([1])"), "update 1 of ");
    refused(with_manifest(R"([{"title": "A"}])"), "lacks 'url'");
    refused(with_manifest(R"([{"url": "http://127.0.0.1/a"}, {"url": 1}])"), "update 2 of ");
    refused(with_manifest(R"([{"url": "http://127.0.0.1/a", "size": -1}])"), "'size' is -1");
    refused(with_manifest(R"([{"url": "http://127.0.0.1/a", "size": 1e30}])"), "'size' is 1e30");
    refused(with_manifest(R"([{"url": "http://127.0.0.1/a", "blake2b": "00"}])"),
            "is not a digest of 128 hexadecimal digits");
    refused(with_manifest(R"([{"url": "http://127.0.0.1/a", "sha265": "00"}])"),
            "a member 'sha265', which is not known");
    CHECK_FALSE(std::filesystem::exists(folder / "out"));
    refused("--trace /nowhere/a", "--trace: the file '/nowhere/a' cannot be written");
    refused("--record /nowhere/a", "--record: the file '/nowhere/a' cannot be written");
    refused("--record a --trace a", "must name different files");
    refused("--replay /nowhere/a", "--replay: the trace '/nowhere/a' cannot be read");
    refused("--replay a http://127.0.0.1/a", "it takes no URLs, manifest or engine");
    write_file(folder / "damaged.jsonl", "{\"format\":\"wua-trace\",\"version\":1,\"updates\":1}\n{\"title\":7}\n");
    refused("--replay " + (folder / "damaged.jsonl").string(), "line 2 of the trace needs 'files'");
}

TEST_CASE("what the poller recorded it shows again, results and story included", "[poller]")
{
    const nginx server;
    const temporary_folder folder;
    write_file(server.root() / "a.bin", some_bytes(300'000));
    const std::string record = (folder / "job.jsonl").string();
    const std::string trace = (folder / "why.jsonl").string();
    const ended_program original = run("-o " + folder.path().string() + " --record " + record + " --trace " + trace +
                                       ' ' + server.url("a.bin") + "?token=secret " + server.url("missing.bin"));
    INFO(original.output);
    CHECK(original.status == 1);

    const std::vector<nlohmann::json> story = lines_of(read_file(trace));
    REQUIRE(story.size() == 3);
    CHECK(story[0] == nlohmann::json({{"format", "wua-story"}, {"version", 1}}));
    CHECK(story[1]["status"] == 200);
    CHECK(story[1]["bytes"] == 300'000);
    CHECK(story[1]["protocol"] == "HTTP/1.1");
    CHECK(story[1]["address"].get<std::string>().starts_with("127.0.0.1:"));
    CHECK(story[1]["first_byte_ms"] > 0);
    CHECK(story[1]["decision"] == "complete");
    CHECK(story[2]["status"] == 404);
    CHECK(story[2]["decision"] == "give_up");
    CHECK(read_file(trace).find("secret") == std::string::npos);
    CHECK(read_file(record).find("secret") == std::string::npos);

    const std::string second = (folder / "again.jsonl").string();
    const std::string retold = (folder / "retold.jsonl").string();
    const ended_program again = run("--replay " + record + " --speed 100 --record " + second + " --trace " + retold);
    INFO(again.output);
    CHECK(again.status == 1);
    const auto results = [](const std::string& output) { return output.substr(output.find("  1. ")); };
    CHECK(results(again.output) == results(original.output));
    CHECK(read_file(second) == read_file(record));
    CHECK(lines_of(read_file(retold)).size() == 3);
}

TEST_CASE("a trace whose job was killed is shown as far as it goes", "[poller]")
{
    const temporary_folder folder;
    const std::string record = (folder / "job.jsonl").string();
    write_file(folder / "job.jsonl", "{\"format\":\"wua-trace\",\"version\":1,\"updates\":1}\n"
                                     "{\"title\":\"A\",\"files\":[10]}\n"
                                     "{\"at\":0,\"event\":\"bytes\",\"update\":0,\"bytes\":7}\n");
    const ended_program ended = run("--replay " + record);
    CHECK(ended.status == 1);
    CHECK_THAT(ended.output, ContainsSubstring("ends before its job did"));
    CHECK_THAT(ended.output, ContainsSubstring("the recording ends here"));
}

TEST_CASE("a manifest that must be signed is downloaded if it is, else nothing starts", "[poller]")
{
    if (!wua_test::minisign_signer::is_there())
    {
        return skip("there is no minisign");
    }
    const nginx server;
    const temporary_folder folder;
    const wua_test::minisign_signer signer;
    const wua_test::minisign_signer other;
    const std::filesystem::path manifest = folder / "manifest.json";
    write_file(server.root() / "a.bin", "good");
    const auto publish = [&](int version) {
        write_file(manifest, R"({"name": "app", "version": )" + std::to_string(version) +
                                 R"(, "expires": "2199-01-01T00:00:00Z", "updates": [{"url": ")" + server.url("a.bin") +
                                 R"("}]})");
        signer.sign_file(manifest);
    };
    const std::string always = "--manifest " + manifest.string() + " -o " + (folder / "out").string() +
                               " --manifest-state " + (folder / "seen").string() + " --signed-by ";
    const auto refused = [&](const std::string& arguments, const std::string& message) {
        const ended_program ended = run(arguments);
        CHECK(ended.status == 2);
        CHECK_THAT(ended.output, ContainsSubstring(message));
    };
    publish(2);
    refused(always + other.public_key_file().string(), "which is not trusted");
    refused(always + signer.secret_key_file().string(), "is a secret key of minisign");
    refused(always + "RWQnonsense", "the key of --signed-by is not a file, and is not a public key of minisign");
    refused(always + signer.public_key_line() + " --signature /nowhere", "the signature '/nowhere' cannot be read");
    refused(always + signer.public_key_line() + " --manifest-name other", "is that of 'app', not of 'other'");
    refused("--manifest-state a http://127.0.0.1/a", "need --signed-by");
    refused("--signed-by a http://127.0.0.1/a", "needs --manifest");
    CHECK_FALSE(std::filesystem::exists(folder / "out"));
    CHECK_FALSE(std::filesystem::exists(folder / "seen"));

    const ended_program ended =
        run(always + other.public_key_file().string() + " --signed-by " + signer.public_key_line());
    INFO(ended.output);
    CHECK(ended.status == 0);
    CHECK(read_file(folder / "out/a.bin") == "good");
    publish(1);
    refused(always + signer.public_key_file().string(), "was rolled back: it is of version 1");
    write_file(manifest, "{}");
    refused(always + signer.public_key_file().string(), "does not match its signature");
}

TEST_CASE("the help shows examples and the exit statuses", "[poller]")
{
    const ended_program ended = run("--help");
    CHECK(ended.status == 0);
    CHECK_THAT(ended.output, ContainsSubstring("poller --manifest updates.json --json"));
    CHECK_THAT(ended.output, ContainsSubstring("3 the output could not be written"));
    CHECK_THAT(ended.output, ContainsSubstring("130 aborted by Ctrl-C"));
}

TEST_CASE("the poller sends credentials, and no secret is on its command line", "[poller]")
{
    const nginx server("location /login { auth_basic files; auth_basic_user_file users; }"
                       "location /key { if ($http_x_key != s3cr3t) { return 403; } }"
                       "location /token { if ($http_authorization != \"Bearer s3cr3t\") { return 403; } }");
    const temporary_folder folder;
    for (const char* const name : {"login", "key", "token"})
    {
        write_file(server.root() / name, name);
    }
    write_file(server.root().parent_path() / "users", "user:{PLAIN}s3cr3t\n");
    write_file(folder / "secret", "s3cr3t\n");
    write_file(folder / "headers", "X-Key: s3cr3t\r\n\n");
    write_file(folder / "netrc", "machine 127.0.0.1 login user password s3cr3t\n");
    const std::string path = folder.path().string() + '/';
    const std::string out = "-o " + path + "out ";
    for (const std::string& arguments :
         {"--user user --password-file " + path + "secret " + server.url("login"),
          "--basic --user user --password-file " + path + "secret " + server.url("login"),
          "--netrc " + path + "netrc " + server.url("login"), "--header-file " + path + "headers " + server.url("key"),
          "--header 'X-Key: s3cr3t' " + server.url("key"), "--bearer-file " + path + "secret " + server.url("token"),
          "--resolve host.wua.test:" + server.url("").substr(17, server.url("").size() - 18) +
              ":127.0.0.1 -4 --interface lo --tls-min 1.2 --no-proxy '*' --header 'X-Key: s3cr3t' "
              "http://host.wua.test" +
              server.url("key").substr(16)})
    {
        const ended_program ended = run(out + arguments);
        INFO(arguments << '\n' << ended.output);
        CHECK(ended.status == 0);
        CHECK(ended.output.find("s3cr3t") == std::string::npos);
    }
    CHECK(run(out + "--user user " + server.url("login"), "WUA_PASSWORD=s3cr3t").status == 0);
    CHECK(run(out + server.url("token"), "WUA_BEARER_TOKEN=s3cr3t").status == 0);
    CHECK(run(out + server.url("login")).status == 1);
    write_file(folder / "manifest",
               R"([{"url": ")" + server.url("key") + R"(", "file": "m", "headers": {"X-Key": "s3cr3t"}}])");
    CHECK(run(out + "--manifest " + path + "manifest").status == 0);
    CHECK(read_file(folder / "out/m") == "key");
}

TEST_CASE("the poller tries its directory without creating anything, which might stay if it is killed", "[poller]")
{
    const temporary_folder folder;
    const int watch = ::inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    REQUIRE(watch >= 0);
    REQUIRE(::inotify_add_watch(watch, folder.path().c_str(), IN_CREATE | IN_MOVED_TO) >= 0);
    CHECK(run("-o " + folder.path().string() + " --https-only http://127.0.0.1:1/a").status == 1);
    char event[4096];
    CHECK(::read(watch, event, sizeof event) < 0); // there was none
    CHECK(errno == EAGAIN);
    ::close(watch);
}

TEST_CASE("the poller downloads from an international host", "[poller]")
{
    if ((curl_version_info(CURLVERSION_NOW)->features & CURL_VERSION_IDN) == 0)
    {
        skip("this libcurl was built without IDN");
        return;
    }
    const nginx server;
    const temporary_folder folder;
    write_file(server.root() / "a", "content");
    const std::string port = server.url("").substr(17, server.url("").size() - 18);
    const std::string arguments = "-o " + folder.path().string() + "/out --resolve b\u00FCcher.example:" + port +
                                  ":127.0.0.1 http://b\u00FCcher.example:" + port + "/a";
    for (const char* const locale : {"LC_ALL=C", "LC_ALL=C.UTF-8", "LC_ALL=tr_TR.ISO-8859-9"})
    {
        const ended_program ended = run(arguments, locale);
        INFO(locale << '\n' << ended.output);
        CHECK(ended.status == 0);
        CHECK(read_file(folder / "out/a") == "content");
        std::filesystem::remove(folder / "out/a");
    }
}

TEST_CASE("invalid options about requests are bad usage, and no secret is printed", "[poller]")
{
    const temporary_folder folder;
    write_file(folder / "secret", "s3cr3t\n");
    write_file(folder / "wrong", "machine s3cr3t s3cr3t\n");
    write_file(folder / "manifest", R"([{"url": "http://host/a", "headers": {"Host": "s3cr3t"}}])");
    const std::string path = folder.path().string() + '/';
    struct refusal
    {
        std::string arguments;
        const char* sentence;
    };
    for (const refusal& each :
         {refusal{"--header s3cr3t", "--header: a header has no colon"},
          refusal{"--header 'X Y: s3cr3t'", "the name of the header 'X' continues with"},
          refusal{"--header 'Host: s3cr3t'", "the header 'Host' is set by the engine itself"},
          refusal{"--header-file " + path + "missing", "--header-file: the file '"},
          refusal{"--user user", "--user needs --password-file, or the password in WUA_PASSWORD"},
          refusal{"--password-file " + path + "secret", "--password-file needs --user"},
          refusal{"--netrc " + path + "wrong", "line 1 of the netrc file: this is neither machine"},
          refusal{"--basic", "--basic needs --user"}, refusal{"--key " + path + "secret", "--key needs --cert"},
          refusal{"--key-password-file " + path + "secret", "--key-password-file needs --cert"},
          refusal{"--cert " + path + "secret", "there is no certificate in PEM format"},
          refusal{"--proxy user:s3cr3t@host:3128", "this is not a proxy such as http://host:3128"},
          refusal{"--resolve host:x:127.0.0.1", "--resolve: 'host:x:127.0.0.1' is not HOST:PORT:ADDRESS"},
          refusal{"--resolve host:80:elsewhere", "this is not an IP address for the host 'host': 'elsewhere'"},
          refusal{"--pin sha256//short", "this is not a pin of a public key"}, refusal{"--tls-min 1.1", "--tls-min"},
          refusal{"-4 -6", "excludes"}})
    {
        const ended_program ended = run("-o " + path + "out " + each.arguments + " http://127.0.0.1:9/a");
        INFO(each.arguments << '\n' << ended.output);
        CHECK(ended.status == 2);
        CHECK_THAT(ended.output, ContainsSubstring(each.sentence));
        CHECK(ended.output.find("s3cr3t") == std::string::npos);
    }
    const ended_program ended = run("-o " + path + "out --manifest " + path + "manifest");
    CHECK(ended.status == 2);
    CHECK_THAT(ended.output, ContainsSubstring("'headers' cannot be sent: the header 'Host' is"));
}

TEST_CASE("another program controls the poller by lines on its standard input", "[poller][pause]")
{
    const ended_program ended =
        run("--commands --json --speed 3 --interval 1",
            "printf 'resume 1\\npause 9\\npause 2 3\\ndance\\nlimit "
            "5X\\npriority urgent\\npause\\npause 2\\nresume\\nresume "
            "2\\n' |");
    INFO(ended.output);
    CHECK(ended.status == 0);
    CHECK_THAT(ended.output, ContainsSubstring("poller: 'pause 9': the updates are numbered from 1 to 5\n"));
    CHECK_THAT(ended.output, ContainsSubstring("poller: 'pause 2 3' has too many words\n"));
    CHECK_THAT(ended.output, ContainsSubstring("poller: 'dance' is not a command; there are pause, resume,"));
    CHECK_THAT(ended.output, ContainsSubstring("poller: limit: '5X' is not a number of bytes per second"));
    CHECK_THAT(ended.output,
               ContainsSubstring("poller: 'urgent' is not a priority; there are low, normal, high and extra-high"));
}

TEST_CASE("a job that is paused by a command says so, and ends when it is aborted by another", "[poller][pause]")
{
    const ended_program ended =
        run_and_tell("--commands --json --interval 5 --speed 0.05", "pause", "\"state\":\"paused\"", "abort");
    INFO(ended.output);
    CHECK(ended.status == 130);
    CHECK_THAT(ended.output, ContainsSubstring("\"state\":\"paused\""));
    CHECK_THAT(ended.output, ContainsSubstring("\"result\":\"aborted\""));
}

TEST_CASE("nothing is downloaded outside of the hours, and invalid limits and hours are refused", "[poller][pause]")
{
    const temporary_folder folder;
    // Two hours from now, whichever hour that is.
    const ended_program waits = run_and_tell(
        "--commands --json --interval 5 -o " + folder.path().string() +
            " --hours $(date -d '+2 hours' +%H:%M)-$(date -d '+3 hours' +%H:%M) http://127.0.0.1:1/a",
        "resume", "\"pause_reason\":\"outside of ", "abort");
    INFO(waits.output);
    CHECK(waits.status == 130);
    CHECK_THAT(waits.output, ContainsSubstring("\"pause_reason\":\"outside of "));
    for (const char* wrong : {"--hours 22", "--hours 25:00-06:00", "--hours 06:00-06:00", "--hours x-y", "--limit fast",
                              "--limit -1", "--limit 99999999999G", "--limit ''"})
    {
        const ended_program refused = run(std::string(wrong) + " http://127.0.0.1:1/a");
        INFO(wrong << ": " << refused.output);
        CHECK(refused.status == 2);
    }
    CHECK(run("--limit 1K").status == 2); // nothing is simulated of it
}
