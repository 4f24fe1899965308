// SPDX-License-Identifier: MIT

// Scripts in VBScript and JScript as clients: late bound through and through.

#include "catch.hpp"
#include "windows/apartment.hpp"
#include "windows/script_host.hpp"
#include <wua/agent/machine_agent.hpp>
#include <wua/engine/simulated_engine.hpp>
#include <wua/objects/update_downloader.hpp>
#include <wua/windows/class_registration.hpp>

#include <memory>
#include <string>
#include <vector>

namespace
{

using notes = std::vector<std::string>;

// Runs a script against an agent of three updates: the first good, the second failing, the third installed.
notes run_against_agent(const wchar_t* language, const char* text, double speed = 0)
{
    return in_apartment(COINIT_APARTMENTTHREADED, [&] {
        wua::scenario script;
        script.updates.resize(2);
        script.updates[1].faults.push_back({.at_byte = 500, .hresult = wua::wu_e_pt_http_status_not_found});
        const auto engine = std::make_shared<wua::simulated_engine>(script);
        if (speed > 0)
        {
            engine->run_in_real_time(speed);
        }
        auto installed = std::make_shared<wua::update_item>(*wua::make_item("Third", "https://host/3", 1));
        wua::update_details details;
        details.is_installed = true;
        installed->details = std::make_shared<const wua::update_details>(details);
        const wua::class_registration registration(wua::make_agent(
            {wua::make_item("First", "https://host/1", 5'000'000'000), wua::make_item("Second", "https://host/2", 1000),
             installed},
            [engine] { return wua::make_downloader(engine); }, wua::make_machine(engine)));
        return run_script(language, text);
    });
}

} // namespace

TEST_CASE("a VBScript searches, downloads and reads every result", "[script]")
{
    const notes said = run_against_agent(L"VBScript", R"(
        Set session = host.Create("Microsoft.Update.Session")
        session.ClientApplicationID = "a script"
        host.Note session.clientapplicationid
        Set result = session.CreateUpdateSearcher().Search("IsInstalled=0 and Type='Software'")
        host.Note result.ResultCode & " " & result.Updates.Count
        Set list = host.Create("Microsoft.Update.UpdateColl")
        For Each update In result.Updates
            host.Note update.Title & "/" & update & "/" & update.MaxDownloadSize & "/" & update.IsDownloaded
            list.Add update
        Next
        For i = 0 To list.Count - 1
            host.Note i & " " & list.Item(i).Title & " " & list(i).Identity.RevisionNumber
        Next
        Set downloader = session.CreateUpdateDownloader()
        downloader.Priority = 3
        downloader.Updates = list
        Set ended = downloader.Download()
        host.Note ended.ResultCode & " " & Hex(ended.HResult)
        For i = 0 To list.Count - 1
            Set one = ended.GetUpdateResult(i)
            host.Note one.ResultCode & " " & Hex(one.HResult) & " " & list.Item(i).IsDownloaded
        Next
    )");
    CHECK(said == notes{"a script", "2 2", "First/First/5000000000/False", "Second/Second/1000/False", "0 First 0",
                        "1 Second 0", "3 240003", "2 0 True", "4 80244019 False"});
}

TEST_CASE("a VBScript polls every property of a progress until the job is completed", "[script]")
{
    const notes said = run_against_agent(L"VBScript", R"(
        Set session = host.Create("Microsoft.Update.Session")
        Set downloader = session.CreateUpdateDownloader()
        downloader.Updates = session.CreateUpdateSearcher().Search("IsInstalled=0").Updates
        Set job = downloader.BeginDownload(Nothing, Nothing, "my state")
        host.Note job.AsyncState & " " & job.Updates.Count
        last = 0
        backward = 0
        Do
            done = job.IsCompleted
            Set p = job.GetProgress()
            If p.PercentComplete < last Then backward = backward + 1
            last = p.PercentComplete
        Loop Until done
        host.Note p.PercentComplete & " " & p.CurrentUpdateIndex & " " & p.CurrentUpdateDownloadPhase
        host.Note p.CurrentUpdatePercentComplete & " " & p.CurrentUpdateBytesDownloaded & " " & p.CurrentUpdateBytesToDownload
        host.Note p.TotalBytesDownloaded & " " & p.TotalBytesToDownload & " " & p.GetUpdateResult(1).ResultCode
        host.Note p.FinishedUpdates & " " & p.IsTotalKnown & " " & backward
        host.Note downloader.EndDownload(job).ResultCode
        job.CleanUp
    )",
                                         2000);
    CHECK(said == notes{"my state 2", "100 1 2", "100 500 1000", "5000000500 5000001000 4", "2 True 0", "3"});
}

