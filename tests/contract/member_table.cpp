// SPDX-License-Identifier: MIT
// The table of all members in docs/members.md, made from the interfaces' own tables and from the tests' sources: where
// a member sits, by which number it is called late bound, and which test stands for it.
//
// A test stands for a member that it names in a tag, as in [IDownloadJob::CleanUp] or [IUpdateDownloader::put_Updates],
// or, if its file is the home of the interface's tests, for one that it calls or names as &IThing::get_Name.

#include "catch.hpp"
#include "test_sources.hpp"
#include <wua/com/vtable_slots.hpp>
#include <wua/job/job_rules.hpp>
#include <wua/wua.hpp>
#include <wua/wuapi/update_lockdown.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iomanip>
#include <iterator>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

using namespace wua;
using namespace wua::detail;
using namespace sources;

namespace
{

struct member
{
    std::string interface_name;
    std::string name; // get_Priority, put_Priority, CleanUp
    UINT slot = 0;
    std::string dispid;
    std::string home; // the file of the interface's tests
};

std::string hexadecimal(DISPID dispid)
{
    if (dispid <= 0)
    {
        return std::to_string(dispid);
    }
    std::ostringstream out;
    out << "0x" << std::hex << std::setw(8) << std::setfill('0') << dispid;
    return out.str();
}

class member_list
{
public:
    // The members that an automation interface itself declares.
    template <class I>
    void add(const char* name, const char* home)
    {
        const interface_table& table = interface_table_of<I>;
        tables.push_back(&table);
        UINT slot = first_slot(table);
        for (const dispatch_member& row : table)
        {
            bool puts = row.has_put_first || row.read == nullptr;
            for_each_function(row, [&](const dispatch_function&) {
                const bool is_hidden_method = row.kinds() == 0 && row.write == nullptr;
                const bool is_property = (row.kinds() & dispatch_method) == 0 && !is_hidden_method;
                const std::string prefix = !is_property ? "" : puts ? "put_" : "get_";
                puts = !puts;
                all.push_back(
                    {name, prefix + row.name, slot++, row.kinds() == 0 ? "none" : hexadecimal(row.dispid), home});
            });
        }
    }

    // The one member of an interface that is no automation interface.
    void add(const char* name, const char* member_name, const char* home)
    {
        all.push_back({name, member_name, 3, "none", home});
    }

