// SPDX-License-Identifier: MIT
// How a poll reads without a lock, proved: the very code of the seqlock and of the live bytes, on atomics of a model of
// C++'s memory, with a retry and the end of an update in it, goes through every outcome that the language allows. Each
// memory order that is made relaxed is found out.

#include "catch.hpp"
#include "job/memory_model.hpp"
#include <wua/separate_compilation.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <type_traits>
#include <utility>

#undef WUA_INLINE
#define WUA_INLINE inline
#define std modelled_std
#define wua modelled_wua
#include <wua/job/live_bytes.hpp>
#include <wua/job/seqlock.hpp>
// The bodies, however the rest is compiled.
#include <wua/impl/job/live_bytes.ipp>
#undef wua
#undef std

namespace
{

using memory_model::world;
using modelled_wua::detail::live_bytes;
using modelled_wua::detail::seqlock;

// What progress_values come to, for one update: 3 words.
struct values
{
    std::uint64_t attempt;
    std::uint64_t best; // of earlier attempts
    std::uint64_t end;  // the bytes with which it has ended; 0: it has not
};

// A job of one update: as the ledger writes and reads it.
struct published_job
{
    static world& here()
    {
        return world::current();
    }

    void publish(const values& next, std::uint64_t new_bytes)
    {
        record.store_while(next, [&] {
            if (new_bytes != 0)
            {
                here().in("a new attempt");
                bytes.store(new_bytes);
                here().in("");
            }
        });
    }

    // False when it did not go the short way, which is the one that is meant.
    [[nodiscard]] bool report(std::uint64_t all)
    {
        here().in("a report");
        const bool is_short = bytes.try_store(all);
        here().in("");
        return is_short;
    }

    // What a snapshot of an earlier poll is made of, which is used again.
    struct snapshot
    {
        std::uint64_t version = 0;
        values seen{};
        std::uint64_t live = 0;

        std::uint64_t all() const
        {
            return seen.end != 0 ? seen.end : std::max(seen.best, live);
        }
    };

    bool read(snapshot& into) const
    {
        std::uint64_t live = 0;
        if (into.version != 0 && record.is_still(into.version, [&] { live = bytes.load(); }))
        {
            into.live = live;
            return true;
        }
        into.version = record.try_load(into.seen, 1, [&](const values&) { live = bytes.load(); });
        into.live = live;
        return into.version != 0;
    }

    seqlock<values> record;
    live_bytes bytes;
    modelled_std::atomic<std::uint64_t> result;   // is written once,
    modelled_std::atomic<std::uint64_t> finished; // before this
};

// Bytes tell of which attempt they are.
bool is_of_attempt(std::uint64_t attempt, std::uint64_t bytes)
{
    return attempt == 0 ? bytes == 0 : attempt == 1 ? bytes == 1 || bytes == 5 : bytes == 2 || bytes == 6;
}

// Of one thread, which sees some of what the other has done.
std::string what_is_wrong_with_polls(const published_job& job)
{
    published_job::snapshot now;
    std::uint64_t attempt = 0;
    std::uint64_t all = 0;
    bool has_ended = false;
    for (int poll = 0; poll != 2; ++poll)
    {
        if (!job.read(now))
        {
            continue;
        }
        const values& seen = now.seen;
        const bool is_whole = (seen.attempt == 0 && seen.best == 0 && seen.end == 0) ||
                              (seen.attempt == 1 && seen.best == 0 && seen.end == 0) ||
                              (seen.attempt == 2 && seen.best == 5 && (seen.end == 0 || seen.end == 9));
        if (!is_whole || now.version != 2 * (seen.attempt + 1 + (seen.end != 0 ? 1U : 0U)))
        {
            return "the values of two instants are mixed";
        }
        if (seen.end == 0 && !is_of_attempt(seen.attempt, now.live))
        {
            return "the bytes are of another attempt than the values";
        }
        if (seen.attempt < attempt || now.all() < all || (has_ended && seen.end == 0))
        {
            return "a later poll shows an earlier instant";
        }
        attempt = seen.attempt;
        all = now.all();
        has_ended = seen.end != 0;
    }
    if (job.finished.load(std::memory_order_acquire) != 0 && job.result.load(std::memory_order_relaxed) == 0)
    {
        return "what has ended has no result";
    }
    return {};
}

std::string polls_of_a_job(const std::string& relaxed)
{
    world& here = world::current();
    here.begin(relaxed);
    here.name({"version", "words", "words", "words", "bytes", "limit", "result", "finished"});
    published_job job{seqlock<values>({0, 0, 0}), {}, 0, 0};

    // The thread that reports.
    job.publish({1, 0, 0}, 1); // its first bytes
    job.bytes.arm(10);
    bool is_short = job.report(5);
    job.bytes.disarm();
    job.publish({2, 5, 0}, 2); // again, from there
    job.bytes.arm(10);
    is_short = job.report(6) && is_short;
    job.result.store(1, std::memory_order_relaxed);
    job.finished.store(1, std::memory_order_release);
    job.publish({2, 5, 9}, 0);
    if (!is_short)
    {
        return "a report took the lock";
    }
    return here.explore([&] { return what_is_wrong_with_polls(job); });
}

} // namespace

TEST_CASE("whatever C++ lets a poll read, it is one instant, and no earlier one than before", "[publication]")
{
    world& here = world::current();
    CHECK(polls_of_a_job("") == "");
    CHECK(here.executions() > 1000);
}

TEST_CASE("each memory order of the publication that is made relaxed is found out", "[publication]")
{
    const std::string relaxed = GENERATE(Catch::Generators::values<std::string>({
        "words.store",
        "words.load",
        "version.store",
        "version.load",
        "bytes.store",
        "bytes.store in a new attempt",
        "bytes.store in a report",
        "bytes.load",
        "finished.store",
        "finished.load",
    }));
    CAPTURE(relaxed);
    world& here = world::current();
    CHECK(polls_of_a_job(relaxed) != "");
    CHECK(here.has_relaxed());
}
