// SPDX-License-Identifier: MIT
// Starts a job over some updates, polls it until it is completed and prints the result of each update.

#include "control.hpp"
#include "known_files.hpp"
#include "machine_outputs.hpp"
#include "manifest.hpp"
#include "request_flags.hpp"
#include "shown_progress.hpp"
#include "swarm_flags.hpp"
#include "used_options.hpp"
#include "writable_directory.hpp"
#include <wua/engine/curl_engine.hpp>
#include <wua/engine/download_policy.hpp>
#include <wua/engine/printable_url.hpp>
#include <wua/engine/recording_engine.hpp>
#include <wua/engine/story_json.hpp>
#include <wua/engine/trace_json.hpp>
#include <wua/text/text.hpp>
#include <wua/wua.hpp>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

namespace
{

using namespace std::chrono_literals;
using poller::usage_error;

// Exit statuses.
constexpr int all_succeeded = 0;
constexpr int some_failed = 1;
constexpr int bad_usage = 2;
constexpr int output_failed = 3;
constexpr int was_aborted = 130;

struct options
{
    std::vector<std::string> urls;
    std::array<std::vector<std::string>, std::size(wua::digest_algorithms)> digests; // one for each URL, in order
    std::vector<std::string> control_urls;                                           // zsync control files, likewise
    std::vector<std::string> seeds;       // older versions for these, likewise
    std::vector<std::string> torrents;    // torrents, as URLs or files, likewise
    std::vector<std::string> info_hashes; // for these torrents, likewise
    poller::swarm_flags swarm;
    std::string engine;
    std::string directory = ".";
    poller::manifest_arguments manifest;
    std::string ca_file;
    bool is_private = false;
    bool preallocates = false;
    std::string etags;
    std::string trace;  // file for the story of each download
    std::string record; // file for a recording of everything the engine reported
    std::string replay; // a recording to be played
    int interval = 100; // milliseconds between two polls
    std::size_t parallel = 4;
    std::size_t segments = wua::segment_options().max_per_file;
    double speed = 1; // how many times faster than real time the simulation runs
    poller::machine_flags machines;
    std::function<void(const std::function<void(bool)>&)> give; // not an option: see give_to_others
    bool allows_files = false;
    poller::request_flags requests;
    poller::display_flags display;
    std::string limit = "0";
    std::string max_size;
    std::uint64_t bytes_per_second = 0; // parsed from the option
    std::string hours;
    bool reads_commands = false;
    wua::download_policy policy;
    poller::used_options of_urls;      // options that are given once for each URL
    poller::used_options of_downloads; // options that make sense for real downloads only
    poller::used_options of_simulations;
};

constexpr const char* examples = R"(Examples:
  poller                                          a simulated job of five updates
  poller https://example.org/a.iso                one file into the current directory
  poller -o downloads -j 8 URL URL URL            several at a time
  poller --sha256 2cf24dba... https://host/file   checked against a digest
  poller --sha256 2cf2... --zsync https://host/file.zsync https://host/file
                                                  only what the existing file lacks
  poller --user me --password-file p https://host/file    by Basic or Digest, as the server asks
  poller --https-only --allow-host '*.host' URL   nothing else is asked, not even after redirects
  poller --manifest updates.json --json           one JSON object per line, for programs
  poller --manifest updates.json --signed-by RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3
                                                  only what that minisign key signed
  poller --limit 2M --hours 22:00-06:00 URL       slowly, and at night
  (sleep 9; echo pause; sleep 9; echo resume) | poller --commands URL    controlled by another program
  poller --serve 0 URL                            shown in a browser, at the address that it prints
  poller --metrics /var/lib/prometheus/node-exporter/updates.prom URL    for Prometheus
  poller --trace why.jsonl URL                    what happened in each attempt, one JSON object per line
  poller --record job.jsonl URL                   the whole job, for poller --replay job.jsonl

A manifest is {"updates": [{"title": "A", "url": "https://host/a", "size": 1000, "sha256": "..."}, ...]};
"urls" instead of "url" lists mirrors, "file" names the file, which may contain folders, and "mode" sets its permissions;
"sha1", "sha384", "sha512" and "blake2b" are other digests, and each one given must be right; "headers": {"Name": "value"}
are sent to the hosts of these URLs; "zsync" is the URL of a control file, and "seed" the older version, if not the file
itself. Only the URL is required. A signed manifest states its "name", its "version", which must not decrease, and when it
"expires".

Exit status: 0 all updates succeeded, 1 some did not, 2 bad usage, 3 the output could not be written although all
updates succeeded, 130 aborted by Ctrl-C or SIGTERM.)";

