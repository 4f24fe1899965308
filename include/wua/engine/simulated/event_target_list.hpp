// SPDX-License-Identifier: MIT
#pragma once

// A list of event targets, in which each of them knows its place.

#include <wua/com/shared_handle.hpp>
#include <wua/engine/simulated/simulated_event.hpp>
#include <wua/separate_compilation.hpp>

#include <cstddef>

namespace wua::detail
{

/// Keeps its targets alive. A target is in one list at most; adding and removing it cannot fail.
class event_target_list
{
public:
    event_target_list() noexcept = default;
    event_target_list(event_target_list&& other) noexcept;
    event_target_list& operator=(event_target_list&&) = delete;

    ~event_target_list();

    bool empty() const noexcept
    {
        return m_size == 0;
    }
    std::size_t size() const noexcept
    {
        return m_size;
    }

    /// Null when it is empty.
    const shared_handle<event_target>& front() const noexcept
    {
        return m_first;
    }

    /// The one behind a target of a list; null behind the last one.
    static const shared_handle<event_target>& after(const event_target& target) noexcept
    {
        return target.m_next;
    }

    void push_back(shared_handle<event_target> target) noexcept;

    /// The target must be in this list.
    shared_handle<event_target> remove(event_target& target) noexcept;

    /// Must not be empty.
    shared_handle<event_target> pop_front() noexcept
    {
        return remove(*m_first);
    }

private:
    shared_handle<event_target> m_first;
    event_target* m_last = nullptr;
    std::size_t m_size = 0;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/simulated/event_target_list.ipp>
#endif
