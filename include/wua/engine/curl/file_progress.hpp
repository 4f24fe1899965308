// SPDX-License-Identifier: MIT
#pragma once

// How far the download of a file has come: what is stored of it, reported of it and saved for a later run.

#include <wua/engine/content/stored_content.hpp>
#include <wua/engine/curl/curl_update.hpp>
#include <wua/engine/disk/download_journal.hpp>
#include <wua/engine/disk/file_leftover.hpp>
#include <wua/engine/disk/part_file.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <optional>
#include <utility>

namespace wua::detail
{

// For the loop's thread.
class file_progress : private stored_content
{
public:
    using nanoseconds = std::chrono::nanoseconds;

    // The part was just opened: what an earlier run left there is continued if it is of this file. The update must
    // outlive it.
    file_progress(curl_update& update, std::size_t index, std::shared_ptr<part_file> part)
        : file_progress(update, index, part, beginning_in(*part, update.item->files[index]))
    {}

    using stored_content::bytes;
    using stored_content::can_continue_from;
    using stored_content::is_right;
    using stored_content::is_worth_keeping;
    using stored_content::make_commit;
    using stored_content::source;

    const content_file& file() const noexcept
    {
        return m_update.item->files[m_index];
    }

    // How many bytes the file has, as the update or the server says.
    const std::optional<std::uint64_t>& total() const noexcept
    {
        return m_total;
    }
    void set_total(std::optional<std::uint64_t> total) noexcept
    {
        m_total = total;
    }

    // Discards what is stored.
    void restart()
    {
        stored_content::restart();
        m_total = file().size;
        m_saved_bytes = 0;
    }

    // A server has agreed to send what comes next.
    void expect_content()
    {
        m_saved_at = m_update.core.now();
        m_update.transfer().set_phase(m_update.index(), dphDownloading);
        report();
    }

    // Stores the bytes and reports them. Throws std::system_error.
    void append(const char* data, std::size_t size)
    {
        stored_content::append(data, size);
        m_update.report.set_bytes(bytes());
    }

    // The size, if it is known, and the bytes.
    void report()
    {
        if (m_total)
        {
            m_update.report.set_size(m_index, *m_total);
        }
        m_update.report.set_bytes(bytes());
    }

    // Writes the journal when it is due, and has the update woken when it is due again.
    void save_when_due(nanoseconds now)
    {
        const curl_options& options = m_update.core.options;
        if (bytes() >= options.journal_from && bytes() != m_saved_bytes)
        {
            if (now - m_saved_at >= options.journal_every)
            {
                m_saved_at = now;
                save();
            }
            m_update.wake_by(m_saved_at + options.journal_every);
        }
        else if (options.journal_from != 0)
        {
            constexpr nanoseconds min_wait = std::chrono::milliseconds(1);
            m_update.wake_by(now + std::max<nanoseconds>(options.journal_every, min_wait));
        }
    }

    file_leftover leftover(bool is_kept) const
    {
        return {.part = part(),
                .journal = is_kept ? journal() : download_journal(),
                .generation = part()->generation(),
                .is_kept = is_kept,
                .syncs = m_update.core.options.sync == sync_policy::always};
    }

private:
    struct beginning
    {
        content_source source;
        std::optional<std::uint64_t> total;
    };

    file_progress(curl_update& update, std::size_t index, std::shared_ptr<part_file>& part, beginning&& begun)
        : stored_content(std::move(part), update.item->files[index].digest, update.core.background,
                         update.is_alone() && begun.total.value_or(0) >= min_size_to_hash_behind),
          m_update(update),
          m_index(index),
          m_total(begun.total),
          m_saved_bytes(bytes())
    {
        source = std::move(begun.source);
    }

    // Restarts the part if it cannot be continued.
    static beginning beginning_in(part_file& part, const content_file& file)
    {
        const std::optional<download_journal>& left = part.journal();
        if (left && is_journal_of(*left, file, file.size))
        {
            return {{left->source, left->etag, left->last_modified}, file.size ? file.size : left->total};
        }
        if (left)
        {
            part.restart();
        }
        return {{}, file.size};
    }

    download_journal journal() const
    {
        download_journal left = download_journal::of(*m_update.item, m_index, part()->name());
        left.source = source.url;
        left.etag = source.etag;
        left.last_modified = source.last_modified;
        left.total = m_total;
        left.bytes = bytes();
        return left;
    }

    // Without memory it waits until the journal is due again.
    void save()
    {
        try
        {
            m_update.core.background.post([left = leftover(true)]() mutable { left.save_or_discard(); });
            m_saved_bytes = bytes();
        }
        catch (const std::bad_alloc&)
        {
            return;
        }
    }

    static constexpr std::uint64_t min_size_to_hash_behind = 16U << 20U; // worth a second processor

    curl_update& m_update;
    const std::size_t m_index;
    std::optional<std::uint64_t> m_total;
    nanoseconds m_saved_at{0};
    std::uint64_t m_saved_bytes;
};

} // namespace wua::detail
