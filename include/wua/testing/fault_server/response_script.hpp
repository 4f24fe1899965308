// SPDX-License-Identifier: MIT
#pragma once
// One response in the making: what a misbehaviour knows about the request, and the steps of its response.

#include <wua/separate_compilation.hpp>
#include <wua/testing/fault_server/http_2_frames.hpp>
#include <wua/testing/fault_server/http_head.hpp>
#include <wua/testing/fault_server/http_request.hpp>
#include <wua/testing/fault_server/misbehaviour.hpp>
#include <wua/testing/fault_server/script_step.hpp>
#include <wua/testing/patterned_bytes.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace wua
{
/// The head of a response and the half-open range of the content that is its body.
struct http_response
{
    http_head head;
    std::uint64_t from = 0;
    std::uint64_t to = 0;
    bool ends_connection = false;

    /// Gives the body another range; Content-Length follows.
    void set_body(std::uint64_t first, std::uint64_t end);

    /// Bytes of the body.
    std::uint64_t size() const noexcept
    {
        return to - from;
    }
};

/// What a misbehaviour works with. Its functions only note steps, which the server takes as fast as the client reads;
/// after the last one the connection is ready for the next request, or closed if the client asked for that. Nothing is
/// checked: any bytes can be sent.
class response_script
{
public:
    /// A fixed time long before any test, so that clients accept it as a strong validator.
    static constexpr std::string_view last_modified = "Mon, 01 Jan 2024 00:00:00 GMT";

    /// Keeps references to the request, the content and the fault, which must outlive it.
    response_script(const http_request& request, const served_content& content, const misbehaviour& fault,
                    std::uint32_t attempt, std::string_view origin);

    /// It has no method and no target if the behaviour starts when a connection is accepted.
    const http_request& request() const noexcept
    {
        return m_request;
    }

    const served_content& content() const noexcept
    {
        return m_content;
    }

    /// The size of the content.
    std::uint64_t size() const noexcept
    {
        return m_content.size();
    }

    const misbehaviour& fault() const noexcept
    {
        return m_fault;
    }

    /// The offset in the content at which the behaviour's fault happens.
    std::uint64_t where() const noexcept
    {
        return m_fault.where.in(size());
    }

    /// 1 for the first GET of the path.
    std::uint32_t attempt() const noexcept
    {
        return m_attempt;
    }

    /// "http://127.0.0.1:PORT" of the server's plain listener.
    std::string origin() const
    {
        return std::string(m_origin);
    }

    /// PORT of the server's plain listener.
    std::string port() const
    {
        return std::string(m_origin.substr(m_origin.rfind(':') + 1));
    }

    /// What a correct server responds: 200, or 206 and 416 to a single Range that If-Range allows.
    http_response correct_response() const;

    /// "bytes 0-9/100" for a body of that range; without a total "bytes 0-9/*".
    static std::string content_range(const http_response& response, std::optional<std::uint64_t> total);

    void send(std::string bytes)
    {
        m_steps.push_back({.what = action::send_text, .text = std::move(bytes)});
    }

    void send(const http_head& head)
    {
        send(is_http_2() ? http_2_frame(http_2_frame_kind::headers, http_2_end_headers, http_2_fields(head))
                         : head.str());
    }

    /// A body of a few bytes.
    void send_body(std::string bytes)
    {
        send(is_http_2() ? http_2_frame(http_2_frame_kind::data, 0, bytes) : std::move(bytes));
    }

    bool is_http_2() const noexcept
    {
        return m_request.stream != 0;
    }

    /// A frame of the request's stream.
    std::string http_2_frame(http_2_frame_kind kind, std::uint8_t flags, std::string_view payload) const
    {
        return wua::http_2_frame(kind, flags, m_request.stream, payload);
    }

    /// Keeps an HTTP/2 stream open, which would otherwise end with the script.
    void leave_open() noexcept
    {
        m_is_left_open = true;
    }

    /// Sends the head, the body unless the request is HEAD, and the end of the connection if the response has one.
    void send(const http_response& response);

    void send_content(std::uint64_t from, std::uint64_t to)
    {
        send_content(m_content, from, to);
    }

    void send_content(const served_content& source, std::uint64_t from, std::uint64_t to)
    {
        drip(source, from, to, std::size_t{1} << 16, {});
    }

    /// Sends content in pieces of this size, with a pause after each.
    void drip(const served_content& source, std::uint64_t from, std::uint64_t to, std::size_t piece,
              std::chrono::milliseconds pause_after);

    /// Sends the bytes over and over, up to `limit` bytes in all, with a pause after each time.
    void repeat(std::string bytes, std::uint64_t limit, std::chrono::milliseconds pause_after = {});

    void pause(std::chrono::milliseconds time)
    {
        m_steps.push_back({.what = action::pause, .pause = time});
    }

    /// Sends nothing more until the client leaves or the server stops.
    void stall()
    {
        m_steps.push_back({.what = action::stall});
    }

    /// Sends the bytes without encryption, even on a TLS connection.
    void send_unsealed(std::string bytes)
    {
        m_steps.push_back({.what = action::send_unsealed, .text = std::move(bytes)});
    }

    /// Changes the keys of a TLS connection.
    void rekey()
    {
        m_steps.push_back({.what = action::rekey});
    }

    void close()
    {
        m_steps.push_back({.what = action::close});
    }

    /// Closes without close_notify of TLS; without TLS the same as close().
    void close_unannounced()
    {
        m_steps.push_back({.what = action::close_unannounced});
    }

    void reset()
    {
        m_steps.push_back({.what = action::reset});
    }

    detail::script_steps take_steps();

private:
    using action = detail::script_step::action;

    bool if_range_holds() const;

    const http_request& m_request;
    const served_content& m_content;
    const misbehaviour& m_fault;
    std::uint32_t m_attempt;
    std::string_view m_origin;
    detail::script_steps m_steps;
    bool m_is_left_open = false;
};
} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/testing/fault_server/response_script.ipp>
#endif
