// SPDX-License-Identifier: MIT
// Watch a download of the system's own agent through the C++ interface: "observe_agent system" downloads what Windows
// Update has for this machine. Without an argument a simulated agent takes its place, for this process only.

#include <wua/engine/simulated_engine.hpp>
#include <wua/objects/observed_job.hpp>
#include <wua/objects/update_downloader.hpp>
#include <wua/windows/class_registration.hpp>
#include <wua/wuapi/class_ids.hpp>
#include <wua/wuapi/update_searcher.hpp>
#include <wua/wuapi/update_session.hpp>

#include <windows.h>

#include <cstdio>
#include <memory>
#include <optional>

static void download()
{
    wua::com_ptr<wua::IUpdateSession> session; // from here on it is any client of WUA
    wua::throw_if_failed(CoCreateInstance(wua::clsid_update_session, nullptr, CLSCTX_INPROC_SERVER,
                                          wua::iid_of<wua::IUpdateSession>, reinterpret_cast<void**>(session.put())));
    wua::com_ptr<wua::IUpdateSearcher> searcher;
    wua::throw_if_failed(session->CreateUpdateSearcher(searcher.put()));
    wua::com_ptr<wua::ISearchResult> found;
    wua::throw_if_failed(searcher->Search(wua::bstr("IsInstalled=0").get(), found.put()));
    wua::com_ptr<wua::IUpdateCollection> updates;
    wua::throw_if_failed(found->get_Updates(updates.put()));
    wua::com_ptr<wua::IUpdateDownloader> downloader;
    wua::throw_if_failed(session->CreateUpdateDownloader(downloader.put()));
    wua::throw_if_failed(downloader->put_Updates(updates.get()));
    wua::com_ptr<wua::IDownloadJob> job;
    wua::throw_if_failed(downloader->BeginDownload(nullptr, nullptr, wua::VARIANT{}, job.put()));

    wua::observed_job observed(job); // works for any job, whoever began or implemented it
    const wua::outcome ended = observed.watch([](const wua::progress_snapshot& now) {
        std::fprintf(
            stderr, "update %zu of %zu, %d %%\n", now.current_update_index() + 1, now.update_count(), now.percent());
    });
    std::printf("%zu updates: %s\n", observed.progress().update_count(), ended.is_success() ? "downloaded" : "failed");
    wua::throw_if_failed(job->CleanUp());
}

int main(int count, char**)
{
    wua::throw_if_failed(CoInitializeEx(nullptr, COINIT_MULTITHREADED));
    std::optional<wua::class_registration> registration;
    if (count == 1)
    {
        const auto engine = std::make_shared<wua::simulated_engine>();
        engine->run_in_real_time(20); // twenty times as fast
        registration.emplace(wua::make_agent(
            {wua::make_item("One", "https://host/1", 8'000'000), wua::make_item("Two", "https://host/2", 9'000'000)},
            [engine] { return wua::make_downloader(engine); }));
    }
    download();
    registration.reset();
    CoUninitialize();
}
