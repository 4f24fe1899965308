// SPDX-License-Identifier: MIT
#pragma once

// The callbacks that a COM client passes to BeginDownload.

#include <wua/objects/client_observer.hpp>
#include <wua/objects/download_callbacks.hpp>
#include <wua/wuapi/download_callbacks.hpp>
#include <wua/wuapi/download_job.hpp>

namespace wua::detail
{

using progress_callback_slot = callback_slot<IDownloadProgressChangedCallback, IDownloadProgressChangedCallbackArgs>;
using completed_callback_slot = callback_slot<IDownloadCompletedCallback, IDownloadCompletedCallbackArgs>;

struct download_kind
{
    using job = IDownloadJob;
    using progress_slot = progress_callback_slot;
    using completed_slot = completed_callback_slot;
    using progress = download_progress;
    using progress_args = progress_changed_args;
    using completed_args = download_completed_args;
};

using download_observer = client_observer<download_kind>;

#ifdef WUA_SEPARATE_COMPILATION
extern template class client_observer<download_kind>;
#endif

} // namespace wua::detail
