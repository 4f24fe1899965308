// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/objects/client_observer.hpp>.

#include <wua/objects/client_observer.hpp>

namespace wua::detail
{

template <class Kind>
client_observer<Kind>::client_observer(progress_slot on_progress, completed_slot on_completed)
    : m_on_progress(std::move(on_progress)),
      m_on_completed(std::move(on_completed)),
      m_wants_progress(static_cast<bool>(m_on_progress)),
      m_wants_completion(static_cast<bool>(m_on_completed)),
      m_apartment(is_bound() ? apartment_entry::of_this_thread() : apartment_entry())
{
    if (m_wants_progress)
    {
        m_final_progress = make<typename Kind::progress>(progress_snapshot());
        m_final_args = make<typename Kind::progress_args>(m_final_progress);
    }
    if (m_wants_completion)
    {
        m_completed_args = make<typename Kind::completed_args>();
    }
}

template <class Kind>
bool client_observer<Kind>::notify_progress(callback_delivery& delivery, const progress_snapshot& now) noexcept
{
    com_ptr<typename Kind::progress> progress;
    com_ptr<typename Kind::progress_args> args;
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
            progress = Kind::progress::take(now);
            args = make<typename Kind::progress_args>(progress);
        }
        catch (...)
        {
            return false; // no memory for this callback; the next one will tell more
        }
    }
    call(delivery, m_on_progress, args.get());
    return true;
}

template <class Kind>
void client_observer<Kind>::notify_completed(callback_delivery& delivery) noexcept
{
    call(delivery, m_on_completed, m_completed_args.get());
    m_completed_args.reset();
}

template <class Kind>
void client_observer<Kind>::release_callbacks() noexcept
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

} // namespace wua::detail
