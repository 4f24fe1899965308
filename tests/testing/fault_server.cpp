// SPDX-License-Identifier: MIT
// The fault server, seen from the wire by a client that believes nothing.

#include "catch.hpp"
#include <wua/testing/fault_server.hpp>

#include <chrono>
#include <cstdint>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <vector>

using namespace std::chrono_literals;

namespace
{
const wua::patterned_bytes content{1000, 7};

// Of a client that knows that nothing more may come.
constexpr std::chrono::milliseconds patience_with_silence{400};

/// What came over one connection, and how it ended.
struct transcript
{
    std::string bytes;
    bool has_ended = false;
    bool was_reset = false;

    bool operator==(const transcript&) const = default;

    std::string head() const
    {
        return bytes.substr(0, bytes.find("\r\n\r\n") + 2);
    }

    std::string body() const
    {
        const auto end = bytes.find("\r\n\r\n");
        return end == std::string::npos ? std::string{} : bytes.substr(end + 4);
    }
};

std::uint16_t port_in(const std::string& url)
{
    return static_cast<std::uint16_t>(std::stoul(url.substr(url.find(':', 7) + 1)));
}

/// A connection that sends and reads raw bytes.
class raw_client
{
public:
    explicit raw_client(std::uint16_t port) : m_socket{wua::detail::loopback_socket::connecting(port)} {}

    /// Waits until the connection is made or refused; false if neither happens in time.
    bool wait_for_connection(std::chrono::milliseconds limit)
    {
        auto polled = m_socket.to_poll(true);
        return wua::detail::poll_native(&polled, 1, static_cast<int>(limit.count())) > 0;
    }

    void send(std::string_view text)
    {
        while (!text.empty() && wait_for_connection(5s))
        {
            const auto wrote = m_socket.send(text);
            text.remove_prefix(wrote.bytes);
            if (wrote.finished)
                return;
        }
    }

    /// Reads to the end of the connection, or until `enough` bytes are there, or until nothing comes for that long.
    transcript read(std::size_t enough = SIZE_MAX, std::chrono::milliseconds patience = 5s)
    {
        transcript read;
        std::string buffer(65536, '\0');
        while (read.bytes.size() < enough && !read.has_ended)
        {
            auto polled = m_socket.to_poll(false);
            if (wua::detail::poll_native(&polled, 1, static_cast<int>(patience.count())) <= 0)
                break;
            const auto got = m_socket.receive(buffer);
            read.bytes.append(buffer, 0, got.bytes);
            read.has_ended = got.finished;
            // Wine reads a reset as the end, and tells of it in the poll alone.
            read.was_reset = got.failed || (got.finished && (polled.revents & POLLERR) != 0);
        }
        return read;
    }

private:
    wua::detail::loopback_socket m_socket;
};

std::string get(const std::string& target, const std::string& fields = {}, const char* method = "GET")
{
    return std::string{method} + ' ' + target + " HTTP/1.1\r\nHost: here\r\nConnection: close\r\n" + fields + "\r\n";
}

transcript fetch(const std::string& url, const std::string& fields = {}, const char* method = "GET",
                 std::chrono::milliseconds patience = 5s)
{
    raw_client client{port_in(url)};
    client.send(get(url.substr(url.find('/', 8)), fields, method));
    return client.read(SIZE_MAX, patience);
}

std::string serve(wua::fault_server& server, std::string_view name)
{
    return server.serve('/' + std::string{name}, content, wua::misbehaviour_named(name));
}

transcript first_answer(std::string_view name)
{
    wua::fault_server server;
    return fetch(serve(server, name));
}

/// The answer to a resumption at the middle, after a first attempt.
transcript resumption(std::string_view name, const std::string& fields = "Range: bytes=500-\r\n")
{
    wua::fault_server server;
    const auto url = serve(server, name);
    fetch(url);
    return fetch(url, fields);
}

bool is_refused(std::uint16_t port)
{
    try
    {
        raw_client client{port};
        return client.read(SIZE_MAX, 200ms).was_reset;
    }
    catch (const std::system_error&)
    {
        return true;
    }
}

bool has(const std::string& text, std::string_view part)
{
    return text.find(part) != std::string::npos;
}

std::string middle_to_end()
{
    return content.str().substr(500);
}

bool is_over_http(const wua::misbehaviour& behaviour)
{
    return behaviour.listener == wua::listener_kind::plain;
}
} // namespace

