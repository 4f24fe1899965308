// SPDX-License-Identifier: MIT
#pragma once

// The errors of update handlers, which unpack and check what was downloaded.

#include <wua/com/hresult.hpp>

#include <array>

namespace wua
{

inline constexpr HRESULT wu_e_uh_remoteunavailable = static_cast<HRESULT>(0x80242000u);
inline constexpr HRESULT wu_e_uh_localonly = static_cast<HRESULT>(0x80242001u);
inline constexpr HRESULT wu_e_uh_unknownhandler = static_cast<HRESULT>(0x80242002u);
inline constexpr HRESULT wu_e_uh_remotealreadyactive = static_cast<HRESULT>(0x80242003u);
inline constexpr HRESULT wu_e_uh_doesnotsupportaction = static_cast<HRESULT>(0x80242004u);
inline constexpr HRESULT wu_e_uh_wronghandler = static_cast<HRESULT>(0x80242005u);
inline constexpr HRESULT wu_e_uh_invalidmetadata = static_cast<HRESULT>(0x80242006u);
inline constexpr HRESULT wu_e_uh_installerhung = static_cast<HRESULT>(0x80242007u);
inline constexpr HRESULT wu_e_uh_operationcancelled = static_cast<HRESULT>(0x80242008u);
inline constexpr HRESULT wu_e_uh_badhandlerxml = static_cast<HRESULT>(0x80242009u);
inline constexpr HRESULT wu_e_uh_canrequireinput = static_cast<HRESULT>(0x8024200Au);
inline constexpr HRESULT wu_e_uh_installerfailure = static_cast<HRESULT>(0x8024200Bu);
inline constexpr HRESULT wu_e_uh_fallbacktoselfcontained = static_cast<HRESULT>(0x8024200Cu);
inline constexpr HRESULT wu_e_uh_needanotherdownload = static_cast<HRESULT>(0x8024200Du);
inline constexpr HRESULT wu_e_uh_notifyfailure = static_cast<HRESULT>(0x8024200Eu);
inline constexpr HRESULT wu_e_uh_inconsistent_file_names = static_cast<HRESULT>(0x8024200Fu);
inline constexpr HRESULT wu_e_uh_fallbackerror = static_cast<HRESULT>(0x80242010u);
inline constexpr HRESULT wu_e_uh_toomanydownloadrequests = static_cast<HRESULT>(0x80242011u);
inline constexpr HRESULT wu_e_uh_unexpectedcbsresponse = static_cast<HRESULT>(0x80242012u);
inline constexpr HRESULT wu_e_uh_badcbspackageid = static_cast<HRESULT>(0x80242013u);
inline constexpr HRESULT wu_e_uh_postrebootstillpending = static_cast<HRESULT>(0x80242014u);
inline constexpr HRESULT wu_e_uh_postrebootresultunknown = static_cast<HRESULT>(0x80242015u);
inline constexpr HRESULT wu_e_uh_postrebootunexpectedstate = static_cast<HRESULT>(0x80242016u);
inline constexpr HRESULT wu_e_uh_new_servicing_stack_required = static_cast<HRESULT>(0x80242017u);
inline constexpr HRESULT wu_e_uh_called_back_failure = static_cast<HRESULT>(0x80242018u);
inline constexpr HRESULT wu_e_uh_custominstaller_invalid_signature = static_cast<HRESULT>(0x80242019u);
inline constexpr HRESULT wu_e_uh_unsupported_installcontext = static_cast<HRESULT>(0x8024201Au);
inline constexpr HRESULT wu_e_uh_invalid_targetsession = static_cast<HRESULT>(0x8024201Bu);
inline constexpr HRESULT wu_e_uh_decryptfailure = static_cast<HRESULT>(0x8024201Cu);
inline constexpr HRESULT wu_e_uh_handler_disableduntilreboot = static_cast<HRESULT>(0x8024201Du);
inline constexpr HRESULT wu_e_uh_appx_not_present = static_cast<HRESULT>(0x8024201Eu);
inline constexpr HRESULT wu_e_uh_notreadytocommit = static_cast<HRESULT>(0x8024201Fu);
inline constexpr HRESULT wu_e_uh_appx_invalid_package_volume = static_cast<HRESULT>(0x80242020u);
inline constexpr HRESULT wu_e_uh_appx_default_package_volume_unavailable = static_cast<HRESULT>(0x80242021u);
inline constexpr HRESULT wu_e_uh_appx_installed_package_volume_unavailable = static_cast<HRESULT>(0x80242022u);
inline constexpr HRESULT wu_e_uh_appx_package_family_not_found = static_cast<HRESULT>(0x80242023u);
inline constexpr HRESULT wu_e_uh_appx_system_volume_not_found = static_cast<HRESULT>(0x80242024u);
inline constexpr HRESULT wu_e_uh_ua_session_info_version_not_supported = static_cast<HRESULT>(0x80242025u);
inline constexpr HRESULT wu_e_uh_reservicing_required_baseline = static_cast<HRESULT>(0x80242026u);
inline constexpr HRESULT wu_e_uh_unexpected = static_cast<HRESULT>(0x80242FFFu);

/// Each of them with its name and what it means, ascending.
inline constexpr auto handler_errors = std::to_array<hresult_info>({
    {wu_e_uh_remoteunavailable, "WU_E_UH_REMOTEUNAVAILABLE", "remote handler process not reachable"},
    {wu_e_uh_localonly, "WU_E_UH_LOCALONLY", "handler works only locally"},
    {wu_e_uh_unknownhandler, "WU_E_UH_UNKNOWNHANDLER", "handler unknown"},
    {wu_e_uh_remotealreadyactive, "WU_E_UH_REMOTEALREADYACTIVE", "remote handler already active"},
    {wu_e_uh_doesnotsupportaction, "WU_E_UH_DOESNOTSUPPORTACTION", "handler does not support the action"},
    {wu_e_uh_wronghandler, "WU_E_UH_WRONGHANDLER", "wrong handler used"},
    {wu_e_uh_invalidmetadata, "WU_E_UH_INVALIDMETADATA", "update metadata invalid for the handler"},
    {wu_e_uh_installerhung, "WU_E_UH_INSTALLERHUNG", "installer did not finish in time"},
    {wu_e_uh_operationcancelled, "WU_E_UH_OPERATIONCANCELLED", "handler operation cancelled"},
    {wu_e_uh_badhandlerxml, "WU_E_UH_BADHANDLERXML", "handler data in metadata malformed"},
    {wu_e_uh_canrequireinput, "WU_E_UH_CANREQUIREINPUT", "update wants user input"},
    {wu_e_uh_installerfailure, "WU_E_UH_INSTALLERFAILURE", "installer failed"},
    {wu_e_uh_fallbacktoselfcontained, "WU_E_UH_FALLBACKTOSELFCONTAINED",
     "fetch self-contained content instead of deltas"},
    {wu_e_uh_needanotherdownload, "WU_E_UH_NEEDANOTHERDOWNLOAD",
     "not installed: content has to be downloaded once more"},
    {wu_e_uh_notifyfailure, "WU_E_UH_NOTIFYFAILURE", "handler could not notify"},
    {wu_e_uh_inconsistent_file_names, "WU_E_UH_INCONSISTENT_FILE_NAMES", "file names in metadata and package differ"},
    {wu_e_uh_fallbackerror, "WU_E_UH_FALLBACKERROR", "fall back to self-contained package failed"},
    {wu_e_uh_toomanydownloadrequests, "WU_E_UH_TOOMANYDOWNLOADREQUESTS",
     "handler exceeded the number of download requests"},
    {wu_e_uh_unexpectedcbsresponse, "WU_E_UH_UNEXPECTEDCBSRESPONSE", "servicing component answered unexpectedly"},
    {wu_e_uh_badcbspackageid, "WU_E_UH_BADCBSPACKAGEID", "servicing package id invalid"},
    {wu_e_uh_postrebootstillpending, "WU_E_UH_POSTREBOOTSTILLPENDING", "post-restart work still pending"},
    {wu_e_uh_postrebootresultunknown, "WU_E_UH_POSTREBOOTRESULTUNKNOWN", "post-restart result unknown"},
    {wu_e_uh_postrebootunexpectedstate, "WU_E_UH_POSTREBOOTUNEXPECTEDSTATE", "post-restart state unexpected"},
    {wu_e_uh_new_servicing_stack_required, "WU_E_UH_NEW_SERVICING_STACK_REQUIRED",
     "servicing stack must be updated before download/install"},
    {wu_e_uh_called_back_failure, "WU_E_UH_CALLED_BACK_FAILURE", "callback installer signalled an error"},
    {wu_e_uh_custominstaller_invalid_signature, "WU_E_UH_CUSTOMINSTALLER_INVALID_SIGNATURE",
     "custom installer badly signed"},
    {wu_e_uh_unsupported_installcontext, "WU_E_UH_UNSUPPORTED_INSTALLCONTEXT", "install context not supported"},
    {wu_e_uh_invalid_targetsession, "WU_E_UH_INVALID_TARGETSESSION", "target session invalid"},
    {wu_e_uh_decryptfailure, "WU_E_UH_DECRYPTFAILURE", "content could not be decrypted"},
    {wu_e_uh_handler_disableduntilreboot, "WU_E_UH_HANDLER_DISABLEDUNTILREBOOT", "handler blocked until restart"},
    {wu_e_uh_appx_not_present, "WU_E_UH_APPX_NOT_PRESENT", "app-package infrastructure missing"},
    {wu_e_uh_notreadytocommit, "WU_E_UH_NOTREADYTOCOMMIT",
     "commit impossible, update neither installed nor staged before"},
    {wu_e_uh_appx_invalid_package_volume, "WU_E_UH_APPX_INVALID_PACKAGE_VOLUME", "app package volume invalid"},
    {wu_e_uh_appx_default_package_volume_unavailable, "WU_E_UH_APPX_DEFAULT_PACKAGE_VOLUME_UNAVAILABLE",
     "default app volume not available"},
    {wu_e_uh_appx_installed_package_volume_unavailable, "WU_E_UH_APPX_INSTALLED_PACKAGE_VOLUME_UNAVAILABLE",
     "app's volume not available"},
    {wu_e_uh_appx_package_family_not_found, "WU_E_UH_APPX_PACKAGE_FAMILY_NOT_FOUND", "app family not found"},
    {wu_e_uh_appx_system_volume_not_found, "WU_E_UH_APPX_SYSTEM_VOLUME_NOT_FOUND", "system app volume not found"},
    {wu_e_uh_ua_session_info_version_not_supported, "WU_E_UH_UA_SESSION_INFO_VERSION_NOT_SUPPORTED",
     "update agent does not know this version of the optional session info"},
    {wu_e_uh_reservicing_required_baseline, "WU_E_UH_RESERVICING_REQUIRED_BASELINE", "baseline update(s) needed first"},
    {wu_e_uh_unexpected, "WU_E_UH_UNEXPECTED", "handler failure not covered elsewhere"},
});

} // namespace wua
