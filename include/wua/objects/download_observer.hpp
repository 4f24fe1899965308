// SPDX-License-Identifier: MIT
#pragma once

// The callbacks that a COM client passes to BeginDownload, as a job tells them.

#include <wua/com/apartment.hpp>
#include <wua/job/callback_delivery.hpp>
#include <wua/objects/callback_slot.hpp>
#include <wua/objects/download_callbacks.hpp>
#include <wua/separate_compilation.hpp>
#include <wua/wuapi/download_callbacks.hpp>
#include <wua/wuapi/download_job.hpp>

#include <exception>
#include <utility>

namespace wua::detail
{

using progress_callback_slot = callback_slot<IDownloadProgressChangedCallback, IDownloadProgressChangedCallbackArgs>;
using completed_callback_slot = callback_slot<IDownloadCompletedCallback, IDownloadCompletedCallbackArgs>;

// A callback that is bound to its apartment, as a script's is, is called and released there. The observer keeps the job
// until it is destroyed, which is when the job's delivery is drained: whether the client keeps the job or not.
class download_observer final
{
public:
    // Made in the apartment of the client. What is told last is made now: it is told whether there is memory then or
    // not.
    download_observer(progress_callback_slot on_progress, completed_callback_slot on_completed);

    // True when a callback may be called only in the apartment in which this was made.
    bool is_bound() const noexcept
    {
        return m_on_progress.is_bound() || m_on_completed.is_bound();
    }

    void keep(com_ptr<IDownloadJob> job) noexcept
    {
        m_job = std::move(job);
    }

    // What a job_observer calls.
    bool wants_progress() const noexcept
    {
        return m_wants_progress;
    }
    bool wants_completion() const noexcept
    {
        return m_wants_completion;
    }

    bool tell_progress(callback_delivery& delivery, const progress_snapshot& now) noexcept;

    void tell_completed(callback_delivery& delivery) noexcept;

    void release_callbacks() noexcept;

private:
    template <class Slot, class Args>
    void call(callback_delivery& delivery, const Slot& slot, Args* args) noexcept
    {
        if (!slot.is_bound())
        {
            const callback_delivery::call_scope calling(delivery);
            slot.invoke(m_job.get(), args);
            return;
        }
        // If the apartment is gone, nobody is left to be told.
        m_apartment.run([&]() noexcept {
            const callback_delivery::call_scope calling(delivery, true);
            slot.invoke(m_job.get(), args);
        });
    }

    progress_callback_slot m_on_progress;
    completed_callback_slot m_on_completed;
    const bool m_wants_progress;
    const bool m_wants_completion;
    apartment_entry m_apartment;
    com_ptr<IDownloadJob> m_job;
    com_ptr<download_progress> m_final_progress;
    com_ptr<progress_changed_args> m_final_args;
    com_ptr<download_completed_args> m_completed_args;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/objects/download_observer.ipp>
#endif
