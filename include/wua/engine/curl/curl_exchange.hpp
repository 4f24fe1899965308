// SPDX-License-Identifier: MIT
#pragma once

// One request and its response, on an easy handle of a pool.

#include <wua/engine/curl/curl_connections.hpp>
#include <wua/engine/curl/curl_handles.hpp>
#include <wua/engine/curl/curl_pool.hpp>
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
    std::string user_agent;

    // Lines of the head, for the server and for a proxy alone.
    std::vector<std::string> fields{};
    std::vector<std::string> proxy_fields{};

    // For TLS: who asks, and by which keys the server is known, as libcurl spells them.
    const client_certificate* certificate = nullptr;
    std::string pins{};

    // The first byte that is wanted, and by what the server recognises the content; empty: it need not.
    std::uint64_t offset = 0;
    std::string if_range;

    // The byte after the last one that is wanted.
    std::optional<std::uint64_t> end{};

    // How many bytes are expected, if that is known.
    std::optional<std::uint64_t> bytes;

    // Nothing else is being downloaded, as far as the caller knows.
    bool is_alone = false;

    // By HTTP/1.1, whatever else the server offers.
    bool is_http_1 = false;

    // Worth waiting for a connection that can be shared.
    bool shares_connection = false;

    // None of the connections that there are will do.
    bool needs_fresh_connection = false;
};

// What libcurl knows of a request and its response; zero and empty where it does not.
struct exchange_facts
{
    std::array<char, 64> address{}; // ends in a zero
    int port = 0;
    int http_version = 0; // a CURL_HTTP_VERSION_*
    bool is_connection_reused = false;

    // From the beginning of the request on.
    std::chrono::nanoseconds name_resolved{0};
    std::chrono::nanoseconds connected{0};
    std::chrono::nanoseconds tls_agreed{0};
    std::chrono::nanoseconds first_byte{0};
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

    // Ends the one before. The receiver must live until this one is ended.
    void send(const curl_request& request, response_receiver& receiver);

    // Takes the easy handle back from libcurl: nothing more is received. Does nothing when there is none.
    void end() noexcept;

    // After a pause.
    void resume()
    {
        m_pool.laps().next();
        curl_easy_pause(m_easy.get(), CURLPAUSE_CONT);
    }

    // The request has been sent, at least its beginning.
    bool has_sent() const;

    // Something has come in response.
    bool has_heard() const;

    // The errno with which the system has refused a connection; 0 when it has not.
    int system_error() const;
    // How long nothing should be received, for the sake of others on the thread.
    std::chrono::nanoseconds rest() const noexcept
    {
        return m_connection ? m_connection->share.rest() : std::chrono::nanoseconds(0);
    }

    // Why the connection was given up, on which the request was sent. Valid after end() too.
    curl_connection::fate fate() const noexcept
    {
        return m_connection ? m_connection->end.load() : curl_connection::fate::open;
    }

    // Gives the connection up if nothing has come on it for so long, for other requests neither.
    void leave_silent_connection(std::chrono::nanoseconds patience);

    // The HTTP status of a proxy's response to the request for a tunnel; 0 when there was none.
    int proxy_status() const;

    // How the proxy wants to know who asks for a tunnel, as its head says; empty when it does not, or is not listened
    // to. Valid after end() too.
    const std::string& tunnel_challenges() const noexcept
    {
        return m_tunnel_head.proxy_authenticate;
    }

    // Of the request that was sent last, up to now or to its end.
    const exchange_facts& facts() noexcept
    {
        look();
        return m_facts;
    }

    // What libcurl says of a failure; may be empty. Valid after end() too.
    std::string error_text() const
    {
        return m_error_text.data();
    }

private:
    // Has the handle show the certificate, and know the server by its key.
    void identify(const curl_request& request);

    // Of a proxy's head, before there is a connection to the server.
    bool take_tunnel_line(std::string_view line) noexcept;

    // Reads the facts, if the request has not ended.
    void look() noexcept;

    // The connection is there, and the request about to be sent.
    static int on_connected(void* self, char* remote_address, char* local_address, int remote_port,
                            int local_port) noexcept;

    static int on_progress(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t) noexcept;

    // A proxy has refused a tunnel, and as much of its page has come as is waited for. libcurl reads it byte by byte,
    // does not return as long as any come, and says so after each.
    bool has_enough_of_refusal() noexcept;

    // libcurl has told of so many bytes.
    void on_bytes(std::size_t size) noexcept;

    // Charges what libcurl has done meanwhile to the connection.
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
    unsigned m_calls = 0; // since the connection was charged
    bool m_is_attached = false;
    std::array<char, CURL_ERROR_SIZE> m_error_text{};
    exchange_facts m_facts;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/curl/curl_exchange.ipp>
#endif
