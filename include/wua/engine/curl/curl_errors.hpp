// SPDX-License-Identifier: MIT
#pragma once

// Which error means what: libcurl's codes, HTTP statuses and errno values, each with its HRESULT and remedy.

#include <wua/engine/disk/disk.hpp>
#include <wua/engine/transfer/fetch_failure.hpp>
#include <wua/wuapi/errors.hpp>

#include <curl/curl.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <exception>
#include <new>
#include <string>
#include <system_error>
#include <utility>

namespace wua::detail
{

inline constexpr HRESULT win32_file_not_found = hresult_from_win32(2);
inline constexpr HRESULT win32_access_denied = hresult_from_win32(5);
inline constexpr HRESULT win32_invalid_data = hresult_from_win32(13);
inline constexpr HRESULT win32_write_fault = hresult_from_win32(29);
inline constexpr HRESULT win32_sharing_violation = hresult_from_win32(32);
inline constexpr HRESULT win32_file_exists = hresult_from_win32(80);
inline constexpr HRESULT win32_disk_full = hresult_from_win32(112);
inline constexpr HRESULT win32_invalid_name = hresult_from_win32(123);
inline constexpr HRESULT wininet_too_many_redirects = hresult_from_win32(12156);
inline constexpr HRESULT winhttp_secure_failure = hresult_from_win32(12175);

// The size that the server states is not that of the update: the update was revised, or the server has something else.
inline constexpr HRESULT size_differs = wu_e_dm_contentchanged;

// An update is larger than it may be.
inline constexpr HRESULT update_too_large = wu_e_dm_downloadlimitedbyupdatesize;

struct error_rule
{
    int code;
    HRESULT hresult;
    wua::remedy remedy;
};

// libcurl's codes; those that are not here are wu_e_pt_unexpected and tried at another mirror.
inline constexpr auto curl_error_rules = std::to_array<error_rule>({
    {CURLE_UNSUPPORTED_PROTOCOL, wu_e_pt_invalid_url, remedy::other_mirror}, // and an answer that is HTTP/0.9
    {CURLE_URL_MALFORMAT, wu_e_pt_invalid_url, remedy::other_mirror},
    {CURLE_COULDNT_RESOLVE_PROXY, wu_e_pt_winhttp_name_not_resolved, remedy::retry},
    {CURLE_COULDNT_RESOLVE_HOST, wu_e_pt_winhttp_name_not_resolved, remedy::retry},
    {CURLE_COULDNT_CONNECT, wininet_e_cannot_connect, remedy::retry},
    {CURLE_WEIRD_SERVER_REPLY, wu_e_pt_invalid_format, remedy::other_mirror},
    {CURLE_REMOTE_ACCESS_DENIED, win32_access_denied, remedy::other_mirror},
    {CURLE_HTTP2, wininet_e_connection_aborted, remedy::retry},
    {CURLE_PARTIAL_FILE, wininet_e_connection_aborted, remedy::retry},
    {CURLE_OUT_OF_MEMORY, e_outofmemory, remedy::give_up},
    {CURLE_OPERATION_TIMEDOUT, wininet_e_timeout, remedy::retry},
    {CURLE_SSL_CONNECT_ERROR, winhttp_secure_failure, remedy::retry},
    {CURLE_FILE_COULDNT_READ_FILE, win32_file_not_found, remedy::other_mirror},
    {CURLE_TOO_MANY_REDIRECTS, wininet_too_many_redirects, remedy::other_mirror},
    {CURLE_GOT_NOTHING, wininet_e_connection_aborted, remedy::retry},
    {CURLE_SEND_ERROR, wininet_e_connection_reset, remedy::retry},
    {CURLE_RECV_ERROR, wininet_e_connection_reset, remedy::retry},
    {CURLE_SSL_CERTPROBLEM, winhttp_secure_failure, remedy::other_mirror},
    {CURLE_SSL_CIPHER, winhttp_secure_failure, remedy::other_mirror},
    {CURLE_PEER_FAILED_VERIFICATION, winhttp_secure_failure, remedy::other_mirror},
    {CURLE_SSL_CACERT_BADFILE, winhttp_secure_failure, remedy::give_up},
    {CURLE_BAD_CONTENT_ENCODING, wu_e_pt_invalid_format, remedy::other_mirror},
    {CURLE_SSL_ISSUER_ERROR, winhttp_secure_failure, remedy::other_mirror},
    {CURLE_SSL_INVALIDCERTSTATUS, winhttp_secure_failure, remedy::other_mirror},
    {CURLE_HTTP2_STREAM, wininet_e_connection_aborted, remedy::retry},
    {CURLE_PROXY, wininet_e_cannot_connect, remedy::retry},
});

// HTTP statuses that pass; all others are left to another mirror. Their HRESULTs are those of hresult_from_http_status.
inline constexpr auto transient_http_statuses = std::to_array<int>({408, 425, 429, 500, 502, 503, 504});

// What the disk says. No mirror helps against it; what was stored stays, to be continued when there is room again.
inline constexpr auto errno_rules = std::to_array<error_rule>({
    {ENOSPC, win32_disk_full, remedy::give_up},
    {errno_of_quota, win32_disk_full, remedy::give_up},
    {EFBIG, win32_disk_full, remedy::give_up},
    {EACCES, win32_access_denied, remedy::give_up},
    {EPERM, win32_access_denied, remedy::give_up},
    {EROFS, win32_access_denied, remedy::give_up},
    {ELOOP, win32_access_denied, remedy::give_up},
    {EISDIR, win32_access_denied, remedy::give_up},
    {EINVAL, win32_access_denied, remedy::give_up},
    {EEXIST, win32_file_exists, remedy::give_up},
    {ENOENT, win32_file_not_found, remedy::give_up},
    {ENAMETOOLONG, win32_invalid_name, remedy::give_up},
    {ENOMEM, e_outofmemory, remedy::give_up},
});

// What libcurl says of a failure, as it may be printed: it quotes a proxy as it was set, with its credentials.
inline std::string printable_curl_message(std::string text)
{
    const auto quote = text.find('\'');
    const auto at = text.rfind('@');
    if (quote != std::string::npos && at != std::string::npos && quote < at)
    {
        text.erase(quote + 1, at - quote);
    }
    return text;
}

inline fetch_failure failure_of_curl(CURLcode code, std::string detail)
{
    error_rule found{code, wu_e_pt_unexpected, remedy::other_mirror};
    for (const error_rule& rule : curl_error_rules)
    {
        found = rule.code == static_cast<int>(code) ? rule : found;
    }
    if (detail.empty())
    {
        detail = curl_easy_strerror(code);
    }
    return {outcome::failed(found.hresult, {"curl", code}, std::move(detail)), found.remedy};
}

inline fetch_failure failure_of_http(int status, std::string detail)
{
    remedy what = remedy::other_mirror;
    for (const int transient : transient_http_statuses)
    {
        what = transient == status ? remedy::retry : what;
    }
    return {outcome::failed(hresult_from_http_status(status), {"http", status}, std::move(detail)), what};
}

inline fetch_failure failure_of_disk(const std::system_error& error)
{
    error_rule found{error.code().value(), win32_write_fault, remedy::give_up};
    for (const error_rule& rule : errno_rules)
    {
        found = rule.code == found.code ? rule : found;
    }
    return {outcome::failed(found.hresult, {"errno", found.code}, error.what()), found.remedy};
}

// Of the exception that is being handled.
inline fetch_failure failure_of_exception()
{
    try
    {
        throw;
    }
    catch (const std::system_error& error)
    {
        return failure_of_disk(error);
    }
    catch (const std::bad_alloc&)
    {
        return {outcome::failed(e_outofmemory), remedy::give_up};
    }
    catch (const std::exception& error)
    {
        return {outcome::failed(wu_e_dm_unexpected, {}, error.what()), remedy::give_up};
    }
}

} // namespace wua::detail
