// SPDX-License-Identifier: MIT
// A long life of one curl engine: wave after wave of small files with digests from an nginx on the loopback interface.
// What the process holds after a wave must not grow.

#include "servers/nginx.hpp"
#include "torture/report.hpp"
#include <wua/engine/content/digest_hasher.hpp>
#include <wua/engine/curl_engine.hpp>
#include <wua/job/job.hpp>

#include <malloc.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <filesystem>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

namespace
{

constexpr std::size_t wave = 10'000;

// The resources that a process holds.
struct holdings
{
    double resident = 0;  // bytes
    double allocated = 0; // bytes
    double descriptors = 0;
    double threads = 0;
};

double entries_of(const char* folder)
{
    return static_cast<double>(std::distance(std::filesystem::directory_iterator(folder), {}));
}

holdings held_now()
{
    malloc_trim(0); // free memory is not a leak
    const std::string text = wua_test::read_file("/proc/self/statm");
    const double pages = std::stod(text.substr(text.find(' ')));
    const struct mallinfo2 heap = mallinfo2();
    return {pages * 4096, static_cast<double>(heap.uordblks) + static_cast<double>(heap.hblkhd),
            entries_of("/proc/self/fd"), entries_of("/proc/self/task")};
}

void raise(holdings& most, const holdings& now)
{
    most.resident = std::max(most.resident, now.resident);
    most.allocated = std::max(most.allocated, now.allocated);
    most.descriptors = std::max(most.descriptors, now.descriptors);
    most.threads = std::max(most.threads, now.threads);
}

// Describes what has grown; empty if nothing has. Buffers may settle late, so a little growth is tolerated, but less
// than a byte per update.
std::string growth(const holdings& early, const holdings& late)
{
    constexpr double mib = 1 << 20;
    return late.resident > early.resident + mib       ? "resident memory"
           : late.allocated > early.allocated + 65536 ? "allocated memory"
           : late.descriptors > early.descriptors     ? "descriptors"
           : late.threads > early.threads             ? "threads"
                                                      : "";
}

class soak
{
public:
    soak()
    {
        std::filesystem::create_directory(m_output);
        for (int i = 0; i != 100; ++i)
        {
            std::string content;
            for (int left = i; left != 0; --left) // between zero and 99 bytes
            {
                content += static_cast<char>('a' + left % 26);
            }
            wua::detail::digest_hasher hasher(wua::digest_algorithm::sha256);
            hasher.update(content.data(), content.size());
            m_digests.push_back(hasher.finish());
            wua_test::write_file(m_server.root() / std::to_string(i), content);
        }
        wua::curl_options options;
        options.directory = m_output;
        options.loops = 2;
        m_engine = std::make_shared<wua::curl_engine>(std::move(options));
    }

    // Returns the number of updates that did not succeed.
    std::uint64_t run_wave(std::uint64_t first)
    {
        std::uint64_t failures = 0;
        {
            std::vector<wua::update_pointer> updates;
            for (std::size_t i = 0; i != wave; ++i)
            {
                wua::update_item item;
                item.title = std::to_string(first + i);
                wua::content_file& file = item.files.emplace_back();
                file.urls.push_back(m_server.url(std::to_string(i % 100)));
                file.file_name = item.title;
                file.digest = m_digests[i % 100];
                updates.push_back(std::make_shared<const wua::update_item>(std::move(item)));
            }
            wua::job job = wua::start(m_engine, std::move(updates));
            job.wait();
            const wua::outcome_tally tally = job.progress().tally();
            failures = wave - tally.succeeded();
        }
        std::size_t files = 0;
        for (const auto& entry : std::filesystem::directory_iterator(m_output))
        {
            files += std::filesystem::remove(entry.path()) ? 1 : 0;
        }
        failures += files != wave ? 1 : 0;
        return failures;
    }

private:
    const wua_test::nginx m_server{"access_log off; keepalive_requests 100000;"};
    const wua_test::temporary_folder m_folder;
    const std::filesystem::path m_output = m_folder / "out";
    std::vector<wua::content_digest> m_digests;
    std::shared_ptr<wua::curl_engine> m_engine;
};

int run(std::uint64_t updates, const char* report)
{
    soak life;
    const std::uint64_t waves = std::max<std::uint64_t>(updates / wave, 10);
    holdings early;
    holdings late;
    std::uint64_t failures = 0;
    const auto start = std::chrono::steady_clock::now();
    for (std::uint64_t i = 0; i != waves; ++i)
    {
        failures += life.run_wave(i * wave);
        const holdings now = held_now();
        raise(i < waves / 2 ? early : late, now);
        if (i == 0 || (i + 1) % std::max<std::uint64_t>(waves / 10, 1) == 0)
        {
            std::printf("%9llu updates: resident %.2f MiB, allocated %.2f MiB, %.0f descriptors, %.0f threads\n",
                        static_cast<unsigned long long>((i + 1) * wave), now.resident / (1 << 20),
                        now.allocated / (1 << 20), now.descriptors, now.threads);
            std::fflush(stdout);
        }
    }
    const std::string grown = growth(early, late);
    if (!grown.empty())
    {
        std::printf("grows: %s\n", grown.c_str());
        ++failures;
    }
    const std::chrono::duration<double> time = std::chrono::steady_clock::now() - start;
    std::printf("%llu updates in %.0f s, %llu failures\n", static_cast<unsigned long long>(waves * wave), time.count(),
                static_cast<unsigned long long>(failures));
    return torture::write_report(report, {"soak", waves * wave, failures}) && failures == 0
               ? EXIT_SUCCESS
               : EXIT_FAILURE;
}

} // namespace

int main(int argc, char** argv)
{
    std::uint64_t updates = 1'000'000;
    const char* report = nullptr;
    for (int i = 1; i + 1 < argc; i += 2)
    {
        if (std::strcmp(argv[i], "--report") == 0)
        {
            report = argv[i + 1];
        }
        else if (std::strcmp(argv[i], "--updates") == 0)
        {
            updates = std::strtoull(argv[i + 1], nullptr, 10);
        }
    }
    try
    {
        return run(updates, report);
    }
    catch (const std::exception& error)
    {
        std::fprintf(stderr, "soak: %s\n", error.what());
        return EXIT_FAILURE;
    }
}
