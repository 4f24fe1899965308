// SPDX-License-Identifier: MIT
#pragma once

// The errors of the store in which the agent remembers updates and downloads.

#include <wua/com/hresult.hpp>

namespace wua
{

inline constexpr HRESULT wu_e_ds_shutdown = make_hresult(0x80248000);
inline constexpr HRESULT wu_e_ds_inuse = make_hresult(0x80248001);
inline constexpr HRESULT wu_e_ds_invalid = make_hresult(0x80248002);
inline constexpr HRESULT wu_e_ds_tablemissing = make_hresult(0x80248003);
inline constexpr HRESULT wu_e_ds_tableincorrect = make_hresult(0x80248004);
inline constexpr HRESULT wu_e_ds_invalidtablename = make_hresult(0x80248005);
inline constexpr HRESULT wu_e_ds_badversion = make_hresult(0x80248006);
inline constexpr HRESULT wu_e_ds_nodata = make_hresult(0x80248007);
inline constexpr HRESULT wu_e_ds_missingdata = make_hresult(0x80248008);
inline constexpr HRESULT wu_e_ds_missingref = make_hresult(0x80248009);
inline constexpr HRESULT wu_e_ds_unknownhandler = make_hresult(0x8024800A);
inline constexpr HRESULT wu_e_ds_cantdelete = make_hresult(0x8024800B);
inline constexpr HRESULT wu_e_ds_locktimeoutexpired = make_hresult(0x8024800C);
inline constexpr HRESULT wu_e_ds_nocategories = make_hresult(0x8024800D);
inline constexpr HRESULT wu_e_ds_rowexists = make_hresult(0x8024800E);
inline constexpr HRESULT wu_e_ds_storefilelocked = make_hresult(0x8024800F);
inline constexpr HRESULT wu_e_ds_cannotregister = make_hresult(0x80248010);
inline constexpr HRESULT wu_e_ds_unabletostart = make_hresult(0x80248011);
inline constexpr HRESULT wu_e_ds_duplicateupdateid = make_hresult(0x80248013);
inline constexpr HRESULT wu_e_ds_unknownservice = make_hresult(0x80248014);
inline constexpr HRESULT wu_e_ds_serviceexpired = make_hresult(0x80248015);
inline constexpr HRESULT wu_e_ds_declinenotallowed = make_hresult(0x80248016);
inline constexpr HRESULT wu_e_ds_tablesessionmismatch = make_hresult(0x80248017);
inline constexpr HRESULT wu_e_ds_sessionlockmismatch = make_hresult(0x80248018);
inline constexpr HRESULT wu_e_ds_needwindowsservice = make_hresult(0x80248019);
inline constexpr HRESULT wu_e_ds_invalidoperation = make_hresult(0x8024801A);
inline constexpr HRESULT wu_e_ds_schemamismatch = make_hresult(0x8024801B);
inline constexpr HRESULT wu_e_ds_resetrequired = make_hresult(0x8024801C);
inline constexpr HRESULT wu_e_ds_impersonated = make_hresult(0x8024801D);
inline constexpr HRESULT wu_e_ds_datanotavailable = make_hresult(0x8024801E);
inline constexpr HRESULT wu_e_ds_datanotloaded = make_hresult(0x8024801F);
inline constexpr HRESULT wu_e_ds_nodata_nosuchrevision = make_hresult(0x80248020);
inline constexpr HRESULT wu_e_ds_nodata_nosuchupdate = make_hresult(0x80248021);
inline constexpr HRESULT wu_e_ds_nodata_eula = make_hresult(0x80248022);
inline constexpr HRESULT wu_e_ds_nodata_service = make_hresult(0x80248023);
inline constexpr HRESULT wu_e_ds_nodata_cookie = make_hresult(0x80248024);
inline constexpr HRESULT wu_e_ds_nodata_timer = make_hresult(0x80248025);
inline constexpr HRESULT wu_e_ds_nodata_ccr = make_hresult(0x80248026);
inline constexpr HRESULT wu_e_ds_nodata_file = make_hresult(0x80248027);
inline constexpr HRESULT wu_e_ds_nodata_downloadjob = make_hresult(0x80248028);
inline constexpr HRESULT wu_e_ds_nodata_tmi = make_hresult(0x80248029);
inline constexpr HRESULT wu_e_ds_unexpected = make_hresult(0x80248FFF);

/// Each of them with its name and what it means, ascending.
inline constexpr hresult_info store_errors[] = {
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
};

} // namespace wua
