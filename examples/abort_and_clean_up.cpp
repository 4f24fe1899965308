// SPDX-License-Identifier: MIT
// Abort a job: updates that are complete keep their results, the others end as aborted.

#include <wua/wua.hpp>

#include <chrono>
#include <cstdio>
#include <memory>

int main()
{
    using namespace std::chrono_literals;
    const auto engine = std::make_shared<wua::simulated_engine>();
    const auto downloader = wua::make_downloader(engine);
    const auto updates = wua::make_update_collection({
        wua::make_update(wua::make_item("Small", "https://host/s", 1'000'000)),
        wua::make_update(wua::make_item("Large", "https://host/l", 900'000'000)),
    });
    wua::throw_if_failed(downloader->put_Updates(updates.get()));
    wua::com_ptr<wua::IDownloadJob> job;
    wua::throw_if_failed(downloader->BeginDownload(nullptr, nullptr, wua::VARIANT{}, job.put()));

    engine->advance(2s); // virtual time: the first update is complete, the second is not
    wua::throw_if_failed(job->RequestAbort());
    wua::com_ptr<wua::IDownloadResult> result;
    wua::throw_if_failed(downloader->EndDownload(job.get(), result.put())); // waits until the job is completed
    wua::throw_if_failed(job->CleanUp());

    for (wua::LONG index = 0; index != 2; ++index)
    {
        wua::com_ptr<wua::IUpdateDownloadResult> update;
        wua::OperationResultCode code = wua::orcNotStarted;
        wua::throw_if_failed(result->GetUpdateResult(index, update.put()));
        wua::throw_if_failed(update->get_ResultCode(&code));
        std::printf("update %d: %.*s\n", static_cast<int>(index), static_cast<int>(wua::name_of(code).size()),
                    wua::name_of(code).data());
    }
}
