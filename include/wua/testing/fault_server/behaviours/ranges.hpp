// SPDX-License-Identifier: MIT
#pragma once
// Ranges are ignored, refused or wrong. Most begin with a truncated response, so that the client has something to
// resume.

#include <wua/separate_compilation.hpp>
#include <wua/testing/fault_server/behaviours/shared.hpp>
#include <wua/testing/fault_server/misbehaviour.hpp>
#include <wua/testing/fault_server/response_script.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace wua::detail::behaviours
{
/// The correct 206 if the client resumes with a Range that the server grants. Otherwise it has responded: the first
/// time with half of the content, so that there is something to resume, and correctly from then on.
std::optional<http_response> try_resumption(response_script& script);

/// The same with another Content-Range.
void resume_with_content_range(response_script& script, std::string content_range);

/// A 206 that starts elsewhere and says so.
void send_from(response_script& script, http_response response, std::uint64_t from);

void range_ignored(response_script& script);

void range_shifted(response_script& script);

void range_overlapping(response_script& script);

void range_shifted_silently(response_script& script);

void range_wrong_total(response_script& script);

inline void range_unknown_total(response_script& script)
{
    resume_with_content_range(script, response_script::content_range(script.correct_response(), std::nullopt));
}

void range_without_content_range(response_script& script);

inline void range_garbage(response_script& script)
{
    resume_with_content_range(script, "bytes some-of/it");
}

void range_multipart(response_script& script);

/// A part whose Content-Range is this.
template <literal Range>
void range_as(response_script& script)
{
    resume_with_content_range(script, filled(Range.view(), script, script.correct_response()));
}

/// A resumption is answered with 200, with what is due as a part.
void range_as_whole(response_script& script);

void range_empty_whole(response_script& script);

/// 200 with a page that says what went wrong.
void range_page(response_script& script);

void range_chunked(response_script& script);

void range_without_length(response_script& script);

void range_repeated(response_script& script);

void range_length_contradicts(response_script& script);

void range_longer(response_script& script);

/// A resumption's Content-Range ends halfway, and other bytes follow.
void range_ends_early(response_script& script);

/// Half of the content as a 200 whose Content-Range speaks of the whole.
void whole_of_half(response_script& script);

/// The content as the only part of a 200.
void whole_multipart(response_script& script);

void range_from_0(response_script& script);

/// 206 with a Content-Range in its head and in the body, which comes in chunks.
void range_multipart_in_chunks(response_script& script);

/// 416 that names this many bytes.
void refuse_with_total(response_script& script, std::uint64_t total);

/// 416 that names `amount` bytes more than there are.
void range_416_more(response_script& script);

/// 416 that names half of the bytes that there are.
void range_416_fewer(response_script& script);

/// All bytes without an end, then 416 without a word on the size.
/// Of unknown length and reset at the fault; a resumption is answered 416, which names as many bytes.
void range_416_half_without_length(response_script& script);

void range_416_alone(response_script& script);

/// The part as a gzip stream, which says so.
void range_encoded(response_script& script);

void range_redirected(response_script& script);

/// As the first answer, parts are a quarter at most; they know the total.
void range_quarters(response_script& script);

void range_truncated(response_script& script);

void range_refused(response_script& script);

void range_unasked(response_script& script);

void ranges_not_accepted(response_script& script);

/// Without ranges, and each response ends at the fault.
void ranges_not_accepted_and_cut(response_script& script);

/// A request with a Range is answered by `refuse`, one without correctly, but for the first, which ends at the fault.
void refuse_ranges(response_script& script, void (*refuse)(response_script&));

/// The behaviour's status, with a page.
void range_refused_with_status(response_script& script);

inline void range_reset(response_script& script)
{
    refuse_ranges(script, reset);
}

inline void range_closed(response_script& script)
{
    refuse_ranges(script, closed);
}

inline void range_silent(response_script& script)
{
    refuse_ranges(script, silent);
}

/// Chunks without end first; then parts of a quarter at most, whose Content-Range has '*' for a total.
void range_piecemeal(response_script& script);
} // namespace wua::detail::behaviours

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/testing/fault_server/behaviours/ranges.ipp>
#endif
