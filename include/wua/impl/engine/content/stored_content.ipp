// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/content/stored_content.hpp>.

#include <wua/engine/content/stored_content.hpp>

#include <algorithm>
#include <exception>
#include <utility>

namespace wua::detail
{

// Another run may have named more or fewer digests; the algorithms that both name decide.
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
    return is_same && (!total || !stated || *total == *stated) && (!stated || left.file_size() <= *stated) &&
           (!total || left.file_size() <= *total);
}

WUA_INLINE void content_source::take_over(std::uint64_t from, content_provider provider)
{
    if (from == 0)
    {
        *this = {.url = std::move(provider.url), .etag = {}, .last_modified = {}, .origin = std::move(provider.origin)};
        return;
    }
    if (!goes_on_with(provider) && later.size() < max_takeovers)
    {
        later.push_back({from, std::move(provider)});
    }
}

WUA_COLD stored_content::stored_content(std::shared_ptr<part_file> part, std::vector<content_digest> wanted,
                                        background_thread& background, bool hashes_behind, content_pieces pieces)
    : m_part(std::move(part)),
      m_pieces(std::move(pieces)),
      m_was_in_pieces(!m_pieces.empty()),
      m_wanted(std::move(wanted)),
      m_background(background),
      m_hashes_behind(hashes_behind)
{
    begin_hash();
}

WUA_INLINE void stored_content::append(const char* bytes, std::size_t size)
{
    if (!m_pieces.empty())
    {
        reserve_takeovers();
    }
    m_part->append(bytes, size);
    if (m_pass)
    {
        m_pass->update(bytes, size);
        return;
    }
    while (try_take_piece())
    {}
    if (m_hash)
    {
        hash_behind();
    }
}

WUA_COLD bool stored_content::can_write_pieces()
{
    if (!m_part->has_journal())
    {
        return false;
    }
    if (m_pass)
    {
        m_hash = std::make_shared<content_hash>(m_part->file(), *std::move(m_pass), bytes());
        m_pass.reset();
    }
    return true;
}

WUA_INLINE void
stored_content::write_piece(std::uint64_t place, const char* bytes, std::size_t size, const content_provider& provider)
{
    reserve_takeovers();
    m_part->write_piece(place, bytes, size);
    m_was_in_pieces = true;
    m_pieces.add(place, place + size, provider);
    take_pieces();
}

WUA_COLD void stored_content::count_piece(std::uint64_t begin, std::uint64_t end, const content_provider& provider)
{
    reserve_takeovers();
    m_pieces.add(begin, end, provider);
    take_pieces();
}

WUA_INLINE void stored_content::take_pieces()
{
    bool has_taken = false;
    while (try_take_piece())
    {
        has_taken = true;
    }
    if (has_taken && m_hash)
    {
        hash_behind();
    }
}

WUA_INLINE void stored_content::reserve_takeovers()
{
    source.later.reserve(std::min(source.later.size() + m_pieces.all().size() + 1, max_takeovers));
}

WUA_INLINE bool stored_content::try_take_piece() noexcept
{
    if (m_pieces.empty() || m_pieces.all().front().begin != bytes())
    {
        return false;
    }
    content_piece next = m_pieces.pop_front();
    m_part->count_piece(next.size());
    source.take_over(next.begin, std::move(next.provider));
    return true;
}

WUA_COLD void stored_content::restart()
{
    m_part->restart();
    m_pieces.clear();
    source = {};
    begin_hash();
}

WUA_COLD content_provider stored_content::discard_last_part()
{
    const content_takeover last = source.later.back();
    m_suspects.push_back(last.provider);
    source.later.pop_back();
    m_part->cut(last.from);
    m_pieces.clear();
    if (bytes() == 0)
    {
        source = {}; // a sink starts over with an unknown source
    }
    begin_hash();
    return last.provider;
}

