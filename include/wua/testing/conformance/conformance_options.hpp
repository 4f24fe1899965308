// SPDX-License-Identifier: MIT
#pragma once
// What the engine conformance suite has an engine download, and how long things may take. Public.

#include <wua/model/update_item.hpp>

#include <chrono>
#include <cstddef>
#include <cstdio>
#include <functional>
#include <string>
#include <string_view>

namespace wua
{

struct conformance_options
{
    /// Makes the n-th update of a job, one that the engine can download: small, but large enough to be reported in a
    /// few steps. Updates of different jobs may be the same; those of different sizes show which job is told of which.
    std::function<update_pointer(std::size_t n)> make_update = [](std::size_t n) {
        return make_item("update " + std::to_string(n), "https://host/" + std::to_string(n), 100'000 + n % 100 * 100);
    };

    /// The same for updates whose download fails. Nothing: failure is not tried.
    std::function<update_pointer(std::size_t n)> make_failing_update{};

    /// Is told of each trial before it begins, and of the rule that is tried: an engine may end the program, as one
    /// does that joins a thread on that thread itself. Empty: nobody is told.
    std::function<void(std::string_view trial)> announce = [](std::string_view trial) {
        std::fprintf(stderr, "trying an engine: %.*s\n", static_cast<int>(trial.size()), trial.data());
    };

    /// How many updates the long job has, and the one that is aborted.
    std::size_t many = 1000;
    std::size_t aborted = 32;

    /// How long things may take, in real time. The end of an abort is measured by the engine's own clock, too, if it
    /// has one.
    std::chrono::nanoseconds start_limit = std::chrono::seconds(2);
    std::chrono::nanoseconds job_limit = std::chrono::seconds(60);

    /// How long an engine may report nothing at all of what is to be downloaded. Ticks are none of it, nor are more
    /// than fifty retries that bring nothing new.
    std::chrono::nanoseconds silence_limit = std::chrono::seconds(5);
    std::chrono::nanoseconds abort_limit = std::chrono::seconds(5);
    std::chrono::nanoseconds destruction_limit = std::chrono::seconds(10);

    /// True for a driven_engine with a thread of its own that drives it, so that nobody else has to.
    bool drives_itself = false;
};

} // namespace wua
