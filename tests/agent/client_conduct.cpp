// SPDX-License-Identifier: MIT

// The rules that a client keeps, on calls that the tests make up, at times that they make up.

#include "catch.hpp"
#include <wua/agent/call_recorder.hpp>
#include <wua/agent/recording/client_conduct.hpp>
#include <wua/agent/recording/recorded_interface.hpp>
#include <wua/wuapi/agent_errors.hpp>

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

using namespace std::chrono_literals;
using namespace wua;
using wua::detail::call_role;
using wua::detail::client_conduct;
using wua::detail::object_label;
using wua::detail::recorded_slot;

namespace
{

// Members as the interfaces have them, each at a place of its own.
const recorded_slot& member_called(std::string_view name)
{
    for (const auto& known : detail::recorded_interfaces())
    {
        for (const recorded_slot& slot : known.members)
        {
            if (slot.name == name)
            {
                return slot;
            }
        }
    }
    FAIL("there is no member " << name);
    throw std::string(name);
}

constexpr object_label the_downloader{"IUpdateDownloaderEx", 1};
constexpr object_label the_job{"IDownloadJob", 2};
constexpr object_label the_progress{"IDownloadProgress", 3};
constexpr object_label the_result{"IDownloadResult", 4};

struct conduct_rig
{
    client_conduct conduct;
    client_conduct::time_point now{};
    const int job = 0;

    void call(const object_label& object, std::string_view name, HRESULT code = s_ok, bool is_in_callback = false)
    {
        const recorded_slot& member = member_called(name);
        const bool is_about_job = member.role == call_role::begin ? succeeded(code) : true;
        conduct.called({object, &member, code, now, is_about_job ? &job : nullptr, is_in_callback}, the_job);
    }

    void begin()
    {
        call(the_downloader, "IUpdateDownloader::BeginDownload");
    }
    void end(HRESULT code = s_ok)
    {
        call(the_downloader, "IUpdateDownloader::EndDownload", code);
    }

    // name and object, of all.
    std::vector<std::string> found(const std::vector<detail::held_object>& held = {})
    {
        std::vector<std::string> names;
        for (const client_finding& one : conduct.end(held))
        {
            names.push_back(one.name + " " + one.object);
        }
        return names;
    }

    std::string only_text()
    {
        const auto& all = conduct.end({});
        REQUIRE(all.size() == 1);
        return all[0].text;
    }
};

using names_found = std::vector<std::string>;

} // namespace

TEST_CASE("a client that ends its job has kept the rules", "[client_conduct]")
{
    conduct_rig rig;
    rig.call(the_downloader, "IUpdateDownloader::put_Updates");
    rig.begin();
    for (int i = 0; i != 50; ++i)
    {
        rig.call(the_job, "IDownloadJob::get_IsCompleted");
        rig.call(the_job, "IDownloadJob::GetProgress");
        rig.now += 10ms;
    }
    rig.end();
    rig.conduct.got_result(the_result, true, false);
    rig.call(the_job, "IDownloadJob::GetProgress");
    rig.call(the_job, "IDownloadJob::CleanUp");
    CHECK(rig.found() == names_found());
}

TEST_CASE("a job that is only cleaned up has been ended", "[client_conduct]")
{
    conduct_rig rig;
    rig.begin();
    rig.call(the_job, "IDownloadJob::RequestAbort");
    rig.call(the_job, "IDownloadJob::CleanUp");
    CHECK(rig.found() == names_found());
}

TEST_CASE("a job that is never ended is found, also if another one replaced it", "[client_conduct]")
{
    conduct_rig rig;
    rig.begin();
    rig.end(e_pointer);
    SECTION("the last one")
    {
        CHECK(rig.found() == names_found{"job-never-ended IDownloadJob#2"});
    }
    SECTION("one before")
    {
        rig.begin();
        rig.end();
        CHECK(rig.found() == names_found{"job-never-ended IDownloadJob#2"});
    }
}

