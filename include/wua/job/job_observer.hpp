// SPDX-License-Identifier: MIT
#pragma once

// Receives a job's progress and its completion for a client's callbacks, whatever their form.

#include <wua/com/shared_handle.hpp>
#include <wua/model/progress_snapshot.hpp>

#include <memory>

namespace wua::detail
{

class callback_delivery;

// Shares an object of any class T that has these members. The delivery calls them one at a time, with no lock held;
// they must not let a callback's exception escape. (A base class with virtual functions would do too, but an optimising
// compiler would then compile every derived class into each program, COM objects included.)
class job_observer
{
public:
    // No observer.
    job_observer() noexcept = default;

    template <class T>
    job_observer(const shared_handle<T>& to) noexcept
        : m_to(to.owner()),
          m_members(&members_of<T>)
    {}

    explicit operator bool() const noexcept
    {
        return m_to != nullptr;
    }

    // Constant for the observer's lifetime.
    bool wants_progress() const noexcept
    {
        return m_members->wants_progress(m_to.get());
    }
    bool wants_completion() const noexcept
    {
        return m_members->wants_completion(m_to.get());
    }

    // The observer holds a callback_delivery::call_scope around each callback, on the thread that runs the callback.
    // Returns false if this snapshot could not be delivered for lack of memory; the last one, whose is_completed() is
    // true, always can.
    bool notify_progress(callback_delivery& delivery, const progress_snapshot& now) const noexcept
    {
        return m_members->notify_progress(m_to.get(), delivery, now);
    }
    void notify_completed(callback_delivery& delivery) const noexcept
    {
        m_members->notify_completed(m_to.get(), delivery);
    }

    // There will be no further calls: releases the callbacks. What keeps the job alive goes with the observer.
    void release_callbacks() const noexcept
    {
        m_members->release_callbacks(m_to.get());
    }

private:
    struct members
    {
        bool (*wants_progress)(const void* observer) noexcept;
        bool (*wants_completion)(const void* observer) noexcept;
        bool (*notify_progress)(void* observer, callback_delivery& delivery, const progress_snapshot& now) noexcept;
        void (*notify_completed)(void* observer, callback_delivery& delivery) noexcept;
        void (*release_callbacks)(void* observer) noexcept;
    };

    template <class T>
    static constexpr members members_of{
        .wants_progress = [](const void* to) noexcept { return static_cast<const T*>(to)->wants_progress(); },
        .wants_completion = [](const void* to) noexcept { return static_cast<const T*>(to)->wants_completion(); },
        .notify_progress =
            [](void* to, callback_delivery& delivery, const progress_snapshot& now) noexcept {
                return static_cast<T*>(to)->notify_progress(delivery, now);
            },
        .notify_completed =
            [](void* to, callback_delivery& delivery) noexcept { static_cast<T*>(to)->notify_completed(delivery); },
        .release_callbacks = [](void* to) noexcept { static_cast<T*>(to)->release_callbacks(); },
    };

    std::shared_ptr<void> m_to;
    const members* m_members = nullptr;
};

} // namespace wua::detail
