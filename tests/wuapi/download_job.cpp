// SPDX-License-Identifier: MIT
// Holds download_job.hpp against the type library.

#include "contract.hpp"
#include <wua/wuapi/download_job.hpp>

using namespace wua;

TEST_CASE("IDownloadJob is what the type library says", "[download_job]")
{
    STATIC_REQUIRE(std::is_same_v<base_of_t<IDownloadJob>, IDispatch>);
    CHECK(to_string(iid_of<IDownloadJob>) == "c574de85-7358-43f6-aae8-8697e62d8ba7");
    check_members<IDownloadJob>({
        {7, 0x60020001, "AsyncState", slot_of(&IDownloadJob::get_AsyncState)},
        {8, 0x60020002, "IsCompleted", slot_of(&IDownloadJob::get_IsCompleted)},
        {9, 0x60020003, "Updates", slot_of(&IDownloadJob::get_Updates)},
        {10, 0x60020004, "CleanUp", slot_of(&IDownloadJob::CleanUp)},
        {11, 0x60020005, "GetProgress", slot_of(&IDownloadJob::GetProgress)},
        {12, 0x60020006, "RequestAbort", slot_of(&IDownloadJob::RequestAbort)},
    });
}
