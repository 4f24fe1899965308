// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/job/owned_thread.hpp>.

#include <wua/com/apartment.hpp>
#include <wua/job/owned_thread.hpp>

namespace wua::detail
{

WUA_COLD owned_thread owned_thread::start(std::function<void()> work)
{
    return owned_thread(std::thread(std::move(work)));
}

WUA_COLD owned_thread& owned_thread::operator=(owned_thread&& other) noexcept
{
    std::thread next = std::move(other.m_thread);
    end();
    m_thread = std::move(next);
    return *this;
}

WUA_COLD void owned_thread::end() noexcept
{
    if (is_this_thread())
    {
        detach();
    }
    else if (m_thread.joinable())
    {
        serve_apartment_during([this]() noexcept { m_thread.join(); }); // it may be calling into the apartment
    }
}

WUA_COLD void owned_thread::detach() noexcept
{
    if (m_thread.joinable())
    {
        m_thread.detach();
    }
}

} // namespace wua::detail
