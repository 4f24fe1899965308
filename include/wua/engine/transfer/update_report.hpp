// SPDX-License-Identifier: MIT
#pragma once

// Reports on an update whose files are downloaded one after the other.

#include <wua/engine/transfer/shared_file.hpp>
#include <wua/job/transfer.hpp>
#include <wua/model/update_item.hpp>
#include <wua/separate_compilation.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>

namespace wua::detail
{

// Adds up the files, because a transfer takes reports on whole updates. The transfer must outlive it.
class update_report
{
public:
    update_report(wua::transfer& transfer, std::size_t index)
        : m_transfer(transfer),
          m_index(index),
          m_item(*transfer.updates()[index])
    {}

    // Bytes of the files that are complete.
    std::uint64_t completed_bytes() const noexcept
    {
        return m_completed_bytes;
    }

    void on_file_completed(std::uint64_t size) noexcept
    {
        m_completed_bytes += size;
        m_phase = dphInitializing; // for the next file
    }

    // Publishes reports on the file to its followers, too, from now on; null: it has none.
    void share(std::shared_ptr<shared_file> owned) noexcept
    {
        m_shared = std::move(owned);
    }

    // The size of a file is known. Reports the update's size once all are known, if the update did not state it.
    void set_size(std::size_t file_index, std::uint64_t size);

    // The file that is being downloaded has this many bytes.
    void set_bytes(std::uint64_t file_bytes);

    // The file is fetched from that URL of its list. Called only if there are several.
    void set_url(std::size_t file_index, std::size_t url_index) noexcept;

    // Another attempt keeps this many bytes of the file. What an earlier run left is reported only once a server has
    // agreed to continue it.
    void retry(std::uint64_t kept_bytes);

    // Bytes are arriving; or all have arrived and are being verified, which the update shows only for its last file.
    void set_phase(std::size_t file_index, DownloadPhase phase);

    // Another update downloads the file: it joined before or, if `is_another`, has taken it over.
    void begin_to_follow(const shared_progress& seen, bool is_another) noexcept
    {
        m_is_another = is_another;
        m_followed_retries = seen.retries;
    }

    // Takes over what that update has reported.
    void follow(std::size_t file_index, const shared_progress& seen);

    // Somebody else takes the file over, with that many bytes: counts as another attempt, if anything was reported.
    void begin_again(std::uint64_t kept_bytes);

    // What has been reported of the current file.
    std::uint64_t file_bytes() const noexcept
    {
        return m_reported - std::min(m_reported, m_completed_bytes);
    }

private:
    wua::transfer& m_transfer;
    const std::size_t m_index;
    const update_item& m_item;
    std::uint64_t m_completed_bytes = 0;
    std::uint64_t m_reported = 0;
    bool m_is_size_reported = false;
    DownloadPhase m_phase = dphInitializing; // of the file

    std::shared_ptr<shared_file> m_shared;
    std::uint32_t m_followed_retries = 0;
    bool m_is_another = false;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/transfer/update_report.ipp>
#endif
