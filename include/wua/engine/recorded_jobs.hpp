// SPDX-License-Identifier: MIT
#pragma once

// What the real agent was seen to show, quirk by quirk, as jobs of the simulated engine.

#include <wua/engine/scenario.hpp>
#include <wua/model/progress_contract.hpp>
#include <wua/model/update_item.hpp>
#include <wua/separate_compilation.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace wua
{

enum class recorded_quirk : std::uint8_t
{
    total_starts_at_zero,
    total_grows,
    total_falls_to_zero,
    total_is_exceeded,
    index_jumps_back,
    progress_repeats,
    percent_is_not_the_byte_ratio,
    hundred_before_the_result,
    verifying_is_not_shown,
};

inline constexpr std::array recorded_quirks{
    recorded_quirk::total_starts_at_zero,
    recorded_quirk::total_grows,
    recorded_quirk::total_falls_to_zero,
    recorded_quirk::total_is_exceeded,
    recorded_quirk::index_jumps_back,
    recorded_quirk::progress_repeats,
    recorded_quirk::percent_is_not_the_byte_ratio,
    recorded_quirk::hundred_before_the_result,
    recorded_quirk::verifying_is_not_shown,
};

/// What a client sees.
constexpr std::string_view sentence_of(recorded_quirk quirk) noexcept
{
    switch (quirk)
    {
        case recorded_quirk::total_starts_at_zero:
            return "the total is 0 until some time after the start";
        case recorded_quirk::total_grows:
            return "the total grows as the sizes of further updates become known";
        case recorded_quirk::total_falls_to_zero:
            return "the total falls to 0 for one sample and returns";
        case recorded_quirk::total_is_exceeded:
            return "more bytes are downloaded than the total, since those of an update without a size are counted";
        case recorded_quirk::index_jumps_back:
            return "the current index begins with the last update and goes to and fro while both are in progress";
        case recorded_quirk::progress_repeats:
            return "the same numbers are told several times in a row";
        case recorded_quirk::percent_is_not_the_byte_ratio:
            return "the percentage runs ahead of the bytes, then waits for them";
        case recorded_quirk::hundred_before_the_result:
            return "100 percent is shown while the result is still in progress";
        case recorded_quirk::verifying_is_not_shown:
            return "the verify phase passes without being shown";
    }
    return {};
}

/// A job to be started with downloader_options::keeps_contract switched off: it then shows the quirk, and at its end
/// the true numbers. With the contract on, the same job keeps the contract.
struct recorded_job
{
    recorded_quirk quirk;
    std::vector<update_pointer> updates;
    scenario script;

    /// The first rule that a client sees broken; nullopt where the quirk is odd, but within the contract.
    std::optional<progress_rule> broken;
};

namespace detail
{

// Samples come every second, from the start; the updates run in parallel and take one second longer.
recorded_job make_recorded_job(recorded_quirk quirk, const std::vector<std::uint64_t>& sizes,
                               std::vector<recorded_sample> samples, std::optional<progress_rule> broken);

} // namespace detail

recorded_job make_recorded_job(recorded_quirk quirk);

/// All recorded jobs, in the order of recorded_quirks.
std::vector<recorded_job> recorded_jobs();

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/recorded_jobs.ipp>
#endif
