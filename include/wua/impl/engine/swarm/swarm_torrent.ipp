// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/swarm/swarm_torrent.hpp>.

#include <wua/engine/swarm/swarm_torrent.hpp>
#include <wua/engine/transfer/joined_text.hpp>

#include <algorithm>
#include <exception>
#include <new>
#include <utility>

namespace wua::detail
{

WUA_COLD swarm_torrent::swarm_torrent(supply_request&& its, std::string name, std::function<void()> wake)
    : key(std::move(name)),
      storage(std::make_shared<swarm_storage>(std::move(its.file), its.there)),
      order(std::move(its)),
      web_seeds(order.web_seeds.size()),
      m_wake(std::move(wake)),
      m_on_news(order.on_news)
{}

WUA_COLD supply_status swarm_torrent::take()
{
    const std::lock_guard lock(m_mutex);
    supply_status taken = m_news; // the copy may throw, and then nothing has been taken
    m_news.written.clear();
    m_has_notified = false;
    taken.has_rewritten = storage->take_rewritten();
    taken.bytes_of_peers = bytes_of_peers.load(std::memory_order_relaxed);
    taken.bytes_of_web_seeds = bytes_of_web_seeds.load(std::memory_order_relaxed);
    return taken;
}

WUA_COLD void swarm_torrent::set_bandwidth(std::uint64_t bytes_per_second) noexcept
{
    m_bandwidth.store(bytes_per_second, std::memory_order_relaxed);
}

WUA_COLD void swarm_torrent::read_from(std::shared_ptr<const disk_file> file) noexcept
{
    storage->read_from(std::move(file));
}

WUA_COLD void swarm_torrent::end(supply_outcome how) noexcept
{
    if (how == supply_outcome::verified)
    {
        m_is_verified.store(true, std::memory_order_release);
    }
    else
    {
        storage->revoke();
        m_is_dropped.store(true, std::memory_order_release);
    }
    {
        const std::lock_guard lock(m_mutex);
        m_on_news = nullptr;
    }
    m_wake();
}

WUA_INLINE void swarm_torrent::notify_locked() noexcept
{
    if (m_on_news && !std::exchange(m_has_notified, true))
    {
        m_on_news();
    }
}

WUA_INLINE void swarm_torrent::on_piece(std::uint64_t begin, std::uint64_t end) noexcept
{
    const std::lock_guard lock(m_mutex);
    try
    {
        m_news.written.push_back({begin, end});
    }
    catch (const std::bad_alloc&)
    {
        return; // these bytes are counted when the file is complete, or fetched again
    }
    notify_locked();
}

WUA_INLINE std::uint64_t swarm_torrent::content_in(const lt::peer_request& block) const noexcept
{
    const std::uint64_t begin =
        static_cast<std::uint64_t>(info->piece_length()) * static_cast<std::uint64_t>(static_cast<int>(block.piece)) +
        static_cast<std::uint64_t>(block.start);
    return std::min(static_cast<std::uint64_t>(block.length), order.size - std::min(begin, order.size));
}

WUA_COLD void swarm_torrent::set_info(std::shared_ptr<lt::torrent_info> read)
{
    const auto count = static_cast<std::size_t>(read->num_pieces());
    m_copies.resize(count);
    m_has.resize(count);
    orphans = count;
    info = std::move(read);
}

WUA_INLINE void swarm_torrent::count_piece(std::size_t piece, bool is_there) noexcept
{
    if (piece >= m_copies.size() || (!is_there && m_copies[piece] == 0))
    {
        return;
    }
    m_copies[piece] = static_cast<std::uint16_t>(m_copies[piece] + (is_there ? 1 : -1));
    if (m_copies[piece] == (is_there ? 1 : 0) && !m_has[piece])
    {
        is_there ? --orphans : ++orphans;
    }
}

WUA_INLINE void swarm_torrent::note_own(std::size_t piece) noexcept
{
    if (piece < m_has.size() && !m_has[piece])
    {
        m_has[piece] = true;
        orphans -= m_copies[piece] == 0 ? 1U : 0U;
    }
}

WUA_INLINE bool swarm_torrent::may_give(std::uint64_t bytes) noexcept
{
    if (m_granted > m_max_given || bytes > m_max_given - m_granted)
    {
        m_has_refused = true;
        return false;
    }
    m_granted += bytes;
    return true;
}

WUA_COLD void swarm_torrent::take_back(std::uint64_t bytes) noexcept
{
    m_granted -= bytes;
}

WUA_COLD void swarm_torrent::lose_web_seed(const lt::error_code& why) noexcept
{
    const std::lock_guard lock(m_mutex);
    ++m_lost_web_seeds;
    m_web_seed_error = why;
}

WUA_COLD void swarm_torrent::count_lost_web_seeds()
{
    std::size_t lost = 0;
    lt::error_code why;
    {
        const std::lock_guard lock(m_mutex);
        lost = std::exchange(m_lost_web_seeds, 0);
        why = m_web_seed_error;
    }
    if (lost != 0)
    {
        web_seeds -= std::min(web_seeds, lost);
        trouble = joined({"a URL of the file does not answer the swarm: ", why.message()});
    }
}

WUA_COLD void swarm_torrent::complete() noexcept
{
    is_complete = true;
    const std::lock_guard lock(m_mutex);
    if (!std::exchange(m_news.is_complete, true))
    {
        notify_locked();
    }
}

WUA_COLD void swarm_torrent::fail(outcome&& why) noexcept
{
    const std::lock_guard lock(m_mutex);
    if (!m_news.is_complete && !m_news.failure)
    {
        m_news.failure = std::move(why);
        notify_locked();
    }
}

} // namespace wua::detail
