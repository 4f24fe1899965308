// SPDX-License-Identifier: MIT
// What a snapshot works out of the numbers it was given.

#include "catch.hpp"
#include "job/fakes.hpp"

namespace
{

wua::progress_snapshot of(void (*edit)(wua::progress_values&))
{
    wua::progress_values made;
    made.bytes_downloaded = 400;
    made.bytes_to_download = 1000;
    made.bytes_per_second = 1;
    made.steady_bytes_per_second = 100;
    edit(made);
    return {made, nullptr};
}

} // namespace

TEST_CASE("the time left is what is missing by the speed, to the nearest second", "[progress_snapshot]")
{
    using wua::progress_values;
    CHECK(of([](progress_values&) {}).time_left() == std::chrono::seconds(6));
    CHECK(of([](progress_values& v) { v.bytes_downloaded = 449; }).time_left() == std::chrono::seconds(6));
    CHECK(of([](progress_values& v) { v.bytes_downloaded = 451; }).time_left() == std::chrono::seconds(5));
    CHECK(of([](progress_values& v) { v.bytes_downloaded = 1000; }).time_left() == std::chrono::seconds(0));
}

TEST_CASE("the time left is unknown without a size, without a speed and for absurd values", "[progress_snapshot]")
{
    using wua::progress_values;
    CHECK_FALSE(of([](progress_values& v) { v.bytes_to_download = wua::unknown_bytes; }).time_left());
    CHECK_FALSE(of([](progress_values& v) { v.steady_bytes_per_second = 0; }).time_left());
    CHECK_FALSE(of([](progress_values& v) { v.bytes_downloaded = 1001; }).time_left());
    CHECK_FALSE(of([](progress_values& v) { v.steady_bytes_per_second = 1e-30F; }).time_left());
}

TEST_CASE("a stall is reported after five seconds, and there is no time left during one", "[progress_snapshot]")
{
    CHECK_FALSE(of([](wua::progress_values&) {}).stalled_for());
    const auto stalled = of([](wua::progress_values& v) { v.stalled_seconds = 7; });
    CHECK(stalled.stalled_for() == std::chrono::seconds(7));
    CHECK_FALSE(stalled.time_left());
}

TEST_CASE("a completed job has no time left, even when its size was never known", "[progress_snapshot]")
{
    const auto done = of([](wua::progress_values& v) {
        v.state = wua::job_state::completed;
        v.bytes_to_download = wua::unknown_bytes;
    });
    CHECK(done.time_left() == std::chrono::seconds(0));
}

TEST_CASE("an unknown number of bytes is nothing, and not a number", "[progress_snapshot]")
{
    CHECK(wua::progress_snapshot().bytes_to_download() == std::nullopt);
    CHECK(wua::progress_snapshot().current_update_bytes_to_download() == std::nullopt);
    CHECK(wua::progress_snapshot().update_count() == 0);
    CHECK(wua::progress_snapshot().percent() == 0);
}
