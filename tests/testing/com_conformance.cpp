// SPDX-License-Identifier: MIT
// Downloaders over the engines of the library keep the law of callbacks, and a broken engine is told that it does not.

#include "catch.hpp"
#include "testing/forgetful_engine.hpp"
#include <wua/engine/blocking_engine.hpp>
#include <wua/engine/simulated_engine.hpp>
#include <wua/testing/com_conformance.hpp>

#include <chrono>
#include <string>
#include <vector>

namespace
{

const std::vector<std::string> no_violations;

wua::outcome download(wua::update_reporter& report)
{
    report.set_bytes(100'000);
    return wua::outcome::succeeded();
}

} // namespace

TEST_CASE("a downloader over a blocking engine keeps the law of callbacks", "[com_conformance]")
{
    CHECK(wua::com_engine_violations([] { return wua::blocking_engine(download, 2); }) == no_violations);
}

TEST_CASE("a downloader over the simulated engine keeps the law of callbacks", "[com_conformance]")
{
    CHECK(wua::com_engine_violations([] { return wua::simulated_engine(); }) == no_violations);
}

TEST_CASE("a downloader over a driven engine that forgets posted work keeps the law of callbacks all the same",
          "[com_conformance]")
{
    CHECK(wua::com_engine_violations([] { return wua_test::forgetful_engine(); }) == no_violations);
}
