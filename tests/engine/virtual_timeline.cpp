// SPDX-License-Identifier: MIT
// Virtual time, and the order of what happens in it.

#include "catch.hpp"

#include <wua/engine/simulated/virtual_timeline.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

using namespace std::chrono_literals;

namespace
{

// Who writes down what happens to it, and when.
struct diary
{
    std::vector<std::pair<std::chrono::nanoseconds, std::string>> lines;
};

struct note
{
    std::weak_ptr<diary> of;
    std::string text;

    bool is_void() const noexcept
    {
        return of.expired();
    }
    std::shared_ptr<diary> keep() const noexcept
    {
        return of.lock();
    }
};

class written_time final : public wua::virtual_timeline<note>
{
public:
    std::function<void(const std::string&)> on_act = [](const std::string&) {};

    void act(diary& whom, const note& what) noexcept override
    {
        whom.lines.emplace_back(now(), what.text);
        on_act(what.text);
    }

    void end()
    {
        std::unique_lock lock(m_mutex);
        for (const auto& f : stop(lock))
        {
            lock.unlock();
            f();
            lock.lock();
        }
    }

    void advance_by(duration by)
    {
        advance(by, [this] { return [this](duration when) { looks.push_back(when); }; });
    }

    std::vector<duration> looks;
};

using lines = std::vector<std::pair<std::chrono::nanoseconds, std::string>>;

} // namespace

TEST_CASE("events happen by time, and at one time in the order in which they were scheduled", "[virtual_timeline]")
{
    written_time time;
    const auto all = std::make_shared<diary>();
    time.schedule(2s, {all, "late"});
    time.schedule(1s, {all, "first"});
    time.schedule(1s, {all, "second"});
    time.schedule(-1s, {all, "now"});
    CHECK(time.now() == 0s);
    while (time.step())
    {}
    CHECK(all->lines == lines{{0s, "now"}, {1s, "first"}, {1s, "second"}, {2s, "late"}});
    CHECK(time.now() == 2s);
}

TEST_CASE("posted work comes before every event, and takes no time", "[virtual_timeline]")
{
    written_time time;
    const auto all = std::make_shared<diary>();
    time.schedule(0s, {all, "event"});
    time.post([&] { all->lines.emplace_back(time.now(), "work"); });
    CHECK(time.drive());
    CHECK(time.drive());
    CHECK_FALSE(time.drive());
    CHECK(all->lines == lines{{0s, "work"}, {0s, "event"}});
}

TEST_CASE("time advances by as much as is asked for, and is looked at once at its end", "[virtual_timeline]")
{
    written_time time;
    const auto all = std::make_shared<diary>();
    time.schedule(1s, {all, "in it"});
    time.schedule(3s, {all, "beyond"});
    time.advance_by(2s);
    CHECK(all->lines == lines{{1s, "in it"}});
    CHECK(time.looks == std::vector<std::chrono::nanoseconds>{2s});
    time.advance_by(std::chrono::nanoseconds::max());
    CHECK(all->lines.back() == std::pair<std::chrono::nanoseconds, std::string>(3s, "beyond"));
    CHECK(time.now() == std::chrono::nanoseconds::max());
}

TEST_CASE("an event that nobody is left for is passed over, and takes no time with it", "[virtual_timeline]")
{
    written_time time;
    auto gone = std::make_shared<diary>();
    const auto all = std::make_shared<diary>();
    time.schedule(1s, {all, "first"});
    time.schedule(5s, {gone, "never"});
    gone.reset();
    CHECK(time.step());
    CHECK_FALSE(time.step());
    CHECK(time.now() == 1s);
}

TEST_CASE("from inside an event the time cannot be moved", "[virtual_timeline]")
{
    written_time time;
    const auto all = std::make_shared<diary>();
    std::vector<bool> moved;
    time.on_act = [&](const std::string& text) {
        if (text == "outer")
        {
            time.schedule(0s, {all, "inner"});
            moved.push_back(time.step());
            moved.push_back(time.drive());
            time.advance_by(1h);
        }
    };
    time.schedule(1s, {all, "outer"});
    CHECK(time.step());
    CHECK(moved == std::vector<bool>{false, false});
    CHECK(time.looks.empty());
    CHECK(time.step());
    CHECK(all->lines == lines{{1s, "outer"}, {1s, "inner"}});
}

TEST_CASE("after the end nothing happens any more, but work that is posted", "[virtual_timeline]")
{
    written_time time;
    const auto all = std::make_shared<diary>();
    int worked = 0;
    time.schedule(1s, {all, "never"});
    time.post([&] { ++worked; });
    time.end();
    CHECK(worked == 1);
    time.schedule(0s, {all, "nor this"});
    CHECK_FALSE(time.step());
    time.post([&] { ++worked; });
    CHECK(worked == 2);
    CHECK(all->lines.empty());
}

TEST_CASE("in real time a thread that serves acts out what is due, until the end", "[virtual_timeline]")
{
    written_time time;
    const auto all = std::make_shared<diary>();
    time.go_real_time(1e6); // a million seconds a second
    std::thread server([&] { time.serve(); });
    time.schedule(1000s, {all, "soon"});
    while (time.drive())
    {}
    std::thread([&] { time.post([&] { time.end(); }); }).join();
    server.join();
    REQUIRE(all->lines.size() == 1);
    CHECK(all->lines[0] == std::pair<std::chrono::nanoseconds, std::string>(1000s, "soon"));
}