WUA_COLD content_provider stored_content::keep_largest_part()
{
    std::vector<content_piece> given = parts();
    std::vector<std::pair<std::uint64_t, content_provider>> sums;
    for (const content_piece& each : given)
    {
        const auto its =
            std::find_if(sums.begin(), sums.end(), [&](const auto& sum) { return sum.second == each.provider; });
        (its == sums.end() ? sums.emplace_back(0, each.provider) : *its).first += each.size();
    }
    const content_provider largest = std::max_element(sums.begin(), sums.end(), [](const auto& a, const auto& b) {
                                         return a.first < b.first;
                                     })->second;
    const auto suspect =
        std::find_if(given.begin(), given.end(), [&](const content_piece& each) { return each.provider != largest; });
    if (suspect == given.end())
    {
        restart(); // the journal named a single provider as if there were several
        return content_provider(largest);
    }
    content_provider first_suspect = suspect->provider;
    for (const content_piece& each : given)
    {
        if (each.provider != largest &&
            std::find(m_suspects.begin(), m_suspects.end(), each.provider) == m_suspects.end())
        {
            m_suspects.push_back(each.provider);
        }
    }
    std::erase_if(given, [&](const content_piece& each) { return each.provider != largest; });
    keep(std::move(given));
    return first_suspect;
}

WUA_COLD bool stored_content::has_parts_of(const content_provider& provider) const noexcept
{
    const auto is_its_own = [&](const auto& each) { return each.provider == provider; };
    return source.was_begun_by(provider) || std::any_of(source.later.begin(), source.later.end(), is_its_own) ||
           std::any_of(m_pieces.all().begin(), m_pieces.all().end(), is_its_own);
}

WUA_COLD void stored_content::discard_parts_of(const content_provider& provider)
{
    std::vector<content_piece> given = parts();
    if (source.later.size() == max_takeovers)
    {
        given.pop_back(); // the provider of the last part is unknown once the list is full
    }
    given.insert(given.end(), m_pieces.all().begin(), m_pieces.all().end());
    std::erase_if(given, [&](const content_piece& each) { return each.provider == provider || each.size() == 0; });
    keep(std::move(given));
}

WUA_COLD std::vector<content_piece> stored_content::parts() const
{
    content_provider provider{source.url, source.origin};
    std::vector<content_piece> given;
    std::uint64_t from = 0;
    for (const content_takeover& each : source.later)
    {
        given.push_back({from, each.from, std::exchange(provider, each.provider)});
        from = each.from;
    }
    given.push_back({from, bytes(), std::move(provider)});
    return given;
}

WUA_COLD void stored_content::keep(std::vector<content_piece>&& kept)
{
    const bool has_begun = !kept.empty() && kept.front().begin == 0;
    const std::uint64_t begun = has_begun ? kept.front().end : 0;
    if (has_begun)
    {
        kept.erase(kept.begin());
    }
    else
    {
        source = {};
    }
    source.later.clear();
    m_pieces = content_pieces(kept);
    reserve_takeovers();
    m_part->recount(begun, std::max(begun, m_pieces.end()));
    while (try_take_piece())
    {}
    begin_hash();
}

WUA_COLD bool stored_content::is_suspected(const content_provider& provider) const
{
    const bool gave_all = source.was_begun_by(provider) && !source.is_mixed();
    return total_bytes() != 0 && !gave_all &&
           std::find(m_suspects.begin(), m_suspects.end(), provider) != m_suspects.end();
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

WUA_COLD std::shared_ptr<file_commit> stored_content::make_commit(std::shared_ptr<content_check_request> request) const
{
    return std::make_shared<file_commit>(m_part, m_hash, m_wanted, std::move(request));
}

WUA_COLD void stored_content::begin_hash()
{
    cancel_hash();
    m_pass.reset();
    if (!has_digest())
    {
        return;
    }
    if (m_part->file() && (bytes() != 0 || !m_pieces.empty() || m_hashes_behind))
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
            // Committing the file runs into the same error, and reports it.
        }
    });
}

} // namespace wua::detail