constexpr std::uint64_t mib = 1U << 20U;

volatile std::sig_atomic_t interrupted = 0;

// The first Ctrl-C aborts the job; the second one ends the program at once.
void on_interrupt(int signal)
{
    poller::console_input::restore(); // the program may never reach its end
    if (interrupted != 0)
    {
        wua::restore_terminal();
        std::signal(signal, SIG_DFL);
        std::raise(signal);
        return;
    }
    interrupted = 1;
    std::signal(signal, on_interrupt); // some systems reset the handler
}

// Five updates that demonstrate what can happen in a job: a size learnt late, a stall, a retry, a slow verification.
std::vector<wua::update_pointer> simulated_updates()
{
    return {
        wua::make_item("Security Intelligence Update", "https://updates.example/intelligence.cab", 6 * mib),
        wua::make_item("Cumulative Update", "https://updates.example/cumulative.msu", 24 * mib),
        wua::make_item("Display Driver", "https://updates.example/display.cab"),
        wua::make_item("Runtime Update", "https://updates.example/runtime.msu", 9 * mib),
        wua::make_item("Malicious Software Removal Tool", "https://updates.example/removal.exe", 4 * mib),
    };
}

wua::scenario simulated_scenario(std::size_t parallel)
{
    wua::scenario script;
    script.parallelism = parallel;
    script.updates.resize(5);
    for (wua::simulated_update& update : script.updates)
    {
        update.bytes_per_second = 6 * mib;
    }
    script.updates[1].stalls.push_back({.at_byte = 9 * mib, .duration = 400ms});
    script.updates[1].verify_time = 600ms;
    script.updates[2].size = 12 * mib;
    script.updates[2].known = wua::size_known::late;
    script.updates[2].size_learnt_at = mib;
    script.updates[3].faults.push_back(
        {.at_byte = 5 * mib, .is_retried = true, .keeps_bytes = true, .retry_delay = 300ms});
    return script;
}

// Throws usage_error, also if an older version is named that does not exist.
wua::content_seed seed_of_url(const options& chosen, std::size_t index)
{
    wua::content_seed seed{.control_url = chosen.control_urls[index]};
    poller::check_url(seed.control_url, fmt::format("--zsync {}", index + 1), chosen.allows_files);
    if (index < chosen.seeds.size())
    {
        std::error_code error;
        const std::filesystem::path path = std::filesystem::absolute(chosen.seeds[index], error);
        if (error || !std::filesystem::is_regular_file(path, error))
        {
            throw usage_error(fmt::format("--seed: '{}' is not a file", chosen.seeds[index]));
        }
        const std::u8string text = path.u8string();
        seed.file.assign(text.begin(), text.end());
    }
    return seed;
}