    std::vector<member> all;
    std::vector<const interface_table*> tables;
};

member_list interfaces()
{
    member_list list;
    list.add<IUpdateDownloader>("IUpdateDownloader", "update_downloader");
    list.add<IUpdateDownloaderEx>("IUpdateDownloaderEx", "update_downloader");
    list.add("IUpdateLockdown", "LockDown", "update_downloader");
    list.add<IDownloadJob>("IDownloadJob", "download_job");
    list.add<IDownloadJobDetails>("IDownloadJobDetails", "download_job");
    list.add<IDownloadJobControl>("IDownloadJobControl", "download_job");
    list.add<IDownloadProgress>("IDownloadProgress", "download_progress");
    list.add<IDownloadProgressDetails>("IDownloadProgressDetails", "download_progress");
    list.add<IDownloadProgressDetails2>("IDownloadProgressDetails2", "download_job");
    list.add<IUpdateDownloadProgress>("IUpdateDownloadProgress", "download_job");
    list.add<IUpdateDownloadProgress2>("IUpdateDownloadProgress2", "download_job");
    list.add<IDownloadResult>("IDownloadResult", "download_result");
    list.add<IUpdateDownloadResult>("IUpdateDownloadResult", "download_result");
    list.add<IUpdateDownloadResultDetails>("IUpdateDownloadResultDetails", "download_result");
    list.add("IDownloadProgressChangedCallback", "Invoke", "callback_delivery");
    list.add<IDownloadProgressChangedCallbackArgs>("IDownloadProgressChangedCallbackArgs", "callback_delivery");
    list.add("IDownloadCompletedCallback", "Invoke", "callback_delivery");
    list.add<IUpdateCollection>("IUpdateCollection", "update_collection");
    list.add<IStringCollection>("IStringCollection", "string_collection");
    list.add<IUpdateIdentity>("IUpdateIdentity", "update_identity");
    list.add<IUpdateDownloadContentCollection>("IUpdateDownloadContentCollection", "download_content");
    list.add<IUpdateDownloadContent>("IUpdateDownloadContent", "download_content");
    list.add<IUpdateDownloadContent2>("IUpdateDownloadContent2", "download_content");
    list.add<IUpdate>("IUpdate", "update");
    list.add<IUpdate2>("IUpdate2", "update");
    list.add<IUpdate3>("IUpdate3", "update");
    list.add<IUpdate4>("IUpdate4", "update");
    list.add<IUpdate5>("IUpdate5", "update");
    list.add<IUpdateEx>("IUpdateEx", "update");
    list.add<IWindowsDriverUpdate>("IWindowsDriverUpdate", "driver_update");
    list.add<IWindowsDriverUpdate2>("IWindowsDriverUpdate2", "driver_update");
    list.add<IWindowsDriverUpdate3>("IWindowsDriverUpdate3", "driver_update");
    list.add<IWindowsDriverUpdate4>("IWindowsDriverUpdate4", "driver_update");
    list.add<IWindowsDriverUpdate5>("IWindowsDriverUpdate5", "driver_update");
    list.add<IWindowsDriverUpdateEntry>("IWindowsDriverUpdateEntry", "driver_update");
    list.add<IWindowsDriverUpdateEntryCollection>("IWindowsDriverUpdateEntryCollection", "driver_update");
    list.add<IInstallationBehavior>("IInstallationBehavior", "category");
    list.add<ICategory>("ICategory", "category");
    list.add<ICategoryCollection>("ICategoryCollection", "category");
    list.add("IUpdateRequest", "get_RequestHeaders", "to_update_item");
    list.add<IUpdateSession>("IUpdateSession", "update_session");
    list.add<IUpdateSession2>("IUpdateSession2", "update_session");
    list.add<IUpdateSession3>("IUpdateSession3", "update_session");
    list.add<IUpdateSearcher>("IUpdateSearcher", "update_searcher");
    list.add<IUpdateSearcher2>("IUpdateSearcher2", "update_searcher");
    list.add<IUpdateSearcher3>("IUpdateSearcher3", "update_searcher");
    list.add<ISearchJob>("ISearchJob", "search_job");
    list.add<ISearchResult>("ISearchResult", "search_result");
    list.add<IUpdateInstaller>("IUpdateInstaller", "update_installer");
    list.add<IUpdateInstaller2>("IUpdateInstaller2", "update_installer");
    list.add<IUpdateInstaller3>("IUpdateInstaller3", "update_installer");
    list.add<IUpdateInstaller4>("IUpdateInstaller4", "update_installer");
    list.add<IInstallationJob>("IInstallationJob", "update_installer");
    list.add<IInstallationProgress>("IInstallationProgress", "update_installer");
    list.add<IInstallationResult>("IInstallationResult", "update_installer");
    list.add<IUpdateInstallationResult>("IUpdateInstallationResult", "update_installer");
    list.add("IInstallationProgressChangedCallback", "Invoke", "update_installer");
    list.add<IInstallationProgressChangedCallbackArgs>("IInstallationProgressChangedCallbackArgs", "update_installer");
    list.add("IInstallationCompletedCallback", "Invoke", "update_installer");
    list.add<IUpdateHistoryEntry>("IUpdateHistoryEntry", "machine_agent");
    list.add<IUpdateHistoryEntry2>("IUpdateHistoryEntry2", "machine_agent");
    list.add<IUpdateHistoryEntryCollection>("IUpdateHistoryEntryCollection", "machine_agent");
    list.add<IUpdateService>("IUpdateService", "update_services");
    list.add<IUpdateService2>("IUpdateService2", "update_services");
    list.add<IUpdateServiceCollection>("IUpdateServiceCollection", "update_services");
    list.add<IUpdateServiceRegistration>("IUpdateServiceRegistration", "update_services");
    list.add<IUpdateServiceManager>("IUpdateServiceManager", "update_services");
    list.add<IUpdateServiceManager2>("IUpdateServiceManager2", "update_services");
    list.add<ISystemInformation>("ISystemInformation", "machine_agent");
    list.add<IWindowsUpdateAgentInfo>("IWindowsUpdateAgentInfo", "machine_agent");
    list.add<IAutomaticUpdates>("IAutomaticUpdates", "automatic_updates");
    list.add<IAutomaticUpdates2>("IAutomaticUpdates2", "automatic_updates");
    list.add<IAutomaticUpdatesSettings>("IAutomaticUpdatesSettings", "automatic_updates");
    list.add<IAutomaticUpdatesSettings2>("IAutomaticUpdatesSettings2", "automatic_updates");
    list.add<IAutomaticUpdatesSettings3>("IAutomaticUpdatesSettings3", "automatic_updates");
    list.add<IAutomaticUpdatesResults>("IAutomaticUpdatesResults", "automatic_updates");
    list.add<IWebProxy>("IWebProxy", "web_proxy");
    return list;
}

std::vector<member> all_members()
{
    return interfaces().all;
}

// The first test that stands for the member, those with its tag before others; null when there is none.
const test* test_of(const member& one, const std::vector<test>& tests)
{
    const std::string tag = "[" + one.interface_name + "::" + one.name + "]";
    const auto tagged =
        std::find_if(tests.begin(), tests.end(), [&](const test& t) { return t.tags.find(tag) != std::string::npos; });
    if (tagged != tests.end())
    {
        return &*tagged;
    }
    const auto at_home = std::find_if(tests.begin(), tests.end(), [&](const test& t) {
        return (t.file == "tests/objects/" + one.home + ".cpp" || t.file == "tests/agent/" + one.home + ".cpp") &&
               (t.body.find("->" + one.name + "(") != std::string::npos ||
                t.body.find("&" + one.interface_name + "::" + one.name + ")") != std::string::npos);
    });
    return at_home != tests.end() ? &*at_home : nullptr;
}

std::string table()
{
    const std::vector<test> tests = read_tests();
    std::ostringstream out;
    out << "# Members\n\nEvery member of the interfaces, its place in the vtable, its DISPID, and a test that stands "
           "for "
           "it.\nThis page is made by `wua_contract_tests \"the table of members is written again\"`.\n";
    std::string interface_name;
    for (const member& one : all_members())
    {
        if (one.interface_name != interface_name)
        {
            interface_name = one.interface_name;
            out << "\n## " << interface_name << "\n\n| member | slot | DISPID | tested by |\n|---|---|---|---|\n";
        }
        out << "| " << one.name << " | " << one.slot << " | " << one.dispid << " | ";
        if (const test* found = test_of(one, tests))
        {
            out << found->name << " (" << found->file << ")";
        }
        out << " |\n";
    }
    return out.str();
}

fs::path page()
{
    return root() / "docs" / "members.md";
}

} // namespace

