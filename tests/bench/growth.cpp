// SPDX-License-Identifier: MIT
// Whether the cost of something grows faster than its amount: an update in jobs of one to a million, a job among up to
// a hundred thousand, a poll with other readers. Ten thousand jobs exceed a processor's caches, which makes each more
// expensive; beyond that their number should not matter.

#include "held_job.hpp"
#include "race.hpp"

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace
{

using namespace bench;

// Keeps the transfers it is given until their jobs are over.
class keeping_engine
{
public:
    void start(wua::transfer job)
    {
        jobs.push_back(std::move(job));
    }

    std::vector<wua::transfer> jobs;
};

std::vector<wua::update_pointer> make_items(std::size_t count)
{
    std::vector<wua::update_pointer> items;
    items.reserve(count);
    for (std::size_t i = 0; i != count; ++i)
    {
        items.push_back(wua::make_item("An update", "http://localhost/update.cab", 1'000));
    }
    return items;
}

// Takes an update from its first report to its result, with a poll in the middle.
void act(wua::transfer& engine, const wua::job& job, std::size_t index)
{
    engine.start(index);
    engine.set_bytes(index, 500);
    int percent = job.progress().percent();
    keep(percent);
    engine.finish(index, wua::outcome::succeeded());
}

void run_one_job(const std::vector<wua::update_pointer>& items)
{
    const auto engine = std::make_shared<keeping_engine>();
    wua::job job = wua::start(engine, items);
    for (std::size_t index = 0; index != items.size(); ++index)
    {
        act(engine->jobs.front(), job, index);
    }
    engine->jobs.clear();
}

void run_jobs(std::size_t count, const std::vector<wua::update_pointer>& one)
{
    const auto engine = std::make_shared<keeping_engine>();
    std::vector<wua::job> jobs;
    jobs.reserve(count);
    for (std::size_t i = 0; i != count; ++i)
    {
        jobs.push_back(wua::start(engine, one));
    }
    for (std::size_t i = 0; i != count; ++i)
    {
        act(engine->jobs[i], jobs[i], 0);
    }
    engine->jobs.clear();
}

// Processor time per poll when this many threads poll one job.
double time_beside_readers(const wua::job& job, std::size_t readers)
{
    constexpr std::size_t polls = 50'000;
    std::vector<double> times(readers);
    std::atomic<std::size_t> waiting{readers};
    std::vector<std::thread> threads;
    for (double& time : times)
    {
        threads.emplace_back([&] {
            for (--waiting; waiting != 0;)
            {
                std::this_thread::yield();
            }
            time = processor_time_per_call(polls, [&] {
                int percent = job.progress().percent();
                keep(percent);
            });
        });
    }
    double sum = 0;
    for (std::size_t i = 0; i != readers; ++i)
    {
        threads[i].join();
        sum += times[i];
    }
    return sum / static_cast<double>(readers);
}

// Measures each of these numbers, in turns. The rows compare each with the base: per item it must not cost more than
// `most` times as much.
std::vector<row> grow(const std::string& of, const std::vector<std::size_t>& numbers, std::size_t base, double most,
                      const char* unit, const std::function<double(std::size_t)>& measure, std::size_t rounds)
{
    std::printf("   %s\n", of.c_str());
    std::fflush(stdout);
    std::vector<std::vector<double>> times(numbers.size());
    for (std::size_t round = 0; round != rounds; ++round)
    {
        for (std::size_t i = 0; i != numbers.size(); ++i)
        {
            times[i].push_back(measure(numbers[i]));
        }
    }
    const auto at = std::find(numbers.begin(), numbers.end(), base) - numbers.begin();
    const double reference = median(times[static_cast<std::size_t>(at)]);
    std::vector<row> rows;
    for (std::size_t i = 0; i != numbers.size(); ++i)
    {
        const double ours = median(times[i]);
        char goal[16] = "";
        if (numbers[i] > base)
        {
            std::snprintf(goal, sizeof goal, "<= %g", most);
        }
        rows.push_back({"growth_" + of + '_' + std::to_string(numbers[i]), ours, reference,
                        "with " + std::to_string(base) + ", " + unit, ours / reference, goal});
    }
    return rows;
}

std::vector<row> measure_growth(effort wanted)
{
    const std::size_t rounds = wanted == effort::thorough ? 9 : 3;
    const auto repeated = [](std::size_t all, std::size_t each, const std::function<void()>& f) {
        const std::size_t times = std::max<std::size_t>(all / each, 1);
        return processor_time_per_call(times, f) / static_cast<double>(each);
    };
    std::vector<row> rows;
    const auto add = [&](std::vector<row> more) {
        rows.insert(rows.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
    };

    const std::vector<std::size_t> lengths{1, 10, 100, 1'000, 10'000, 100'000, 1'000'000};
    std::vector<std::vector<wua::update_pointer>> items;
    for (const std::size_t length : lengths)
    {
        items.push_back(make_items(length));
    }
    add(grow(
        "updates", lengths, 1'000, 2, "processor ns for each update",
        [&](std::size_t length) {
            const auto at = std::find(lengths.begin(), lengths.end(), length) - lengths.begin();
            return repeated(100'000, length, [&, at] { run_one_job(items[static_cast<std::size_t>(at)]); });
        },
        rounds));
    add(grow(
        "jobs", {1, 10, 100, 1'000, 10'000, 100'000}, 10'000, 2, "processor ns for each job",
        [&](std::size_t count) { return repeated(10'000, count, [&] { run_jobs(count, items.front()); }); }, rounds));

    const auto engine = std::make_shared<keeping_engine>();
    wua::job polled = wua::start(engine, items[1]);
    engine->jobs.front().start(0);
    engine->jobs.front().set_bytes(0, 500);
    add(grow(
        "readers", {1, 2, 4, 8, 16}, 1, 1.5, "processor ns for each poll",
        [&](std::size_t readers) { return time_beside_readers(polled, readers); }, 2 * rounds + 1));
    engine->jobs.clear();
    return rows;
}

const suite growth("growth", &measure_growth);

} // namespace
