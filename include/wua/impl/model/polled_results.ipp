// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/model/polled_results.hpp>.

#include <wua/model/polled_results.hpp>

#include <new>
#include <utility>

namespace wua::detail
{

WUA_INLINE bool polled_results::try_take(const update_results* job) noexcept
{
    if (m_kept.get() == job)
    {
        static_cast<void>(m_kept.detach());
        return true;
    }
    m_kept.reset();
    m_last = job;
    instant.version = 0;
    return false;
}

WUA_INLINE void polled_results::give_back(com_ptr<const update_results>& results) noexcept
{
    polled_results* const mine = slot::kept();
    if (mine != nullptr && mine->m_last == results.get() && results->use_count() > 1 && !mine->m_kept)
    {
        mine->m_kept.attach(results.detach());
    }
}

WUA_COLD void polled_results::forget(const update_results* job) noexcept
{
    polled_results* const mine = slot::kept();
    if (mine != nullptr && mine->m_last == job)
    {
        mine->m_last = nullptr;
        mine->m_kept.reset();
    }
}

WUA_INLINE polled_results* polled_results::of_this_thread() noexcept
{
    polled_results* const mine = slot::kept();
    return mine != nullptr ? mine : try_make();
}

WUA_COLD polled_results* polled_results::try_make() noexcept
{
    auto* mine = new (std::nothrow) polled_results;
    if (mine != nullptr && !slot::try_keep(mine))
    {
        delete mine; // the thread is ending
        mine = nullptr;
    }
    return mine;
}

} // namespace wua::detail
