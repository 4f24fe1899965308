// SPDX-License-Identifier: MIT
#pragma once

// One attempt to fetch what is missing of a file: a request, its redirects, and the response.

#include <wua/engine/curl/curl_exchange.hpp>
#include <wua/engine/curl/curl_update.hpp>
#include <wua/engine/curl/file_stretch.hpp>
#include <wua/engine/curl/parsed_url.hpp>
#include <wua/engine/curl/request_identity.hpp>
#include <wua/engine/curl/request_target.hpp>
#include <wua/engine/disk/disk.hpp>
#include <wua/engine/transfer/content_provider.hpp>
#include <wua/engine/transfer/fetch_failure.hpp>
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
#include <system_error>
#include <utility>
#include <vector>

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
        not_modified, // the server has no other content than file_progress::condition speaks of
        failed,       // see take_failure()
    };

    // What is asked for: what is missing; or the whole, of which the server has refused a part. Then what is stored is
    // kept until the whole is coming.
    enum class range : std::uint8_t
    {
        missing,
        whole,
    };

    // From one of the file's URLs. The others must outlive the attempt.
    fetch_attempt(curl_update& update, curl_exchange& exchange, const file_stretch& stretch, const parsed_url& url,
                  nanoseconds now, range wanted = range::missing, bool needs_fresh_connection = false);

    fetch_attempt(const fetch_attempt&) = delete;
    fetch_attempt& operator=(const fetch_attempt&) = delete;

    // Bytes of content.
    std::uint64_t received() const noexcept
    {
        return m_received;
    }

    // The server cannot be asked for a part again.
    bool rejects_ranges() const noexcept
    {
        return m_rejects_ranges;
    }

    // Who is asked, or was, after redirects, as it may be shown.
    std::string where() const
    {
        return m_target.printable();
    }

    // Too little came for too long: the connection may be dead.
    bool has_stalled() const noexcept
    {
        return m_has_stalled;
    }

    // The server was about to send content.
    bool was_accepted() const noexcept
    {
        return m_was_accepted;
    }

    // When it has failed for want of credentials, for which the program is being asked: true when there is an answer,
    // and another attempt may do better. Else null.
    const std::shared_ptr<const std::atomic<bool>>& asked() const noexcept
    {
        return m_identity.asked();
    }

    // For the job's story, but for its result and what follows from it. May throw bad_alloc.
    attempt_record record() const;

    // Of the file, up to which it fetches.
    const file_stretch& stretch() const noexcept
    {
        return m_stretch;
    }
    // The server has said that it can be asked for a part, or has sent one.
    bool accepts_ranges() const noexcept
    {
        return m_was_accepted && (m_head.accepts_ranges || m_head.status == 206) && !is_local();
    }

    // Others have been where it was to go on, or to begin.
    bool is_overtaken() const noexcept
    {
        return m_stretch.is_there() && !m_has_enough && !m_failure;
    }

    bool has_failed() const noexcept
    {
        return m_failure.has_value();
    }

    // Once, when it has failed.
    fetch_failure take_failure()
    {
        return *std::move(m_failure);
    }

    enum class pause : std::uint8_t
    {
        held,    // the connection stays, and nothing more is taken from it
        ending,  // not now: the attempt is just ending
        useless, // there is nothing yet that is worth being held
    };

    pause try_pause(nanoseconds now);

    // Of a held one.
    void resume(nanoseconds now);

    // It was held, and has received nothing since.
    bool has_slept() const noexcept
    {
        return m_slept_at == m_received;
    }

    // Watches deadlines and bandwidth, and has the update woken for the next time.
    state check_time(nanoseconds now);

    // Inside libcurl nothing may be thrown, and the exchange must stay: failures are kept for on_done().
    WUA_INLINE bool take_line(std::string_view line) noexcept override;

    WUA_INLINE reception take_body(const char* bytes, std::size_t size) noexcept override;

    // The response is over. Stays in progress when it was a redirect that is followed.
    state on_done(CURLcode code);

