// SPDX-License-Identifier: MIT
#pragma once

// Further connections that fetch parts of a file, beside the one that fetches what comes next of it.

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

// For the loop's thread. What they store stays, whatever becomes of them. Their failures are nobody's but their own:
// what they have left is fetched by the others.
class file_segments
{
public:
    using nanoseconds = std::chrono::nanoseconds;

    // What the connection is doing that fetches what comes next, as long as it does.
    struct leader
    {
        std::size_t mirror = 0;
        bool accepts_ranges = false;
        std::uint64_t received = 0;
        bool is_overtaken = false;
    };

    // All must outlive it, but for the exchange, which only tells of the thread's libcurl.
    file_segments(curl_update& update, const curl_exchange& exchange, file_progress& progress, std::size_t index);

    file_segments(const file_segments&) = delete;
    file_segments& operator=(const file_segments&) = delete;

    ~file_segments()
    {
        end();
    }

    // Looks after those that there are, and has others begin; `leading` is null when nobody fetches what comes next, or
    // it is one of these.
    void on_time(nanoseconds now, const leader* leading);

    // True when one of them fetches what comes next.
    bool leads() const noexcept;

    // One of them has stored what its server then turned out to have sent wrongly, and no digest will tell.
    bool has_stored_doubtful_bytes() const noexcept
    {
        return m_has_stored_doubtful_bytes;
    }

    // All are given up.
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
        curl_exchange exchange; // ends before the attempt

    private:
        curl_update& m_update;
    };

    using segment_list = std::list<segment>;

    // What is known of each of the file's URLs.
    struct mirror_state
    {
        bool is_excluded = false;
        unsigned failures = 0;
        nanoseconds not_before{0};
        std::optional<double> speed{}; // of one connection
    };

    const content_file& file() const noexcept
    {
        return m_progress.file();
    }

    // What has become of it.
    fetch_attempt::state look_at(segment& each, nanoseconds now) noexcept;

    // True when another one can be begun, as far as the file is concerned.
    bool can_begin(const leader* leading) noexcept;

    // What is missing, and who fetches it.
    std::vector<file_gap> gaps(nanoseconds now, const leader* leading) const;

    // As far as one can tell.
    std::optional<double> speed_of(std::size_t mirror) const noexcept;

    // From where another one does best; nothing: from nowhere now.
    std::optional<std::size_t> choose_mirror(nanoseconds now, const leader* leading) const;

    // False when there is no room, or nothing to be fetched.
    bool try_begin(nanoseconds now, const leader* leading);

    // The attempt is over, or given up.
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
    std::size_t m_leader_mirror = 0; // the last one's
    std::uint64_t m_begun_bytes;     // that were there at the beginning
    bool m_can_begin = false;        // a server can be asked for parts
    bool m_has_stored_doubtful_bytes = false;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/curl/file_segments.ipp>
#endif