TEST_CASE("every member has a test", "[member_table]")
{
    const std::vector<test> tests = read_tests();
    REQUIRE(tests.size() > 100);
    for (const member& one : all_members())
    {
        INFO(one.interface_name << "::" << one.name);
        CHECK(test_of(one, tests) != nullptr);
    }
}

TEST_CASE("every parameter that a script can pass has a name", "[member_table]")
{
    std::vector<const interface_table*> tables = interfaces().tables;
    for (const interface_table* more : {&interface_table_of<IWebProxy>, &interface_table_of<ICategoryCollection>,
                                        &interface_table_of<IUpdateExceptionCollection>})
    {
        tables.push_back(more);
    }
    UINT inputs = 0;
    for (const interface_table* table : tables)
    {
        for (const dispatch_member& row : *table)
        {
            const std::string_view names = row.parameters;
            const auto count = names.empty() ? 0U : 1U + static_cast<UINT>(std::count(names.begin(), names.end(), ' '));
            INFO(row.name);
            if (row.read != nullptr && row.read->kind != 0)
            {
                CHECK(row.read->signature->inputs == count);
                inputs += count;
            }
            if (row.write != nullptr && row.write->kind != 0)
            {
                CHECK(row.write->signature->inputs == count + 1); // and the value
            }
        }
    }
    CHECK(inputs > 30);
}

TEST_CASE("every tag that names a member names one that exists", "[member_table]")
{
    std::vector<std::string> known;
    for (const member& one : all_members())
    {
        known.push_back(one.interface_name + "::" + one.name);
    }
    for (const test& one : read_tests())
    {
        std::size_t begin = 0;
        while ((begin = one.tags.find('[', begin)) != std::string::npos)
        {
            const std::size_t end = one.tags.find(']', begin);
            const std::string tag = one.tags.substr(begin + 1, end - begin - 1);
            if (tag.find("::") != std::string::npos)
            {
                INFO(one.file << ": " << one.name << ": " << tag);
                CHECK(std::count(known.begin(), known.end(), tag) == 1);
            }
            begin = end;
        }
    }
}

TEST_CASE("every row of the table of states has a test of its name", "[member_table]")
{
    const std::vector<test> tests = read_tests();
    for (const job_rule& rule : job_rules)
    {
        INFO(rule.sentence);
        CHECK(std::count_if(tests.begin(), tests.end(), [&](const test& t) { return t.name == rule.sentence; }) == 1);
    }
}

TEST_CASE("the committed table of members is the present one", "[member_table]")
{
    const bool is_current = text_of(page()) == table();
    INFO("run: wua_contract_tests \"the table of members is written again\"");
    CHECK(is_current);
}

TEST_CASE("the table of members is written again", "[.][write]")
{
    std::ofstream file(page(), std::ios::binary);
    file << table();
    CHECK(file.good());
}
