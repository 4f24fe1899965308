// SPDX-License-Identifier: MIT
#pragma once

// One request and its response, on an easy handle of a pool.

#include <wua/engine/curl/curl_handles.hpp>
#include <wua/engine/curl/curl_pool.hpp>
#include <wua/engine/curl/parsed_url.hpp>
#include <wua/engine/transfer/joined_text.hpp>

#include <curl/curl.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace wua::detail
{

// Who receives a response, on the loop's thread, inside libcurl: the exchange must not be ended there.
class response_receiver
{
public:
    enum class reception : std::uint8_t
    {
        taken,
        paused,  // the same bytes come again after curl_exchange::resume()
        refused, // nothing more is wanted
    };

    // A line of a head, the blank one too, or of the trailers. False: the response is of no use.
    virtual bool take_line(std::string_view line) noexcept = 0;

    // Some of the body.
    virtual reception take_body(const char* bytes, std::size_t size) noexcept = 0;

protected:
    ~response_receiver() = default;
};

// Who is told, on the loop's thread, that a response is over or a request has failed. Now the exchange may be ended.
class exchange_listener
{
public:
    virtual void on_done(CURLcode code) noexcept = 0;

protected:
    ~exchange_listener() = default;
};

struct curl_request
{
    std::string url; // without credentials
    std::string user;
    std::string password;
    std::string user_agent;

    // The first byte that is wanted, and by what the server recognises the content; empty: it need not.
    std::uint64_t offset = 0;
    std::string if_range;

    // How many bytes are expected, if that is known.
    std::optional<std::uint64_t> bytes;

    // Nothing else is being downloaded, as far as the caller knows.
    bool is_alone = false;

    // Worth waiting for a connection that can be shared.
    bool shares_connection = false;
};

class curl_exchange
{
public:
    // Both must outlive it.
    curl_exchange(curl_pool& pool, exchange_listener& listener) : m_pool(pool), m_listener(listener) {}

    curl_exchange(const curl_exchange&) = delete;
    curl_exchange& operator=(const curl_exchange&) = delete;

    ~curl_exchange()
    {
        end();
    }

    // Ends the one before. The receiver must live until this one is ended.
    void send(const curl_request& request, response_receiver& receiver)
    {
        end();
        m_easy = m_pool.take();
        CURL* const easy = m_easy.get();
        m_fields.reset();
        add_to(m_fields, "Accept-Encoding: identity");
        if (!request.if_range.empty())
        {
            add_to(m_fields, joined({"If-Range: ", request.if_range}));
        }
        const std::string range = std::to_string(request.offset) + '-';
        set_option(easy, CURLOPT_URL, request.url.c_str());
        // Refused by a handle whose last request failed before it had a connection: it continues with the buffer it
        // has.
        curl_easy_setopt(easy, CURLOPT_BUFFERSIZE, m_pool.buffer_for(request.bytes, request.is_alone));
        set_option(easy, CURLOPT_USERNAME, request.user.empty() ? nullptr : request.user.c_str());
        set_option(easy, CURLOPT_PASSWORD, request.user.empty() ? nullptr : request.password.c_str());
        set_option(easy, CURLOPT_RANGE, request.offset == 0 ? nullptr : range.c_str());
        set_option(easy, CURLOPT_USERAGENT, request.user_agent.c_str());
        set_option(easy, CURLOPT_HTTPHEADER, m_fields.get());
        set_option(easy, CURLOPT_PIPEWAIT, request.shares_connection ? 1L : 0L);
        set_option(easy, CURLOPT_PRIVATE, static_cast<void*>(&m_listener));
        set_option(easy, CURLOPT_HEADERFUNCTION, &curl_exchange::on_header);
        set_option(easy, CURLOPT_HEADERDATA, static_cast<void*>(&receiver));
        set_option(easy, CURLOPT_WRITEFUNCTION, &curl_exchange::on_body);
        set_option(easy, CURLOPT_WRITEDATA, static_cast<void*>(&receiver));
        m_error_text[0] = '\0';
        set_option(easy, CURLOPT_ERRORBUFFER, m_error_text.data());
        if (curl_multi_add_handle(m_pool.multi(), easy) != CURLM_OK)
        {
            throw std::bad_alloc();
        }
        m_is_attached = true;
    }

    // Takes the easy handle back from libcurl: nothing more is received. Does nothing when there is none.
    void end() noexcept
    {
        if (!m_easy)
        {
            return;
        }
        if (std::exchange(m_is_attached, false))
        {
            curl_multi_remove_handle(m_pool.multi(), m_easy.get());
        }
        curl_easy_setopt(m_easy.get(), CURLOPT_ERRORBUFFER, nullptr);
        curl_easy_setopt(m_easy.get(), CURLOPT_HTTPHEADER, nullptr);
        m_pool.give_back(std::move(m_easy));
    }

    // After a pause.
    void resume()
    {
        curl_easy_pause(m_easy.get(), CURLPAUSE_CONT);
    }

    // Of the content that is coming, as libcurl knows it; for file:// before its first byte.
    std::optional<std::uint64_t> length() const
    {
        curl_off_t length = -1;
        curl_easy_getinfo(m_easy.get(), CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &length);
        return length < 0 ? std::nullopt : std::optional(static_cast<std::uint64_t>(length));
    }

    // What Retry-After says, a century at most; zero when nothing.
    std::chrono::seconds retry_after() const
    {
        constexpr curl_off_t max_seconds = 100LL * 366 * 24 * 3600;
        curl_off_t seconds = 0;
        curl_easy_getinfo(m_easy.get(), CURLINFO_RETRY_AFTER, &seconds);
        return std::chrono::seconds(std::clamp<curl_off_t>(seconds, 0, max_seconds));
    }

    // Where the response redirects to; nothing when that is no URL.
    std::optional<parsed_url> redirect_target() const
    {
        const char* target = nullptr;
        curl_easy_getinfo(m_easy.get(), CURLINFO_REDIRECT_URL, &target);
        return target == nullptr ? std::nullopt : parsed_url::parse(target);
    }

    // The HTTP status of a proxy's response to the request for a tunnel; 0 when there was none.
    int proxy_status() const
    {
        long status = 0;
        curl_easy_getinfo(m_easy.get(), CURLINFO_HTTP_CONNECTCODE, &status);
        return static_cast<int>(status);
    }

    // What libcurl says of a failure; may be empty. Valid after end() too.
    std::string error_text() const
    {
        return m_error_text.data();
    }

private:
    static std::size_t on_header(char* text, std::size_t size, std::size_t count, void* receiver) noexcept
    {
        const std::size_t length = size * count;
        return static_cast<response_receiver*>(receiver)->take_line({text, length}) ? length : 0;
    }

    static std::size_t on_body(char* bytes, std::size_t size, std::size_t count, void* receiver) noexcept
    {
        const std::size_t length = size * count;
        switch (static_cast<response_receiver*>(receiver)->take_body(bytes, length))
        {
            case response_receiver::reception::taken:
                return length;
            case response_receiver::reception::paused:
                return CURL_WRITEFUNC_PAUSE;
            case response_receiver::reception::refused:
                break;
        }
        return CURL_WRITEFUNC_ERROR;
    }

    curl_pool& m_pool;
    exchange_listener& m_listener;
    curl_easy m_easy;
    curl_list m_fields;
    bool m_is_attached = false;
    std::array<char, CURL_ERROR_SIZE> m_error_text{};
};

} // namespace wua::detail
