// SPDX-License-Identifier: MIT
// compile_curl URL: one real download into this folder. tests/bench/compile measures the cost of compiling it.

#include <wua/engine/curl_engine.hpp>
#include <wua/job/job.hpp>
#include <wua/model/update_item.hpp>

#include <cstdio>

int main(int argc, char** argv)
{
    if (argc != 2)
    {
        std::fprintf(stderr, "usage: compile_curl URL\n");
        return 2;
    }
    wua::job job = wua::start(wua::curl_engine(wua::curl_options{.directory = "."}), {wua::make_item("File", argv[1])});
    const wua::outcome result = job.wait();
    std::printf("%d %%, %s\n", job.progress().percent(), result.is_success() ? "succeeded" : "failed");
    return result.is_success() ? 0 : 1;
}
