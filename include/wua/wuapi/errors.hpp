// SPDX-License-Identifier: MIT
#pragma once

// Every error code that a download can end with, and what is known about each.

#include <wua/com/array_view.hpp>
#include <wua/com/hresult.hpp>
#include <wua/separate_compilation.hpp>
#include <wua/wuapi/agent_errors.hpp>
#include <wua/wuapi/automatic_updates_errors.hpp>
#include <wua/wuapi/download_errors.hpp>
#include <wua/wuapi/handler_errors.hpp>
#include <wua/wuapi/store_errors.hpp>
#include <wua/wuapi/success_codes.hpp>
#include <wua/wuapi/transfer_errors.hpp>
#include <wua/wuapi/transport_errors.hpp>

#include <string>
#include <string_view>

namespace wua
{

/// An HTTP status and the code of the update agent that stands for it.
struct http_status_code
{
    int status;
    HRESULT code;
};

/// Every HTTP status that has a code of its own.
inline constexpr http_status_code http_status_codes[] = {
    {400, wu_e_pt_http_status_bad_request},
    {401, wu_e_pt_http_status_denied},
    {403, wu_e_pt_http_status_forbidden},
    {404, wu_e_pt_http_status_not_found},
    {405, wu_e_pt_http_status_bad_method},
    {407, wu_e_pt_http_status_proxy_auth_req},
    {408, wu_e_pt_http_status_request_timeout},
    {409, wu_e_pt_http_status_conflict},
    {410, wu_e_pt_http_status_gone},
    {500, wu_e_pt_http_status_server_error},
    {501, wu_e_pt_http_status_not_supported},
    {502, wu_e_pt_http_status_bad_gateway},
    {503, wu_e_pt_http_status_service_unavail},
    {504, wu_e_pt_http_status_gateway_timeout},
    {505, wu_e_pt_http_status_version_not_sup},
};

/// The update agent's code for an HTTP status that is not a success; `wu_e_pt_http_status_not_mapped` for a status
/// without a code of its own. This is what a transport of one's own reports; the background transfer service reports
/// `hresult_from_bits_http_status` instead.
[[nodiscard]] constexpr HRESULT hresult_from_http_status(int status) noexcept
{
    for (const auto& known : http_status_codes)
        if (known.status == status)
            return known.code;
    return wu_e_pt_http_status_not_mapped;
}

namespace detail
{

inline constexpr array_view<hresult_info> code_tables[] = {
    com_codes,      success_codes, agent_errors,    download_errors,          transport_errors,
    handler_errors, store_errors,  transfer_errors, automatic_updates_errors,
};

} // namespace detail

/// What is known of a code: its name as the Windows headers spell it, and its meaning in a few words. Knows the
/// codes of the update agent, of COM, and of the transfer services below the agent; null for any other.
[[nodiscard]] constexpr const hresult_info* describe(HRESULT code) noexcept
{
    for (const auto table : detail::code_tables)
        if (const hresult_info* known = find_code(table, code))
            return known;
    return nullptr;
}

/// The same for a name, in the spelling of the Windows headers.
[[nodiscard]] constexpr const hresult_info* describe(std::string_view name) noexcept
{
    for (const auto table : detail::code_tables)
        for (const hresult_info& row : table)
            if (row.name == name)
                return &row;
    return nullptr;
}

namespace detail
{

// "0x8007000E"
std::string hresult_digits(HRESULT code);

// The name as the Windows headers spell it, or the digits of a code that has none.
std::string short_name(HRESULT code);

} // namespace detail
} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/wuapi/errors.ipp>
#endif
