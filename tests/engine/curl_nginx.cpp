// SPDX-License-Identifier: MIT
// curl_engine against nginx, the server that behaves well: versions of HTTP, ranges, very many and very large files.

#include "engine/curl_fixture.hpp"
#include <wua/engine/curl_engine.hpp>
#include <wua/engine/disk/disk_errors.hpp>
#include <wua/engine/disk/download_journal.hpp>
#include <wua/engine/disk/file_name.hpp>
#include <wua/objects/to_update_item.hpp>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

using namespace wua_test;
using Catch::Matchers::ContainsSubstring;

namespace
{

const nginx_authority& authority()
{
    static const nginx_authority made;
    return made;
}

wua::curl_options options_for(const temporary_folder& output)
{
    wua::curl_options options = quick_options(output.path());
    options.ca_file = authority().ca_file();
    return options;
}

// Aborts the download as soon as it has something, which it stores with its journal.
void begin_and_abort(wua::curl_options options, const wua::update_pointer& update)
{
    options.engine_bandwidth = 1'000'000;
    wua::curl_engine engine(options);
    watched_job job(update);
    engine.start(job.transfer());
    REQUIRE(job.wait_for([](const auto& snapshot) { return snapshot.bytes_downloaded() > 0; }));
    job.ledger().request_abort();
    REQUIRE(job.wait());
    REQUIRE(job.result() == wua::outcome::aborted());
}

std::string tail_of(const std::filesystem::path& file, std::size_t size)
{
    std::ifstream stream(file, std::ios::binary);
    stream.seekg(-static_cast<std::streamoff>(size), std::ios::end);
    std::string bytes(size, '\0');
    stream.read(bytes.data(), static_cast<std::streamsize>(size));
    return bytes;
}

} // namespace