std::vector<wua::update_pointer> updates_of_urls(const options& chosen)
{
    for (const std::vector<std::string>& digests : chosen.digests)
    {
        if (digests.size() > chosen.urls.size())
        {
            throw usage_error(
                "there are more digests than URLs; repeat each option, such as --sha256, in the order of the URLs");
        }
    }
    if (chosen.control_urls.size() > chosen.urls.size() || chosen.seeds.size() > chosen.control_urls.size())
    {
        throw usage_error("each --zsync belongs to a URL and each --seed to a --zsync, in the same order");
    }
    if (chosen.torrents.size() > chosen.urls.size() || chosen.torrents.size() != chosen.info_hashes.size())
    {
        throw usage_error("each --torrent belongs to a URL and needs its --info-hash, in the same order");
    }
    std::vector<wua::update_pointer> updates;
    for (const std::string& url : chosen.urls)
    {
        poller::check_url(url, fmt::format("URL {}", updates.size() + 1), chosen.allows_files);
        wua::update_item item;
        wua::content_file& file = item.files.emplace_back();
        file.urls = {url};
        item.title = wua::update_name(item);
        for (std::size_t kind = 0; kind != chosen.digests.size(); ++kind)
        {
            if (updates.size() < chosen.digests[kind].size())
            {
                const wua::digest_algorithm algorithm = wua::digest_algorithms[kind];
                file.add_digest(poller::read_digest(algorithm, chosen.digests[kind][updates.size()],
                                                    fmt::format("--{}", wua::content_digest::name(algorithm))));
            }
        }
        if (updates.size() < chosen.control_urls.size())
        {
            file.seed = seed_of_url(chosen, updates.size());
            if (!file.has_digest())
            {
                throw usage_error("--zsync needs a digest, such as --sha256, to check the result");
            }
        }
        if (updates.size() < chosen.torrents.size())
        {
            file.details = poller::swarm_details(chosen.torrents[updates.size()], chosen.info_hashes[updates.size()]);
            if (!file.has_digest())
            {
                throw usage_error("--torrent needs a digest, such as --sha256, to check the result");
            }
        }
        updates.push_back(std::make_shared<const wua::update_item>(std::move(item)));
    }
    return updates;
}

// Throws usage_error, before anything is started, if files cannot be created there.
void check_directory(const std::filesystem::path& directory)
{
    std::error_code made;
    std::filesystem::create_directories(directory, made);
    if (const std::error_code fault = poller::fault_of_directory(directory))
    {
        const std::string why = (made ? made : fault).message();
        throw usage_error(fmt::format("the output directory '{}' cannot be written to: {}", directory.string(), why));
    }
}

// The engine that make() returns. Throws usage_error if the engine refuses its directory.
template <class Make>
auto engine_of(Make&& make)
{
    try
    {
        return make();
    }
    catch (const std::system_error& error)
    {
        throw usage_error(error.what());
    }
}

// Mentions existing files, since they may be replaced.
void tell_existing(const poller::path_source& stored, const std::vector<wua::update_pointer>& updates)
{
    for (const wua::update_pointer& update : updates)
    {
        for (const wua::content_file& file : update->files)
        {
            const std::filesystem::path path = stored(file);
            std::error_code error;
            if (std::filesystem::exists(path, error))
            {
                fmt::print(stderr, "poller: {} exists already: it is {}\n", wua::printable(path.string()),
                           file.has_digest() ? "kept if its digest is right, else replaced"
                           : file.details    ? "kept if the server reports no change, else replaced"
                                             : "fetched again and replaced, since it has no digest to check");
            }
        }
    }
}

// Writes a line of output. A failure is reported at the end, and stops no download.
void print_line(const std::string& line)
{
    wua::write_text(stdout, line + '\n');
}

// Returns when the next poll is due or Ctrl-C was pressed; true if the job is completed.
bool wait_for_next_poll(wua::job& job, const options& chosen, bool is_aborting, poller::job_control& control)
{
    const auto due = std::chrono::steady_clock::now() + std::chrono::milliseconds(chosen.interval);
    // By the job's clock; limits the delay after Ctrl-C, which does not interrupt the wait.
    const std::chrono::duration<double> reaction = std::min(20, chosen.interval) * 1ms * chosen.speed;
    bool is_done = false;
    do
    {
        is_done = job.wait_for(std::chrono::ceil<std::chrono::nanoseconds>(reaction));
    } while (!is_done && !control.obey(job) && std::chrono::steady_clock::now() < due &&
             (is_aborting || interrupted == 0));
    return is_done;
}

