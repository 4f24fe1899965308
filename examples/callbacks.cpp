// SPDX-License-Identifier: MIT
// Callbacks instead of polling, through the COM interfaces, as in a Windows Update client.

#include <wua/wua.hpp>

#include <cstdio>
#include <memory>

int main()
{
    const auto engine = std::make_shared<wua::simulated_engine>();
    const auto downloader = wua::make_downloader(engine);
    const auto updates = wua::make_update_collection({
        wua::make_update(wua::make_item("Runtime", "https://host/r", 8'000'000)),
        wua::make_update(wua::make_item("Driver", "https://host/d", 9'000'000)),
    });
    wua::throw_if_failed(downloader->put_Updates(updates.get()));

    const auto progress =
        wua::on_progress_changed([last = -1](wua::IDownloadJob&, wua::IDownloadProgress& now) mutable {
            wua::LONG percent = 0;
            wua::throw_if_failed(now.get_PercentComplete(&percent));
            if (percent / 20 != last / 20 || last < 0)
            {
                std::printf("%d %%\n", static_cast<int>(percent));
            }
            last = percent;
        });
    const auto completed = wua::on_completed([&](wua::IDownloadJob& job) {
        wua::com_ptr<wua::IDownloadResult> result;
        wua::throw_if_failed(downloader->EndDownload(&job, result.put())); // allowed here
        wua::OperationResultCode code = wua::orcNotStarted;
        wua::throw_if_failed(result->get_ResultCode(&code));
        std::printf("ended: %.*s\n", static_cast<int>(wua::name_of(code).size()), wua::name_of(code).data());
    });

    wua::com_ptr<wua::IDownloadJob> job;
    wua::throw_if_failed(downloader->BeginDownload(progress.get(), completed.get(), wua::VARIANT{}, job.put()));
    wua::throw_if_failed(job->CleanUp()); // waits; no callback runs after it has returned
}
