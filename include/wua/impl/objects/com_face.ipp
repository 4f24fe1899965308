// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/objects/com_face.hpp>.

#include <wua/com/shared_handle.hpp>
#include <wua/objects/com_face.hpp>
#include <wua/objects/download_job.hpp>
#include <wua/objects/update_downloader.hpp>

namespace wua
{

namespace detail
{

WUA_INLINE const com_face& com_face::of(shared_handle<com_face>& kept, const shared_handle<running_job>& running)
{
    if (!kept)
    {
        const auto updates = make_handle<update_objects>(running->job_ledger()->table());
        const com_ptr<update_downloader> downloader = make<update_downloader>(*running, updates);
        const auto face = make_handle<com_face>();
        face->job =
            make<download_job>(running, updates, downloader->token(), async_state(), download_job::keeper::client);
        face->downloader = downloader;
        running->delivery().when_settled([updates] { updates->settle(job_kind::download); });
        kept = face;
    }
    return *kept;
}

} // namespace detail

WUA_INLINE job to_job(const com_ptr<IDownloadJob>& begun, const std::stop_token& stop)
{
    if (begun == nullptr)
    {
        throw hresult_error(e_pointer, "there is no job");
    }
    const com_ptr<IDownloadJobSource> source = source_of(*begun);
    if (!source)
    {
        throw hresult_error(e_nointerface, "the job is not one of this library");
    }
    return job(source->running(), stop);
}

} // namespace wua
