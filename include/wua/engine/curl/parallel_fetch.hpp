// SPDX-License-Identifier: MIT
#pragma once

// Fetches the missing part of a file over one connection, or over several where that is faster.

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

// For the loop's thread. The mirrored_fetch fetches the next bytes, and the segments fetch later parts. It is complete
// when the whole file is there.
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

    // All arguments must outlive it. The file is the update's with this index.
    parallel_fetch(curl_update& update, curl_exchange& exchange, std::size_t index);

    // See mirrored_fetch.
    void continue_with(file_progress& progress);
    state begin();

    // The next attempt, after a failed one.
    state begin_again();

    state on_time(nanoseconds now);
    state on_done(CURLcode code);

    // Only a segment, which cannot be held, fetches the next bytes.
    bool is_led_by_segment() const noexcept
    {
        return m_is_led;
    }

    // Gives up the segments and pauses the other connection; see mirrored_fetch.
    bool try_pause(nanoseconds now);
    state on_time_of_pause(nanoseconds now)
    {
        return mirrored_fetch::on_time(now);
    }

    // Gives up the segments and what is held.
    void detach() noexcept;

    void end_segments() noexcept;

    // Nothing is being fetched any more.
    void end() noexcept;

private:
    // The next bytes have been fetched, or others are fetching them: continues with what is still missing.
    state advance();

    state after(state reached);

    // Uses several connections for large files.
    state look_at_segments(nanoseconds now);

    bool can_have_segments() const noexcept;

    // Fetches the file anew, over one connection.
    state begin_alone();

    curl_update& m_update;
    curl_exchange& m_exchange;
    const std::size_t m_index;
    file_progress* m_progress = nullptr;
    std::optional<file_segments> m_segments;
    bool m_is_led = false; // by a segment that has reached the next bytes
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/curl/parallel_fetch.ipp>
#endif
