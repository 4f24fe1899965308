// SPDX-License-Identifier: MIT
#pragma once

// The libcurl handles of one thread: a multi handle, its connections, and the easy handles that are between two
// requests.

#include <wua/engine/curl/curl_connections.hpp>
#include <wua/engine/curl/curl_handles.hpp>
#include <wua/engine/curl/curl_inbox.hpp>
#include <wua/engine/curl/curl_sockets.hpp>
#include <wua/engine/curl/request_rules.hpp>
#include <wua/engine/curl_options.hpp>
#include <wua/engine/transfer/lap_clock.hpp>
#include <wua/separate_compilation.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace wua::detail
{

// For one thread, but for its inbox.
class curl_pool
{
public:
    // Both must outlive it; no rules: none.
    explicit curl_pool(const curl_options& options, const request_rules* rules = nullptr);

    ~curl_pool()
    {
        m_inbox->close();
    }

    curl_pool(const curl_pool&) = delete;
    curl_pool& operator=(const curl_pool&) = delete;

    CURLM* multi() const noexcept
    {
        return m_multi.get();
    }
    const std::shared_ptr<curl_inbox>& inbox() const noexcept
    {
        return m_inbox;
    }

    const std::shared_ptr<curl_connections>& connections() const noexcept
    {
        return m_connections;
    }
    std::chrono::nanoseconds now() const
    {
        return m_options.clock();
    }

    // Lets libcurl do what there is to do, on one connection after the other. look() is called whenever it has done
    // something, and may send other requests. `is_alone`: the loop has no other update to look after than one.
    template <class Look>
    void perform(bool is_alone, Look&& look)
    {
        m_is_alone = is_alone;
        const auto obey_timer = [&] {
            if (m_sockets.take_due())
            {
                act(CURL_SOCKET_TIMEOUT, 0);
                look();
            }
        };
        obey_timer();
        m_sockets.for_each_ready([&](curl_socket_t socket, int events) {
            act(socket, events);
            look();
            obey_timer(); // requests that were sent meanwhile
        });
    }

    // For how long the thread has waited, since there was nothing to do.
    std::chrono::nanoseconds idle() const noexcept
    {
        return m_idle;
    }
    void add_idle(std::chrono::nanoseconds time) noexcept
    {
        m_idle += time;
    }

    // What libcurl's work takes, from one of its callbacks to the next.
    lap_clock& laps() noexcept
    {
        return m_laps;
    }

    // While libcurl works: nobody else waits for the thread.
    bool is_alone() const noexcept
    {
        return m_is_alone && !m_inbox->is_called();
    }

    // A handle with everything set that is the same for all requests.
    curl_easy take();

    // The size of the receive buffer for a response whose content has `bytes` bytes, if that is known. A download that
    // is alone gets the whole buffer, several share half of it: a long queue shall not need much memory. A short
    // response needs no more than its bytes.
    long buffer_for(std::optional<std::uint64_t> bytes, bool is_alone) const noexcept;

    // libcurl's option for a deadline, of which it takes 0 for five minutes.
    static long connect_timeout(std::chrono::milliseconds deadline) noexcept
    {
        constexpr std::int64_t unlimited = std::numeric_limits<std::int32_t>::max(); // 24 days
        const std::int64_t limit = deadline.count() > 0 ? deadline.count() : unlimited;
        return static_cast<long>(std::min(limit, unlimited));
    }

    // As libcurl names it, of requests that do not ask for another.
    long http_version() const noexcept
    {
        return m_http_version;
    }

    // A libcurl that was built without HTTP/2 refuses to be asked for it.
    static long version_for(wua::http_version wanted, int features) noexcept
    {
        return wanted == wua::http_version::automatic && (features & CURL_VERSION_HTTP2) != 0
                   ? long{CURL_HTTP_VERSION_2TLS}
                   : long{CURL_HTTP_VERSION_1_1};
    }

    // Whether libcurl has no authorities preset, as on Windows, where OpenSSL knows none either: those of the system's
    // store have to be asked for. Where there are some, to ask would cost libcurl its cache of them.
    static bool trusts_nobody(const curl_version_info_data& libcurl) noexcept
    {
        return libcurl.cainfo == nullptr && libcurl.capath == nullptr;
    }

    // The handle must have been removed from the multi handle.
    void give_back(curl_easy easy) noexcept;

private:
    curl_easy make() const;

    void configure(CURL* easy) const;

    void configure_connections(CURL* easy) const;

    void act(curl_socket_t socket, int events) noexcept;

    // No path: none, not even the one that libcurl has preset.
    static void set_path(CURL* easy, CURLoption option, const std::filesystem::path& path);

    const curl_options& m_options;
    const request_rules* const m_rules;
    curl_list m_resolver_lines;
    const long m_http_version;
    std::size_t m_buffer = 0;
    std::size_t m_taken = 0;
    bool m_is_alone = false;
    std::chrono::nanoseconds m_idle{0};
    lap_clock m_laps;
    // In this order, so that the easy handles go before the multi handle that holds their connections.
    const std::shared_ptr<curl_connections> m_connections;
    curl_sockets m_sockets;
    curl_multi m_multi;
    std::vector<curl_easy> m_spare;
    std::shared_ptr<curl_inbox> m_inbox;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/curl/curl_pool.ipp>
#endif
