// SPDX-License-Identifier: MIT
#pragma once

// The libcurl handles of one thread: a multi handle, its connections, and the idle easy handles.

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

// For one thread, except for its inbox.
class curl_pool
{
public:
    // Both must outlive it; null rules: none.
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

    // Lets libcurl do its pending work, one connection after the other. look() is called whenever it has done
    // something, and may send further requests. `is_alone`: the loop has only one update to look after.
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
            obey_timer(); // requests that were sent in the meantime
        });
    }

    // How long the thread has waited because there was nothing to do.
    std::chrono::nanoseconds idle() const noexcept
    {
        return m_idle;
    }
    void add_idle(std::chrono::nanoseconds time) noexcept
    {
        m_idle += time;
    }

    // Measures libcurl's work, from one callback to the next.
    lap_clock& laps() noexcept
    {
        return m_laps;
    }

    // While libcurl works: nobody else is waiting for the thread.
    bool is_alone() const noexcept
    {
        return m_is_alone && !m_inbox->is_called();
    }

    // A handle with all options set that are the same for all requests.
    curl_easy take();

    // The size of the receive buffer for a response with `bytes` bytes of content, if known. A single download gets the
    // whole buffer, several share half of it: a long queue should not need much memory. A short response needs no more
    // than its bytes.
    long buffer_for(std::optional<std::uint64_t> bytes, bool is_alone) const noexcept;

    // Converts a deadline for libcurl, which takes 0 for five minutes.
    static long connect_timeout(std::chrono::milliseconds deadline) noexcept
    {
        constexpr std::int64_t unlimited = std::numeric_limits<std::int32_t>::max(); // 24 days
        const std::int64_t limit = deadline.count() > 0 ? deadline.count() : unlimited;
        return static_cast<long>(std::min(limit, unlimited));
    }

    // In libcurl's numbering; for requests that do not ask for another version.
    long http_version() const noexcept
    {
        return m_http_version;
    }

    // A libcurl built without HTTP/2 refuses to be asked for it.
    static long version_for(wua::http_version wanted, int features) noexcept
    {
        return wanted == wua::http_version::automatic && (features & CURL_VERSION_HTTP2) != 0
                   ? long{CURL_HTTP_VERSION_2TLS}
                   : long{CURL_HTTP_VERSION_1_1};
    }

    // True if libcurl has no preset authorities, as on Windows, where OpenSSL has none either: then those of the
    // system's store have to be requested. Where there are some, requesting them would cost libcurl its cache of them.
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

    // An empty path means none, not even libcurl's preset one.
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
    // In this order, so that the easy handles are destroyed before the multi handle, which holds their connections.
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
