// SPDX-License-Identifier: MIT
#pragma once

// Further connections that fetch parts of a file, besides the one that fetches the next bytes.

#include <wua/engine/curl/curl_exchange.hpp>
#include <wua/engine/curl/curl_update.hpp>
#include <wua/engine/curl/fetch_attempt.hpp>
#include <wua/engine/curl/file_progress.hpp>
#include <wua/engine/transfer/segment_plan.hpp>
#include <wua/engine/transfer/update_queue.hpp>
#include <wua/separate_compilation.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <list>
#include <optional>
#include <utility>
#include <vector>

namespace wua::detail
{

// For the loop's thread. What they store stays, whatever happens to them. Their failures have no other effect: the
// others fetch what they have left.
class file_segments
{
public:
    using nanoseconds = std::chrono::nanoseconds;

    // The state of the connection that fetches the next bytes, while there is one.
    struct leader
    {
        std::size_t mirror = 0;
        bool accepts_ranges = false;
        std::uint64_t received = 0;
        bool is_overtaken = false;
    };

    // All arguments must outlive it, except for the exchange, which only gives access to the thread's libcurl.
    file_segments(curl_update& update, const curl_exchange& exchange, file_progress& progress, std::size_t index);

    file_segments(const file_segments&) = delete;
    file_segments& operator=(const file_segments&) = delete;

    ~file_segments()
    {
        end();
    }

    // Looks after the connections and starts others; `leading` is null when nobody else fetches the next bytes.
    void on_time(nanoseconds now, const leader* leading);

    // True when one of them fetches the next bytes.
    bool leads() const noexcept;

    // One of them has stored bytes that its server turned out to have sent wrongly, and there is no digest to tell.
    bool has_stored_doubtful_bytes() const noexcept
    {
        return m_has_stored_doubtful_bytes;
    }

    // Gives all of them up.
    void end() noexcept;

private:
    class segment final : public exchange_listener
    {
    public:
        segment(curl_update& update, curl_pool& pool, const update_queue::loan& room, std::size_t from, nanoseconds now)
            : loan(room),
              mirror(from),
              began(now),
              exchange(pool, *this),
              m_update(update)
        {}

        void on_done(CURLcode code) noexcept override
        {
            done = code;
            m_update.wake_by(nanoseconds(0));
        }

        const update_queue::loan loan;
        const std::size_t mirror;
        const nanoseconds began;
        std::optional<CURLcode> done{};
        std::optional<fetch_attempt> attempt{};
        speed_meter meter{};
        curl_exchange exchange; // destroyed before the attempt

    private:
        curl_update& m_update;
    };

    using segment_list = std::list<segment>;

    // What is known about each of the file's URLs.
    struct mirror_state
    {
        bool is_excluded = false;
        unsigned failures = 0;
        nanoseconds not_before{0};
        std::optional<double> speed{}; // per connection
    };

    const content_file& file() const noexcept
    {
        return m_progress.file();
    }

    // Checks on a segment.
    fetch_attempt::state look_at(segment& each, nanoseconds now) noexcept;

    // True when another one can be started, as far as the file is concerned.
    bool can_begin(const leader* leading) noexcept;

    // What is missing, and who fetches it.
    std::vector<file_gap> gaps(nanoseconds now, const leader* leading) const;

    // As far as it is known.
    std::optional<double> speed_of(std::size_t mirror) const noexcept;

    // The best mirror for another segment; nullopt: none at present.
    std::optional<std::size_t> choose_mirror(nanoseconds now, const leader* leading) const;

    // False when there is no slot, or nothing to fetch.
    bool try_begin(nanoseconds now, const leader* leading);

    // The attempt has ended, or is given up.
    void finish(segment_list::iterator which, fetch_attempt::state reached) noexcept;

    void on_failure(std::size_t mirror, const fetch_failure& failure) noexcept;

    curl_update& m_update;
    curl_core& m_core;
    curl_pool& m_pool;
    file_progress& m_progress;
    const std::size_t m_index;
    segment_governor m_governor;
    std::vector<mirror_state> m_mirrors;
    segment_list m_segments;
    speed_meter m_leader_meter;
    std::size_t m_leader_mirror = 0; // the last leader's
    std::uint64_t m_begun_bytes;     // stored at the beginning
    bool m_can_begin = false;        // a server supports ranges
    bool m_has_stored_doubtful_bytes = false;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/curl/file_segments.ipp>
#endif
