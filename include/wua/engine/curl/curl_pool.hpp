// SPDX-License-Identifier: MIT
#pragma once

// The libcurl handles of one thread: a multi handle, its connections, and the easy handles that are between two
// requests.

#include <wua/engine/curl/curl_handles.hpp>
#include <wua/engine/curl/curl_inbox.hpp>
#include <wua/engine/curl_options.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace wua::detail
{

// For one thread, but for its inbox.
class curl_pool
{
public:
    explicit curl_pool(const curl_options& options) : m_options(options)
    {
        initialize_curl();
        m_multi.reset(curl_multi_init());
        if (!m_multi)
        {
            throw std::bad_alloc();
        }
        m_inbox = std::make_shared<curl_inbox>(m_multi.get());
        curl_multi_setopt(m_multi.get(), CURLMOPT_MAXCONNECTS, static_cast<long>(options.parallel.engine * 2 + 4));
        m_buffer = options.receive_buffer;
        for (const std::uint64_t limit : {options.engine_bandwidth, options.job_bandwidth})
        {
            // A tenth of a second at a time, so that a slow download moves smoothly.
            m_buffer = limit == 0 ? m_buffer : static_cast<std::size_t>(std::min<std::uint64_t>(m_buffer, limit / 10));
        }
        m_buffer = std::clamp<std::size_t>(m_buffer, 1024, 512U << 10U);
    }

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

    // A handle with everything set that is the same for all requests.
    curl_easy take()
    {
        curl_easy easy = m_spare.empty() ? make() : std::move(m_spare.back());
        if (!m_spare.empty())
        {
            m_spare.pop_back();
        }
        ++m_taken;
        return easy;
    }

    // The size of the receive buffer for a response whose content has `bytes` bytes, if that is known. A download that
    // is alone gets the whole buffer, several share half of it: a long queue shall not need much memory. A short
    // response needs no more than its bytes.
    long buffer_for(std::optional<std::uint64_t> bytes, bool is_alone) const noexcept
    {
        constexpr std::uint64_t head = 4U << 10U;
        constexpr std::size_t min_share = 64U << 10U;
        const std::size_t share = m_buffer / 2 / std::max<std::size_t>(m_taken, 1);
        const std::uint64_t limit =
            is_alone && m_taken == 1 ? m_buffer : std::clamp(share, std::min(m_buffer, min_share), m_buffer);
        return static_cast<long>(bytes.value_or(limit) < limit ? std::min(limit, *bytes + head) : limit);
    }

    // The handle must have been removed from the multi handle.
    void give_back(curl_easy easy) noexcept
    {
        --m_taken;
        try
        {
            m_spare.push_back(std::move(easy));
        }
        catch (const std::bad_alloc&)
        {
            // It is freed: the next request makes another one.
        }
    }

private:
    curl_easy make() const
    {
        curl_easy easy(curl_easy_init());
        if (!easy)
        {
            throw std::bad_alloc();
        }
        configure(easy.get());
        return easy;
    }

    void configure(CURL* easy) const
    {
        set_option(easy, CURLOPT_NOSIGNAL, 1L);
        set_option(easy, CURLOPT_NOPROGRESS, 1L);
        // A lookup that hangs must not block the removal of the handle: its thread is left behind and cleans up itself.
        set_option(easy, CURLOPT_QUICK_EXIT, 1L);
        set_option(easy, CURLOPT_PROTOCOLS_STR, m_options.allows_file_urls ? "http,https,file" : "http,https");
        set_option(easy, CURLOPT_FOLLOWLOCATION, 0L); // done by the download, hop by hop
        set_option(easy, CURLOPT_HTTP09_ALLOWED, 0L);
        set_option(easy, CURLOPT_HTTP_CONTENT_DECODING, 0L);
        set_option(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
        set_option(easy, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
        set_option(easy, CURLOPT_TCP_KEEPALIVE, 1L);
        set_option(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(m_options.retry.connect_deadline.count()));
        set_option(easy, CURLOPT_HTTP_VERSION,
                   static_cast<long>(
                       m_options.version == http_version::automatic ? CURL_HTTP_VERSION_2TLS : CURL_HTTP_VERSION_1_1));
        set_option(easy, CURLOPT_SSL_VERIFYPEER, 1L);
        set_option(easy, CURLOPT_SSL_VERIFYHOST, 2L);
        if (!m_options.ca_file.empty())
        {
            set_option(easy, CURLOPT_CAINFO, m_options.ca_file.string().c_str());
        }
        if (!m_options.ca_directory.empty())
        {
            set_option(easy, CURLOPT_CAPATH, m_options.ca_directory.string().c_str());
        }
    }

    const curl_options& m_options;
    std::size_t m_buffer = 0;
    std::size_t m_taken = 0;
    // In this order, so that the easy handles go before the multi handle that holds their connections.
    curl_multi m_multi;
    std::vector<curl_easy> m_spare;
    std::shared_ptr<curl_inbox> m_inbox;
};

} // namespace wua::detail
