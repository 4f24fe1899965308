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
    {wu_e_ds_shutdown, "WU_E_DS_SHUTDOWN"sv, "agent is shutting down"sv},
    {wu_e_ds_inuse, "WU_E_DS_INUSE"sv, "data store in use"sv},
    {wu_e_ds_invalid, "WU_E_DS_INVALID"sv, "store state and expectation disagree"sv},
    {wu_e_ds_tablemissing, "WU_E_DS_TABLEMISSING"sv, "table missing"sv},
    {wu_e_ds_tableincorrect, "WU_E_DS_TABLEINCORRECT"sv, "table has unexpected columns"sv},
    {wu_e_ds_invalidtablename, "WU_E_DS_INVALIDTABLENAME"sv, "asked table is not in the store"sv},
    {wu_e_ds_badversion, "WU_E_DS_BADVERSION"sv, "store version mismatch"sv},
    {wu_e_ds_nodata, "WU_E_DS_NODATA"sv, "requested record not present"sv},
    {wu_e_ds_missingdata, "WU_E_DS_MISSINGDATA"sv, "a mandatory column is empty"sv},
    {wu_e_ds_missingref, "WU_E_DS_MISSINGREF"sv, "reference to a missing row"sv},
    {wu_e_ds_unknownhandler, "WU_E_DS_UNKNOWNHANDLER"sv, "handler not registered"sv},
    {wu_e_ds_cantdelete, "WU_E_DS_CANTDELETE"sv, "update still referenced by a service"sv},
    {wu_e_ds_locktimeoutexpired, "WU_E_DS_LOCKTIMEOUTEXPIRED"sv, "lock not obtained in time"sv},
    {wu_e_ds_nocategories, "WU_E_DS_NOCATEGORIES"sv, "category has no parent and is not top-level"sv},
    {wu_e_ds_rowexists, "WU_E_DS_ROWEXISTS"sv, "row already present"sv},
    {wu_e_ds_storefilelocked, "WU_E_DS_STOREFILELOCKED"sv, "store file locked"sv},
    {wu_e_ds_cannotregister, "WU_E_DS_CANNOTREGISTER"sv, "COM registration in this process refused"sv},
    {wu_e_ds_unabletostart, "WU_E_DS_UNABLETOSTART"sv, "store object could not be made in the other process"sv},
    {wu_e_ds_duplicateupdateid, "WU_E_DS_DUPLICATEUPDATEID"sv, "server sent one update with two revisions"sv},
    {wu_e_ds_unknownservice, "WU_E_DS_UNKNOWNSERVICE"sv, "service unknown to the store"sv},
    {wu_e_ds_serviceexpired, "WU_E_DS_SERVICEEXPIRED"sv, "service registration expired"sv},
    {wu_e_ds_declinenotallowed, "WU_E_DS_DECLINENOTALLOWED"sv, "mandatory update cannot be hidden/declined"sv},
    {wu_e_ds_tablesessionmismatch, "WU_E_DS_TABLESESSIONMISMATCH"sv, "table belongs to another session"sv},
    {wu_e_ds_sessionlockmismatch, "WU_E_DS_SESSIONLOCKMISMATCH"sv, "lock belongs to another session"sv},
    {wu_e_ds_needwindowsservice, "WU_E_DS_NEEDWINDOWSSERVICE"sv, "default service must stay registered"sv},
    {wu_e_ds_invalidoperation, "WU_E_DS_INVALIDOPERATION"sv, "operation not allowed in this store state"sv},
    {wu_e_ds_schemamismatch, "WU_E_DS_SCHEMAMISMATCH"sv, "store schema does not match"sv},
    {wu_e_ds_resetrequired, "WU_E_DS_RESETREQUIRED"sv, "session must be dropped and opened anew"sv},
    {wu_e_ds_impersonated, "WU_E_DS_IMPERSONATED"sv, "not allowed while impersonating"sv},
    {wu_e_ds_datanotavailable, "WU_E_DS_DATANOTAVAILABLE"sv, "data not available in this context"sv},
    {wu_e_ds_datanotloaded, "WU_E_DS_DATANOTLOADED"sv, "data not loaded yet"sv},
    {wu_e_ds_nodata_nosuchrevision, "WU_E_DS_NODATA_NOSUCHREVISION"sv, "revision not in store"sv},
    {wu_e_ds_nodata_nosuchupdate, "WU_E_DS_NODATA_NOSUCHUPDATE"sv, "update not in store"sv},
    {wu_e_ds_nodata_eula, "WU_E_DS_NODATA_EULA"sv, "licence text not in store"sv},
    {wu_e_ds_nodata_service, "WU_E_DS_NODATA_SERVICE"sv, "service not in store"sv},
    {wu_e_ds_nodata_cookie, "WU_E_DS_NODATA_COOKIE"sv, "cookie not in store"sv},
    {wu_e_ds_nodata_timer, "WU_E_DS_NODATA_TIMER"sv, "timer not in store"sv},
    {wu_e_ds_nodata_ccr, "WU_E_DS_NODATA_CCR"sv, "completion record not in store"sv},
    {wu_e_ds_nodata_file, "WU_E_DS_NODATA_FILE"sv, "file record not in store"sv},
    {wu_e_ds_nodata_downloadjob, "WU_E_DS_NODATA_DOWNLOADJOB"sv, "no download-job record in store"sv},
    {wu_e_ds_nodata_tmi, "WU_E_DS_NODATA_TMI"sv, "no TMI record in store"sv},
    {wu_e_ds_unexpected, "WU_E_DS_UNEXPECTED"sv, "store failure not covered elsewhere"sv},
};

} // namespace wua
