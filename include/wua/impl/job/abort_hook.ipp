// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/job/abort_hook.hpp>.

#include <wua/job/abort_hook.hpp>

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

} // namespace wua::detail
