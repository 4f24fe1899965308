// SPDX-License-Identifier: MIT
#pragma once

// The success codes of the update agent beyond S_OK.

#include <wua/com/hresult.hpp>

namespace wua
{

inline constexpr HRESULT wu_s_service_stop = make_hresult(0x00240001);
inline constexpr HRESULT wu_s_selfupdate = make_hresult(0x00240002);
inline constexpr HRESULT wu_s_update_error = make_hresult(0x00240003);
inline constexpr HRESULT wu_s_marked_for_disconnect = make_hresult(0x00240004);
inline constexpr HRESULT wu_s_reboot_required = make_hresult(0x00240005);
inline constexpr HRESULT wu_s_already_installed = make_hresult(0x00240006);
inline constexpr HRESULT wu_s_already_uninstalled = make_hresult(0x00240007);
inline constexpr HRESULT wu_s_already_downloaded = make_hresult(0x00240008);
inline constexpr HRESULT wu_s_some_updates_skipped_on_battery = make_hresult(0x00240009);
inline constexpr HRESULT wu_s_already_reverted = make_hresult(0x0024000A);
inline constexpr HRESULT wu_s_search_criteria_not_supported = make_hresult(0x00240010);
inline constexpr HRESULT wu_s_uh_installstillpending = make_hresult(0x00242015);
inline constexpr HRESULT wu_s_uh_download_size_calculated = make_hresult(0x00242016);
inline constexpr HRESULT wu_s_sih_noop = make_hresult(0x00245001);
inline constexpr HRESULT wu_s_dm_alreadydownloading = make_hresult(0x00246001);
inline constexpr HRESULT wu_s_metadata_skipped_by_enforcementmode = make_hresult(0x00247101);
inline constexpr HRESULT wu_s_metadata_ignored_signature_verification = make_hresult(0x00247102);
inline constexpr HRESULT wu_s_search_load_shedding = make_hresult(0x00248001);
inline constexpr HRESULT wu_s_aad_device_ticket_not_needed = make_hresult(0x00248002);

/// Each of them with its name and what it means.
inline constexpr hresult_info success_codes[] = {
    {wu_s_service_stop, "WU_S_SERVICE_STOP"sv, "agent stopped in an orderly way"sv},
    {wu_s_selfupdate, "WU_S_SELFUPDATE"sv, "agent updated itself"sv},
    {wu_s_update_error, "WU_S_UPDATE_ERROR"sv, "operation finished, but some updates had errors"sv},
    {wu_s_marked_for_disconnect, "WU_S_MARKED_FOR_DISCONNECT"sv,
     "a callback is still running: its disconnect was recorded and happens later"sv},
    {wu_s_reboot_required, "WU_S_REBOOT_REQUIRED"sv, "restart needed"sv},
    {wu_s_already_installed, "WU_S_ALREADY_INSTALLED"sv, "already installed"sv},
    {wu_s_already_uninstalled, "WU_S_ALREADY_UNINSTALLED"sv, "nothing to remove, not installed"sv},
    {wu_s_already_downloaded, "WU_S_ALREADY_DOWNLOADED"sv, "already downloaded"sv},
    {wu_s_some_updates_skipped_on_battery, "WU_S_SOME_UPDATES_SKIPPED_ON_BATTERY"sv,
     "some updates skipped on battery"sv},
    {wu_s_already_reverted, "WU_S_ALREADY_REVERTED"sv, "already reverted"sv},
    {wu_s_search_criteria_not_supported, "WU_S_SEARCH_CRITERIA_NOT_SUPPORTED"sv, "search criteria not supported"sv},
    {wu_s_uh_installstillpending, "WU_S_UH_INSTALLSTILLPENDING"sv, "install still pending"sv},
    {wu_s_uh_download_size_calculated, "WU_S_UH_DOWNLOAD_SIZE_CALCULATED"sv,
     "handler worked out the real download size"sv},
    {wu_s_sih_noop, "WU_S_SIH_NOOP"sv, "server-initiated healing had nothing to do"sv},
    {wu_s_dm_alreadydownloading, "WU_S_DM_ALREADYDOWNLOADING"sv, "a download of that update is running already"sv},
    {wu_s_metadata_skipped_by_enforcementmode, "WU_S_METADATA_SKIPPED_BY_ENFORCEMENTMODE"sv,
     "metadata check skipped"sv},
    {wu_s_metadata_ignored_signature_verification, "WU_S_METADATA_IGNORED_SIGNATURE_VERIFICATION"sv,
     "metadata signature ignored"sv},
    {wu_s_search_load_shedding, "WU_S_SEARCH_LOAD_SHEDDING"sv, "search held back by server load shedding"sv},
    {wu_s_aad_device_ticket_not_needed, "WU_S_AAD_DEVICE_TICKET_NOT_NEEDED"sv, "device ticket not needed"sv},
};

} // namespace wua
