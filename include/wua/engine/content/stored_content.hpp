// SPDX-License-Identifier: MIT
#pragma once

// The bytes of a file received so far: in its .part file, with their origin and their digest.

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

// Where content came from, and the validators of the server that delivered the beginning.
struct content_source
{
    std::string url;            // of the first provider; empty while nothing has arrived, or if unknown
    std::string etag;           // as received, even a weak one
    std::string last_modified;  // as received
    bool is_date_strong = true; // the date was old enough to stand for the bytes
    std::string origin{};       // see content_provider

    // Who delivered the rest, in order.
    std::vector<content_takeover> later{};

    bool is_mixed() const noexcept
    {
        return !later.empty();
    }
    bool was_begun_by(const content_provider& provider) const noexcept
    {
        return provider.url == url && provider.origin == origin;
    }

    // Whether that provider delivered the last part.
    bool goes_on_with(const content_provider& provider) const noexcept
    {
        return later.empty() ? was_begun_by(provider) : later.back().provider == provider;
    }

    // What follows, from that byte on, comes from this provider. Does not throw if `later` has capacity.
    void take_over(std::uint64_t from, content_provider provider);

    // For If-Range; empty when there is nothing that identifies the bytes.
    std::string validator() const
    {
        return is_strong_etag(etag) ? etag : is_date_strong ? last_modified : std::string();
    }
};

// True when what an earlier run left may be the beginning of this file, of which `total` bytes are expected.
bool is_journal_of(const download_journal& left, const content_file& file, const std::optional<std::uint64_t>& total);

// For the thread that downloads; hashing may follow on the background thread. The digests are computed as bytes arrive:
// either by append(), while the bytes are in the processor's cache, or behind it, if an earlier run's bytes have to be
// read anyway or a second processor would be idle.
class stored_content
{
public:
    // `wanted`: all digests that the content must have, see content_file::digests().
    stored_content(std::shared_ptr<part_file> part, std::vector<content_digest> wanted, background_thread& background,
                   bool hashes_behind, content_pieces pieces = {});

    stored_content(const stored_content&) = delete;
    stored_content& operator=(const stored_content&) = delete;

    ~stored_content()
    {
        cancel_hash();
    }

    content_source source;

    // The contiguous bytes from the beginning.
    std::uint64_t bytes() const noexcept
    {
        return m_part->bytes();
    }

    // What is stored beyond the first gap.
    const content_pieces& pieces() const noexcept
    {
        return m_pieces;
    }

    // All stored bytes.
    std::uint64_t total_bytes() const noexcept
    {
        return bytes() + m_pieces.bytes();
    }

    const std::shared_ptr<part_file>& part() const noexcept
    {
        return m_part;
    }

    // Throws std::system_error. If memory runs out, it has either done nothing, or everything except the hashing.
    void append(const char* bytes, std::size_t size);

    // True when pieces may be written: from then on the digests are computed behind.
    bool can_write_pieces();

    // Writes content at that offset, where nothing is stored yet. Throws std::system_error.
    void write_piece(std::uint64_t place, const char* bytes, std::size_t size, const content_provider& provider);

    // The same for content that is already written there. Only after can_write_pieces().
    void count_piece(std::uint64_t begin, std::uint64_t end, const content_provider& provider);

    // Stored content may have been rewritten: hashes everything again.
    void hash_again()
    {
        begin_hash();
    }

    // Discards everything.
    void restart();

    // The digest is wrong, and there were several providers: discards what the last of them delivered, and returns that
    // provider, which is suspected from now on.
    content_provider discard_last_part();

    // The same for a file that arrived in pieces: keeps only what the provider with the largest share delivered. The
    // others are suspected, and the first of them is returned; if it is wrong again, the remaining one is to blame.
    content_provider keep_largest_part();

    bool was_in_pieces() const noexcept
    {
        return m_was_in_pieces;
    }

    // True when that provider delivered some of it.
    bool has_parts_of(const content_provider& provider) const noexcept;

    // Discards what that provider delivered.
    void discard_parts_of(const content_provider& provider);

    // A suspect may not continue what others delivered.
    bool is_suspected(const content_provider& provider) const;

    // A download can be continued from where the bytes came from, if that server sent a validator; and from anywhere
    // but a suspect, if a digest decides in the end.
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

    // When all bytes are there: whether they are the right content. nullopt when only the commit will know. Call it
    // once.
    std::optional<bool> is_right();

    // The digests that is_right() found, at least one of them wrong; in the order of `wanted`.
    const std::vector<content_digest>& found() const noexcept
    {
        return m_found;
    }

    // For a commit_queue. Nothing may be appended afterwards. `request`, if there is one, must be accepted by the
    // checker first.
    std::shared_ptr<file_commit> make_commit(std::shared_ptr<content_check_request> request = nullptr) const;

protected:
    // Adds pieces that have been reached to the contiguous beginning.
    void take_pieces();

private:
    bool has_digest() const noexcept
    {
        return !m_wanted.empty();
    }

    // So that every piece can be taken when it is reached.
    void reserve_takeovers();

    // True if there was one.
    bool try_take_piece() noexcept;

    // The providers of the contiguous beginning.
    std::vector<content_piece> parts() const;

    // Discards all parts except these.
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
