// SPDX-License-Identifier: MIT
#pragma once
// Wrong bytes, or the right ones in another encoding.

#include <wua/separate_compilation.hpp>
#include <wua/testing/fault_server/behaviours/shared.hpp>

namespace wua::detail::behaviours
{
/// The correct response with one bit flipped at the fault.
void corrupted(response_script& script);

void other_content(response_script& script);

inline void empty_body(response_script& script)
{
    script.send(page_head(200, ""));
}

std::uint32_t crc32(std::string_view bytes) noexcept;

/// Appends the `width` lowest bytes of the number, the lowest first.
void append_little_endian(std::string& out, std::uint64_t number, int width);

/// A valid gzip stream that stores the bytes as they are.
std::string gzipped(std::string_view bytes);

void send_encoded(response_script& script, std::string_view encoding, std::string body);

inline void gzip_unasked(response_script& script)
{
    send_encoded(script, "gzip", gzipped(script.content().str()));
}

inline void gzip_twice(response_script& script)
{
    send_encoded(script, "gzip, gzip", gzipped(gzipped(script.content().str())));
}

/// As gzip_unasked, after a Content-Encoding field that says identity.
inline void gzip_behind_identity(response_script& script)
{
    send_encoded(script, "identity\r\nContent-Encoding: gzip", gzipped(script.content().str()));
}

void gzip_broken(response_script& script);

void encoding_unknown(response_script& script);

/// As gzip_unasked, with a Content-Encoding whose value is on a second line.
void gzip_folded(response_script& script);

/// A correct gzip stream, with a blank between the name Content-Encoding and its colon.
void gzip_space_before_colon(response_script& script);

/// The correct response, labelled as encoded because the content itself is an archive.
void encoding_of_content(response_script& script);
} // namespace wua::detail::behaviours

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/testing/fault_server/behaviours/wrong_bytes.ipp>
#endif
