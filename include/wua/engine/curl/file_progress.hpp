// SPDX-License-Identifier: MIT
#pragma once

// How far the download of a file has come: what is stored of it, reported of it and kept for another time.

#include <wua/engine/content/content_hash.hpp>
#include <wua/engine/content/stored_content.hpp>
#include <wua/engine/curl/curl_update.hpp>
#include <wua/engine/disk/download_journal.hpp>
#include <wua/engine/disk/part_file.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <new>
#include <optional>
#include <string>
#include <utility>

namespace wua::detail
{

// What would be there of a file if its download ended now. Any thread.
struct file_leftover
{
    std::shared_ptr<part_file> part;
    download_journal journal;
    std::uint64_t generation = 0; // of the part
    bool is_kept = true;
    bool syncs = true;

    // Lets go of the part, in the end. May wait for the disk.
    void save_or_discard() noexcept
    {
        try
        {
            is_kept ? part->save(journal, generation, syncs) : part->discard();
        }
        catch (const std::exception&)
        {
            // Nothing depends on it but how much has to be fetched again.
        }
        part.reset();
    }
};

// For the loop's thread.
class file_progress
{
public:
    using nanoseconds = std::chrono::nanoseconds;

    // The part was just opened: what an earlier run left there is taken up if it is of this file. The update must
    // outlive it.
    file_progress(curl_update& update, std::size_t index, std::shared_ptr<part_file> part)
        : file_progress(update, index, part, beginning_in(*part, update.item->files[index]))
    {}

    file_progress(const file_progress&) = delete;
    file_progress& operator=(const file_progress&) = delete;

    const content_file& file() const noexcept
    {
        return m_update.item->files[m_index];
    }

    // That are stored.
    std::uint64_t bytes() const noexcept
    {
        return m_content.bytes();
    }

    // How many there will be, as the update or the server says.
    const std::optional<std::uint64_t>& total() const noexcept
    {
        return m_total;
    }
    void set_total(std::optional<std::uint64_t> total) noexcept
    {
        m_total = total;
    }

    const content_source& source() const noexcept
    {
        return m_content.source;
    }
    void set_source(content_source source) noexcept
    {
        m_content.source = std::move(source);
    }

    bool can_continue_from(const std::string& bare_url) const noexcept
    {
        return m_content.can_continue_from(bare_url);
    }

    // Throws away what is stored.
    void restart()
    {
        m_content.restart();
        m_total = file().size;
        m_saved_bytes = 0;
    }

    // A server has agreed to send what comes next.
    void expect_content()
    {
        m_saved_at = m_update.core.now();
        report_size();
        m_update.end().set_phase(m_update.index(), dphDownloading);
        report_bytes();
    }

    // Throws std::system_error.
    void append(const char* bytes, std::size_t size)
    {
        m_content.append(bytes, size);
        report_bytes();
    }

    void report_size()
    {
        if (m_total)
        {
            m_update.report.set_size(m_index, *m_total);
        }
    }
    void report_bytes()
    {
        m_update.report.set_bytes(bytes());
    }

    // Writes the journal when it is time for that, and has the update woken for the next time.
    void save_in_time(nanoseconds now)
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
            constexpr nanoseconds least = std::chrono::milliseconds(1);
            m_update.wake_by(now + std::max<nanoseconds>(options.journal_every, least));
        }
    }

    // See stored_content::is_right().
    std::optional<bool> is_right()
    {
        return m_content.is_right();
    }
    std::shared_ptr<file_commit> make_commit() const
    {
        return m_content.make_commit();
    }

    bool is_worth_keeping() const noexcept
    {
        return m_content.is_worth_keeping();
    }
    file_leftover leftover(bool is_kept) const
    {
        return {m_content.part(), is_kept ? journal() : download_journal(), m_content.part()->generation(), is_kept,
                m_update.core.options.sync == sync_policy::always};
    }

private:
    struct beginning
    {
        content_source source;
        std::optional<std::uint64_t> total;
    };

    file_progress(curl_update& update, std::size_t index, std::shared_ptr<part_file> part, beginning begun)
        : m_update(update),
          m_index(index),
          m_total(begun.total),
          m_content(std::move(part), file().digest, update.core.background,
                    update.is_alone() && m_total.value_or(0) >= large),
          m_saved_bytes(bytes())
    {
        m_content.source = std::move(begun.source);
    }

    // Restarts the part if it is of no use.
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
        download_journal left = download_journal::of(*m_update.item, m_index, m_content.part()->name());
        left.source = m_content.source.url;
        left.etag = m_content.source.etag;
        left.last_modified = m_content.source.last_modified;
        left.total = m_total;
        left.bytes = bytes();
        return left;
    }

    // Without memory it is left for the next time.
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

    static constexpr std::uint64_t large = 16U << 20U; // worth a second processor

    curl_update& m_update;
    const std::size_t m_index;
    std::optional<std::uint64_t> m_total;
    stored_content m_content;
    nanoseconds m_saved_at{0};
    std::uint64_t m_saved_bytes;
};

} // namespace wua::detail
