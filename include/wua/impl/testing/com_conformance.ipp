// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/testing/com_conformance.hpp>.

#include <wua/objects/update.hpp>
#include <wua/objects/update_collection.hpp>
#include <wua/testing/call_with_timeout.hpp>
#include <wua/testing/com_conformance.hpp>
#include <wua/testing/com_witness.hpp>
#include <wua/testing/conformance/engine_harness.hpp>
#include <wua/testing/conformance/engine_verdict.hpp>

#include <cstddef>
#include <utility>

namespace wua::detail
{

WUA_INLINE void com_client::download(const std::shared_ptr<com_client>& self)
{
    const auto on_progress = progress_callback(
        self->counter, [self](IDownloadJob&, IDownloadProgress& now) { self->witness.see(snapshot_behind(now)); });
    const auto on_end = on_completed([self, count = completed_callback(self->counter)](IDownloadJob& job) {
        count->Invoke(&job, nullptr);
        com_ptr<IDownloadResult> result;
        self->ended = self->downloader->EndDownload(&job, result.put());
    });
    com_ptr<IDownloadJob> job;
    throw_if_failed(self->downloader->BeginDownload(on_progress.get(), on_end.get(), VARIANT{}, job.put()));
    throw_if_failed(job->CleanUp());
}

WUA_INLINE std::vector<engine_violation>
check_downloader(com_ptr<IUpdateDownloader> downloader, const conformance_options& options)
{
    engine_verdict verdict;
    verdict.begin_trial("a downloader with callbacks, one of which ends the download");
    std::vector<com_ptr<IUpdate>> updates;
    for (std::size_t n = 0; n != 3; ++n)
    {
        updates.push_back(make_update(options.make_update(n)));
    }
    throw_if_failed(downloader->put_Updates(make_update_collection(std::move(updates)).get()));
    const auto client = std::make_shared<com_client>();
    client->downloader = std::move(downloader);
    const timed_call_result call = call_with_timeout(options.job_limit, [client] { com_client::download(client); });
    if (!call.is_in_time)
    {
        verdict.give_up(engine_rule::callback_law_is_kept, "CleanUp does not return");
        return verdict.take();
    }
    std::string complaint = call.exception;
    for (const std::string& other : {client->counter.complaint(), client->witness.complaint()})
    {
        complaint = complaint.empty() ? other : complaint;
    }
    if (!complaint.empty() || failed(client->ended))
    {
        verdict.complain(engine_rule::callback_law_is_kept, complaint);
    }
    engine_harness(options, verdict)
        .destroy(std::make_shared<com_ptr<IUpdateDownloader>>(std::move(client->downloader)));
    return verdict.take();
}

} // namespace wua::detail
