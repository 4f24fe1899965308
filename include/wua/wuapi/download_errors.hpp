// SPDX-License-Identifier: MIT
#pragma once

// The errors of the download manager.

#include <wua/com/hresult.hpp>

namespace wua
{

inline constexpr HRESULT wu_e_dm_urlnotavailable = make_hresult(0x80246001);
inline constexpr HRESULT wu_e_dm_incorrectfilehash = make_hresult(0x80246002);
inline constexpr HRESULT wu_e_dm_unknownalgorithm = make_hresult(0x80246003);
inline constexpr HRESULT wu_e_dm_needdownloadrequest = make_hresult(0x80246004);
inline constexpr HRESULT wu_e_dm_nonetwork = make_hresult(0x80246005);
inline constexpr HRESULT wu_e_dm_wrongbitsversion = make_hresult(0x80246006);
inline constexpr HRESULT wu_e_dm_notdownloaded = make_hresult(0x80246007);
inline constexpr HRESULT wu_e_dm_failtoconnecttobits = make_hresult(0x80246008);
inline constexpr HRESULT wu_e_dm_bitstransfererror = make_hresult(0x80246009);
inline constexpr HRESULT wu_e_dm_downloadlocationchanged = make_hresult(0x8024600A);
inline constexpr HRESULT wu_e_dm_contentchanged = make_hresult(0x8024600B);
inline constexpr HRESULT wu_e_dm_downloadlimitedbyupdatesize = make_hresult(0x8024600C);
inline constexpr HRESULT wu_e_dm_unauthorized = make_hresult(0x8024600E);
inline constexpr HRESULT wu_e_dm_bg_error_token_required = make_hresult(0x8024600F);
inline constexpr HRESULT wu_e_dm_downloadsandboxnotfound = make_hresult(0x80246010);
inline constexpr HRESULT wu_e_dm_downloadfilepathunknown = make_hresult(0x80246011);
inline constexpr HRESULT wu_e_dm_downloadfilemissing = make_hresult(0x80246012);
inline constexpr HRESULT wu_e_dm_updateremoved = make_hresult(0x80246013);
inline constexpr HRESULT wu_e_dm_readrangefailed = make_hresult(0x80246014);
inline constexpr HRESULT wu_e_dm_unauthorized_no_user = make_hresult(0x80246016);
inline constexpr HRESULT wu_e_dm_unauthorized_local_user = make_hresult(0x80246017);
inline constexpr HRESULT wu_e_dm_unauthorized_domain_user = make_hresult(0x80246018);
inline constexpr HRESULT wu_e_dm_unauthorized_msa_user = make_hresult(0x80246019);
inline constexpr HRESULT wu_e_dm_fallingbacktobits = make_hresult(0x8024601A);
inline constexpr HRESULT wu_e_dm_download_volume_conflict = make_hresult(0x8024601B);
inline constexpr HRESULT wu_e_dm_sandbox_hash_mismatch = make_hresult(0x8024601C);
inline constexpr HRESULT wu_e_dm_hardreserveid_conflict = make_hresult(0x8024601D);
inline constexpr HRESULT wu_e_dm_dosvc_required = make_hresult(0x8024601E);
inline constexpr HRESULT wu_e_dm_downloadtype_conflict = make_hresult(0x8024601F);
inline constexpr HRESULT wu_e_dm_unexpected = make_hresult(0x80246FFF);

/// Each of them with its name and what it means, ascending.
inline constexpr hresult_info download_errors[] = {
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
};

} // namespace wua
