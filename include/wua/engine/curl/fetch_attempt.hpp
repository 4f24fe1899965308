// SPDX-License-Identifier: MIT
#pragma once

// One attempt to fetch the missing part of a file: a request, its redirects, and the response.

#include <wua/engine/curl/curl_exchange.hpp>
#include <wua/engine/curl/curl_update.hpp>
#include <wua/engine/curl/fetch_request.hpp>
#include <wua/engine/curl/file_stretch.hpp>
#include <wua/engine/curl/local_content.hpp>
#include <wua/engine/curl/parsed_url.hpp>
#include <wua/engine/transfer/content_share.hpp>
#include <wua/engine/transfer/fetch_failure.hpp>
#include <wua/engine/transfer/held_response.hpp>
#include <wua/engine/transfer/http_errors.hpp>
#include <wua/engine/transfer/joined_text.hpp>
#include <wua/engine/transfer/response_decision.hpp>
#include <wua/engine/transfer/response_head.hpp>
#include <wua/engine/transfer/stall_watch.hpp>
#include <wua/model/download_story.hpp>
#include <wua/separate_compilation.hpp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace wua::detail
{

// For the loop's thread. Stores what is received in the file's progress.
class fetch_attempt final : public response_receiver
{
public:
    using nanoseconds = std::chrono::nanoseconds;

    enum class state : std::uint8_t
    {
        in_progress,
        complete,     // all bytes of the stretch are stored
        not_modified, // the server has only the content that file_progress::condition describes
        failed,       // see take_failure()
    };

    using range = fetch_request::range;

    // Requests one of the file's URLs. The arguments before it must outlive the attempt.
    fetch_attempt(curl_update& update, curl_exchange& exchange, const file_stretch& stretch, const parsed_url& url,
                  nanoseconds now, range wanted = range::missing, bool needs_fresh_connection = false);

    fetch_attempt(const fetch_attempt&) = delete;
    fetch_attempt& operator=(const fetch_attempt&) = delete;

    // Bytes of content.
    std::uint64_t received() const noexcept
    {
        return m_received;
    }

    // The server must not be asked for a range again.
    bool rejects_ranges() const noexcept
    {
        return m_rejects_ranges;
    }

    // Where the request goes or went, after redirects, in a form safe to show.
    std::string where() const
    {
        return m_request.where();
    }

    // Too little arrived for too long: the connection may be dead.
    bool has_stalled() const noexcept
    {
        return m_has_stalled;
    }

    // The server was about to send content.
    bool was_accepted() const noexcept
    {
        return m_was_accepted;
    }

    // If it failed for lack of credentials that the program is being asked for: becomes true when there is an answer,
    // with which another attempt may succeed. Otherwise null.
    const std::shared_ptr<const std::atomic<bool>>& asked() const noexcept
    {
        return m_request.identity().asked();
    }

    // A part was being sent, as requested, but next to nothing of it came.
    bool was_vain_part() const noexcept
    {
        return m_was_accepted && m_request.is_of_part() && m_received < m_update.core.options.retry.stall_bytes;
    }

    // For the job's story, without its result and what follows from it. May throw bad_alloc.
    attempt_record record() const;

    // The part of the file that it fetches.
    const file_stretch& stretch() const noexcept
    {
        return m_stretch;
    }
    // The server has stated that it supports ranges, or has sent one.
    bool accepts_ranges() const noexcept
    {
        return m_was_accepted && (m_head.accepts_ranges || m_head.status == 206) && !m_request.is_local();
    }

    // Other connections have already fetched where it was to continue, or to begin.
    bool is_overtaken() const noexcept
    {
        return m_stretch.is_there() && !m_has_enough && !m_failure;
    }

    bool has_failed() const noexcept
    {
        return m_failure.has_value();
    }

    // Call it once, after a failure.
    fetch_failure take_failure()
    {
        return *std::move(m_failure);
    }

    enum class pause : std::uint8_t
    {
        held,    // the connection stays, and nothing more is read from it
        ending,  // not now: the attempt is just ending
        useless, // there is nothing yet that is worth holding
    };

    pause try_pause(nanoseconds now);

    // Continues a held attempt.
    void resume(nanoseconds now);

    // It was held, and has received nothing since.
    bool has_slept() const noexcept
    {
        return m_held.has_slept(m_received);
    }

    // Checks deadlines and bandwidth, and sets when the update is woken next.
    state check_time(nanoseconds now);

    // Nothing may be thrown inside libcurl, and the exchange must stay: failures are kept for on_done().
    WUA_INLINE bool take_line(std::string_view line) noexcept override;

    WUA_INLINE reception take_body(const char* bytes, std::size_t size) noexcept override;

    // The response has ended. Stays in progress if it was a redirect that is followed.
    state on_done(CURLcode code);

private:
    // The stage of the response; m_failure says whether it has failed.
    enum class stage : std::uint8_t
    {
        head,
        redirect,
        already_complete, // 416, and everything is stored
        not_modified,
        other_version, // HTTP/1.1 will tell where the content ends
        content,
        paused, // for lack of bandwidth, or to let others run
    };

    bool is_accepted() const noexcept
    {
        return m_stage == stage::content || m_stage == stage::paused;
    }

    const content_file& file() const noexcept
    {
        return m_progress.file();
    }
    state fail(fetch_failure&& failure);

    // The response is the whole content, so what is stored is given up: reported as if another attempt had begun.
    void tell_of_restart() noexcept;

    // Everything is known; waits a moment for the rest of the response, so that the connection can be reused.
    void linger(std::chrono::milliseconds patience);

    // The moment has passed.
    state end_lingering();

    // The request for a range has failed: blames the range, if that may be the reason.
    void blame_range() noexcept
    {
        m_rejects_ranges = m_rejects_ranges || (m_request.offset() != 0 && !m_was_accepted);
    }

    // What came instead of a part is no answer that anybody could use: perhaps the whole is one.
    fetch_failure instead_of_part(fetch_failure&& failure) noexcept;

    // Sends the request to the target.
    void send();

    state follow();

    // Repeats the request over HTTP/1.1.
    state ask_again();

    // The failure is known. The reason may be missing credentials, for the server or for a proxy that was to open a
    // tunnel.
    state end_failed(bool is_tunnel = false);

    bool refuse(fetch_failure&& failure);

    fetch_failure unusable(std::string_view what) const
    {
        return unusable_response(m_head.status, joined({what, ": ", where()}));
    }

    bool take_header(std::string_view line);

    // The head of the final response has arrived. False: the body is not even worth reading to its end.
    bool apply(response_decision&& decision);

    // Content is arriving.
    bool try_accept(const response_decision& decision);

    // The same for a piece.
    bool try_accept_piece(const response_decision& decision);

    // Keeps a failure for read_local().
    void open_local() noexcept;

    state read_local(nanoseconds now);

    void accept_local_file();

    static constexpr std::uint64_t max_page_bytes = 64U << 10U;

    // A small page is read to its end, so that the connection can be reused.
    reception discard(std::size_t size);

    bool must_pause();

    // How long to receive nothing.
    nanoseconds pause_left(nanoseconds now);

    reception take_content(const char* bytes, std::size_t size);

    // More came than there can be.
    reception refuse_excess(content_share::verdict what);

    // All bytes that were announced, or that others have left to be fetched.
    bool has_all() const noexcept
    {
        return m_has_enough || (is_accepted() && m_stretch.is_complete());
    }

    // Too little has arrived for too long, or the attempt has taken too long.
    state end_late_response();

    // This side has closed the connection.
    state end_given_up();

    state end_whole_response();

    state end_broken_response(CURLcode code, const std::string& text, int proxy_status);

    curl_update& m_update;
    curl_exchange& m_exchange;
    file_stretch m_stretch;
    file_progress& m_progress;

    const nanoseconds m_began;
    fetch_request m_request;
    local_content m_local;

    // The response.
    stage m_stage = stage::head;
    held_response m_held; // in any stage
    bool m_rejects_ranges = false;
    bool m_was_accepted = false;
    bool m_has_enough = false; // the stretch is complete
    bool m_has_stalled = false;
    nanoseconds m_rests_until{0};
    bool m_is_open_part = false; // it may end before the content does
    std::optional<std::uint64_t> m_part_end;
    std::optional<nanoseconds> m_lingers_until;
    response_head m_head;
    std::size_t m_head_bytes = 0;
    std::uint64_t m_discarded = 0; // bytes of bodies that are not content
    std::uint64_t m_received = 0;
    std::optional<fetch_failure> m_failure;
    stall_watch m_watch;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/curl/fetch_attempt.ipp>
#endif
