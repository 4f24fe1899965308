// SPDX-License-Identifier: MIT
#pragma once

// The failure that a libcurl error code means.

#include <wua/engine/disk/disk_errors.hpp>
#include <wua/engine/transfer/fetch_failure.hpp>
#include <wua/engine/transfer/http_errors.hpp>
#include <wua/separate_compilation.hpp>
#include <wua/wuapi/errors.hpp>

#include <curl/curl.h>

#include <string>

namespace wua::detail
{

// libcurl's codes; those not listed become wu_e_pt_unexpected and are tried at another mirror.
inline constexpr error_rule curl_error_rules[] = {
    {CURLE_UNSUPPORTED_PROTOCOL, wu_e_pt_invalid_url, remedy::other_mirror},
    {CURLE_URL_MALFORMAT, wu_e_pt_invalid_url, remedy::other_mirror},
    {CURLE_COULDNT_RESOLVE_PROXY, wu_e_pt_winhttp_name_not_resolved, remedy::retry},
    {CURLE_COULDNT_RESOLVE_HOST, wu_e_pt_winhttp_name_not_resolved, remedy::retry},
    {CURLE_COULDNT_CONNECT, wininet_e_cannot_connect, remedy::retry},
    {CURLE_WEIRD_SERVER_REPLY, wu_e_pt_invalid_format, remedy::retry},
    {CURLE_REMOTE_ACCESS_DENIED, win32_access_denied, remedy::other_mirror},
    {CURLE_HTTP2, wininet_e_connection_aborted, remedy::retry},
    {CURLE_PARTIAL_FILE, wininet_e_connection_aborted, remedy::retry},
    {CURLE_OUT_OF_MEMORY, e_outofmemory, remedy::give_up},
    {CURLE_OPERATION_TIMEDOUT, wininet_e_timeout, remedy::retry},
    {CURLE_SSL_CONNECT_ERROR, error_winhttp_secure_failure, remedy::retry},
    {CURLE_TOO_MANY_REDIRECTS, error_http_redirect_failed, remedy::other_mirror},
    {CURLE_GOT_NOTHING, wininet_e_connection_aborted, remedy::retry},
    {CURLE_SEND_ERROR, wininet_e_connection_reset, remedy::retry},
    {CURLE_RECV_ERROR, wininet_e_connection_reset, remedy::retry},
    {CURLE_SSL_CERTPROBLEM, error_winhttp_secure_failure, remedy::other_mirror},
    {CURLE_SSL_CIPHER, error_winhttp_secure_failure, remedy::other_mirror},
    {CURLE_PEER_FAILED_VERIFICATION, error_winhttp_secure_failure, remedy::other_mirror},
    {CURLE_SSL_CACERT_BADFILE, error_winhttp_secure_failure, remedy::give_up},
    {CURLE_INTERFACE_FAILED, wininet_e_cannot_connect, remedy::give_up},
    {CURLE_SSL_PINNEDPUBKEYNOTMATCH, error_winhttp_secure_failure, remedy::other_mirror},
    {CURLE_BAD_CONTENT_ENCODING, wu_e_pt_invalid_format, remedy::other_mirror},
    {CURLE_SSL_ISSUER_ERROR, error_winhttp_secure_failure, remedy::other_mirror},
    {CURLE_SSL_INVALIDCERTSTATUS, error_winhttp_secure_failure, remedy::other_mirror},
    {CURLE_HTTP2_STREAM, wininet_e_connection_aborted, remedy::retry},
    {CURLE_PROXY, wininet_e_cannot_connect, remedy::retry},
};

// libcurl's error message, safe to print: it may quote a proxy as configured, with its credentials.
std::string printable_curl_message(std::string text);

fetch_failure failure_of_curl(CURLcode code, std::string detail);

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/curl/curl_errors.ipp>
#endif
