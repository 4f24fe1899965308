// SPDX-License-Identifier: MIT
// races [--seconds N] [--seed S] [--report FILE]: pollers, an aborter, a pauser, a thread that forks and one that ends
// the job, all at once, over jobs of every engine, by default for a second on each; meant for ThreadSanitizer. Each
// poller checks what it sees against the progress contract; each job must end in time, with one completed callback,
// which comes last.
//
// races --leave HOW [--seed S]: the process ends in one of the ways in which programs end, in the middle of such races
// on every engine; see leave.hpp. races --ways lists them.

#include "servers/nginx.hpp"
#include "torture/leave.hpp"
#include "torture/report.hpp"
#include <wua/engine/blocking_engine.hpp>
#include <wua/engine/curl_engine.hpp>
#include <wua/engine/fallback_engine.hpp>
#include <wua/engine/simulated_engine.hpp>
#ifdef WUA_HAS_LIBTORRENT
#include <wua/engine/content/digest_hasher.hpp>
#include <wua/engine/swarm_engine.hpp>
#include <wua/engine/torrent_maker.hpp>
#include <wua/model/content_swarm.hpp>
#include <wua/model/file_details.hpp>
#endif
#include <wua/job/job.hpp>
#include <wua/objects/update.hpp>
#include <wua/objects/update_collection.hpp>
#include <wua/objects/update_downloader.hpp>
#include <wua/testing/com_witness.hpp>
#include <wua/testing/completion_counter.hpp>
#include <wua/testing/fault_server.hpp>
#include <wua/testing/progress_poller.hpp>
#include <wua/wuapi/extensions.hpp>