TEST_CASE("patterned bytes are the same wherever reading starts", "[fault_server]")
{
    const auto whole = content.str();
    REQUIRE(whole.size() == content.size());
    for (std::uint64_t offset = 0; offset < 40; ++offset)
    {
        std::string part(100, '\0');
        content.read(offset, part);
        CHECK(part == whole.substr(static_cast<std::size_t>(offset), 100));
        CHECK(content[offset] == whole[static_cast<std::size_t>(offset)]);
    }
    CHECK(wua::patterned_bytes{1000, 8}.str() != whole);
    std::string distant(16, '\0');
    wua::patterned_bytes{std::uint64_t{1} << 40}.read((std::uint64_t{1} << 40) - 16, distant);
    CHECK(distant != std::string(16, '\0'));
}

TEST_CASE("dates are written as HTTP writes them", "[fault_server]")
{
    using std::chrono::system_clock;
    CHECK(wua::http_date(system_clock::from_time_t(0)) == "Thu, 01 Jan 1970 00:00:00 GMT");
    CHECK(wua::http_date(system_clock::from_time_t(1704067200)) == wua::response_script::last_modified);
    CHECK(wua::http_date(system_clock::from_time_t(1709251199)) == "Thu, 29 Feb 2024 23:59:59 GMT");
}

TEST_CASE("the table of misbehaviours names each one once and says what it means", "[fault_server]")
{
    std::set<std::string_view> names;
    for (const auto& behaviour : wua::all_misbehaviours())
    {
        CAPTURE(behaviour.name);
        CHECK(names.insert(behaviour.name).second);
        CHECK(behaviour.respond != nullptr);
        CHECK(behaviour.meaning.ends_with('.'));
        // What heals is not hopeless, and what nobody can notice is not a failure of the protocol.
        if (behaviour.bad_responses != wua::misbehaviour::always)
            CHECK(behaviour.expected <= wua::expectation::delivers_after_retry);
    }
    CHECK(names.size() >= 500);
    static_assert(wua::misbehaviour_named("truncated_at_1").where.in(1000) == 1);
    CHECK(wua::misbehaviour_named("corrupted_at_half").at(7).where.in(1000) == 7);
    CHECK_THROWS_WITH(
        wua::misbehaviour_named("no such"), "no misbehaviour is called 'no such'; docs/misbehaviours.md has them all");
}

TEST_CASE("a well-behaved path gives its content, its head, its ranges and its validators", "[fault_server]")
{
    wua::fault_server server;
    const auto url = server.serve("/name.bin", content);
    CHECK(server.url("/name.bin") == url);
    CHECK(url == server.origin() + "/name.bin");

    const auto whole = fetch(url);
    CHECK(whole.head().starts_with("HTTP/1.1 200 OK\r\n"));
    CHECK(has(whole.head(), "Content-Length: 1000\r\n"));
    CHECK(whole.body() == content.str());

    const auto head = fetch(url, {}, "HEAD");
    CHECK(head.head() == whole.head());
    CHECK(head.body().empty());

    const auto range = fetch(url, "Range: bytes=10-19\r\n");
    CHECK(range.head().starts_with("HTTP/1.1 206 Partial Content\r\n"));
    CHECK(has(range.head(), "Content-Range: bytes 10-19/1000\r\n"));
    CHECK(range.body() == content.str().substr(10, 10));
    CHECK(fetch(url, "Range: bytes=990-\r\n").body() == content.str().substr(990));
    CHECK(fetch(url, "Range: bytes=990-5000\r\n").body() == content.str().substr(990));
    CHECK(fetch(url, "Range: bytes=-7\r\n").body() == content.str().substr(993));
    CHECK(fetch(url, "Range: bytes=1-2,4-5\r\n").body() == content.str());
    CHECK(fetch(url, "Range: bytes=9-3\r\n").body() == content.str());

    const auto past = fetch(url, "Range: bytes=1000-\r\n");
    CHECK(past.head().starts_with("HTTP/1.1 416 "));
    CHECK(has(past.head(), "Content-Range: bytes */1000\r\n"));

    const auto etag = wua::served_content{content}.etag();
    CHECK(has(whole.head(), "ETag: " + etag + "\r\n"));
    const std::string last = "Range: bytes=999-\r\nIf-Range: ";
    CHECK(fetch(url, last + etag + "\r\n").body() == content.str().substr(999));
    CHECK(fetch(url, last + std::string{wua::response_script::last_modified} + "\r\n").body() ==
          content.str().substr(999));
    CHECK(fetch(url, last + "\"other\"\r\n").body() == content.str());
    CHECK(fetch(url, last + "W/" + etag + "\r\n").body() == content.str());

    CHECK(fetch(server.serve("/text", "hello")).body() == "hello");
    const auto empty = fetch(server.serve("/empty", ""));
    CHECK(has(empty.head(), "Content-Length: 0\r\n"));
    CHECK(empty.body().empty());
    CHECK(fetch(server.origin() + "/missing").head().starts_with("HTTP/1.1 404 "));
    CHECK(fetch(url, {}, "POST").head().starts_with("HTTP/1.1 405 "));
    CHECK_THROWS_AS(server.url("/missing"), std::out_of_range);
    CHECK_THROWS_AS(server.serve("no-slash", ""), std::invalid_argument);
}