TEST_CASE("a client that polls without a pause learns how often and for how long", "[client_conduct]")
{
    conduct_rig rig;
    rig.begin();
    for (int i = 0; i != 12'000; ++i)
    {
        rig.call(the_job, "IDownloadJob::get_IsCompleted");
        rig.now += 100us;
    }
    rig.end();
    CHECK(rig.only_text() == "IDownloadJob::get_IsCompleted was called 10000 times a second, for 1.19 s");
}

TEST_CASE("a pause of half a millisecond between polls, and a short burst of them, are no fault", "[client_conduct]")
{
    conduct_rig rig;
    rig.begin();
    for (int i = 0; i != 1000; ++i)
    {
        rig.call(the_job, "IDownloadJob::get_IsCompleted");
        rig.now += 501us;
    }
    rig.now += 1s;
    for (int i = 0; i != 40; ++i)
    {
        rig.call(the_job, "IDownloadJob::get_IsCompleted");
        rig.now += 1us;
    }
    rig.end();
    CHECK(rig.found() == names_found());
}

TEST_CASE("an object that is polled too often is reported when the client releases it", "[client_conduct]")
{
    conduct_rig rig;
    rig.begin();
    for (int i = 0; i != 2000; ++i)
    {
        rig.call(the_job, "IDownloadJob::GetProgress");
        rig.now += 200us;
    }
    rig.end();
    rig.conduct.released(the_job);
    CHECK(rig.found() == names_found{"polled-too-often IDownloadJob#2"});
}

TEST_CASE("a snapshot that is asked again and again is found", "[client_conduct]")
{
    conduct_rig rig;
    const auto read = [&](unsigned times) {
        for (unsigned i = 0; i != times; ++i)
        {
            rig.call(the_progress, "IDownloadProgress::get_PercentComplete");
            rig.call(the_progress, "IDownloadProgress::GetUpdateResult");
        }
    };
    read(client_conduct::max_reads_of_a_snapshot);
    SECTION("as often as a display may")
    {
        CHECK(rig.found() == names_found());
    }
    SECTION("once more")
    {
        read(1);
        CHECK(rig.found() == names_found{"snapshot-read-again IDownloadProgress#3"});
    }
}

TEST_CASE("calls after the end are found, except for those that are still allowed", "[client_conduct]")
{
    conduct_rig rig;
    rig.begin();
    rig.end();
    rig.call(the_job, "IDownloadJob::get_IsCompleted");
    rig.call(the_job, "IDownloadJob::GetProgress");
    rig.call(the_job, "IDownloadJob::CleanUp");
    CHECK(client_conduct(rig.conduct).end({}).empty());
    SECTION("another end")
    {
        rig.end(wu_e_invalid_operation);
    }
    SECTION("an abort")
    {
        rig.call(the_job, "IDownloadJob::RequestAbort");
    }
    SECTION("the state")
    {
        rig.call(the_job, "IDownloadJob::get_AsyncState");
    }
    CHECK(rig.found() == names_found{"used-after-end IDownloadJob#2"});
}

TEST_CASE("a wait within a callback of the job is found", "[client_conduct]")
{
    conduct_rig rig;
    rig.begin();
    rig.call(the_job, "IDownloadJob::CleanUp", wu_e_invalid_operation, true);
    rig.end();
    CHECK(rig.found() == names_found{"waited-in-callback IDownloadJob#2"});
}

TEST_CASE("a setting that failed and was not made good is found when the operation begins", "[client_conduct]")
{
    conduct_rig rig;
    rig.call(the_downloader, "IUpdateDownloader::put_Updates", e_invalidarg);
    SECTION("ignored")
    {
        rig.call(the_downloader, "IUpdateDownloader::Download");
        CHECK(rig.only_text() == "IUpdateDownloader::put_Updates had failed with E_INVALIDARG before "
                                 "IUpdateDownloader::Download was called");
    }
    SECTION("made good")
    {
        rig.call(the_downloader, "IUpdateDownloader::put_Updates");
        rig.call(the_downloader, "IUpdateDownloader::Download");
        CHECK(rig.found() == names_found());
    }
    SECTION("not begun")
    {
        CHECK(rig.found() == names_found());
    }
}

TEST_CASE("the end of a job that could not begin is found", "[client_conduct]")
{
    conduct_rig rig;
    rig.call(the_downloader, "IUpdateDownloader::BeginDownload", wu_e_no_update);
    rig.conduct.called({the_downloader, &member_called("IUpdateDownloader::EndDownload"), e_pointer, rig.now});
    CHECK(rig.found() == names_found{"failure-ignored IUpdateDownloaderEx#1"});
}

TEST_CASE("an unread result that is not a success is found", "[client_conduct]")
{
    conduct_rig rig;
    rig.conduct.got_result(the_result, false, false);
    SECTION("never read")
    {
        rig.call(the_result, "IDownloadResult::get_ResultCode", e_pointer);
        rig.conduct.released({"IDownloadResult", 5});       // another one
        CHECK(client_conduct(rig.conduct).end({}).empty()); // an attempt counts
        rig.conduct.got_result({"IDownloadResult", 6}, false, false);
        rig.conduct.released({"IDownloadResult", 6});
        CHECK(rig.found() == names_found{"result-never-read IDownloadResult#6"});
    }
    SECTION("read by update")
    {
        rig.call(the_result, "IDownloadResult::GetUpdateResult");
        CHECK(rig.found() == names_found());
    }
}

TEST_CASE("a restart that is asked for and never noticed is found", "[client_conduct]")
{
    conduct_rig rig;
    const object_label installed{"IInstallationResult", 9};
    rig.conduct.got_result(installed, true, true);
    SECTION("not noticed")
    {
        CHECK(rig.found() == names_found{"restart-not-noticed IInstallationResult#9"});
    }
    SECTION("noticed")
    {
        rig.call(installed, "IInstallationResult::get_RebootRequired");
        CHECK(rig.found() == names_found());
    }
}

TEST_CASE("a callback that fails and one that takes long are found", "[client_conduct]")
{
    conduct_rig rig;
    rig.conduct.called_back(the_job, "IDownloadCompletedCallback::Invoke", s_ok, 1s);
    CHECK(client_conduct(rig.conduct).end({}).empty());
    rig.conduct.called_back(the_job, "IDownloadCompletedCallback::Invoke", s_ok, 1500ms);
    rig.conduct.called_back(the_job, "IDownloadCompletedCallback::Invoke", disp_e_exception, 1ms);
    CHECK(rig.found() == names_found{"callback-slow IDownloadJob#2", "callback-failed IDownloadJob#2"});
}

TEST_CASE("what the client still holds at the end is reported once for each kind of object", "[client_conduct]")
{
    conduct_rig rig;
    const std::vector<detail::held_object> held{
        {{"IUpdate5", 3}, 2}, {{"IUpdateSession3", 4}, 1}, {{"IUpdate5", 5}, 1}, {{"IUpdate5", 6}, 1}};
    const std::vector<client_finding> all = rig.conduct.end(held);
    REQUIRE(all.size() == 2);
    CHECK(all[0].name == "reference-leaked");
    CHECK(all[0].object == "IUpdate5#3");
    CHECK(all[0].text == "still has 2 references, as 2 more IUpdate5 have");
    CHECK(all[1].object == "IUpdateSession3#4");
    CHECK(all[1].text == "still has 1 reference");
}

TEST_CASE("a finding is reported once", "[client_conduct]")
{
    conduct_rig rig;
    rig.begin();
    rig.end();
    rig.end(wu_e_invalid_operation);
    rig.end(wu_e_invalid_operation);
    CHECK(rig.found() == names_found{"used-after-end IDownloadJob#2"});
}
