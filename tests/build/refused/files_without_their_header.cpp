// SPDX-License-Identifier: MIT
// What job::files() returns is a value that few programs ask for; the others are told which header it is in.
// refused: include <wua/model/file_result.hpp>

#include <wua/job/job.hpp>
#if !defined(WUA_MISTAKE)
#include <wua/model/file_result.hpp>
#endif

bool has_files(const wua::job& job);
bool has_files(const wua::job& job)
{
    return !job.files(0).empty();
}
