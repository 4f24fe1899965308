// SPDX-License-Identifier: MIT
#pragma once

// How bytes arrive on realistic networks, and how well the remaining time is estimated meanwhile. The numbers are the
// same each time.

#include "job/fakes.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace rate_traces
{

constexpr double step = 0.1; // seconds

struct trace
{
    std::string name;
    std::vector<std::uint64_t> bytes; // total by the end of each step; the last one is the size
};

class chance
{
public:
    explicit chance(std::uint64_t seed) : m_state(seed) {}

    // Uniform from 0 to 1.
    double flat()
    {
        m_state = m_state * 6364136223846793005U + 1442695040888963407U;
        return static_cast<double>(m_state >> 11U) / 9007199254740992.0;
    }

    // Normal with mean 0 and deviation 1.
    double normal()
    {
        double sum = -6;
        for (int i = 0; i != 12; ++i)
        {
            sum += flat();
        }
        return sum;
    }

private:
    std::uint64_t m_state;
};

// rate(t) is in bytes per second at the time t in seconds.
template <class F>
trace made(std::string name, double size, F rate)
{
    trace one{std::move(name), {}};
    for (double bytes = 0; bytes < size;)
    {
        bytes += std::max(0.0, rate(static_cast<double>(one.bytes.size()) * step)) * step;
        one.bytes.push_back(static_cast<std::uint64_t>(std::min(bytes, size)));
    }
    return one;
}

// A rate that wanders around 1 and reverts within this many seconds.
inline auto wandering(std::uint64_t seed, double deviation, double seconds)
{
    return [random = chance(seed), x = 0.0, deviation, seconds]() mutable {
        x += -x * step / seconds + deviation * std::sqrt(2 * step / seconds) * random.normal();
        return std::exp(x);
    };
}

inline std::vector<trace> all()
{
    constexpr double mb = 1e6;
    std::vector<trace> made_so_far;
    const auto add = [&](const char* name, double megabytes, auto rate) {
        made_so_far.push_back(made(name, megabytes * mb, [&](double t) { return rate(t) * mb; }));
    };
    add("steady", 60, [](double) { return 1.0; });
    add("noisy", 120, [random = chance(1)](double) mutable { return 2 * random.flat(); });
    add("slow start", 100, [](double t) { return std::min(1.0, 0.05 + t / 25); });
    add("drop to half", 120, [](double t) { return t < 60 ? 4.0 / 3 : 2.0 / 3; });
    add("twice as fast", 120, [](double t) { return t < 80 ? 0.75 : 1.5; });
    add("stall and recovery", 120, [](double t) { return t > 40 && t < 60 ? 0.0 : 1.0; });
    add("stalls again and again", 120, [](double t) { return std::fmod(t, 40) > 32 ? 0.0 : 1.0; });
    add("bursts", 120, [](double t) { return std::fmod(t, 6) < 2 ? 3.0 : 0.0; });
    add("sawtooth", 180, [](double t) { return 0.6 + 0.8 * std::fmod(t, 12) / 12; });
    add("mirror switch", 150, [](double t) { return t < 40 ? 2.0 : t < 46 ? 0.0 : 0.7; });
    add("many small files", 100, [random = chance(2), until = 0.0, comes = false](double t) mutable {
        if (t >= until)
        {
            comes = !comes;
            until = t + (comes ? 0.2 + 0.5 * random.flat() : 0.1 + 0.6 * random.flat());
        }
        return comes ? 2.0 : 0.0;
    });
    add("burst, then a cap", 150, [](double t) { return t < 8 ? 5.0 : 1.0; });
    add("radio", 300, [rate = wandering(3, 0.6, 20)](double) mutable { return rate(); });
    add("evening", 600, [](double t) { return 1.6 / (1 + t / 400); });
    add("short", 8, [random = chance(4)](double) mutable { return 0.5 + random.flat(); });
    add("long", 1500,
        [rate = wandering(5, 0.4, 60), random = chance(6)](double) mutable { return rate() * (0.5 + random.flat()); });
    add("small files, then a large one", 200, [](double t) { return t < 40 ? 0.4 : 2.0; });
    add("a neighbour comes and goes", 300, [random = chance(7)](double t) mutable {
        return (std::fmod(t, 50) < 25 ? 2.0 : 1.0) * (0.7 + 0.6 * random.flat());
    });
    return made_so_far;
}

// Called at every step, returns how many whole seconds are left; nullopt for no estimate.
using estimator = std::function<std::optional<double>(double now, std::uint64_t bytes)>;

struct method
{
    std::string name;
    std::function<estimator(const trace&)> make;
};

inline std::optional<double> left_at(double rate, std::uint64_t size, std::uint64_t bytes)
{
    return rate > 0 ? std::optional(std::round(static_cast<double>(size - bytes) / rate)) : std::nullopt;
}

// A job of one update, as any client polls it.
inline method of_snapshots()
{
    struct polled
    {
        explicit polled(std::uint64_t size)
            : job(wua::detail::make_handle<wua::detail::ledger>(
                  std::vector{wua::make_item("", "", size)},
                  wua::detail::ledger_options{[this] { return now; }, std::chrono::seconds(5), true}))
        {}

        std::chrono::nanoseconds now{0};
        wua::detail::shared_handle<wua::detail::ledger> job;
        std::uint64_t bytes = 0;
    };
    return {"wua", [](const trace& told) -> estimator {
                const auto on = std::make_shared<polled>(told.bytes.back());
                on->job->start(0);
                return [on](double now, std::uint64_t bytes) -> std::optional<double> {
                    on->now = std::chrono::nanoseconds(static_cast<std::int64_t>(now * 1e9));
                    if (std::exchange(on->bytes, bytes) != bytes)
                    {
                        on->job->set_bytes(0, bytes);
                    }
                    on->job->tick();
                    const auto left = on->job->snapshot().time_left();
                    return left ? std::optional(static_cast<double>(left->count())) : std::nullopt;
                };
            }};
}

// From the bytes of the last so many seconds.
inline method of_window(std::string name, double seconds)
{
    return {std::move(name), [seconds](const trace& told) -> estimator {
                return [seconds, size = told.bytes.back(), seen = std::deque<std::pair<double, std::uint64_t>>{{0, 0}}](
                           double now, std::uint64_t bytes) mutable {
                    seen.emplace_back(now, bytes);
                    while (seen.size() > 2 && seen[1].first <= now - seconds)
                    {
                        seen.pop_front();
                    }
                    return left_at(
                        static_cast<double>(bytes - seen.front().second) / (now - seen.front().first), size, bytes);
                };
            }};
}

// aria2 divides the remaining bytes by the speed of the last ten seconds.
inline method of_aria2()
{
    return of_window("aria2", 10);
}

// curl's "Time Left" is the total time at the average since the start, in whole seconds, minus the time spent.
inline method of_curl()
{
    return {"curl", [](const trace& told) -> estimator {
                return [size = told.bytes.back()](double now, std::uint64_t bytes) -> std::optional<double> {
                    const double speed = std::floor(static_cast<double>(bytes) / now);
                    return speed > 0 ? std::optional(std::floor(static_cast<double>(size) / speed) - std::floor(now))
                                     : std::nullopt;
                };
            }};
}

// An exponential average over this many seconds.
inline method of_average(std::string name, double seconds)
{
    return {std::move(name), [seconds](const trace& told) -> estimator {
                return [seconds, size = told.bytes.back(), rate = 0.0, before = std::uint64_t(0),
                        last = 0.0](double now, std::uint64_t bytes) mutable {
                    const double trust = std::max(1 - std::exp(-(now - last) / seconds), (now - last) / now);
                    rate += (static_cast<double>(bytes - before) / (now - last) - rate) * trust;
                    before = bytes;
                    last = now;
                    return left_at(rate, size, bytes);
                };
            }};
}

// Estimates are compared once per second, from the first second until two seconds are left.
struct figures
{
    double error = 0; // typical factor by which estimates are wrong: exp of the root mean square of their logarithms
    double jump = 0;  // mean seconds between an estimate and a countdown from the one before
    double told = 0;  // share of looks with an estimate
};

inline figures judge(const trace& one, estimator guess)
{
    const double end = static_cast<double>(one.bytes.size()) * step;
    double squares = 0;
    double jumps = 0;
    int guesses = 0;
    int pairs = 0;
    int looks = 0;
    std::optional<double> before;
    for (std::size_t i = 1; i <= one.bytes.size(); ++i)
    {
        const double now = static_cast<double>(i) * step;
        const std::optional<double> left = guess(now, one.bytes[i - 1]);
        if (i % 10 != 0 || end - now < 2)
        {
            continue;
        }
        ++looks;
        if (left)
        {
            const double factor = std::log(std::max(*left, 0.5) / (end - now));
            squares += factor * factor;
            ++guesses;
            if (before)
            {
                jumps += std::abs(*left - (*before - 1));
                ++pairs;
            }
        }
        before = left;
    }
    return {std::exp(std::sqrt(squares / std::max(guesses, 1))), jumps / std::max(pairs, 1),
            static_cast<double>(guesses) / std::max(looks, 1)};
}

// Over all traces: the geometric mean of the errors, and the arithmetic mean of the rest.
inline figures judge(const std::vector<trace>& traces, const method& tried)
{
    figures mean;
    for (const trace& one : traces)
    {
        const figures of_one = judge(one, tried.make(one));
        const auto count = static_cast<double>(traces.size());
        mean.error += std::log(of_one.error) / count;
        mean.jump += of_one.jump / count;
        mean.told += of_one.told / count;
    }
    mean.error = std::exp(mean.error);
    return mean;
}

} // namespace rate_traces