private:
    // Of the response; that it has failed is told by m_failure.
    enum class stage : std::uint8_t
    {
        head,
        redirect,
        already_complete, // 416, and all is stored
        not_modified,
        other_version, // HTTP/1.1 will tell where the content ends
        content,
        paused, // for want of bandwidth, or for the sake of others
    };

    bool is_accepted() const noexcept
    {
        return m_stage == stage::content || m_stage == stage::paused;
    }

    const content_file& file() const noexcept
    {
        return m_progress.file();
    }
    // A local file has no head, and is read without libcurl, which would keep the loop until the end.
    bool is_local() const noexcept
    {
        return m_target.kind() == request_target::scheme::file;
    }

    // The first of the stored bytes came from whom is being asked: only then its validators mean something.
    bool is_same_source() const noexcept
    {
        return m_progress.source.was_begun_by(m_provider);
    }

    state fail(fetch_failure&& failure);

    // Everything is known; the rest of the response is waited for a moment, so that the connection can be used again.
    // The response is the whole, and what is stored is given up for it: as if another attempt had begun.
    void tell_of_restart() noexcept;

    void linger(std::chrono::milliseconds patience);

    // The moment is over.
    state end_lingering();

    // The request for a part has failed: was it for being one?
    void blame_range() noexcept
    {
        m_rejects_ranges = m_rejects_ranges || (m_offset != 0 && !m_was_accepted);
    }

    // What came instead of a part is no answer that anybody could use: perhaps the whole is one.
    fetch_failure instead_of_part(fetch_failure&& failure) noexcept;

    // To the target.
    void send();

    state follow();

    // The same request by HTTP/1.1.
    state ask_again();

    // The failure is known. It may have been for want of credentials, by the server's head or by that of a proxy that
    // was to open a tunnel.
    state end_failed(bool is_tunnel = false);

    bool refuse(fetch_failure&& failure);

    fetch_failure unusable(std::string_view what) const
    {
        return unusable_response(m_head.status, joined({what, ": ", where()}));
    }

    bool take_header(std::string_view line);

    content_request request_made() const;

    // As far as it is for who is being asked: the first of the file's URLs.
    void add_condition(curl_request& request);

    // The head of the final response is there. False: the body is not even worth reading to its end.
    bool apply(response_decision&& decision);

    // Content is coming.
    bool try_accept(const response_decision& decision);

    // The same, of a piece.
    bool try_accept_piece(const response_decision& decision);

    // Keeps the failure for read_local().
    void open_local() noexcept;

    fetch_failure failure_of_local_file(const std::system_error& error) const;

    // Some of it: no more than others can wait for.
    state read_local(nanoseconds now);

    void accept_local_file();

    static constexpr std::uint64_t max_page_bytes = 64U << 10U;

    // A small page is read to its end, so that the connection can be used again.
    reception discard(std::size_t size);

    bool must_pause();

    // How long nothing should be received.
    nanoseconds pause_left(nanoseconds now);

    reception take_content(const char* bytes, std::size_t size);

    // As many bytes as were announced, or as others leave to be fetched.
    bool has_all() const noexcept
    {
        return m_has_enough || (is_accepted() && m_stretch.is_complete());
    }

    // Too little has come for too long, or the attempt has taken too long.
    state end_late_response();

    // This side has closed the connection.
    state end_given_up();

    state end_whole_response();

    state end_broken_response(CURLcode code, const std::string& text, int proxy_status);

    curl_update& m_update;
    curl_exchange& m_exchange;
    file_stretch m_stretch;
    file_progress& m_progress;

    // The request.
    const nanoseconds m_began;
    request_target m_target;
    request_identity m_identity;
    std::vector<std::string> m_redirects; // as they may be shown
    std::uint64_t m_first_wanted = 0;     // byte, of the last request
    const range m_wanted;
    content_provider m_provider; // who is being asked
    std::uint64_t m_offset = 0;  // the first byte that was asked for
    std::optional<std::uint64_t> m_end;
    bool m_is_conditional = false;
    std::optional<disk_file> m_local;
    const bool m_needs_fresh_connection;

    // The response.
    stage m_stage = stage::head;
    bool m_is_held = false; // whatever the stage
    nanoseconds m_held_at{0};
    std::optional<std::uint64_t> m_slept_at; // as many bytes were received when it was held last
    bool m_is_http_1;                        // nothing else is asked for
    bool m_rejects_ranges = false;
    bool m_was_accepted = false;
    bool m_has_enough = false; // the stretch is complete
    bool m_has_stalled = false;
    nanoseconds m_rests_until{0};
    bool m_is_open_part = false; // its end need not be that of the content
    std::optional<std::uint64_t> m_part_end;
    std::optional<nanoseconds> m_lingers_until;
    response_head m_head;
    std::size_t m_head_bytes = 0;
    std::uint64_t m_discarded = 0; // bytes of bodies that are no content
    std::uint64_t m_received = 0;
    std::optional<fetch_failure> m_failure;
    stall_watch m_watch;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/curl/fetch_attempt.ipp>
#endif
