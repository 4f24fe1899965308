// SPDX-License-Identifier: MIT
#pragma once
// Snapshots with the numbers that a test gives.

#include <wua/job/update_table.hpp>
#include <wua/model/progress_snapshot.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

constexpr std::uint64_t kib = 1024;
constexpr std::uint64_t mib = 1024 * kib;

// Update 2 of 5 is downloading: 4.2 of 10 MiB, 42 %, 3.1 MiB/s.
inline wua::progress_values usual_values()
{
    wua::progress_values values;
    values.bytes_downloaded = 4404019;
    values.bytes_to_download = 10 * mib;
    values.current_bytes_downloaded = mib;
    values.current_bytes_to_download = 2 * mib;
    values.bytes_per_second = 3250586;
    values.steady_bytes_per_second = 3250586;
    values.weight_others = 42;
    values.update_count = 5;
    values.current_index = 1;
    values.started = 2;
    values.finished = 1;
    values.current_attempt = 1;
    values.phase = wua::dphDownloading;
    return values;
}

// The updates that have ended did so with these codes, in the order of the job; those beyond the list succeeded.
inline wua::progress_snapshot snapshot_of(const wua::progress_values& values, const std::string& title = {},
                                          const std::vector<wua::OperationResultCode>& endings = {})
{
    std::vector<wua::update_pointer> updates;
    for (std::uint32_t i = 0; i != values.update_count; ++i)
    {
        wua::update_item update;
        update.title = title;
        updates.push_back(std::make_shared<const wua::update_item>(std::move(update)));
    }
    auto table = wua::make<wua::detail::update_table>(std::move(updates));
    for (std::uint32_t i = 0; i != values.finished && i != values.update_count; ++i)
    {
        wua::detail::update_record& record = (*table)[i];
        record.result.keep({i < endings.size() ? endings[i] : wua::orcSucceeded, wua::s_ok, {}, {}});
        record.finished.set(i + 1);
    }
    return {values, std::move(table)};
}

inline wua::progress_values completed_values()
{
    wua::progress_values values = usual_values();
    values.bytes_downloaded = 10 * mib;
    values.weight_others = 100;
    values.current_index = 4;
    values.started = 5;
    values.finished = 5;
    values.state = wua::job_state::completed;
    return values;
}
