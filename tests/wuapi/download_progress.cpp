// SPDX-License-Identifier: MIT
// Holds download_progress.hpp against the type library.

#include "contract.hpp"
#include <wua/wuapi/download_progress.hpp>

using namespace wua;

TEST_CASE("IDownloadProgress is what the type library says", "[download_progress]")
{
    STATIC_REQUIRE(std::is_same_v<base_of_t<IDownloadProgress>, IDispatch>);
    CHECK(to_string(iid_of<IDownloadProgress>) == "d31a5bac-f719-4178-9dbb-5e2cb47fd18a");
    check_members<IDownloadProgress>({
        {7, 0x60020001, "CurrentUpdateBytesDownloaded", slot_of(&IDownloadProgress::get_CurrentUpdateBytesDownloaded)},
        {8, 0x60020002, "CurrentUpdateBytesToDownload", slot_of(&IDownloadProgress::get_CurrentUpdateBytesToDownload)},
        {9, 0x60020003, "CurrentUpdateIndex", slot_of(&IDownloadProgress::get_CurrentUpdateIndex)},
        {10, 0x60020004, "PercentComplete", slot_of(&IDownloadProgress::get_PercentComplete)},
        {11, 0x60020005, "TotalBytesDownloaded", slot_of(&IDownloadProgress::get_TotalBytesDownloaded)},
        {12, 0x60020006, "TotalBytesToDownload", slot_of(&IDownloadProgress::get_TotalBytesToDownload)},
        {13, 0x60020007, "GetUpdateResult", slot_of(&IDownloadProgress::GetUpdateResult)},
        {14, 0x60020008, "CurrentUpdateDownloadPhase", slot_of(&IDownloadProgress::get_CurrentUpdateDownloadPhase)},
        {15, 0x60020009, "CurrentUpdatePercentComplete", slot_of(&IDownloadProgress::get_CurrentUpdatePercentComplete)},
    });
}