TEST_CASE("requests on one connection are answered in order and recorded", "[fault_server]")
{
    wua::fault_server server;
    const auto url = server.serve("/a", "first");
    server.serve("/b", "second");
    raw_client client{port_in(url)};
    client.send("GET /a HTTP/1.1\r\nhost: here\r\nAuthorization: Basic eA==\r\n\r\n" + get("/b?x=1"));
    const auto answers = client.read();
    CHECK(answers.has_ended);
    CHECK_FALSE(answers.was_reset);
    CHECK(answers.bytes.find("first") < answers.bytes.find("second"));
    fetch(url);

    const auto asked = server.requests();
    REQUIRE(asked.size() == 3);
    CHECK(asked[0].method == "GET");
    CHECK(asked[0].target == "/a");
    CHECK(asked[0].field("HOST") == "here");
    CHECK(asked[0].field("authorization") == "Basic eA==");
    CHECK_FALSE(asked[0].field("Range"));
    CHECK(asked[1].query() == "x=1");
    CHECK(asked[1].connection == asked[0].connection);
    CHECK(asked[1].number_on_connection == 2);
    CHECK(asked[2].connection != asked[0].connection);
    CHECK(server.requests("/a").size() == 2);
    CHECK(server.accepted_connections() == 2);
    server.forget_requests();
    CHECK(server.requests().empty());
}

TEST_CASE("what is no request is answered with status 400, and the connection closed", "[fault_server]")
{
    wua::fault_server server;
    const auto url = server.serve("/a", "first");
    for (const char* const head : {"GET\r\n\r\n", "GET /a\r\n\r\n", "GET /a HTTP/1.1\r\nHost here\r\n\r\n", "\r\n\r\n"})
    {
        INFO(head);
        raw_client client{port_in(url)};
        client.send(head);
        const auto answer = client.read();
        CHECK(has(answer.head(), "HTTP/1.1 400 "));
        CHECK(answer.has_ended);
    }
}

