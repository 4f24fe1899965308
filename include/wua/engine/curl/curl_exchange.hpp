// SPDX-License-Identifier: MIT
#pragma once

// One request and its response, on an easy handle of a pool.

#include <wua/engine/curl/curl_connections.hpp>
#include <wua/engine/curl/curl_handles.hpp>
#include <wua/engine/curl/curl_pool.hpp>
#include <wua/engine/curl/exchange_facts.hpp>
#include <wua/engine/request_options.hpp>
#include <wua/engine/transfer/response_head.hpp>
#include <wua/separate_compilation.hpp>

#include <curl/curl.h>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wua::detail
{

// Receives a response, on the loop's thread, inside libcurl: the exchange must not be ended there.
class response_receiver
{
public:
    enum class reception : std::uint8_t
    {
        taken,
        paused,  // the same bytes are delivered again after curl_exchange::resume()
        refused, // nothing more is wanted
    };

    // A line of a head, including the blank one, or of the trailers. False: the response is unusable.
    virtual bool take_line(std::string_view line) noexcept = 0;

    // Part of the body.
    virtual reception take_body(const char* bytes, std::size_t size) noexcept = 0;

protected:
    ~response_receiver() = default;
};

// Notified, on the loop's thread, when a response has ended or a request has failed. The exchange may be ended now.
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
    std::string user_agent;

    // Header lines for the server, and others for a proxy only.
    std::vector<std::string> fields{};
    std::vector<std::string> proxy_fields{};

    // For TLS: the client's certificate and the server's pinned keys, in libcurl's syntax.
    const client_certificate* certificate = nullptr;
    std::string pins{};

    // The first byte wanted, and the validator for If-Range; empty: none.
    std::uint64_t offset = 0;
    std::string if_range;

    // The byte after the last one wanted.
    std::optional<std::uint64_t> end{};

    // How many bytes are expected, if known.
    std::optional<std::uint64_t> bytes;

    // Nothing else is being downloaded, as far as the caller knows.
    bool is_alone = false;

    // Use HTTP/1.1, whatever else the server offers.
    bool is_http_1 = false;

    // It is worth waiting for a connection that can be shared.
    bool shares_connection = false;

    // No existing connection may be used.
    bool needs_fresh_connection = false;
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

    curl_pool& pool() const noexcept
    {
        return m_pool;
    }

    // Ends the previous request. The receiver must live until this one has ended.
    void send(const curl_request& request, response_receiver& receiver);

    // Takes the easy handle back from libcurl: nothing more is received. Does nothing if there is none.
    void end() noexcept;

    // After a pause.
    void resume()
    {
        m_pool.laps().next();
        curl_easy_pause(m_easy.get(), CURLPAUSE_CONT);
    }

    // At least the beginning of the request has been sent.
    bool has_sent() const;

    // Something has been received in response.
    bool has_heard() const;

    // The errno with which the system refused a connection; 0 if it did not.
    int system_error() const;
    // How long to receive nothing, to let others on the thread run.
    std::chrono::nanoseconds rest() const noexcept
    {
        return m_connection ? m_connection->share.rest() : std::chrono::nanoseconds(0);
    }

    // Why the connection of the request was given up. Still valid after end().
    curl_connection::fate fate() const noexcept
    {
        return m_connection ? m_connection->end.load() : curl_connection::fate::open;
    }

    // Gives the connection up if nothing has arrived on it for so long, for any request.
    void leave_silent_connection(std::chrono::nanoseconds patience);

    // The HTTP status of a proxy's response to the request for a tunnel; 0 if there was none.
    int proxy_status() const;

    // The proxy's challenges in response to the request for a tunnel; empty if there are none, or they are not
    // evaluated. Still valid after end().
    const std::string& tunnel_challenges() const noexcept
    {
        return m_tunnel_head.proxy_authenticate;
    }

    // About the last request, up to now or to its end.
    const exchange_facts& facts() noexcept
    {
        look();
        return m_facts;
    }

    // libcurl's error message; may be empty. Still valid after end().
    std::string error_text() const
    {
        return m_error_text.data();
    }

private:
    // Sets the client's certificate and the server's pins on the handle.
    void identify(const curl_request& request);

    // Takes a line of a proxy's head, before there is a connection to the server.
    bool take_tunnel_line(std::string_view line) noexcept;

    // Reads the facts, if the request has not ended.
    void look() noexcept;

    // The connection is established, and the request about to be sent.
    static int on_connected(void* self, char* remote_address, char* local_address, int remote_port,
                            int local_port) noexcept;

    static int on_progress(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t) noexcept;

    // A proxy has refused a tunnel, and as much of its page has come as is waited for. libcurl reads it byte by byte,
    // does not return as long as any come, and says so after each.
    bool has_enough_of_refusal() noexcept;

    // libcurl has delivered this many bytes.
    void on_bytes(std::size_t size) noexcept;

    // Charges libcurl's work since the last call to the connection.
    void charge() noexcept;

    static std::size_t on_header(char* text, std::size_t size, std::size_t count, void* self) noexcept;

    static std::size_t on_body(char* bytes, std::size_t size, std::size_t count, void* self) noexcept;

    curl_pool& m_pool;
    exchange_listener& m_listener;
    curl_easy m_easy;
    curl_list m_fields;
    curl_list m_proxy_fields;
    response_head m_tunnel_head;
    std::size_t m_tunnel_calls = 0; // of libcurl's, before there is a connection
    bool m_is_connected = false;    // heads are the server's from now on
    bool m_is_identified = false;   // the handle has a certificate or pins
    response_receiver* m_receiver = nullptr;
    std::shared_ptr<curl_connection> m_connection;
    unsigned m_calls = 0; // since the connection was last charged
    bool m_is_attached = false;
    std::array<char, CURL_ERROR_SIZE> m_error_text{};
    exchange_facts m_facts;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/curl/curl_exchange.ipp>
#endif
