// SPDX-License-Identifier: MIT
#pragma once
// The engine conformance suite's trial of the COM face:
//
//     CHECK(wua::com_engine_violations([] { return my_engine(); }) == std::vector<std::string>());

#include <wua/objects/update_downloader.hpp>
#include <wua/testing/call_with_timeout.hpp>
#include <wua/testing/com_witness.hpp>
#include <wua/testing/conformance/conformance_options.hpp>
#include <wua/testing/conformance/engine_harness.hpp>
#include <wua/testing/conformance/engine_rule.hpp>
#include <wua/testing/conformance/engine_verdict.hpp>

#include <atomic>
#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace wua
{
namespace detail
{

/// A client of a downloader, one of whose callbacks ends the download. Owned by its callbacks' closures.
struct com_client
{
    progress_witness witness;
    completion_counter counter;
    com_ptr<IUpdateDownloader> downloader;
    std::atomic<HRESULT> ended{e_fail};

    static void download(const std::shared_ptr<com_client>& self)
    {
        const auto on_progress = progress_callback(self->counter, [self](IDownloadJob&, IDownloadProgress& now) {
            self->witness.see(snapshot_behind(now));
        });
        const auto on_end = on_completed([self, count = completed_callback(self->counter)](IDownloadJob& job) {
            count->Invoke(&job, nullptr);
            com_ptr<IDownloadResult> result;
            self->ended = self->downloader->EndDownload(&job, result.put());
        });
        com_ptr<IDownloadJob> job;
        throw_if_failed(self->downloader->BeginDownload(on_progress.get(), on_end.get(), VARIANT{}, job.put()));
        throw_if_failed(job->CleanUp());
    }
};

inline std::vector<engine_violation>
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
    engine_harness(options, verdict).destroy(std::make_shared<com_ptr<IUpdateDownloader>>(std::move(client->downloader)));
    return verdict.take();
}

} // namespace detail

/// What a downloader over a fresh engine does wrong, by the rules callback_law_is_kept and engine_can_be_destroyed; empty
/// if nothing. check_engine() has all other rules.
template <class F>
std::vector<engine_violation> check_com_engine(const F& make_engine, const conformance_options& options = {})
{
    using E = decltype(make_engine());
    return detail::check_downloader(make_downloader(std::shared_ptr<E>(new E(make_engine()))), options);
}

/// The same as sentences, for one line in a test.
template <class F>
std::vector<std::string> com_engine_violations(const F& make_engine, const conformance_options& options = {})
{
    return messages_of(check_com_engine(make_engine, options));
}

} // namespace wua
