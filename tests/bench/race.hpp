// SPDX-License-Identifier: MIT
#pragma once

// Measures two pieces of code side by side, in turns within one run, so that a disturbance affects both.

#include "row.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace bench
{

// Makes the compiler believe that the value is used, and that the memory it points to may have changed.
template <class T>
inline void keep(T& value)
{
    asm volatile("" : : "g"(&value) : "memory");
}

// Returns the same pointer without the compiler's knowing it, so that calls through it are real virtual calls.
template <class T>
[[gnu::noinline]] T* hidden(T* pointer)
{
    asm volatile("" : "+r"(pointer) : : "memory");
    return pointer;
}

// Takes at least one value.
inline double median(std::vector<double> values)
{
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

// Nanoseconds of real time per call of f.
template <class F>
double time_per_call(std::size_t calls, F&& f)
{
    const auto start = std::chrono::steady_clock::now();
    for (std::size_t i = 0; i != calls; ++i)
    {
        f();
    }
    const std::chrono::duration<double, std::nano> time = std::chrono::steady_clock::now() - start;
    return time.count() / static_cast<double>(calls);
}

// The processor time of a thread, by default this one, in nanoseconds.
inline double processor_time(clockid_t thread = CLOCK_THREAD_CPUTIME_ID)
{
    timespec now{};
    clock_gettime(thread, &now);
    return static_cast<double>(now.tv_sec) * 1e9 + static_cast<double>(now.tv_nsec);
}

template <class F>
double processor_time_per_call(std::size_t calls, F&& f)
{
    const double start = processor_time();
    for (std::size_t i = 0; i != calls; ++i)
    {
        f();
    }
    return (processor_time() - start) / static_cast<double>(calls);
}

// The reference for most figures: allocating and releasing an object of this size.
template <std::size_t Size>
double time_of_malloc(std::size_t calls)
{
    return time_per_call(calls, [] {
        void* object = std::malloc(Size);
        keep(object);
        std::free(object);
    });
}

struct race
{
    std::string name;
    std::function<double()> ours; // one measurement, of about a millisecond
    std::string reference_name;
    std::function<double()> reference;
    std::string goal;

    // Called before each pair of measurements.
    std::function<void()> before = [] {};
    std::function<void()> after = [] {};

    // Whether the last measurement counts: on a busy machine the other thread may not have run.
    std::function<bool()> counts = [] { return true; };
};

// Returns the medians of this many rounds, with alternating order. Races with too few valid measurements continue
// alone, until the limit; a race without any gets no row.
inline std::vector<row> run(const std::vector<race>& races, std::size_t rounds,
                            std::chrono::seconds limit = std::chrono::seconds(60))
{
    const auto deadline = std::chrono::steady_clock::now() + limit;
    std::vector<std::vector<double>> ours(races.size());
    std::vector<std::vector<double>> references(races.size());
    const auto is_wanted = [&](const std::vector<double>& values) { return values.size() < rounds; };
    for (std::size_t round = 0;
         std::any_of(ours.begin(), ours.end(), is_wanted) && std::chrono::steady_clock::now() < deadline; ++round)
    {
        for (std::size_t i = 0; i != races.size(); ++i)
        {
            const race& one = races[i];
            if (!is_wanted(ours[i]))
            {
                continue;
            }
            one.before();
            const double early = one.reference();
            const double mine = one.ours();
            const bool has_counted = one.counts();
            const double late = one.reference();
            one.after();
            if (has_counted)
            {
                ours[i].push_back(mine);
                references[i].push_back(round % 2 == 0 ? early : late);
            }
        }
    }
    std::vector<row> rows;
    for (std::size_t i = 0; i != races.size(); ++i)
    {
        if (ours[i].empty())
        {
            std::printf("%s: the machine was too busy\n", races[i].name.c_str());
            continue;
        }
        const double mine = median(ours[i]);
        const double reference = median(references[i]);
        rows.push_back({races[i].name, mine, reference, races[i].reference_name, mine / reference, races[i].goal});
    }
    return rows;
}

// Another library's answer to the same question, compared with an allocation as large as our snapshot.
inline race race_of_peer(const char* name, std::function<double()> theirs)
{
    return {.name = name,
            .ours = std::move(theirs),
            .reference_name = "malloc + free, ns",
            .reference = [] { return time_of_malloc<144>(20'000); },
            .goal = ""};
}

} // namespace bench
