// SPDX-License-Identifier: MIT
#pragma once

// What is reported of an update whose files are downloaded one after the other.

#include <wua/job/transfer.hpp>
#include <wua/model/update_item.hpp>
#include <wua/separate_compilation.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>

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
    }

    // The size of one of the files is known: reports that of the update once all are, if the update did not name it.
    void set_size(std::size_t file_index, std::uint64_t size);

    // The file that is being downloaded has this many bytes.
    void set_bytes(std::uint64_t file_bytes);

    // Another attempt keeps this many bytes of the file. What an earlier run left is not reported before a server has
    // agreed to continue it.
    void retry(std::uint64_t kept_bytes);

private:
    wua::transfer& m_transfer;
    const std::size_t m_index;
    const update_item& m_item;
    std::uint64_t m_completed_bytes = 0;
    std::uint64_t m_reported = 0;
    bool m_is_size_reported = false;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/transfer/update_report.ipp>
#endif
