// SPDX-License-Identifier: MIT
#pragma once

// The failure that an HTTP response means: statuses and unusable responses, each with its HRESULT and remedy.

#include <wua/engine/transfer/fetch_failure.hpp>
#include <wua/separate_compilation.hpp>

#include <string>
#include <utility>

namespace wua::detail
{

// The size that the server states is not the update's: the update was revised, or the server has something else.
inline constexpr HRESULT size_differs = wu_e_dm_contentchanged;

// An update is larger than allowed.
inline constexpr HRESULT update_too_large = wu_e_dm_downloadlimitedbyupdatesize;

// True for a status that may pass by itself; for all others another mirror is tried. Those from 512 on, which no
// standard defines, are treated as 500.
constexpr bool is_transient_http_status(int status) noexcept
{
    return status == 408 || status == 421 || status == 425 || status == 429 || status == 500 ||
           (status >= 502 && status <= 504) || (status >= 512 && status <= 599);
}

fetch_failure failure_of_http(int status, std::string detail);

// A response that violates HTTP's rules, or this engine's.
inline fetch_failure unusable_response(int status, std::string detail, remedy remedy = remedy::other_mirror)
{
    return {outcome::failed(wu_e_pt_invalid_format, {"http", status}, std::move(detail)), remedy};
}

// A response whose head is longer than this engine, or libcurl, reads.
inline fetch_failure oversized_head(int status, std::string detail)
{
    return {outcome::failed(error_winhttp_header_size_overflow, {"http", status}, std::move(detail)),
            remedy::other_mirror};
}

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/transfer/http_errors.ipp>
#endif
