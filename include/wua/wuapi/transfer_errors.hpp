// SPDX-License-Identifier: MIT
#pragma once

// Errors of the system and its services below the agent, which pass through it untouched.

#include <wua/com/hresult.hpp>

#include <cstdint>

namespace wua
{

/// The HRESULT in which the background transfer service wraps an HTTP status.
[[nodiscard]] constexpr HRESULT hresult_from_bits_http_status(int status) noexcept
{
    return make_hresult(0x80190000u + static_cast<std::uint32_t>(status));
}

inline constexpr HRESULT bg_e_not_found = make_hresult(0x80200001);
inline constexpr HRESULT bg_e_invalid_state = make_hresult(0x80200002);
inline constexpr HRESULT bg_e_empty = make_hresult(0x80200003);
inline constexpr HRESULT bg_e_file_not_available = make_hresult(0x80200004);
inline constexpr HRESULT bg_e_validation_failed = make_hresult(0x80200053);
inline constexpr HRESULT bg_e_token_required = make_hresult(0x80200056);
inline constexpr HRESULT bg_e_http_error_400 = hresult_from_bits_http_status(400);
inline constexpr HRESULT bg_e_http_error_401 = hresult_from_bits_http_status(401);
inline constexpr HRESULT bg_e_http_error_402 = hresult_from_bits_http_status(402);
inline constexpr HRESULT bg_e_http_error_403 = hresult_from_bits_http_status(403);
inline constexpr HRESULT bg_e_http_error_404 = hresult_from_bits_http_status(404);
inline constexpr HRESULT bg_e_http_error_405 = hresult_from_bits_http_status(405);
inline constexpr HRESULT bg_e_http_error_406 = hresult_from_bits_http_status(406);
inline constexpr HRESULT bg_e_http_error_407 = hresult_from_bits_http_status(407);
inline constexpr HRESULT bg_e_http_error_408 = hresult_from_bits_http_status(408);
inline constexpr HRESULT bg_e_http_error_409 = hresult_from_bits_http_status(409);
inline constexpr HRESULT bg_e_http_error_410 = hresult_from_bits_http_status(410);
inline constexpr HRESULT bg_e_http_error_411 = hresult_from_bits_http_status(411);
inline constexpr HRESULT bg_e_http_error_412 = hresult_from_bits_http_status(412);
inline constexpr HRESULT bg_e_http_error_413 = hresult_from_bits_http_status(413);
inline constexpr HRESULT bg_e_http_error_414 = hresult_from_bits_http_status(414);
inline constexpr HRESULT bg_e_http_error_415 = hresult_from_bits_http_status(415);
inline constexpr HRESULT bg_e_http_error_416 = hresult_from_bits_http_status(416);
inline constexpr HRESULT bg_e_http_error_417 = hresult_from_bits_http_status(417);
inline constexpr HRESULT bg_e_http_error_449 = hresult_from_bits_http_status(449);
inline constexpr HRESULT bg_e_http_error_500 = hresult_from_bits_http_status(500);
inline constexpr HRESULT bg_e_http_error_501 = hresult_from_bits_http_status(501);
inline constexpr HRESULT bg_e_http_error_502 = hresult_from_bits_http_status(502);
inline constexpr HRESULT bg_e_http_error_503 = hresult_from_bits_http_status(503);
inline constexpr HRESULT bg_e_http_error_504 = hresult_from_bits_http_status(504);
inline constexpr HRESULT bg_e_http_error_505 = hresult_from_bits_http_status(505);
inline constexpr HRESULT error_file_not_found = hresult_from_win32(2);
inline constexpr HRESULT error_too_many_open_files = hresult_from_win32(4);
inline constexpr HRESULT error_invalid_data = hresult_from_win32(13);
inline constexpr HRESULT error_write_fault = hresult_from_win32(29);
inline constexpr HRESULT error_read_fault = hresult_from_win32(30);
inline constexpr HRESULT error_sharing_violation = hresult_from_win32(32);
inline constexpr HRESULT error_file_exists = hresult_from_win32(80);
inline constexpr HRESULT error_disk_full = hresult_from_win32(112);
inline constexpr HRESULT error_invalid_name = hresult_from_win32(123);
inline constexpr HRESULT error_already_exists = hresult_from_win32(183);
inline constexpr HRESULT error_no_system_resources = hresult_from_win32(1450);
inline constexpr HRESULT error_http_redirect_failed = hresult_from_win32(12156);
inline constexpr HRESULT error_winhttp_secure_failure = hresult_from_win32(12175);
inline constexpr HRESULT error_winhttp_header_size_overflow = hresult_from_win32(12182);
inline constexpr HRESULT wininet_e_timeout = hresult_from_win32(12002);
inline constexpr HRESULT wininet_e_name_not_resolved = hresult_from_win32(12007);
inline constexpr HRESULT wininet_e_cannot_connect = hresult_from_win32(12029);
inline constexpr HRESULT wininet_e_connection_aborted = hresult_from_win32(12030);
inline constexpr HRESULT wininet_e_connection_reset = hresult_from_win32(12031);
inline constexpr HRESULT do_e_download_no_progress = make_hresult(0x80D02002);

/// Each of them with its name and what it means.
inline constexpr hresult_info transfer_errors[] = {
    {bg_e_not_found, "BG_E_NOT_FOUND"sv, "no such transfer job"sv},
    {bg_e_invalid_state, "BG_E_INVALID_STATE"sv, "the state of the transfer job forbids the call"sv},
    {bg_e_empty, "BG_E_EMPTY"sv, "the transfer job has no files"sv},
    {bg_e_file_not_available, "BG_E_FILE_NOT_AVAILABLE"sv, "the file is not there yet: the transfer is not complete"sv},
    {bg_e_validation_failed, "BG_E_VALIDATION_FAILED"sv,
     "the application that checks the transferred file rejected it"sv},
    {bg_e_token_required, "BG_E_TOKEN_REQUIRED"sv, "the transfer job needs a helper token that is not there"sv},
    {bg_e_http_error_400, "BG_E_HTTP_ERROR_400"sv, "HTTP 400: bad request"sv},
    {bg_e_http_error_401, "BG_E_HTTP_ERROR_401"sv, "HTTP 401: authentication required"sv},
    {bg_e_http_error_402, "BG_E_HTTP_ERROR_402"sv, "HTTP 402: payment required"sv},
    {bg_e_http_error_403, "BG_E_HTTP_ERROR_403"sv, "HTTP 403: forbidden"sv},
    {bg_e_http_error_404, "BG_E_HTTP_ERROR_404"sv, "HTTP 404: not found"sv},
    {bg_e_http_error_405, "BG_E_HTTP_ERROR_405"sv, "HTTP 405: method not allowed"sv},
    {bg_e_http_error_406, "BG_E_HTTP_ERROR_406"sv, "HTTP 406: not acceptable"sv},
    {bg_e_http_error_407, "BG_E_HTTP_ERROR_407"sv, "HTTP 407: proxy authentication required"sv},
    {bg_e_http_error_408, "BG_E_HTTP_ERROR_408"sv, "HTTP 408: the server waited too long for the request"sv},
    {bg_e_http_error_409, "BG_E_HTTP_ERROR_409"sv, "HTTP 409: conflict"sv},
    {bg_e_http_error_410, "BG_E_HTTP_ERROR_410"sv, "HTTP 410: gone"sv},
    {bg_e_http_error_411, "BG_E_HTTP_ERROR_411"sv, "HTTP 411: length required"sv},
    {bg_e_http_error_412, "BG_E_HTTP_ERROR_412"sv, "HTTP 412: precondition failed"sv},
    {bg_e_http_error_413, "BG_E_HTTP_ERROR_413"sv, "HTTP 413: request too large"sv},
    {bg_e_http_error_414, "BG_E_HTTP_ERROR_414"sv, "HTTP 414: address too long"sv},
    {bg_e_http_error_415, "BG_E_HTTP_ERROR_415"sv, "HTTP 415: unsupported media type"sv},
    {bg_e_http_error_416, "BG_E_HTTP_ERROR_416"sv, "HTTP 416: range not satisfiable"sv},
    {bg_e_http_error_417, "BG_E_HTTP_ERROR_417"sv, "HTTP 417: expectation failed"sv},
    {bg_e_http_error_449, "BG_E_HTTP_ERROR_449"sv, "HTTP 449: retry with another request"sv},
    {bg_e_http_error_500, "BG_E_HTTP_ERROR_500"sv, "HTTP 500: server error"sv},
    {bg_e_http_error_501, "BG_E_HTTP_ERROR_501"sv, "HTTP 501: not implemented"sv},
    {bg_e_http_error_502, "BG_E_HTTP_ERROR_502"sv, "HTTP 502: bad gateway"sv},
    {bg_e_http_error_503, "BG_E_HTTP_ERROR_503"sv, "HTTP 503: service unavailable"sv},
    {bg_e_http_error_504, "BG_E_HTTP_ERROR_504"sv, "HTTP 504: gateway timed out"sv},
    {bg_e_http_error_505, "BG_E_HTTP_ERROR_505"sv, "HTTP 505: HTTP version not supported"sv},
    {error_file_not_found, "ERROR_FILE_NOT_FOUND"sv, "the file was not found"sv},
    {error_too_many_open_files, "ERROR_TOO_MANY_OPEN_FILES"sv, "too many files are open"sv},
    {error_invalid_data, "ERROR_INVALID_DATA"sv, "the data is invalid"sv},
    {error_write_fault, "ERROR_WRITE_FAULT"sv, "the disk cannot be written to"sv},
    {error_read_fault, "ERROR_READ_FAULT"sv, "the disk cannot be read"sv},
    {error_sharing_violation, "ERROR_SHARING_VIOLATION"sv, "somebody else is using the file"sv},
    {error_file_exists, "ERROR_FILE_EXISTS"sv, "the file exists"sv},
    {error_disk_full, "ERROR_DISK_FULL"sv, "the disk is full"sv},
    {error_invalid_name, "ERROR_INVALID_NAME"sv, "the file name is not allowed"sv},
    {error_already_exists, "ERROR_ALREADY_EXISTS"sv, "it exists already"sv},
    {error_no_system_resources, "ERROR_NO_SYSTEM_RESOURCES"sv, "the system has too little left"sv},
    {wininet_e_timeout, "WININET_E_TIMEOUT"sv, "the network request timed out"sv},
    {wininet_e_name_not_resolved, "WININET_E_NAME_NOT_RESOLVED"sv, "the server name could not be resolved"sv},
    {wininet_e_cannot_connect, "WININET_E_CANNOT_CONNECT"sv, "no connection to the server"sv},
    {wininet_e_connection_aborted, "WININET_E_CONNECTION_ABORTED"sv, "the connection broke off"sv},
    {wininet_e_connection_reset, "WININET_E_CONNECTION_RESET"sv, "the connection was reset"sv},
    {error_http_redirect_failed, "ERROR_HTTP_REDIRECT_FAILED"sv, "the redirect cannot be followed"sv},
    {error_winhttp_secure_failure, "ERROR_WINHTTP_SECURE_FAILURE"sv, "the secure connection failed"sv},
    {error_winhttp_header_size_overflow, "ERROR_WINHTTP_HEADER_SIZE_OVERFLOW"sv,
     "the head of the answer is too long"sv},
    {do_e_download_no_progress, "DO_E_DOWNLOAD_NO_PROGRESS"sv, "the download made no progress within the time limit"sv},
};

} // namespace wua
