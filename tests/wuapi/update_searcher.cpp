// SPDX-License-Identifier: MIT
// Holds update_searcher.hpp against the type library.

#include "contract.hpp"
#include <wua/wuapi/update_searcher.hpp>

using namespace wua;

TEST_CASE("ISearchResult is what the type library says", "[update_searcher]")
{
    STATIC_REQUIRE(std::is_same_v<base_of_t<ISearchResult>, IDispatch>);
    CHECK(to_string(iid_of<ISearchResult>) == "d40cff62-e08c-4498-941a-01e25f0fd33c");
    check_members<ISearchResult>({
        {7, 0x60020001, "ResultCode", slot_of(&ISearchResult::get_ResultCode)},
        {8, 0x60020002, "RootCategories", slot_of(&ISearchResult::get_RootCategories)},
        {9, 0x60020003, "Updates", slot_of(&ISearchResult::get_Updates)},
        {10, 0x60020004, "Warnings", slot_of(&ISearchResult::get_Warnings)},
    });
}

TEST_CASE("ISearchJob is what the type library says", "[update_searcher]")
{
    STATIC_REQUIRE(std::is_same_v<base_of_t<ISearchJob>, IDispatch>);
    CHECK(to_string(iid_of<ISearchJob>) == "7366ea16-7a1a-4ea2-b042-973d3e9cd99b");
    check_members<ISearchJob>({
        {7, 0x60020001, "AsyncState", slot_of(&ISearchJob::get_AsyncState)},
        {8, 0x60020002, "IsCompleted", slot_of(&ISearchJob::get_IsCompleted)},
        {9, 0x60020003, "CleanUp", slot_of(&ISearchJob::CleanUp)},
        {10, 0x60020004, "RequestAbort", slot_of(&ISearchJob::RequestAbort)},
    });
}

TEST_CASE("ISearchCompletedCallbackArgs is what the type library says", "[update_searcher]")
{
    STATIC_REQUIRE(std::is_same_v<base_of_t<ISearchCompletedCallbackArgs>, IDispatch>);
    CHECK(to_string(iid_of<ISearchCompletedCallbackArgs>) == "a700a634-2850-4c47-938a-9e4b6e5af9a6");
    check_members<ISearchCompletedCallbackArgs>({});
}

TEST_CASE("ISearchCompletedCallback is what the type library says", "[update_searcher]")
{
    STATIC_REQUIRE(std::is_same_v<base_of_t<ISearchCompletedCallback>, IUnknown>);
    CHECK(to_string(iid_of<ISearchCompletedCallback>) == "88aee058-d4b0-4725-a2f1-814a67ae964c");
    CHECK(slot_of(&ISearchCompletedCallback::Invoke) == 3);
}

TEST_CASE("IUpdateSearcher is what the type library says", "[update_searcher]")
{
    STATIC_REQUIRE(std::is_same_v<base_of_t<IUpdateSearcher>, IDispatch>);
    CHECK(to_string(iid_of<IUpdateSearcher>) == "8f45abf1-f9ae-4b95-a933-f0f66e5056ea");
    check_members<IUpdateSearcher>({
        {7, 0x60020001, "CanAutomaticallyUpgradeService",
         slot_of(&IUpdateSearcher::get_CanAutomaticallyUpgradeService)},
        {8, 0x60020001, "CanAutomaticallyUpgradeService",
         slot_of(&IUpdateSearcher::put_CanAutomaticallyUpgradeService)},
        {9, 0x60020003, "ClientApplicationID", slot_of(&IUpdateSearcher::get_ClientApplicationID)},
        {10, 0x60020003, "ClientApplicationID", slot_of(&IUpdateSearcher::put_ClientApplicationID)},
        {11, 0x60020004, "IncludePotentiallySupersededUpdates",
         slot_of(&IUpdateSearcher::get_IncludePotentiallySupersededUpdates)},
        {12, 0x60020004, "IncludePotentiallySupersededUpdates",
         slot_of(&IUpdateSearcher::put_IncludePotentiallySupersededUpdates)},
        {13, 0x60020007, "ServerSelection", slot_of(&IUpdateSearcher::get_ServerSelection)},
        {14, 0x60020007, "ServerSelection", slot_of(&IUpdateSearcher::put_ServerSelection)},
        {15, 0x60020008, "BeginSearch", slot_of(&IUpdateSearcher::BeginSearch)},
        {16, 0x60020009, "EndSearch", slot_of(&IUpdateSearcher::EndSearch)},
        {17, 0x6002000A, "EscapeString", slot_of(&IUpdateSearcher::EscapeString)},
        {18, 0x6002000B, "QueryHistory", slot_of(&IUpdateSearcher::QueryHistory)},
        {19, 0x6002000C, "Search", slot_of(&IUpdateSearcher::Search)},
        {20, 0x6002000D, "Online", slot_of(&IUpdateSearcher::get_Online)},
        {21, 0x6002000D, "Online", slot_of(&IUpdateSearcher::put_Online)},
        {22, 0x6002000E, "GetTotalHistoryCount", slot_of(&IUpdateSearcher::GetTotalHistoryCount)},
        {23, 0x6002000F, "ServiceID", slot_of(&IUpdateSearcher::get_ServiceID)},
        {24, 0x6002000F, "ServiceID", slot_of(&IUpdateSearcher::put_ServiceID)},
    });
}

TEST_CASE("IUpdateSearcher2 is what the type library says", "[update_searcher]")
{
    STATIC_REQUIRE(std::is_same_v<base_of_t<IUpdateSearcher2>, IUpdateSearcher>);
    CHECK(to_string(iid_of<IUpdateSearcher2>) == "4cbdcb2d-1589-4beb-bd1c-3e582ff0add0");
    check_members<IUpdateSearcher2>({
        {25, 0x60030001, "IgnoreDownloadPriority", slot_of(&IUpdateSearcher2::get_IgnoreDownloadPriority)},
        {26, 0x60030001, "IgnoreDownloadPriority", slot_of(&IUpdateSearcher2::put_IgnoreDownloadPriority)},
    });
}

TEST_CASE("IUpdateSearcher3 is what the type library says", "[update_searcher]")
{
    STATIC_REQUIRE(std::is_same_v<base_of_t<IUpdateSearcher3>, IUpdateSearcher2>);
    CHECK(to_string(iid_of<IUpdateSearcher3>) == "04c6895d-eaf2-4034-97f3-311de9be413a");
    check_members<IUpdateSearcher3>({
        {27, 0x60040001, "SearchScope", slot_of(&IUpdateSearcher3::get_SearchScope)},
        {28, 0x60040001, "SearchScope", slot_of(&IUpdateSearcher3::put_SearchScope)},
    });
}
