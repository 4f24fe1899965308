// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/simulated/event_target_list.hpp>.

#include <wua/engine/simulated/event_target_list.hpp>

#include <utility>

namespace wua::detail
{

WUA_COLD event_target_list::event_target_list(event_target_list&& other) noexcept
    : m_last(std::exchange(other.m_last, nullptr)),
      m_size(std::exchange(other.m_size, 0))
{
    m_first.swap(other.m_first);
}

WUA_COLD event_target_list::~event_target_list()
{
    while (!empty()) // one by one: a target that took the next one along would need a stack as deep as the list is long
    {
        pop_front();
    }
}

WUA_COLD void event_target_list::push_back(shared_handle<event_target> target) noexcept
{
    target->m_previous = m_last;
    shared_handle<event_target>& place = m_last != nullptr ? m_last->m_next : m_first;
    m_last = target.get();
    place.swap(target);
    ++m_size;
}

WUA_COLD shared_handle<event_target> event_target_list::remove(event_target& target) noexcept
{
    event_target* const previous = std::exchange(target.m_previous, nullptr);
    shared_handle<event_target> next;
    next.swap(target.m_next);
    (next ? next->m_previous : m_last) = previous;
    shared_handle<event_target>& place = previous != nullptr ? previous->m_next : m_first;
    place.swap(next);
    --m_size;
    return next;
}

} // namespace wua::detail
