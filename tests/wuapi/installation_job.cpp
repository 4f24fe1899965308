// SPDX-License-Identifier: MIT
// Holds installation_job.hpp against the type library.

#include "contract.hpp"
#include <wua/wuapi/installation_job.hpp>

using namespace wua;

TEST_CASE("IInstallationProgress is what the type library says", "[installation_job]")
{
    STATIC_REQUIRE(std::is_same_v<base_of_t<IInstallationProgress>, IDispatch>);
    CHECK(to_string(iid_of<IInstallationProgress>) == "345c8244-43a3-4e32-a368-65f073b76f36");
    check_members<IInstallationProgress>({
        {7, 0x60020001, "CurrentUpdateIndex", slot_of(&IInstallationProgress::get_CurrentUpdateIndex)},
        {8, 0x60020002, "CurrentUpdatePercentComplete",
         slot_of(&IInstallationProgress::get_CurrentUpdatePercentComplete)},
        {9, 0x60020003, "PercentComplete", slot_of(&IInstallationProgress::get_PercentComplete)},
        {10, 0x60020004, "GetUpdateResult", slot_of(&IInstallationProgress::GetUpdateResult)},
    });
}

TEST_CASE("IInstallationJob is what the type library says", "[installation_job]")
{
    STATIC_REQUIRE(std::is_same_v<base_of_t<IInstallationJob>, IDispatch>);
    CHECK(to_string(iid_of<IInstallationJob>) == "5c209f0b-bad5-432a-9556-4699bed2638a");
    check_members<IInstallationJob>({
        {7, 0x60020001, "AsyncState", slot_of(&IInstallationJob::get_AsyncState)},
        {8, 0x60020002, "IsCompleted", slot_of(&IInstallationJob::get_IsCompleted)},
        {9, 0x60020003, "Updates", slot_of(&IInstallationJob::get_Updates)},
        {10, 0x60020004, "CleanUp", slot_of(&IInstallationJob::CleanUp)},
        {11, 0x60020005, "GetProgress", slot_of(&IInstallationJob::GetProgress)},
        {12, 0x60020006, "RequestAbort", slot_of(&IInstallationJob::RequestAbort)},
    });
}
