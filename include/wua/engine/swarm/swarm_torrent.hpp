// SPDX-License-Identifier: MIT
#pragma once

// One file of a swarm_session: what its order requests, and its state.

#include <wua/engine/content/content_supply.hpp>
#include <wua/engine/swarm/swarm_storage.hpp>
#include <wua/engine/transfer/byte_range.hpp>
#include <wua/engine/transfer/origin_share.hpp>
#include <wua/engine/transfer/web_seed_schedule.hpp>
#include <wua/model/outcome.hpp>
#include <wua/separate_compilation.hpp>

#include <libtorrent/error_code.hpp>
#include <libtorrent/peer_request.hpp>
#include <libtorrent/torrent_handle.hpp>
#include <libtorrent/torrent_info.hpp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace wua::detail
{

class torrent_watch;

class swarm_torrent final : public content_supply, public std::enable_shared_from_this<swarm_torrent>
{
public:
    using nanoseconds = std::chrono::nanoseconds;

    // wake() makes the session look at it.
    swarm_torrent(supply_request&& order, std::string key, std::function<void()> wake);

    // The content_supply's members; any thread.
    WUA_INLINE supply_status take() override;
    WUA_INLINE void set_bandwidth(std::uint64_t bytes_per_second) noexcept override;
    WUA_INLINE void read_from(std::shared_ptr<const disk_file> file) noexcept override;
    WUA_INLINE void end(supply_outcome how) noexcept override;

    // For libtorrent's network thread.
    void on_piece(std::uint64_t begin, std::uint64_t end) noexcept;
    std::atomic<std::uint64_t> bytes_of_peers{0};
    std::atomic<std::uint64_t> bytes_of_web_seeds{0};
    std::atomic<std::size_t> peers{0};
    std::atomic<std::size_t> peers_before{0}; // those whose ids are lower than the session's

    // How many bytes of a block belong to the file rather than to the zeros after it.
    std::uint64_t content_in(const lt::peer_request& block) const noexcept;

    // A peer has a piece, or has left with it; note_own(): this engine has one.
    void count_piece(std::size_t piece, bool is_there) noexcept;
    void note_own(std::size_t piece) noexcept;

    // How many pieces neither this engine nor any of its peers has.
    std::atomic<std::size_t> orphans{0};

    // Whether a peer may get this many more bytes, which then count; and bytes that it does not get after all.
    bool may_give(std::uint64_t bytes) noexcept;
    void take_back(std::uint64_t bytes) noexcept;

    // A request was refused to a peer, and everything granted has been uploaded.
    bool is_given_out() const noexcept
    {
        return m_has_refused && uploaded >= m_granted;
    }

    // Call it before it is added. Throws std::bad_alloc.
    void set_info(std::shared_ptr<lt::torrent_info> read);
    void set_max_given(std::uint64_t bytes) noexcept
    {
        m_max_given = bytes;
    }

    // One of its URLs redirects to where requests are not allowed.
    std::atomic<bool> has_strayed{false};

    // A connection to one of its URLs has ended without a byte; the next one comes too late to be waited for.
    void lose_web_seed(const lt::error_code& why) noexcept;

    // For the session's thread.
    void count_lost_web_seeds();
    void complete() noexcept;
    void fail(outcome&& why) noexcept;

    // Nothing more is wanted of it. is_verified(): it may be uploaded for as long as the session's policy allows.
    bool is_dropped() const noexcept
    {
        return m_is_dropped.load(std::memory_order_acquire);
    }
    bool is_verified() const noexcept
    {
        return m_is_verified.load(std::memory_order_acquire);
    }
    std::uint64_t bandwidth() const noexcept
    {
        return m_bandwidth.load(std::memory_order_relaxed);
    }

    const std::string key; // the disk finds its storage by this key
    const std::shared_ptr<swarm_storage> storage;
    const supply_request order; // without the file

    // Used by the session's thread.
    enum class stage : std::uint8_t
    {
        waiting, // for the previous torrent to be gone
        adding,
        running,
        removing,
        gone,
    };
    stage at = stage::waiting;
    lt::torrent_handle handle{};
    std::shared_ptr<lt::torrent_info> info{};
    std::shared_ptr<torrent_watch> watch{}; // until libtorrent has it
    nanoseconds last_bytes{0};
    nanoseconds last_company{0}; // a peer, or a URL that responds
    std::uint64_t seen_bytes = 0;
    std::uint64_t wasted_bytes = 0; // of wrong pieces
    std::atomic<std::uint64_t> uploaded{0};
    std::size_t web_seeds = 0; // that have not failed
    std::optional<web_seed_schedule> turn{};
    origin_share share{};
    nanoseconds shared_at{0};
    bool is_in_order = false; // the order of requests
    int limit = 0;
    bool is_unknown = false;  // a tracker knows nobody else, or does not respond, or was not asked yet
    bool is_only_one = false; // its tracker knows nobody else
    bool is_checking = false;
    bool is_broken = false; // and to be removed
    bool is_complete = false;
    nanoseconds job_over_at{-1};
    std::string trouble{}; // the last message of its tracker, or of a URL

private:
    void notify_locked() noexcept;

    std::vector<std::uint16_t> m_copies; // of each piece among the peers; used by the network thread
    std::vector<bool> m_has;
    std::uint64_t m_max_given = std::numeric_limits<std::uint64_t>::max();
    std::atomic<std::uint64_t> m_granted{0};
    std::atomic<bool> m_has_refused{false};
    const std::function<void()> m_wake;
    std::atomic<bool> m_is_dropped{false};
    std::atomic<bool> m_is_verified{false};
    std::atomic<std::uint64_t> m_bandwidth{0};

    std::mutex m_mutex;
    std::function<void()> m_on_news;
    supply_status m_news;
    std::size_t m_lost_web_seeds = 0; // since they were counted
    lt::error_code m_web_seed_error;  // of the last of them
    bool m_has_notified = false;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/swarm/swarm_torrent.ipp>
#endif
