// SPDX-License-Identifier: MIT
#pragma once

// The libcurl handles of one thread: a multi handle, its connections, and the easy handles that are between two
// requests.

#include <wua/engine/curl/curl_handles.hpp>
#include <wua/engine/curl_options.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <new>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace wua::detail
{

// Work from other threads, which a waiting loop is woken for. Any thread.
class curl_inbox
{
public:
    explicit curl_inbox(CURLM* multi) : m_multi(multi) {}

    // The work is dropped when the loop has ended.
    void post(std::function<void()> work)
    {
        const std::lock_guard lock(m_mutex);
        if (m_multi != nullptr)
        {
            m_work.push_back(std::move(work));
            interrupt();
        }
    }

    // The loop will not sleep before it has looked for work once more.
    void wake()
    {
        const std::lock_guard lock(m_mutex);
        interrupt();
    }

    // The loop's: what it has to do.
    std::vector<std::function<void()>> take()
    {
        std::vector<std::function<void()>> work;
        const std::lock_guard lock(m_mutex);
        m_is_asleep = false;
        m_is_called = false;
        work.swap(m_work);
        return work;
    }

    // The loop's: false when something has come since take(). Else it may wait, until then, for its connections.
    bool try_sleep()
    {
        const std::lock_guard lock(m_mutex);
        m_is_asleep = !m_is_called;
        return m_is_asleep;
    }

    void close()
    {
        std::vector<std::function<void()>> dropped;
        const std::lock_guard lock(m_mutex);
        m_multi = nullptr;
        dropped.swap(m_work);
    }

private:
    // Under the lock. A loop that is awake is spared the system call.
    void interrupt()
    {
        if (std::exchange(m_is_asleep, false) && m_multi != nullptr)
        {
            curl_multi_wakeup(m_multi);
        }
        m_is_called = true;
    }

    std::mutex m_mutex;
    CURLM* m_multi;
    std::vector<std::function<void()>> m_work;
    bool m_is_asleep = false;
    bool m_is_called = false;
};

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

    // The receive buffer for an answer whose content has so many bytes, if that is known. Who is alone gets all there
    // is, several share half of it: a long queue shall not need much memory. A short answer needs no more than its
    // bytes.
    long buffer_for(std::optional<std::uint64_t> bytes, bool is_alone) const noexcept
    {
        constexpr std::uint64_t head = 4U << 10U;
        constexpr std::size_t least = 64U << 10U;
        const std::size_t share = m_buffer / 2 / std::max<std::size_t>(m_taken, 1);
        const std::uint64_t most =
            is_alone && m_taken == 1 ? m_buffer : std::clamp(share, std::min(m_buffer, least), m_buffer);
        return static_cast<long>(bytes.value_or(most) < most ? std::min(most, *bytes + head) : most);
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
            // It is let go of: the next request makes one anew.
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
        // A lookup that hangs must not hold up who removes the handle: its thread is left behind and cleans up itself.
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
