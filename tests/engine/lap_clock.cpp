// SPDX-License-Identifier: MIT

#include "catch.hpp"
#include <wua/engine/transfer/lap_clock.hpp>

#include <chrono>

using namespace std::chrono_literals;
using wua::detail::lap_clock;

namespace
{

// A thread that gets a processor for half of the time, and counts how often it asks for how long.
class half_a_thread
{
public:
    void work(std::chrono::nanoseconds time)
    {
        m_now += time;
        m_busy += time / 2;
    }

    lap_clock clock()
    {
        return {[this] { return m_now; },
                [this] {
                    ++m_questions;
                    return m_busy;
                }};
    }

    int questions() const noexcept
    {
        return m_questions;
    }

private:
    std::chrono::nanoseconds m_now{5s};
    std::chrono::nanoseconds m_busy{1s};
    int m_questions = 0;
};

} // namespace

TEST_CASE("the system is asked once when work begins, not for each short lap", "[lap_clock]")
{
    half_a_thread thread;
    lap_clock laps = thread.clock();
    for (int i = 0; i != 1'000; ++i)
    {
        thread.work(10ms);
        laps.begin();
        for (int lap = 0; lap != 9; ++lap)
        {
            thread.work(100us);
            CHECK(laps.next() == lap_clock::lap{100us, false});
        }
    }
    CHECK(thread.questions() == 1'000);
}

TEST_CASE("a long lap is measured, and pays for what was assumed of short ones", "[lap_clock]")
{
    half_a_thread thread;
    lap_clock laps = thread.clock();
    laps.begin();
    thread.work(10ms);
    CHECK(laps.next() == lap_clock::lap{5ms, true});
    thread.work(100us);
    CHECK(laps.next() == lap_clock::lap{100us, false});
    thread.work(10ms);
    CHECK(laps.next() == lap_clock::lap{4950us, true});
    thread.work(900us);
    CHECK(laps.next() == lap_clock::lap{900us, false});
    thread.work(100us);
    CHECK(laps.next() == lap_clock::lap{0us, true});
}

TEST_CASE("after a doubt short laps are measured as well, for a second", "[lap_clock]")
{
    half_a_thread thread;
    lap_clock laps = thread.clock();
    laps.begin();
    thread.work(100us);
    CHECK(laps.next() == lap_clock::lap{100us, false});
    laps.measure();
    thread.work(300us);
    CHECK(laps.next() == lap_clock::lap{100us, true});
    thread.work(900ms); // which is nobody's
    laps.begin();
    thread.work(100us);
    CHECK(laps.next() == lap_clock::lap{50us, true});
    thread.work(100ms);
    laps.begin();
    thread.work(100us);
    CHECK(laps.next() == lap_clock::lap{100us, false});
}
