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
/// The correct 206 if the client resumes, with a Range that the server grants. Otherwise nullopt, and the response has
/// been made: half of the content the first time, so that there is something to resume, and the correct one from then
/// on.
std::optional<http_response> try_resumption(response_script& script);

/// A resumption with this Content-Range in place of the correct one.
void resume_with_content_range(response_script& script, std::string content_range);

/// A 206 that starts elsewhere, and says so.
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

/// A part with this Content-Range.
template <literal Range>
void range_as(response_script& script)
{
    resume_with_content_range(script, filled(Range.view(), script, script.correct_response()));
}

/// A resumption is answered with the part as a 200.
void range_as_whole(response_script& script);

void range_empty_whole(response_script& script);

/// A 200 with an error page.
void range_page(response_script& script);

void range_chunked(response_script& script);

void range_without_length(response_script& script);

void range_repeated(response_script& script);

void range_length_contradicts(response_script& script);

void range_longer(response_script& script);

/// A resumption's Content-Range ends halfway, and other bytes follow.
void range_ends_early(response_script& script);

/// Half of the content as a 200, whose Content-Range describes all of it.
void whole_of_half(response_script& script);

/// The content as the only part of a multipart 200.
void whole_multipart(response_script& script);

void range_from_0(response_script& script);

/// A 206 in chunks with one Content-Range in its head and one in its body.
void range_multipart_in_chunks(response_script& script);

/// A 416 that states this size.
void refuse_with_total(response_script& script, std::uint64_t total);

/// A 416 that states `amount` bytes more than there are.
void range_416_more(response_script& script);

/// A 416 that states half the size.
void range_416_fewer(response_script& script);

/// First the content without its length, reset at the fault; then a 416 that states half the size.
void range_416_half_without_length(response_script& script);

/// First all bytes in chunks without their end, then a 416 without the size.
void range_416_alone(response_script& script);

/// The part as a gzip stream that is labelled as one.
void range_encoded(response_script& script);

void range_redirected(response_script& script);

/// Parts of a quarter at most, which is as much as the first answer brings; they state the total.
void range_quarters(response_script& script);

void range_truncated(response_script& script);

void range_refused(response_script& script);

void range_unasked(response_script& script);

void ranges_not_accepted(response_script& script);

/// No ranges, and each response ends at the fault.
void ranges_not_accepted_and_cut(response_script& script);

/// Requests with a Range are answered by `refuse`, others correctly, except that the first one ends at the fault.
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

/// First chunks without their end, then parts of a quarter at most whose Content-Range has '*' as the total.
void range_piecemeal(response_script& script);
} // namespace wua::detail::behaviours

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/testing/fault_server/behaviours/ranges.ipp>
#endif
