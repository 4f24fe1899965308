// SPDX-License-Identifier: MIT
// Polls a job that is written to as fast as possible, and counts impossible snapshots.

#include "held_job.hpp"
#include "row.hpp"
#include <wua/com/com_ptr.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>
#include <thread>
#include <vector>

namespace
{

using namespace bench;

// Updates of one size, one after the other, so that any two numbers of a snapshot determine the others. Some of them
// fail halfway and start again.
constexpr std::size_t update_count = 512;
constexpr std::uint64_t update_size = 4'000'000;
constexpr std::uint64_t chunk = 400;
constexpr std::uint64_t half = update_size / 2;

constexpr bool is_retried(std::uint64_t index)
{
    return index % 8 == 3;
}

void download(wua::transfer& job)
{
    for (std::size_t i = 0; i != update_count; ++i)
    {
        job.start(i);
        if (is_retried(i))
        {
            for (std::uint64_t bytes = chunk; bytes <= half; bytes += chunk)
            {
                job.set_bytes(i, bytes);
            }
            job.retry(i);
        }
        for (std::uint64_t bytes = chunk; bytes <= update_size; bytes += chunk)
        {
            job.set_bytes(i, bytes);
        }
        job.set_phase(i, wua::dphVerifying);
        job.finish(i, wua::outcome::succeeded());
    }
}

std::uint64_t value_of(const wua::DECIMAL& number)
{
    return number.Lo64;
}

// The values of all getters.
struct reading
{
    std::uint64_t bytes = 0;
    std::uint64_t to_download = 0;
    std::uint64_t current_bytes = 0;
    std::uint64_t current_to_download = 0;
    wua::LONG index = 0;
    wua::LONG percent = 0;
    wua::LONG current_percent = 0;
    wua::DownloadPhase phase = wua::dphInitializing;

    bool operator==(const reading&) const = default;

    static reading of(wua::IDownloadProgress& progress)
    {
        wua::DECIMAL number{};
        reading now;
        progress.get_TotalBytesDownloaded(&number);
        now.bytes = value_of(number);
        progress.get_TotalBytesToDownload(&number);
        now.to_download = value_of(number);
        progress.get_CurrentUpdateBytesDownloaded(&number);
        now.current_bytes = value_of(number);
        progress.get_CurrentUpdateBytesToDownload(&number);
        now.current_to_download = value_of(number);
        progress.get_CurrentUpdateIndex(&now.index);
        progress.get_PercentComplete(&now.percent);
        progress.get_CurrentUpdatePercentComplete(&now.current_percent);
        progress.get_CurrentUpdateDownloadPhase(&now.phase);
        return now;
    }

    // Whether all numbers belong to one instant.
    bool is_whole() const
    {
        const auto place = static_cast<std::uint64_t>(index);
        const std::uint64_t before = place * update_size;
        const bool is_second_attempt = is_retried(place) && bytes == before + half && current_bytes <= half;
        return to_download == update_count * update_size && current_to_download == update_size &&
               (bytes == before + current_bytes || is_second_attempt) &&
               (phase != wua::dphVerifying || current_bytes == update_size) &&
               (current_percent != 100 || current_bytes == update_size) && (percent != 100 || bytes == to_download);
    }

    bool is_behind(const reading& earlier) const
    {
        const bool is_same = index == earlier.index;
        return bytes < earlier.bytes || index < earlier.index || percent < earlier.percent ||
               (is_same && current_percent < earlier.current_percent) ||
               (is_same && current_bytes < earlier.current_bytes && !is_retried(static_cast<std::uint64_t>(index)));
    }
};

struct counts
{
    std::uint64_t polls = 0;
    std::uint64_t torn = 0;
    std::uint64_t backward = 0;
    std::uint64_t mutated = 0;

    void operator+=(const counts& other)
    {
        polls += other.polls;
        torn += other.torn;
        backward += other.backward;
        mutated += other.mutated;
    }
};

// Whether the snapshot shows other results than those of its instant: the updates before the current one have a result,
// and none after it has.
bool has_torn_results(wua::IDownloadProgress& progress, const reading& now)
{
    for (const wua::LONG index : {now.index - 1, now.index + 1})
    {
        wua::com_ptr<wua::IUpdateDownloadResult> result;
        wua::OperationResultCode code{};
        if (index < 0 || index >= static_cast<wua::LONG>(update_count))
        {
            continue;
        }
        progress.GetUpdateResult(index, result.put());
        result->get_ResultCode(&code);
        if (code != (index < now.index ? wua::orcSucceeded : wua::orcNotStarted))
        {
            return true;
        }
    }
    return false;
}

// Polls until the job is completed. Every thousandth snapshot is kept until the next such one, and must not have
// changed by then.
counts watch(wua::IDownloadJob& job)
{
    counts found;
    reading last;
    wua::com_ptr<wua::IDownloadProgress> held;
    reading held_reading;
    wua::VARIANT_BOOL is_completed = wua::variant_false;
    while (is_completed == wua::variant_false)
    {
        job.get_IsCompleted(&is_completed);
        wua::com_ptr<wua::IDownloadProgress> progress;
        job.GetProgress(progress.put());
        const reading now = reading::of(*progress);
        found.torn += now.is_whole() ? 0 : 1;
        found.backward += now.is_behind(last) ? 1 : 0;
        last = now;
        if (found.polls++ % 1'000 == 0)
        {
            found.torn += has_torn_results(*progress, now) ? 1 : 0;
            found.mutated += held && !(reading::of(*held) == held_reading) ? 1 : 0;
            held = progress;
            held_reading = now;
        }
    }
    return found;
}

std::vector<row> measure(effort wanted)
{
    const std::uint64_t enough = wanted == effort::thorough ? 100'000'000 : 10'000'000;
    counts all;
    while (all.polls < enough)
    {
        held_job job(update_count, update_size);
        counts first;
        counts second;
        {
            const std::jthread one([&] { first = watch(*job.job()); });
            const std::jthread two([&] { second = watch(*job.job()); });
            download(job.transfer());
        }
        all += first;
        all += second;
    }
    const auto made = static_cast<double>(all.polls);
    const auto row_of = [&](const char* name, std::uint64_t count) {
        const auto number = static_cast<double>(count);
        return row{name, number, made, "polls by 2 readers during 1 writer", number, "0"};
    };
    return {row_of("poll_torn", all.torn), row_of("poll_backward", all.backward), row_of("poll_mutated", all.mutated)};
}

const suite integrity("snapshots", &measure);

} // namespace