// Polls until the job is completed and returns its last snapshot.
wua::progress_snapshot watch(wua::job& job, const options& chosen, poller::machine_outputs& machines)
{
    const bool prints_json = chosen.machines.prints_json;
    const wua::progress_display_options shown = chosen.display.options(prints_json, chosen.speed);
    wua::progress_display display(shown);
    poller::job_control control(
        !prints_json, chosen.reads_commands, chosen.bytes_per_second,
        [&](const std::string& line) { display.print(line); }, [&] { return machines.take_commands(); });
    bool is_aborting = false;
    display.show(job);
    for (bool is_done = false; !is_done;)
    {
        is_done = wait_for_next_poll(job, chosen, is_aborting, control);
        const wua::progress_snapshot snapshot = job.progress();
        machines.poll(job, snapshot);
        display.show(job);
        if (interrupted != 0 && !is_aborting)
        {
            is_aborting = true;
            job.request_abort();
        }
    }
    if (shown.progress != wua::display_choice::never && chosen.display.closing)
    {
        for (const std::string& line : chosen.display.closing(job))
        {
            display.print(line);
        }
    }
    return job.progress();
}

void print_results(const wua::progress_snapshot& last, const wua::outcome& result)
{
    for (std::size_t i = 0; i != last.update_count(); ++i)
    {
        print_line(fmt::format("{:>3}. {}: {}", i + 1, wua::printable(last.updates()[i]->title), last.result(i)));
    }
    print_line(fmt::format("The job {}.", result));
}

// Throws usage_error, before anything is started, if the file cannot be written.
void check_output(const std::string& file, const char* option)
{
    if (!file.empty() && !std::ofstream(file, std::ios::app))
    {
        throw usage_error(fmt::format("{}: the file '{}' cannot be written", option, file));
    }
}

// Reports why the poller ends with this status, and returns the status.
int say_error(std::string_view message, int status, bool prints_json)
{
    wua::write_text(stderr, fmt::format("poller: {}\n", message));
    if (prints_json)
    {
        print_line(poller::error_line(message, status));
    }
    return status;
}

// Reports a file that could not be written, which turns a success into a failure.
int status_after_output(int status, bool is_written, const std::string& file, bool prints_json)
{
    if (is_written)
    {
        return status;
    }
    return say_error(fmt::format("the file '{}' could not be written", wua::printable(file)),
                     status == all_succeeded ? output_failed : status, prints_json);
}

// Writes what happened in each attempt.
bool try_write_stories(const wua::job& job, const std::string& file)
{
    std::ofstream out(file, std::ios::binary | std::ios::trunc);
    out << wua::story_header << '\n';
    for (std::size_t i = 0; i != job.updates().size() && out; ++i)
    {
        out << wua::story_lines(i, job.updates()[i]->title, job.story(i));
    }
    out.close();
    return !out.fail();
}

template <class Engine>
int follow(std::shared_ptr<Engine> engine, const std::vector<wua::update_pointer>& updates, const options& chosen,
           wua::downloader_options settings)
{
    if (!chosen.trace.empty())
    {
        settings.attempts_kept = 1000;
        settings.keeps_successes = true;
    }
    constexpr std::size_t max_files = 1000; // for more files it is not worth remembering them for a note at the end
    settings.keeps_files = !chosen.etags.empty() || updates.size() <= max_files;
    poller::machine_outputs machines(chosen.machines, chosen.engine, chosen.speed, print_line);
    machines.add_to(settings, updates.size());
    wua::job job = wua::start(std::move(engine), updates, {.client_application_id = "poller", .downloader = settings});
    machines.begin(job);
    const wua::progress_snapshot last = watch(job, chosen, machines);
    const wua::outcome result = job.wait();
    machines.end(job, last, result);
    if (!chosen.machines.prints_json && !chosen.display.has_shown_results())
    {
        print_results(last, result);
    }
    const int status = result.code == wua::orcAborted     ? was_aborted
                       : result.code == wua::orcSucceeded ? all_succeeded
                                                          : some_failed;
    const auto after = [&](int before, bool is_written, const std::string& file) {
        return status_after_output(before, is_written, file, chosen.machines.prints_json);
    };
    const bool has_known = chosen.etags.empty() || poller::known_files(chosen.etags).try_save(job);
    const int written_status = after(after(status, has_known, chosen.etags),
                                     chosen.trace.empty() || try_write_stories(job, chosen.trace), chosen.trace);
    if (chosen.give)
    {
        chosen.give([&](bool is_last) { machines.give(job, last, is_last); });
    }
    const int final_status = after(written_status, machines.unwritten().empty(), machines.unwritten());
    machines.finish([] { return interrupted != 0; }); // after Ctrl-C it does not wait for browsers
    return final_status;
}

