// SPDX-License-Identifier: MIT
#pragma once
// Lets progress_witness, completion_counter and progress_poller follow COM jobs.

#include <wua/com/com_ptr.hpp>
#include <wua/separate_compilation.hpp>
#include <wua/testing/completion_counter.hpp>
#include <wua/testing/progress_witness.hpp>
#include <wua/wuapi/download_callbacks.hpp>
#include <wua/wuapi/download_job.hpp>

#include <functional>

namespace wua
{

/// The snapshot behind the progress of one of this library's jobs. Throws hresult_error E_NOINTERFACE for other
/// implementations, whose numbers need not keep the contract.
progress_snapshot snapshot_behind(IDownloadProgress& now);

/// For progress_poller: the current progress of one of this library's jobs.
std::function<progress_snapshot()> progress_of(com_ptr<IDownloadJob> job);

/// For this library's BeginDownload. The witness must outlive the job.
com_ptr<IDownloadProgressChangedCallback> progress_callback(progress_witness& witness);

/// For any implementation's BeginDownload. The counter must outlive the job.
com_ptr<IDownloadProgressChangedCallback>
progress_callback(completion_counter& counter, std::function<void(IDownloadJob&, IDownloadProgress&)> next = {});

/// For any implementation's BeginDownload. The counter must outlive the job.
com_ptr<IDownloadCompletedCallback> completed_callback(completion_counter& counter);

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/testing/com_witness.ipp>
#endif