#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <random>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace
{

using namespace std::chrono_literals;
using steady = std::chrono::steady_clock;

// Clang's ThreadSanitizer may deadlock between a fork and the end of another thread.
#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define WUA_RACES_DO_NOT_FORK
#endif
#endif
#if defined(WUA_RACES_DO_NOT_FORK)
constexpr bool may_fork = false;
#else
constexpr bool may_fork = true;
#endif

constexpr std::size_t updates_of_a_job = 5;
constexpr std::chrono::seconds max_end_time = 20s; // for a job that was aborted, under a sanitizer on a busy machine

std::atomic<std::uint64_t> failures = 0;

void complain(const char* engine, std::uint64_t seed, const char* what)
{
    ++failures;
    std::fprintf(stderr, "%s, seed %llu: %s\n", engine, static_cast<unsigned long long>(seed), what);
}

// Reads through the interfaces; the witness checks the rest.
void read_results(wua::IDownloadProgress& progress)
{
    for (wua::LONG i = 0; i != static_cast<wua::LONG>(updates_of_a_job); ++i)
    {
        wua::com_ptr<wua::IUpdateDownloadResult> result;
        wua::OperationResultCode code = wua::orcNotStarted;
        wua::throw_if_failed(progress.GetUpdateResult(i, result.put()));
        wua::throw_if_failed(result->get_ResultCode(&code));
    }
}

// Children of fork(). They are not waited for at once: a child that was forked in the middle of a report gives up only
// after 5 s.
class forked_children
{
public:
    // Does what a child may do with its parent's job: polls it, and ends without destructors.
    void add(wua::IDownloadJob& job, bool executes)
    {
        const pid_t child = ::fork();
        if (child == 0)
        {
            ::alarm(static_cast<unsigned>(max_end_time.count()));
            wua::com_ptr<wua::IDownloadProgress> progress;
            const wua::HRESULT code = job.GetProgress(progress.put());
            if (wua::succeeded(code))
            {
                read_results(*progress);
            }
            const bool is_right = wua::succeeded(code) || code == wua::wu_e_invalid_operation;
            if (is_right && executes)
            {
                ::execl("/bin/true", "true", nullptr);
            }
            ::_exit(is_right ? EXIT_SUCCESS : EXIT_FAILURE);
        }
        const std::lock_guard lock(m_mutex);
        m_children.push_back(child);
    }

    void wait()
    {
        std::size_t hung = 0;
        for (const pid_t child : m_children)
        {
            int status = -1;
            const bool is_over = child >= 0 && ::waitpid(child, &status, 0) == child;
            if (is_over && WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM)
            {
                ++hung;
            }
            else if (!is_over || status != 0)
            {
                complain("fork", 0, ("a child could not poll: its status is " + std::to_string(status)).c_str());
            }
        }
        if (hung > may_hang(m_children.size()))
        {
            complain("fork", 0, (std::to_string(hung) + " children hung").c_str());
        }
        std::printf("%-10s %6zu children, %zu hung\n", "fork", m_children.size(), hung);
    }

private:
    // Under GCC's ThreadSanitizer a child inherits the runtime's allocator as another thread left it, perhaps locked:
    // of 300 children that only call malloc() two hang.
    static constexpr std::size_t may_hang([[maybe_unused]] std::size_t children)
    {
#ifdef __SANITIZE_THREAD__
        return 1 + children / 20;
#else
        return 0;
#endif
    }

    std::mutex m_mutex;
    std::vector<pid_t> m_children;
};

forked_children& children = *new forked_children; // never destroyed, since processes end while others fork

using item_maker = std::function<wua::update_pointer(std::size_t index, std::uint64_t choice)>;

item_maker items_of(std::vector<std::string> urls)
{
    return [urls = std::move(urls)](std::size_t index, std::uint64_t choice) {
        return wua::make_item(
            "update " + std::to_string(index), urls[choice % urls.size()] + "?" + std::to_string(index), 100'000);
    };
}

// One job, used by all threads at once.
template <class Engine>
void race(const char* name, const std::shared_ptr<Engine>& engine, const item_maker& make_item, std::uint64_t seed)
{
    std::mt19937_64 random(seed);
    const auto pick = [&](std::uint64_t below) { return random() % below; };
    std::vector<wua::com_ptr<wua::IUpdate>> updates;
    for (std::size_t i = 0; i != updates_of_a_job; ++i)
    {
        updates.push_back(wua::make_update(make_item(i, random())));
    }
    const auto downloader = wua::make_downloader(engine);
    wua::throw_if_failed(downloader->put_Updates(wua::make_update_collection(std::move(updates)).get()));
    wua::completion_counter counter;
    const auto is_polled = pick(2) == 0;
    wua::com_ptr<wua::IDownloadJob> job;
    wua::throw_if_failed(downloader->BeginDownload(
        wua::progress_callback(counter,
                               [](wua::IDownloadJob& any, wua::IDownloadProgress&) {
                                   wua::com_ptr<wua::IDownloadProgress> progress;
                                   any.GetProgress(progress.put());
                               })
            .get(),
        wua::completed_callback(counter).get(), wua::VARIANT{}, job.put()));

    std::atomic<bool> is_over = false;
    std::vector<std::thread> threads;
    std::list<wua::progress_poller> pollers;
    for (int poller = 0; is_polled && poller != 2; ++poller)
    {
        pollers.emplace_back([job] {
            wua::com_ptr<wua::IDownloadProgress> progress;
            wua::throw_if_failed(job->GetProgress(progress.put()));
            read_results(*progress);
            return wua::snapshot_behind(*progress);
        });
    }
    const auto pause_after = std::chrono::microseconds(pick(3'000));
    threads.emplace_back([&, job, pause_after] {
        const auto control = job.try_query<wua::IDownloadJobControl>();
        // Limited, since a job that stays paused does not end.
        for (int pauses = 0; control && !is_over && pauses != 20; ++pauses)
        {
            control->Pause();
            std::this_thread::sleep_for(pause_after);
            control->Resume();
            std::this_thread::sleep_for(pause_after);
        }
    });
    const bool is_aborted = pick(3) != 0;
    const auto abort_after = std::chrono::microseconds(pick(20'000));
    threads.emplace_back([&, job, is_aborted, abort_after] {
        std::this_thread::sleep_for(abort_after);
        if (is_aborted)
        {
            job->RequestAbort();
        }
    });
    const auto forks = may_fork && pick(8) == 0 ? 1 + pick(3) : 0;
    const auto fork_after = std::chrono::microseconds(pick(2'000));
    threads.emplace_back([&, job] {
        for (std::uint64_t i = 0; i != forks; ++i)
        {
            std::this_thread::sleep_for(fork_after);
            children.add(*job, i == 1);
        }
    });
    const auto end = pick(3);
    const auto start = steady::now();
    if (end == 0)
    {
        wua::com_ptr<wua::IDownloadResult> result;
        if (wua::failed(downloader->EndDownload(job.get(), result.put())))
        {
            complain(name, seed, "EndDownload failed");
        }
    }
    else if (end == 1)
    {
        job->CleanUp();
    }
    else
    {
        wua::VARIANT_BOOL is_completed = wua::variant_false;
        while (is_completed == wua::variant_false && steady::now() - start < max_end_time)
        {
            job->get_IsCompleted(&is_completed);
            std::this_thread::sleep_for(100us);
        }
    }
    if (steady::now() - start > max_end_time)
    {
        complain(name, seed, "the job did not end in time");
    }
    is_over = true;
    for (std::thread& thread : threads)
    {
        thread.join();
    }
    for (wua::progress_poller& poller : pollers)
    {
        if (const std::string complaint = poller.finish(); !complaint.empty())
        {
            complain(name, seed, complaint.c_str());
        }
    }
    job->CleanUp();
    if (const std::string complaint = counter.complaint(); !complaint.empty())
    {
        complain(name, seed, complaint.c_str());
    }
}

// Returns the number of jobs.
template <class Make>
std::uint64_t race_for(const char* name, std::chrono::nanoseconds time, const item_maker& make_item, std::uint64_t seed,
                       Make&& make)
{
    const auto end = steady::now() + time;
    std::uint64_t jobs = 0;
    while (steady::now() < end)
    {
        auto engine = make(); // several jobs at a time; the engine may be destroyed before they are over
        std::vector<std::thread> racers;
        for (std::uint64_t i = 0; i != 2; ++i)
        {
            racers.emplace_back([&, engine, own = seed + jobs + i] {
                try
                {
                    race(name, engine, make_item, own);
                }
                catch (const std::exception& error)
                {
                    complain(name, own, error.what());
                }
            });
        }
        jobs += racers.size();
        engine.reset();
        for (std::thread& racer : racers)
        {
            racer.join();
        }
    }
    std::printf("%-10s %6llu jobs\n", name, static_cast<unsigned long long>(jobs));
    return jobs;
}

wua::outcome download_slowly(wua::update_reporter& report)
{
    for (std::uint64_t bytes = 0; bytes <= 100'000; bytes += 1'000)
    {
        if (report.stop_token().stop_requested())
        {
            return wua::outcome::aborted();
        }
        report.set_bytes(bytes);
        if (bytes == 50'000 && report.index() == 1)
        {
            report.retry();
        }
    }
    return wua::outcome::succeeded();
}

std::shared_ptr<wua::simulated_engine> make_simulated()
{
    auto engine = std::make_shared<wua::simulated_engine>();
    engine->run_in_real_time(1'000);
    return engine;
}

#ifdef WUA_HAS_LIBTORRENT
// Each file has a swarm of its own.
class published_files
{
public:
    published_files(const std::filesystem::path& folder, wua::fault_server& server)
    {
        std::filesystem::create_directories(folder);
        for (std::size_t i = 0; i != updates_of_a_job; ++i)
        {
            const std::string name = "file" + std::to_string(i);
            const wua::patterned_bytes content(100'000 + i);
            wua_test::write_file(folder / name, content.str());
            const wua::made_torrent made = wua::make_torrent(folder / name);
            wua::update_item item;
            wua::content_file& file = item.files.emplace_back();
            file.urls = {server.serve("/" + name, content, wua::well_behaved)};
            file.size = 100'000 + i;
            wua::detail::digest_hasher hasher(wua::digest_algorithm::sha256);
            const std::string text = content.str();
            hasher.update(text.data(), text.size());
            file.digest = hasher.finish();
            wua::file_details details;
            details.swarm = std::make_shared<const wua::content_swarm>(
                wua::content_swarm{.torrent = made.torrent, .source = {}, .info_hash = made.info_hash});
            file.details = std::make_shared<const wua::file_details>(std::move(details));
            m_items.push_back(std::make_shared<const wua::update_item>(std::move(item)));
        }
    }

    const wua::update_pointer& update(std::size_t index) const
    {
        return m_items[index];
    }

private:
    std::vector<wua::update_pointer> m_items;
};

wua::swarm_options swarm_options_for(const std::filesystem::path& directory)
{
    wua::swarm_options options;
    options.http.directory = directory;
    options.http.loops = 2;
    options.listen = "127.0.0.1:0";
    return options;
}
#endif

// Runs jobs of one engine for that long; returns their number.
using racer = std::function<std::uint64_t(std::chrono::nanoseconds time, std::uint64_t seed)>;

// Where the engines download from, and where to.
class race_course
{
public:
    // One racer for each engine; they may run at the same time.
    std::vector<racer> racers()
    {
        return {
            [this](auto time, auto seed) { return race_for("simulated", time, m_nowhere, seed, &make_simulated); },
            [this](auto time, auto seed) {
                return race_for("blocking", time, m_nowhere, seed,
                                [] { return std::make_shared<wua::blocking_engine>(&download_slowly, 3); });
            },
            [this](auto time, auto seed) {
                return race_for("curl", time, m_urls, seed, [this] { return make_curl(); });
            },
            [this](auto time, auto seed) {
                return race_for("fallback", time, m_urls, seed, [this] {
                    return std::make_shared<wua::fallback_engine<wua::curl_engine, wua::blocking_engine>>(
                        make_curl(), std::make_shared<wua::blocking_engine>(&download_slowly, 2));
                });
            },
#ifdef WUA_HAS_LIBTORRENT
            [this](auto time, auto seed) {
                return race_for(
                    "swarm", time, [this](std::size_t index, std::uint64_t) { return m_files.update(index); }, seed,
                    [this] { return make_swarm(); });
            },
#endif
        };
    }

private:
    std::filesystem::path new_folder()
    {
        return m_folder.path() / std::to_string(++m_folders);
    }

    std::shared_ptr<wua::curl_engine> make_curl()
    {
        wua::curl_options options;
        options.directory = new_folder();
        options.loops = 2;
        return std::make_shared<wua::curl_engine>(std::move(options));
    }

    wua::fault_server m_server;
    const item_maker m_nowhere = items_of({"http://host/a", "http://host/b"});
    const item_maker m_urls = items_of(
        {m_server.serve("/well", wua::patterned_bytes(100'000), wua::well_behaved),
         m_server.serve("/half", wua::patterned_bytes(100'000), wua::misbehaviour_named("truncated_at_half"))});
    const wua_test::temporary_folder m_folder;
    std::atomic<int> m_folders = 0;

#ifdef WUA_HAS_LIBTORRENT
    // A machine that has all files, and seeds them for those that know it.
    std::shared_ptr<wua::swarm_engine> make_giver()
    {
        wua::swarm_options options = swarm_options_for(m_folder.path() / "giver");
        options.seeding.time = 1h;
        auto giver = std::make_shared<wua::swarm_engine>(options);
        std::vector<wua::update_pointer> items;
        for (std::size_t i = 0; i != updates_of_a_job; ++i)
        {
            items.push_back(m_files.update(i));
        }
        wua::job given = wua::start(giver, std::move(items));
        given.wait();
        return giver;
    }

    // Every other engine knows that machine.
    std::shared_ptr<wua::swarm_engine> make_swarm()
    {
        wua::swarm_options options = swarm_options_for(new_folder());
        if (m_folders % 2 == 0)
        {
            options.peers = {"127.0.0.1:" + std::to_string(m_provider->status().port)};
        }
        return std::make_shared<wua::swarm_engine>(std::move(options));
    }

    const published_files m_files{m_folder.path() / "published", m_server};
    const std::shared_ptr<wua::swarm_engine> m_provider = make_giver();
#endif
};

std::uint64_t race_all(std::chrono::nanoseconds time, std::uint64_t seed)
{
    race_course course;
    std::uint64_t jobs = 0;
    for (const racer& one : course.racers())
    {
        jobs += one(time, seed);
    }
    children.wait();
    return jobs;
}

int leave_races(std::string_view how, std::uint64_t seed)
{
    static race_course& course = *new race_course; // never destroyed, since no thread is waited for
    for (const racer& one : course.racers())
    {
        std::thread([one, seed] { one(1h, seed); }).detach();
    }
    return torture::leave(how, seed);
}

} // namespace

int main(int argc, char** argv)
{
    if (argc == 2 && argv[1] == std::string_view("--ways"))
    {
        torture::print_ways();
        return EXIT_SUCCESS;
    }
    double seconds = 1;
    std::uint64_t seed = 1;
    const char* report = nullptr;
    const char* how = nullptr;
    for (int i = 1; i < argc; i += 2)
    {
        const std::string_view option = argv[i];
        if (i + 1 == argc ||
            (option != "--seconds" && option != "--seed" && option != "--report" && option != "--leave"))
        {
            std::fprintf(
                stderr, "usage: races [--seconds N] [--seed S] [--report FILE] | --leave HOW [--seed S] | --ways\n");
            return 2;
        }
        if (option == "--leave")
        {
            how = argv[i + 1];
        }
        else if (option == "--seconds")
        {
            seconds = std::strtod(argv[i + 1], nullptr);
        }
        else if (option == "--seed")
        {
            seed = std::strtoull(argv[i + 1], nullptr, 10);
        }
        else
        {
            report = argv[i + 1];
        }
    }
    if (how != nullptr)
    {
        return leave_races(how, seed);
    }
    const std::uint64_t jobs =
        race_all(std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::duration<double>(seconds)), seed);
    std::printf("races: %llu jobs, %llu failures\n", static_cast<unsigned long long>(jobs),
                static_cast<unsigned long long>(failures.load()));
    const bool is_written = torture::write_report(report, {"races", jobs, failures});
    return failures == 0 && is_written ? EXIT_SUCCESS : EXIT_FAILURE;
}
