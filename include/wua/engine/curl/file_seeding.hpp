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

// For the loop's thread. Whatever goes wrong, it is over then, and the job's story tells why; the file is fetched as if
// there was no seed.
class file_seeding
{
public:
    using nanoseconds = std::chrono::nanoseconds;

    // Called on the background thread when all is copied.
    using on_copied = std::function<void(const std::shared_ptr<seed_copy>& which, seed_copy_result&& result)>;

    // All must outlive it; the file's seed is there to be read. The file is that of the update which has this index.
    file_seeding(curl_update& update, curl_exchange& exchange, file_progress& progress, std::size_t index,
                 std::shared_ptr<const disk_file> seed, on_copied copied);

    file_seeding(const file_seeding&) = delete;
    file_seeding& operator=(const file_seeding&) = delete;

    ~file_seeding()
    {
        cancel();
    }

    // The seed of the file, which is in that folder under the name if it has no path; null when there is none. That one
    // with a path cannot be read is told.
    static std::shared_ptr<const disk_file>
    open_seed(curl_update& update, std::size_t index, const disk_directory* folder, const std::string& name);

    // By whom content from the file's seed was given.
    static content_provider provider_of(const content_file& file);

    // These are false when it is over.
    bool is_going_on(nanoseconds now);
    bool is_going_on_after(CURLcode code);

    // on_copied was called with this.
    bool is_of(const std::shared_ptr<seed_copy>& which) const noexcept
    {
        return m_copy && which == m_copy;
    }

    // Counts what was copied. Then it is over.
    void finish(const seed_copy_result& result);

    bool is_copying() const noexcept
    {
        return m_copy != nullptr;
    }

    // Nothing is called any more, and nothing written by what is posted to the background thread after this.
    void cancel() noexcept;

private:
    const content_file& file() const noexcept
    {
        return m_progress.file();
    }

    bool is_going_on(control_fetch::state reached);

    // Once the control file is there. Throws hresult_error when it is of no use.
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
    std::uint64_t m_length = 0; // as the control file says
    std::shared_ptr<seed_copy> m_copy;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/curl/file_seeding.ipp>
#endif
