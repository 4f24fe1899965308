// SPDX-License-Identifier: MIT
// What holds for all of the interfaces together.

#include "catch.hpp"
#include <wua/com/late_binding.hpp>
#include <wua/wuapi/extensions.hpp>
#include <wua/wuapi/wuapi.hpp>

#include <set>
#include <string>
#include <string_view>
#include <vector>

using namespace wua;

namespace
{

template <class... Interfaces>
std::multiset<std::string> iids()
{
    return {to_string(iid_of<Interfaces>)...};
}

} // namespace

TEST_CASE("no two interfaces share an IID", "[wuapi]")
{
    const auto all =
        iids<IUnknown, IDispatch, IEnumVARIANT, IStringCollection, IUpdateIdentity, IUpdateDownloadContent,
             IUpdateDownloadContent2, IUpdateDownloadContentCollection, IImageInformation, IInstallationBehavior,
             ICategory, ICategoryCollection, IUpdate, IUpdate2, IUpdate3, IUpdate4, IUpdate5, IUpdateCollection,
             IUpdateDownloadResult, IDownloadResult, IDownloadProgress, IDownloadJob, IDownloadCompletedCallbackArgs,
             IDownloadCompletedCallback, IDownloadProgressChangedCallbackArgs, IDownloadProgressChangedCallback,
             IUpdateDownloader, IUpdateDownloaderEx, IUpdateException, IUpdateExceptionCollection, IWebProxy,
             IUpdateLockdown, IUpdateInstaller, IUpdateServiceManager2, IUpdateHistoryEntryCollection, ISearchResult,
             ISearchJob, ISearchCompletedCallbackArgs, ISearchCompletedCallback, IUpdateSearcher, IUpdateSearcher2,
             IUpdateSearcher3, IUpdateSession, IUpdateSession2, IUpdateSession3>();
    CHECK(std::set<std::string>(all.begin(), all.end()).size() == all.size());
}

TEST_CASE("interfaces that only pass through have the IIDs of the type library", "[opaque]")
{
    CHECK(to_string(iid_of<IUpdateInstaller>) == "7b929c68-ccdc-4226-96b1-8724600b54c2");
    CHECK(to_string(iid_of<IUpdateServiceManager2>) == "0bb8531d-7e8d-424f-986c-a0b8f60a3e7b");
    CHECK(to_string(iid_of<IUpdateHistoryEntryCollection>) == "a7f04f3c-a290-435b-aadf-a116c3357a5c");
}

TEST_CASE("callback interfaces are not dispatch interfaces", "[wuapi]")
{
    STATIC_REQUIRE_FALSE(std::is_base_of_v<IDispatch, IDownloadCompletedCallback>);
    STATIC_REQUIRE_FALSE(std::is_base_of_v<IDispatch, IDownloadProgressChangedCallback>);
    STATIC_REQUIRE_FALSE(std::is_base_of_v<IDispatch, ISearchCompletedCallback>);
    STATIC_REQUIRE_FALSE(std::is_base_of_v<IDispatch, IUpdateLockdown>);
}

TEST_CASE("a late-bound caller is told that a collection of updates is an object it can go on calling", "[wuapi]")
{
    const auto result_of = [](std::string_view name) {
        VARTYPE type = VT_EMPTY;
        for (const dispatch_member& row : interface_table_of<IUpdate>)
        {
            if (row.name == name)
            {
                type = row.read->signature->result_type;
            }
        }
        return type;
    };
    CHECK(result_of("BundledUpdates") == VT_DISPATCH);
    CHECK(result_of("Categories") == VT_DISPATCH);
    CHECK(result_of("MaxDownloadSize") == VT_DECIMAL);
    CHECK(result_of("LastDeploymentChangeTime") == VT_DATE);
    CHECK(result_of("IsHidden") == VT_BOOL);
    CHECK(result_of("DownloadPriority") == VT_I4);
    CHECK(result_of("Title") == VT_BSTR);
}

TEST_CASE("the interfaces of one object have members of different DISPIDs and names", "[wuapi]")
{
    const auto distinct = [](std::vector<const interface_table*> tables) {
        return detail::members_are_distinct(tables);
    };
    CHECK(distinct({&interface_table_of<IUpdate5>}));
    CHECK(distinct({&interface_table_of<IDownloadProgress>, &interface_table_of<IDownloadProgressDetails2>}));
    CHECK(distinct({&interface_table_of<IDownloadJob>, &interface_table_of<IDownloadJobDetails>,
                    &interface_table_of<IDownloadJobControl>}));
    CHECK(distinct({&interface_table_of<IUpdateDownloadProgress2>}));
    CHECK(distinct({&interface_table_of<IUpdateDownloadResult>, &interface_table_of<IUpdateDownloadResultDetails>}));
    CHECK(distinct({&interface_table_of<IUpdateDownloaderEx>, &interface_table_of<IUpdateLockdown>}));
    CHECK(distinct({&interface_table_of<IUpdateSession3>}));
    CHECK(distinct({&interface_table_of<IUpdateSearcher3>}));
}
