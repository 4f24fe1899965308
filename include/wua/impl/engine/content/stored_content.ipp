// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/content/stored_content.hpp>.

#include <wua/engine/content/stored_content.hpp>

#include <algorithm>
#include <exception>
#include <utility>

namespace wua::detail
{

// Another run may have named more digests, or fewer: those that both name decide.
inline bool may_agree(const content_file& one, const content_file& other)
{
    bool has_common = false;
    const std::vector<content_digest> others = other.digests();
    for (const content_digest& each : one.digests())
    {
        for (const content_digest& its : others)
        {
            if (each.algorithm == its.algorithm && each != its)
            {
                return false;
            }
            has_common = has_common || each == its;
        }
    }
    return has_common;
}

WUA_COLD bool is_journal_of(const download_journal& left, const content_file& file,
                            const std::optional<std::uint64_t>& total)
{
    const content_file& then = left.update.files[left.file_index];
    const auto stated = left.total ? left.total : then.size;
    const bool is_same = file.has_digest() ? may_agree(then, file) : !then.has_digest() || !left.source.empty();
    return is_same && (!total || !stated || *total == *stated) && (!stated || left.bytes <= *stated) &&
           (!total || left.bytes <= *total);
}

WUA_INLINE void content_source::take_over(std::uint64_t from, const content_giver& giver)
{
    const bool goes_on = later.empty() ? was_begun_by(giver) : later.back().giver == giver;
    if (!goes_on && later.size() < max_takeovers)
    {
        later.push_back({from, giver});
    }
}

WUA_COLD stored_content::stored_content(std::shared_ptr<part_file> part, std::vector<content_digest> wanted,
                                        background_thread& background, bool hashes_behind)
    : m_part(std::move(part)),
      m_wanted(std::move(wanted)),
      m_background(background),
      m_hashes_behind(hashes_behind)
{
    begin_hash();
}

WUA_INLINE void stored_content::append(const char* bytes, std::size_t size)
{
    m_part->append(bytes, size);
    if (m_pass)
    {
        m_pass->update(bytes, size);
    }
    else if (m_hash)
    {
        hash_behind();
    }
}

WUA_COLD void stored_content::restart()
{
    m_part->restart();
    source = {};
    begin_hash();
}

WUA_COLD content_giver stored_content::discard_last_part()
{
    const content_takeover last = source.later.back();
    m_suspects.push_back(last.giver);
    source.later.pop_back();
    m_part->cut(last.from);
    begin_hash();
    return last.giver;
}

WUA_COLD bool stored_content::is_suspected(const content_giver& giver) const
{
    const bool gave_all = source.was_begun_by(giver) && !source.is_mixed();
    return bytes() != 0 && !gave_all && std::find(m_suspects.begin(), m_suspects.end(), giver) != m_suspects.end();
}

WUA_INLINE std::optional<bool> stored_content::is_right()
{
    if (m_hash)
    {
        return std::nullopt;
    }
    if (m_pass)
    {
        m_found = m_pass->finish();
    }
    return !m_pass || m_found == m_wanted;
}

WUA_COLD std::shared_ptr<file_commit> stored_content::make_commit(std::shared_ptr<content_question> question) const
{
    return std::make_shared<file_commit>(m_part, m_hash, m_wanted, std::move(question));
}

WUA_COLD void stored_content::begin_hash()
{
    cancel_hash();
    m_pass.reset();
    if (!has_digest())
    {
        return;
    }
    if (bytes() != 0 || m_hashes_behind)
    {
        m_hash = std::make_shared<content_hash>(m_part->file(), m_wanted);
        hash_behind();
    }
    else
    {
        m_pass.emplace(m_wanted);
    }
}

WUA_COLD void stored_content::cancel_hash() noexcept
{
    if (m_hash)
    {
        m_hash->cancel();
    }
    m_hash.reset();
}

WUA_INLINE void stored_content::hash_behind()
{
    if (m_hash->schedule(bytes()))
    {
        hash_in_background(m_background, m_hash);
    }
}

WUA_INLINE void
stored_content::hash_in_background(background_thread& background, const std::shared_ptr<content_hash>& hash)
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

} // namespace wua::detail
