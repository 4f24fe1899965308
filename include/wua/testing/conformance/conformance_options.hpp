// SPDX-License-Identifier: MIT
#pragma once
// What the engine conformance suite lets an engine download, and how long things may take. Public.

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
    /// Makes the n-th update of a job, which the engine must be able to download: small, but large enough to be
    /// reported in a few steps. Different jobs may have the same updates; different sizes help to show that a report
    /// reached the right one.
    std::function<update_pointer(std::size_t n)> make_update = [](std::size_t n) {
        return make_item("update " + std::to_string(n), "https://host/" + std::to_string(n), 100'000 + n % 100 * 100);
    };

    /// The same for updates whose download fails. If empty, failure is not tested.
    std::function<update_pointer(std::size_t n)> make_failing_update{};

    /// Called before each trial with its name and its rule, since a faulty engine may end the whole program, as one
    /// does that joins a thread on that thread itself. May be empty.
    std::function<void(std::string_view trial)> announce = [](std::string_view trial) {
        std::fprintf(stderr, "trying an engine: %.*s\n", static_cast<int>(trial.size()), trial.data());
    };

    /// The number of updates in the long job, and in the one that is aborted.
    std::size_t many = 1000;
    std::size_t aborted = 32;

    /// Limits in real time. The end of an abort is also measured by the engine's own clock, if it has one.
    std::chrono::nanoseconds start_limit = std::chrono::seconds(2);
    std::chrono::nanoseconds job_limit = std::chrono::seconds(60);

    /// How long an engine may report no news of what is left to download. Ticks are not news, nor are more than fifty
    /// retries that bring none.
    std::chrono::nanoseconds silence_limit = std::chrono::seconds(5);
    std::chrono::nanoseconds abort_limit = std::chrono::seconds(5);
    std::chrono::nanoseconds destruction_limit = std::chrono::seconds(10);

    /// Set it for a driven_engine that has a thread of its own to drive it.
    bool drives_itself = false;
};

} // namespace wua
