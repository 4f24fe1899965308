// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/curl/file_progress.hpp>.

#include <wua/engine/curl/file_progress.hpp>
#include <wua/engine/disk/file_name_registry.hpp>
#include <wua/engine/printable_url.hpp>

#include <algorithm>
#include <new>
#include <utility>

namespace wua::detail
{

WUA_COLD void file_progress::restart()
{
    stored_content::restart();
    m_total = file().size;
    m_saved_bytes = 0;
    ++m_restarts;
}

WUA_COLD content_provider file_progress::discard_last_part()
{
    m_saved_bytes = 0; // the journal goes as well
    return stored_content::discard_last_part();
}

WUA_COLD content_provider file_progress::keep_largest_part()
{
    content_provider suspect = stored_content::keep_largest_part();
    on_parts_discarded();
    return suspect;
}

WUA_COLD void file_progress::discard_parts_of(const content_provider& provider)
{
    stored_content::discard_parts_of(provider);
    on_parts_discarded();
}

WUA_COLD void file_progress::on_parts_discarded()
{
    m_saved_bytes = total_bytes();
    ++m_restarts;
    part()->save(journal(), part()->generation(), false);
}

WUA_COLD void file_progress::count_piece(std::uint64_t begin, std::uint64_t end, const content_provider& provider)
{
    stored_content::count_piece(begin, end, provider);
    m_space.take(end - begin);
}

WUA_COLD void file_progress::expect_content()
{
    if (m_total && *m_total > bytes() && m_update.core.options.preallocation == file_allocation::full &&
        part()->try_allocate(*m_total))
    {
        m_space.take(*m_total); // the space now belongs to the file and is no longer counted as free
    }
    part()->expect(m_total);
    if (unsaved_bytes() == 0)
    {
        m_saved_at = m_update.core.now();
    }
    m_update.report.set_phase(m_index, dphDownloading);
    report();
}

WUA_INLINE void file_progress::append(const char* data, std::size_t size)
{
    stored_content::append(data, size);
    on_stored(size);
}

WUA_INLINE void
file_progress::write_piece(std::uint64_t place, const char* data, std::size_t size, const content_provider& provider)
{
    stored_content::write_piece(place, data, size, provider);
    on_stored(size);
}

WUA_INLINE void file_progress::on_stored(std::size_t size)
{
    m_space.take(size);
    m_update.report.set_bytes(total_bytes());
    if (unsaved_bytes() >= m_update.core.options.journal_from)
    {
        save_when_due(m_update.core.now());
    }
}

WUA_INLINE void file_progress::report()
{
    if (m_total)
    {
        m_update.report.set_size(m_index, *m_total);
    }
    m_update.report.set_bytes(total_bytes());
}

WUA_INLINE void file_progress::save_when_due(nanoseconds now)
{
    const curl_options& options = m_update.core.options;
    const bool is_due = now - m_saved_at >= options.journal_every || unsaved_bytes() >= options.journal_from;
    const bool is_saving = m_is_saving->load(std::memory_order_relaxed);
    if (unsaved_bytes() == 0 || !is_worth_keeping())
    {
        m_saved_at = now; // there is nothing to save
    }
    else if (is_due && !is_saving)
    {
        m_saved_at = now;
        save();
    }
    const nanoseconds min_wait = std::chrono::milliseconds(is_saving ? 20 : 1);
    m_update.wake_by(std::max<nanoseconds>(m_saved_at + options.journal_every, now + min_wait));
}

WUA_COLD bool file_progress::save_before_pieces()
{
    const bool is_saving = m_is_saving->load(std::memory_order_relaxed);
    const bool has_more = unsaved_bytes() != 0 && is_worth_keeping();
    if (has_more && !is_saving)
    {
        save();
    }
    return has_more || is_saving;
}

WUA_COLD void file_progress::save_before_check()
{
    if (unsaved_bytes() != 0 && is_worth_keeping() && !file().has_digest())
    {
        save();
    }
}

WUA_COLD file_leftover file_progress::leftover(bool is_kept) const
{
    return {.part = part(),
            .journal = is_kept ? journal() : download_journal(),
            .generation = part()->generation(),
            .is_kept = is_kept,
            .syncs = m_update.core.options.sync == sync_policy::always};
}

WUA_COLD file_progress::file_progress(curl_update& update, std::size_t index, std::shared_ptr<part_file>& part,
                                      beginning&& begun)
    : stored_content(std::move(part), update.item->files[index].digests(), update.core.background,
                     update.is_alone() && begun.total.value_or(0) >= min_size_to_hash_behind, std::move(begun.pieces)),
      m_update(update),
      m_index(index),
      m_total(begun.total),
      m_space(update.core.space),
      m_saved_bytes(stored_content::part()->journal() ? total_bytes() : 0)
{
    source = std::move(begun.source);
    take_pieces();
}

WUA_COLD file_progress::beginning file_progress::beginning_in(part_file& part, const content_file& file)
{
    const std::optional<download_journal>& left = part.journal();
    if (left && is_journal_of(*left, file, file.size))
    {
        content_source source{left->source, left->etag, left->last_modified};
        source.origin = left->origin;
        source.later = left->later;
        return {std::move(source), file.size ? file.size : left->total, content_pieces(left->pieces)};
    }
    if (left || (file.size && part.bytes() > *file.size))
    {
        part.restart();
    }
    return {{}, file.size};
}

WUA_COLD download_journal file_progress::journal() const
{
    download_journal left = download_journal::of(*m_update.item, m_index, stored_name(file()));
    for (content_file& each : left.update.files)
    {
        for (std::string& url : each.urls)
        {
            url = bare_url(url);
        }
        if (each.seed)
        {
            each.seed = content_seed{.control_url = bare_url(each.seed->control_url), .file = each.seed->file};
        }
    }
    left.source = source.url;
    left.origin = source.origin;
    left.later = source.later;
    left.etag = source.etag;
    left.last_modified = source.is_date_strong ? source.last_modified : std::string();
    left.total = m_total;
    left.bytes = bytes();
    left.pieces = pieces().all();
    return left;
}

WUA_COLD void file_progress::save()
{
    if (!part()->file())
    {
        m_saved_bytes = bytes(); // a sink has no journal
        return;
    }
    m_is_saving->store(true, std::memory_order_relaxed);
    try
    {
        m_update.core.background.post(
            [left = std::make_shared<file_leftover>(leftover(true)), is_saving = m_is_saving] {
                left->save();
                is_saving->store(false, std::memory_order_relaxed);
            });
        m_saved_bytes = total_bytes();
    }
    catch (const std::bad_alloc&)
    {
        m_is_saving->store(false, std::memory_order_relaxed);
    }
}

} // namespace wua::detail
