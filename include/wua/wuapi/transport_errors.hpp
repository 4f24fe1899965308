// SPDX-License-Identifier: MIT
#pragma once

// The errors of the conversation with a server.

#include <wua/com/hresult.hpp>

namespace wua
{

inline constexpr HRESULT wu_e_pt_catalog_sync_required = make_hresult(0x80240436);
inline constexpr HRESULT wu_e_pt_security_verification_failure = make_hresult(0x80240437);
inline constexpr HRESULT wu_e_pt_endpoint_unreachable = make_hresult(0x80240438);
inline constexpr HRESULT wu_e_pt_invalid_format = make_hresult(0x80240439);
inline constexpr HRESULT wu_e_pt_invalid_url = make_hresult(0x8024043A);
inline constexpr HRESULT wu_e_pt_nws_not_loaded = make_hresult(0x8024043B);
inline constexpr HRESULT wu_e_pt_proxy_auth_scheme_not_supported = make_hresult(0x8024043C);
inline constexpr HRESULT wu_e_pt_endpoint_refresh_required = make_hresult(0x8024043E);
inline constexpr HRESULT wu_e_pt_endpointurl_notavail = make_hresult(0x8024043F);
inline constexpr HRESULT wu_e_pt_endpoint_disconnected = make_hresult(0x80240440);
inline constexpr HRESULT wu_e_pt_invalid_operation = make_hresult(0x80240441);
inline constexpr HRESULT wu_e_pt_object_faulted = make_hresult(0x80240442);
inline constexpr HRESULT wu_e_pt_numeric_overflow = make_hresult(0x80240443);
inline constexpr HRESULT wu_e_pt_operation_aborted = make_hresult(0x80240444);
inline constexpr HRESULT wu_e_pt_operation_abandoned = make_hresult(0x80240445);
inline constexpr HRESULT wu_e_pt_quota_exceeded = make_hresult(0x80240446);
inline constexpr HRESULT wu_e_pt_no_translation_available = make_hresult(0x80240447);
inline constexpr HRESULT wu_e_pt_address_in_use = make_hresult(0x80240448);
inline constexpr HRESULT wu_e_pt_address_not_available = make_hresult(0x80240449);
inline constexpr HRESULT wu_e_pt_other = make_hresult(0x8024044A);
inline constexpr HRESULT wu_e_pt_security_system_failure = make_hresult(0x8024044B);
inline constexpr HRESULT wu_e_pt_soapclient_base = make_hresult(0x80244000);
inline constexpr HRESULT wu_e_pt_soapclient_initialize = make_hresult(0x80244001);
inline constexpr HRESULT wu_e_pt_soapclient_outofmemory = make_hresult(0x80244002);
inline constexpr HRESULT wu_e_pt_soapclient_generate = make_hresult(0x80244003);
inline constexpr HRESULT wu_e_pt_soapclient_connect = make_hresult(0x80244004);
inline constexpr HRESULT wu_e_pt_soapclient_send = make_hresult(0x80244005);
inline constexpr HRESULT wu_e_pt_soapclient_server = make_hresult(0x80244006);
inline constexpr HRESULT wu_e_pt_soapclient_soapfault = make_hresult(0x80244007);
inline constexpr HRESULT wu_e_pt_soapclient_parsefault = make_hresult(0x80244008);
inline constexpr HRESULT wu_e_pt_soapclient_read = make_hresult(0x80244009);
inline constexpr HRESULT wu_e_pt_soapclient_parse = make_hresult(0x8024400A);
inline constexpr HRESULT wu_e_pt_soap_version = make_hresult(0x8024400B);
inline constexpr HRESULT wu_e_pt_soap_must_understand = make_hresult(0x8024400C);
inline constexpr HRESULT wu_e_pt_soap_client = make_hresult(0x8024400D);
inline constexpr HRESULT wu_e_pt_soap_server = make_hresult(0x8024400E);
inline constexpr HRESULT wu_e_pt_wmi_error = make_hresult(0x8024400F);
inline constexpr HRESULT wu_e_pt_exceeded_max_server_trips = make_hresult(0x80244010);
inline constexpr HRESULT wu_e_pt_sus_server_not_set = make_hresult(0x80244011);
inline constexpr HRESULT wu_e_pt_double_initialization = make_hresult(0x80244012);
inline constexpr HRESULT wu_e_pt_invalid_computer_name = make_hresult(0x80244013);
inline constexpr HRESULT wu_e_pt_refresh_cache_required = make_hresult(0x80244015);
inline constexpr HRESULT wu_e_pt_http_status_bad_request = make_hresult(0x80244016);
inline constexpr HRESULT wu_e_pt_http_status_denied = make_hresult(0x80244017);
inline constexpr HRESULT wu_e_pt_http_status_forbidden = make_hresult(0x80244018);
inline constexpr HRESULT wu_e_pt_http_status_not_found = make_hresult(0x80244019);
inline constexpr HRESULT wu_e_pt_http_status_bad_method = make_hresult(0x8024401A);
inline constexpr HRESULT wu_e_pt_http_status_proxy_auth_req = make_hresult(0x8024401B);
inline constexpr HRESULT wu_e_pt_http_status_request_timeout = make_hresult(0x8024401C);
inline constexpr HRESULT wu_e_pt_http_status_conflict = make_hresult(0x8024401D);
inline constexpr HRESULT wu_e_pt_http_status_gone = make_hresult(0x8024401E);
inline constexpr HRESULT wu_e_pt_http_status_server_error = make_hresult(0x8024401F);
inline constexpr HRESULT wu_e_pt_http_status_not_supported = make_hresult(0x80244020);
inline constexpr HRESULT wu_e_pt_http_status_bad_gateway = make_hresult(0x80244021);
inline constexpr HRESULT wu_e_pt_http_status_service_unavail = make_hresult(0x80244022);
inline constexpr HRESULT wu_e_pt_http_status_gateway_timeout = make_hresult(0x80244023);
inline constexpr HRESULT wu_e_pt_http_status_version_not_sup = make_hresult(0x80244024);
inline constexpr HRESULT wu_e_pt_file_locations_changed = make_hresult(0x80244025);
inline constexpr HRESULT wu_e_pt_registration_not_supported = make_hresult(0x80244026);
inline constexpr HRESULT wu_e_pt_no_auth_plugins_requested = make_hresult(0x80244027);
inline constexpr HRESULT wu_e_pt_no_auth_cookies_created = make_hresult(0x80244028);
inline constexpr HRESULT wu_e_pt_invalid_config_prop = make_hresult(0x80244029);
inline constexpr HRESULT wu_e_pt_config_prop_missing = make_hresult(0x8024402A);
inline constexpr HRESULT wu_e_pt_http_status_not_mapped = make_hresult(0x8024402B);
inline constexpr HRESULT wu_e_pt_winhttp_name_not_resolved = make_hresult(0x8024402C);
inline constexpr HRESULT wu_e_pt_load_shedding = make_hresult(0x8024402D);
inline constexpr HRESULT wu_e_pt_client_enforced_load_shedding = make_hresult(0x8024402E);
inline constexpr HRESULT wu_e_pt_ecp_succeeded_with_errors = make_hresult(0x8024402F);
inline constexpr HRESULT wu_e_pt_ecp_init_failed = make_hresult(0x80244030);
inline constexpr HRESULT wu_e_pt_ecp_invalid_file_format = make_hresult(0x80244031);
inline constexpr HRESULT wu_e_pt_ecp_invalid_metadata = make_hresult(0x80244032);
inline constexpr HRESULT wu_e_pt_ecp_failure_to_extract_digest = make_hresult(0x80244033);
inline constexpr HRESULT wu_e_pt_ecp_failure_to_decompress_cab_file = make_hresult(0x80244034);
inline constexpr HRESULT wu_e_pt_ecp_file_location_error = make_hresult(0x80244035);
inline constexpr HRESULT wu_e_pt_data_boundary_restricted = make_hresult(0x80244100);
inline constexpr HRESULT wu_e_pt_general_aad_client_error = make_hresult(0x80244101);
inline constexpr HRESULT wu_e_pt_unexpected = make_hresult(0x80244FFF);
inline constexpr HRESULT wu_e_pt_same_redir_id = make_hresult(0x8024502D);
inline constexpr HRESULT wu_e_pt_no_managed_recover = make_hresult(0x8024502E);

/// Each of them with its name and what it means, ascending.
inline constexpr hresult_info transport_errors[] = {
    {wu_e_pt_catalog_sync_required, "WU_E_PT_CATALOG_SYNC_REQUIRED"sv, "server wants a full-catalog search"sv},
    {wu_e_pt_security_verification_failure, "WU_E_PT_SECURITY_VERIFICATION_FAILURE"sv,
     "authorising with the service failed"sv},
    {wu_e_pt_endpoint_unreachable, "WU_E_PT_ENDPOINT_UNREACHABLE"sv, "endpoint unreachable"sv},
    {wu_e_pt_invalid_format, "WU_E_PT_INVALID_FORMAT"sv, "reply violates the data contract"sv},
    {wu_e_pt_invalid_url, "WU_E_PT_INVALID_URL"sv, "URL invalid"sv},
    {wu_e_pt_nws_not_loaded, "WU_E_PT_NWS_NOT_LOADED"sv, "network web-services library not loaded"sv},
    {wu_e_pt_proxy_auth_scheme_not_supported, "WU_E_PT_PROXY_AUTH_SCHEME_NOT_SUPPORTED"sv,
     "proxy asks for an unsupported authentication scheme"sv},
    {wu_e_pt_endpoint_refresh_required, "WU_E_PT_ENDPOINT_REFRESH_REQUIRED"sv,
     "endpoint data needs an online refresh"sv},
    {wu_e_pt_endpointurl_notavail, "WU_E_PT_ENDPOINTURL_NOTAVAIL"sv, "no endpoint URL available"sv},
    {wu_e_pt_endpoint_disconnected, "WU_E_PT_ENDPOINT_DISCONNECTED"sv, "connection to the endpoint broken"sv},
    {wu_e_pt_invalid_operation, "WU_E_PT_INVALID_OPERATION"sv, "operation invalid in this protocol state"sv},
    {wu_e_pt_object_faulted, "WU_E_PT_OBJECT_FAULTED"sv, "endpoint object is in a faulted state"sv},
    {wu_e_pt_numeric_overflow, "WU_E_PT_NUMERIC_OVERFLOW"sv, "numeric overflow"sv},
    {wu_e_pt_operation_aborted, "WU_E_PT_OPERATION_ABORTED"sv, "network operation aborted"sv},
    {wu_e_pt_operation_abandoned, "WU_E_PT_OPERATION_ABANDONED"sv, "network operation abandoned"sv},
    {wu_e_pt_quota_exceeded, "WU_E_PT_QUOTA_EXCEEDED"sv, "quota exceeded"sv},
    {wu_e_pt_no_translation_available, "WU_E_PT_NO_TRANSLATION_AVAILABLE"sv,
     "message text not available in the language"sv},
    {wu_e_pt_address_in_use, "WU_E_PT_ADDRESS_IN_USE"sv, "address in use"sv},
    {wu_e_pt_address_not_available, "WU_E_PT_ADDRESS_NOT_AVAILABLE"sv, "address not usable here"sv},
    {wu_e_pt_other, "WU_E_PT_OTHER"sv, "other protocol error"sv},
    {wu_e_pt_security_system_failure, "WU_E_PT_SECURITY_SYSTEM_FAILURE"sv, "security system failure"sv},
    {wu_e_pt_soapclient_base, "WU_E_PT_SOAPCLIENT_BASE"sv, "base of the SOAP client error range"sv},
    {wu_e_pt_soapclient_initialize, "WU_E_PT_SOAPCLIENT_INITIALIZE"sv, "SOAP client could not initialise"sv},
    {wu_e_pt_soapclient_outofmemory, "WU_E_PT_SOAPCLIENT_OUTOFMEMORY"sv, "SOAP client out of memory"sv},
    {wu_e_pt_soapclient_generate, "WU_E_PT_SOAPCLIENT_GENERATE"sv, "SOAP request could not be generated"sv},
    {wu_e_pt_soapclient_connect, "WU_E_PT_SOAPCLIENT_CONNECT"sv, "connection to the service failed"sv},
    {wu_e_pt_soapclient_send, "WU_E_PT_SOAPCLIENT_SEND"sv, "sending failed"sv},
    {wu_e_pt_soapclient_server, "WU_E_PT_SOAPCLIENT_SERVER"sv, "server-side problem"sv},
    {wu_e_pt_soapclient_soapfault, "WU_E_PT_SOAPCLIENT_SOAPFAULT"sv, "server answered with a SOAP fault"sv},
    {wu_e_pt_soapclient_parsefault, "WU_E_PT_SOAPCLIENT_PARSEFAULT"sv, "SOAP fault could not be parsed"sv},
    {wu_e_pt_soapclient_read, "WU_E_PT_SOAPCLIENT_READ"sv, "reading the reply failed"sv},
    {wu_e_pt_soapclient_parse, "WU_E_PT_SOAPCLIENT_PARSE"sv, "reply could not be parsed"sv},
    {wu_e_pt_soap_version, "WU_E_PT_SOAP_VERSION"sv, "SOAP version not understood"sv},
    {wu_e_pt_soap_must_understand, "WU_E_PT_SOAP_MUST_UNDERSTAND"sv, "a mandatory SOAP header was not understood"sv},
    {wu_e_pt_soap_client, "WU_E_PT_SOAP_CLIENT"sv, "client message rejected"sv},
    {wu_e_pt_soap_server, "WU_E_PT_SOAP_SERVER"sv, "server could not process the message; retry later"sv},
    {wu_e_pt_wmi_error, "WU_E_PT_WMI_ERROR"sv, "WMI failure"sv},
    {wu_e_pt_exceeded_max_server_trips, "WU_E_PT_EXCEEDED_MAX_SERVER_TRIPS"sv, "limit of server round trips reached"sv},
    {wu_e_pt_sus_server_not_set, "WU_E_PT_SUS_SERVER_NOT_SET"sv, "managed server policy missing"sv},
    {wu_e_pt_double_initialization, "WU_E_PT_DOUBLE_INITIALIZATION"sv, "already initialised"sv},
    {wu_e_pt_invalid_computer_name, "WU_E_PT_INVALID_COMPUTER_NAME"sv, "computer name could not be read"sv},
    {wu_e_pt_refresh_cache_required, "WU_E_PT_REFRESH_CACHE_REQUIRED"sv, "client cache must be refreshed"sv},
    {wu_e_pt_http_status_bad_request, "WU_E_PT_HTTP_STATUS_BAD_REQUEST"sv, "HTTP 400"sv},
    {wu_e_pt_http_status_denied, "WU_E_PT_HTTP_STATUS_DENIED"sv, "HTTP 401"sv},
    {wu_e_pt_http_status_forbidden, "WU_E_PT_HTTP_STATUS_FORBIDDEN"sv, "HTTP 403"sv},
    {wu_e_pt_http_status_not_found, "WU_E_PT_HTTP_STATUS_NOT_FOUND"sv, "HTTP 404"sv},
    {wu_e_pt_http_status_bad_method, "WU_E_PT_HTTP_STATUS_BAD_METHOD"sv, "HTTP 405"sv},
    {wu_e_pt_http_status_proxy_auth_req, "WU_E_PT_HTTP_STATUS_PROXY_AUTH_REQ"sv, "HTTP 407"sv},
    {wu_e_pt_http_status_request_timeout, "WU_E_PT_HTTP_STATUS_REQUEST_TIMEOUT"sv, "HTTP 408"sv},
    {wu_e_pt_http_status_conflict, "WU_E_PT_HTTP_STATUS_CONFLICT"sv, "HTTP 409"sv},
    {wu_e_pt_http_status_gone, "WU_E_PT_HTTP_STATUS_GONE"sv, "HTTP 410"sv},
    {wu_e_pt_http_status_server_error, "WU_E_PT_HTTP_STATUS_SERVER_ERROR"sv, "HTTP 500"sv},
    {wu_e_pt_http_status_not_supported, "WU_E_PT_HTTP_STATUS_NOT_SUPPORTED"sv, "HTTP 501"sv},
    {wu_e_pt_http_status_bad_gateway, "WU_E_PT_HTTP_STATUS_BAD_GATEWAY"sv, "HTTP 502"sv},
    {wu_e_pt_http_status_service_unavail, "WU_E_PT_HTTP_STATUS_SERVICE_UNAVAIL"sv, "HTTP 503"sv},
    {wu_e_pt_http_status_gateway_timeout, "WU_E_PT_HTTP_STATUS_GATEWAY_TIMEOUT"sv, "HTTP 504"sv},
    {wu_e_pt_http_status_version_not_sup, "WU_E_PT_HTTP_STATUS_VERSION_NOT_SUP"sv, "HTTP 505"sv},
    {wu_e_pt_file_locations_changed, "WU_E_PT_FILE_LOCATIONS_CHANGED"sv, "file locations changed, refresh state"sv},
    {wu_e_pt_registration_not_supported, "WU_E_PT_REGISTRATION_NOT_SUPPORTED"sv,
     "registration with a non-WSUS server unsupported"sv},
    {wu_e_pt_no_auth_plugins_requested, "WU_E_PT_NO_AUTH_PLUGINS_REQUESTED"sv,
     "server offered no authentication information"sv},
    {wu_e_pt_no_auth_cookies_created, "WU_E_PT_NO_AUTH_COOKIES_CREATED"sv, "no authentication cookies made"sv},
    {wu_e_pt_invalid_config_prop, "WU_E_PT_INVALID_CONFIG_PROP"sv, "configuration property invalid"sv},
    {wu_e_pt_config_prop_missing, "WU_E_PT_CONFIG_PROP_MISSING"sv, "configuration property missing"sv},
    {wu_e_pt_http_status_not_mapped, "WU_E_PT_HTTP_STATUS_NOT_MAPPED"sv, "any HTTP status without a code of its own"sv},
    {wu_e_pt_winhttp_name_not_resolved, "WU_E_PT_WINHTTP_NAME_NOT_RESOLVED"sv,
     "server or proxy name could not be resolved"sv},
    {wu_e_pt_load_shedding, "WU_E_PT_LOAD_SHEDDING"sv, "server sheds load"sv},
    {wu_e_pt_client_enforced_load_shedding, "WU_E_PT_CLIENT_ENFORCED_LOAD_SHEDDING"sv,
     "agent honours the load-shedding interval of the service"sv},
    {wu_e_pt_ecp_succeeded_with_errors, "WU_E_PT_ECP_SUCCEEDED_WITH_ERRORS"sv,
     "external CAB processed with some errors"sv},
    {wu_e_pt_ecp_init_failed, "WU_E_PT_ECP_INIT_FAILED"sv, "external CAB processor did not start"sv},
    {wu_e_pt_ecp_invalid_file_format, "WU_E_PT_ECP_INVALID_FILE_FORMAT"sv, "external CAB: bad format"sv},
    {wu_e_pt_ecp_invalid_metadata, "WU_E_PT_ECP_INVALID_METADATA"sv, "external CAB: bad metadata"sv},
    {wu_e_pt_ecp_failure_to_extract_digest, "WU_E_PT_ECP_FAILURE_TO_EXTRACT_DIGEST"sv,
     "external CAB: digest not extractable"sv},
    {wu_e_pt_ecp_failure_to_decompress_cab_file, "WU_E_PT_ECP_FAILURE_TO_DECOMPRESS_CAB_FILE"sv,
     "external CAB: decompression failed"sv},
    {wu_e_pt_ecp_file_location_error, "WU_E_PT_ECP_FILE_LOCATION_ERROR"sv, "external CAB: location error"sv},
    {wu_e_pt_data_boundary_restricted, "WU_E_PT_DATA_BOUNDARY_RESTRICTED"sv,
     "client is data-boundary restricted and must use a restricted endpoint"sv},
    {wu_e_pt_general_aad_client_error, "WU_E_PT_GENERAL_AAD_CLIENT_ERROR"sv, "device ticket could not be obtained"sv},
    {wu_e_pt_unexpected, "WU_E_PT_UNEXPECTED"sv, "protocol failure not covered elsewhere"sv},
    {wu_e_pt_same_redir_id, "WU_E_PT_SAME_REDIR_ID"sv, "recovery got no newer redirector file"sv},
    {wu_e_pt_no_managed_recover, "WU_E_PT_NO_MANAGED_RECOVER"sv, "redirector recovery refused for a managed server"sv},
};

} // namespace wua
