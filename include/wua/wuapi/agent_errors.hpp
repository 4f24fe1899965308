// SPDX-License-Identifier: MIT
#pragma once

// The errors of the update agent at large: its objects, its rules, its state.

#include <wua/com/hresult.hpp>

namespace wua
{

inline constexpr HRESULT wu_e_no_service = make_hresult(0x80240001);
inline constexpr HRESULT wu_e_max_capacity_reached = make_hresult(0x80240002);
inline constexpr HRESULT wu_e_unknown_id = make_hresult(0x80240003);
inline constexpr HRESULT wu_e_not_initialized = make_hresult(0x80240004);
inline constexpr HRESULT wu_e_rangeoverlap = make_hresult(0x80240005);
inline constexpr HRESULT wu_e_toomanyranges = make_hresult(0x80240006);
inline constexpr HRESULT wu_e_invalidindex = make_hresult(0x80240007);
inline constexpr HRESULT wu_e_itemnotfound = make_hresult(0x80240008);
inline constexpr HRESULT wu_e_operationinprogress = make_hresult(0x80240009);
inline constexpr HRESULT wu_e_couldnotcancel = make_hresult(0x8024000A);
inline constexpr HRESULT wu_e_call_cancelled = make_hresult(0x8024000B);
inline constexpr HRESULT wu_e_noop = make_hresult(0x8024000C);
inline constexpr HRESULT wu_e_xml_missingdata = make_hresult(0x8024000D);
inline constexpr HRESULT wu_e_xml_invalid = make_hresult(0x8024000E);
inline constexpr HRESULT wu_e_cycle_detected = make_hresult(0x8024000F);
inline constexpr HRESULT wu_e_too_deep_relation = make_hresult(0x80240010);
inline constexpr HRESULT wu_e_invalid_relationship = make_hresult(0x80240011);
inline constexpr HRESULT wu_e_reg_value_invalid = make_hresult(0x80240012);
inline constexpr HRESULT wu_e_duplicate_item = make_hresult(0x80240013);
inline constexpr HRESULT wu_e_invalid_install_requested = make_hresult(0x80240014);
inline constexpr HRESULT wu_e_install_not_allowed = make_hresult(0x80240016);
inline constexpr HRESULT wu_e_not_applicable = make_hresult(0x80240017);
inline constexpr HRESULT wu_e_no_usertoken = make_hresult(0x80240018);
inline constexpr HRESULT wu_e_exclusive_install_conflict = make_hresult(0x80240019);
inline constexpr HRESULT wu_e_policy_not_set = make_hresult(0x8024001A);
inline constexpr HRESULT wu_e_selfupdate_in_progress = make_hresult(0x8024001B);
inline constexpr HRESULT wu_e_invalid_update = make_hresult(0x8024001D);
inline constexpr HRESULT wu_e_service_stop = make_hresult(0x8024001E);
inline constexpr HRESULT wu_e_no_connection = make_hresult(0x8024001F);
inline constexpr HRESULT wu_e_no_interactive_user = make_hresult(0x80240020);
inline constexpr HRESULT wu_e_time_out = make_hresult(0x80240021);
inline constexpr HRESULT wu_e_all_updates_failed = make_hresult(0x80240022);
inline constexpr HRESULT wu_e_eulas_declined = make_hresult(0x80240023);
inline constexpr HRESULT wu_e_no_update = make_hresult(0x80240024);
inline constexpr HRESULT wu_e_user_access_disabled = make_hresult(0x80240025);
inline constexpr HRESULT wu_e_invalid_update_type = make_hresult(0x80240026);
inline constexpr HRESULT wu_e_url_too_long = make_hresult(0x80240027);
inline constexpr HRESULT wu_e_uninstall_not_allowed = make_hresult(0x80240028);
inline constexpr HRESULT wu_e_invalid_product_license = make_hresult(0x80240029);
inline constexpr HRESULT wu_e_missing_handler = make_hresult(0x8024002A);
inline constexpr HRESULT wu_e_legacyserver = make_hresult(0x8024002B);
inline constexpr HRESULT wu_e_bin_source_absent = make_hresult(0x8024002C);
inline constexpr HRESULT wu_e_source_absent = make_hresult(0x8024002D);
inline constexpr HRESULT wu_e_wu_disabled = make_hresult(0x8024002E);
inline constexpr HRESULT wu_e_call_cancelled_by_policy = make_hresult(0x8024002F);
inline constexpr HRESULT wu_e_invalid_proxy_server = make_hresult(0x80240030);
inline constexpr HRESULT wu_e_invalid_file = make_hresult(0x80240031);
inline constexpr HRESULT wu_e_invalid_criteria = make_hresult(0x80240032);
inline constexpr HRESULT wu_e_eula_unavailable = make_hresult(0x80240033);
inline constexpr HRESULT wu_e_download_failed = make_hresult(0x80240034);
inline constexpr HRESULT wu_e_update_not_processed = make_hresult(0x80240035);
inline constexpr HRESULT wu_e_invalid_operation = make_hresult(0x80240036);
inline constexpr HRESULT wu_e_not_supported = make_hresult(0x80240037);
inline constexpr HRESULT wu_e_winhttp_invalid_file = make_hresult(0x80240038);
inline constexpr HRESULT wu_e_too_many_resync = make_hresult(0x80240039);
inline constexpr HRESULT wu_e_no_server_core_support = make_hresult(0x80240040);
inline constexpr HRESULT wu_e_sysprep_in_progress = make_hresult(0x80240041);
inline constexpr HRESULT wu_e_unknown_service = make_hresult(0x80240042);
inline constexpr HRESULT wu_e_no_ui_support = make_hresult(0x80240043);
inline constexpr HRESULT wu_e_per_machine_update_access_denied = make_hresult(0x80240044);
inline constexpr HRESULT wu_e_unsupported_searchscope = make_hresult(0x80240045);
inline constexpr HRESULT wu_e_bad_file_url = make_hresult(0x80240046);
inline constexpr HRESULT wu_e_revert_not_allowed = make_hresult(0x80240047);
inline constexpr HRESULT wu_e_invalid_notification_info = make_hresult(0x80240048);
inline constexpr HRESULT wu_e_outofrange = make_hresult(0x80240049);
inline constexpr HRESULT wu_e_setup_in_progress = make_hresult(0x8024004A);
inline constexpr HRESULT wu_e_orphaned_download_job = make_hresult(0x8024004B);
inline constexpr HRESULT wu_e_low_battery = make_hresult(0x8024004C);
inline constexpr HRESULT wu_e_infrastructurefile_invalid_format = make_hresult(0x8024004D);
inline constexpr HRESULT wu_e_infrastructurefile_requires_ssl = make_hresult(0x8024004E);
inline constexpr HRESULT wu_e_idleshutdown_opcount_discovery = make_hresult(0x8024004F);
inline constexpr HRESULT wu_e_idleshutdown_opcount_search = make_hresult(0x80240050);
inline constexpr HRESULT wu_e_idleshutdown_opcount_download = make_hresult(0x80240051);
inline constexpr HRESULT wu_e_idleshutdown_opcount_install = make_hresult(0x80240052);
inline constexpr HRESULT wu_e_idleshutdown_opcount_other = make_hresult(0x80240053);
inline constexpr HRESULT wu_e_interactive_call_cancelled = make_hresult(0x80240054);
inline constexpr HRESULT wu_e_au_call_cancelled = make_hresult(0x80240055);
inline constexpr HRESULT wu_e_system_unsupported = make_hresult(0x80240056);
inline constexpr HRESULT wu_e_no_such_handler_plugin = make_hresult(0x80240057);
inline constexpr HRESULT wu_e_invalid_serialization_version = make_hresult(0x80240058);
inline constexpr HRESULT wu_e_network_cost_exceeds_policy = make_hresult(0x80240059);
inline constexpr HRESULT wu_e_call_cancelled_by_hide = make_hresult(0x8024005A);
inline constexpr HRESULT wu_e_call_cancelled_by_invalid = make_hresult(0x8024005B);
inline constexpr HRESULT wu_e_invalid_volumeid = make_hresult(0x8024005C);
inline constexpr HRESULT wu_e_unrecognized_volumeid = make_hresult(0x8024005D);
inline constexpr HRESULT wu_e_extendederror_notset = make_hresult(0x8024005E);
inline constexpr HRESULT wu_e_extendederror_failed = make_hresult(0x8024005F);
inline constexpr HRESULT wu_e_idleshutdown_opcount_serviceregistration = make_hresult(0x80240060);
inline constexpr HRESULT wu_e_filetrust_sha2signature_missing = make_hresult(0x80240061);
inline constexpr HRESULT wu_e_update_not_approved = make_hresult(0x80240062);
inline constexpr HRESULT wu_e_call_cancelled_by_interactive_search = make_hresult(0x80240063);
inline constexpr HRESULT wu_e_install_job_resume_not_allowed = make_hresult(0x80240064);
inline constexpr HRESULT wu_e_install_job_not_suspended = make_hresult(0x80240065);
inline constexpr HRESULT wu_e_install_usercontext_accessdenied = make_hresult(0x80240066);
inline constexpr HRESULT wu_e_standby_activity_not_allowed = make_hresult(0x80240067);
inline constexpr HRESULT wu_e_could_not_evaluate_property = make_hresult(0x80240068);
inline constexpr HRESULT wu_e_service_unexpected_exit = make_hresult(0x80240069);
inline constexpr HRESULT wu_e_access_denied_caller_identity = make_hresult(0x8024006A);
inline constexpr HRESULT wu_e_service_reenable_access_denied = make_hresult(0x8024006B);
inline constexpr HRESULT wu_e_serviceprop_notavail = make_hresult(0x8024043D);
inline constexpr HRESULT wu_e_unexpected = make_hresult(0x80240FFF);

/// Each of them with its name and what it means, ascending.
inline constexpr hresult_info agent_errors[] = {
    {wu_e_no_service, "WU_E_NO_SERVICE"sv, "the agent could not supply the service"sv},
    {wu_e_max_capacity_reached, "WU_E_MAX_CAPACITY_REACHED"sv, "service is at its maximum capacity"sv},
    {wu_e_unknown_id, "WU_E_UNKNOWN_ID"sv, "given id is not known"sv},
    {wu_e_not_initialized, "WU_E_NOT_INITIALIZED"sv, "object is not initialised"sv},
    {wu_e_rangeoverlap, "WU_E_RANGEOVERLAP"sv, "handler asked for a byte range that overlaps one asked before"sv},
    {wu_e_toomanyranges, "WU_E_TOOMANYRANGES"sv, "more byte ranges asked for than allowed"sv},
    {wu_e_invalidindex, "WU_E_INVALIDINDEX"sv, "collection index outside the valid range"sv},
    {wu_e_itemnotfound, "WU_E_ITEMNOTFOUND"sv, "item looked up by key does not exist"sv},
    {wu_e_operationinprogress, "WU_E_OPERATIONINPROGRESS"sv,
     "a conflicting operation of the same kind is already running"sv},
    {wu_e_couldnotcancel, "WU_E_COULDNOTCANCEL"sv, "cancelling is not permitted"sv},
    {wu_e_call_cancelled, "WU_E_CALL_CANCELLED"sv, "operation cancelled (by user or service)"sv},
    {wu_e_noop, "WU_E_NOOP"sv, "nothing had to be done"sv},
    {wu_e_xml_missingdata, "WU_E_XML_MISSINGDATA"sv, "required data missing from the update's XML"sv},
    {wu_e_xml_invalid, "WU_E_XML_INVALID"sv, "update XML malformed"sv},
    {wu_e_cycle_detected, "WU_E_CYCLE_DETECTED"sv, "update relationships form a cycle"sv},
    {wu_e_too_deep_relation, "WU_E_TOO_DEEP_RELATION"sv, "relationship graph too deep to evaluate"sv},
    {wu_e_invalid_relationship, "WU_E_INVALID_RELATIONSHIP"sv, "an update relationship is invalid"sv},
    {wu_e_reg_value_invalid, "WU_E_REG_VALUE_INVALID"sv, "bad registry value read"sv},
    {wu_e_duplicate_item, "WU_E_DUPLICATE_ITEM"sv, "item would appear twice in a list"sv},
    {wu_e_invalid_install_requested, "WU_E_INVALID_INSTALL_REQUESTED"sv,
     "updates asked for install cannot be installed by the caller"sv},
    {wu_e_install_not_allowed, "WU_E_INSTALL_NOT_ALLOWED"sv,
     "install attempted while another is running or a restart is pending"sv},
    {wu_e_not_applicable, "WU_E_NOT_APPLICABLE"sv, "no applicable update / update does not apply to this machine"sv},
    {wu_e_no_usertoken, "WU_E_NO_USERTOKEN"sv, "needed user token is missing"sv},
    {wu_e_exclusive_install_conflict, "WU_E_EXCLUSIVE_INSTALL_CONFLICT"sv,
     "exclusive update cannot be combined with others"sv},
    {wu_e_policy_not_set, "WU_E_POLICY_NOT_SET"sv, "policy value not configured"sv},
    {wu_e_selfupdate_in_progress, "WU_E_SELFUPDATE_IN_PROGRESS"sv, "agent is updating itself"sv},
    {wu_e_invalid_update, "WU_E_INVALID_UPDATE"sv, "update has invalid metadata"sv},
    {wu_e_service_stop, "WU_E_SERVICE_STOP"sv, "operation ended early because the service or system is stopping"sv},
    {wu_e_no_connection, "WU_E_NO_CONNECTION"sv, "operation could not finish: no network"sv},
    {wu_e_no_interactive_user, "WU_E_NO_INTERACTIVE_USER"sv, "no interactive user is logged on"sv},
    {wu_e_time_out, "WU_E_TIME_OUT"sv, "operation timed out"sv},
    {wu_e_all_updates_failed, "WU_E_ALL_UPDATES_FAILED"sv, "every update of the operation failed"sv},
    {wu_e_eulas_declined, "WU_E_EULAS_DECLINED"sv, "licence terms declined for all updates"sv},
    {wu_e_no_update, "WU_E_NO_UPDATE"sv, "no updates given: the collection is empty or not set"sv},
    {wu_e_user_access_disabled, "WU_E_USER_ACCESS_DISABLED"sv, "policy blocks user access to Windows Update"sv},
    {wu_e_invalid_update_type, "WU_E_INVALID_UPDATE_TYPE"sv, "update type not valid here"sv},
    {wu_e_url_too_long, "WU_E_URL_TOO_LONG"sv, "URL exceeds the allowed length"sv},
    {wu_e_uninstall_not_allowed, "WU_E_UNINSTALL_NOT_ALLOWED"sv,
     "uninstall refused: it was not ordered by a managed (WSUS) server"sv},
    {wu_e_invalid_product_license, "WU_E_INVALID_PRODUCT_LICENSE"sv,
     "search incomplete: an unlicensed application is present"sv},
    {wu_e_missing_handler, "WU_E_MISSING_HANDLER"sv, "a component needed for detection is missing"sv},
    {wu_e_legacyserver, "WU_E_LEGACYSERVER"sv, "operation only possible with a newer server"sv},
    {wu_e_bin_source_absent, "WU_E_BIN_SOURCE_ABSENT"sv, "delta package needs a source that is not there"sv},
    {wu_e_source_absent, "WU_E_SOURCE_ABSENT"sv, "full-file package needs a source that is not there"sv},
    {wu_e_wu_disabled, "WU_E_WU_DISABLED"sv, "unmanaged update servers may not be used"sv},
    {wu_e_call_cancelled_by_policy, "WU_E_CALL_CANCELLED_BY_POLICY"sv,
     "stopped since policy forbids Windows Update access"sv},
    {wu_e_invalid_proxy_server, "WU_E_INVALID_PROXY_SERVER"sv, "proxy list malformed"sv},
    {wu_e_invalid_file, "WU_E_INVALID_FILE"sv, "file has the wrong format"sv},
    {wu_e_invalid_criteria, "WU_E_INVALID_CRITERIA"sv, "search criteria string invalid"sv},
    {wu_e_eula_unavailable, "WU_E_EULA_UNAVAILABLE"sv, "licence text could not be obtained"sv},
    {wu_e_download_failed, "WU_E_DOWNLOAD_FAILED"sv, "update could not be downloaded"sv},
    {wu_e_update_not_processed, "WU_E_UPDATE_NOT_PROCESSED"sv, "this update was not processed by the operation"sv},
    {wu_e_invalid_operation, "WU_E_INVALID_OPERATION"sv,
     "the state of the object forbids the call, or the object is locked down"sv},
    {wu_e_not_supported, "WU_E_NOT_SUPPORTED"sv,
     "not supported: a change to a read-only collection, or a bootstrapper download without a bootstrapper"sv},
    {wu_e_winhttp_invalid_file, "WU_E_WINHTTP_INVALID_FILE"sv, "downloaded file has an unexpected content type"sv},
    {wu_e_too_many_resync, "WU_E_TOO_MANY_RESYNC"sv, "server asked for re-sync too many times"sv},
    {wu_e_no_server_core_support, "WU_E_NO_SERVER_CORE_SUPPORT"sv, "API not available on Server Core"sv},
    {wu_e_sysprep_in_progress, "WU_E_SYSPREP_IN_PROGRESS"sv, "sysprep running"sv},
    {wu_e_unknown_service, "WU_E_UNKNOWN_SERVICE"sv, "service no longer registered with automatic updates"sv},
    {wu_e_no_ui_support, "WU_E_NO_UI_SUPPORT"sv, "API has no UI support here"sv},
    {wu_e_per_machine_update_access_denied, "WU_E_PER_MACHINE_UPDATE_ACCESS_DENIED"sv,
     "per-machine updates need an administrator"sv},
    {wu_e_unsupported_searchscope, "WU_E_UNSUPPORTED_SEARCHSCOPE"sv, "search scope not supported for that type"sv},
    {wu_e_bad_file_url, "WU_E_BAD_FILE_URL"sv, "URL does not name a file"sv},
    {wu_e_revert_not_allowed, "WU_E_REVERT_NOT_ALLOWED"sv, "update cannot be reverted"sv},
    {wu_e_invalid_notification_info, "WU_E_INVALID_NOTIFICATION_INFO"sv,
     "featured-update notification data from the server invalid"sv},
    {wu_e_outofrange, "WU_E_OUTOFRANGE"sv, "value out of range"sv},
    {wu_e_setup_in_progress, "WU_E_SETUP_IN_PROGRESS"sv, "setup running"sv},
    {wu_e_orphaned_download_job, "WU_E_ORPHANED_DOWNLOAD_JOB"sv,
     "a download job was found that no longer has an owner"sv},
    {wu_e_low_battery, "WU_E_LOW_BATTERY"sv, "battery too low"sv},
    {wu_e_infrastructurefile_invalid_format, "WU_E_INFRASTRUCTUREFILE_INVALID_FORMAT"sv,
     "infrastructure file has a wrong format"sv},
    {wu_e_infrastructurefile_requires_ssl, "WU_E_INFRASTRUCTUREFILE_REQUIRES_SSL"sv,
     "infrastructure file must be fetched over TLS"sv},
    {wu_e_idleshutdown_opcount_discovery, "WU_E_IDLESHUTDOWN_OPCOUNT_DISCOVERY"sv,
     "at idle shutdown a discovery call was still counted"sv},
    {wu_e_idleshutdown_opcount_search, "WU_E_IDLESHUTDOWN_OPCOUNT_SEARCH"sv,
     "at idle shutdown a search call was still counted"sv},
    {wu_e_idleshutdown_opcount_download, "WU_E_IDLESHUTDOWN_OPCOUNT_DOWNLOAD"sv,
     "at idle shutdown a download call was still counted"sv},
    {wu_e_idleshutdown_opcount_install, "WU_E_IDLESHUTDOWN_OPCOUNT_INSTALL"sv,
     "at idle shutdown an install call was still counted"sv},
    {wu_e_idleshutdown_opcount_other, "WU_E_IDLESHUTDOWN_OPCOUNT_OTHER"sv,
     "at idle shutdown some other call was still counted"sv},
    {wu_e_interactive_call_cancelled, "WU_E_INTERACTIVE_CALL_CANCELLED"sv,
     "interactive user cancelled it in the agent UI"sv},
    {wu_e_au_call_cancelled, "WU_E_AU_CALL_CANCELLED"sv, "automatic updates cancelled the operation"sv},
    {wu_e_system_unsupported, "WU_E_SYSTEM_UNSUPPORTED"sv, "system not supported"sv},
    {wu_e_no_such_handler_plugin, "WU_E_NO_SUCH_HANDLER_PLUGIN"sv, "no such update-handler plug-in"sv},
    {wu_e_invalid_serialization_version, "WU_E_INVALID_SERIALIZATION_VERSION"sv,
     "serialised data has the wrong version"sv},
    {wu_e_network_cost_exceeds_policy, "WU_E_NETWORK_COST_EXCEEDS_POLICY"sv,
     "metered-network cost is above what policy permits"sv},
    {wu_e_call_cancelled_by_hide, "WU_E_CALL_CANCELLED_BY_HIDE"sv, "cancelled because the update got hidden"sv},
    {wu_e_call_cancelled_by_invalid, "WU_E_CALL_CANCELLED_BY_INVALID"sv,
     "cancelled because the update became invalid"sv},
    {wu_e_invalid_volumeid, "WU_E_INVALID_VOLUMEID"sv, "volume id invalid"sv},
    {wu_e_unrecognized_volumeid, "WU_E_UNRECOGNIZED_VOLUMEID"sv, "volume id unknown"sv},
    {wu_e_extendederror_notset, "WU_E_EXTENDEDERROR_NOTSET"sv, "install extended error missing"sv},
    {wu_e_extendederror_failed, "WU_E_EXTENDEDERROR_FAILED"sv, "install extended error is the generic failure"sv},
    {wu_e_idleshutdown_opcount_serviceregistration, "WU_E_IDLESHUTDOWN_OPCOUNT_SERVICEREGISTRATION"sv,
     "at idle shutdown a service-registration call was still counted"sv},
    {wu_e_filetrust_sha2signature_missing, "WU_E_FILETRUST_SHA2SIGNATURE_MISSING"sv,
     "file lacks the SHA-2 signature"sv},
    {wu_e_update_not_approved, "WU_E_UPDATE_NOT_APPROVED"sv, "update missing from the servicing approval list"sv},
    {wu_e_call_cancelled_by_interactive_search, "WU_E_CALL_CANCELLED_BY_INTERACTIVE_SEARCH"sv,
     "search displaced by an interactive one on the same service"sv},
    {wu_e_install_job_resume_not_allowed, "WU_E_INSTALL_JOB_RESUME_NOT_ALLOWED"sv,
     "resume refused: another install runs"sv},
    {wu_e_install_job_not_suspended, "WU_E_INSTALL_JOB_NOT_SUSPENDED"sv, "install job is not suspended"sv},
    {wu_e_install_usercontext_accessdenied, "WU_E_INSTALL_USERCONTEXT_ACCESSDENIED"sv,
     "caller lacks the rights for the passed user context"sv},
    {wu_e_standby_activity_not_allowed, "WU_E_STANDBY_ACTIVITY_NOT_ALLOWED"sv,
     "not allowed on battery in disconnected standby"sv},
    {wu_e_could_not_evaluate_property, "WU_E_COULD_NOT_EVALUATE_PROPERTY"sv, "property could not be evaluated"sv},
    {wu_e_service_unexpected_exit, "WU_E_SERVICE_UNEXPECTED_EXIT"sv, "service ended unexpectedly"sv},
    {wu_e_access_denied_caller_identity, "WU_E_ACCESS_DENIED_CALLER_IDENTITY"sv,
     "caller identity does not qualify for this call"sv},
    {wu_e_service_reenable_access_denied, "WU_E_SERVICE_REENABLE_ACCESS_DENIED"sv,
     "re-enabling the service was refused"sv},
    {wu_e_serviceprop_notavail, "WU_E_SERVICEPROP_NOTAVAIL"sv, "service property not available"sv},
    {wu_e_unexpected, "WU_E_UNEXPECTED"sv, "failure not covered by another code"sv},
};

} // namespace wua
