// SPDX-License-Identifier: MIT
// What job::story() returns is a value that few programs ask for; the others are told which header it is in.
// refused: include <wua/model/download_story.hpp>

#include <wua/job/job.hpp>
#if !defined(WUA_MISTAKE)
#include <wua/model/download_story.hpp>
#endif

void look_back_at(const wua::job& job);
void look_back_at(const wua::job& job)
{
    static_cast<void>(job.story(0));
}
