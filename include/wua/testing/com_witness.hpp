// SPDX-License-Identifier: MIT
#pragma once
// Lets progress_witness, completion_counter and progress_poller follow jobs of the COM face.

#include <wua/com/com_ptr.hpp>
#include <wua/separate_compilation.hpp>
#include <wua/testing/completion_counter.hpp>
#include <wua/testing/progress_witness.hpp>
#include <wua/wuapi/download_callbacks.hpp>
#include <wua/wuapi/download_job.hpp>

#include <functional>

namespace wua
{

/// The snapshot behind the progress of a job of this library. Throws hresult_error E_NOINTERFACE for anybody else's,
/// whose numbers no contract binds.
progress_snapshot snapshot_behind(IDownloadProgress& now);

/// For progress_poller: the current progress of a job of this library.
std::function<progress_snapshot()> progress_of(com_ptr<IDownloadJob> job);

/// For BeginDownload of this library. The witness must outlive the job.
com_ptr<IDownloadProgressChangedCallback> progress_callback(progress_witness& witness);

/// For BeginDownload of any implementation. The counter must outlive the job.
com_ptr<IDownloadProgressChangedCallback>
progress_callback(completion_counter& counter, std::function<void(IDownloadJob&, IDownloadProgress&)> next = {});

/// For BeginDownload of any implementation. The counter must outlive the job.
com_ptr<IDownloadCompletedCallback> completed_callback(completion_counter& counter);

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/testing/com_witness.ipp>
#endif
