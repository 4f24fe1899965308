// SPDX-License-Identifier: MIT
// A job has a COM face only for files that include it; the others are told which header that is.
// refused: include <wua/objects/com_face.hpp>

#include <wua/job/job.hpp>
#if !defined(WUA_MISTAKE)
#include <wua/objects/com_face.hpp>
#endif

bool has_com_face(const wua::job& job);
bool has_com_face(const wua::job& job)
{
    return job.com() != nullptr && job.downloader() != nullptr;
}
