// SPDX-License-Identifier: MIT
// With nobody to download from; curl_engine's tests are about what comes from servers.

#include "catch.hpp"
#include "engine/curl_update_fixture.hpp"
#include <wua/engine/curl/curl_exchange.hpp>
#include <wua/engine/curl/curl_update.hpp>
#include <wua/engine/curl/file_download.hpp>
#include <wua/engine/disk/disk_errors.hpp>
#include <wua/engine/transfer/http_errors.hpp>
#include <wua/objects/to_update_item.hpp>

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace wua_test;

namespace
{

struct owner final : deaf_listener, wua::detail::reply_receiver
{
    void on_reply(const std::function<void()>& then) noexcept override
    {
        then();
    }
};

class download_fixture : public update_fixture
{
public:
    using update_fixture::update_fixture;

    wua::detail::file_download& file()
    {
        if (!m_file)
        {
            m_pool.emplace(core().options);
            m_exchange.emplace(*m_pool, *m_owner);
            m_file.emplace(
                update(), *m_exchange,
                wua::detail::loop_handle(m_pool->inbox(), m_owner, std::make_shared<std::atomic<bool>>(false)), 0);
        }
        return *m_file;
    }

    // What an earlier run has left.
    void leave_earlier(std::string_view bytes)
    {
        wua::detail::file_progress earlier(update(), 0, wua::detail::part_file::try_open(core().directory, "a", false));
        earlier.append(bytes.data(), bytes.size());
        earlier.leftover(true).save_or_discard();
    }

    // What a loop does when the background thread has replied.
    void hear()
    {
        wait_for_background();
        for (const auto& message : m_pool->inbox()->take())
        {
            message.deliver();
        }
    }

private:
    std::shared_ptr<owner> m_owner = std::make_shared<owner>();
    std::optional<wua::detail::curl_pool> m_pool;
    std::optional<wua::detail::file_download> m_file;
    std::optional<wua::detail::curl_exchange> m_exchange;
};

using names = std::vector<std::string>;

} // namespace

TEST_CASE("two files of a job cannot have one name", "[file_download]")
{
    download_fixture f(wua::make_item("an update", some_url));
    wua::content_file other;
    other.urls = {"http://127.0.0.1:9/other/a"};
    REQUIRE(f.update().job->try_claim_name("a", other));
    f.file().begin();
    REQUIRE(f.file().has_failed());
    CHECK(f.file().take_failure().result.hresult == wua::error_file_exists);
}

TEST_CASE("a file that is there already is done when its content was looked at", "[file_download]")
{
    download_fixture f(to_update_item(some_url, "some"));
    f.write("a", "some");
    f.file().begin();
    CHECK_FALSE(f.file().is_complete());
    f.hear();
    CHECK(f.file().is_complete());
    CHECK(f.file().was_found());
    CHECK(f.file().size() == 4);
    CHECK(f.look().bytes_downloaded() == 4);
    CHECK(names_in(f.folder()) == names{"a"});
}

TEST_CASE("a file that is there with other content is fetched", "[file_download]")
{
    download_fixture f(to_update_item(some_url, "some"));
    f.write("a", "tome");
    f.file().begin();
    f.hear();
    CHECK_FALSE(f.file().is_complete());
    CHECK(f.file().has_part());
    CHECK(names_in(f.folder()) == names{"a", "a.part"});
}

TEST_CASE("without memory to tell what a file holds it has failed, and a late answer is not heard", "[file_download]")
{
    download_fixture f(to_update_item(some_url, "some"));
    f.write("a", "some");
    f.file().begin();
    f.file().on_lost_reply();
    REQUIRE(f.file().has_failed());
    CHECK(f.file().take_failure().result.hresult == wua::e_outofmemory);
    f.hear();
    CHECK_FALSE(f.file().is_complete());
}