template <class Engine>
int download(std::shared_ptr<Engine> engine, const std::vector<wua::update_pointer>& updates, const options& chosen,
             const wua::downloader_options& settings = {})
{
    if (chosen.record.empty())
    {
        return follow(std::move(engine), updates, chosen, settings);
    }
    std::shared_ptr<wua::trace_writer> writer;
    const auto recording =
        std::make_shared<wua::recording_engine<Engine>>(std::move(engine), [&](const wua::transfer& job) {
            writer = std::make_shared<wua::trace_writer>(chosen.record, job);
            return writer;
        });
    const int status = follow(recording, updates, chosen, settings);
    return status_after_output(status, !writer->has_failed(), chosen.record, chosen.machines.prints_json);
}

// Plays a recorded job.
int replay(options chosen)
{
    for (const auto* const each :
         {&std::as_const(chosen.of_urls), &std::as_const(chosen.of_downloads), &chosen.requests.given()})
    {
        each->refuse("is for downloads; --replay fetches nothing");
    }
    chosen.swarm.require_unused();
    if (!chosen.urls.empty() || !chosen.manifest.path.empty() || !chosen.engine.empty())
    {
        throw usage_error("--replay shows a recorded job; it takes no URLs, manifest or engine");
    }
    wua::written_trace trace;
    try
    {
        trace = wua::read_trace(chosen.replay);
    }
    catch (const wua::hresult_error& error)
    {
        throw usage_error(fmt::format("--replay: {}", error.what()));
    }
    if (!trace.is_complete)
    {
        wua::write_text(
            stderr, fmt::format("poller: '{}' ends before its job did; updates without a result are shown as failed\n",
                                wua::printable(chosen.replay)));
    }
    check_output(chosen.record, "--record");
    check_output(chosen.trace, "--trace");
    const auto engine = std::make_shared<wua::simulated_engine>(std::move(trace.script));
    engine->run_in_real_time(chosen.speed);
    chosen.engine = "replay";
    return download(engine, trace.updates, chosen, trace.options);
}

// For an engine that stores files. more(job) returns lines for the end.
template <class Engine, class F>
int download_really(const std::shared_ptr<Engine>& engine, std::vector<wua::update_pointer> updates, options& chosen,
                    const F& more)
{
    const poller::path_source stored = [engine](const wua::content_file& file) { return engine->path_of(file); };
    if (const poller::known_files known(chosen.etags); !chosen.etags.empty())
    {
        for (wua::update_pointer& update : updates)
        {
            update = known.add_to(update, stored);
        }
    }
    tell_existing(stored, updates);
    chosen.display.directory = std::filesystem::absolute(chosen.directory).lexically_normal().string();
    chosen.display.closing = [stored, more](const wua::job& job) {
        std::vector<std::string> lines = poller::kept_lines(stored, job);
        for (std::string& line : more(job))
        {
            lines.push_back(std::move(line));
        }
        return lines;
    };
    return download(engine, updates, chosen);
}

// Shares the files with others for as long as --seed-time says, or until Ctrl-C. Calls show(false) meanwhile and
// show(true) at the end.
template <class Engine>
void give_to_others(const Engine& engine, const options& chosen, const std::function<void(bool)>& show)
{
    const auto tell = [&](const std::string& line) {
        if (!chosen.machines.prints_json && chosen.display.progress != wua::display_choice::never)
        {
            wua::write_text(stderr, "poller: " + line + '\n');
        }
    };
    const std::size_t files = engine.status().seeding;
    const bool is_asked = files != 0 && chosen.swarm.seed_time != 0;
    if (is_asked)
    {
        tell(fmt::format("{} {} seeded for {} s, or until Ctrl-C", files, files == 1 ? "file is" : "files are",
                         chosen.swarm.seed_time));
    }
    while (interrupted == 0 && engine.status().seeding != 0)
    {
        std::this_thread::sleep_for(100ms);
        show(false);
    }
    show(true);
    if (is_asked)
    {
        tell(fmt::format("{} sent to peers", wua::byte_count{engine.status().bytes_to_peers}));
    }
}

