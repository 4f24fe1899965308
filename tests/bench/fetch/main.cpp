// SPDX-License-Identifier: MIT
// wua_fetch REPORT: compares the curl engine with curl, wget2 and aria2c, in turns, and checks every file. See
// ../README.md.

#include "../row.hpp"
#include "abort.hpp"
#include "flood.hpp"
#include "growth.hpp"
#include "idle.hpp"
#include "process.hpp"
#include "relay.hpp"
#include "servers/nginx.hpp"
#include "sync.hpp"
#include "workload.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace
{

using namespace bench;

double median_of(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

double median_of(const std::vector<usage>& all, double usage::* what)
{
    std::vector<double> values;
    for (const usage& one : all)
    {
        values.push_back(one.*what);
    }
    return median_of(std::move(values));
}

// A command that downloads all files of a workload into $out, by the lists in $lists.
struct contestant
{
    std::string program;
    std::string command;
    std::vector<usage> runs{};

    double wall() const
    {
        return median_of(runs, &usage::wall);
    }
};

std::vector<contestant> peers(const workload& work)
{
    std::vector<contestant> all;
    if (work.count == 1)
    {
        all.push_back({"curl", "cd $out && exec curl -sf -K $lists/curl.config"});
        all.push_back({"wget2", "exec wget2 -q --no-config --no-hsts -i $lists/urls -P $out"});
        all.push_back({"wget2", "exec wget2 -q --no-config --no-hsts --chunk-size=64M -i $lists/urls -P $out"});
        for (const char* const parts : {"1", "2", "4"})
        {
            all.push_back({"aria2c", std::string("exec aria2c -q --no-conf --file-allocation=none -k 1M -x ") + parts +
                                         " -s " + parts + " -i $lists/urls -d $out"});
        }
        return all;
    }
    if (work.count > 100)
    {
        all.push_back({"curl", "cd $out && exec curl -sf -K $lists/curl.config"}); // one after the other
    }
    for (const char* const parallel : {"2", "8", "32"})
    {
        const std::string n = parallel;
        all.push_back({"curl", "cd $out && exec curl -sf --parallel --parallel-max " + n + " -K $lists/curl.config"});
        all.push_back({"wget2", "exec wget2 -q --no-config --no-hsts --max-threads=" + n + " -i $lists/urls -P $out"});
        all.push_back(
            {"aria2c", "exec aria2c -q --no-conf --file-allocation=none -x 1 -j " + n + " -i $lists/urls -d $out"});
    }
    return all;
}

// Their options for several connections per file, or for many files over few connections.
std::vector<contestant> far_peers(const workload& work)
{
    if (work.count == 1) // a single connection takes ten times as long
    {
        return {{"aria2c", "exec aria2c -q --no-conf --file-allocation=none -k 1M -x 8 -s 8 -i $lists/urls -d $out"}};
    }
    std::vector<contestant> all;
    for (const char* const parallel : {"8", "32"})
    {
        const std::string n = parallel;
        for (const char* const version : {"", "--http1.1 "})
        {
            all.push_back({"curl", std::string("cd $out && exec curl -sfk ") + version + "--parallel --parallel-max " +
                                       n + " -K $lists/curl.config"});
        }
        all.push_back({"wget2", "exec wget2 -q --no-config --no-hsts --no-check-certificate --max-threads=" + n +
                                    " -i $lists/urls -P $out"});
        all.push_back({"aria2c", "exec aria2c -q --no-conf --file-allocation=none --check-certificate=false -x 1 -j " +
                                     n + " -i $lists/urls -d $out"});
    }
    return all;
}

class match
{
public:
    match(const workload& work, const wua_test::nginx& server, const std::filesystem::path& client, std::size_t rounds)
        : match(work, server, {server.url("")}, client, rounds, peers(work))
    {}

    // The files are available at all of these places.
    match(const workload& work, const wua_test::nginx& server, const std::vector<std::string>& urls,
          const std::filesystem::path& client, std::size_t rounds, std::vector<contestant> others,
          const std::string& arguments = {})
        : m_work(work),
          m_folder(std::make_unique<wua_test::temporary_folder>()),
          m_files(work, server.root(), urls, m_folder->path() / "lists"),
          m_rounds(rounds),
          m_choice(std::move(others))
    {
        const std::string download = "exec " + client.string() + " $lists/manifest $out ";
        // With several sources the bytes must be verified.
        m_ours = {"wua", download + (urls.size() == 1 ? "trust" : "verify") + arguments};
        m_ours_verified = {"wua", download + "verify" + arguments};
        m_ours_static = {"wua", "exec " + client.string() + "_static $lists/manifest $out trust"};
        m_digests = {"openssl", "cd " + m_files.root().string() + " && printf '%s\\0' f* | xargs -0 -P 2 -n " +
                                    std::to_string((std::min<std::size_t>(work.count, 1'000) + 1) / 2) +
                                    " openssl dgst -sha256 >/dev/null"};
    }

    // How much memory our program takes, and curl with as many transfers at a time as one of our jobs.
    std::vector<row> compare_memory()
    {
        contestant curl{"curl", "cd $out && exec curl -sf --parallel --parallel-max 8 -K $lists/curl.config"};
        for (std::size_t round = 0; round != m_rounds; ++round)
        {
            run(m_ours);
            run(m_ours_static);
            run(curl);
        }
        return memory_rows("memory_queue_", curl, "curl --parallel, KiB");
    }

    // Compares speed with the best of the others.
    row play_for_speed()
    {
        choose_peers();
        for (std::size_t round = 0; round != m_rounds; ++round)
        {
            run(m_ours);
            for (contestant& peer : m_peers)
            {
                run(peer);
            }
        }
        const auto best = best_peer();
        print_peers();
        std::printf("   %-8s %8.3f s\n", "wua", m_ours.wall());
        const double ours = m_work.megabytes() / m_ours.wall();
        const double reference = m_work.megabytes() / best->wall();
        return {"fetch_" + m_work.name, ours, reference, best->program + ", MB/s", ours / reference, ">= 1.0"};
    }

    std::vector<row> play()
    {
        choose_peers();
        for (std::size_t round = 0; round != m_rounds; ++round)
        {
            run(m_ours);
            for (contestant& peer : m_peers)
            {
                run(peer);
            }
            run(m_ours_static);
            run(m_ours_verified);
            m_digests.runs.push_back(run_measured(m_digests.command));
        }
        return rows();
    }

private:
    void run(contestant& one)
    {
        const std::filesystem::path output = m_folder->path() / "out";
        std::filesystem::create_directory(output);
        one.runs.push_back(run_measured("out=" + output.string() + " lists=" + m_files.lists().string() +
                                        "; exec 2>/dev/null; " + one.command)); // curl always shows its progress
        m_files.check(output);
        std::filesystem::remove_all(output);
    }

    // Chooses for each program the settings that are best for this work.
    void choose_peers()
    {
        for (contestant& one : m_choice)
        {
            try
            {
                run(one);
            }
            catch (const std::exception& error)
            {
                std::printf("   left out: %s\n", error.what());
                std::filesystem::remove_all(m_folder->path() / "out");
                continue;
            }
            const auto same = std::find_if(
                m_peers.begin(), m_peers.end(), [&](const contestant& other) { return other.program == one.program; });
            if (same == m_peers.end())
            {
                m_peers.push_back(one);
            }
            else if (one.wall() < same->wall())
            {
                *same = one;
            }
        }
        for (contestant& peer : m_peers)
        {
            peer.runs.clear();
        }
    }

    std::vector<contestant>::const_iterator best_peer() const
    {
        return std::min_element(
            m_peers.begin(), m_peers.end(), [](const auto& a, const auto& b) { return a.wall() < b.wall(); });
    }

    void print_peers() const
    {
        for (const contestant& peer : m_peers)
        {
            std::printf("   %-8s %8.3f s  %s\n", peer.program.c_str(), peer.wall(), peer.command.c_str());
        }
    }

    // Measures our program as it is usually linked, and with a C++ standard library of its own.
    std::vector<row> memory_rows(const std::string& name, const contestant& curl, const std::string& against) const
    {
        const double reference = median_of(curl.runs, &usage::memory);
        std::vector<row> all;
        for (const auto& [linked, ours] : {std::pair("", &m_ours), std::pair("static_", &m_ours_static)})
        {
            const double memory = median_of(ours->runs, &usage::memory);
            all.push_back({name + linked + m_work.name, memory, reference, against, memory / reference, "<= 1.2"});
        }
        return all;
    }

    std::vector<row> rows() const
    {
        const auto best = best_peer();
        const auto curl =
            std::find_if(m_peers.begin(), m_peers.end(), [](const contestant& one) { return one.program == "curl"; });
        print_peers();
        std::printf("   %-8s %8.3f s, verified %.3f s\n", "wua", m_ours.wall(), m_ours_verified.wall());
        const double digest_time = m_digests.wall();
        const auto compare =
            [&](const std::string& name, double ours, double reference, const std::string& against, const char* goal) {
                return row{name + m_work.name, ours, reference, against, ours / reference, goal};
            };
        const auto speed = [&](double seconds) { return m_work.megabytes() / seconds; };
        std::vector<row> all{
            compare("fetch_", speed(m_ours.wall()), speed(best->wall()), best->program + ", MB/s", ">= 1.0"),
            compare("verify_", speed(m_ours_verified.wall()), speed(best->wall() + digest_time),
                    best->program + " and openssl dgst, MB/s", ">= 1.3"),
            compare("fetch_cpu_", median_of(m_ours.runs, &usage::processor), median_of(curl->runs, &usage::processor),
                    "curl, processor seconds", "<= 1.0")};
        const std::vector<row> memory = memory_rows("fetch_memory_", *curl, "curl, KiB");
        all.insert(all.end(), memory.begin(), memory.end());
        return all;
    }

    const workload m_work;
    const std::unique_ptr<wua_test::temporary_folder> m_folder;
    const prepared_files m_files;
    const std::size_t m_rounds;
    std::vector<contestant> m_choice;
    contestant m_ours;
    contestant m_ours_verified;
    contestant m_ours_static; // with its own copy of the C++ standard library
    contestant m_digests;
    std::vector<contestant> m_peers;
};

row idle_jobs(const std::filesystem::path& self, const char* name, const char* option)
{
    const wua_test::mute_server server(16);
    const wua_test::temporary_folder folder;
    const std::string result = (folder / "threads").string();
    run_measured("TMPDIR=" + folder.path().string() + " exec " + self.string() + ' ' + option + " 10000 " +
                 server.url() + " >" + result);
    const double threads = std::stod(wua_test::read_file(result));
    return {name, threads, 1, "threads beside the caller's for 10,000 jobs", threads, "<= 3"};
}

std::vector<row> abort_latencies(std::size_t rounds)
{
    std::vector<row> rows;
    wua_test::mute_server full(0);
    full.fill();
    rows.push_back(abort_latency("connecting", full.url(), 0, rounds));
    wua_test::mute_server silent(4'096);
    rows.push_back(abort_latency("silent", silent.url(), 0, rounds));
    // A sparse file needs no memory. One location sends it as fast as possible, the other soon almost stops.
    const wua_test::nginx server("access_log off; location /slow/ { limit_rate_after 64k; limit_rate 1; }");
    std::filesystem::create_directory(server.root() / "slow");
    for (const char* const name : {"fast", "slow/file"})
    {
        wua_test::write_file(server.root() / name, {});
        std::filesystem::resize_file(server.root() / name, std::uintmax_t{8} << 30U);
    }
    rows.push_back(abort_latency("full_speed", server.url("fast"), 1, rounds));
    rows.push_back(abort_latency("stalled", server.url("slow/file"), 1, rounds));
    rows.push_back(abort_latency_flooded(rounds / 10));
    return rows;
}

// A server that is slow on each connection, three such mirrors, and distant servers.
std::vector<row> paced_and_far(std::size_t rounds, const std::filesystem::path& client)
{
    constexpr std::uint64_t mib = 1U << 20U;
    constexpr std::chrono::milliseconds way{40};
    const auto paced = [](const char* rate) {
        return std::make_unique<wua_test::nginx>("access_log off; limit_rate " + std::string(rate) + ";");
    };
    std::vector<row> rows;
    const auto play = [&](const workload& work, const wua_test::nginx& server, const std::vector<std::string>& urls,
                          const std::string& arguments = {}) {
        std::printf("== fetch: %s\n", work.name.c_str());
        std::fflush(stdout);
        rows.push_back(match(work, server, urls, client, rounds, far_peers(work), arguments).play_for_speed());
    };
    const workload large{"capped", 1, 64 * mib};
    const auto slow = paced("4m");
    play(large, *slow, {slow->url("")});
    const auto slower = paced("2m");
    const auto faster = paced("8m");
    {
        const wua_test::temporary_folder lists;
        const prepared_files one(large, slower->root(), {slower->url("")}, lists / "one");
        const prepared_files other(large, faster->root(), {faster->url("")}, lists / "other");
        play({"capped_mirrors", 1, 64 * mib}, *slow, {slower->url(""), slow->url(""), faster->url("")});
    }
    const delaying_relay relay(slow->port(), way);
    const std::string far_url = "http://127.0.0.1:" + std::to_string(relay.port()) + '/';
    play({"far_capped", 1, 64 * mib}, *slow, {far_url});
    const wua_test::nginx_authority authority;
    const wua_test::nginx fast("access_log off;", &authority);
    const delaying_relay plain(fast.port(), way);
    const delaying_relay tls(fast.tls_port(), way);
    play({"far_200x256k", 200, mib / 4}, fast, {"http://127.0.0.1:" + std::to_string(plain.port()) + '/'}, " 32");
    play({"far_200x256k_http2", 200, mib / 4}, fast, {"https://127.0.0.1:" + std::to_string(tls.port()) + '/'},
         " 32 " + authority.ca_file().string());
    return rows;
}

std::vector<row> measure(bool is_long, const std::filesystem::path& self, const std::filesystem::path& client)
{
    constexpr std::uint64_t kib = 1'024;
    constexpr std::uint64_t mib = kib * kib;
    const std::vector<workload> works =
        is_long ? std::vector<workload>{{"1x1g", 1, 1'024 * mib},
                                        {"8x128m", 8, 128 * mib},
                                        {"1000x1m", 1'000, mib},
                                        {"10000x16k", 10'000, 16 * kib}}
                : std::vector<workload>{{"1x256m", 1, 256 * mib},
                                        {"8x32m", 8, 32 * mib},
                                        {"200x1m", 200, mib},
                                        {"2000x16k", 2'000, 16 * kib}};
    std::vector<row> rows;
    const wua_test::nginx server("access_log off;");
    for (const workload& work : works)
    {
        std::printf("== fetch: %s\n", work.name.c_str());
        std::fflush(stdout);
        const std::vector<row> more = match(work, server, client, is_long ? 9 : 5).play();
        rows.insert(rows.end(), more.begin(), more.end());
    }
    // The files are small: what matters is how many are queued.
    for (const std::size_t length :
         is_long ? std::vector<std::size_t>{1'000, 20'000, 100'000} : std::vector<std::size_t>{1'000, 5'000})
    {
        const workload queue{std::to_string(length), length, kib};
        std::printf("== fetch: a queue of %s\n", queue.name.c_str());
        std::fflush(stdout);
        const std::vector<row> memory = match(queue, server, client, 3).compare_memory();
        rows.insert(rows.end(), memory.begin(), memory.end());
    }
    const std::vector<row> sync_rows = sync_costs(is_long, client);
    rows.insert(rows.end(), sync_rows.begin(), sync_rows.end());
    const std::vector<row> growth_rows = growth(is_long, client);
    rows.insert(rows.end(), growth_rows.begin(), growth_rows.end());
    const std::vector<row> paced_rows = paced_and_far(is_long ? 9 : 3, client);
    rows.insert(rows.end(), paced_rows.begin(), paced_rows.end());
    std::printf("== fetch: idle jobs and aborts\n");
    rows.push_back(idle_jobs(self, "idle_jobs", "--idle"));
    rows.push_back(idle_jobs(self, "idle_jobs_with_callbacks", "--idle-with-callbacks"));
    const std::vector<row> more = abort_latencies(is_long ? 1'000 : 100);
    rows.insert(rows.end(), more.begin(), more.end());
    std::printf("== fetch: beside floods\n");
    const wua_test::nginx paced("access_log off; limit_rate 100m;");
    rows.push_back(speed_beside_floods(paced, (is_long ? 300 : 100) * mib));
    return rows;
}

void write(const std::vector<row>& rows, const std::filesystem::path& path)
{
    nlohmann::ordered_json all = nlohmann::ordered_json::array();
    for (const row& figure : rows)
    {
        all.push_back({{"name", figure.name},
                       {"ours", figure.ours},
                       {"reference", figure.reference},
                       {"reference_name", figure.reference_name},
                       {"ratio", figure.ratio},
                       {"goal", figure.goal}});
        std::printf("%-28s %12.5g %12.5g %8.3g %8s  %s\n", figure.name.c_str(), figure.ours, figure.reference,
                    figure.ratio, figure.goal.c_str(), figure.reference_name.c_str());
    }
    std::ofstream stream(path);
    stream << all.dump(2) << '\n';
    if (!stream.flush())
    {
        throw std::runtime_error(path.string() + " cannot be written");
    }
}

} // namespace

int main(int argc, char** argv)
{
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    try
    {
        const std::filesystem::path self = std::filesystem::canonical("/proc/self/exe");
        const std::filesystem::path client = self.parent_path() / "wua_fetch_client";
        const char* const length = std::getenv("WUA_BENCH");
        const bool is_long = length != nullptr && std::string_view(length) == "long";
        if (arguments.size() == 2 && arguments[0] == "--far") // only these rows
        {
            write(paced_and_far(3, client), arguments[1]);
            return EXIT_SUCCESS;
        }
        if (arguments.size() == 2 && arguments[0] == "--sync")
        {
            write(sync_costs(is_long, client), arguments[1]);
            return EXIT_SUCCESS;
        }
        if (arguments.size() == 2 && arguments[0] == "--growth")
        {
            write(growth(is_long, client), arguments[1]);
            return EXIT_SUCCESS;
        }
        if (arguments.size() == 3 && arguments[0] == "--idle")
        {
            return count_threads_of_idle_jobs(std::stoul(arguments[1]), arguments[2]);
        }
        if (arguments.size() == 3 && arguments[0] == "--idle-with-callbacks")
        {
            return count_threads_of_idle_jobs_with_callbacks(std::stoul(arguments[1]), arguments[2]);
        }
        if (arguments.size() != 1)
        {
            std::fprintf(stderr, "usage: wua_fetch [--far | --growth | --sync] REPORT\n");
            return 2;
        }
        write(measure(is_long, self, client), arguments[0]);
        return EXIT_SUCCESS;
    }
    catch (const std::exception& error)
    {
        std::fprintf(stderr, "wua_fetch: %s\n", error.what());
        return EXIT_FAILURE;
    }
}