TEST_CASE("a VBScript is called back by the default members of its objects", "[script]")
{
    // The engine's time stands still until EndDownload drives it, on this thread: so the callbacks come on it too.
    const notes said = run_against_agent(L"VBScript", R"(
        Dim calls, rising
        calls = 0
        last = -1
        rising = True
        Class Listener
            Public Default Sub OnProgress(job, args)
                calls = calls + 1
                If args.Progress.TotalBytesDownloaded < last Then rising = False
                last = args.Progress.TotalBytesDownloaded
            End Sub
        End Class
        Class Closer
            Public Default Sub OnCompleted(job, args)
                host.Note "completed " & job.IsCompleted & " " & job.AsyncState
            End Sub
        End Class
        Set session = host.Create("Microsoft.Update.Session")
        Set downloader = session.CreateUpdateDownloader()
        downloader.Updates = session.CreateUpdateSearcher().Search("IsInstalled=0").Updates
        Set job = downloader.BeginDownload(New Listener, New Closer, 7)
        host.Note "began " & calls
        Set ended = downloader.EndDownload(job)
        host.Note "ended " & (calls > 10) & " " & rising & " " & last
    )");
    CHECK(said == notes{"began 0", "completed True 7", "ended True True 5000000500"});
}

TEST_CASE("a VBScript aborts", "[script]")
{
    const notes said = run_against_agent(L"VBScript", R"(
        Set session = host.Create("Microsoft.Update.Session")
        Set downloader = session.CreateUpdateDownloader()
        downloader.Updates = session.CreateUpdateSearcher().Search("IsInstalled=0").Updates
        Set job = downloader.BeginDownload(Nothing, Nothing, Nothing)
        job.RequestAbort
        Set ended = downloader.EndDownload(job)
        host.Note ended.ResultCode & " " & Hex(ended.HResult) & " " & ended.GetUpdateResult(0).ResultCode
    )");
    CHECK(said == notes{"5 8024000B 5"});
}

TEST_CASE("a VBScript reads the error of a member that fails", "[script]")
{
    const notes said = run_against_agent(L"VBScript", R"(
        Set downloader = host.Create("Microsoft.Update.Downloader")
        On Error Resume Next
        downloader.BeginDownload Nothing, Nothing, Nothing
        host.Note Hex(Err.Number) & " " & Err.Source & " " & Err.Description
        Err.Clear
        host.Note downloader.NoSuchMember
        host.Note Err.Number
    )");
    CHECK(said == notes{"80240024 wua there are no updates: a job needs at least one", "438"});
}

TEST_CASE("a JScript searches, downloads and is called back", "[script]")
{
    const notes said = run_against_agent(L"JScript", R"(
        var session = host.Create("Microsoft.Update.Session");
        var updates = session.CreateUpdateSearcher().Search("IsInstalled=0").Updates;
        for (var i = 0; i < updates.Count; ++i)
            host.Note(updates.Item(i).Title);
        var downloader = session.CreateUpdateDownloader();
        downloader.Updates = updates;
        var calls = 0;
        var job = downloader.BeginDownload(function (job, args) { calls += 1; },
                                           function (job, args) { host.Note("completed " + job.IsCompleted); }, 7);
        var ended = downloader.EndDownload(job);
        host.Note(ended.ResultCode + " " + (calls > 10) + " " + job.GetProgress().PercentComplete);
    )");
    CHECK(said == notes{"First", "Second", "completed true", "3 true 100"});
}

