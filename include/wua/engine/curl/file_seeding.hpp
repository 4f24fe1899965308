// SPDX-License-Identifier: MIT
#pragma once

// What a download takes from an older version of the file, before it fetches the rest.

#include <wua/engine/content/seed_copy.hpp>
#include <wua/engine/curl/control_fetch.hpp>
#include <wua/engine/curl/curl_exchange.hpp>
#include <wua/engine/curl/curl_update.hpp>
#include <wua/engine/curl/file_progress.hpp>
#include <wua/engine/disk/disk.hpp>
#include <wua/engine/transfer/content_provider.hpp>
#include <wua/model/update_item.hpp>
#include <wua/separate_compilation.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace wua::detail
{

// For the loop's thread. Anything that goes wrong ends it, and the job's story says why; the file is then fetched as if
// there were no seed.
class file_seeding
{
public:
    using nanoseconds = std::chrono::nanoseconds;

    // Called on the background thread when everything has been copied.
    using on_copied = std::function<void(const std::shared_ptr<seed_copy>& which, seed_copy_result&& result)>;

    // All arguments must outlive it; the file's seed must be readable. The file is the update's with this index.
    file_seeding(curl_update& update, curl_exchange& exchange, file_progress& progress, std::size_t index,
                 std::shared_ptr<const disk_file> seed, on_copied copied);

    file_seeding(const file_seeding&) = delete;
    file_seeding& operator=(const file_seeding&) = delete;

    ~file_seeding()
    {
        cancel();
    }

    // The seed of the file; one without a path is in that folder under that name. Null when there is none. If a seed
    // with a path cannot be read, the story says so.
    static std::shared_ptr<const disk_file>
    open_seed(curl_update& update, std::size_t index, const disk_directory* folder, const std::string& name);

    // The provider of content from the file's seed.
    static content_provider provider_of(const content_file& file);

    // Both return false when it has ended.
    bool is_going_on(nanoseconds now);
    bool is_going_on_after(CURLcode code);

    // on_copied was called with this copy.
    bool is_of(const std::shared_ptr<seed_copy>& which) const noexcept
    {
        return m_copy && which == m_copy;
    }

    // Counts what was copied, which ends it.
    void finish(const seed_copy_result& result);

    bool is_copying() const noexcept
    {
        return m_copy != nullptr;
    }

    // Makes no more calls; nothing is written by work that is posted to the background thread after this.
    void cancel() noexcept;

private:
    const content_file& file() const noexcept
    {
        return m_progress.file();
    }

    bool is_going_on(control_fetch::state reached);

    // Called once the control file is there. Throws hresult_error when it is unusable.
    void begin_copy();

    void require_fitting(const zsync_control& control) const;

    void tell(const outcome& result, attempt_decision decision) noexcept
    {
        m_update.tell(m_index, result, decision, [this] { return std::move(m_record); });
    }

    curl_update& m_update;
    file_progress& m_progress;
    const std::size_t m_index;
    const std::shared_ptr<const disk_file> m_seed;
    const on_copied m_on_copied;
    control_fetch m_fetch;
    attempt_record m_record;
    std::uint64_t m_length = 0; // as stated in the control file
    std::shared_ptr<seed_copy> m_copy;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/curl/file_seeding.ipp>
#endif
