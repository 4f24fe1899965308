// SPDX-License-Identifier: MIT
#pragma once

// What is reported of an update whose files are downloaded one after the other.

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

// Adds up the files: the transfer is told of the update alone. The transfer must outlive it.
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
        m_phase = dphInitializing; // of the next one
    }

    // What is reported of the file from now on, those that follow it read as well; null: there are none.
    void share(std::shared_ptr<shared_file> owned) noexcept
    {
        m_shared = std::move(owned);
    }

    // The size of one of the files is known: reports that of the update once all are, if the update did not name it.
    void set_size(std::size_t file_index, std::uint64_t size);

    // The file that is being downloaded has this many bytes.
    void set_bytes(std::uint64_t file_bytes);

    // The file is fetched from that URL of its. Only told where there are several.
    void set_url(std::size_t file_index, std::size_t url_index) noexcept;

    // Another attempt keeps this many bytes of the file. What an earlier run left is not reported before a server has
    // agreed to continue it.
    void retry(std::uint64_t kept_bytes);

    // Bytes are coming; or all are there and are verified, which the update shows of its last file alone.
    void set_phase(std::size_t file_index, DownloadPhase phase);

    // The file is downloaded by another update, which has joined it before or, if `is_another`, has taken it over.
    void begin_to_follow(const shared_progress& seen, bool is_another) noexcept
    {
        m_is_another = is_another;
        m_followed_retries = seen.retries;
    }

    // What that one has reported.
    void follow(std::size_t file_index, const shared_progress& seen);

    // Somebody else takes the file over, with that many bytes of it: another attempt, if anything was reported.
    void begin_again(std::uint64_t kept_bytes);

    // What has been reported of the file that is coming.
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