TEST_CASE("a VBScript is called back in real time on its own thread, while it sleeps", "[script]")
{
    const notes said = run_against_agent(L"VBScript", R"(
        Dim calls, elsewhere, here, ended, last
        calls = 0
        elsewhere = 0
        ended = False
        here = host.Thread
        Class Listener
            Public Default Sub OnProgress(job, args)
                calls = calls + 1
                If host.Thread <> here Then elsewhere = elsewhere + 1
                last = args.Progress.PercentComplete
            End Sub
        End Class
        Class Closer
            Public Default Sub OnCompleted(job, args)
                On Error Resume Next
                job.CleanUp
                host.Note "completed " & job.IsCompleted & " " & (host.Thread = here) & " " & Hex(Err.Number)
                ended = True
            End Sub
        End Class
        Set session = host.Create("Microsoft.Update.Session")
        Set downloader = session.CreateUpdateDownloader()
        downloader.Updates = session.CreateUpdateSearcher().Search("IsInstalled=0").Updates
        Set job = downloader.BeginDownload(New Listener, New Closer, 7)
        i = 0
        Do While Not ended And i < 3000
            host.Sleep 10
            i = i + 1
        Loop
        host.Note "called " & (calls > 0) & " " & elsewhere & " " & last
        host.Note downloader.EndDownload(job).ResultCode
        job.CleanUp
    )",
                                         2000);
    CHECK(said == notes{"completed True True 80240036", "called True 0 100", "3"});
}

TEST_CASE("a VBScript is called back in real time on its own thread, while it waits in EndDownload", "[script]")
{
    const notes said = run_against_agent(L"VBScript", R"(
        Dim calls, elsewhere, here
        calls = 0
        elsewhere = 0
        here = host.Thread
        Class Listener
            Public Default Sub OnProgress(job, args)
                calls = calls + 1
                If host.Thread <> here Then elsewhere = elsewhere + 1
            End Sub
        End Class
        Class Closer
            Public Default Sub OnCompleted(job, args)
                host.Note "completed " & (host.Thread = here)
            End Sub
        End Class
        Set session = host.Create("Microsoft.Update.Session")
        Set downloader = session.CreateUpdateDownloader()
        downloader.Updates = session.CreateUpdateSearcher().Search("IsInstalled=0").Updates
        Set job = downloader.BeginDownload(New Listener, New Closer, 7)
        Set result = downloader.EndDownload(job)
        host.Note result.ResultCode & " " & (calls > 0) & " " & elsewhere
    )",
                                         2000);
    CHECK(said == notes{"completed True", "3 True 0"});
}

TEST_CASE("a VBScript hears on its own thread that its search is over, after BeginSearch has returned", "[script]")
{
    const notes said = run_against_agent(L"VBScript", R"(
        Dim ended, here, job
        ended = False
        here = host.Thread
        Class Closer
            Public Default Sub OnCompleted(told, args)
                host.Note "completed " & (told Is job) & " " & (host.Thread = here)
                ended = True
            End Sub
        End Class
        Set searcher = host.Create("Microsoft.Update.Session").CreateUpdateSearcher()
        Set job = searcher.BeginSearch("IsInstalled=0", New Closer, 7)
        host.Note "began " & ended
        i = 0
        Do While Not ended And i < 3000
            host.Sleep 10
            i = i + 1
        Loop
        host.Note searcher.EndSearch(job).Updates.Count & " " & job.AsyncState
        Set job = searcher.BeginSearch("IsInstalled=0", New Closer, 7)
        host.Note searcher.EndSearch(job).Updates.Count
    )");
    CHECK(said == notes{"began False", "completed True True", "2 7", "completed True True", "2"});
}

