// SPDX-License-Identifier: MIT
#pragma once
// One answer in the making: what a misbehaviour is asked, and the steps by which it answers.

#include <wua/testing/fault_server/http_message.hpp>
#include <wua/testing/fault_server/misbehaviour.hpp>
#include <wua/testing/patterned_bytes.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <variant>

namespace wua
{
namespace detail
{
struct send_text
{
    std::string text;
};

/// Bytes [from, to) of content, in pieces with a pause after each.
struct send_bytes
{
    served_content source;
    std::uint64_t from;
    std::uint64_t to;
    std::size_t piece;
    std::chrono::milliseconds pause;
};

/// The text again and again until `limit` bytes are sent.
struct send_repeatedly
{
    std::string text;
    std::uint64_t limit;
    std::chrono::milliseconds pause;
};

struct pause_for
{
    std::chrono::milliseconds time;
};

/// Silence until the client leaves or the server stops.
struct stay_silent
{};

enum class ending
{
    orderly,     ///< whatever the protocol has for it, then FIN
    unannounced, ///< FIN alone: no close_notify under TLS
    reset,       ///< RST
};

using exchange_step = std::variant<send_text, send_bytes, send_repeatedly, pause_for, stay_silent, ending>;
using exchange_steps = std::deque<exchange_step>;
} // namespace detail

/// The head of an answer and the half-open range of the content that is its body.
struct http_answer
{
    http_head head;
    std::uint64_t from = 0;
    std::uint64_t to = 0;
    bool ends_connection = false;
};

/// What a misbehaviour works with. Its functions only note steps, which the server takes as fast as the client reads;
/// after the last step the connection is ready for the next
/// request, or closed if the client asked for that. Nothing is checked: any bytes can be sent.
class exchange
{
public:
    /// A fixed time long before any test, so that it may serve as a strong validator.
    static constexpr std::string_view last_modified = "Mon, 01 Jan 2024 00:00:00 GMT";

    exchange(const http_request& asked, const served_content& content, const misbehaviour& fault, std::uint32_t number,
             std::string origin, std::string port)
        : m_asked{asked},
          m_content{content},
          m_fault{fault},
          m_number{number},
          m_origin{std::move(origin)},
          m_port{std::move(port)}
    {}

    /// The request; without method and target if the behaviour starts when a connection is accepted.
    const http_request& asked() const noexcept
    {
        return m_asked;
    }

    const served_content& content() const noexcept
    {
        return m_content;
    }

    std::uint64_t size() const noexcept
    {
        return m_content.size();
    }

    const misbehaviour& fault() const noexcept
    {
        return m_fault;
    }

    /// Where in the content the behaviour's fault happens.
    std::uint64_t where() const noexcept
    {
        return m_fault.where.in(size());
    }

    /// 1 for the first GET of the path.
    std::uint32_t number() const noexcept
    {
        return m_number;
    }

    /// "http://127.0.0.1:PORT" of the server's plain door.
    const std::string& origin() const noexcept
    {
        return m_origin;
    }

    /// PORT of the server's plain door.
    const std::string& port() const noexcept
    {
        return m_port;
    }

    /// What a right server answers: 200, or 206 and 416 to a single Range that If-Range allows.
    http_answer right_answer() const
    {
        http_answer answer{{status_line(200), {}}, 0, size(), m_asked.wants_close()};
        answer.head.add("Content-Type", "application/octet-stream")
            .add("Accept-Ranges", "bytes")
            .add("ETag", m_content.etag())
            .add("Last-Modified", std::string{last_modified});
        if (const auto range = m_asked.range(size()); range && range_is_wanted())
        {
            const auto whole = '/' + std::to_string(size());
            if (range->first >= size())
            {
                answer.head.status_line = status_line(416);
                answer.head.add("Content-Range", "bytes *" + whole);
                answer.to = 0;
            }
            else
            {
                answer.head.status_line = status_line(206);
                std::tie(answer.from, answer.to) = *range;
                answer.head.add("Content-Range",
                                "bytes " + std::to_string(answer.from) + '-' + std::to_string(answer.to - 1) + whole);
            }
        }
        answer.head.add("Content-Length", std::to_string(answer.to - answer.from));
        if (answer.ends_connection)
            answer.head.add("Connection", "close");
        else if (m_asked.version == "HTTP/1.0")
            answer.head.add("Connection", "keep-alive");
        return answer;
    }

    void send(std::string bytes)
    {
        m_steps.emplace_back(detail::send_text{std::move(bytes)});
    }

    void send(const http_head& head)
    {
        send(head.str());
    }

    /// Head, body unless HEAD was asked, and the end of the connection if the answer has one.
    void send(const http_answer& answer)
    {
        send(answer.head);
        if (m_asked.method != "HEAD")
            send_content(answer.from, answer.to);
        if (answer.ends_connection)
            close();
    }

    void send_content(std::uint64_t from, std::uint64_t to)
    {
        send_content(m_content, from, to);
    }

    void send_content(const served_content& source, std::uint64_t from, std::uint64_t to)
    {
        drip(source, from, to, std::size_t{1} << 16, {});
    }

    /// Content in pieces of that many bytes with a pause after each.
    void drip(const served_content& source, std::uint64_t from, std::uint64_t to, std::size_t piece,
              std::chrono::milliseconds pause_after)
    {
        if (from < to)
            m_steps.emplace_back(detail::send_bytes{source, from, to, piece, pause_after});
    }

    /// The bytes over and over, at most `limit` bytes in all, with a pause after each time.
    void repeat(std::string bytes, std::uint64_t limit, std::chrono::milliseconds pause_after = {})
    {
        if (pause_after == std::chrono::milliseconds{0} && !bytes.empty())
            for (const auto unit = bytes; bytes.size() < 16384;)
                bytes += unit; // so that short texts do not become many small packets
        m_steps.emplace_back(detail::send_repeatedly{std::move(bytes), limit, pause_after});
    }

    void pause(std::chrono::milliseconds time)
    {
        m_steps.emplace_back(detail::pause_for{time});
    }

    /// Says nothing more until the client leaves or the server stops.
    void stall()
    {
        m_steps.emplace_back(detail::stay_silent{});
    }

    void close()
    {
        m_steps.emplace_back(detail::ending::orderly);
    }

    /// Closes without TLS close_notify; without TLS it is close().
    void close_unannounced()
    {
        m_steps.emplace_back(detail::ending::unannounced);
    }

    void reset()
    {
        m_steps.emplace_back(detail::ending::reset);
    }

    detail::exchange_steps take_steps() noexcept
    {
        return std::move(m_steps);
    }

private:
    bool range_is_wanted() const
    {
        const auto condition = m_asked.field("If-Range");
        return !condition || *condition == m_content.etag() || *condition == last_modified;
    }

    const http_request& m_asked;
    const served_content& m_content;
    const misbehaviour& m_fault;
    std::uint32_t m_number;
    std::string m_origin;
    std::string m_port;
    detail::exchange_steps m_steps;
};
} // namespace wua
