// SPDX-License-Identifier: MIT
#pragma once

// The errors of the store in which the agent remembers updates and downloads.

#include <wua/com/hresult.hpp>

#include <array>

namespace wua
{

inline constexpr HRESULT wu_e_ds_shutdown = static_cast<HRESULT>(0x80248000u);
inline constexpr HRESULT wu_e_ds_inuse = static_cast<HRESULT>(0x80248001u);
inline constexpr HRESULT wu_e_ds_invalid = static_cast<HRESULT>(0x80248002u);
inline constexpr HRESULT wu_e_ds_tablemissing = static_cast<HRESULT>(0x80248003u);
inline constexpr HRESULT wu_e_ds_tableincorrect = static_cast<HRESULT>(0x80248004u);
inline constexpr HRESULT wu_e_ds_invalidtablename = static_cast<HRESULT>(0x80248005u);
inline constexpr HRESULT wu_e_ds_badversion = static_cast<HRESULT>(0x80248006u);
inline constexpr HRESULT wu_e_ds_nodata = static_cast<HRESULT>(0x80248007u);
inline constexpr HRESULT wu_e_ds_missingdata = static_cast<HRESULT>(0x80248008u);
inline constexpr HRESULT wu_e_ds_missingref = static_cast<HRESULT>(0x80248009u);
inline constexpr HRESULT wu_e_ds_unknownhandler = static_cast<HRESULT>(0x8024800Au);
inline constexpr HRESULT wu_e_ds_cantdelete = static_cast<HRESULT>(0x8024800Bu);
inline constexpr HRESULT wu_e_ds_locktimeoutexpired = static_cast<HRESULT>(0x8024800Cu);
inline constexpr HRESULT wu_e_ds_nocategories = static_cast<HRESULT>(0x8024800Du);
inline constexpr HRESULT wu_e_ds_rowexists = static_cast<HRESULT>(0x8024800Eu);
inline constexpr HRESULT wu_e_ds_storefilelocked = static_cast<HRESULT>(0x8024800Fu);
inline constexpr HRESULT wu_e_ds_cannotregister = static_cast<HRESULT>(0x80248010u);
inline constexpr HRESULT wu_e_ds_unabletostart = static_cast<HRESULT>(0x80248011u);
inline constexpr HRESULT wu_e_ds_duplicateupdateid = static_cast<HRESULT>(0x80248013u);
inline constexpr HRESULT wu_e_ds_unknownservice = static_cast<HRESULT>(0x80248014u);
inline constexpr HRESULT wu_e_ds_serviceexpired = static_cast<HRESULT>(0x80248015u);
inline constexpr HRESULT wu_e_ds_declinenotallowed = static_cast<HRESULT>(0x80248016u);
inline constexpr HRESULT wu_e_ds_tablesessionmismatch = static_cast<HRESULT>(0x80248017u);
inline constexpr HRESULT wu_e_ds_sessionlockmismatch = static_cast<HRESULT>(0x80248018u);
inline constexpr HRESULT wu_e_ds_needwindowsservice = static_cast<HRESULT>(0x80248019u);
inline constexpr HRESULT wu_e_ds_invalidoperation = static_cast<HRESULT>(0x8024801Au);
inline constexpr HRESULT wu_e_ds_schemamismatch = static_cast<HRESULT>(0x8024801Bu);
inline constexpr HRESULT wu_e_ds_resetrequired = static_cast<HRESULT>(0x8024801Cu);
inline constexpr HRESULT wu_e_ds_impersonated = static_cast<HRESULT>(0x8024801Du);
inline constexpr HRESULT wu_e_ds_datanotavailable = static_cast<HRESULT>(0x8024801Eu);
inline constexpr HRESULT wu_e_ds_datanotloaded = static_cast<HRESULT>(0x8024801Fu);
inline constexpr HRESULT wu_e_ds_nodata_nosuchrevision = static_cast<HRESULT>(0x80248020u);
inline constexpr HRESULT wu_e_ds_nodata_nosuchupdate = static_cast<HRESULT>(0x80248021u);
inline constexpr HRESULT wu_e_ds_nodata_eula = static_cast<HRESULT>(0x80248022u);
inline constexpr HRESULT wu_e_ds_nodata_service = static_cast<HRESULT>(0x80248023u);
inline constexpr HRESULT wu_e_ds_nodata_cookie = static_cast<HRESULT>(0x80248024u);
inline constexpr HRESULT wu_e_ds_nodata_timer = static_cast<HRESULT>(0x80248025u);
inline constexpr HRESULT wu_e_ds_nodata_ccr = static_cast<HRESULT>(0x80248026u);
inline constexpr HRESULT wu_e_ds_nodata_file = static_cast<HRESULT>(0x80248027u);
inline constexpr HRESULT wu_e_ds_nodata_downloadjob = static_cast<HRESULT>(0x80248028u);
inline constexpr HRESULT wu_e_ds_nodata_tmi = static_cast<HRESULT>(0x80248029u);
inline constexpr HRESULT wu_e_ds_unexpected = static_cast<HRESULT>(0x80248FFFu);

/// Each of them with its name and what it means, ascending.
inline constexpr auto store_errors = std::to_array<hresult_info>({
    {wu_e_ds_shutdown, "WU_E_DS_SHUTDOWN", "agent is shutting down"},
    {wu_e_ds_inuse, "WU_E_DS_INUSE", "data store in use"},
    {wu_e_ds_invalid, "WU_E_DS_INVALID", "store state and expectation disagree"},
    {wu_e_ds_tablemissing, "WU_E_DS_TABLEMISSING", "table missing"},
    {wu_e_ds_tableincorrect, "WU_E_DS_TABLEINCORRECT", "table has unexpected columns"},
    {wu_e_ds_invalidtablename, "WU_E_DS_INVALIDTABLENAME", "asked table is not in the store"},
    {wu_e_ds_badversion, "WU_E_DS_BADVERSION", "store version mismatch"},
    {wu_e_ds_nodata, "WU_E_DS_NODATA", "requested record not present"},
    {wu_e_ds_missingdata, "WU_E_DS_MISSINGDATA", "a mandatory column is empty"},
    {wu_e_ds_missingref, "WU_E_DS_MISSINGREF", "reference to a missing row"},
    {wu_e_ds_unknownhandler, "WU_E_DS_UNKNOWNHANDLER", "handler not registered"},
    {wu_e_ds_cantdelete, "WU_E_DS_CANTDELETE", "update still referenced by a service"},
    {wu_e_ds_locktimeoutexpired, "WU_E_DS_LOCKTIMEOUTEXPIRED", "lock not obtained in time"},
    {wu_e_ds_nocategories, "WU_E_DS_NOCATEGORIES", "category has no parent and is not top-level"},
    {wu_e_ds_rowexists, "WU_E_DS_ROWEXISTS", "row already present"},
    {wu_e_ds_storefilelocked, "WU_E_DS_STOREFILELOCKED", "store file locked"},
    {wu_e_ds_cannotregister, "WU_E_DS_CANNOTREGISTER", "COM registration in this process refused"},
    {wu_e_ds_unabletostart, "WU_E_DS_UNABLETOSTART", "store object could not be made in the other process"},
    {wu_e_ds_duplicateupdateid, "WU_E_DS_DUPLICATEUPDATEID", "server sent one update with two revisions"},
    {wu_e_ds_unknownservice, "WU_E_DS_UNKNOWNSERVICE", "service unknown to the store"},
    {wu_e_ds_serviceexpired, "WU_E_DS_SERVICEEXPIRED", "service registration expired"},
    {wu_e_ds_declinenotallowed, "WU_E_DS_DECLINENOTALLOWED", "mandatory update cannot be hidden/declined"},
    {wu_e_ds_tablesessionmismatch, "WU_E_DS_TABLESESSIONMISMATCH", "table belongs to another session"},
    {wu_e_ds_sessionlockmismatch, "WU_E_DS_SESSIONLOCKMISMATCH", "lock belongs to another session"},
    {wu_e_ds_needwindowsservice, "WU_E_DS_NEEDWINDOWSSERVICE", "default service must stay registered"},
    {wu_e_ds_invalidoperation, "WU_E_DS_INVALIDOPERATION", "operation not allowed in this store state"},
    {wu_e_ds_schemamismatch, "WU_E_DS_SCHEMAMISMATCH", "store schema does not match"},
    {wu_e_ds_resetrequired, "WU_E_DS_RESETREQUIRED", "session must be dropped and opened anew"},
    {wu_e_ds_impersonated, "WU_E_DS_IMPERSONATED", "not allowed while impersonating"},
    {wu_e_ds_datanotavailable, "WU_E_DS_DATANOTAVAILABLE", "data not available in this context"},
    {wu_e_ds_datanotloaded, "WU_E_DS_DATANOTLOADED", "data not loaded yet"},
    {wu_e_ds_nodata_nosuchrevision, "WU_E_DS_NODATA_NOSUCHREVISION", "revision not in store"},
    {wu_e_ds_nodata_nosuchupdate, "WU_E_DS_NODATA_NOSUCHUPDATE", "update not in store"},
    {wu_e_ds_nodata_eula, "WU_E_DS_NODATA_EULA", "licence text not in store"},
    {wu_e_ds_nodata_service, "WU_E_DS_NODATA_SERVICE", "service not in store"},
    {wu_e_ds_nodata_cookie, "WU_E_DS_NODATA_COOKIE", "cookie not in store"},
    {wu_e_ds_nodata_timer, "WU_E_DS_NODATA_TIMER", "timer not in store"},
    {wu_e_ds_nodata_ccr, "WU_E_DS_NODATA_CCR", "completion record not in store"},
    {wu_e_ds_nodata_file, "WU_E_DS_NODATA_FILE", "file record not in store"},
    {wu_e_ds_nodata_downloadjob, "WU_E_DS_NODATA_DOWNLOADJOB", "no download-job record in store"},
    {wu_e_ds_nodata_tmi, "WU_E_DS_NODATA_TMI", "no TMI record in store"},
    {wu_e_ds_unexpected, "WU_E_DS_UNEXPECTED", "store failure not covered elsewhere"},
});

} // namespace wua
