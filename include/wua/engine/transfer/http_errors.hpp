// SPDX-License-Identifier: MIT
#pragma once

// Which failure an HTTP response means: statuses, and responses that cannot be used, each with its HRESULT and remedy.

#include <wua/engine/transfer/fetch_failure.hpp>
#include <wua/separate_compilation.hpp>

#include <string>
#include <utility>

namespace wua::detail
{

inline constexpr HRESULT wininet_too_many_redirects = hresult_from_win32(12156);

// The size that the server states is not that of the update: the update was revised, or the server has something else.
inline constexpr HRESULT size_differs = wu_e_dm_contentchanged;

// An update is larger than it may be.
inline constexpr HRESULT update_too_large = wu_e_dm_downloadlimitedbyupdatesize;

// WinHTTP's code for a head, or one line of it, that is longer than anybody reads.
inline constexpr HRESULT winhttp_header_size_overflow = hresult_from_win32(12182);

// True for a status that may pass by itself; all others are left to another mirror. Those from 512 on, which no
// standard knows, mean 500.
constexpr bool is_transient_http_status(int status) noexcept
{
    return status == 408 || status == 421 || status == 425 || status == 429 || status == 500 ||
           (status >= 502 && status <= 504) || (status >= 512 && status <= 599);
}

fetch_failure failure_of_http(int status, std::string detail);

// A response that breaks the rules of HTTP, or those of this engine.
[[gnu::cold]] inline fetch_failure
unusable_response(int status, std::string detail, remedy remedy = remedy::other_mirror)
{
    return {outcome::failed(wu_e_pt_invalid_format, {"http", status}, std::move(detail)), remedy};
}

// A response whose head is longer than this engine, or libcurl, reads.
[[gnu::cold]] inline fetch_failure oversized_head(int status, std::string detail)
{
    return {outcome::failed(winhttp_header_size_overflow, {"http", status}, std::move(detail)), remedy::other_mirror};
}

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/transfer/http_errors.ipp>
#endif
