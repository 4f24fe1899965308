// SPDX-License-Identifier: MIT
// The engine that downloads. libcurl and OpenSSL have allocators of their own, which do not fail here.

#include "engine/scratch_directory.hpp"
#include "engine/zsync_text.hpp"
#include "torture/oom_download.hpp"
#include "torture/oom_job.hpp"
#include "torture/oom_point.hpp"
#include "torture/oom_server.hpp"
#include <wua/engine/content/digest_hasher.hpp>
#include <wua/engine/curl_engine.hpp>
#include <wua/engine/memory_sink.hpp>
#include <wua/engine/unfinished_download.hpp>
#include <wua/model/file_details.hpp>
#include <wua/model/file_result.hpp>
#include <wua/model/request_details.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace
{

using oom::point;
using oom::stalling_server;
using namespace std::chrono_literals;

constexpr std::size_t small = 300'000;
constexpr const char* refused = "http://127.0.0.1:1/a-name-that-is-too-long-for-the-place-inside-a-string";

wua::curl_options options_for(const std::filesystem::path& directory)
{
    wua::curl_options options;
    options.directory = directory;
    options.allows_file_urls = true;
    options.loops = 2;
    options.retry.first_delay = 1ms;
    options.journal_from = 1;
    options.journal_every = 1ms;
    options.preallocation = wua::file_allocation::full;
    return options;
}

// Half of what the head promises, and no more.
std::string half_an_answer(std::string_view)
{
    return "HTTP/1.1 200 OK\r\nETag: \"a\"\r\nContent-Length: 2000\r\n\r\n" + std::string(1000, 'x');
}

// The whole content for any request with credentials.
std::string answer_to_who_is_known(std::string_view request)
{
    const std::string end = "\r\nConnection: close\r\nContent-Length: 1000\r\n\r\n" + std::string(1000, 'x');
    return (request.find("Authorization:") == std::string_view::npos
                ? "HTTP/1.1 401 Who?\r\nWWW-Authenticate: Digest realm=\"a realm that is too long for the place inside "
                  "a "
                  "string\", qop=\"auth\", nonce=\"n\""
                : "HTTP/1.1 200 OK") +
           end;
}

constexpr std::size_t bytes_in_pieces = 256U << 10U;
constexpr std::size_t first_piece = 16U << 10U;

// The beginning, or the range that is requested.
std::string answer_in_pieces(std::string_view request)
{
    const std::string content(bytes_in_pieces, 'x');
    constexpr std::string_view name = "\r\nRange: bytes=";
    const auto at = request.find(name);
    if (at == std::string_view::npos)
    {
        return "HTTP/1.1 200 OK\r\nETag: \"a\"\r\nAccept-Ranges: bytes\r\nConnection: close\r\nContent-Length: " +
               std::to_string(content.size()) + "\r\n\r\n" + content.substr(0, first_piece);
    }
    const std::string range(request.substr(at + name.size(), 64));
    std::size_t end_of_first = 0;
    const std::size_t first = std::stoul(range, &end_of_first);
    const bool is_open = range[end_of_first + 1] == '\r';
    const std::size_t last = is_open ? content.size() - 1 : std::stoul(range.substr(end_of_first + 1));
    return "HTTP/1.1 206 Partial Content\r\nETag: \"a\"\r\nConnection: close\r\nContent-Range: bytes " +
           std::to_string(first) + "-" + std::to_string(last) + "/" + std::to_string(content.size()) +
           "\r\nContent-Length: " + std::to_string(last - first + 1) + "\r\n\r\n" +
           content.substr(first, last - first + 1);
}

// Waits until what the server sends has arrived for one of the jobs, or nothing more can arrive.
void wait_for_bytes(const std::vector<std::shared_ptr<wua::detail::ledger>>& jobs)
{
    const oom::spared not_counted;
    const auto has_bytes = [](const auto& job) { return job->snapshot().bytes_downloaded() >= 1000; };
    const auto is_completed = [](const auto& job) { return job->is_completed(); };
    while (std::none_of(jobs.begin(), jobs.end(), has_bytes) && !std::all_of(jobs.begin(), jobs.end(), is_completed))
    {
        std::this_thread::sleep_for(100us);
    }
}

bool begin(point& at, std::optional<wua::curl_engine>& engine, const wua::curl_options& options)
{
    return at([&] { engine.emplace(options); });
}

void start(point& at, wua::curl_engine& engine, const std::shared_ptr<wua::detail::ledger>& job,
           wua::transfer_options options = {})
{
    if (!at.survives([&] { engine.start(wua::transfer(job, std::move(options))); }))
    {
        at.expect(job->is_completed(), "a transfer that was refused has not ended");
    }
}

// Creates an engine, has it end the job, and destroys it. Returns false if there was no memory for an engine.
bool run_to_end(point& at, const wua::curl_options& options, const std::shared_ptr<wua::detail::ledger>& job)
{
    std::optional<wua::curl_engine> engine;
    if (!begin(at, engine, options))
    {
        return false;
    }
    at.survives([&] {
        engine->start(wua::transfer(job));
        oom::wait_for_end(*job);
    });
    at.survives([&] { engine.reset(); });
    oom::check_ended(at, *job);
    return true;
}

void to_the_end(point& at)
{
    const scratch_directory scratch;
    const std::string content(small, 'x');
    const std::filesystem::path out = scratch.path() / "out";
    const auto source = [&](const char* name) {
        oom::write_file(scratch.path() / "from" / name, content);
        return "file://" + (scratch.path() / "from" / name).string();
    };
    oom::write_file(out / "found", content);
    oom::write_file(out / "replaced", std::string(small, 'y'));
    const std::array<const char*, 4> names{"checked", "unchecked", "found", "replaced"};
    std::vector<wua::update_pointer> items{
        wua::make_item("", source(names[0]), small, oom::sha256_of(content)),
        wua::make_item("", source(names[1])),
        wua::make_item("", source(names[2]), small, oom::sha256_of(content)),
        wua::make_item("", source(names[3]), small, oom::sha256_of(content)),
        wua::make_item("", refused, 10),
    };
    const auto job = std::make_shared<wua::detail::ledger>(std::move(items));
    const wua::curl_options options = options_for(out);
    if (!run_to_end(at, options, job))
    {
        return;
    }
    const wua::progress_snapshot last = job->snapshot();
    for (std::size_t index = 0; index != names.size(); ++index)
    {
        const wua::outcome result = last.result(index);
        if (result.hresult == wua::wu_e_dm_unexpected && oom::failed() != 0)
        {
            continue; // its transfer was refused
        }
        oom::check_result(at, result, wua::orcSucceeded);
        at.expect(!result.is_success() || oom::read_file(out / names[index]) == content, "a success without its file");
    }
    at.expect(last.result(names.size()).code == wua::orcFailed, "the refused update did not fail");
}

// Files with several digests, one of which is there already; a check accepts some of them and refuses others. One is
// still being checked when the engine ends.
void checked(point& at)
{
    const scratch_directory scratch;
    const std::string content(1000, 'x');
    const std::filesystem::path out = scratch.path() / "out";
    const std::array<const char*, 5> names{"good", "found", "refused", "kept", "slow"};
    std::vector<wua::update_pointer> items;
    for (const char* const name : names)
    {
        oom::write_file(scratch.path() / "from" / name, content);
        wua::update_item item;
        item.files.push_back({.urls = {"file://" + (scratch.path() / "from" / name).string()}});
        for (const auto algorithm : {wua::digest_algorithm::sha512, wua::digest_algorithm::blake2b_512})
        {
            wua::detail::digest_hasher hasher(algorithm);
            hasher.update(content.data(), content.size());
            item.files.back().add_digest(hasher.finish());
        }
        items.push_back(std::make_shared<const wua::update_item>(std::move(item)));
    }
    oom::write_file(out / "found", content);
    const auto slow = std::make_shared<wua::detail::ledger>(std::vector{items.back()});
    items.pop_back();
    const auto job = std::make_shared<wua::detail::ledger>(std::move(items));
    wua::curl_options options = options_for(out);
    std::atomic<bool> is_slow_asked{false};
    options.policy.requires_digest = true;
    options.policy.check = [&](const wua::finished_content& file) {
        const std::string name = file.path().stem().string();
        if (name == "slow")
        {
            is_slow_asked = true;
            while (!file.stop_token().stop_requested())
            {
                std::this_thread::sleep_for(100us);
            }
        }
        return name == "refused" ? wua::content_verdict::refused("a sentence that is longer than a string has inside")
               : name == "kept"  ? wua::content_verdict::refused("no", wua::refused_file::kept)
                                 : wua::content_verdict::accepted();
    };
    std::optional<wua::curl_engine> engine;
    if (!begin(at, engine, options))
    {
        return;
    }
    start(at, *engine, job);
    at.survives([&] { oom::wait_for_end(*job); });
    start(at, *engine, slow);
    at.survives([&] {
        while (!is_slow_asked && !slow->is_completed())
        {
            std::this_thread::sleep_for(100us);
        }
        engine.reset();
    });
    oom::check_ended(at, *job);
    oom::check_ended(at, *slow);
    const wua::progress_snapshot last = job->snapshot();
    for (std::size_t index = 0; index != job->size(); ++index)
    {
        const bool is_named = std::filesystem::exists(out / names[index]);
        at.expect(!last.result(index).is_success() || index < 2, "what the check refused is a success");
        at.expect(!is_named || index < 2, "what the check refused has its name");
        at.expect(!last.result(index).is_success() || oom::read_file(out / names[index]) == content,
                  "a success without its file");
        at.expect(oom::failed() != 0 || last.result(index).is_success() == (index < 2), "a result is not its own");
    }
    at.expect(!std::filesystem::exists(out / names.back()), "what was not checked to its end has its name");
}

std::string not_modified(std::string_view)
{
    return "HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n";
}

// Content that goes to memory, once right and once wrong, and a file that has not changed.
void to_sinks(point& at)
{
    const scratch_directory scratch;
    const stalling_server server(not_modified);
    const std::string content(small, 'x');
    const std::filesystem::path out = scratch.path() / "out";
    oom::write_file(scratch.path() / "from", content);
    oom::write_file(out / "known", content);
    std::array<std::shared_ptr<wua::memory_sink>, 2> sinks;
    std::vector<wua::update_pointer> items;
    for (std::shared_ptr<wua::memory_sink>& sink : sinks)
    {
        sink = std::make_shared<wua::memory_sink>(small);
        wua::update_item item;
        item.files.push_back({.urls = {"file://" + (scratch.path() / "from").string()}});
        item.files[0].digest = oom::sha256_of(items.empty() ? content : "other");
        item.files[0].details = std::make_shared<const wua::file_details>(wua::file_details{.sink = sink});
        items.push_back(std::make_shared<const wua::update_item>(std::move(item)));
    }
    wua::update_item known;
    known.files.push_back({.urls = {server.url("known")}});
    known.files[0].details = std::make_shared<const wua::file_details>(
        wua::file_details{.known = {.etag = "\"a-tag-that-is-longer-than-a-string-has-inside\""}});
    items.push_back(std::make_shared<const wua::update_item>(std::move(known)));
    const auto job =
        std::make_shared<wua::detail::ledger>(std::move(items), wua::detail::ledger_options{.keeps_files = true});
    if (!run_to_end(at, options_for(out), job))
    {
        return;
    }
    const wua::progress_snapshot last = job->snapshot();
    std::vector<wua::file_result> files;
    for (std::size_t index = 0; index != job->size(); ++index)
    {
        at.expect(last.result(index).is_success() == (index != 1) || oom::failed() != 0,
                  "an update has a result that is not its own"); // libcurl does not tell why a connection failed
        at([&] { files = job->files(index); });
        at.expect(files.size() <= 1 && (files.empty() || last.result(index).is_success() || oom::failed() != 0),
                  "a file is told of that is not complete");
    }
    const std::optional<std::string> taken = sinks[0]->take();
    at.expect(!last.result(0).is_success() || taken == content, "a success without its content");
    at.expect(!sinks[1]->take(), "a sink was told that wrong content is right");
    at.expect(oom::read_file(out / "known") == content, "a file that was not modified is not what it was");
}

// Several jobs that wait for a single slot.
void one_at_a_time(point& at)
{
    const scratch_directory scratch;
    wua::curl_options options = options_for(scratch.path() / "out");
    options.parallel = {2, 2, 1};
    options.sync = wua::sync_policy::never;
    std::vector<std::shared_ptr<wua::detail::ledger>> jobs;
    for (const char* name : {"a", "b", "c"})
    {
        std::vector<wua::update_pointer> items;
        for (const char* number : {"1", "2"})
        {
            const std::filesystem::path path = scratch.path() / (std::string(name) + number);
            oom::write_file(path, std::string(1000, 'x'));
            items.push_back(wua::make_item("", "file://" + path.string()));
        }
        jobs.push_back(std::make_shared<wua::detail::ledger>(std::move(items)));
    }
    std::optional<wua::curl_engine> engine;
    if (!begin(at, engine, options))
    {
        return;
    }
    for (const auto& job : jobs)
    {
        start(at, *engine, job);
    }
    at.survives([&] {
        for (const auto& job : jobs)
        {
            oom::wait_for_end(*job);
        }
        engine.reset();
    });
    for (const auto& job : jobs)
    {
        oom::check_ended(at, *job);
    }
}

void aborted(point& at)
{
    const scratch_directory scratch;
    const stalling_server server(half_an_answer);
    const wua::curl_options options = options_for(scratch.path() / "out");
    const auto running = std::make_shared<wua::detail::ledger>(std::vector<wua::update_pointer>{
        wua::make_item("", server.url("a"), 2000), wua::make_item("", server.url("b"), 2000, oom::sha256_of("b"))});
    const auto waiting = std::make_shared<wua::detail::ledger>(
        std::vector<wua::update_pointer>{wua::make_item("", server.url("c"), 2000)});
    const std::vector<std::shared_ptr<wua::detail::ledger>> only_running{running};
    std::optional<wua::curl_engine> engine;
    if (!begin(at, engine, options))
    {
        return;
    }
    at.survives([&] {
        engine->start(wua::transfer(running));
        wait_for_bytes(only_running);
        running->request_abort();
        oom::wait_for_end(*running);
    });
    at.expect(running->is_completed(), "an abort did not complete");
    at.survives([&] {
        waiting->request_abort(); // before it has begun
        engine->start(wua::transfer(waiting));
        oom::wait_for_end(*waiting);
    });
    at.survives([&] { engine.reset(); });
    oom::check_ended(at, *running);
    oom::check_ended(at, *waiting);
}

// One update has credentials, for the others the program is asked; one names a header that cannot be sent.
void identified(point& at)
{
    const scratch_directory scratch;
    const stalling_server server(answer_to_who_is_known);
    wua::curl_options options = options_for(scratch.path() / "out");
    options.requests.details.headers = {{"X-Name", "a value that is too long for the place inside a string"}};
    options.requests.resolver = {{"a-name-that-is-too-long-for-the-place-inside-a-string.test", 80, {"127.0.0.1"}}};
    options.requests.proxy.exceptions = {"127.0.0.1", "a-name-that-is-too-long-for-the-place-inside-a-string.test"};
    options.requests.ask = [](const wua::credentials_question&) {
        const oom::spared not_counted;
        return wua::credentials{"user", "a password that is too long for the place inside a string"};
    };
    std::vector<wua::update_pointer> items;
    for (const char* const name : {"a", "b", "c"})
    {
        wua::update_item item;
        item.files.push_back({.urls = {server.url(name)}, .size = 1000});
        if (items.empty())
        {
            item.requests = std::make_shared<wua::request_details>(
                wua::request_details{.login = wua::credentials{"user", "another password of some length"}});
        }
        items.push_back(std::make_shared<wua::update_item>(std::move(item)));
    }
    const auto job = std::make_shared<wua::detail::ledger>(std::move(items));
    if (!run_to_end(at, options, job))
    {
        return;
    }
    const wua::progress_snapshot last = job->snapshot();
    for (std::size_t index = 0; index != last.update_count(); ++index)
    {
        // Without memory the program is not asked, or libcurl opens no connection.
        at.expect(last.result(index).is_success() || oom::failed() != 0, "an update failed, although memory was there");
    }
}

// Of three updates for the same file the one that downloads it is aborted, and then its followers.
void shared(point& at)
{
    const scratch_directory scratch;
    const stalling_server server(half_an_answer);
    const wua::curl_options options = options_for(scratch.path() / "out");
    const wua::update_pointer item = wua::make_item("", server.url("a"), 2000, oom::sha256_of("a"));
    const auto first = std::make_shared<wua::detail::ledger>(std::vector{item});
    const auto others = std::make_shared<wua::detail::ledger>(std::vector{item, item});
    std::optional<wua::curl_engine> engine;
    if (!begin(at, engine, options))
    {
        return;
    }
    start(at, *engine, first);
    at.survives([&] { wait_for_bytes({first}); });
    start(at, *engine, others);
    at.survives([&] {
        first->request_abort();
        oom::wait_for_end(*first);
        wait_for_bytes({others});
    });
    at.expect(first->is_completed(), "an abort did not complete");
    at.survives([&] {
        others->request_abort();
        oom::wait_for_end(*others);
    });
    at.survives([&] { engine.reset(); });
    oom::check_ended(at, *first);
    oom::check_ended(at, *others);
}

// The engine ends while one update is running and others are waiting.
void destroyed(point& at)
{
    const scratch_directory scratch;
    const stalling_server server(half_an_answer);
    wua::curl_options options = options_for(scratch.path() / "out");
    options.parallel = {1, 1, 1};
    std::vector<std::shared_ptr<wua::detail::ledger>> jobs;
    for (const char* name : {"a", "b"})
    {
        jobs.push_back(std::make_shared<wua::detail::ledger>(std::vector<wua::update_pointer>{
            wua::make_item("", server.url(name), 2000),
            wua::make_item("", server.url(name + std::string("2")), 2000)}));
    }
    std::optional<wua::curl_engine> engine;
    if (!begin(at, engine, options))
    {
        return;
    }
    for (const auto& job : jobs)
    {
        start(at, *engine, job);
    }
    at.survives([&] {
        wait_for_bytes(jobs);
        engine.reset();
    });
    for (const auto& job : jobs)
    {
        oom::check_ended(at, *job);
    }
}

void unfinished(point& at)
{
    const scratch_directory scratch;
    const auto job = [&] {
        const stalling_server server(half_an_answer);
        auto made = std::make_shared<wua::detail::ledger>(
            std::vector<wua::update_pointer>{wua::make_item("", server.url("a"), 2000, oom::sha256_of("a"))});
        wua::curl_engine engine(options_for(scratch.path()));
        engine.start(wua::transfer(made));
        wait_for_bytes({made});
        made->request_abort();
        oom::wait_for_end(*made);
        return made;
    }();
    std::vector<wua::unfinished_download> found;
    if (at([&] { found = wua::list_unfinished(scratch.path()); }))
    {
        at.expect(found.size() == 1 && found.front().id == "a", "an unfinished download was left out");
    }
    wua::update_pointer again;
    if (at([&] { again = wua::resume_unfinished(scratch.path(), "a"); }))
    {
        at.expect(again && again->files.size() == 1, "an unfinished download was not found");
    }
    bool is_dropped = false;
    if (at([&] { is_dropped = wua::drop_unfinished(scratch.path(), "a"); }))
    {
        at.expect(is_dropped && wua::list_unfinished(scratch.path()).empty(), "what was dropped is still there");
    }
}

// With the first connection and additional ones.
void in_pieces(point& at)
{
    const scratch_directory scratch;
    const std::string content(bytes_in_pieces, 'x');
    const stalling_server server(answer_in_pieces, content.substr(first_piece));
    wua::curl_options options = options_for(scratch.path() / "out");
    options.journal_every = 1h;
    options.sync = wua::sync_policy::never;
    options.segments = {.max_per_file = 3, .min_bytes = 16U << 10U};
    const auto job = std::make_shared<wua::detail::ledger>(std::vector<wua::update_pointer>{
        wua::make_item("", server.url("a"), bytes_in_pieces, oom::sha256_of(content))});
    if (!run_to_end(at, options, job))
    {
        return;
    }
    const wua::outcome result = job->snapshot().result(0);
    at.expect(result.is_success() || oom::failed() != 0, "an update failed, although memory was there");
    at.expect(
        !result.is_success() || oom::read_file(scratch.path() / "out" / "a") == content, "a success without its file");
}

// While the first connection waits, running out of memory ends only the additional ones.
void beside_one_that_waits(point& at)
{
    const scratch_directory scratch;
    const std::string content(bytes_in_pieces, 'x');
    stalling_server server(answer_in_pieces, content.substr(first_piece), true);
    wua::curl_options options = options_for(scratch.path() / "out");
    options.loops = 1;
    options.journal_every = 1h;
    options.journal_from = 1U << 30U;
    options.sync = wua::sync_policy::never;
    options.segments = {.max_per_file = 3, .min_bytes = 16U << 10U};
    const auto job = std::make_shared<wua::detail::ledger>(std::vector<wua::update_pointer>{
        wua::make_item("", server.url("a"), bytes_in_pieces, oom::sha256_of(content))});
    wua::curl_engine engine(options);
    engine.start(wua::transfer(job));
    const auto bytes = [&] {
        const oom::spared not_counted;
        return job->snapshot().bytes_downloaded();
    };
    while (bytes() < first_piece)
    {
        std::this_thread::sleep_for(100us);
    }
    at.survives([&] {
        constexpr auto patience = 150ms;
        constexpr auto long_enough = 25ms; // without new bytes
        const auto began = std::chrono::steady_clock::now();
        auto changed = began;
        std::uint64_t last = first_piece;
        for (auto now = began; now - began < patience && (last == first_piece || now - changed < long_enough);
             now = std::chrono::steady_clock::now())
        {
            changed = std::exchange(last, bytes()) == last ? changed : now;
            std::this_thread::sleep_for(1ms);
        }
    });
    server.release();
    oom::wait_for_end(*job);
    oom::check_ended(at, *job);
    at.expect(job->snapshot().result(0).is_success(), "what a helper lacked has cost the file");
    at.expect(oom::read_file(scratch.path() / "out" / "a") == content, "a success without its file");
}

// Of one file an older version contains everything, of another one nothing; the third one's control file is invalid.
void seeded(point& at)
{
    const scratch_directory scratch;
    const std::filesystem::path out = scratch.path() / "out";
    const std::filesystem::path from = scratch.path() / "from";
    const std::array<const char*, 3> names{"whole", "partly", "not"};
    const std::string content(10'000, 'x');
    std::vector<wua::update_pointer> items;
    for (const char* const name : names)
    {
        const bool is_whole = items.empty();
        oom::write_file(from / name, content);
        oom::write_file(from / "control", wua_test::zsync_text(content));
        oom::write_file(from / "no-control", "this is not what is wanted");
        oom::write_file(
            out / name, is_whole ? content + "and more" : std::string(3'000, 'y') + content.substr(0, 5'000));
        wua::update_item item;
        item.files.push_back(
            {.urls = {"file://" + (from / name).string()}, .size = content.size(), .digest = oom::sha256_of(content)});
        item.files.back().seed = wua::content_seed{
            .control_url = "file://" + (from / (items.size() == 2 ? "no-control" : "control")).string()};
        items.push_back(std::make_shared<const wua::update_item>(std::move(item)));
    }
    const auto job = std::make_shared<wua::detail::ledger>(std::move(items));
    if (!run_to_end(at, options_for(out), job))
    {
        return;
    }
    const wua::progress_snapshot last = job->snapshot();
    for (std::size_t index = 0; index != names.size(); ++index)
    {
        const wua::outcome result = last.result(index);
        at.expect(!result.is_success() || oom::read_file(out / names[index]) == content, "a success without its file");
        at.expect(result.is_success() || oom::failed() != 0, "an update failed, although memory was there");
    }
}

constexpr std::array operations{
    oom::operation{"curl engine", to_the_end},
    oom::operation{"curl engine: one at a time", one_at_a_time},
    oom::operation{"curl engine aborted", aborted},
    oom::operation{"curl engine: one file for several", shared},
    oom::operation{"curl engine destroyed", destroyed},
    oom::operation{"curl engine: unfinished downloads", unfinished},
    oom::operation{"curl engine that says who asks", identified},
    oom::operation{"curl engine: checks", checked},
    oom::operation{"curl engine: sinks and what has not changed", to_sinks},
    oom::operation{"curl engine: one file in pieces", in_pieces},
    oom::operation{"curl engine: one file in pieces beside one that waits", beside_one_that_waits},
    oom::operation{"curl engine: seeds", seeded},
};

} // namespace

std::span<const oom::operation> oom::curl_operations()
{
    return operations;
}
