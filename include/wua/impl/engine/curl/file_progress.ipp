// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/curl/file_progress.hpp>.

#include <wua/engine/curl/file_progress.hpp>

#include <algorithm>
#include <new>
#include <utility>

namespace wua::detail
{

WUA_INLINE void file_progress::restart()
{
    stored_content::restart();
    m_total = file().size;
    m_saved_bytes = 0;
}

WUA_INLINE void file_progress::expect_content()
{
    m_saved_at = m_update.core.now();
    m_update.transfer().set_phase(m_update.index(), dphDownloading);
    report();
}

WUA_INLINE void file_progress::append(const char* data, std::size_t size)
{
    stored_content::append(data, size);
    m_update.report.set_bytes(bytes());
}

WUA_INLINE void file_progress::report()
{
    if (m_total)
    {
        m_update.report.set_size(m_index, *m_total);
    }
    m_update.report.set_bytes(bytes());
}

WUA_INLINE void file_progress::save_when_due(nanoseconds now)
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

WUA_INLINE file_leftover file_progress::leftover(bool is_kept) const
{
    return {.part = part(),
            .journal = is_kept ? journal() : download_journal(),
            .generation = part()->generation(),
            .is_kept = is_kept,
            .syncs = m_update.core.options.sync == sync_policy::always};
}

WUA_INLINE file_progress::file_progress(curl_update& update, std::size_t index, std::shared_ptr<part_file>& part,
                                        beginning&& begun)
    : stored_content(std::move(part), update.item->files[index].digest, update.core.background,
                     update.is_alone() && begun.total.value_or(0) >= min_size_to_hash_behind),
      m_update(update),
      m_index(index),
      m_total(begun.total),
      m_saved_bytes(bytes())
{
    source = std::move(begun.source);
}

WUA_INLINE file_progress::beginning file_progress::beginning_in(part_file& part, const content_file& file)
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

WUA_INLINE download_journal file_progress::journal() const
{
    download_journal left = download_journal::of(*m_update.item, m_index, part()->name());
    left.source = source.url;
    left.etag = source.etag;
    left.last_modified = source.last_modified;
    left.total = m_total;
    left.bytes = bytes();
    return left;
}

WUA_INLINE void file_progress::save()
{
    try
    {
        m_update.core.background.post([left = leftover(true)]() mutable { left.save(); });
        m_saved_bytes = bytes();
    }
    catch (const std::bad_alloc&)
    {
        return;
    }
}

} // namespace wua::detail
