// SPDX-License-Identifier: MIT
#pragma once

// Two pieces of code measured side by side: in turns, within one run, so that what disturbs one disturbs both.

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

// The compiler has to believe that the value is used, and that the memory it leads to may have changed.
template <class T>
inline void keep(T& value)
{
    asm volatile("" : : "g"(&value) : "memory");
}

// The same pointer, of which the compiler knows nothing any more: calls through it are real virtual calls.
template <class T>
[[gnu::noinline]] T* hidden(T* pointer)
{
    asm volatile("" : "+r"(pointer) : : "memory");
    return pointer;
}

// Of at least one value.
inline double median(std::vector<double> values)
{
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

// Nanoseconds per call of f, by the clock on the wall.
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

// The processor time of a thread, of this one unless told, in nanoseconds.
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

// What most figures are compared with: the allocation and release of an object that large.
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
    std::function<double()> ours; // measures once, for about a millisecond
    std::string reference_name;
    std::function<double()> reference;
    std::string goal;

    // Around each pair of measurements.
    std::function<void()> before = [] {};
    std::function<void()> after = [] {};

    // Whether the last measurement of ours counts: a thread that it is about may have stood still on a busy machine.
    std::function<bool()> counts = [] { return true; };
};

// The medians of so many rounds. Who goes first alternates. Races of which not enough measurements counted go on alone,
// until the limit; one of which none counted has no row.
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

// Another library's answer to the same question, beside an allocation as large as a snapshot of ours.
inline race race_of_peer(const char* name, std::function<double()> theirs)
{
    return {.name = name,
            .ours = std::move(theirs),
            .reference_name = "malloc + free, ns",
            .reference = [] { return time_of_malloc<144>(20'000); },
            .goal = ""};
}

} // namespace bench
