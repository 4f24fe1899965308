// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/agent/search_completion.hpp>.

#include <wua/agent/search_completion.hpp>

#include <utility>

namespace wua::detail
{

WUA_INLINE
search_completion::search_completion(search_callback_slot callback, shared_handle<callback_executor> executor)
    : m_callback(std::move(callback)),
      m_args(make<search_completed_args>()),
      m_executor(std::move(executor)),
      m_apartment(m_callback.is_bound() ? apartment_entry::of_this_thread() : apartment_entry()),
      m_home(m_apartment ? std::this_thread::get_id() : std::thread::id())
{}

WUA_INLINE void search_completion::begin(const shared_handle<search_completion>& self, com_ptr<ISearchJob> job)
{
    {
        const std::lock_guard lock(self->m_mutex);
        self->m_job = std::move(job);
    }
    try
    {
        self->m_executor->post([self] { self->call(); }, std::chrono::steady_clock::now() + first_hold);
    }
    catch (...)
    {
        com_ptr<ISearchJob> released; // destroyed after the lock is released
        const std::lock_guard lock(self->m_mutex);
        self->m_stage = stage::over;
        released.swap(self->m_job);
        throw;
    }
}

WUA_INLINE bool search_completion::hurry(const shared_handle<search_completion>& self) noexcept
{
    {
        const std::lock_guard lock(self->m_mutex);
        if (self->m_stage != stage::waiting)
        {
            return true;
        }
    }
    try
    {
        self->m_executor->post([self] { self->call(); }, {});
        return true;
    }
    catch (...)
    {
        return false; // the callback then comes when the hold is over
    }
}

WUA_INLINE void search_completion::finish(const shared_handle<search_completion>& self,
                                          std::optional<std::chrono::milliseconds> patience) noexcept
{
    if (self->m_home == std::this_thread::get_id())
    {
        patience.reset();
        // Its callback belongs on this thread: the other one may be waiting for a callback that called this function.
        self->call();
    }
    if (!hurry(self))
    {
        self->call(); // no memory to post it to the executor's thread
    }
    const auto is_over = [&self] {
        const std::lock_guard lock(self->m_mutex);
        return self->m_stage == stage::over;
    };
    if (self->m_executor->run_until(is_over, callback_executor::time_point::max()))
    {
        return; // called within another search's callback, on the thread that makes this one's callback too
    }
    serve_apartment_during([&]() noexcept {
        const auto has_come = [&] { return self->m_stage == stage::over; };
        std::unique_lock lock(self->m_mutex);
        if (patience)
        {
            self->m_changed.wait_for(lock, *patience, has_come);
        }
        else
        {
            self->m_changed.wait(lock, has_come);
        }
    });
}

WUA_INLINE bool search_completion::is_calling_here() const
{
    const std::lock_guard lock(m_mutex);
    return m_caller == std::this_thread::get_id();
}

WUA_INLINE void search_completion::call() noexcept
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_stage != stage::waiting)
        {
            return;
        }
        m_stage = stage::calling;
    }
    const HRESULT code = m_apartment.run([this]() noexcept {
        set_caller(std::this_thread::get_id());
        m_callback.invoke(m_job.get(), m_args.get());
        set_caller({});
        m_callback.reset();
    });
    if (failed(code)) // the apartment is gone, and so is everybody who could be called
    {
        m_callback.abandon();
    }
    m_apartment.reset();
    com_ptr<ISearchJob> released; // destroyed after the lock is released
    const std::lock_guard lock(m_mutex);
    m_stage = stage::over;
    released.swap(m_job);
    m_changed.notify_all();
}

WUA_INLINE void search_completion::set_caller(std::thread::id id) noexcept
{
    const std::lock_guard lock(m_mutex);
    m_caller = id;
}

} // namespace wua::detail
