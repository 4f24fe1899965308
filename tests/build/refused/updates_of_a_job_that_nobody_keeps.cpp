// SPDX-License-Identifier: MIT
// What a job refers to goes with it.
// refused: deleted

#include <wua/job/job.hpp>

wua::job begin();
std::size_t count();
std::size_t count()
{
#if defined(WUA_MISTAKE)
    return begin().updates().size();
#else
    const wua::job kept = begin();
    return kept.updates().size();
#endif
}