TEST_CASE("a VBScript that goes away leaves a job behind whose callbacks come to nothing", "[script]")
{
    // The script is over before anything is downloaded; so is its apartment. The job is not.
    wua::com_ptr<::IDispatch> left;
    const auto engine = std::make_shared<wua::simulated_engine>();
    const notes said = in_apartment(COINIT_APARTMENTTHREADED, [&] {
        const wua::class_registration registration(wua::make_agent(
            {wua::make_item("First", "https://host/1", 1000)}, [engine] { return wua::make_downloader(engine); },
            wua::make_machine(engine)));
        return run_script(L"VBScript", R"(
                Class Listener
                    Public Default Sub OnEvent(job, args)
                        host.Note "called"
                    End Sub
                End Class
                Set session = host.Create("Microsoft.Update.Session")
                Set downloader = session.CreateUpdateDownloader()
                downloader.Updates = session.CreateUpdateSearcher().Search("IsInstalled=0").Updates
                Set job = downloader.BeginDownload(New Listener, New Listener, 7)
                host.Keep job
            )",
                          &left);
    });
    CHECK(said.empty());
    const auto job = left.query<wua::IDownloadJob>();
    engine->run();
    VARIANT_BOOL is_completed = VARIANT_FALSE;
    CHECK(job->get_IsCompleted(&is_completed) == S_OK);
    CHECK(is_completed == VARIANT_TRUE);
    CHECK(job->CleanUp() == S_OK);
}

// Wine's JScript has no DECIMAL: it refuses a VARIANT of that type, as the byte counts are, so those are left out here.
TEST_CASE("a JScript enumerates and reads every property of a progress that is no DECIMAL", "[script]")
{
    const notes said = run_against_agent(L"JScript", R"(
        var session = host.Create("Microsoft.Update.Session");
        var updates = session.CreateUpdateSearcher().Search("IsInstalled=0").Updates;
        for (var e = new Enumerator(updates); !e.atEnd(); e.moveNext())
            host.Note(e.item().Title + " " + e.item().IsDownloaded);
        var downloader = session.CreateUpdateDownloader();
        downloader.Updates = updates;
        var job = downloader.BeginDownload(function () {}, function () {}, "my state");
        host.Note(job.AsyncState + " " + job.Updates.Count);
        var last = 0, backward = 0, done, p;
        do {
            done = job.IsCompleted;
            p = job.GetProgress();
            if (p.PercentComplete < last) backward += 1;
            last = p.PercentComplete;
            host.Sleep(1);
        } while (!done);
        host.Note([p.PercentComplete, p.CurrentUpdateIndex, p.CurrentUpdateDownloadPhase,
                   p.CurrentUpdatePercentComplete, backward].join(" "));
        host.Note([p.GetUpdateResult(0).ResultCode, p.GetUpdateResult(1).ResultCode,
                   p.GetUpdateResult(1).HResult == 0x80244019 - 0x100000000].join(" "));
        host.Note([p.IsTotalKnown, p.IsCurrentUpdateTotalKnown, p.SecondsLeft, p.CurrentUpdateAttempt, p.StartedUpdates,
                   p.FinishedUpdates, p.Retries].join(" "));
        host.Note(downloader.EndDownload(job).ResultCode);
        job.CleanUp();
    )",
                                         2000);
    CHECK(said ==
          notes{"First false", "Second false", "my state 2", "100 1 2 100 0", "2 4 true", "true true 0 1 2 2 0", "3"});
}

TEST_CASE("a JScript is called back in real time on its own thread", "[script]")
{
    const notes said = run_against_agent(L"JScript", R"(
        var session = host.Create("Microsoft.Update.Session");
        var downloader = session.CreateUpdateDownloader();
        downloader.Updates = session.CreateUpdateSearcher().Search("IsInstalled=0").Updates;
        var here = host.Thread, calls = 0, elsewhere = 0;
        var job = downloader.BeginDownload(function (job, args) { calls += 1; if (host.Thread != here) elsewhere += 1; },
                                           function (job, args) { host.Note("completed " + (host.Thread == here)); }, 7);
        var ended = downloader.EndDownload(job);
        host.Note(ended.ResultCode + " " + (calls > 0) + " " + elsewhere);
    )",
                                         2000);
    CHECK(said == notes{"completed true", "3 true 0"});
}

