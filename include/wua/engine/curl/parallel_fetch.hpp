// SPDX-License-Identifier: MIT
#pragma once

// Fetches what is missing of a file by one connection, or by several where that is faster.

#include <wua/engine/curl/curl_exchange.hpp>
#include <wua/engine/curl/curl_update.hpp>
#include <wua/engine/curl/file_progress.hpp>
#include <wua/engine/curl/file_segments.hpp>
#include <wua/engine/curl/mirrored_fetch.hpp>
#include <wua/separate_compilation.hpp>

#include <cstddef>
#include <optional>

namespace wua::detail
{

// For the loop's thread, as mirrored_fetch, which fetches what comes next; the segments fetch what comes later. It is
// complete when all of the file is there.
class parallel_fetch : private mirrored_fetch
{
public:
    using mirrored_fetch::blame_for;
    using mirrored_fetch::nanoseconds;
    using mirrored_fetch::on_success;
    using mirrored_fetch::received;
    using mirrored_fetch::resume;
    using mirrored_fetch::state;
    using mirrored_fetch::take_failure;
    using mirrored_fetch::tell;
    using mirrored_fetch::try_again;
    using mirrored_fetch::url;
    using mirrored_fetch::where;
    using mirrored_fetch::wrong_content;

    // All must outlive it. The file is that of the update which has this index.
    parallel_fetch(curl_update& update, curl_exchange& exchange, std::size_t index);

    // See mirrored_fetch.
    void continue_with(file_progress& progress);
    state begin();

    // The next attempt, after one that has failed.
    state begin_again();

    state on_time(nanoseconds now);
    state on_done(CURLcode code);

    // Nobody fetches what comes next but a segment, which cannot be held.
    bool is_led_by_segment() const noexcept
    {
        return m_is_led;
    }

    // The segments are given up, and the other connection is paused; see mirrored_fetch.
    bool try_pause(nanoseconds now);
    state on_time_of_pause(nanoseconds now)
    {
        return mirrored_fetch::on_time(now);
    }

    // What is held is given up, and the segments.
    void detach() noexcept;

    void end_segments() noexcept;

    // Nothing is being fetched any more.
    void end() noexcept;

private:
    // What comes next was fetched, or others do that: what is missing still is fetched.
    state advance();

    state after(state reached);

    // Several connections fetch large files.
    state look_at_segments(nanoseconds now);

    bool can_have_segments() const noexcept;

    // Fetches the file anew, by one connection.
    state begin_alone();

    curl_update& m_update;
    curl_exchange& m_exchange;
    const std::size_t m_index;
    file_progress* m_progress = nullptr;
    std::optional<file_segments> m_segments;
    bool m_is_led = false; // by one of these, whose turn it has become
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/curl/parallel_fetch.ipp>
#endif
