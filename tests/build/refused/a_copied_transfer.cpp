// SPDX-License-Identifier: MIT
// A transfer has one owner: it can be handed on, not shared, or two would finish the same updates.
// refused: deleted function|implicitly-deleted copy constructor

#include <wua/job/transfer.hpp>

#include <utility>

void hand_on(wua::transfer job);
void hand_on(wua::transfer job)
{
#if defined(WUA_MISTAKE)
    wua::transfer next = job;
#else
    wua::transfer next = std::move(job);
#endif
    static_cast<void>(next.is_completed());
}
