// SPDX-License-Identifier: MIT
#pragma once

// The errors of the download manager.

#include <wua/com/hresult.hpp>

#include <array>

namespace wua
{

inline constexpr HRESULT wu_e_dm_urlnotavailable = static_cast<HRESULT>(0x80246001u);
inline constexpr HRESULT wu_e_dm_incorrectfilehash = static_cast<HRESULT>(0x80246002u);
inline constexpr HRESULT wu_e_dm_unknownalgorithm = static_cast<HRESULT>(0x80246003u);
inline constexpr HRESULT wu_e_dm_needdownloadrequest = static_cast<HRESULT>(0x80246004u);
inline constexpr HRESULT wu_e_dm_nonetwork = static_cast<HRESULT>(0x80246005u);
inline constexpr HRESULT wu_e_dm_wrongbitsversion = static_cast<HRESULT>(0x80246006u);
inline constexpr HRESULT wu_e_dm_notdownloaded = static_cast<HRESULT>(0x80246007u);
inline constexpr HRESULT wu_e_dm_failtoconnecttobits = static_cast<HRESULT>(0x80246008u);
inline constexpr HRESULT wu_e_dm_bitstransfererror = static_cast<HRESULT>(0x80246009u);
inline constexpr HRESULT wu_e_dm_downloadlocationchanged = static_cast<HRESULT>(0x8024600Au);
inline constexpr HRESULT wu_e_dm_contentchanged = static_cast<HRESULT>(0x8024600Bu);
inline constexpr HRESULT wu_e_dm_downloadlimitedbyupdatesize = static_cast<HRESULT>(0x8024600Cu);
inline constexpr HRESULT wu_e_dm_unauthorized = static_cast<HRESULT>(0x8024600Eu);
inline constexpr HRESULT wu_e_dm_bg_error_token_required = static_cast<HRESULT>(0x8024600Fu);
inline constexpr HRESULT wu_e_dm_downloadsandboxnotfound = static_cast<HRESULT>(0x80246010u);
inline constexpr HRESULT wu_e_dm_downloadfilepathunknown = static_cast<HRESULT>(0x80246011u);
inline constexpr HRESULT wu_e_dm_downloadfilemissing = static_cast<HRESULT>(0x80246012u);
inline constexpr HRESULT wu_e_dm_updateremoved = static_cast<HRESULT>(0x80246013u);
inline constexpr HRESULT wu_e_dm_readrangefailed = static_cast<HRESULT>(0x80246014u);
inline constexpr HRESULT wu_e_dm_unauthorized_no_user = static_cast<HRESULT>(0x80246016u);
inline constexpr HRESULT wu_e_dm_unauthorized_local_user = static_cast<HRESULT>(0x80246017u);
inline constexpr HRESULT wu_e_dm_unauthorized_domain_user = static_cast<HRESULT>(0x80246018u);
inline constexpr HRESULT wu_e_dm_unauthorized_msa_user = static_cast<HRESULT>(0x80246019u);
inline constexpr HRESULT wu_e_dm_fallingbacktobits = static_cast<HRESULT>(0x8024601Au);
inline constexpr HRESULT wu_e_dm_download_volume_conflict = static_cast<HRESULT>(0x8024601Bu);
inline constexpr HRESULT wu_e_dm_sandbox_hash_mismatch = static_cast<HRESULT>(0x8024601Cu);
inline constexpr HRESULT wu_e_dm_hardreserveid_conflict = static_cast<HRESULT>(0x8024601Du);
inline constexpr HRESULT wu_e_dm_dosvc_required = static_cast<HRESULT>(0x8024601Eu);
inline constexpr HRESULT wu_e_dm_downloadtype_conflict = static_cast<HRESULT>(0x8024601Fu);
inline constexpr HRESULT wu_e_dm_unexpected = static_cast<HRESULT>(0x80246FFFu);

/// Each of them with its name and what it means, ascending.
inline constexpr auto download_errors = std::to_array<hresult_info>({
    {wu_e_dm_urlnotavailable, "WU_E_DM_URLNOTAVAILABLE", "no URL is available for the file"},
    {wu_e_dm_incorrectfilehash, "WU_E_DM_INCORRECTFILEHASH", "file digest not accepted (hash mismatch)"},
    {wu_e_dm_unknownalgorithm, "WU_E_DM_UNKNOWNALGORITHM", "digest uses an unknown hash algorithm"},
    {wu_e_dm_needdownloadrequest, "WU_E_DM_NEEDDOWNLOADREQUEST", "handler has to supply a download request first"},
    {wu_e_dm_nonetwork, "WU_E_DM_NONETWORK", "no network connection"},
    {wu_e_dm_wrongbitsversion, "WU_E_DM_WRONGBITSVERSION", "BITS on the machine has an unsuitable version"},
    {wu_e_dm_notdownloaded, "WU_E_DM_NOTDOWNLOADED", "content is not downloaded"},
    {wu_e_dm_failtoconnecttobits, "WU_E_DM_FAILTOCONNECTTOBITS", "no connection to the transfer service (BITS)"},
    {wu_e_dm_bitstransfererror, "WU_E_DM_BITSTRANSFERERROR", "transfer service failed without a more precise code"},
    {wu_e_dm_downloadlocationchanged, "WU_E_DM_DOWNLOADLOCATIONCHANGED",
     "source location changed: restart the download"},
    {wu_e_dm_contentchanged, "WU_E_DM_CONTENTCHANGED",
     "update was revised and its content changed: restart the download"},
    {wu_e_dm_downloadlimitedbyupdatesize, "WU_E_DM_DOWNLOADLIMITEDBYUPDATESIZE",
     "current network caps the size of updates for this service"},
    {wu_e_dm_unauthorized, "WU_E_DM_UNAUTHORIZED", "caller not authorised to download the content"},
    {wu_e_dm_bg_error_token_required, "WU_E_DM_BG_ERROR_TOKEN_REQUIRED", "user token of the BITS job is gone"},
    {wu_e_dm_downloadsandboxnotfound, "WU_E_DM_DOWNLOADSANDBOXNOTFOUND", "download sandbox folder missing"},
    {wu_e_dm_downloadfilepathunknown, "WU_E_DM_DOWNLOADFILEPATHUNKNOWN", "path of the file is not known"},
    {wu_e_dm_downloadfilemissing, "WU_E_DM_DOWNLOADFILEMISSING", "one or several downloaded files missing"},
    {wu_e_dm_updateremoved, "WU_E_DM_UPDATEREMOVED", "access to an update whose download was removed"},
    {wu_e_dm_readrangefailed, "WU_E_DM_READRANGEFAILED", "a needed part of a downloaded file is missing"},
    {wu_e_dm_unauthorized_no_user, "WU_E_DM_UNAUTHORIZED_NO_USER", "not authorised, nobody logged on"},
    {wu_e_dm_unauthorized_local_user, "WU_E_DM_UNAUTHORIZED_LOCAL_USER", "not authorised: local user"},
    {wu_e_dm_unauthorized_domain_user, "WU_E_DM_UNAUTHORIZED_DOMAIN_USER", "not authorised: domain user"},
    {wu_e_dm_unauthorized_msa_user, "WU_E_DM_UNAUTHORIZED_MSA_USER", "not authorised: Microsoft-account user"},
    {wu_e_dm_fallingbacktobits, "WU_E_DM_FALLINGBACKTOBITS", "transfer goes on through BITS instead"},
    {wu_e_dm_download_volume_conflict, "WU_E_DM_DOWNLOAD_VOLUME_CONFLICT",
     "some other caller already asked for another target volume"},
    {wu_e_dm_sandbox_hash_mismatch, "WU_E_DM_SANDBOX_HASH_MISMATCH", "hash computed in the sandbox does not match"},
    {wu_e_dm_hardreserveid_conflict, "WU_E_DM_HARDRESERVEID_CONFLICT", "reserve id clashes with another caller"},
    {wu_e_dm_dosvc_required, "WU_E_DM_DOSVC_REQUIRED", "only Delivery Optimization may fetch it"},
    {wu_e_dm_downloadtype_conflict, "WU_E_DM_DOWNLOADTYPE_CONFLICT",
     "the same update is already downloading under a different DownloadType"},
    {wu_e_dm_unexpected, "WU_E_DM_UNEXPECTED", "download-manager failure not covered elsewhere"},
});

} // namespace wua
