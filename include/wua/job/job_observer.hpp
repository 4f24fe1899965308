// SPDX-License-Identifier: MIT
#pragma once

// Who is told of a job's progress and of its end: the callbacks of a client, in whatever form it gave them.

#include <wua/model/progress_snapshot.hpp>

namespace wua::detail
{

class callback_delivery;

// Called by the delivery, one call at a time, with no lock held. Nothing that a callback throws may leave these members.
class job_observer
{
public:
    virtual ~job_observer() = default;

    // Fixed from the beginning.
    virtual bool wants_progress() const noexcept = 0;
    virtual bool wants_completion() const noexcept = 0;

    // Around each callback the observer holds a callback_delivery::call_scope, on the thread that runs the callback. False
    // when this instant could not be told for want of memory; the last one, which is_completed(), always can.
    virtual bool tell_progress(callback_delivery& delivery, const progress_snapshot& now) noexcept = 0;
    virtual void tell_completed(callback_delivery& delivery) noexcept = 0;

    // Nothing more is told: lets go of the callbacks. What keeps the job may go when the observer is destroyed.
    virtual void release_callbacks() noexcept = 0;
};

} // namespace wua::detail
