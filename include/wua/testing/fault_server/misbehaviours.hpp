// SPDX-License-Identifier: MIT
#pragma once
// The table of named misbehaviours. A row is one line: the name, what it means, what a right client makes of it, how
// many responses are bad, and the function that makes them, which is in the file that its section names.

#include <wua/testing/fault_server/behaviours/chunks.hpp>
#include <wua/testing/fault_server/behaviours/connections.hpp>
#include <wua/testing/fault_server/behaviours/floods.hpp>
#include <wua/testing/fault_server/behaviours/head_spelling.hpp>
#include <wua/testing/fault_server/behaviours/http_2.hpp>
#include <wua/testing/fault_server/behaviours/lengths.hpp>
#include <wua/testing/fault_server/behaviours/ranges.hpp>
#include <wua/testing/fault_server/behaviours/redirects.hpp>
#include <wua/testing/fault_server/behaviours/shared.hpp>
#include <wua/testing/fault_server/behaviours/stalls.hpp>
#include <wua/testing/fault_server/behaviours/statuses.hpp>
#include <wua/testing/fault_server/behaviours/tls_endings.hpp>
#include <wua/testing/fault_server/behaviours/truncation.hpp>
#include <wua/testing/fault_server/behaviours/validators.hpp>
#include <wua/testing/fault_server/behaviours/wrong_bytes.hpp>
#include <wua/testing/fault_server/misbehaviour.hpp>

#include <cstdint>
#include <span>
#include <stdexcept>
#include <string_view>

