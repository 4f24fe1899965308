// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/job/abort_hook.hpp>.

#include <wua/job/abort_hook.hpp>

#include <new>
#include <utility>

namespace wua::detail
{

WUA_INLINE void abort_hook::callback::operator()() const noexcept
{
    const std::shared_ptr<void> to = engine.lock();
    const std::shared_ptr<void> of = job.lock();
    if (to && of)
    {
        abort(to.get(), of);
    }
}

WUA_COLD void abort_hook::attach(const std::stop_token& stop, callback&& called) noexcept
{
    ::new (static_cast<void*>(&m_callback)) registered(stop, std::move(called));
    m_is_attached = true;
}

} // namespace wua::detail
