// SPDX-License-Identifier: MIT

#include "catch.hpp"
#include "engine/curl_update_fixture.hpp"
#include <wua/engine/curl/curl_update.hpp>

#include <memory>

using namespace wua_test;

TEST_CASE("an update may have as many bytes as the engine allows, its finished files included", "[curl_update]")
{
    update_fixture f(wua::make_item("an update", some_url));
    f.options.max_update_bytes = 100;
    CHECK_FALSE(f.update().is_too_large(100));
    CHECK(f.update().is_too_large(101));
    f.update().report.on_file_completed(60);
    CHECK_FALSE(f.update().is_too_large(40));
    CHECK(f.update().is_too_large(41));
    f.update().report.on_file_completed(41);
    CHECK(f.update().is_too_large(0));
}

TEST_CASE("an update's own limit goes before that of the engine", "[curl_update]")
{
    wua::update_item item = *wua::make_item("an update", some_url);
    item.max_size = 200;
    update_fixture f(std::make_shared<wua::update_item>(item));
    f.options.max_update_bytes = 100;
    CHECK_FALSE(f.update().is_too_large(200));
    CHECK(f.update().is_too_large(201));
}

TEST_CASE("without a limit no update is too large", "[curl_update]")
{
    update_fixture f(wua::make_item("an update", some_url));
    CHECK_FALSE(f.update().is_too_large(~0ULL));
}

TEST_CASE("an update is woken at the first of the times it is to be woken at", "[curl_update]")
{
    update_fixture f(wua::make_item("an update", some_url));
    f.update().wake_by(3s);
    f.update().wake_by(2s);
    f.update().wake_by(4s);
    CHECK(f.update().wake_at == 2s);
}

TEST_CASE("an update is alone with one file in a job of its own", "[curl_update]")
{
    const auto one = wua::make_item("an update", some_url);
    update_fixture alone(one);
    CHECK(alone.update().is_alone());

    update_fixture two(one);
    two.updates.push_back(one);
    CHECK_FALSE(two.update().is_alone());

    wua::update_item item = *one;
    item.files.push_back(item.files.front());
    update_fixture files(std::make_shared<wua::update_item>(item));
    CHECK_FALSE(files.update().is_alone());
    CHECK_FALSE(files.update().is_last_file(0));
    CHECK(files.update().is_last_file(1));
}

TEST_CASE("bandwidth is that of the engine and of the job, whichever is less", "[curl_update]")
{
    update_fixture f(wua::make_item("an update", some_url));
    f.options.engine_bandwidth = 1'000'000;
    f.options.job_bandwidth = 1'000;
    CHECK(f.update().is_limited());
    CHECK(f.update().budget_wait(f.now) == 0s);
    f.update().take_budget(2'000);
    CHECK(f.update().budget_wait(f.now) > 1900ms);
    CHECK(f.update().budget_wait(f.now + 2001ms) == 0s);
}
