// SPDX-License-Identifier: MIT
// Virtual time, and the order of what happens in it.

#include "catch.hpp"
#include <wua/engine/simulated/virtual_timeline.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

using namespace std::chrono_literals;

namespace
{

class written_time;

// Who writes down what happens to it, and when.
struct diary final : wua::detail::event_target
{
    void act(const wua::detail::simulated_event& event) noexcept override;
    void show(std::chrono::nanoseconds when) noexcept override
    {
        looks.push_back(when);
    }
    bool is_over() const noexcept override
    {
        return has_ended;
    }
    void stop() noexcept override
    {
        ++stops;
    }

    written_time* time = nullptr;
    std::vector<std::pair<std::chrono::nanoseconds, std::string>> lines;
    std::vector<std::chrono::nanoseconds> looks;
    bool has_ended = false;
    int stops = 0;
};

struct note
{
    std::shared_ptr<diary> of;
    std::string text;
};

// A timeline whose events have a text: their index is that of the text.
class written_time
{
public:
    std::function<void(const std::string&)> on_act = [](const std::string&) {};
    wua::detail::virtual_timeline timeline;
    std::vector<std::string> texts;

    void schedule(std::chrono::nanoseconds in, const note& what)
    {
        what.of->time = this;
        texts.push_back(what.text);
        timeline.schedule(in, {.target = what.of, .index = static_cast<std::uint32_t>(texts.size() - 1)});
    }

    std::chrono::nanoseconds now() const
    {
        return timeline.now();
    }
    bool step()
    {
        return timeline.step();
    }
    bool drive()
    {
        return timeline.drive();
    }
    void post(std::function<void()> work)
    {
        timeline.post(std::move(work));
    }
    void end()
    {
        timeline.stop();
    }
    void advance_by(std::chrono::nanoseconds by)
    {
        timeline.advance(by);
    }
};

void diary::act(const wua::detail::simulated_event& event) noexcept
{
    const std::string text =
        event.kind == wua::detail::event_kind::abort ? "abort" : time->texts[static_cast<std::size_t>(event.index)];
    lines.emplace_back(time->now(), text);
    time->on_act(text);
}

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
    CHECK(time.timeline.add(all));
    time.advance_by(2s);
    CHECK(all->lines == lines{{1s, "in it"}});
    CHECK(all->looks == std::vector<std::chrono::nanoseconds>{2s});
    time.advance_by(std::chrono::nanoseconds::max());
    CHECK(all->lines.back() == std::pair<std::chrono::nanoseconds, std::string>(3s, "beyond"));
    CHECK(time.now() == std::chrono::nanoseconds::max());
}

TEST_CASE("an event without a target is skipped, and does not move the time", "[virtual_timeline]")
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
    CHECK(time.timeline.add(all));
    CHECK(time.step());
    CHECK(moved == std::vector<bool>{false, false});
    CHECK(all->looks.empty());
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
    time.timeline.go_real_time(1e6); // a million seconds a second
    std::thread server([&] { time.timeline.serve(); });
    time.schedule(1000s, {all, "soon"});
    while (time.drive())
    {}
    std::thread([&] { time.post([&] { time.end(); }); }).join();
    server.join();
    REQUIRE(all->lines.size() == 1);
    CHECK(all->lines[0] == std::pair<std::chrono::nanoseconds, std::string>(1000s, "soon"));
}

TEST_CASE("thousands of events in any order come in theirs", "[virtual_timeline]")
{
    written_time time;
    const auto all = std::make_shared<diary>();
    lines expected;
    for (std::uint32_t i = 0; i != 5000; ++i)
    {
        const std::chrono::nanoseconds due(i * 7919U % 1000U); // five at each time
        time.schedule(due, {all, std::to_string(i)});
        expected.emplace_back(due, std::to_string(i));
    }
    std::stable_sort(expected.begin(), expected.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    while (time.step())
    {}
    CHECK(all->lines == expected);
}

TEST_CASE("an abort comes once, after what is due already and before what is scheduled later", "[virtual_timeline]")
{
    written_time time;
    const auto all = std::make_shared<diary>();
    time.schedule(0s, {all, "before"});
    time.timeline.abort(all); // it was not added yet
    REQUIRE(time.timeline.add(all));
    time.timeline.abort(all);
    time.timeline.abort(all);
    time.schedule(0s, {all, "after"});
    while (time.step())
    {}
    CHECK(all->lines == lines{{0s, "before"}, {0s, "abort"}, {0s, "after"}});
}

TEST_CASE("a target is shown the time and stopped until it is over", "[virtual_timeline]")
{
    written_time time;
    auto gone = std::make_shared<diary>();
    const std::weak_ptr<diary> watched = gone;
    const auto stays = std::make_shared<diary>();
    time.schedule(1s, {gone, "end"});
    CHECK(time.timeline.add(gone));
    CHECK(time.timeline.add(stays));
    gone->has_ended = true;
    gone.reset();
    CHECK_FALSE(watched.expired());
    time.advance_by(1s);
    CHECK(watched.expired());
    CHECK(stays->looks.size() == 1);
    time.end();
    CHECK(stays->stops == 1);
    CHECK_FALSE(time.timeline.add(stays));
}