TEST_CASE("a VBScript learns the names of its objects' types", "[script]")
{
    const notes said = run_against_agent(L"VBScript", R"(
        Set session = host.Create("Microsoft.Update.Session")
        host.Note TypeName(session)
        Set searcher = session.CreateUpdateSearcher()
        host.Note TypeName(searcher)
        Set found = searcher.Search("IsInstalled=0 and Type='Software'").Updates
        host.Note TypeName(found)
        host.Note TypeName(found.Item(0).Identity)
        host.Note TypeName(session.CreateUpdateInstaller())
        host.Note TypeName(host.Create("Microsoft.Update.SystemInfo"))
    )");
    CHECK(said == notes{"IUpdateSession3", "IUpdateSearcher3", "IUpdateCollection", "IUpdateIdentity",
                        "IUpdateInstaller4", "ISystemInformation"});
}

TEST_CASE("a VBScript comes from its session to what is installed", "[script]")
{
    const notes said = run_against_agent(L"VBScript", R"(
        Set session = host.Create("Microsoft.Update.Session")
        session.ClientApplicationID = "a script"
        Set searcher = session.CreateUpdateSearcher()
        Set found = searcher.Search("IsInstalled=0 and Type='Software'").Updates
        Set downloader = session.CreateUpdateDownloader()
        downloader.Updates = found
        downloader.Download
        Set wanted = host.Create("Microsoft.Update.UpdateColl")
        For Each update In found
            If update.IsDownloaded Then wanted.Add update
        Next
        Set installer = session.CreateUpdateInstaller()
        installer.Updates = wanted
        installer.AllowSourcePrompts = False
        host.Note installer.IsBusy & " " & installer.RebootRequiredBeforeInstallation
        Set result = installer.Install()
        host.Note result.ResultCode & " " & result.RebootRequired & " " & result.HResult
        For i = 0 To wanted.Count - 1
            host.Note wanted.Item(i).Title & " " & result.GetUpdateResult(i).ResultCode & " " & wanted(i).IsInstalled
        Next
        For Each entry In searcher.QueryHistory(0, searcher.GetTotalHistoryCount())
            host.Note entry.Title & " " & entry.Operation & " " & entry.ClientApplicationID
        Next
        host.Note host.Create("Microsoft.Update.SystemInfo").RebootRequired
        host.Note host.Create("Microsoft.Update.AgentInfo").GetInfo("ApiMajorVersion")
        host.Note host.Create("Microsoft.Update.AutoUpdate").Settings.NotificationLevel
        For Each service In host.Create("Microsoft.Update.ServiceManager").Services
            host.Note service.Name
        Next
    )");
    CHECK(said ==
          notes{"False False", "2 False 0", "First 2 True", "First 1 a script", "False", "9", "4", "Windows Update"});
}

TEST_CASE("a JScript installs in the background and is called back", "[script]")
{
    const notes said = run_against_agent(L"JScript", R"(
        var session = host.Create("Microsoft.Update.Session");
        var updates = session.CreateUpdateSearcher().Search("IsInstalled=0").Updates;
        var downloader = session.CreateUpdateDownloader();
        downloader.Updates = updates;
        downloader.Download();
        var installer = session.CreateUpdateInstaller();
        installer.Updates = updates;
        var ended = 0;
        var job = installer.BeginInstall(function (job, args) {}, function (job, args) { ended = ended + 1; }, 7);
        host.Note(job.AsyncState + " " + job.Updates.Count);
        var result = installer.EndInstall(job);
        job.CleanUp();
        host.Note(ended + " " + result.ResultCode + " " + job.GetProgress().PercentComplete);
        host.Note(result.GetUpdateResult(0).ResultCode + " " + result.GetUpdateResult(1).HResult);
    )");
    CHECK(said == notes{"7 2", "1 3 100", "2 " + std::to_string(wua::wu_e_dm_notdownloaded)});
}
