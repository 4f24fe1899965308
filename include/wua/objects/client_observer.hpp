// SPDX-License-Identifier: MIT
#pragma once

// Delivers a job's progress to the callbacks that a COM client passed to BeginDownload or BeginInstall.

#include <wua/com/apartment.hpp>
#include <wua/com/com_ptr.hpp>
#include <wua/job/callback_delivery.hpp>
#include <wua/objects/callback_slot.hpp>
#include <wua/separate_compilation.hpp>

#include <utility>

namespace wua::detail
{

// A callback that is bound to its apartment, such as a script's, is called and released there. The observer keeps the
// job until it is destroyed, which happens when the job's delivery is drained, whether or not the client keeps the job.
//
// Kind names the interfaces and the objects of one kind of job: job, progress_slot, completed_slot, progress,
// progress_args and completed_args.
template <class Kind>
class client_observer final
{
public:
    using progress_slot = typename Kind::progress_slot;
    using completed_slot = typename Kind::completed_slot;

    // Construct it in the client's apartment. The objects for the last callbacks are made now, so that these come even
    // if memory runs out later.
    client_observer(progress_slot on_progress, completed_slot on_completed);

    // True when a callback may be called only in the apartment in which this was constructed.
    bool is_bound() const noexcept
    {
        return m_on_progress.is_bound() || m_on_completed.is_bound();
    }

    void keep(com_ptr<typename Kind::job> job) noexcept
    {
        m_job = std::move(job);
    }

    // The interface that job_observer expects.
    bool wants_progress() const noexcept
    {
        return m_wants_progress;
    }
    bool wants_completion() const noexcept
    {
        return m_wants_completion;
    }

    bool notify_progress(callback_delivery& delivery, const progress_snapshot& now) noexcept;

    void notify_completed(callback_delivery& delivery) noexcept;

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
        // If the apartment is gone, there is nobody left to call.
        m_apartment.run([&]() noexcept {
            const callback_delivery::call_scope calling(delivery, true);
            slot.invoke(m_job.get(), args);
        });
    }

    progress_slot m_on_progress;
    completed_slot m_on_completed;
    const bool m_wants_progress;
    const bool m_wants_completion;
    apartment_entry m_apartment;
    com_ptr<typename Kind::job> m_job;
    com_ptr<typename Kind::progress> m_final_progress;
    com_ptr<typename Kind::progress_args> m_final_args;
    com_ptr<typename Kind::completed_args> m_completed_args;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/objects/client_observer.ipp>
#endif
