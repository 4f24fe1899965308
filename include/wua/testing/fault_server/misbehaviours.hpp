// SPDX-License-Identifier: MIT
#pragma once
// The table of named misbehaviours.

#include <wua/testing/fault_server/response_script.hpp>
#include <wua/testing/fault_server/misbehaviour.hpp>
#include <wua/testing/fault_server/misbehaviour_steps.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace wua
{
namespace detail::faulty
{
inline constexpr std::uint32_t always = misbehaviour::always;
inline constexpr std::uint64_t mebibyte = 1 << 20;
inline constexpr auto delivers = expectation::delivers;
inline constexpr auto recovers = expectation::delivers_after_retry;
inline constexpr auto sound = expectation::delivers_or_fails;
inline constexpr auto fails = expectation::must_fail;
inline constexpr auto hangs = expectation::must_be_abortable;
inline constexpr auto half = content_position::half();
inline constexpr auto last_byte = content_position::before_end(1);

inline constexpr misbehaviour misbehaviour_table[] = {
    {"well_behaved", "Everything is right: lengths, ranges, validators, keep-alive.", delivers, 0, right},

    // The body ends too early.
    misbehaviour{"truncated_at_0", "The first answer closes right after its head.", recovers, 1, truncated}.at(0),
    misbehaviour{"truncated_at_1", "The first answer closes after one byte.", recovers, 1, truncated}.at(1),
    misbehaviour{"truncated_at_half", "The first answer closes halfway.", recovers, 1, truncated}.at(half),
    misbehaviour{"truncated_before_last", "The first answer closes one byte too early.", recovers, 1, truncated}.at(
        last_byte),
    misbehaviour{"truncated_three_times", "Each of three answers closes after another quarter at most.", recovers, 3,
                 [](exchange& x)
                 {
                     const auto answer = x.right_answer();
                     x.send(answer.head);
                     x.send_content(answer.from, std::min(answer.to, answer.from + x.size() / 4));
                     x.close();
                 }},
    misbehaviour{"truncated_always", "No answer ever gets past the middle.", fails, always, truncated}.at(half),
    misbehaviour{"reset_at_half", "The first answer is reset (RST) halfway.", recovers, 1, reset_at}.at(half),
    misbehaviour{"reset_always", "Every answer is reset (RST) halfway.", fails, always, reset_at}.at(half),
    {"reset_before_answer", "The first request is answered with a reset (RST).", recovers, 1,
     [](exchange& x) { x.reset(); }},
    {"closed_before_answer", "The first request is answered by closing.", recovers, 1, [](exchange& x) { x.close(); }},
    {"closed_before_every_answer", "Every request is answered by closing.", fails, always,
     [](exchange& x) { x.close(); }},
    misbehaviour{"closed_mid_head", "The first answer closes in the middle of a header.", recovers, 1,
                 [](exchange& x)
                 {
                     x.send("HTTP/1.1 200 OK\r\nContent-Type: application/oc");
                     x.close();
                 }},

    // Connections.
    misbehaviour{"accepted_and_closed", "The first connection is closed as soon as it is accepted.", recovers, 1,
                 [](exchange& x) { x.close(); }}
        .over(endpoint::own),
    misbehaviour{"accepted_and_reset", "Every connection is reset (RST) as soon as it is accepted.", fails, always,
                 [](exchange& x) { x.reset(); }}
        .over(endpoint::own),
    misbehaviour{"refused", "Every connection is refused.", fails, always, right}.over(endpoint::refusing),
    misbehaviour{"never_connects", "A connection is never established (on Linux).", hangs, always, right}.over(
        endpoint::unaccepting),
    misbehaviour{"speaks_first", "Another protocol's greeting comes before the request, and no answer after it.", fails,
                 always,
                 [](exchange& x)
                 {
                     x.send("220 mail.example.org ESMTP\r\n");
                     x.pause(milliseconds{20});
                     x.close();
                 }}
        .over(endpoint::own),
    misbehaviour{"ipv6_only", "The server listens on ::1 alone.", delivers, always, right}.over(endpoint::ipv6),
    {"connection_close", "Every answer says Connection: close and means it.", delivers, always,
     [](exchange& x)
     {
         auto answer = x.right_answer();
         answer.head.set("Connection", "close");
         answer.ends_connection = true;
         x.send(answer);
     }},
    {"closes_unannounced", "The connection is closed after an answer that promised to keep it.", delivers, always,
     [](exchange& x)
     {
         auto answer = x.right_answer();
         answer.head.set("Connection", "keep-alive");
         answer.ends_connection = true;
         x.send(answer);
     }},
    {"idle_close_race", "A redirect keeps the connection, which is then closed just as the next request arrives on it.",
     recovers, always,
     [](exchange& x)
     {
         if (x.asked().number_on_connection > 1)
             x.close();
         else if (x.number() == 1)
             redirect_to<302>(x, x.origin() + std::string{x.asked().path()} + "?moved");
         else
             right(x);
     }},

    // Silence and slowness.
    {"never_answers", "The request is read and nothing is said.", hangs, always, [](exchange& x) { x.stall(); }},
    {"stalls_mid_head", "Silence in the middle of a header.", hangs, always,
     [](exchange& x)
     {
         x.send("HTTP/1.1 200 OK\r\nContent-Type: application/oc");
         x.stall();
     }},
    {"stalls_after_head", "A whole head, then silence.", hangs, always,
     [](exchange& x)
     {
         x.send(x.right_answer().head);
         x.stall();
     }},
    misbehaviour{"stalls_mid_body", "Silence after half of the body.", hangs, always, stalled}.at(half),
    misbehaviour{"stalls_before_last", "Silence before the last byte.", hangs, always, stalled}.at(last_byte),
    {"drips_head_for_ever", "A header line every 20 ms, without end.", hangs, always,
     [](exchange& x)
     {
         x.send("HTTP/1.1 200 OK\r\n");
         x.repeat("X-Drip: 1\r\n", 16 * mebibyte, milliseconds{20});
     }},
    {"drips_body", "A byte every 500 ms.", hangs, always,
     [](exchange& x)
     {
         const auto answer = x.right_answer();
         x.send(answer.head);
         x.drip(x.content(), answer.from, answer.to, 1, milliseconds{500});
     }},
    misbehaviour{"slow_start", "The first bytes come one by one, `amount` ms apart, the rest at full speed.", delivers,
                 always,
                 [](exchange& x)
                 {
                     const auto answer = x.right_answer();
                     const auto slow = std::min(answer.to, answer.from + 32);
                     x.send(answer.head);
                     x.drip(x.content(), answer.from, slow, 1, milliseconds{x.fault().amount});
                     x.send_content(slow, answer.to);
                 }}
        .by(5),
    misbehaviour{"pauses_mid_body", "A pause of `amount` ms halfway.", delivers, always,
                 [](exchange& x)
                 {
                     const auto answer = x.right_answer();
                     up_to_fault(x, answer);
                     x.pause(milliseconds{x.fault().amount});
                     x.send_content(fault_in(x, answer), answer.to);
                 }}
        .at(half)
        .by(300),

    // Content-Length.
    {"length_too_long", "Content-Length promises 100 bytes that never come.", sound, always,
     [](exchange& x)
     {
         const auto answer = x.right_answer();
         with_length(x, std::to_string(answer.to - answer.from + 100));
     }},
    misbehaviour{"length_too_short", "Content-Length is half of what is sent.", fails, always,
                 [](exchange& x)
                 {
                     const auto answer = x.right_answer();
                     with_length(x, std::to_string((answer.to - answer.from) / 2));
                 }}
        .seen_by_manifest_only(),
    {"length_missing", "No Content-Length: the end of the connection ends the body.", delivers, always,
     [](exchange& x)
     {
         auto answer = x.right_answer();
         answer.head.remove("Content-Length").set("Connection", "close");
         answer.ends_connection = true;
         x.send(answer);
     }},
    misbehaviour{"length_missing_and_truncated",
                 "The first answer has no Content-Length and closes halfway, so that it looks complete.", recovers, 1,
                 [](exchange& x)
                 {
                     auto answer = x.right_answer();
                     answer.head.remove("Content-Length").set("Connection", "close");
                     up_to_fault(x, answer);
                     x.close();
                 }}
        .at(half)
        .seen_by_manifest_only(),
    {"length_negative", "Content-Length: -1.", fails, always, [](exchange& x) { with_length(x, "-1"); }},
    {"length_garbage", "Content-Length is no number.", fails, always, [](exchange& x) { with_length(x, "plenty"); }},
    {"length_overflows", "Content-Length is 2^64 + 1.", sound, always,
     [](exchange& x) { with_length(x, "18446744073709551617"); }},
    {"length_conflicting", "Two Content-Length fields that differ.", sound, always,
     [](exchange& x)
     {
         auto answer = x.right_answer();
         answer.head.add("Content-Length", std::to_string(answer.to - answer.from + 1));
         answer.ends_connection = true;
         x.send(answer);
     }},
    {"length_repeated", "Two Content-Length fields that agree.", delivers, always,
     [](exchange& x)
     {
         auto answer = x.right_answer();
         answer.head.add("Content-Length", std::to_string(answer.to - answer.from));
         x.send(answer);
     }},

    // Ranges. Each begins with a truncated answer, so that the client has something to resume.
    misbehaviour{"range_ignored", "A resumption is answered with 200 and the whole content.", recovers, 2,
                 [](exchange& x)
                 {
                     if (auto answer = try_resumption(x))
                     {
                         answer->head.status_line = status_line(200);
                         answer->from = 0;
                         answer->to = x.size();
                         answer->head.remove("Content-Range").set("Content-Length", std::to_string(x.size()));
                         x.send(*answer);
                     }
                 }}
        .at(half),
    misbehaviour{"range_shifted", "A resumption is answered with a 206 that starts `amount` bytes later and says so.",
                 recovers, 2,
                 [](exchange& x)
                 {
                     if (const auto answer = try_resumption(x))
                         shifted(x, *answer, std::min(answer->to - 1, answer->from + x.fault().amount));
                 }}
        .at(half)
        .by(10),
    misbehaviour{"range_overlapping",
                 "A resumption is answered with a 206 that starts `amount` bytes earlier and says so.", recovers, 2,
                 [](exchange& x)
                 {
                     if (const auto answer = try_resumption(x))
                         shifted(x, *answer, answer->from - std::min(answer->from, x.fault().amount));
                 }}
        .at(half)
        .by(10),
    misbehaviour{"range_shifted_silently",
                 "A resumption's Content-Range is right and its bytes come from `amount` bytes earlier.", recovers, 2,
                 [](exchange& x)
                 {
                     if (const auto answer = try_resumption(x))
                     {
                         const auto back = std::min(answer->from, x.fault().amount);
                         x.send(answer->head);
                         x.send_content(answer->from - back, answer->to - back);
                     }
                 }}
        .at(half)
        .by(10)
        .seen_by_manifest_only(),
    misbehaviour{"range_wrong_total", "A resumption's Content-Range names a total that is too large.", recovers, 2,
                 [](exchange& x)
                 {
                     if (auto answer = try_resumption(x))
                     {
                         const auto last = std::to_string(answer->to - 1);
                         answer->head.set("Content-Range", "bytes " + std::to_string(answer->from) + '-' + last + '/' +
                                                               std::to_string(x.size() + 100));
                         x.send(*answer);
                     }
                 }}
        .at(half),
    misbehaviour{"range_unknown_total", "A resumption's Content-Range has '*' for a total, which is right.", recovers,
                 2,
                 [](exchange& x)
                 {
                     if (auto answer = try_resumption(x))
                     {
                         const auto last = std::to_string(answer->to - 1);
                         answer->head.set("Content-Range", "bytes " + std::to_string(answer->from) + '-' + last + "/*");
                         x.send(*answer);
                     }
                 }}
        .at(half),
    misbehaviour{"range_without_content_range", "A resumption is answered with 206 and no Content-Range.", recovers, 2,
                 [](exchange& x)
                 {
                     if (auto answer = try_resumption(x))
                     {
                         answer->head.remove("Content-Range");
                         x.send(*answer);
                     }
                 }}
        .at(half),
    misbehaviour{"range_garbage", "A resumption's Content-Range cannot be read.", recovers, 2,
                 [](exchange& x)
                 {
                     if (auto answer = try_resumption(x))
                     {
                         answer->head.set("Content-Range", "bytes some-of/it");
                         x.send(*answer);
                     }
                 }}
        .at(half),
    misbehaviour{"range_multipart", "A resumption is answered with multipart/byteranges.", recovers, 2,
                 [](exchange& x)
                 {
                     if (auto answer = try_resumption(x))
                     {
                         const auto range = answer->head.fields[4].second;
                         const auto part =
                             "--wua\r\nContent-Type: application/octet-stream\r\nContent-Range: " + range + "\r\n\r\n";
                         const std::string end = "\r\n--wua--\r\n";
                         answer->head.remove("Content-Range");
                         answer->head.set("Content-Type", "multipart/byteranges; boundary=wua");
                         answer->head.set("Content-Length",
                                          std::to_string(part.size() + (answer->to - answer->from) + end.size()));
                         x.send(answer->head);
                         x.send(part);
                         x.send_content(answer->from, answer->to);
                         x.send(end);
                     }
                 }}
        .at(half),
    misbehaviour{"range_truncated", "A resumption is cut one byte before its end.", recovers, 2,
                 [](exchange& x)
                 {
                     if (const auto answer = try_resumption(x))
                     {
                         x.send(answer->head);
                         x.send_content(answer->from, answer->to - 1);
                         x.close();
                     }
                 }}
        .at(half),
    misbehaviour{"range_refused", "A resumption in the middle is answered with 416.", recovers, 2,
                 [](exchange& x)
                 {
                     if (try_resumption(x))
                         x.send(http_head{status_line(416), {}}
                                    .add("Content-Range", "bytes */" + std::to_string(x.size()))
                                    .add("Content-Length", "0"));
                 }}
        .at(half),
    {"range_416_at_full_length",
     "The first answer brings all bytes and never says so; a resumption at the full length is rightly answered 416.",
     recovers, 1,
     [](exchange& x)
     {
         const auto answer = chunked_head(x);
         chunks(x, answer);
         x.close();
     }},
    {"range_unasked", "The first request, which had no Range, is answered with 206 and the second half.", recovers, 1,
     [](exchange& x)
     {
         auto answer = x.right_answer();
         answer.head.status_line = status_line(206);
         answer.head.remove("Content-Range").add("Content-Range", "");
         answer.to = x.size();
         shifted(x, answer, x.size() / 2);
     }},
    misbehaviour{"ranges_not_accepted", "No ranges: the first answer is truncated, each one starts at 0.", recovers,
                 always,
                 [](exchange& x)
                 {
                     auto answer = x.right_answer();
                     answer.head.status_line = status_line(200);
                     answer.from = 0;
                     answer.to = x.size();
                     answer.head.remove("Content-Range").set("Accept-Ranges", "none");
                     answer.head.set("Content-Length", std::to_string(x.size()));
                     if (x.number() > 1)
                         return x.send(answer);
                     x.send(answer.head);
                     x.send_content(0, x.where());
                     x.close();
                 }}
        .at(half),

    // Validators: the content changes between two attempts.
    {"etag_changed", "The first answer is half of an older content of the same size, under another ETag.", recovers, 1,
     [](exchange& x) { older_content(x, x.size(), x.size() / 2, keep_head); }},
    {"content_grew", "The first answer is half of an older, shorter content, under another ETag.", recovers, 1,
     [](exchange& x) { older_content(x, x.size() / 2, x.size() / 4, keep_head); }},
    {"content_shrank", "The first answer is an older, longer content, cut past the size of the newer one.", recovers, 1,
     [](exchange& x) { older_content(x, x.size() + 1000, x.size() + 500, keep_head); }},
    {"weak_etag_changed", "As etag_changed, but both contents bear the same weak ETag and no date.", recovers, 2,
     [](exchange& x)
     { older_then_right(x, [](http_head& head) { head.set("ETag", "W/\"same\"").remove("Last-Modified"); }); }},
    {"no_validator_changed", "As etag_changed, but neither content bears ETag or Last-Modified.", recovers, 2,
     [](exchange& x) { older_then_right(x, [](http_head& head) { head.remove("ETag").remove("Last-Modified"); }); }},
    misbehaviour{"same_etag_changed", "As etag_changed, but the ETag stays the same: the server lies.", recovers, 1,
                 [](exchange& x)
                 {
                     const served_content older = patterned_bytes{x.size(), 0x01de5};
                     auto head = x.right_answer().head;
                     head.status_line = status_line(200);
                     head.remove("Content-Range").set("Content-Length", std::to_string(x.size()));
                     x.send(head);
                     x.send_content(older, 0, x.size() / 2);
                     x.close();
                 }}
        .seen_by_manifest_only(),
    misbehaviour{"weak_etag_truncated", "The first answer is truncated; the content bears a weak ETag alone.", recovers,
                 2,
                 [](exchange& x)
                 {
                     auto answer = x.right_answer();
                     answer.head.set("ETag", "W/\"same\"").remove("Last-Modified");
                     if (x.number() > 1)
                         return x.send(answer);
                     up_to_fault(x, answer);
                     x.close();
                 }}
        .at(half),
    misbehaviour{"date_only_truncated", "The first answer is truncated; Last-Modified is the only validator.", recovers,
                 2,
                 [](exchange& x)
                 {
                     auto answer = x.right_answer();
                     answer.head.remove("ETag");
                     if (x.number() > 1)
                         return x.send(answer);
                     up_to_fault(x, answer);
                     x.close();
                 }}
        .at(half),

    // Status codes.
    {"flaps_408", "408 twice, then right.", recovers, 2, status_page<408>},
    {"flaps_500", "500 twice, then right.", recovers, 2, status_page<500>},
    {"flaps_502", "502 twice, then right.", recovers, 2, status_page<502>},
    {"flaps_503", "503 without Retry-After twice, then right.", recovers, 2, status_page<503>},
    {"flaps_504", "504 twice, then right.", recovers, 2, status_page<504>},
    misbehaviour{"retry_after_seconds_429", "429 once, Retry-After: `amount` seconds.", recovers, 1,
                 retry_after_seconds<429>}
        .by(1),
    misbehaviour{"retry_after_seconds_503", "503 once, Retry-After: `amount` seconds.", recovers, 1,
                 retry_after_seconds<503>}
        .by(1),
    misbehaviour{"retry_after_date_429", "429 once, Retry-After: a date `amount` seconds ahead.", recovers, 1,
                 retry_after_date<429>}
        .by(2),
    misbehaviour{"retry_after_date_503", "503 once, Retry-After: a date `amount` seconds ahead.", recovers, 1,
                 retry_after_date<503>}
        .by(2),
    misbehaviour{"retry_after_a_year", "503 always, Retry-After: `amount` seconds, which is a year.", hangs, always,
                 retry_after_seconds<503>}
        .by(31536000),
    {"always_401", "401 always.", fails, always, status_page<401>},
    {"always_403", "403 always.", fails, always, status_page<403>},
    {"always_404", "404 always.", fails, always, status_page<404>},
    {"always_410", "410 always.", fails, always, status_page<410>},
    {"always_500", "500 always.", fails, always, status_page<500>},
    {"always_503", "503 always.", fails, always, status_page<503>},
    {"always_416", "416 to everything, a request without Range included.", fails, always, status_page<416>},
    {"no_content", "204 where content was due.", fails, always,
     [](exchange& x) { x.send(http_head{status_line(204), {}}); }},
    {"not_modified", "304 to a request without a condition.", fails, always,
     [](exchange& x) { x.send(http_head{status_line(304), {}}); }},
    {"status_invalid", "The status line has no number.", fails, always,
     [](exchange& x)
     {
         auto answer = x.right_answer();
         answer.head.status_line = "HTTP/1.1 fine OK";
         answer.ends_connection = true;
         x.send(answer);
     }},
    {"status_999", "A status code that does not exist.", fails, always, status_page<999>},
    {"continue_first", "100 Continue comes before the right answer.", delivers, always,
     [](exchange& x)
     {
         x.send("HTTP/1.1 100 Continue\r\n\r\n");
         right(x);
     }},
    {"early_hints_first", "103 Early Hints comes before the right answer.", delivers, always,
     [](exchange& x)
     {
         x.send("HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\nContent-Length: 3\r\n\r\n");
         right(x);
     }},
    misbehaviour{"continue_for_ever", "100 Continue without end (reset after `amount` bytes).", fails, always,
                 [](exchange& x)
                 {
                     x.repeat("HTTP/1.1 100 Continue\r\n\r\n", x.fault().amount);
                     x.reset();
                 }}
        .by(64 * mebibyte),

    // Redirects.
    {"redirect_301", "301 to the right place.", delivers, always, redirect_once<301>},
    {"redirect_302", "302 to the right place.", delivers, always, redirect_once<302>},
    {"redirect_303", "303 to the right place.", delivers, always, redirect_once<303>},
    {"redirect_307", "307 to the right place.", delivers, always, redirect_once<307>},
    {"redirect_308", "308 to the right place.", delivers, always, redirect_once<308>},
    {"redirect_relative", "302 with a relative Location.", delivers, always,
     [](exchange& x)
     {
         const auto path = x.asked().path();
         if (x.asked().query() == "moved")
             right(x);
         else
             redirect_to<302>(x, std::string{path.substr(path.rfind('/') + 1)} + "?moved");
     }},
    misbehaviour{"redirect_chain", "`amount` redirects, then the right answer.", delivers, always, redirect_chain}.by(
        5),
    misbehaviour{"redirect_chain_too_long", "`amount` redirects, which is too many.", fails, always, redirect_chain}.by(
        100),
    {"redirect_loop", "302 to itself.", fails, always,
     [](exchange& x) { redirect_to<302>(x, x.origin() + x.asked().target); }},
    {"redirect_to_other_host", "302 from 127.0.0.1 to localhost: credentials must stay behind.", delivers, always,
     [](exchange& x)
     {
         if (x.asked().query() == "moved")
             right(x);
         else
             redirect_to<302>(x, "http://localhost:" + x.port() + std::string{x.asked().path()} + "?moved");
     }},
    {"redirect_to_file", "302 to a file:// address.", fails, always,
     [](exchange& x) { redirect_to<302>(x, "file:///etc/hosts"); }},
    {"redirect_to_ftp", "302 to an ftp:// address.", fails, always,
     [](exchange& x) { redirect_to<302>(x, "ftp://127.0.0.1:" + x.port() + std::string{x.asked().path()}); }},
    {"redirect_without_location", "302 without Location.", fails, always, status_page<302>},
    {"redirect_garbage", "302 with a Location that is no address.", fails, always,
     [](exchange& x) { redirect_to<302>(x, "http://[::bad/"); }},

    // Chunks.
    {"chunked", "The body comes in chunks, which is right.", delivers, always,
     [](exchange& x)
     {
         const auto answer = chunked_head(x);
         chunks(x, answer);
         x.send("0\r\n\r\n");
     }},
    {"chunked_with_extensions", "Chunks with extensions and a trailer, which is right.", delivers, always,
     [](exchange& x)
     {
         const auto answer = chunked_head(x);
         chunks(x, answer, ";name=\"value\"");
         x.send("0;last\r\nX-Trailer: yes\r\n\r\n");
     }},
    {"chunked_without_end", "Every answer has all bytes in chunks, closed without the last chunk.", sound, always,
     [](exchange& x)
     {
         const auto answer = chunked_head(x);
         chunks(x, answer);
         x.close();
     }},
    {"chunk_truncated", "A chunk is announced whole and closed halfway, once.", recovers, 1,
     [](exchange& x)
     {
         const auto answer = chunked_head(x);
         x.send(hexadecimal(answer.to - answer.from) + "\r\n");
         x.send_content(answer.from, answer.from + (answer.to - answer.from) / 2);
         x.close();
     }},
    {"chunk_size_wrong", "A chunk is longer than it says.", fails, always,
     [](exchange& x)
     {
         const auto answer = chunked_head(x);
         x.send(hexadecimal((answer.to - answer.from) / 2) + "\r\n");
         x.send_content(answer.from, answer.to);
         x.send("\r\n0\r\n\r\n");
         x.close();
     }},
    {"chunk_size_garbage", "A chunk's size is no number.", fails, always,
     [](exchange& x)
     {
         const auto answer = chunked_head(x);
         x.send("many\r\n");
         x.send_content(answer.from, answer.to);
         x.send("\r\n0\r\n\r\n");
         x.close();
     }},
    {"chunk_size_overflows", "A chunk's size is 2^64 + 1.", fails, always,
     [](exchange& x)
     {
         const auto answer = chunked_head(x);
         x.send("10000000000000001\r\n");
         x.send_content(answer.from, answer.to);
         x.send("\r\n0\r\n\r\n");
         x.close();
     }},

    // Too much.
    {"trailing_garbage", "Bytes follow the body's end.", delivers, always,
     [](exchange& x)
     {
         auto answer = x.right_answer();
         answer.ends_connection = false;
         x.send(answer);
         x.send("and more that nobody asked for");
         x.close();
     }},
    {"extra_answer", "A second answer, which nobody asked for, follows the right one at once.", delivers, always,
     [](exchange& x)
     {
         auto answer = x.right_answer();
         answer.ends_connection = false;
         x.send(answer);
         status_page<200>(x);
     }},
    misbehaviour{"endless_body", "A body without length or end (reset after `amount` bytes).", fails, always,
                 [](exchange& x)
                 {
                     x.send("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
                     x.repeat(patterned_bytes{std::uint64_t{1} << 15}.str(), x.fault().amount);
                     x.reset();
                 }}
        .by(256 * mebibyte),
    misbehaviour{"endless_chunks", "Chunks without end (reset after `amount` bytes).", fails, always,
                 [](exchange& x)
                 {
                     x.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
                     x.repeat("8000\r\n" + patterned_bytes{std::uint64_t{1} << 15}.str() + "\r\n", x.fault().amount);
                     x.reset();
                 }}
        .by(256 * mebibyte),
    misbehaviour{"many_headers", "A head of `amount` header lines.", fails, always,
                 [](exchange& x)
                 {
                     const auto answer = x.right_answer();
                     constexpr std::string_view line = "X-Filler: 0123456789\r\n";
                     const auto head = answer.head.str();
                     x.send(head.substr(0, head.size() - 2));
                     x.repeat(std::string{line}, line.size() * x.fault().amount);
                     x.send("\r\n");
                     x.send_content(answer.from, answer.to);
                 }}
        .by(100000),
    misbehaviour{"huge_header", "A header line of `amount` bytes.", fails, always,
                 [](exchange& x)
                 {
                     auto answer = x.right_answer();
                     answer.head.add("X-Filler", std::string(static_cast<std::size_t>(x.fault().amount), 'x'));
                     x.send(answer);
                 }}
        .by(mebibyte),
    misbehaviour{"endless_header", "A header line without end (reset after `amount` bytes).", fails, always,
                 [](exchange& x)
                 {
                     x.send("HTTP/1.1 200 OK\r\nX-Filler: ");
                     x.repeat(std::string(std::size_t{1} << 15, 'x'), x.fault().amount);
                     x.reset();
                 }}
        .by(64 * mebibyte),

    // Wrong bytes.
    misbehaviour{"corrupted_first_byte", "The first answer's first byte is wrong.", recovers, 1, corrupted}
        .at(0)
        .seen_by_manifest_only(),
    misbehaviour{"corrupted_at_half", "The first answer has a wrong byte halfway.", recovers, 1, corrupted}
        .at(half)
        .seen_by_manifest_only(),
    misbehaviour{"corrupted_last_byte", "The first answer's last byte is wrong.", recovers, 1, corrupted}
        .at(last_byte)
        .seen_by_manifest_only(),
    misbehaviour{"corrupted_always", "Every answer has a wrong byte halfway.", fails, always, corrupted}
        .at(half)
        .seen_by_manifest_only(),
    misbehaviour{"other_content", "Other bytes of the right length.", fails, always,
                 [](exchange& x)
                 {
                     const auto answer = x.right_answer();
                     x.send(answer.head);
                     x.send_content(patterned_bytes{x.size(), 0x01de5}, answer.from, answer.to);
                 }}
        .seen_by_manifest_only(),
    misbehaviour{"html_page", "200 with a page that says what went wrong.", fails, always, status_page<200>}
        .seen_by_manifest_only(),
    misbehaviour{"empty_body", "200 with Content-Length: 0 where content was due.", fails, always,
                 [](exchange& x) { x.send(page_head(200, "")); }}
        .seen_by_manifest_only(),
    {"gzip_unasked", "The first answer is a right gzip stream, which nobody asked for.", recovers, 1,
     [](exchange& x) { encoded(x, "gzip", gzipped(x.content().str())); }},
    {"gzip_broken", "Every answer is a gzip stream whose checksum is wrong.", fails, always,
     [](exchange& x)
     {
         auto stream = gzipped(x.content().str());
         stream[stream.size() - 8] = static_cast<char>(stream[stream.size() - 8] ^ 1);
         encoded(x, "gzip", std::move(stream));
     }},
    {"encoding_unknown", "Every answer has a Content-Encoding that does not exist, and is upside down.", fails, always,
     [](exchange& x)
     {
         auto bytes = x.content().str();
         std::reverse(bytes.begin(), bytes.end());
         encoded(x, "x-upside-down", std::move(bytes));
     }},

    // Spelling of the head.
    {"http_1_0", "HTTP/1.0: no length, no ranges, closed after the body.", delivers, always,
     [](exchange& x)
     {
         x.send("HTTP/1.0 200 OK\r\nContent-Type: application/octet-stream\r\n\r\n");
         x.send_content(0, x.size());
         x.close();
     }},
    misbehaviour{"http_0_9", "HTTP/0.9: the content without any head.", fails, always,
                 [](exchange& x)
                 {
                     x.send_content(0, x.size());
                     x.close();
                 }},
    {"garbage_answer", "Bytes that are no HTTP at all, and a close.", fails, always,
     [](exchange& x)
     {
         using namespace std::string_view_literals;
         x.send(std::string{"\0\xff\r\n\r\n\x16\x03\x01 not HTTP\r\n\r\n"sv});
         x.close();
     }},
    {"names_lower_case", "Field names in lower case.", delivers, always,
     [](exchange& x) { respelt(x, [](const http_head& head) { return with_names(head, ascii_lower); }); }},
    {"names_upper_case", "Field names in upper case.", delivers, always,
     [](exchange& x) { respelt(x, [](const http_head& head) { return with_names(head, upper); }); }},
    {"no_reason", "The status line ends after its number.", delivers, always,
     [](exchange& x)
     {
         auto answer = x.right_answer();
         answer.head.status_line.resize(sizeof "HTTP/1.1 200");
         x.send(answer);
     }},
    {"folded_header", "A field that does not matter goes on in a second line.", delivers, always,
     [](exchange& x)
     {
         auto answer = x.right_answer();
         answer.head.add("X-Folded", "one\r\n two");
         x.send(answer);
     }},
    {"line_feeds_only", "Lines of the head end in LF without CR.", delivers, always,
     [](exchange& x) { respelt(x, [](const http_head& head) { return head.str("\n"); }); }},
    {"spaces_around_values", "Blanks and tabs around the fields' values.", delivers, always,
     [](exchange& x)
     {
         auto answer = x.right_answer();
         for (auto& field : answer.head.fields)
             field.second = "  \t" + field.second + " \t ";
         x.send(answer);
     }},

    // TLS.
    misbehaviour{"tls_well_behaved", "https, and everything is right.", delivers, always, right}.over(endpoint::tls),
    misbehaviour{"tls_close_without_notify", "Closed without close_notify after an answer of known length.", delivers,
                 always,
                 [](exchange& x)
                 {
                     auto answer = x.right_answer();
                     answer.head.set("Connection", "close");
                     answer.ends_connection = false;
                     x.send(answer);
                     x.close_unannounced();
                 }}
        .over(endpoint::tls),
    misbehaviour{"tls_truncated_without_notify",
                 "The first answer, of unknown length, is closed halfway without close_notify.", recovers, 1,
                 [](exchange& x)
                 {
                     auto answer = x.right_answer();
                     answer.head.remove("Content-Length").set("Connection", "close");
                     up_to_fault(x, answer);
                     x.close_unannounced();
                 }}
        .at(half)
        .over(endpoint::tls),
    misbehaviour{"tls_redirect_to_http", "302 from https to http.", fails, always, redirect_once<302>}.over(
        endpoint::tls),
    misbehaviour{"tls_self_signed", "A certificate signed by itself.", fails, always, right}.over(
        endpoint::tls_self_signed),
    misbehaviour{"tls_expired", "A certificate that ran out.", fails, always, right}.over(endpoint::tls_expired),
    misbehaviour{"tls_wrong_host", "A certificate for another host.", fails, always, right}.over(
        endpoint::tls_wrong_host),
    misbehaviour{"tls_is_plain", "The https port speaks http.", fails, always, status_page<400>}.over(
        endpoint::own_https),
    misbehaviour{"tls_silent", "The https port accepts and never shakes hands.", hangs, always,
                 [](exchange& x) { x.stall(); }}
        .over(endpoint::own_https),
};
} // namespace detail::faulty

/// The behaviour whose faults are none.
inline constexpr misbehaviour well_behaved = detail::faulty::misbehaviour_table[0];

/// Every named behaviour, well_behaved first.
constexpr std::span<const misbehaviour> all_misbehaviours() noexcept
{
    return detail::faulty::misbehaviour_table;
}

/// The behaviour of that name; throws std::invalid_argument if there is none (in a constant expression: does not
/// compile).
constexpr const misbehaviour& misbehaviour_named(std::string_view name)
{
    for (const auto& behaviour : all_misbehaviours())
        if (behaviour.name == name)
            return behaviour;
    throw std::invalid_argument{"no misbehaviour of that name"};
}
} // namespace wua