TEST_CASE("nginx is spoken to in the version of HTTP that is wanted", "[curl_engine]")
{
    const nginx server({}, &authority());
    const std::string content = some_bytes(400'000);
    write_file(server.root() / "a", content);
    struct wish
    {
        std::string url;
        wua::http_version version;
        std::string logged;
    };
    std::ptrdiff_t requests = 0;
    for (const wish& one :
         {wish{server.url("a"), wua::http_version::automatic, "HTTP/1.1\" 200"},
          wish{server.tls_url("a"), wua::http_version::automatic, has_http_2() ? "HTTP/2.0\" 200" : "HTTP/1.1\" 200"},
          wish{server.tls_url("a"), wua::http_version::http_1_1, "HTTP/1.1\" 200"}})
    {
        temporary_folder output;
        wua::curl_options options = options_for(output);
        options.version = one.version;
        wua::curl_engine engine(options);
        watched_job job(to_update_item(one.url, content));
        engine.start(job.transfer());
        REQUIRE(job.wait());
        CHECK(job.result() == wua::outcome::succeeded());
        CHECK(has_content(output / "a", content));
        const std::string log = server.access_log(++requests);
        CHECK_THAT(log.substr(log.rfind('\n', log.size() - 2) + 1), ContainsSubstring(one.logged));
    }
}

TEST_CASE("a download from nginx is continued by a range, with HTTP/1.1 and HTTP/2", "[curl_engine]")
{
    if (!has_http_2())
    {
        skip(no_http_2);
        return;
    }
    const nginx server({}, &authority());
    const std::string content = some_bytes(1'500'000);
    write_file(server.root() / "a", content);
    for (const bool has_digest : {true, false})
    {
        for (const bool is_tls : {true, false})
        {
            INFO("tls " << is_tls << ", digest " << has_digest);
            const std::string url = is_tls ? server.tls_url("a") : server.url("a");
            const wua::update_pointer update =
                has_digest ? to_update_item(url, content) : wua::make_item("an update", url);
            temporary_folder output;
            begin_and_abort(options_for(output), update);
            const auto kept = std::filesystem::file_size(output / "a.part");
            REQUIRE(kept > 0);
            REQUIRE(kept < content.size());
            wua::curl_engine engine(options_for(output));
            watched_job job(update);
            engine.start(job.transfer());
            REQUIRE(job.wait());
            CHECK(job.result() == wua::outcome::succeeded());
            CHECK(job.ledger().progress_of(0).attempt == 1);
            CHECK(has_content(output / "a", content));
        }
    }
    const std::string log = server.access_log(8);
    std::size_t continued[2] = {};
    for (std::size_t at = log.find("\" 206 "); at != std::string::npos; at = log.find("\" 206 ", at + 1))
    {
        ++continued[log.substr(at - 3, 3) == "2.0" ? 1 : 0];
    }
    CHECK(continued[0] == 2);
    CHECK(continued[1] == 2);
}

TEST_CASE("the room that a running download will still take is not given to another", "[curl_engine]")
{
    const nginx server;
    temporary_folder output;
    const std::uint64_t size = std::filesystem::space(output.path()).available / 4 * 3;
    for (const char* const name : {"first", "second"})
    {
        write_file(server.root() / name, "");
        std::filesystem::resize_file(server.root() / name, size); // a hole, which takes no room
    }
    wua::curl_options options = options_for(output);
    options.engine_bandwidth = 1'000'000;
    wua::curl_engine engine(options);
    watched_job first(wua::make_item("an update", server.url("first")));
    engine.start(first.transfer());
    REQUIRE(first.wait_for([](const auto& snapshot) { return snapshot.bytes_downloaded() > 0; }));
    watched_job second(wua::make_item("an update", server.url("second")));
    engine.start(second.transfer());
    REQUIRE(second.wait());
    CHECK(second.result().hresult == wua::error_disk_full);
    first.ledger().request_abort();
    REQUIRE(first.wait());
    CHECK(first.result() == wua::outcome::aborted());
}

TEST_CASE("a download is continued beyond four gigabytes", "[curl_engine]")
{
    constexpr std::uint64_t size = 5'000'000'000;
    constexpr std::uint64_t had = size - 1'000'000;
    const std::string end = some_bytes(1'500'000);
    const nginx server({}, &authority());
    write_file(server.root() / "large", "");
    std::filesystem::resize_file(server.root() / "large", size - end.size()); // a hole, which takes no room
    std::ofstream(server.root() / "large", std::ios::binary | std::ios::app) << end;
    for (const std::string& url : {server.url("large"), server.tls_url("large")})
    {
        INFO(url);
        temporary_folder output;
        wua::curl_options options = options_for(output);
        options.checks_free_space = false;
        const wua::update_pointer update = wua::make_item("an update", url, size);
        begin_and_abort(options, update);

        // As if nearly everything had come: a hole like the server's, and a journal that says so.
        std::optional<wua::detail::download_journal> journal =
            wua::detail::download_journal::from_text(read_file(output / "large.part.journal"));
        REQUIRE(journal.has_value());
        CHECK(journal->total == size);
        journal->bytes = had;
        write_file(output / "large.part.journal", journal->to_text());
        std::filesystem::resize_file(output / "large.part", had - 500'000);
        std::ofstream(output / "large.part", std::ios::binary | std::ios::app) << end.substr(0, 500'000);

        wua::curl_engine engine(options);
        watched_job job(update);
        engine.start(job.transfer());
        REQUIRE(job.wait(60s));
        CHECK(job.result() == wua::outcome::succeeded());
        CHECK(job.ledger().progress_of(0).bytes_downloaded == size);
        CHECK(job.ledger().progress_of(0).attempt == 1);
        CHECK(std::filesystem::file_size(output / "large") == size);
        CHECK(tail_of(output / "large", end.size()) == end);
    }
    const std::string log = server.access_log(4);
    CHECK_THAT(log, ContainsSubstring("HTTP/1.1\" 206 1000000 "));
    CHECK_THAT(log, ContainsSubstring("HTTP/2.0\" 206 1000000 "));
}

TEST_CASE("ten thousand small files are downloaded and verified", "[curl_engine]")
{
#ifdef __SANITIZE_THREAD__
    constexpr std::size_t count = 1'000; // with ThreadSanitizer each takes more than ten times as long
#else
    constexpr std::size_t count = 10'000;
#endif
    const nginx server("access_log off;");
    std::vector<wua::update_pointer> updates;
    for (std::uint32_t i = 0; i != count; ++i)
    {
        const std::string content = some_bytes(100 + i % 50, i);
        write_file(server.root() / std::to_string(i), content);
        updates.push_back(to_update_item(server.url(std::to_string(i)), content));
    }
    temporary_folder output;
    wua::curl_options options = quick_options(output.path());
    options.loops = 2;
    options.sync = wua::sync_policy::never;
    wua::curl_engine engine(options);
    watched_job job(std::move(updates));
    engine.start(job.transfer());
    REQUIRE(job.wait(100s));
    CHECK(job.ledger().result() == wua::outcome::succeeded());
    CHECK(names_in(output.path()).size() == count);
    CHECK(has_content(output / "711", some_bytes(100 + 711 % 50, 711)));
}

TEST_CASE("a file beyond four gigabytes has the right size", "[.][long][curl_engine]")
{
    const nginx server;
    constexpr std::uint64_t size = 5'000'000'000;
    write_file(server.root() / "sparse", "");
    std::filesystem::resize_file(server.root() / "sparse", size);
    temporary_folder output;
    wua::curl_engine engine(quick_options(output.path()));
    watched_job job(wua::make_item("an update", server.url("sparse"), size));
    engine.start(job.transfer());
    REQUIRE(job.wait(600s));
    CHECK(job.result() == wua::outcome::succeeded());
    CHECK(job.ledger().progress_of(0).bytes_downloaded == size);
    CHECK(std::filesystem::file_size(output / "sparse") == size);
}

TEST_CASE("over HTTP/2 a stream that ends without a length is not taken for the whole", "[curl_engine]")
{
    if (!has_http_2())
    {
        skip(no_http_2);
        return;
    }
    // What the server includes has no length; libcurl takes a stream that was reset without an error for a whole one.
    const nginx server("ssi on; ssi_types *;", &authority());
    const std::string content = some_bytes(5U << 20U);
    write_file(server.root() / "a", content);
    temporary_folder output;
    {
        wua::curl_engine engine(options_for(output));
        watched_job job(wua::make_item("an update", server.tls_url("a")));
        engine.start(job.transfer());
        REQUIRE(job.wait());
        CHECK(job.result() == wua::outcome::succeeded());
        CHECK(job.ledger().progress_of(0).attempt == 1);
    }
    CHECK(has_content(output / "a", content));
    const std::string log = server.access_log(2);
    CHECK_THAT(log, ContainsSubstring("HTTP/2.0\" 200"));
    CHECK_THAT(log, ContainsSubstring("HTTP/1.1\" 200"));
}