int run(options chosen)
{
    chosen.machines.check();
    chosen.bytes_per_second = poller::read_rate(chosen.limit, "--limit");
    chosen.policy.max_update_bytes = chosen.max_size.empty() ? 0 : poller::read_size(chosen.max_size, "--max-size");
    for (const auto& [one, other] :
         {std::pair(chosen.record, chosen.trace), {chosen.record, chosen.replay}, {chosen.trace, chosen.replay}})
    {
        if (!one.empty() && one == other)
        {
            throw usage_error("--record, --trace and --replay must name different files");
        }
    }
    if (!chosen.replay.empty())
    {
        return replay(std::move(chosen));
    }
    std::vector<wua::update_pointer> updates;
    if (chosen.manifest.signed_by.empty() &&
        !(chosen.manifest.signature.empty() && chosen.manifest.name.empty() && chosen.manifest.state_file.empty()))
    {
        throw usage_error("--signature, --manifest-name and --manifest-state need --signed-by");
    }
    if (!chosen.manifest.path.empty())
    {
        if (!chosen.urls.empty())
        {
            throw usage_error("name URLs or a manifest, not both");
        }
        chosen.of_urls.refuse("belongs to a URL; with a manifest, put it there");
        updates = poller::read_updates(chosen.manifest, chosen.allows_files);
    }
    else if (!chosen.manifest.signed_by.empty())
    {
        throw usage_error("--signed-by needs --manifest");
    }
    else
    {
        updates = updates_of_urls(chosen);
    }
    if (chosen.engine.empty())
    {
        chosen.engine = updates.empty() ? "simulated" : "curl";
    }
    if (chosen.engine != "simulated" && updates.empty())
    {
        throw usage_error("there is nothing to download: name URLs or a manifest");
    }
    check_output(chosen.record, "--record");
    check_output(chosen.trace, "--trace");
    check_output(chosen.etags.empty() ? "" : chosen.etags + ".new", "--etags");
    if (chosen.engine != "swarm" && !chosen.torrents.empty())
    {
        throw usage_error("--torrent needs --engine swarm");
    }
    if (chosen.engine == "simulated")
    {
        for (const auto* const each : {&std::as_const(chosen.of_downloads), &chosen.requests.given()})
        {
            each->refuse("is for real downloads and is not simulated");
        }
        chosen.swarm.require_unused();
        auto engine = std::make_shared<wua::simulated_engine>(
            updates.empty() ? simulated_scenario(chosen.parallel) : wua::scenario{.parallelism = chosen.parallel});
        engine->run_in_real_time(chosen.speed);
        chosen.display.closing = [](const wua::job&) {
            return std::vector<std::string>{"This was simulated: nothing was fetched or stored"};
        };
        return download(engine, updates.empty() ? simulated_updates() : updates, chosen);
    }
    chosen.of_simulations.refuse("is for simulated and replayed jobs");
    if (const std::string fault = wua::fault_of(chosen.policy); !fault.empty())
    {
        throw usage_error(fmt::format("--allow-host: {}", fault));
    }
    const wua::request_options requests = chosen.requests.read();
    check_directory(chosen.directory);
    wua::curl_options settings;
    settings.directory = chosen.directory;
    settings.parallel.engine = std::max(chosen.parallel, chosen.segments);
    settings.parallel.job = chosen.parallel;
    settings.parallel.host = settings.parallel.engine;
    settings.segments.max_per_file = chosen.segments;
    settings.allows_file_urls = chosen.allows_files;
    settings.ca_file = chosen.ca_file;
    settings.access = chosen.is_private ? wua::file_access::owner_only : wua::file_access::usual;
    settings.requests = requests;
    settings.job_bandwidth = chosen.bytes_per_second;
    if (!chosen.hours.empty())
    {
        settings.may_fetch = [hours = poller::fetch_hours::read(chosen.hours)] {
            return hours.objection(poller::minute_of_day());
        };
    }
    settings.policy = chosen.policy;
    settings.preallocation = chosen.preallocates ? wua::file_allocation::full : wua::file_allocation::none;
    if (chosen.engine == "swarm")
    {
        const auto engine = engine_of([&] { return poller::make_swarm_engine(chosen.swarm, std::move(settings)); });
        chosen.machines.swarm = [engine](const wua::update_item& update) { return poller::swarm_of(*engine, update); };
        chosen.display.note = [engine] { return poller::swarm_line(engine->status()); };
        chosen.give = [engine, &chosen](const auto& show) { give_to_others(*engine, chosen, show); };
        return download_really(engine, std::move(updates), chosen, [engine](const wua::job& job) {
            return poller::swarm_lines(engine->status(), job);
        });
    }
    chosen.swarm.require_unused();
    const auto engine = engine_of([&] { return std::make_shared<wua::curl_engine>(settings); });
    return download_really(
        engine, std::move(updates), chosen, [](const wua::job&) { return std::vector<std::string>(); });
}

