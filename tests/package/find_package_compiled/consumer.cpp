// SPDX-License-Identifier: MIT
// Declarations alone, and their bodies in each of the libraries.

#include <wua/engine/curl_engine.hpp>
#include <wua/manifest/read_manifest.hpp>
#include <wua/text/outcome.hpp>
#include <wua/wua.hpp>

#include <fmt/core.h>

#ifndef WUA_SEPARATE_COMPILATION
#error "wua::compiled does not say so"
#endif

int main()
{
    wua::simulated_engine simulated;
    wua::curl_engine real;
    fmt::print("{}\n", wua::outcome::succeeded());
    fmt::print("{}\n", wua::parse_manifest(R"([{"url": "https://host/file"}])").updates.size());
    return simulated.drive() ? 1 : 0;
}
