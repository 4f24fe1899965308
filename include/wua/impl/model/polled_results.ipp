// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/model/polled_results.hpp>.

#include <wua/model/polled_results.hpp>

#include <new>
#include <utility>

namespace wua::detail
{

WUA_INLINE std::shared_ptr<const update_results> polled_results::take(const update_results* job) noexcept
{
    m_lent = job;
    if (m_kept.get() != job)
    {
        m_kept.reset();
    }
    return std::move(m_kept);
}

WUA_INLINE void polled_results::give_back(std::shared_ptr<const update_results>& results) noexcept
{
    polled_results* const mine = slot::kept();
    if (mine != nullptr && mine->m_lent == results.get() && results.use_count() > 1)
    {
        mine->m_lent = nullptr;
        mine->m_kept = std::move(results);
    }
}

WUA_COLD void polled_results::forget(const update_results* job) noexcept
{
    polled_results* const mine = slot::kept();
    if (mine != nullptr && mine->m_lent == job)
    {
        mine->m_lent = nullptr;
    }
    if (mine != nullptr && mine->m_kept.get() == job)
    {
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