TEST_CASE("a client of HTTP/1.0 that asks for it keeps its connection", "[fault_server]")
{
    wua::fault_server server;
    const auto url = server.serve("/a", "first");
    raw_client client{port_in(url)};
    client.send("GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    const auto kept = client.read(SIZE_MAX, patience_with_silence);
    CHECK(has(kept.head(), "Connection: keep-alive\r\n"));
    CHECK(kept.body() == "first");
    CHECK_FALSE(kept.has_ended);
    client.send("GET /a HTTP/1.0\r\n\r\n");
    CHECK(client.read().has_ended);
    CHECK(server.accepted_connections() == 1);
}

TEST_CASE("no misbehaviour answers as a right server does", "[fault_server]")
{
    wua::fault_server right;
    wua::fault_server wrong;
    for (const auto& behaviour : wua::all_misbehaviours())
    {
        if (!is_over_http(behaviour) || behaviour.bad_responses == 0 ||
            behaviour.expected == wua::expectation::must_be_abortable || behaviour.amount >= 1 << 20 ||
            behaviour.name == "connection_close")
            continue;
        CAPTURE(behaviour.name);
        const auto path = '/' + std::string{behaviour.name};
        const auto good = right.serve(path, content);
        const auto bad = wrong.serve(path, content, behaviour);
        const auto is_timed = behaviour.name.starts_with("slow_") || behaviour.name.starts_with("pauses_") ||
                              behaviour.name.starts_with("parts_") || behaviour.name.starts_with("one_part_");
        const std::string condition = "If-None-Match: \"other\"\r\n"; // which most do not look at
        const auto first = fetch(bad, condition, "GET", is_timed ? 5s : patience_with_silence);
        if (is_timed)
            CHECK(first.body() == content.str());
        else
            CHECK_FALSE(first == fetch(good, condition));
        const auto breaks_resumption = behaviour.name.starts_with("range_") && behaviour.bad_responses == 2;
        const std::string fields = "Range: bytes=500-\r\n";
        if (breaks_resumption)
            CHECK_FALSE(fetch(bad, fields, "GET", patience_with_silence) == fetch(good, fields));
    }
}

TEST_CASE("a misbehaviour heals after its bad answers", "[fault_server]")
{
    wua::fault_server right;
    wua::fault_server wrong;
    for (const auto& behaviour : wua::all_misbehaviours())
    {
        const auto is_own = behaviour.listener == wua::listener_kind::own;
        if ((!is_over_http(behaviour) && !is_own) || behaviour.bad_responses == wua::misbehaviour::always)
            continue;
        CAPTURE(behaviour.name);
        const auto path = '/' + std::string{behaviour.name};
        const auto bad = wrong.serve(path, content, behaviour);
        for (std::uint32_t attempt = 0; attempt < behaviour.bad_responses; ++attempt)
            fetch(bad, {}, "GET", patience_with_silence);
        CHECK(fetch(bad) == fetch(right.serve(path, content)));
    }
}

TEST_CASE("a truncated answer promises everything and ends at every chosen byte", "[fault_server]")
{
    wua::fault_server server;
    const wua::patterned_bytes small{40};
    for (std::uint64_t cut = 0; cut < small.size(); ++cut)
    {
        const auto url = server.serve("/cut", small, wua::misbehaviour_named("truncated_at_half").at(cut));
        const auto first = fetch(url);
        CHECK(has(first.head(), "Content-Length: 40\r\n"));
        CHECK(first.body() == small.str().substr(0, static_cast<std::size_t>(cut)));
        CHECK_FALSE(first.was_reset);
        CHECK(fetch(url, "Range: bytes=" + std::to_string(cut) + "-\r\n").body() ==
              small.str().substr(static_cast<std::size_t>(cut)));
    }
}

TEST_CASE("a corrupted answer differs in one byte, at every chosen place", "[fault_server]")
{
    wua::fault_server server;
    const wua::patterned_bytes small{40};
    for (std::size_t place = 0; place < small.size(); ++place)
    {
        auto expected = small.str();
        expected[place] = static_cast<char>(expected[place] ^ 1);
        const auto behaviour = wua::misbehaviour_named("corrupted_always").at(place);
        CHECK(fetch(server.serve("/bad", small, behaviour)).body() == expected);
    }
}

TEST_CASE("connections end as the misbehaviour says", "[fault_server]")
{
    CHECK(first_answer("reset_before_answer") == transcript{{}, true, true});
    CHECK(first_answer("closed_before_answer") == transcript{{}, true, false});
    CHECK(first_answer("reset_at_half").was_reset);
    CHECK(first_answer("reset_at_half").body() == content.str().substr(0, 500));
    CHECK_FALSE(has(first_answer("closed_mid_head").bytes, "\r\n\r\n"));

    wua::fault_server server;
    raw_client closed{port_in(serve(server, "accepted_and_closed"))};
    CHECK(closed.read() == transcript{{}, true, false});
    raw_client reset{port_in(serve(server, "accepted_and_reset"))};
    CHECK(reset.read() == transcript{{}, true, true});
    raw_client greeted{port_in(serve(server, "speaks_first"))};
    CHECK(greeted.read().bytes.starts_with("220 "));
    CHECK(is_refused(port_in(serve(server, "refused"))));
    CHECK_FALSE(is_refused(port_in(server.origin())));
}

#ifdef __linux__
TEST_CASE("a server that never accepts leaves clients connecting", "[fault_server]")
{
    wua::fault_server server;
    raw_client client{port_in(serve(server, "never_connects"))};
    CHECK_FALSE(client.wait_for_connection(200ms));
}
#endif

TEST_CASE("a server on ::1 alone is not found on 127.0.0.1", "[fault_server]")
{
    wua::fault_server server;
    const auto& behaviour = wua::misbehaviour_named("ipv6_only");
    if (!server.can_serve(behaviour))
    {
        skip("this machine has no IPv6 address ::1");
        return;
    }
    const auto url = server.serve("/six", content, behaviour);
    CHECK(url.starts_with("http://[::1]:"));
    CHECK(is_refused(static_cast<std::uint16_t>(std::stoul(url.substr(13)))));
}

TEST_CASE("lengths lie as the misbehaviour says", "[fault_server]")
{
    const auto length_of = [](std::string_view name) { return first_answer(name).head(); };
    CHECK(has(length_of("length_too_long"), "Content-Length: 1100\r\n"));
    CHECK(has(length_of("length_too_short"), "Content-Length: 500\r\n"));
    CHECK(has(length_of("length_negative"), "Content-Length: -1\r\n"));
    CHECK(has(length_of("length_garbage"), "Content-Length: plenty\r\n"));
    CHECK(has(length_of("length_overflows"), "Content-Length: 18446744073709551617\r\n"));
    CHECK(has(length_of("length_conflicting"), "Content-Length: 1000\r\n"));
    CHECK(has(length_of("length_conflicting"), "Content-Length: 1001\r\n"));
    CHECK_FALSE(has(length_of("length_missing"), "Content-Length"));
    CHECK(first_answer("length_missing").body() == content.str());
    CHECK_FALSE(has(length_of("length_missing_and_truncated"), "Content-Length"));
    CHECK(first_answer("length_missing_and_truncated").body().size() == 500);
    CHECK(has(length_of("empty_body"), "Content-Length: 0\r\n"));
}

TEST_CASE("resumptions are answered as the misbehaviour says", "[fault_server]")
{
    CHECK(resumption("range_ignored").head().starts_with("HTTP/1.1 200 "));
    CHECK(resumption("range_ignored").body() == content.str());
    CHECK(has(resumption("range_shifted").head(), "Content-Range: bytes 510-999/1000\r\n"));
    CHECK(resumption("range_shifted").body() == content.str().substr(510));
    CHECK(has(resumption("range_overlapping").head(), "Content-Range: bytes 490-999/1000\r\n"));
    CHECK(resumption("range_overlapping").body() == content.str().substr(490));
    CHECK(has(resumption("range_shifted_silently").head(), "Content-Range: bytes 500-999/1000\r\n"));
    CHECK(resumption("range_shifted_silently").body() == content.str().substr(490, 500));
    CHECK(has(resumption("range_wrong_total").head(), "Content-Range: bytes 500-999/1100\r\n"));
    CHECK(has(resumption("range_unknown_total").head(), "Content-Range: bytes 500-999/*\r\n"));
    CHECK(resumption("range_unknown_total").body() == middle_to_end());
    CHECK(resumption("range_without_content_range").head().starts_with("HTTP/1.1 206 "));
    CHECK_FALSE(has(resumption("range_without_content_range").head(), "Content-Range"));
    CHECK(has(resumption("range_garbage").head(), "Content-Range: bytes some-of/it\r\n"));
    const auto parts = resumption("range_multipart");
    CHECK(has(parts.head(), "Content-Type: multipart/byteranges; boundary=wua\r\n"));
    CHECK(has(parts.head(), "Content-Length: " + std::to_string(parts.body().size()) + "\r\n"));
    CHECK(has(parts.body(), "Content-Range: bytes 500-999/1000\r\n\r\n" + middle_to_end() + "\r\n--wua--"));
    CHECK(resumption("range_truncated").body() == content.str().substr(500, 499));
    CHECK(resumption("range_refused").head().starts_with("HTTP/1.1 416 "));
    CHECK(has(first_answer("range_unasked").head(), "Content-Range: bytes 500-999/1000\r\n"));
    CHECK(resumption("ranges_not_accepted").body() == content.str());
    CHECK(resumption("range_416_at_full_length", "Range: bytes=1000-\r\n").head().starts_with("HTTP/1.1 416 "));
}

TEST_CASE("content changes between two attempts as the misbehaviour says", "[fault_server]")
{
    const auto right_etag = "ETag: " + wua::served_content{content}.etag() + "\r\n";
    const auto right = [](std::string_view name) { return resumption(name, {}).body() == content.str(); };
    for (const auto name : {"etag_changed", "content_grew", "content_shrank"})
    {
        CAPTURE(name);
        const auto first = first_answer(name);
        CHECK(has(first.head(), "ETag: \""));
        CHECK_FALSE(has(first.head(), right_etag));
        CHECK(content.str().find(first.body()) == std::string::npos);
        CHECK(right(name));
    }
    CHECK(first_answer("content_grew").body().size() == 250);
    CHECK(first_answer("content_shrank").body().size() == 1500);
    CHECK(has(first_answer("weak_etag_changed").head(), "ETag: W/\"same\"\r\n"));
    CHECK(has(resumption("weak_etag_changed").head(), "ETag: W/\"same\"\r\n"));
    CHECK(resumption("weak_etag_changed").body() == middle_to_end());
    CHECK_FALSE(has(first_answer("no_validator_changed").head(), "ETag"));
    CHECK_FALSE(has(first_answer("no_validator_changed").head(), "Last-Modified"));
    CHECK(has(first_answer("same_etag_changed").head(), right_etag));
    CHECK(content.str().find(first_answer("same_etag_changed").body()) == std::string::npos);
}

TEST_CASE("retries are asked for in seconds and as a date", "[fault_server]")
{
    CHECK(has(first_answer("retry_after_seconds_429").head(), "Retry-After: 1\r\n"));
    CHECK(first_answer("retry_after_seconds_503").head().starts_with("HTTP/1.1 503 "));
    CHECK(first_answer("retry_after_date_429").head().starts_with("HTTP/1.1 429 "));
    CHECK(has(first_answer("retry_after_date_503").head(), " GMT\r\n"));
}

TEST_CASE("redirects lead where the misbehaviour says", "[fault_server]")
{
    wua::fault_server server;
    const auto location = [&](std::string_view name, const std::string& query = {}) {
        const auto head = fetch(serve(server, name) + query).head();
        const auto start = head.find("Location: ");
        return start == std::string::npos ? std::string{}
                                          : head.substr(start + 10, head.find('\r', start) - start - 10);
    };
    for (const auto status : {"301", "302", "303", "307", "308"})
    {
        const auto url = serve(server, std::string{"redirect_"} + status);
        CHECK(fetch(url).head().starts_with(std::string{"HTTP/1.1 "} + status));
        CHECK(location(std::string{"redirect_"} + status) == url + "?moved");
        CHECK(fetch(url + "?moved").body() == content.str());
    }
    CHECK(location("redirect_relative") == "redirect_relative?moved");
    CHECK(location("redirect_chain", "?4") == server.origin() + "/redirect_chain?5");
    CHECK(fetch(server.url("/redirect_chain") + "?5").body() == content.str());
    CHECK(location("redirect_chain_too_long", "?98") == server.origin() + "/redirect_chain_too_long?99");
    CHECK(location("redirect_loop") == server.origin() + "/redirect_loop");
    CHECK(location("redirect_to_other_host").starts_with("http://localhost:"));
    CHECK(location("redirect_to_file").starts_with("file:///"));
    CHECK(location("redirect_to_ftp").starts_with("ftp://"));
    CHECK(location("redirect_without_location").empty());
}

TEST_CASE("chunks are framed as the misbehaviour says", "[fault_server]")
{
    CHECK(first_answer("chunked").body() ==
          "14d\r\n" + content.str().substr(0, 333) + "\r\n14d\r\n" + content.str().substr(333, 333) + "\r\n14e\r\n" +
              content.str().substr(666) + "\r\n0\r\n\r\n");
    CHECK(has(first_answer("chunked_with_extensions").body(), "14d;name=\"value\"\r\n"));
    CHECK_FALSE(first_answer("chunked_without_end").body().ends_with("0\r\n\r\n"));
    CHECK(first_answer("chunk_size_wrong").body().starts_with("1f4\r\n" + content.str()));
    CHECK(first_answer("chunk_size_garbage").body().starts_with("many\r\n"));
    CHECK(first_answer("chunk_truncated").body() == "3e8\r\n" + content.str().substr(0, 500));
}

TEST_CASE("heads are spelt as the misbehaviour says", "[fault_server]")
{
    CHECK(first_answer("http_0_9").bytes == content.str());
    CHECK(first_answer("http_1_0").bytes.starts_with("HTTP/1.0 200 OK\r\n"));
    CHECK(has(first_answer("names_lower_case").head(), "\r\ncontent-length: 1000\r\n"));
    CHECK(has(first_answer("names_upper_case").head(), "\r\nCONTENT-LENGTH: 1000\r\n"));
    CHECK(first_answer("no_reason").head().starts_with("HTTP/1.1 200 \r\n"));
    CHECK(has(first_answer("folded_header").head(), "X-Folded: one\r\n two\r\n"));
    const auto line_feeds = first_answer("line_feeds_only").bytes;
    CHECK(line_feeds.ends_with("\n\n" + content.str()));
    CHECK(has(line_feeds, "Content-Length: 1000\nConnection"));
    CHECK(first_answer("many_headers").bytes.size() > 2'200'000);
    CHECK(first_answer("huge_header").bytes.size() > 1 << 20);
    CHECK(first_answer("trailing_garbage").bytes.ends_with("nobody asked for"));
    CHECK(has(first_answer("extra_answer").body(), content.str() + "HTTP/1.1 200 OK"));
    CHECK(first_answer("continue_first").bytes.starts_with("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK"));
    CHECK(first_answer("early_hints_first").bytes.starts_with("HTTP/1.1 103 Early Hints\r\n"));
    CHECK(first_answer("status_invalid").bytes.starts_with("HTTP/1.1 fine OK\r\n"));
}

TEST_CASE("gzip is a right stream of stored blocks", "[fault_server]")
{
    const auto answer = first_answer("gzip_unasked");
    CHECK(has(answer.head(), "Content-Encoding: gzip\r\n"));
    const auto body = answer.body();
    REQUIRE(body.size() == 10 + 5 + 1000 + 8);
    CHECK(body.starts_with("\x1f\x8b\x08"));
    CHECK(body.substr(15, 1000) == content.str());
    CHECK(wua::detail::behaviours::crc32("123456789") == 0xcbf43926u);
    CHECK(wua::detail::behaviours::gzipped(std::string(70000, 'x')).size() == 10 + 5 + 65535 + 5 + 4465 + 8);
    CHECK(first_answer("gzip_broken").body() != body);
}

TEST_CASE("a connection that should be kept is closed", "[fault_server]")
{
    wua::fault_server server;
    for (const auto name : {"connection_close", "closes_unannounced", "length_missing", "http_1_0"})
    {
        CAPTURE(name);
        raw_client client{port_in(serve(server, name))};
        client.send("GET /" + std::string{name} + " HTTP/1.1\r\n\r\n");
        const auto answer = client.read();
        CHECK(answer.has_ended);
        CHECK_FALSE(answer.was_reset);
        CHECK(answer.body() == content.str());
        CHECK(has(answer.head(), "Connection: keep-alive\r\n") == (name == std::string_view{"closes_unannounced"}));
    }
}

TEST_CASE("a kept connection is closed as the next request arrives on it", "[fault_server]")
{
    wua::fault_server server;
    const auto url = serve(server, "idle_close_race");
    raw_client client{port_in(url)};
    client.send("GET /idle_close_race HTTP/1.1\r\n\r\n");
    CHECK(has(client.read(40).bytes, "HTTP/1.1 302 "));
    client.send(get("/idle_close_race?moved"));
    CHECK(has(client.read().bytes, "HTTP/1.1") == false);
    CHECK(fetch(url + "?moved").body() == content.str());
}

TEST_CASE("an endless body ends when the client leaves", "[fault_server]")
{
    wua::fault_server server;
    for (const auto name : {"endless_body", "endless_chunks", "endless_header"})
    {
        CAPTURE(name);
        const auto url = serve(server, name);
        {
            raw_client client{port_in(url)};
            client.send(get(url.substr(url.find('/', 8))));
            CHECK(client.read(1 << 20).bytes.size() >= 1 << 20);
        }
        CHECK(server.wait_until_idle(5s));
    }
    CHECK(server.bytes_sent() < 128u << 20);
}

TEST_CASE("an endless body ends at its bound", "[fault_server]")
{
    wua::fault_server server;
    const auto url = server.serve("/e", content, wua::misbehaviour_named("endless_body").by(3 << 20));
    raw_client client{port_in(url)};
    client.send(get("/e"));
    const auto all = client.read();
    CHECK(all.has_ended);
    CHECK(all.bytes.size() <= (3 << 20) + 100);
    CHECK(server.wait_for_bytes_sent(3 << 20, 5s));
}

TEST_CASE("the server stops at once with stalled clients of every kind", "[fault_server]")
{
    wua::fault_server server;
    std::vector<raw_client> clients;
    std::vector<std::string> names;
    for (const auto& behaviour : wua::all_misbehaviours())
    {
        if (behaviour.expected != wua::expectation::must_be_abortable || !is_over_http(behaviour) ||
            behaviour.name == "retry_after_a_year")
            continue;
        const auto url = serve(server, behaviour.name);
        for (int repeat = 0; repeat < 5; ++repeat)
        {
            clients.emplace_back(port_in(url));
            clients.back().send(get(url.substr(url.find('/', 8))));
            names.emplace_back(behaviour.name);
        }
    }
    REQUIRE(clients.size() >= 30);
    REQUIRE(server.wait_for_requests(clients.size(), 5s));
    CHECK(server.open_connections() == clients.size());
    const auto start = std::chrono::steady_clock::now();
    server.stop();
    CHECK(std::chrono::steady_clock::now() - start < 100ms);
    CHECK(server.open_connections() == 0);
    for (std::size_t i = 0; i < clients.size(); ++i)
    {
        CAPTURE(names[i]);
        const auto seen = clients[i].read();
        CHECK(seen.has_ended);
        CHECK_FALSE(has(seen.bytes, content.str()));
    }
}

TEST_CASE("many clients at once each get their answer while paths change", "[fault_server]")
{
    wua::fault_server server;
    const wua::patterned_bytes large{300'000};
    const auto url = server.serve("/large", large);
    const auto expected = large.str();
    std::vector<std::string> bodies(8);
    {
        std::vector<std::thread> threads;
        for (auto& body : bodies)
            threads.emplace_back([&body, &url] { body = fetch(url).body(); });
        for (int i = 0; i < 50; ++i)
            server.serve("/other" + std::to_string(i), "x");
        for (auto& thread : threads)
            thread.join();
    }
    for (const auto& body : bodies)
        CHECK(body == expected);
    CHECK(server.requests().size() == bodies.size());
}

TEST_CASE("a test's own misbehaviour is one more aggregate", "[fault_server]")
{
    constexpr wua::misbehaviour teapot{
        "teapot", "418.", wua::expectation::must_fail, wua::misbehaviour::always,
        [](wua::response_script& script) { script.send("HTTP/1.1 418 Teapot\r\n\r\n"); }};
    constexpr wua::misbehaviour broken{"broken", "Throws.", wua::expectation::must_fail, wua::misbehaviour::always,
                                       [](wua::response_script&) { throw std::runtime_error{"broken"}; }};
    wua::fault_server server;
    CHECK(fetch(server.serve("/teapot", content, teapot)).bytes == "HTTP/1.1 418 Teapot\r\n\r\n");
    CHECK(fetch(server.serve("/broken", content, broken)) == transcript{{}, true, true});
}

TEST_CASE("https needs a tls acceptor", "[fault_server]")
{
    wua::fault_server server;
    const auto& behaviour = wua::misbehaviour_named("tls_well_behaved");
    CHECK_FALSE(server.can_serve(behaviour));
    CHECK_THROWS_AS(server.serve("/tls", content, behaviour), std::invalid_argument);
    CHECK(serve(server, "tls_silent").starts_with("https://"));
}
