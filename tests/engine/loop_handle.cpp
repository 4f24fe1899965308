// SPDX-License-Identifier: MIT

#include "catch.hpp"
#include <wua/engine/curl/curl_pool.hpp>
#include <wua/engine/curl/loop_handle.hpp>
#include <wua/engine/curl_options.hpp>

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <thread>

namespace
{

struct receiver final : wua::detail::reply_receiver
{
    void on_reply(const std::function<void()>& then) noexcept override
    {
        ++replies;
        then();
    }

    int replies = 0;
};

struct loop
{
    wua::curl_options options;
    std::optional<wua::detail::curl_pool> pool{std::in_place, options};
    std::shared_ptr<receiver> waiting = std::make_shared<receiver>();
    std::shared_ptr<std::atomic<bool>> has_lost_reply = std::make_shared<std::atomic<bool>>(false);
    wua::detail::loop_handle address{pool->inbox(), waiting, has_lost_reply};

    void turn() const
    {
        for (const auto& message : pool->inbox()->take())
        {
            message.deliver();
        }
    }
};

} // namespace

TEST_CASE("a reply is heard on the loop's thread", "[loop_handle]")
{
    loop here;
    std::thread::id heard;
    std::thread([&] { here.address.reply([&] { heard = std::this_thread::get_id(); }); }).join();
    CHECK(here.waiting->replies == 0);
    here.turn();
    CHECK(here.waiting->replies == 1);
    CHECK(heard == std::this_thread::get_id());
    CHECK_FALSE(here.has_lost_reply->load());
}

TEST_CASE("a reply does not keep its receiver, and is not run without it", "[loop_handle]")
{
    loop here;
    bool is_heard = false;
    here.address.reply([&] { is_heard = true; });
    CHECK(here.waiting.use_count() == 1);
    here.waiting.reset();
    here.turn();
    CHECK_FALSE(is_heard);
}

TEST_CASE("a reply to a loop that has ended is dropped", "[loop_handle]")
{
    loop here;
    const auto word = std::make_shared<int>(1);
    here.pool.reset();
    here.address.reply([word] { FAIL("there is no loop"); });
    CHECK(word.use_count() == 1);
    CHECK_FALSE(here.has_lost_reply->load());
}
