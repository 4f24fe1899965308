// SPDX-License-Identifier: MIT
#pragma once

// The callbacks that a COM client passes to BeginDownload, as a job tells them.

#include <wua/com/apartment.hpp>
#include <wua/job/callback_delivery.hpp>
#include <wua/objects/callback_slot.hpp>
#include <wua/objects/download_callbacks.hpp>
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
class download_observer final : public job_observer
{
public:
    // Made in the apartment of the client. What is told last is made now: it is told whether there is memory then or not.
    download_observer(progress_callback_slot on_progress, completed_callback_slot on_completed)
        : m_on_progress(std::move(on_progress)),
          m_on_completed(std::move(on_completed)),
          m_wants_progress(static_cast<bool>(m_on_progress)),
          m_wants_completion(static_cast<bool>(m_on_completed)),
          m_apartment(is_bound() ? apartment_entry::of_this_thread() : apartment_entry())
    {
        if (m_wants_progress)
        {
            m_final_progress = make<download_progress>(progress_snapshot());
            m_final_args = make<progress_changed_args>(m_final_progress);
        }
        if (m_wants_completion)
        {
            m_completed_args = make<download_completed_args>();
        }
    }

    // True when a callback may be called only in the apartment in which this was made.
    bool is_bound() const noexcept
    {
        return m_on_progress.is_bound() || m_on_completed.is_bound();
    }

    void keep(com_ptr<IDownloadJob> job) noexcept
    {
        m_job = std::move(job);
    }

    bool wants_progress() const noexcept override
    {
        return m_wants_progress;
    }
    bool wants_completion() const noexcept override
    {
        return m_wants_completion;
    }

    bool tell_progress(callback_delivery& delivery, const progress_snapshot& now) noexcept override
    {
        com_ptr<download_progress> progress;
        com_ptr<progress_changed_args> args;
        if (now.is_completed())
        {
            m_final_progress.swap(progress);
            m_final_args.swap(args);
            progress->show(now);
        }
        else
        {
            try
            {
                progress = download_progress::take(now);
                args = make<progress_changed_args>(progress);
            }
            catch (...)
            {
                return false; // no memory for this instant; the next one tells more
            }
        }
        call(delivery, m_on_progress, args.get());
        return true;
    }

    void tell_completed(callback_delivery& delivery) noexcept override
    {
        call(delivery, m_on_completed, m_completed_args.get());
        m_completed_args.reset();
    }

    void release_callbacks() noexcept override
    {
        const auto release = [&]() noexcept {
            m_on_progress.reset();
            m_on_completed.reset();
        };
        if (failed(m_apartment.run(release)))
        {
            m_on_progress.abandon();
            m_on_completed.abandon();
        }
        m_apartment.reset();
    }

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
