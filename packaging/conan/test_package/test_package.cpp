// SPDX-License-Identifier: MIT
// A simulated download, to its end.

#include <wua/engine/simulated_engine.hpp>
#include <wua/job/job.hpp>

int main()
{
    wua::job job = wua::start(wua::simulated_engine(), {wua::make_item("file", "https://host/file", 1000)});
    return job.wait().is_success() ? 0 : 1;
}
