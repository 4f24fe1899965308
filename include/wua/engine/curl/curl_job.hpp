// SPDX-License-Identifier: MIT
#pragma once

// A job of a curl_engine.

#include <wua/engine/disk/file_name_registry.hpp>
#include <wua/engine/transfer/byte_budget.hpp>
#include <wua/engine/transfer/queue_entry.hpp>
#include <wua/job/abort_hook.hpp>
#include <wua/job/transfer.hpp>
#include <wua/model/url_text.hpp>
#include <wua/separate_compilation.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <mutex>
#include <optional>
#include <string_view>

namespace wua::detail
{

struct curl_job final : queue_entry
{
    curl_job(wua::transfer started, std::uint64_t bandwidth);

    wua::transfer transfer;
    byte_budget budget;
    std::atomic<bool> is_aborting{false};

    // Used by the first loop: the last answer of the fetch_gate that the transfer was told.
    std::uint64_t published_answer = 0;

    // When the transfer's tick() was last called.
    std::atomic<std::int64_t> ticked{std::numeric_limits<std::int64_t>::min()};

    // Used by the core: its place in the list of jobs that have not ended.
    job_list::iterator position{};
    bool is_registered = false;

    static unsigned level_of(DownloadPriority priority) noexcept;

    WUA_INLINE std::string_view host_of(std::size_t index) const noexcept override;

    // False when another file of this job already has the name with other content, or has a name that differs only in
    // case, with any content. `name` must be the file's stored_name().
    bool try_claim_name(std::string_view name, const content_file& file);

private:
    std::mutex m_names_mutex;
    std::optional<file_name_registry> m_names; // set by the first claim

public:
    abort_hook on_abort; // last, so that it is destroyed before what an abort touches
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/curl/curl_job.ipp>
#endif
