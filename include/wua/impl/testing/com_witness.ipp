// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/testing/com_witness.hpp>.

#include <wua/com/hresult.hpp>
#include <wua/objects/download_callbacks.hpp>
#include <wua/objects/download_progress.hpp>
#include <wua/testing/com_witness.hpp>

#include <utility>

namespace wua
{

WUA_INLINE progress_snapshot snapshot_behind(IDownloadProgress& now)
{
    const download_progress* const own = download_progress::behind(now);
    if (own == nullptr)
    {
        throw hresult_error(e_nointerface, "the progress is not one of this library's");
    }
    return own->snapshot();
}

WUA_INLINE std::function<progress_snapshot()> progress_of(com_ptr<IDownloadJob> job)
{
    return [job = std::move(job)] {
        com_ptr<IDownloadProgress> now;
        throw_if_failed(job->GetProgress(now.put()));
        return snapshot_behind(*now);
    };
}

WUA_INLINE com_ptr<IDownloadProgressChangedCallback> progress_callback(progress_witness& witness)
{
    return on_progress_changed([&witness](IDownloadJob&, IDownloadProgress& now) {
        witness.see(snapshot_behind(now));
    });
}

WUA_INLINE com_ptr<IDownloadProgressChangedCallback>
progress_callback(completion_counter& counter, std::function<void(IDownloadJob&, IDownloadProgress&)> next)
{
    return on_progress_changed([&counter, next = std::move(next)](IDownloadJob& job, IDownloadProgress& now) {
        counter.see_progress();
        if (next)
        {
            next(job, now);
        }
    });
}

WUA_INLINE com_ptr<IDownloadCompletedCallback> completed_callback(completion_counter& counter)
{
    return on_completed([&counter](IDownloadJob& job) {
        VARIANT_BOOL is_completed = variant_false;
        const bool says_so = succeeded(job.get_IsCompleted(&is_completed)) && is_completed == variant_true;
        counter.see_completion(says_so ? "" : "the completed callback came while IsCompleted was VARIANT_FALSE");
    });
}

} // namespace wua
