// SPDX-License-Identifier: MIT
#pragma once

// What is reported of an update whose files are downloaded one after the other.

#include <wua/job/transfer.hpp>
#include <wua/model/update_item.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace wua
{

// Adds up the files: the transfer hears of the update alone. The transfer must outlive it.
class update_report
{
public:
    update_report(transfer& end, std::size_t index) : m_end(end), m_index(index), m_item(*end.updates()[index]) {}

    // Bytes of the files that are done.
    std::uint64_t base() const noexcept
    {
        return m_base;
    }

    void file_done(std::uint64_t size) noexcept
    {
        m_base += size;
    }

    // The size of one of the files is known: tells that of the update once all are, if the update did not name it.
    void set_size(std::size_t file_index, std::uint64_t size)
    {
        if (m_is_size_reported || m_item.size())
        {
            return;
        }
        std::uint64_t sum = m_base + size;
        for (std::size_t later = file_index + 1; later != m_item.files.size(); ++later)
        {
            if (!m_item.files[later].size)
            {
                return;
            }
            sum += *m_item.files[later].size;
        }
        m_is_size_reported = true;
        m_end.set_size(m_index, sum);
    }

    // So many bytes of the file in work are there.
    void set_bytes(std::uint64_t of_file)
    {
        m_reported = m_base + of_file;
        m_end.set_bytes(m_index, m_reported);
    }

    // Another attempt keeps that much of the file. What an earlier run left is not reported before a server has agreed
    // to continue it.
    void retry(std::uint64_t kept_of_file)
    {
        m_reported = std::min(m_reported, m_base + kept_of_file);
        m_is_size_reported = false;
        m_end.retry(m_index, m_reported);
    }

private:
    transfer& m_end;
    const std::size_t m_index;
    const update_item& m_item;
    std::uint64_t m_base = 0;
    std::uint64_t m_reported = 0;
    bool m_is_size_reported = false;
};

} // namespace wua
