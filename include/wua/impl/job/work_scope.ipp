// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/job/work_scope.hpp>.

#include <wua/job/work_scope.hpp>

namespace wua::detail
{

WUA_INLINE work_scope::work_scope(const transfer& job) noexcept : m_job(job.m_ledger.get()), m_outer(t_innermost)
{
    t_innermost = this;
}

WUA_INLINE work_scope::~work_scope()
{
    t_innermost = m_outer;
}

WUA_COLD bool work_scope::is_inside(const ledger& job) noexcept
{
    for (const work_scope* each = t_innermost; each != nullptr; each = each->m_outer)
    {
        if (each->m_job != nullptr && each->m_job->is_part_of(job))
        {
            return true;
        }
    }
    return false;
}

} // namespace wua::detail