int run_program(int argc, char** argv)
{
    options chosen;
    CLI::App app("Downloads updates and shows the progress of the job, or simulates it.", "poller");
    app.footer(std::string(examples) + "\n\n" + poller::command_help);
    app.add_option("urls", chosen.urls, "what to download; without URLs, a simulated job");
    const auto of_urls = [&](const std::string& name, auto& value, const std::string& what) {
        return chosen.of_urls.add(app.add_option(name, value, what)->allow_extra_args(false));
    };
    const auto of_downloads = [&](const char* name, auto& value, const char* what) {
        return chosen.of_downloads.add(app.add_option(name, value, what));
    };
    const auto flag_of_downloads = [&](const char* name, bool& value, const char* what) {
        return chosen.of_downloads.add(app.add_flag(name, value, what));
    };
    app.add_option("--engine", chosen.engine, "simulated, curl or swarm")
        ->check(CLI::IsMember({"simulated", "curl", "swarm"}));
    app.add_option("-o,--output", chosen.directory, "the directory for the files")->capture_default_str();
    for (std::size_t kind = 0; kind != chosen.digests.size(); ++kind)
    {
        const std::string name(wua::content_digest::name(wua::digest_algorithms[kind]));
        of_urls("--" + name, chosen.digests[kind],
                "the " + name + " digest of a URL; repeat it in the order of the URLs");
    }
    of_urls("--zsync", chosen.control_urls,
            "a URL's zsync control file, with which an older version saves bytes; repeat it likewise");
    of_urls("--seed", chosen.seeds, "the older version, unless it has the file's name; repeat it for each --zsync");
    of_urls("--torrent", chosen.torrents, "a URL's .torrent, a URL or a file, for --engine swarm; repeat it likewise");
    of_urls("--info-hash", chosen.info_hashes, "the v2 info-hash that it must have; repeat it for each --torrent");
    chosen.swarm.add_to(app);
    app.add_option("--manifest", chosen.manifest.path, "a JSON file that lists the updates");
    app.add_option("--signed-by", chosen.manifest.signed_by,
                   "a minisign public key, or a file with one, that must have signed the manifest; may be repeated")
        ->allow_extra_args(false);
    app.add_option("--signature", chosen.manifest.signature, "the manifest's signature, by default MANIFEST.minisig");
    app.add_option("--manifest-name", chosen.manifest.name, "the name that the signed manifest must have");
    app.add_option("--manifest-state", chosen.manifest.state_file,
                   "a file that keeps the highest version seen, so that no older manifest is accepted");
    app.add_option("--interval", chosen.interval, "milliseconds between two polls")
        ->check(CLI::Range(1, 60'000))
        ->capture_default_str();
    app.add_option("-j,--parallel", chosen.parallel, "updates to download at a time")
        ->check(CLI::Range(1, 64))
        ->capture_default_str();
    of_downloads("-s,--segments", chosen.segments, "the most connections for one file; 1: never several")
        ->check(CLI::Range(1, 64))
        ->capture_default_str();
    chosen.of_simulations.add(app.add_option("--speed", chosen.speed, "how much faster than real time to simulate"))
        ->check(CLI::Range(0.01, 1e6))
        ->capture_default_str();
    of_downloads("--ca-file", chosen.ca_file, "certificates to trust instead of the system's, in PEM format");
    flag_of_downloads("--preallocate", chosen.preallocates, "reserve disk space for a file before its first byte");
    of_downloads("--etags", chosen.etags,
                 "a file that keeps the ETags of fetched files, so that only changed files are fetched again");
    flag_of_downloads("--private", chosen.is_private, "make files and folders accessible only to their owner");
    chosen.requests.add_to(app);
    of_downloads("--limit", chosen.limit, "bytes per second, such as 500K or 2M (2^21); 0: no limit")
        ->capture_default_str();
    of_downloads("--hours", chosen.hours, "when to download, such as 22:00-06:00 in local time");
    chosen.machines.add_to(app);
    app.add_flag("--commands", chosen.reads_commands, "obey commands on standard input");
    app.add_option("--trace", chosen.trace, "a file for what happened in each attempt, written at the end");
    app.add_option("--record", chosen.record, "a file for everything that the job is told, as it happens");
    app.add_option("--replay", chosen.replay, "replay a recorded job, at --speed");
    chosen.display.add_to(app);
    app.add_flag("--allow-file-urls", chosen.allows_files, "allow file:// URLs");
    flag_of_downloads("--https-only", chosen.policy.https_only, "use only https, even after redirects");
    flag_of_downloads("--require-digest", chosen.policy.requires_digest, "download nothing without a digest");
    flag_of_downloads("--refuse-sha1", chosen.policy.refuses_sha1, "do not count SHA-1 as a digest");
    of_downloads("--allow-host", chosen.policy.allowed_hosts,
                 "ask only this host, or those below a domain: *.example.com; may be repeated")
        ->allow_extra_args(false);
    of_downloads("--max-size", chosen.max_size, "the most bytes that an update may have; 2G is 2^31");
    // Found even if other options cannot be parsed.
    const bool prints_json = std::find(argv, argv + argc, std::string_view("--json")) != argv + argc;
    app.failure_message([](const CLI::App*, const CLI::Error& error) {
        return fmt::format("poller: {}\nRun it with --help for more information.\n", error.what());
    });
    try
    {
        app.parse(argc, argv);
    }
    catch (const CLI::ParseError& error)
    {
        if (app.exit(error) == 0)
        {
            return all_succeeded;
        }
        if (prints_json)
        {
            print_line(poller::error_line(error.what(), bad_usage));
        }
        return bad_usage;
    }
    std::signal(SIGINT, on_interrupt);
    std::signal(SIGTERM, on_interrupt);
    try
    {
        return run(std::move(chosen));
    }
    catch (const usage_error& error)
    {
        return say_error(error.what(), bad_usage, prints_json);
    }
    catch (const wua::hresult_error& error) // an option value that the library refuses
    {
        return say_error(error.what(), error.code() == wua::e_invalidarg ? bad_usage : some_failed, prints_json);
    }
    catch (const std::exception& error)
    {
        return say_error(error.what(), some_failed, prints_json);
    }
}

} // namespace

int main(int argc, char** argv)
{
#ifdef SIGPIPE
    std::signal(SIGPIPE, SIG_IGN); // for readers that go away
#endif
#ifdef SIGXFSZ
    std::signal(SIGXFSZ, SIG_IGN);
#endif
    const int status = run_program(argc, argv);
    if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0)
    {
        wua::write_text(stderr, "poller: the output cannot be written\n");
        return status == all_succeeded ? output_failed : status;
    }
    return status;
}
