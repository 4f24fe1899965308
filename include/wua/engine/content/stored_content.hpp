// SPDX-License-Identifier: MIT
#pragma once

// The bytes of a file that have come so far: in its .part file, with where they came from and their digest.

#include <wua/engine/content/commit_queue.hpp>
#include <wua/engine/content/content_hash.hpp>
#include <wua/engine/content/digest_hasher.hpp>
#include <wua/engine/disk/background_thread.hpp>
#include <wua/engine/disk/download_journal.hpp>
#include <wua/engine/disk/part_file.hpp>
#include <wua/model/update_item.hpp>

#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace wua::detail
{

// Where content came from, and what its server said to recognise it by.
struct content_source
{
    std::string url; // without credentials; empty while nothing has come
    std::string etag;
    std::string last_modified;

    // For If-Range; empty when there is nothing to recognise the content by.
    const std::string& validator() const noexcept
    {
        return etag.empty() ? last_modified : etag;
    }
};

// True when what an earlier run left may be the beginning of this file, of which `total` bytes are expected.
inline bool is_journal_of(const download_journal& left, const content_file& file,
                          const std::optional<std::uint64_t>& total)
{
    const content_file& then = left.update.files[left.file_index];
    const auto stated = left.total ? left.total : then.size;
    const bool is_same = file.digest ? then.digest == file.digest : !then.digest || !left.source.empty();
    return is_same && (!total || !stated || *total == *stated) && (!stated || left.bytes <= *stated);
}

// For the thread that downloads; hashing may go on behind it, on the background thread. The digest is computed on the
// way: by append(), while the bytes are in the processor's cache, or behind it, if an earlier run's bytes have to be
// read anyway or a second processor would be idle.
class stored_content
{
public:
    stored_content(std::shared_ptr<part_file> part, std::optional<content_digest> wanted, background_thread& background,
                   bool hashes_behind)
        : m_part(std::move(part)),
          m_wanted(std::move(wanted)),
          m_background(background),
          m_hashes_behind(hashes_behind)
    {
        begin_hash();
    }

    stored_content(const stored_content&) = delete;
    stored_content& operator=(const stored_content&) = delete;

    ~stored_content()
    {
        cancel_hash();
    }

    content_source source;

    std::uint64_t bytes() const noexcept
    {
        return m_part->bytes();
    }

    const std::shared_ptr<part_file>& part() const noexcept
    {
        return m_part;
    }

    // Throws std::system_error.
    void append(const char* bytes, std::size_t size)
    {
        m_part->append(bytes, size);
        if (m_hasher)
        {
            m_hasher->update(bytes, size);
        }
        else if (m_hash)
        {
            hash_behind();
        }
    }

    // Discards everything.
    void restart()
    {
        m_part->restart();
        source = {};
        begin_hash();
    }

    // A continuation is possible where the bytes came from, if the server has given something to recognise them by; and
    // anywhere when the digest tells in the end.
    bool can_continue_from(const std::string& bare_url) const noexcept
    {
        return bytes() != 0 && (m_wanted || (!source.validator().empty() && bare_url == source.url));
    }

    // True when what is stored can be continued after this process has ended.
    bool is_worth_keeping() const noexcept
    {
        return bytes() != 0 && (m_wanted || !source.validator().empty());
    }

    // All bytes are there: whether they are the right content. Nothing when that is known later, by the commit. Once.
    std::optional<bool> is_right()
    {
        if (m_hash)
        {
            return std::nullopt;
        }
        return !m_hasher || m_hasher->finish() == m_wanted;
    }

    // To be added to a commit_queue. Nothing may be appended any more.
    std::shared_ptr<file_commit> make_commit() const
    {
        return std::make_shared<file_commit>(m_part, m_hash, m_wanted);
    }

private:
    void begin_hash()
    {
        cancel_hash();
        m_hasher.reset();
        if (!m_wanted)
        {
            return;
        }
        if (bytes() != 0 || m_hashes_behind)
        {
            m_hash = std::make_shared<content_hash>(m_part->file(), m_wanted->algorithm);
            hash_behind();
        }
        else
        {
            m_hasher.emplace(m_wanted->algorithm);
        }
    }

    void cancel_hash() noexcept
    {
        if (m_hash)
        {
            m_hash->cancel();
        }
        m_hash.reset();
    }

    void hash_behind()
    {
        if (m_hash->schedule(bytes()))
        {
            hash_in_background(m_background, m_hash);
        }
    }

    static void hash_in_background(background_thread& background, std::shared_ptr<content_hash> hash)
    {
        background.post([&background, hash] {
            try
            {
                const std::uint64_t available = hash->available();
                hash->advance(available);
                hash->unschedule();
                if (hash->available() != available && !hash->is_cancelled() && hash->schedule(hash->available()))
                {
                    hash_in_background(background, hash);
                }
            }
            catch (const std::exception&)
            {
                // Met again, and reported, when the file is committed.
            }
        });
    }

    const std::shared_ptr<part_file> m_part;
    const std::optional<content_digest> m_wanted;
    background_thread& m_background;
    const bool m_hashes_behind;
    std::shared_ptr<content_hash> m_hash;
    std::optional<digest_hasher> m_hasher;
};

} // namespace wua::detail
