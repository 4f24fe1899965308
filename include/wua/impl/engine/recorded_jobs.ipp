// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/recorded_jobs.hpp>.

#include <wua/engine/recorded_jobs.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <string>
#include <utility>

namespace wua
{

namespace detail
{

WUA_INLINE recorded_job make_recorded_job(recorded_quirk quirk, const std::vector<std::uint64_t>& sizes,
                                          std::vector<recorded_sample> samples, std::optional<progress_rule> broken)
{
    recorded_job made{quirk, {}, {}, broken};
    for (std::size_t i = 0; i != samples.size(); ++i)
    {
        samples[i].at = std::chrono::seconds(i);
    }
    for (const std::uint64_t size : sizes)
    {
        // The catalogue gives no sizes, since that is when the real agent shows most of its quirks.
        made.updates.push_back(make_item("update " + std::to_string(made.updates.size()), "https://host/recorded"));
        simulated_update plan;
        plan.size = size;
        plan.known = size_known::late;
        plan.latency = std::chrono::nanoseconds(0);
        plan.bytes_per_second = std::max<std::uint64_t>(size / samples.size(), 1);
        plan.verify_time = std::chrono::seconds(1);
        made.script.updates.push_back(std::move(plan));
    }
    made.script.parallelism = sizes.size();
    made.script.recorded = std::move(samples);
    return made;
}

} // namespace detail

WUA_INLINE recorded_job make_recorded_job(recorded_quirk quirk)
{
    using detail::make_recorded_job;
    constexpr DownloadPhase begun = dphInitializing;
    constexpr DownloadPhase moving = dphDownloading;
    // Columns: time, index, phase, percent of the job, percent of the update; bytes and total of the job, bytes and
    // total of the update.
    switch (quirk)
    {
        case recorded_quirk::total_starts_at_zero:
            return make_recorded_job(
                quirk, {40'000'000},
                {{{}, 0, begun, 0, 0, 0, 0, 0, 0},
                 {{}, 0, begun, 0, 0, 0, 0, 0, 0},
                 {{}, 0, moving, 20, 20, 8'000'000, 40'000'000, 8'000'000, 40'000'000},
                 {{}, 0, moving, 80, 80, 32'000'000, 40'000'000, 32'000'000, 40'000'000}},
                progress_rule::total_stays);
        case recorded_quirk::total_grows:
            return make_recorded_job(
                quirk, {138'164'275, 516'079'285},
                {{{}, 0, moving, 3, 6, 9'000'000, 138'164'275, 9'000'000, 138'164'275},
                 {{}, 0, moving, 20, 41, 57'000'000, 138'164'275, 57'000'000, 138'164'275},
                 {{}, 0, moving, 30, 60, 83'000'000, 654'243'560, 83'000'000, 138'164'275},
                 {{}, 0, moving, 45, 90, 125'000'000, 654'243'560, 125'000'000, 138'164'275}},
                progress_rule::total_stays);
        case recorded_quirk::total_falls_to_zero:
            return make_recorded_job(
                quirk, {61'664'213},
                {{{}, 0, moving, 10, 10, 6'200'000, 61'664'213, 6'200'000, 61'664'213},
                 {{}, 0, moving, 20, 20, 12'400'000, 0, 12'400'000, 61'664'213},
                 {{}, 0, moving, 40, 40, 24'700'000, 61'664'213, 24'700'000, 61'664'213}},
                progress_rule::job_within_total);
        case recorded_quirk::total_is_exceeded:
            return make_recorded_job(
                quirk, {138'164'275, 516'079'285},
                {{{}, 1, begun, 40, 0, 110'000'000, 138'164'275, 0, 0},
                 {{}, 1, begun, 49, 0, 136'000'000, 138'164'275, 0, 0},
                 {{}, 1, moving, 50, 1, 140'555'693, 138'164'275, 2'391'418, 516'079'285}},
                progress_rule::job_within_total);
        case recorded_quirk::index_jumps_back:
            return make_recorded_job(
                quirk, {2'000'000, 2'000'000, 2'000'000, 2'000'000, 2'000'000, 2'000'000},
                {{{}, 5, moving, 1, 10, 200'000, 12'000'000, 200'000, 2'000'000},
                 {{}, 0, moving, 3, 10, 400'000, 12'000'000, 200'000, 2'000'000},
                 {{}, 5, moving, 5, 20, 600'000, 12'000'000, 400'000, 2'000'000},
                 {{}, 0, moving, 6, 20, 800'000, 12'000'000, 400'000, 2'000'000}},
                progress_rule::current_stays_until_ended);
        case recorded_quirk::progress_repeats:
            return make_recorded_job(
                quirk, {10'000'000},
                {{{}, 0, moving, 25, 25, 2'500'000, 10'000'000, 2'500'000, 10'000'000},
                 {{}, 0, moving, 25, 25, 2'500'000, 10'000'000, 2'500'000, 10'000'000},
                 {{}, 0, moving, 25, 25, 2'500'000, 10'000'000, 2'500'000, 10'000'000},
                 {{}, 0, moving, 50, 50, 5'000'000, 10'000'000, 5'000'000, 10'000'000}},
                std::nullopt);
        case recorded_quirk::percent_is_not_the_byte_ratio:
            return make_recorded_job(
                quirk, {2'310'805},
                {{{}, 0, moving, 5, 5, 24'487, 2'310'805, 24'487, 2'310'805},
                 {{}, 0, moving, 25, 25, 24'487, 2'310'805, 24'487, 2'310'805},
                 {{}, 0, moving, 45, 45, 24'487, 2'310'805, 24'487, 2'310'805},
                 {{}, 0, moving, 99, 99, 2'100'000, 2'310'805, 2'100'000, 2'310'805}},
                std::nullopt);
        case recorded_quirk::hundred_before_the_result:
            return make_recorded_job(quirk, {5'000'000},
                                     {{{}, 0, moving, 60, 60, 3'000'000, 5'000'000, 3'000'000, 5'000'000},
                                      {{}, 0, moving, 100, 100, 5'000'000, 5'000'000, 5'000'000, 5'000'000}},
                                     progress_rule::hundred_only_when_terminal);
        case recorded_quirk::verifying_is_not_shown:
            return make_recorded_job(
                quirk, {3'000'000},
                {{{}, 0, begun, 0, 0, 0, 3'000'000, 0, 3'000'000},
                 {{}, 0, moving, 50, 50, 1'500'000, 3'000'000, 1'500'000, 3'000'000},
                 {{}, 0, moving, 99, 99, 3'000'000, 3'000'000, 3'000'000, 3'000'000}},
                std::nullopt);
    }
    return {quirk, {}, {}, std::nullopt};
}

WUA_INLINE std::vector<recorded_job> recorded_jobs()
{
    std::vector<recorded_job> jobs;
    jobs.reserve(recorded_quirks.size());
    for (const recorded_quirk quirk : recorded_quirks)
    {
        jobs.push_back(make_recorded_job(quirk));
    }
    return jobs;
}

} // namespace wua
