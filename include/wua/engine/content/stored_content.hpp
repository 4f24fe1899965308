// SPDX-License-Identifier: MIT
#pragma once

// The bytes of a file that have come so far: in its .part file, with where they came from and their digest.

#include <wua/engine/content/commit_queue.hpp>
#include <wua/engine/content/content_hash.hpp>
#include <wua/engine/content/digest_pass.hpp>
#include <wua/engine/disk/background_thread.hpp>
#include <wua/engine/disk/download_journal.hpp>
#include <wua/engine/disk/part_file.hpp>
#include <wua/engine/transfer/content_pieces.hpp>
#include <wua/engine/transfer/content_provider.hpp>
#include <wua/engine/transfer/response_head.hpp>
#include <wua/model/update_item.hpp>
#include <wua/separate_compilation.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace wua::detail
{

// Where content came from, and what the server that began it said to recognise it by.
struct content_source
{
    std::string url;            // of who began it; empty while nothing has come, or when nobody knows
    std::string etag;           // also a weak one, as it came
    std::string last_modified;  // as it came
    bool is_date_strong = true; // the date was old enough to stand for the bytes
    std::string origin{};       // see content_provider

    // Who gave the rest, in its order.
    std::vector<content_takeover> later{};

    bool is_mixed() const noexcept
    {
        return !later.empty();
    }
    bool was_begun_by(const content_provider& provider) const noexcept
    {
        return provider.url == url && provider.origin == origin;
    }

    // Who gave the last of it.
    bool goes_on_with(const content_provider& provider) const noexcept
    {
        return later.empty() ? was_begun_by(provider) : later.back().provider == provider;
    }

    // What comes next, from that byte on, is of this provider. Throws nothing when there is room for it in `later`.
    void take_over(std::uint64_t from, content_provider provider);

    // For If-Range; empty when there is nothing that stands for the bytes.
    std::string validator() const
    {
        return is_strong_etag(etag) ? etag : is_date_strong ? last_modified : std::string();
    }
};

// True when what an earlier run left may be the beginning of this file, of which `total` bytes are expected.
bool is_journal_of(const download_journal& left, const content_file& file, const std::optional<std::uint64_t>& total);

// For the thread that downloads; hashing may go on behind it, on the background thread. The digests are computed on the
// way: by append(), while the bytes are in the processor's cache, or behind it, if an earlier run's bytes have to be
// read anyway or a second processor would be idle.
class stored_content
{
public:
    // `wanted` is what the content must have, all of it: see content_file::digests().
    stored_content(std::shared_ptr<part_file> part, std::vector<content_digest> wanted, background_thread& background,
                   bool hashes_behind, content_pieces pieces = {});

    stored_content(const stored_content&) = delete;
    stored_content& operator=(const stored_content&) = delete;

    ~stored_content()
    {
        cancel_hash();
    }

    content_source source;

    // From the beginning, without a gap.
    std::uint64_t bytes() const noexcept
    {
        return m_part->bytes();
    }

    // What is there beyond the first gap.
    const content_pieces& pieces() const noexcept
    {
        return m_pieces;
    }

    // All that is there.
    std::uint64_t total_bytes() const noexcept
    {
        return bytes() + m_pieces.bytes();
    }

    const std::shared_ptr<part_file>& part() const noexcept
    {
        return m_part;
    }

    // Throws std::system_error; for want of memory it has done nothing, or all but to hash.
    void append(const char* bytes, std::size_t size);

    // True when pieces may be written: from then on the digests are computed behind.
    bool can_write_pieces();

    // What belongs at that place, where nothing is yet. Throws std::system_error.
    void write_piece(std::uint64_t place, const char* bytes, std::size_t size, const content_provider& provider);

    // The same, of what somebody has written there already. Not before can_write_pieces().
    void count_piece(std::uint64_t begin, std::uint64_t end, const content_provider& provider);

    // What is there may have been written anew: all of it is hashed again.
    void hash_again()
    {
        begin_hash();
    }

    // Discards everything.
    void restart();

    // The digest is not right, and several gave parts: discards what the last of them gave, who is suspected from now
    // on and returned.
    content_provider discard_last_part();

    // The same, of a file that came in pieces: discards what others gave than the one that gave most. These others are
    // suspected, of whom the first is returned; if it is wrong again, that one is to blame.
    content_provider keep_largest_part();

    bool was_in_pieces() const noexcept
    {
        return m_was_in_pieces;
    }

    // True when some of it is what that one gave.
    bool has_parts_of(const content_provider& provider) const noexcept;

    // Discards what that one gave.
    void discard_parts_of(const content_provider& provider);

    // What others gave is not continued by a suspect.
    bool is_suspected(const content_provider& provider) const;

    // A continuation is possible where the bytes came from, if the server has given something to recognise them by; and
    // anywhere when the digest tells in the end, but for suspects.
    bool can_continue_from(const content_provider& provider) const
    {
        return total_bytes() != 0 &&
               (has_digest() ? !is_suspected(provider) : !source.validator().empty() && source.was_begun_by(provider));
    }

    // True when what is stored can be continued after this process has ended.
    bool is_worth_keeping() const
    {
        return total_bytes() != 0 && (has_digest() || !source.validator().empty());
    }

    // All bytes are there: whether they are the right content. Nothing when that is known later, by the commit. Once.
    std::optional<bool> is_right();

    // The digests that is_right() found, one of them at least to be wrong; in the order of the wanted ones.
    const std::vector<content_digest>& found() const noexcept
    {
        return m_found;
    }

    // To be added to a commit_queue. Nothing may be appended any more. `question`, if there is one, is asked first.
    std::shared_ptr<file_commit> make_commit(std::shared_ptr<content_check_request> question = nullptr) const;

protected:
    // Those that are reached belong to the beginning.
    void take_pieces();

private:
    bool has_digest() const noexcept
    {
        return !m_wanted.empty();
    }

    // So that no piece is left where it is reached.
    void reserve_takeovers();

    // True when one was.
    bool try_take_piece() noexcept;

    // Who gave what of the contiguous beginning.
    std::vector<content_piece> parts() const;

    // Discards all but these of the parts.
    void keep(std::vector<content_piece>&& kept);

    void begin_hash();

    void cancel_hash() noexcept;

    void hash_behind();

    static void hash_in_background(background_thread& background, const std::shared_ptr<content_hash>& hash);

    const std::shared_ptr<part_file> m_part;
    content_pieces m_pieces;
    bool m_was_in_pieces;
    const std::vector<content_digest> m_wanted;
    background_thread& m_background;
    const bool m_hashes_behind;
    std::shared_ptr<content_hash> m_hash;
    std::optional<digest_pass> m_pass;
    std::vector<content_digest> m_found;
    std::vector<content_provider> m_suspects;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/content/stored_content.ipp>
#endif
