// SPDX-License-Identifier: MIT
#pragma once

// Which jobs the current thread works for, inside a client's function: whoever waits there for such a job would wait
// for itself.

#include <wua/job/transfer.hpp>
#include <wua/separate_compilation.hpp>

namespace wua::detail
{

// Held by an engine around a client's function that must return before the job can end, on the function's thread. The
// transfer must outlive it.
class work_scope
{
public:
    explicit work_scope(const transfer& job) noexcept;
    work_scope(const work_scope&) = delete;
    work_scope& operator=(const work_scope&) = delete;

    ~work_scope();

    // True when the current thread works for the job, or for a part of it.
    static bool is_inside(const ledger& job) noexcept;

private:
    static inline constinit thread_local const work_scope* t_innermost = nullptr;

    const ledger* const m_job; // null for a transfer that was moved from
    const work_scope* const m_outer;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/job/work_scope.ipp>
#endif
