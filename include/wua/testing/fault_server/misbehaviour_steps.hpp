// SPDX-License-Identifier: MIT
#pragma once
// The pieces that the named misbehaviours share.

#include <wua/testing/fault_server/response_script.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace wua::detail::faulty
{
using std::chrono::milliseconds;

inline void right(exchange& x)
{
    x.send(x.right_answer());
}

/// A small page, as servers send it with a status that is not about the content.
inline http_head page_head(int status, std::string_view page)
{
    http_head head{status_line(status), {}};
    head.add("Content-Type", "text/html").add("Content-Length", std::to_string(page.size()));
    return head;
}

inline constexpr std::string_view error_page = "<html><body><h1>Not what you asked for</h1></body></html>\n";

template <int Status>
void status_page(exchange& x)
{
    x.send(page_head(Status, error_page));
    x.send(std::string{error_page});
}

template <int Status>
void retry_after_seconds(exchange& x)
{
    x.send(page_head(Status, error_page).add("Retry-After", std::to_string(x.fault().amount)));
    x.send(std::string{error_page});
}

template <int Status>
void retry_after_date(exchange& x)
{
    const auto then = std::chrono::system_clock::now() + std::chrono::seconds{x.fault().amount};
    x.send(page_head(Status, error_page).add("Retry-After", http_date(then)));
    x.send(std::string{error_page});
}

template <int Status>
void redirect_to(exchange& x, std::string location)
{
    x.send(http_head{status_line(Status), {}}.add("Location", std::move(location)).add("Content-Length", "0"));
}

template <int Status>
void redirect_once(exchange& x)
{
    if (x.asked().query() == "moved")
        right(x);
    else
        redirect_to<Status>(x, x.origin() + std::string{x.asked().path()} + "?moved");
}

/// As many hops as `amount` says, counted in the query.
inline void redirect_chain(exchange& x)
{
    const auto hop = try_number(x.asked().query()).value_or(0);
    if (hop >= x.fault().amount)
        right(x);
    else
        redirect_to<302>(x, x.origin() + std::string{x.asked().path()} + '?' + std::to_string(hop + 1));
}

/// The place of the fault, held within the range that an answer sends.
inline std::uint64_t fault_in(const exchange& x, const http_answer& answer)
{
    return std::clamp(x.where(), answer.from, answer.to);
}

/// The answer's head and its body up to the place of the fault; what follows is the behaviour's own.
inline void up_to_fault(exchange& x, const http_answer& answer)
{
    x.send(answer.head);
    x.send_content(answer.from, fault_in(x, answer));
}

inline void truncated(exchange& x)
{
    up_to_fault(x, x.right_answer());
    x.close();
}

inline void reset_at(exchange& x)
{
    up_to_fault(x, x.right_answer());
    x.pause(milliseconds{20}); // A reset overtakes what the client has not read yet.
    x.reset();
}

inline void stalled(exchange& x)
{
    up_to_fault(x, x.right_answer());
    x.stall();
}

/// The right answer with its Content-Length replaced, closed after the body.
inline void with_length(exchange& x, std::string length)
{
    auto answer = x.right_answer();
    answer.head.set("Content-Length", std::move(length));
    answer.ends_connection = true;
    x.send(answer);
}

/// The right 206 if the client resumes with a Range that the server grants. Otherwise it has answered: the first time
/// with half of the content, so that there is something to resume, and rightly from then on.
inline std::optional<http_answer> try_resumption(exchange& x)
{
    auto answer = x.right_answer();
    if (answer.head.status_line == status_line(206))
        return answer;
    if (x.number() == 1)
        truncated(x);
    else
        x.send(answer);
    return std::nullopt;
}

/// A 206 for other bytes than were asked for.
inline void shifted(exchange& x, const http_answer& asked, std::uint64_t from)
{
    auto answer = asked;
    answer.from = from;
    answer.head.set("Content-Range", "bytes " + std::to_string(from) + '-' + std::to_string(answer.to - 1) + '/' +
                                         std::to_string(x.size()));
    answer.head.set("Content-Length", std::to_string(answer.to - from));
    x.send(answer);
}

/// The first part of an older content of that size: same path, other bytes.
inline void older_content(exchange& x, std::uint64_t size, std::uint64_t cut, void (*change)(http_head&))
{
    const served_content older = patterned_bytes{size, 0x01de5};
    auto head = x.right_answer().head;
    head.status_line = status_line(200);
    head.remove("Content-Range").set("Content-Length", std::to_string(size)).set("ETag", older.etag());
    head.set("Last-Modified", "Sun, 01 Jan 2023 00:00:00 GMT");
    change(head);
    x.send(head);
    x.send_content(older, 0, cut);
    x.close();
}

inline void keep_head(http_head&) {}

/// First the older content under the validators that `change` leaves, then the right one under the same.
inline void older_then_right(exchange& x, void (*change)(http_head&))
{
    if (x.number() == 1)
        return older_content(x, x.size(), x.size() / 2, change);
    auto answer = x.right_answer();
    change(answer.head);
    x.send(answer);
}

inline std::string hexadecimal(std::uint64_t number)
{
    std::string digits;
    do
        digits.insert(digits.begin(), "0123456789abcdef"[number % 16]);
    while (number /= 16);
    return digits;
}

/// Sends the right answer's head for a body in chunks.
inline http_answer chunked_head(exchange& x)
{
    auto answer = x.right_answer();
    answer.head.remove("Content-Length").add("Transfer-Encoding", "chunked");
    x.send(answer.head);
    return answer;
}

inline void send_chunk(exchange& x, std::uint64_t from, std::uint64_t to, std::string_view extension = {})
{
    if (from == to)
        return;
    x.send(hexadecimal(to - from).append(extension) + "\r\n");
    x.send_content(from, to);
    x.send("\r\n");
}

/// All chunks of a right body but the empty last one.
inline void chunks(exchange& x, const http_answer& answer, std::string_view extension = {})
{
    const auto third = (answer.to - answer.from) / 3;
    send_chunk(x, answer.from, answer.from + third, extension);
    send_chunk(x, answer.from + third, answer.from + 2 * third, extension);
    send_chunk(x, answer.from + 2 * third, answer.to, extension);
}

inline std::uint32_t crc32(std::string_view bytes) noexcept
{
    std::uint32_t crc = 0xffffffffu;
    for (const auto byte : bytes)
    {
        crc ^= static_cast<unsigned char>(byte);
        for (int bit = 0; bit < 8; ++bit)
            crc = crc >> 1 ^ (crc & 1 ? 0xedb88320u : 0);
    }
    return ~crc;
}

/// A valid gzip stream that stores the bytes as they are.
inline std::string gzipped(std::string_view bytes)
{
    using namespace std::string_view_literals;
    const auto put = [](std::string& out, std::uint64_t number, int width) {
        for (int i = 0; i < width; ++i)
            out += static_cast<char>(static_cast<unsigned char>(number >> (8 * i)));
    };
    std::string out{"\x1f\x8b\x08\0\0\0\0\0\0\xff"sv};
    auto rest = bytes;
    do
    {
        const auto block = rest.substr(0, 0xffff);
        rest.remove_prefix(block.size());
        out += rest.empty() ? '\1' : '\0';
        put(out, block.size(), 2);
        put(out, ~block.size(), 2);
        out += block;
    } while (!rest.empty());
    put(out, crc32(bytes), 4);
    put(out, bytes.size(), 4);
    return out;
}

inline void encoded(exchange& x, std::string_view encoding, std::string body)
{
    auto answer = x.right_answer();
    answer.head.status_line = status_line(200);
    answer.head.remove("Content-Range").set("Content-Length", std::to_string(body.size()));
    x.send(answer.head.add("Content-Encoding", std::string{encoding}));
    x.send(std::move(body));
}

/// The right answer but for one bit at the place of the fault.
inline void corrupted(exchange& x)
{
    const auto answer = x.right_answer();
    const auto bad = fault_in(x, answer);
    up_to_fault(x, answer);
    if (bad == answer.to)
        return;
    char byte[1];
    x.content().read(bad, byte);
    x.send(std::string(1, static_cast<char>(byte[0] ^ 1)));
    x.send_content(bad + 1, answer.to);
}

/// The right answer with its head spelt in another way.
inline void respelt(exchange& x, std::string (*spell)(const http_head&))
{
    const auto answer = x.right_answer();
    x.send(spell(answer.head));
    x.send_content(answer.from, answer.to);
}

inline std::string with_names(const http_head& head, char (*change)(char))
{
    auto changed = head;
    for (auto& field : changed.fields)
        std::transform(field.first.begin(), field.first.end(), field.first.begin(), change);
    return changed.str();
}

constexpr char upper(char letter) noexcept
{
    return letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
}
} // namespace wua::detail::faulty
