// SPDX-License-Identifier: MIT
#pragma once

// Fetches a small file into memory: the control file of a seed.

#include <wua/engine/curl/curl_exchange.hpp>
#include <wua/engine/curl/curl_update.hpp>
#include <wua/engine/curl/request_identity.hpp>
#include <wua/engine/curl/request_target.hpp>
#include <wua/engine/printable_url.hpp>
#include <wua/engine/transfer/fetch_failure.hpp>
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
#include <vector>

namespace wua::detail
{

// For the loop's thread. Follows the rules of the files' own requests: credentials, policy, redirects, limits, retries.
class control_fetch final : public response_receiver
{
public:
    using nanoseconds = std::chrono::nanoseconds;

    enum class state : std::uint8_t
    {
        in_progress,
        complete, // see take_text()
        failed,   // see failure()
    };

    // All arguments must outlive it.
    control_fetch(curl_update& update, curl_exchange& exchange, const std::string& url, std::size_t max_bytes)
        : m_update(update),
          m_exchange(exchange),
          m_url(url),
          m_max_bytes(max_bytes),
          m_began(update.core.now())
    {}

    control_fetch(const control_fetch&) = delete;
    control_fetch& operator=(const control_fetch&) = delete;

    state on_time(nanoseconds now);

    // The exchange's response has ended.
    state on_done(CURLcode code);

    std::string take_text()
    {
        return std::move(m_text);
    }
    const fetch_failure& failure() const noexcept
    {
        return *m_failure;
    }

    // For the job's story, without its result and what follows from it.
    attempt_record record() const;

    bool take_line(std::string_view line) noexcept override;
    reception take_body(const char* bytes, std::size_t size) noexcept override;

private:
    enum class stage : std::uint8_t
    {
        waiting, // for permission to connect, or for another try
        asking,  // waiting for credentials
        head,
        redirect,
        content,
        paused, // for lack of bandwidth, or to let others run
    };

    static constexpr std::uint64_t max_page_bytes = 64U << 10U;

    state begin(nanoseconds now);
    void send();
    state read_local();

    bool take_header(std::string_view line);
    reception take_content(const char* bytes, std::size_t size);

    // How long to receive nothing.
    nanoseconds pause_left(nanoseconds now);

    // The response has ended, and is known to be a failure.
    state end_failed();

    // Tries again, if that may help.
    state fail(fetch_failure&& failure);

    bool refuse(fetch_failure&& failure) noexcept;
    std::string where() const
    {
        return m_target ? m_target->printable() : printable_url(m_url);
    }

    curl_update& m_update;
    curl_exchange& m_exchange;
    const std::string& m_url;
    const std::size_t m_max_bytes;

    std::optional<request_target> m_target;
    std::optional<request_identity> m_identity;
    std::vector<std::string> m_redirects; // safe to show
    stage m_stage = stage::waiting;
    std::uint32_t m_failures = 0;
    nanoseconds m_not_before{0};
    nanoseconds m_began;
    nanoseconds m_rests_until{0};
    bool m_is_http_1 = false;
    response_head m_head;
    std::size_t m_head_bytes = 0;
    std::string m_text;
    std::optional<fetch_failure> m_failure;
    stall_watch m_watch;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/curl/control_fetch.ipp>
#endif