TEST_CASE("a file that somebody else is downloading is waited for as long as it grows", "[file_download]")
{
    download_fixture f(wua::make_item("an update", some_url));
    f.options.lock_patience = 10s;
    auto others = wua::detail::part_file::try_open(f.core().directory, "a", false);
    f.file().begin();
    CHECK(f.update().wake_at == f.now + 20ms);
    CHECK_FALSE(f.file().has_part());

    SECTION("until it is free")
    {
        others.reset();
        f.file().on_time(f.now += 20ms);
        CHECK(f.file().has_part());
        CHECK_FALSE(f.file().has_failed());
    }
    SECTION("but not for ever")
    {
        f.file().on_time(f.now += 9999ms);
        CHECK(f.file().is_waiting());
        others->append("a", 1);
        f.file().on_time(f.now += 1ms);
        f.file().on_time(f.now += 9999ms);
        CHECK(f.file().is_waiting());
        f.file().on_time(f.now += 1ms);
        REQUIRE(f.file().has_failed());
        const wua::outcome failure = f.file().take_failure().result;
        CHECK(failure.hresult == wua::error_sharing_violation);
        CHECK(failure.detail == "a is being downloaded by somebody else, who has got no further for 10 s");
    }
    SECTION("and less and less often asked for")
    {
        f.update().wake_at = std::chrono::nanoseconds::max();
        f.file().on_time(f.now += 800ms);
        CHECK(f.update().wake_at == f.now + 100ms);
        f.update().wake_at = std::chrono::nanoseconds::max();
        f.file().on_time(f.now += 8s);
        CHECK(f.update().wake_at == f.now + 500ms);
    }
}

TEST_CASE("what an earlier run left whole is committed without a request", "[file_download]")
{
    download_fixture f(to_update_item(some_url, "some"));
    f.leave_earlier("some");
    f.file().begin();
    CHECK(f.file().is_finishing());
    f.core().commits.flush();
    f.wait_for_background(); // the digest comes first
    f.hear();
    CHECK(f.file().is_complete());
    CHECK_FALSE(f.file().was_found());
    CHECK(names_in(f.folder()) == names{"a"});
}

TEST_CASE("a commit can be cancelled until the file is just getting its name", "[file_download]")
{
    download_fixture f(to_update_item(some_url, "some"));
    f.leave_earlier("some");
    f.file().begin();
    REQUIRE(f.file().is_finishing());

    SECTION("before")
    {
        CHECK(f.file().try_cancel_commit());
        f.core().commits.flush();
        f.wait_for_background();
        f.hear();
        CHECK_FALSE(f.file().is_complete());
        CHECK(names_in(f.folder()) == names{"a.part", "a.part.journal"});
    }
    SECTION("afterwards")
    {
        f.core().commits.flush();
        f.wait_for_background();
        f.wait_for_background();
        CHECK_FALSE(f.file().try_cancel_commit());
        f.hear();
        CHECK(f.file().is_complete());
    }
}

TEST_CASE("a file that is stopped is put away", "[file_download]")
{
    download_fixture f(to_update_item(some_url, "some"));
    f.leave_earlier("so");
    f.file().begin();
    f.file().stop(wua::outcome::aborted());
    REQUIRE(f.file().has_part());
    bool is_put_away = false;

    SECTION("for another time")
    {
        f.file().save_or_discard(false, [&] { is_put_away = true; });
        f.hear();
        CHECK(names_in(f.folder()) == names{"a.part", "a.part.journal"});
    }
    SECTION("or removed, when it is worthless")
    {
        f.file().save_or_discard(true, [&] { is_put_away = true; });
        f.hear();
        CHECK(names_in(f.folder()).empty());
    }
    CHECK(is_put_away);
    CHECK_FALSE(f.file().has_part());
    CHECK_FALSE(f.file().is_complete());
}

TEST_CASE("two files of a job cannot have names that differ in case alone, whatever they hold", "[file_download]")
{
    download_fixture f(to_update_item("http://127.0.0.1:9/Setup.exe", "some"));
    wua::content_file other = f.updates[0]->files[0];
    other.urls = {"http://127.0.0.1:9/setup.exe"};
    REQUIRE(f.update().job->try_claim_name("setup.exe", other));
    f.file().begin();
    REQUIRE(f.file().has_failed());
    const wua::outcome failure = f.file().take_failure().result;
    CHECK(failure.hresult == wua::error_file_exists);
    CHECK_THAT(failure.detail, Catch::Matchers::ContainsSubstring("in case alone"));
    CHECK_THAT(failure.detail, Catch::Matchers::ContainsSubstring("Setup.exe"));
    CHECK(names_in(f.folder()).empty());
}
