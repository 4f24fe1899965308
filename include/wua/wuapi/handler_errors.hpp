// SPDX-License-Identifier: MIT
#pragma once

// The errors of update handlers, which unpack and check what was downloaded.

#include <wua/com/hresult.hpp>

namespace wua
{

inline constexpr HRESULT wu_e_uh_remoteunavailable = make_hresult(0x80242000);
inline constexpr HRESULT wu_e_uh_localonly = make_hresult(0x80242001);
inline constexpr HRESULT wu_e_uh_unknownhandler = make_hresult(0x80242002);
inline constexpr HRESULT wu_e_uh_remotealreadyactive = make_hresult(0x80242003);
inline constexpr HRESULT wu_e_uh_doesnotsupportaction = make_hresult(0x80242004);
inline constexpr HRESULT wu_e_uh_wronghandler = make_hresult(0x80242005);
inline constexpr HRESULT wu_e_uh_invalidmetadata = make_hresult(0x80242006);
inline constexpr HRESULT wu_e_uh_installerhung = make_hresult(0x80242007);
inline constexpr HRESULT wu_e_uh_operationcancelled = make_hresult(0x80242008);
inline constexpr HRESULT wu_e_uh_badhandlerxml = make_hresult(0x80242009);
inline constexpr HRESULT wu_e_uh_canrequireinput = make_hresult(0x8024200A);
inline constexpr HRESULT wu_e_uh_installerfailure = make_hresult(0x8024200B);
inline constexpr HRESULT wu_e_uh_fallbacktoselfcontained = make_hresult(0x8024200C);
inline constexpr HRESULT wu_e_uh_needanotherdownload = make_hresult(0x8024200D);
inline constexpr HRESULT wu_e_uh_notifyfailure = make_hresult(0x8024200E);
inline constexpr HRESULT wu_e_uh_inconsistent_file_names = make_hresult(0x8024200F);
inline constexpr HRESULT wu_e_uh_fallbackerror = make_hresult(0x80242010);
inline constexpr HRESULT wu_e_uh_toomanydownloadrequests = make_hresult(0x80242011);
inline constexpr HRESULT wu_e_uh_unexpectedcbsresponse = make_hresult(0x80242012);
inline constexpr HRESULT wu_e_uh_badcbspackageid = make_hresult(0x80242013);
inline constexpr HRESULT wu_e_uh_postrebootstillpending = make_hresult(0x80242014);
inline constexpr HRESULT wu_e_uh_postrebootresultunknown = make_hresult(0x80242015);
inline constexpr HRESULT wu_e_uh_postrebootunexpectedstate = make_hresult(0x80242016);
inline constexpr HRESULT wu_e_uh_new_servicing_stack_required = make_hresult(0x80242017);
inline constexpr HRESULT wu_e_uh_called_back_failure = make_hresult(0x80242018);
inline constexpr HRESULT wu_e_uh_custominstaller_invalid_signature = make_hresult(0x80242019);
inline constexpr HRESULT wu_e_uh_unsupported_installcontext = make_hresult(0x8024201A);
inline constexpr HRESULT wu_e_uh_invalid_targetsession = make_hresult(0x8024201B);
inline constexpr HRESULT wu_e_uh_decryptfailure = make_hresult(0x8024201C);
inline constexpr HRESULT wu_e_uh_handler_disableduntilreboot = make_hresult(0x8024201D);
inline constexpr HRESULT wu_e_uh_appx_not_present = make_hresult(0x8024201E);
inline constexpr HRESULT wu_e_uh_notreadytocommit = make_hresult(0x8024201F);
inline constexpr HRESULT wu_e_uh_appx_invalid_package_volume = make_hresult(0x80242020);
inline constexpr HRESULT wu_e_uh_appx_default_package_volume_unavailable = make_hresult(0x80242021);
inline constexpr HRESULT wu_e_uh_appx_installed_package_volume_unavailable = make_hresult(0x80242022);
inline constexpr HRESULT wu_e_uh_appx_package_family_not_found = make_hresult(0x80242023);
inline constexpr HRESULT wu_e_uh_appx_system_volume_not_found = make_hresult(0x80242024);
inline constexpr HRESULT wu_e_uh_ua_session_info_version_not_supported = make_hresult(0x80242025);
inline constexpr HRESULT wu_e_uh_reservicing_required_baseline = make_hresult(0x80242026);
inline constexpr HRESULT wu_e_uh_unexpected = make_hresult(0x80242FFF);

/// Each of them with its name and what it means, ascending.
inline constexpr hresult_info handler_errors[] = {
    {wu_e_uh_remoteunavailable, "WU_E_UH_REMOTEUNAVAILABLE"sv, "remote handler process not reachable"sv},
    {wu_e_uh_localonly, "WU_E_UH_LOCALONLY"sv, "handler works only locally"sv},
    {wu_e_uh_unknownhandler, "WU_E_UH_UNKNOWNHANDLER"sv, "handler unknown"sv},
    {wu_e_uh_remotealreadyactive, "WU_E_UH_REMOTEALREADYACTIVE"sv, "remote handler already active"sv},
    {wu_e_uh_doesnotsupportaction, "WU_E_UH_DOESNOTSUPPORTACTION"sv, "handler does not support the action"sv},
    {wu_e_uh_wronghandler, "WU_E_UH_WRONGHANDLER"sv, "wrong handler used"sv},
    {wu_e_uh_invalidmetadata, "WU_E_UH_INVALIDMETADATA"sv, "update metadata invalid for the handler"sv},
    {wu_e_uh_installerhung, "WU_E_UH_INSTALLERHUNG"sv, "installer did not finish in time"sv},
    {wu_e_uh_operationcancelled, "WU_E_UH_OPERATIONCANCELLED"sv, "handler operation cancelled"sv},
    {wu_e_uh_badhandlerxml, "WU_E_UH_BADHANDLERXML"sv, "handler data in metadata malformed"sv},
    {wu_e_uh_canrequireinput, "WU_E_UH_CANREQUIREINPUT"sv, "update wants user input"sv},
    {wu_e_uh_installerfailure, "WU_E_UH_INSTALLERFAILURE"sv, "installer failed"sv},
    {wu_e_uh_fallbacktoselfcontained, "WU_E_UH_FALLBACKTOSELFCONTAINED"sv,
     "fetch self-contained content instead of deltas"sv},
    {wu_e_uh_needanotherdownload, "WU_E_UH_NEEDANOTHERDOWNLOAD"sv,
     "not installed: content has to be downloaded once more"sv},
    {wu_e_uh_notifyfailure, "WU_E_UH_NOTIFYFAILURE"sv, "handler could not notify"sv},
    {wu_e_uh_inconsistent_file_names, "WU_E_UH_INCONSISTENT_FILE_NAMES"sv,
     "file names in metadata and package differ"sv},
    {wu_e_uh_fallbackerror, "WU_E_UH_FALLBACKERROR"sv, "fall back to self-contained package failed"sv},
    {wu_e_uh_toomanydownloadrequests, "WU_E_UH_TOOMANYDOWNLOADREQUESTS"sv,
     "handler exceeded the number of download requests"sv},
    {wu_e_uh_unexpectedcbsresponse, "WU_E_UH_UNEXPECTEDCBSRESPONSE"sv, "servicing component answered unexpectedly"sv},
    {wu_e_uh_badcbspackageid, "WU_E_UH_BADCBSPACKAGEID"sv, "servicing package id invalid"sv},
    {wu_e_uh_postrebootstillpending, "WU_E_UH_POSTREBOOTSTILLPENDING"sv, "post-restart work still pending"sv},
    {wu_e_uh_postrebootresultunknown, "WU_E_UH_POSTREBOOTRESULTUNKNOWN"sv, "post-restart result unknown"sv},
    {wu_e_uh_postrebootunexpectedstate, "WU_E_UH_POSTREBOOTUNEXPECTEDSTATE"sv, "post-restart state unexpected"sv},
    {wu_e_uh_new_servicing_stack_required, "WU_E_UH_NEW_SERVICING_STACK_REQUIRED"sv,
     "servicing stack must be updated before download/install"sv},
    {wu_e_uh_called_back_failure, "WU_E_UH_CALLED_BACK_FAILURE"sv, "callback installer signalled an error"sv},
    {wu_e_uh_custominstaller_invalid_signature, "WU_E_UH_CUSTOMINSTALLER_INVALID_SIGNATURE"sv,
     "custom installer badly signed"sv},
    {wu_e_uh_unsupported_installcontext, "WU_E_UH_UNSUPPORTED_INSTALLCONTEXT"sv, "install context not supported"sv},
    {wu_e_uh_invalid_targetsession, "WU_E_UH_INVALID_TARGETSESSION"sv, "target session invalid"sv},
    {wu_e_uh_decryptfailure, "WU_E_UH_DECRYPTFAILURE"sv, "content could not be decrypted"sv},
    {wu_e_uh_handler_disableduntilreboot, "WU_E_UH_HANDLER_DISABLEDUNTILREBOOT"sv, "handler blocked until restart"sv},
    {wu_e_uh_appx_not_present, "WU_E_UH_APPX_NOT_PRESENT"sv, "app-package infrastructure missing"sv},
    {wu_e_uh_notreadytocommit, "WU_E_UH_NOTREADYTOCOMMIT"sv,
     "commit impossible, update neither installed nor staged before"sv},
    {wu_e_uh_appx_invalid_package_volume, "WU_E_UH_APPX_INVALID_PACKAGE_VOLUME"sv, "app package volume invalid"sv},
    {wu_e_uh_appx_default_package_volume_unavailable, "WU_E_UH_APPX_DEFAULT_PACKAGE_VOLUME_UNAVAILABLE"sv,
     "default app volume not available"sv},
    {wu_e_uh_appx_installed_package_volume_unavailable, "WU_E_UH_APPX_INSTALLED_PACKAGE_VOLUME_UNAVAILABLE"sv,
     "app's volume not available"sv},
    {wu_e_uh_appx_package_family_not_found, "WU_E_UH_APPX_PACKAGE_FAMILY_NOT_FOUND"sv, "app family not found"sv},
    {wu_e_uh_appx_system_volume_not_found, "WU_E_UH_APPX_SYSTEM_VOLUME_NOT_FOUND"sv, "system app volume not found"sv},
    {wu_e_uh_ua_session_info_version_not_supported, "WU_E_UH_UA_SESSION_INFO_VERSION_NOT_SUPPORTED"sv,
     "update agent does not know this version of the optional session info"sv},
    {wu_e_uh_reservicing_required_baseline, "WU_E_UH_RESERVICING_REQUIRED_BASELINE"sv,
     "baseline update(s) needed first"sv},
    {wu_e_uh_unexpected, "WU_E_UH_UNEXPECTED"sv, "handler failure not covered elsewhere"sv},
};

} // namespace wua
