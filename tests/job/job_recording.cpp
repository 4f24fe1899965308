// SPDX-License-Identifier: MIT

#include "catch.hpp"
#include <wua/job/job_recording.hpp>
#include <wua/job/transfer_recorder.hpp>
#include <wua/model/progress_values.hpp>

#include <chrono>
#include <memory>
#include <utility>
#include <vector>

using namespace std::chrono_literals;
using wua::detail::job_recording;

namespace
{

// Writes down the times.
struct time_recorder final : wua::transfer_recorder
{
    void on_event(const wua::transfer_event& event, const wua::progress_values&) noexcept override
    {
        times.push_back(event.at);
    }
    void on_completed(std::chrono::nanoseconds at, const wua::progress_values&) noexcept override
    {
        completed = at;
    }

    std::vector<std::chrono::nanoseconds> times;
    std::chrono::nanoseconds completed{-1};
};

// The time that counts.
std::chrono::nanoseconds written_at(job_recording& recording, std::chrono::nanoseconds time)
{
    wua::transfer_event event{.at = time};
    recording.write(0, event, {});
    return event.at;
}

} // namespace

TEST_CASE("recorded times count from the job's beginning and never go back", "[job_recording]")
{
    job_recording recording(100s);
    CHECK_FALSE(recording.is_on());
    const auto recorder = wua::detail::make_handle<time_recorder>();
    recording.go_on_with(recording.begin(recorder));
    CHECK(recording.is_on());
    CHECK(written_at(recording, 105s) == 105s);
    CHECK(written_at(recording, 103s) == 105s);
    CHECK(written_at(recording, std::chrono::nanoseconds::max()) == 105s); // of a clock that is gone
    CHECK(written_at(recording, 107s) == 107s);
    recording.complete({});
    CHECK(recorder->times == std::vector<std::chrono::nanoseconds>{5s, 5s, 5s, 7s});
    CHECK(recorder->completed == 7s);
}

TEST_CASE("a second recorder is told alone of what the first knows, and then both are told", "[job_recording]")
{
    job_recording recording(100s);
    const auto first = wua::detail::make_handle<time_recorder>();
    const auto second = wua::detail::make_handle<time_recorder>();
    recording.go_on_with(recording.begin(first));
    auto all = recording.begin(second);
    written_at(recording, 101s);
    CHECK(first->times.empty());
    recording.go_on_with(std::move(all));
    written_at(recording, 102s);
    CHECK(first->times == std::vector<std::chrono::nanoseconds>{2s});
    CHECK(second->times == std::vector<std::chrono::nanoseconds>{1s, 2s});
}
