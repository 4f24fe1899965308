// SPDX-License-Identifier: MIT
#pragma once

// Error codes of automatic updates.

#include <wua/com/hresult.hpp>

namespace wua
{

inline constexpr HRESULT wu_e_au_noservice = make_hresult(0x8024A000);
inline constexpr HRESULT wu_e_au_nonlegacyserver = make_hresult(0x8024A002);
inline constexpr HRESULT wu_e_au_legacyclientdisabled = make_hresult(0x8024A003);
inline constexpr HRESULT wu_e_au_paused = make_hresult(0x8024A004);
inline constexpr HRESULT wu_e_au_no_registered_service = make_hresult(0x8024A005);
inline constexpr HRESULT wu_e_au_detect_svcid_mismatch = make_hresult(0x8024A006);
inline constexpr HRESULT wu_e_reboot_in_progress = make_hresult(0x8024A007);
inline constexpr HRESULT wu_e_au_oobe_in_progress = make_hresult(0x8024A008);
inline constexpr HRESULT wu_e_au_unexpected = make_hresult(0x8024AFFF);

/// Each of them with its name and what it means.
inline constexpr hresult_info automatic_updates_errors[] = {
    {wu_e_au_noservice, "WU_E_AU_NOSERVICE"sv, "the service is not running, or not configured"sv},
    {wu_e_au_nonlegacyserver, "WU_E_AU_NONLEGACYSERVER"sv, "an old client met a server that it does not know"sv},
    {wu_e_au_legacyclientdisabled, "WU_E_AU_LEGACYCLIENTDISABLED"sv, "the old client is switched off"sv},
    {wu_e_au_paused, "WU_E_AU_PAUSED"sv, "automatic updates are paused"sv},
    {wu_e_au_no_registered_service, "WU_E_AU_NO_REGISTERED_SERVICE"sv,
     "no service is registered with automatic updates"sv},
    {wu_e_au_detect_svcid_mismatch, "WU_E_AU_DETECT_SVCID_MISMATCH"sv,
     "another service was registered while updates were detected"sv},
    {wu_e_reboot_in_progress, "WU_E_REBOOT_IN_PROGRESS"sv, "the machine is about to restart"sv},
    {wu_e_au_oobe_in_progress, "WU_E_AU_OOBE_IN_PROGRESS"sv, "the machine is being set up"sv},
    {wu_e_au_unexpected, "WU_E_AU_UNEXPECTED"sv, "failure of automatic updates not covered elsewhere"sv},
};

} // namespace wua
