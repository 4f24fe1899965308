// SPDX-License-Identifier: MIT
// What a loop would call is called here, with nobody on the other side.

#include "catch.hpp"
#include "engine/curl_update_fixture.hpp"
#include <wua/engine/curl/mirrored_fetch.hpp>
#include <wua/engine/transfer/http_errors.hpp>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

using namespace wua_test;
using state = wua::detail::mirrored_fetch::state;

namespace
{

const std::string other_url = "http://127.0.0.2:9/a";

struct no_listener final : deaf_listener
{};

wua::update_pointer update_at(std::vector<std::string> urls)
{
    wua::update_item item;
    item.files.push_back({.urls = std::move(urls), .file_name = "a"});
    return std::make_shared<wua::update_item>(std::move(item));
}

class fetch_fixture : public update_fixture
{
public:
    explicit fetch_fixture(std::vector<std::string> urls) : update_fixture(update_at(std::move(urls))) {}

    wua::detail::mirrored_fetch& fetch()
    {
        if (!m_fetch)
        {
            m_pool.emplace(core().options);
            m_exchange.emplace(*m_pool, m_listener);
            m_progress.emplace(update(), 0, wua::detail::part_file::try_open(core().directory, "a", false));
            m_fetch.emplace(update(), *m_exchange, 0);
            m_fetch->continue_with(*m_progress);
        }
        return *m_fetch;
    }

    // Of an attempt, which has failed for this reason.
    bool fail(wua::detail::remedy remedy, std::string detail)
    {
        failure = {wua::outcome::failed(wua::e_fail, {}, std::move(detail)), remedy};
        return fetch().try_again(failure);
    }

    wua::detail::fetch_failure failure{};

private:
    no_listener m_listener;
    std::optional<wua::detail::curl_pool> m_pool;
    std::optional<wua::detail::file_progress> m_progress;
    std::optional<wua::detail::mirrored_fetch> m_fetch;
    std::optional<wua::detail::curl_exchange> m_exchange;
};

} // namespace

TEST_CASE("the next attempt goes to the mirror that has failed least", "[mirrored_fetch]")
{
    fetch_fixture f({some_url, other_url});
    CHECK(f.fetch().begin() == state::in_progress);
    CHECK(f.fetch().url() == some_url);
    CHECK(f.fail(wua::detail::remedy::retry, "first"));
    CHECK(f.fetch().begin() == state::in_progress);
    CHECK(f.fetch().url() == other_url);
}

TEST_CASE("when no mirror is left the failure tells of all", "[mirrored_fetch]")
{
    fetch_fixture f({some_url, other_url});
    CHECK(f.fetch().begin() == state::in_progress);
    CHECK(f.fail(wua::detail::remedy::other_mirror, "first"));
    CHECK(f.fetch().begin() == state::in_progress);
    CHECK_FALSE(f.fail(wua::detail::remedy::other_mirror, "second"));
    CHECK(f.failure.result.detail == "second; before that: first");
}

TEST_CASE("a failure that is no mirror's ends the fetch at once", "[mirrored_fetch]")
{
    fetch_fixture f({some_url, other_url});
    CHECK(f.fetch().begin() == state::in_progress);
    CHECK_FALSE(f.fail(wua::detail::remedy::give_up, "the disk is full"));
    CHECK(f.failure.result.detail == "the disk is full");
}

TEST_CASE("a URL that may not be asked fails like an attempt, and another one is asked", "[mirrored_fetch]")
{
    fetch_fixture f({"gopher://host/a", some_url});
    CHECK(f.fetch().begin() == state::failed);
    wua::detail::fetch_failure failure = f.fetch().take_failure();
    CHECK(failure.result.detail == "the scheme is not allowed: gopher://host/a");
    CHECK(f.fetch().try_again(failure));
    CHECK(f.fetch().begin() == state::in_progress);
    CHECK(f.fetch().url() == some_url);
}

TEST_CASE("an attempt that failed is not made again before its delay is over", "[mirrored_fetch]")
{
    fetch_fixture f({some_url});
    f.options.retry.first_delay = 4s;
    CHECK(f.fetch().begin() == state::in_progress);
    CHECK(f.fail(wua::detail::remedy::retry, "first"));
    CHECK(f.fetch().begin() == state::in_progress);
    CHECK(f.fetch().received() == 0);
    CHECK(f.update().wake_at > f.now);
    CHECK(f.fetch().on_done(CURLE_OK) == state::in_progress); // of the attempt before
}
