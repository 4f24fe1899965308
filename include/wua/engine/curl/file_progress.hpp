// SPDX-License-Identifier: MIT
#pragma once

// How far the download of a file has come: what is stored, reported and saved for a later run.

#include <wua/engine/content/stored_content.hpp>
#include <wua/engine/curl/curl_update.hpp>
#include <wua/engine/disk/disk_space.hpp>
#include <wua/engine/disk/download_journal.hpp>
#include <wua/engine/disk/file_leftover.hpp>
#include <wua/engine/disk/part_file.hpp>
#include <wua/model/file_details.hpp>
#include <wua/separate_compilation.hpp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>

namespace wua::detail
{

// For the loop's thread.
class file_progress : private stored_content
{
public:
    using nanoseconds = std::chrono::nanoseconds;

    // For a part that was just opened: continues what an earlier run left there if it belongs to this file. The update
    // must outlive it.
    file_progress(curl_update& update, std::size_t index, std::shared_ptr<part_file> part)
        : file_progress(update, index, part, beginning_in(*part, update.item->files[index]))
    {}

    using stored_content::bytes;
    using stored_content::can_continue_from;
    using stored_content::can_write_pieces;
    using stored_content::found;
    using stored_content::has_parts_of;
    using stored_content::hash_again;
    using stored_content::is_right;
    using stored_content::is_suspected;
    using stored_content::is_worth_keeping;
    using stored_content::make_commit;
    using stored_content::part;
    using stored_content::pieces;
    using stored_content::source;
    using stored_content::total_bytes;
    using stored_content::was_in_pieces;

    // The server is asked only for content other than this; empty: for any.
    content_validators condition{};

    const content_file& file() const noexcept
    {
        return m_update.item->files[m_index];
    }

    // The size of the file, as stated by the update or the server.
    const std::optional<std::uint64_t>& total() const noexcept
    {
        return m_total;
    }
    void set_total(std::optional<std::uint64_t> total) noexcept
    {
        m_total = total;
    }

    // Discards what is stored.
    void restart();

    // See stored_content.
    content_provider discard_last_part();
    content_provider keep_largest_part();
    void discard_parts_of(const content_provider& provider);
    void count_piece(std::uint64_t begin, std::uint64_t end, const content_provider& provider);

    // False when there is no space on the disk for that many more bytes.
    bool try_claim_room(std::uint64_t bytes)
    {
        return !part()->file() || part()->allocated() >= this->bytes() + bytes || m_space.try_renew(bytes);
    }

    // A server has agreed to send what comes next. Throws std::system_error when there is no space for it.
    void expect_content();

    // Stores the bytes and reports them. Throws std::system_error.
    void append(const char* data, std::size_t size);
    void write_piece(std::uint64_t place, const char* data, std::size_t size, const content_provider& provider);

    // Where the gap that begins there ends, if known: at a piece, or with the file.
    std::optional<std::uint64_t> gap_end(std::uint64_t place) const noexcept
    {
        constexpr std::uint64_t none = std::numeric_limits<std::uint64_t>::max();
        const std::uint64_t end = pieces().next_begin(place, none);
        return end == none ? m_total : end;
    }

    // True when that byte is stored.
    bool has(std::uint64_t place) const noexcept
    {
        return place < bytes() || pieces().covers(place);
    }

    // How often everything was discarded.
    std::uint64_t restarts() const noexcept
    {
        return m_restarts;
    }

    bool has_all() const noexcept
    {
        return m_total && bytes() >= *m_total;
    }

    // Writes the journal now, which is required before pieces are stored. False when that is not possible at present.
    bool save_before_pieces();

    // Reports the size, if known, and the bytes.
    void report();

    // Writes the journal when it is due, and sets when the update is woken for the next time.
    void save_when_due(nanoseconds now);

    // All bytes are there, and a check may take long: writes the journal now, if they cannot be continued without it.
    void save_before_check();

    file_leftover leftover(bool is_kept) const;

private:
    struct beginning
    {
        content_source source;
        std::optional<std::uint64_t> total;
        content_pieces pieces{};
    };

    file_progress(curl_update& update, std::size_t index, std::shared_ptr<part_file>& part, beginning&& begun);

    // Restarts the part if it cannot be continued.
    static beginning beginning_in(part_file& part, const content_file& file);

    download_journal journal() const;

    std::uint64_t unsaved_bytes() const noexcept
    {
        return total_bytes() - m_saved_bytes;
    }

    // If memory runs out, it waits until the journal is due again.
    void save();

    void on_stored(std::size_t size);

    // The journal describes what is left.
    void on_parts_discarded();

    static constexpr std::uint64_t min_size_to_hash_behind = 16U << 20U; // makes a second processor worthwhile

    curl_update& m_update;
    const std::size_t m_index;
    std::optional<std::uint64_t> m_total;
    std::uint64_t m_restarts = 0;
    space_claim m_space;
    nanoseconds m_saved_at{0};
    std::uint64_t m_saved_bytes; // in the last journal, written or about to be
    const std::shared_ptr<std::atomic<bool>> m_is_saving = std::make_shared<std::atomic<bool>>(false);
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/curl/file_progress.ipp>
#endif
