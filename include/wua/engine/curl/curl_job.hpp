// SPDX-License-Identifier: MIT
#pragma once

// A job of a curl_engine.

#include <wua/engine/disk/file_name_registry.hpp>
#include <wua/engine/transfer/byte_budget.hpp>
#include <wua/engine/transfer/queue_entry.hpp>
#include <wua/engine/transfer/url_text.hpp>
#include <wua/job/transfer.hpp>
#include <wua/separate_compilation.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string_view>

namespace wua::detail
{

class curl_core;
struct curl_job;

// Any thread.
struct job_abort
{
    std::weak_ptr<curl_core> core;
    std::weak_ptr<curl_job> job;

    void operator()() const;
};

struct curl_job final : queue_entry
{
    curl_job(wua::transfer started, std::uint64_t bandwidth);

    wua::transfer transfer;
    byte_budget budget;
    std::atomic<bool> is_aborting{false};
    std::optional<std::stop_callback<job_abort>> on_abort;

    // When the transfer's tick() was called last.
    std::atomic<std::int64_t> ticked{std::numeric_limits<std::int64_t>::min()};

    // The core's: where it is in the list of jobs that have not ended.
    job_list::iterator position{};
    bool is_registered = false;

    std::string_view host_of(std::size_t index) const noexcept override;

    // False when another file of this job, with other content, has the name already. The name is the file's
    // stored_name().
    bool try_claim_name(std::string_view name, const content_file& file);

private:
    std::mutex m_names_mutex;
    std::optional<file_name_registry> m_names; // from the first claim on
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/curl/curl_job.ipp>
#endif
