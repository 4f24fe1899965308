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
    {wu_e_pt_catalog_sync_required, "WU_E_PT_CATALOG_SYNC_REQUIRED", "server wants a full-catalog search"},
    {wu_e_pt_security_verification_failure, "WU_E_PT_SECURITY_VERIFICATION_FAILURE",
     "authorising with the service failed"},
    {wu_e_pt_endpoint_unreachable, "WU_E_PT_ENDPOINT_UNREACHABLE", "endpoint unreachable"},
    {wu_e_pt_invalid_format, "WU_E_PT_INVALID_FORMAT", "reply violates the data contract"},
    {wu_e_pt_invalid_url, "WU_E_PT_INVALID_URL", "URL invalid"},
    {wu_e_pt_nws_not_loaded, "WU_E_PT_NWS_NOT_LOADED", "network web-services library not loaded"},
    {wu_e_pt_proxy_auth_scheme_not_supported, "WU_E_PT_PROXY_AUTH_SCHEME_NOT_SUPPORTED",
     "proxy asks for an unsupported authentication scheme"},
    {wu_e_pt_endpoint_refresh_required, "WU_E_PT_ENDPOINT_REFRESH_REQUIRED", "endpoint data needs an online refresh"},
    {wu_e_pt_endpointurl_notavail, "WU_E_PT_ENDPOINTURL_NOTAVAIL", "no endpoint URL available"},
    {wu_e_pt_endpoint_disconnected, "WU_E_PT_ENDPOINT_DISCONNECTED", "connection to the endpoint broken"},
    {wu_e_pt_invalid_operation, "WU_E_PT_INVALID_OPERATION", "operation invalid in this protocol state"},
    {wu_e_pt_object_faulted, "WU_E_PT_OBJECT_FAULTED", "endpoint object is in a faulted state"},
    {wu_e_pt_numeric_overflow, "WU_E_PT_NUMERIC_OVERFLOW", "numeric overflow"},
    {wu_e_pt_operation_aborted, "WU_E_PT_OPERATION_ABORTED", "network operation aborted"},
    {wu_e_pt_operation_abandoned, "WU_E_PT_OPERATION_ABANDONED", "network operation abandoned"},
    {wu_e_pt_quota_exceeded, "WU_E_PT_QUOTA_EXCEEDED", "quota exceeded"},
    {wu_e_pt_no_translation_available, "WU_E_PT_NO_TRANSLATION_AVAILABLE",
     "message text not available in the language"},
    {wu_e_pt_address_in_use, "WU_E_PT_ADDRESS_IN_USE", "address in use"},
    {wu_e_pt_address_not_available, "WU_E_PT_ADDRESS_NOT_AVAILABLE", "address not usable here"},
    {wu_e_pt_other, "WU_E_PT_OTHER", "other protocol error"},
    {wu_e_pt_security_system_failure, "WU_E_PT_SECURITY_SYSTEM_FAILURE", "security system failure"},
    {wu_e_pt_soapclient_base, "WU_E_PT_SOAPCLIENT_BASE", "base of the SOAP client error range"},
    {wu_e_pt_soapclient_initialize, "WU_E_PT_SOAPCLIENT_INITIALIZE", "SOAP client could not initialise"},
    {wu_e_pt_soapclient_outofmemory, "WU_E_PT_SOAPCLIENT_OUTOFMEMORY", "SOAP client out of memory"},
    {wu_e_pt_soapclient_generate, "WU_E_PT_SOAPCLIENT_GENERATE", "SOAP request could not be generated"},
    {wu_e_pt_soapclient_connect, "WU_E_PT_SOAPCLIENT_CONNECT", "connection to the service failed"},
    {wu_e_pt_soapclient_send, "WU_E_PT_SOAPCLIENT_SEND", "sending failed"},
    {wu_e_pt_soapclient_server, "WU_E_PT_SOAPCLIENT_SERVER", "server-side problem"},
    {wu_e_pt_soapclient_soapfault, "WU_E_PT_SOAPCLIENT_SOAPFAULT", "server answered with a SOAP fault"},
    {wu_e_pt_soapclient_parsefault, "WU_E_PT_SOAPCLIENT_PARSEFAULT", "SOAP fault could not be parsed"},
    {wu_e_pt_soapclient_read, "WU_E_PT_SOAPCLIENT_READ", "reading the reply failed"},
    {wu_e_pt_soapclient_parse, "WU_E_PT_SOAPCLIENT_PARSE", "reply could not be parsed"},
    {wu_e_pt_soap_version, "WU_E_PT_SOAP_VERSION", "SOAP version not understood"},
    {wu_e_pt_soap_must_understand, "WU_E_PT_SOAP_MUST_UNDERSTAND", "a mandatory SOAP header was not understood"},
    {wu_e_pt_soap_client, "WU_E_PT_SOAP_CLIENT", "client message rejected"},
    {wu_e_pt_soap_server, "WU_E_PT_SOAP_SERVER", "server could not process the message; retry later"},
    {wu_e_pt_wmi_error, "WU_E_PT_WMI_ERROR", "WMI failure"},
    {wu_e_pt_exceeded_max_server_trips, "WU_E_PT_EXCEEDED_MAX_SERVER_TRIPS", "limit of server round trips reached"},
    {wu_e_pt_sus_server_not_set, "WU_E_PT_SUS_SERVER_NOT_SET", "managed server policy missing"},
    {wu_e_pt_double_initialization, "WU_E_PT_DOUBLE_INITIALIZATION", "already initialised"},
    {wu_e_pt_invalid_computer_name, "WU_E_PT_INVALID_COMPUTER_NAME", "computer name could not be read"},
    {wu_e_pt_refresh_cache_required, "WU_E_PT_REFRESH_CACHE_REQUIRED", "client cache must be refreshed"},
    {wu_e_pt_http_status_bad_request, "WU_E_PT_HTTP_STATUS_BAD_REQUEST", "HTTP 400"},
    {wu_e_pt_http_status_denied, "WU_E_PT_HTTP_STATUS_DENIED", "HTTP 401"},
    {wu_e_pt_http_status_forbidden, "WU_E_PT_HTTP_STATUS_FORBIDDEN", "HTTP 403"},
    {wu_e_pt_http_status_not_found, "WU_E_PT_HTTP_STATUS_NOT_FOUND", "HTTP 404"},
    {wu_e_pt_http_status_bad_method, "WU_E_PT_HTTP_STATUS_BAD_METHOD", "HTTP 405"},
    {wu_e_pt_http_status_proxy_auth_req, "WU_E_PT_HTTP_STATUS_PROXY_AUTH_REQ", "HTTP 407"},
    {wu_e_pt_http_status_request_timeout, "WU_E_PT_HTTP_STATUS_REQUEST_TIMEOUT", "HTTP 408"},
    {wu_e_pt_http_status_conflict, "WU_E_PT_HTTP_STATUS_CONFLICT", "HTTP 409"},
    {wu_e_pt_http_status_gone, "WU_E_PT_HTTP_STATUS_GONE", "HTTP 410"},
    {wu_e_pt_http_status_server_error, "WU_E_PT_HTTP_STATUS_SERVER_ERROR", "HTTP 500"},
    {wu_e_pt_http_status_not_supported, "WU_E_PT_HTTP_STATUS_NOT_SUPPORTED", "HTTP 501"},
    {wu_e_pt_http_status_bad_gateway, "WU_E_PT_HTTP_STATUS_BAD_GATEWAY", "HTTP 502"},
    {wu_e_pt_http_status_service_unavail, "WU_E_PT_HTTP_STATUS_SERVICE_UNAVAIL", "HTTP 503"},
    {wu_e_pt_http_status_gateway_timeout, "WU_E_PT_HTTP_STATUS_GATEWAY_TIMEOUT", "HTTP 504"},
    {wu_e_pt_http_status_version_not_sup, "WU_E_PT_HTTP_STATUS_VERSION_NOT_SUP", "HTTP 505"},
    {wu_e_pt_file_locations_changed, "WU_E_PT_FILE_LOCATIONS_CHANGED", "file locations changed, refresh state"},
    {wu_e_pt_registration_not_supported, "WU_E_PT_REGISTRATION_NOT_SUPPORTED",
     "registration with a non-WSUS server unsupported"},
    {wu_e_pt_no_auth_plugins_requested, "WU_E_PT_NO_AUTH_PLUGINS_REQUESTED",
     "server offered no authentication information"},
    {wu_e_pt_no_auth_cookies_created, "WU_E_PT_NO_AUTH_COOKIES_CREATED", "no authentication cookies made"},
    {wu_e_pt_invalid_config_prop, "WU_E_PT_INVALID_CONFIG_PROP", "configuration property invalid"},
    {wu_e_pt_config_prop_missing, "WU_E_PT_CONFIG_PROP_MISSING", "configuration property missing"},
    {wu_e_pt_http_status_not_mapped, "WU_E_PT_HTTP_STATUS_NOT_MAPPED", "any HTTP status without a code of its own"},
    {wu_e_pt_winhttp_name_not_resolved, "WU_E_PT_WINHTTP_NAME_NOT_RESOLVED",
     "server or proxy name could not be resolved"},
    {wu_e_pt_load_shedding, "WU_E_PT_LOAD_SHEDDING", "server sheds load"},
    {wu_e_pt_client_enforced_load_shedding, "WU_E_PT_CLIENT_ENFORCED_LOAD_SHEDDING",
     "agent honours the load-shedding interval of the service"},
    {wu_e_pt_ecp_succeeded_with_errors, "WU_E_PT_ECP_SUCCEEDED_WITH_ERRORS", "external CAB processed with some errors"},
    {wu_e_pt_ecp_init_failed, "WU_E_PT_ECP_INIT_FAILED", "external CAB processor did not start"},
    {wu_e_pt_ecp_invalid_file_format, "WU_E_PT_ECP_INVALID_FILE_FORMAT", "external CAB: bad format"},
    {wu_e_pt_ecp_invalid_metadata, "WU_E_PT_ECP_INVALID_METADATA", "external CAB: bad metadata"},
    {wu_e_pt_ecp_failure_to_extract_digest, "WU_E_PT_ECP_FAILURE_TO_EXTRACT_DIGEST",
     "external CAB: digest not extractable"},
    {wu_e_pt_ecp_failure_to_decompress_cab_file, "WU_E_PT_ECP_FAILURE_TO_DECOMPRESS_CAB_FILE",
     "external CAB: decompression failed"},
    {wu_e_pt_ecp_file_location_error, "WU_E_PT_ECP_FILE_LOCATION_ERROR", "external CAB: location error"},
    {wu_e_pt_data_boundary_restricted, "WU_E_PT_DATA_BOUNDARY_RESTRICTED",
     "client is data-boundary restricted and must use a restricted endpoint"},
    {wu_e_pt_general_aad_client_error, "WU_E_PT_GENERAL_AAD_CLIENT_ERROR", "device ticket could not be obtained"},
    {wu_e_pt_unexpected, "WU_E_PT_UNEXPECTED", "protocol failure not covered elsewhere"},
    {wu_e_pt_same_redir_id, "WU_E_PT_SAME_REDIR_ID", "recovery got no newer redirector file"},
    {wu_e_pt_no_managed_recover, "WU_E_PT_NO_MANAGED_RECOVER", "redirector recovery refused for a managed server"},
};

} // namespace wua