namespace wua
{
namespace detail::behaviours
{
using row = misbehaviour;

inline constexpr std::uint32_t always = misbehaviour::always;
inline constexpr auto delivers = expectation::delivers;
inline constexpr auto recovers = expectation::delivers_after_retry;
inline constexpr auto sound = expectation::delivers_or_fails;
inline constexpr auto fails = expectation::must_fail;
inline constexpr auto hangs = expectation::must_be_abortable;
inline constexpr auto half = content_position::half();
inline constexpr auto last_byte = content_position::before_end(1);

// clang-format off
inline constexpr misbehaviour table[] = {
    row{"well_behaved", "Everything is right: lengths, ranges, validators, keep-alive.", delivers, 0, correct},

    // The body ends too early: behaviours/truncation.hpp
    row{"truncated_at_0", "The first answer closes right after its head.", recovers, 1, truncated}.at(0),
    row{"truncated_at_1", "The first answer closes after one byte.", recovers, 1, truncated}.at(1),
    row{"truncated_at_half", "The first answer closes halfway.", recovers, 1, truncated}.at(half),
    row{"truncated_before_last", "The first answer closes one byte too early.", recovers, 1, truncated}.at(last_byte),
    row{"truncated_three_times", "Each of three answers closes after another quarter at most.", recovers, 3, truncated_at_another_quarter},
    row{"truncated_always", "No answer ever gets past the middle.", fails, always, truncated}.at(half),
    row{"reset_at_half", "The first answer is reset (RST) halfway.", recovers, 1, reset_in_body}.at(half),
    row{"reset_always", "Every answer is reset (RST) halfway.", fails, always, reset_in_body}.at(half),
    row{"reset_before_answer", "The first request is answered with a reset (RST).", recovers, 1, reset},
    row{"closed_before_answer", "The first request is answered by closing.", recovers, 1, closed},
    row{"closed_before_every_answer", "Every request is answered by closing.", fails, always, closed},
    row{"closed_mid_head", "The first answer closes in the middle of a header.", recovers, 1, closed_mid_head},

    // Connections: behaviours/connections.hpp
    row{"accepted_and_closed", "The first connection is closed as soon as it is accepted.", recovers, 1, closed}.over(listener_kind::own),
    row{"accepted_and_reset", "Every connection is reset (RST) as soon as it is accepted.", fails, always, reset}.over(listener_kind::own),
    row{"refused", "Every connection is refused.", fails, always, correct}.over(listener_kind::refusing),
    row{"never_connects", "A connection is never established (on Linux).", hangs, always, correct}.over(listener_kind::unaccepting),
    row{"speaks_first", "Another protocol's greeting comes before the request, and no answer after it.", fails, always, speaks_first}.over(listener_kind::own),
    row{"ipv6_only", "The server listens on ::1 alone.", delivers, always, correct}.over(listener_kind::ipv6),
    row{"connection_close", "Every answer says Connection: close and means it.", delivers, always, connection_close},
    row{"closes_unannounced", "The connection is closed after an answer that promised to keep it.", delivers, always, closes_unannounced},
    row{"idle_close_race", "A redirect keeps the connection, which is then closed just as the next request arrives on it.", recovers, always, idle_close_race},

    // Silence and slowness: behaviours/stalls.hpp
    row{"never_answers", "The request is read and nothing is said.", hangs, always, silent},
    row{"stalls_mid_head", "Silence in the middle of a header.", hangs, always, stalls_mid_head},
    row{"stalls_after_head", "A whole head, then silence.", hangs, always, stalls_after_head},
    row{"stalls_mid_body", "Silence after half of the body.", hangs, always, stalls_in_body}.at(half),
    row{"stalls_before_last", "Silence before the last byte.", hangs, always, stalls_in_body}.at(last_byte),
    row{"drips_head_for_ever", "A header line every 20 ms, without end.", hangs, always, drips_head_for_ever},
    row{"drips_body", "A byte every 500 ms.", hangs, always, drips_body},
    row{"slow_start", "The first bytes come one by one, `amount` ms apart, the rest at full speed.", delivers, always, slow_start}.by(5),
    row{"pauses_mid_body", "A pause of `amount` ms halfway.", delivers, always, pauses_mid_body}.at(half).by(300),

    // Content-Length: behaviours/lengths.hpp
    row{"length_too_long", "Content-Length promises 100 bytes that never come.", sound, always, length_too_long},
    row{"length_too_short", "Content-Length is half of what is sent.", fails, always, length_too_short}.seen_by_manifest_only(),
    row{"length_missing", "No Content-Length: the end of the connection ends the body.", delivers, always, length_missing},
    row{"length_missing_and_truncated", "The first answer has no Content-Length and closes halfway, so that it looks complete.", recovers, 1, length_missing_and_truncated}.at(half).seen_by_manifest_only(),
    row{"length_negative", "Content-Length: -1.", fails, always, length_negative},
    row{"length_garbage", "Content-Length is no number.", fails, always, length_garbage},
    row{"length_overflows", "Content-Length is 2^64 + 1.", sound, always, length_overflows},
    row{"length_conflicting", "Two Content-Length fields that differ.", sound, always, length_conflicting},
    row{"length_repeated", "Two Content-Length fields that agree.", delivers, always, length_repeated},

    // Ranges: behaviours/ranges.hpp
    row{"range_ignored", "A resumption is answered with 200 and the whole content.", recovers, 2, range_ignored}.at(half),
    row{"range_shifted", "A resumption is answered with a 206 that starts `amount` bytes later and says so.", recovers, 2, range_shifted}.at(half).by(10),
    row{"range_overlapping", "A resumption is answered with a 206 that starts `amount` bytes earlier and says so.", recovers, 2, range_overlapping}.at(half).by(10),
    row{"range_shifted_silently", "A resumption's Content-Range is right and its bytes come from `amount` bytes earlier.", recovers, 2, range_shifted_silently}.at(half).by(10).seen_by_manifest_only(),
    row{"range_wrong_total", "A resumption's Content-Range names a total that is too large.", recovers, 2, range_wrong_total}.at(half),
    row{"range_unknown_total", "A resumption's Content-Range has '*' for a total, which is right.", recovers, 2, range_unknown_total}.at(half),
    row{"range_without_content_range", "A resumption is answered with 206 and no Content-Range.", recovers, 2, range_without_content_range}.at(half),
    row{"range_garbage", "A resumption's Content-Range cannot be read.", recovers, 2, range_garbage}.at(half),
    row{"range_multipart", "A resumption is answered with multipart/byteranges.", recovers, 2, range_multipart}.at(half),
    row{"range_truncated", "A resumption is cut one byte before its end.", recovers, 2, range_truncated}.at(half),
    row{"range_refused", "A resumption in the middle is answered with 416.", recovers, 2, range_refused}.at(half),
    row{"range_416_at_full_length", "The first answer brings all bytes and never says so; a resumption at the full length is rightly answered 416.", recovers, 1, chunked_without_end},
    row{"range_unasked", "The first request, which had no Range, is answered with 206 and the second half.", recovers, 1, range_unasked},
    row{"ranges_not_accepted", "No ranges: the first answer is truncated, each one starts at 0.", recovers, always, ranges_not_accepted}.at(half),
    row{"ranges_not_accepted_and_cut", "No ranges, and no answer gets past the middle.", fails, always, ranges_not_accepted_and_cut}.at(half),
    row{"range_refused_403", "403 to every resumption; a request without Range is answered correctly.", recovers, always, range_refused_with_status}.at(half).with_status(403),
    row{"range_refused_404", "404 to every resumption; a request without Range is answered correctly.", recovers, always, range_refused_with_status}.at(half).with_status(404),
    row{"range_refused_501", "501 to every resumption; a request without Range is answered correctly.", recovers, always, range_refused_with_status}.at(half).with_status(501),
    row{"range_refused_503", "503 to every resumption; a request without Range is answered correctly.", recovers, always, range_refused_with_status}.at(half).with_status(503),
    row{"range_reset", "Every resumption is answered with a reset (RST).", recovers, always, range_reset}.at(half),
    row{"range_closed", "Every resumption is answered by closing.", recovers, always, range_closed}.at(half),
    row{"range_silent", "Every resumption is answered with silence.", recovers, always, range_silent}.at(half),
    row{"range_piecemeal", "A first answer of unknown length is truncated; resumptions bring a quarter at most and do not know the total.", recovers, always, range_piecemeal},

    // Validators: the content changes between two attempts: behaviours/validators.hpp
    row{"etag_changed", "The first answer is half of an older content of the same size, under another ETag.", recovers, 1, etag_changed},
    row{"content_grew", "The first answer is half of an older, shorter content, under another ETag.", recovers, 1, content_grew},
    row{"content_shrank", "The first answer is an older, longer content, cut past the size of the newer one.", recovers, 1, content_shrank},
    row{"weak_etag_changed", "As etag_changed, but both contents bear the same weak ETag and no date.", recovers, 2, weak_etag_changed},
    row{"no_validator_changed", "As etag_changed, but neither content bears ETag or Last-Modified.", recovers, 2, no_validator_changed},
    row{"same_etag_changed", "As etag_changed, but the ETag stays the same: the server lies.", recovers, 1, same_etag_changed}.seen_by_manifest_only(),
    row{"etag_weakened_in_part", "The first answer is half of an older content; a resumption brings the rest of the newer one under a weak ETag.", recovers, 2, etag_weakened_in_part},
    row{"etag_missing_in_part", "The first answer is half of an older content; a resumption brings the rest of the newer one without any validator.", recovers, 2, etag_missing_in_part},
    row{"date_changed_in_part", "The first answer is half of an older content; a resumption brings the rest of the newer one under the same ETag and another date.", recovers, 2, date_changed_in_part},
    row{"two_ranges_in_part", "A resumption's part of a newer content has two fields Content-Range, the right one first.", recovers, 2, two_ranges_in_part},
    row{"two_ranges_in_part_reversed", "A resumption's part of a newer content has two fields Content-Range, the right one last.", recovers, 2, two_ranges_in_part}.by(1),
    row{"weak_etags_differ", "As etag_changed, but both ETags are weak, and there is no date.", recovers, 2, weak_etags_differ},
    row{"weak_etag_truncated", "The first answer is truncated; the content bears a weak ETag alone.", recovers, 2, weak_etag_truncated}.at(half),
    row{"date_only_truncated", "The first answer is truncated; Last-Modified is the only validator.", recovers, 2, date_only_truncated}.at(half),

    // Status codes: behaviours/statuses.hpp
    row{"flaps_408", "408 twice, then right.", recovers, 2, status_page}.with_status(408),
    row{"flaps_500", "500 twice, then right.", recovers, 2, status_page}.with_status(500),
    row{"flaps_502", "502 twice, then right.", recovers, 2, status_page}.with_status(502),
    row{"flaps_503", "503 without Retry-After twice, then right.", recovers, 2, status_page}.with_status(503),
    row{"flaps_504", "504 twice, then right.", recovers, 2, status_page}.with_status(504),
    row{"retry_after_seconds_429", "429 once, Retry-After: `amount` seconds.", recovers, 1, retry_after_seconds}.with_status(429).by(1),
    row{"retry_after_seconds_503", "503 once, Retry-After: `amount` seconds.", recovers, 1, retry_after_seconds}.with_status(503).by(1),
    row{"retry_after_date_429", "429 once, Retry-After: a date `amount` seconds ahead.", recovers, 1, retry_after_date}.with_status(429).by(2),
    row{"retry_after_date_503", "503 once, Retry-After: a date `amount` seconds ahead.", recovers, 1, retry_after_date}.with_status(503).by(2),
    row{"retry_after_a_year", "503 always, Retry-After: `amount` seconds, which is a year.", hangs, always, retry_after_seconds}.with_status(503).by(31536000),
    row{"retry_after_other_clock", "503 once, from a server whose clock is a year ahead, Retry-After: a date `amount` seconds after its Date.", recovers, 1, retry_after_other_clock}.with_status(503).by(1),
    row{"page_stalls_404", "404 always, with a page that stalls.", fails, always, page_stalls}.with_status(404),
    row{"page_stalls_503", "503 once, Retry-After: `amount` seconds, with a page that stalls.", recovers, 1, page_stalls}.with_status(503).by(1),
    row{"page_endless_404", "404 always, with a page without end (reset after 64 MiB).", fails, always, page_endless}.with_status(404).as_flood(),
    row{"page_endless_503", "503 once, Retry-After: `amount` seconds, with a page without end (reset after 64 MiB).", recovers, 1, page_endless}.with_status(503).by(1).as_flood(),
    row{"page_cut_404", "404 always, with a page that is cut.", fails, always, page_cut}.with_status(404),
    row{"page_cut_503", "503 once, Retry-After: `amount` seconds, with a page that is cut.", recovers, 1, page_cut}.with_status(503).by(1),
    row{"always_401", "401 always.", fails, always, status_page}.with_status(401),
    row{"always_403", "403 always.", fails, always, status_page}.with_status(403),
    row{"always_404", "404 always.", fails, always, status_page}.with_status(404),
    row{"always_410", "410 always.", fails, always, status_page}.with_status(410),
    row{"always_500", "500 always.", fails, always, status_page}.with_status(500),
    row{"always_503", "503 always.", fails, always, status_page}.with_status(503),
    row{"always_416", "416 to everything, a request without Range included.", fails, always, status_page}.with_status(416),
    row{"no_content", "204 where content was due.", fails, always, status_alone}.with_status(204),
    row{"not_modified", "304 to a request without a condition.", fails, always, status_alone}.with_status(304),
    row{"status_invalid", "The status line has no number.", fails, always, status_invalid},
    row{"status_999", "A status code that does not exist.", fails, always, status_page}.with_status(999),
    row{"continue_first", "100 Continue comes before the right answer.", delivers, always, continue_first},
    row{"early_hints_first", "103 Early Hints comes before the right answer.", delivers, always, early_hints_first},
    row{"continue_for_ever", "100 Continue without end (reset after `amount` bytes).", fails, always, continue_for_ever}.by(64 * mebibyte).as_flood(),
    row{"early_hints_for_ever", "103 Early Hints of 8,000 bytes without end (reset after `amount` bytes).", fails, always, early_hints_for_ever}.by(gibibyte).as_flood(),
    row{"blank_lines_for_ever", "Blank lines without end instead of a head (reset after `amount` bytes).", fails, always, blank_lines_for_ever}.by(gibibyte).as_flood(),
    row{"switching_protocols", "101, which nobody asked for, and silence.", fails, always, switching_protocols},

    // Redirects: behaviours/redirects.hpp
    row{"redirect_301", "301 to the right place.", delivers, always, redirect_once}.with_status(301),
    row{"redirect_302", "302 to the right place.", delivers, always, redirect_once}.with_status(302),
    row{"redirect_303", "303 to the right place.", delivers, always, redirect_once}.with_status(303),
    row{"redirect_307", "307 to the right place.", delivers, always, redirect_once}.with_status(307),
    row{"redirect_308", "308 to the right place.", delivers, always, redirect_once}.with_status(308),
    row{"redirect_relative", "302 with a relative Location.", delivers, always, redirect_relative},
    row{"redirect_chain", "`amount` redirects, then the right answer.", delivers, always, redirect_chain}.by(5),
    row{"redirect_chain_too_long", "`amount` redirects, which is too many.", fails, always, redirect_chain}.by(100),
    row{"redirect_loop", "302 to itself.", fails, always, redirect_loop},
    row{"redirect_to_other_host", "302 from 127.0.0.1 to localhost: credentials must stay behind.", delivers, always, redirect_to_other_host},
    row{"redirect_to_file", "302 to a file:// address.", fails, always, redirect_to_file},
    row{"redirect_to_ftp", "302 to an ftp:// address.", fails, always, redirect_to_ftp},
    row{"redirect_without_location", "302 without Location.", fails, always, status_page}.with_status(302),
    row{"redirect_garbage", "302 with a Location that is no address.", fails, always, redirect_garbage},
    row{"redirect_page_large", "302 with a page of `amount` bytes.", delivers, always, redirect_page_large}.with_status(302).by(900000),
    row{"redirect_page_stalls", "302 with a page of `amount` bytes that stalls halfway.", delivers, always, redirect_page_stalls}.with_status(302).by(10000),
    row{"redirect_page_cut", "302 with a page of `amount` bytes that is closed halfway.", delivers, always, redirect_page_cut}.with_status(302).by(10000),
    row{"redirect_page_reset", "302 with a page of `amount` bytes that is reset (RST) halfway.", delivers, always, redirect_page_reset}.with_status(302).by(10000),
    row{"redirect_chain_of_large_heads", "`amount` redirects with 100,000 bytes of fields each, then the right answer.", delivers, always, redirect_chain_of_large_heads}.by(5),

    // Chunks: behaviours/chunks.hpp
    row{"chunked", "The body comes in chunks, which is right.", delivers, always, chunked},
    row{"chunked_with_extensions", "Chunks with extensions and a trailer, which is right.", delivers, always, chunked_with_extensions},
    row{"chunked_without_end", "Every answer has all bytes in chunks, closed without the last chunk.", sound, always, chunked_without_end},
    row{"chunked_then_silence", "Every answer has all bytes in chunks, and silence instead of the last chunk.", delivers, always, chunked_then_silence}.seen_by_manifest_only(),
    row{"chunked_then_more", "Every answer has all bytes in chunks, and then others without end (reset after `amount` bytes).", sound, always, chunked_then_more}.by(256 * mebibyte).as_flood(),
    row{"chunk_truncated", "A chunk is announced whole and closed halfway, once.", recovers, 1, chunk_truncated},
    row{"chunk_size_wrong", "A chunk is longer than it says.", fails, always, chunk_size_wrong},
    row{"chunk_size_garbage", "A chunk's size is no number.", fails, always, chunk_size_garbage},
    row{"chunk_size_overflows", "A chunk's size is 2^64 + 1.", fails, always, chunk_size_overflows},

    row{"chunk_extension_endless", "A chunk's extension without end (reset after `amount` bytes).", fails, always, chunk_extension_endless}.by(gibibyte).as_flood(),
    row{"chunk_extensions_large", "One byte in each chunk, and 10,000 in its extension, without end (reset after `amount` bytes).", fails, always, chunk_extensions_large}.by(gibibyte).as_flood(),
    row{"chunk_size_endless", "A chunk's size of zeros without end (reset after `amount` bytes).", fails, always, chunk_size_endless}.by(gibibyte).as_flood(),
    row{"trailers_endless", "No content, and trailers without end (reset after `amount` bytes).", fails, always, trailers_endless}.by(gibibyte).as_flood(),
    row{"trailer_line_endless", "No content, and a trailer without end (reset after `amount` bytes).", fails, always, trailer_line_endless}.by(gibibyte).as_flood(),
    row{"last_chunk_repeated", "All bytes in chunks, and the last chunk again and again (reset after `amount` bytes).", delivers, always, last_chunk_repeated}.by(gibibyte).as_flood(),
    row{"tiny_chunks", "All bytes as fast as can be, `amount` in each chunk, which is right.", delivers, always, tiny_chunks}.by(8).as_flood(),

    // HTTP/2: behaviours/http_2.hpp
    row{"http_2", "HTTP/2, and everything is right.", delivers, always, http_2}.over(listener_kind::tls_http_2),
    row{"http_2_tiny_frames", "All bytes as fast as can be, `amount` in each frame, which is right.", delivers, always, http_2_tiny_frames}.over(listener_kind::tls_http_2).by(8).as_flood(),
    row{"http_2_stalls", "Silence after half of the body.", hangs, always, http_2_stalls}.over(listener_kind::tls_http_2).at(half),
    row{"http_2_empty_data_flood", "Empty DATA frames without end (reset after `amount` bytes).", fails, always, http_2_empty_data_flood}.over(listener_kind::tls_http_2).by(gibibyte).as_flood(),
    row{"http_2_padding_flood", "DATA frames of nothing but padding without end (reset after `amount` bytes).", fails, always, http_2_padding_flood}.over(listener_kind::tls_http_2).by(gibibyte).as_flood(),
    row{"http_2_window_flood", "WINDOW_UPDATE frames without end (reset after `amount` bytes).", fails, always, http_2_window_flood}.over(listener_kind::tls_http_2).by(gibibyte).as_flood(),
    row{"http_2_silent_flood", "WINDOW_UPDATE frames without end, and no answer (reset after `amount` bytes).", fails, always, http_2_silent_flood}.over(listener_kind::tls_http_2).by(gibibyte).as_flood(),
    row{"http_2_priority_flood", "PRIORITY frames without end (reset after `amount` bytes).", fails, always, http_2_priority_flood}.over(listener_kind::tls_http_2).by(gibibyte).as_flood(),
    row{"http_2_unknown_flood", "Frames of an unknown type without end (reset after `amount` bytes).", fails, always, http_2_unknown_flood}.over(listener_kind::tls_http_2).by(gibibyte).as_flood(),
    row{"http_2_altsvc_flood", "ALTSVC frames without end (reset after `amount` bytes).", fails, always, http_2_altsvc_flood}.over(listener_kind::tls_http_2).by(gibibyte).as_flood(),
    row{"http_2_ping_flood", "PING frames without end (reset after `amount` bytes).", fails, always, http_2_ping_flood}.over(listener_kind::tls_http_2).by(gibibyte).as_flood(),
    row{"http_2_pong_flood", "Answers to PING frames that nobody sent without end (reset after `amount` bytes).", fails, always, http_2_pong_flood}.over(listener_kind::tls_http_2).by(gibibyte).as_flood(),
    row{"http_2_settings_flood", "SETTINGS frames without end (reset after `amount` bytes).", fails, always, http_2_settings_flood}.over(listener_kind::tls_http_2).by(gibibyte).as_flood(),
    row{"http_2_goaway_flood", "GOAWAY frames without end (reset after `amount` bytes).", fails, always, http_2_goaway_flood}.over(listener_kind::tls_http_2).by(gibibyte).as_flood(),
    row{"http_2_continuation_flood", "CONTINUATION frames without end (reset after `amount` bytes).", fails, always, http_2_continuation_flood}.over(listener_kind::tls_http_2).by(gibibyte).as_flood(),
    row{"http_2_continue_flood", "100 Continue without end, over HTTP/2 (reset after `amount` bytes).", fails, always, http_2_continue_flood}.over(listener_kind::tls_http_2).by(gibibyte).as_flood(),

    // Too much: behaviours/floods.hpp
    row{"trailing_garbage", "Bytes follow the body's end.", delivers, always, trailing_garbage},
    row{"extra_answer", "A second answer, which nobody asked for, follows the right one at once.", delivers, always, extra_answer},
    row{"endless_body", "A body without length or end (reset after `amount` bytes).", fails, always, endless_body}.by(256 * mebibyte).as_flood(),
    row{"endless_chunks", "Chunks without end (reset after `amount` bytes).", fails, always, endless_chunks}.by(256 * mebibyte).as_flood(),
    row{"many_headers", "A head of `amount` header lines.", fails, always, many_headers}.by(100000).as_flood(),
    row{"huge_header", "A header line of `amount` bytes.", fails, always, huge_header}.by(mebibyte),
    row{"endless_header", "A header line without end (reset after `amount` bytes).", fails, always, endless_header}.by(64 * mebibyte).as_flood(),

    // Wrong bytes: behaviours/wrong_bytes.hpp
    row{"corrupted_first_byte", "The first answer's first byte is wrong.", recovers, 1, corrupted}.at(0).seen_by_manifest_only(),
    row{"corrupted_at_half", "The first answer has a wrong byte halfway.", recovers, 1, corrupted}.at(half).seen_by_manifest_only(),
    row{"corrupted_last_byte", "The first answer's last byte is wrong.", recovers, 1, corrupted}.at(last_byte).seen_by_manifest_only(),
    row{"corrupted_always", "Every answer has a wrong byte halfway.", fails, always, corrupted}.at(half).seen_by_manifest_only(),
    row{"other_content", "Other bytes of the right length.", fails, always, other_content}.seen_by_manifest_only(),
    row{"html_page", "200 with a page that says what went wrong.", fails, always, status_page}.with_status(200).seen_by_manifest_only(),
    row{"empty_body", "200 with Content-Length: 0 where content was due.", fails, always, empty_body}.seen_by_manifest_only(),
    row{"gzip_unasked", "The first answer is a right gzip stream, which nobody asked for.", recovers, 1, gzip_unasked},
    row{"gzip_folded", "The first answer is a right gzip stream, whose Content-Encoding goes on in a second line.", recovers, 1, gzip_folded},
    row{"encoding_of_content", "Every answer says Content-Encoding: x-gzip, and means the content as it is.", delivers, always, encoding_of_content}.seen_by_manifest_only(),
    row{"gzip_broken", "Every answer is a gzip stream whose checksum is wrong.", fails, always, gzip_broken},
    row{"encoding_unknown", "Every answer has a Content-Encoding that does not exist, and is upside down.", fails, always, encoding_unknown},

    // Spelling of the head: behaviours/head_spelling.hpp
    row{"http_1_0", "HTTP/1.0: no length, no ranges, closed after the body.", delivers, always, http_1_0},
    row{"http_0_9", "HTTP/0.9: the content without any head.", fails, always, http_0_9},
    row{"garbage_answer", "Bytes that are no HTTP at all, and a close.", fails, always, garbage_answer},
    row{"names_lower_case", "Field names in lower case.", delivers, always, names_lower_case},
    row{"names_upper_case", "Field names in upper case.", delivers, always, names_upper_case},
    row{"no_reason", "The status line ends after its number.", delivers, always, no_reason},
    row{"folded_header", "A field that does not matter goes on in a second line.", delivers, always, folded_header},
    row{"line_feeds_only", "Lines of the head end in LF without CR.", delivers, always, line_feeds_only},
    row{"spaces_around_values", "Blanks and tabs around the fields' values.", delivers, always, spaces_around_values},

    // TLS: behaviours/tls_endings.hpp
    row{"tls_well_behaved", "https, and everything is right.", delivers, always, correct}.over(listener_kind::tls),
    row{"tls_close_without_notify", "Closed without close_notify after an answer of known length.", delivers, always, tls_close_without_notify}.over(listener_kind::tls),
    row{"tls_truncated_without_notify", "The first answer, of unknown length, is closed halfway without close_notify.", recovers, 1, tls_truncated_without_notify}.at(half).over(listener_kind::tls),
    row{"tls_redirect_to_http", "302 from https to http.", fails, always, redirect_once}.with_status(302).over(listener_kind::tls),
    row{"tls_self_signed", "A certificate signed by itself.", fails, always, correct}.over(listener_kind::tls_self_signed),
    row{"tls_expired", "A certificate that ran out.", fails, always, correct}.over(listener_kind::tls_expired),
    row{"tls_wrong_host", "A certificate for another host.", fails, always, correct}.over(listener_kind::tls_wrong_host),
    row{"tls_is_plain", "The https port speaks http.", fails, always, status_page}.with_status(400).over(listener_kind::own_https),
    row{"tls_silent", "The https port accepts and never shakes hands.", hangs, always, silent}.over(listener_kind::own_https),
};
// clang-format on
} // namespace detail::behaviours

/// The behaviour whose faults are none.
inline constexpr misbehaviour well_behaved = detail::behaviours::table[0];

/// Every named behaviour, well_behaved first.
constexpr std::span<const misbehaviour> all_misbehaviours() noexcept
{
    return detail::behaviours::table;
}

/// The behaviour of that name; throws std::invalid_argument if there is none (in a constant expression: does not
/// compile).
constexpr const misbehaviour& misbehaviour_named(std::string_view name)
{
    for (const misbehaviour& behaviour : all_misbehaviours())
    {
        if (behaviour.name == name)
        {
            return behaviour;
        }
    }
    throw std::invalid_argument("no misbehaviour of that name");
}
} // namespace wua
