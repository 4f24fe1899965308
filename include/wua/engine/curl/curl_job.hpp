// SPDX-License-Identifier: MIT
#pragma once

// A job of a curl_engine.

#include <wua/engine/disk/file_name_registry.hpp>
#include <wua/engine/transfer/byte_budget.hpp>
#include <wua/engine/transfer/queue_entry.hpp>
#include <wua/engine/transfer/url_text.hpp>
#include <wua/job/transfer.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string_view>
#include <utility>

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
    curl_job(wua::transfer started, std::uint64_t bandwidth) : transfer(std::move(started)), budget(bandwidth)
    {
        update_count = transfer.updates().size();
        const int level = static_cast<int>(transfer.options().priority) - static_cast<int>(dpLow);
        priority = static_cast<unsigned>(level < 0 ? 0 : level);
    }

    wua::transfer transfer;
    byte_budget budget;
    std::atomic<bool> is_aborting{false};
    std::optional<std::stop_callback<job_abort>> on_abort;

    // When the transfer's tick() was called last.
    std::atomic<std::int64_t> ticked{std::numeric_limits<std::int64_t>::min()};

    // The core's: where it is in the list of jobs that have not ended.
    job_list::iterator position{};
    bool is_registered = false;

    std::string_view host_of(std::size_t index) const noexcept override
    {
        const auto& files = transfer.updates()[index]->files;
        return files.empty() || files.front().urls.empty()
                   ? std::string_view()
                   : detail::host_of(files.front().urls.front());
    }

    // False when another file of this job, with other content, has the name already. The name is the file's
    // stored_name().
    bool try_claim_name(std::string_view name, const content_file& file)
    {
        const std::lock_guard lock(m_names_mutex);
        if (!m_names)
        {
            std::size_t files = 0;
            for (const update_pointer& update : transfer.updates())
            {
                files += update->files.size();
            }
            m_names.emplace(files);
        }
        const content_file& first = m_names->claim(name, file);
        return &first == &file || (first.urls == file.urls && first.size == file.size && first.digest == file.digest) ||
               (first.digest && first.digest == file.digest);
    }

private:
    std::mutex m_names_mutex;
    std::optional<file_name_registry> m_names; // from the first claim on
};

} // namespace wua::detail
