// SPDX-License-Identifier: MIT

#include "catch.hpp"
#include <wua/engine/fallback/first_engine_trial.hpp>

#include <chrono>

using namespace std::chrono_literals;
using wua::detail::first_engine_trial;

TEST_CASE("a first engine is silent only while it should deliver, and for as long as nothing comes",
          "[first_engine_trial]")
{
    first_engine_trial trial;
    CHECK_FALSE(trial.is_silent(100s, 5s)); // with nothing to do
    CHECK(trial.begin_working());
    trial.note_bytes(100s);
    CHECK_FALSE(trial.begin_working()); // the second update
    CHECK_FALSE(trial.is_silent(105s - 1ns, 5s));
    CHECK(trial.is_silent(105s, 5s));
    CHECK_FALSE(trial.is_silent(1000s, 0s)); // there is no limit
    trial.note_bytes(104s);
    CHECK_FALSE(trial.is_silent(105s, 5s));
    trial.end_working();
    CHECK(trial.is_silent(109s, 5s));
    trial.end_working();
    CHECK_FALSE(trial.is_silent(109s, 5s));
}

TEST_CASE("a first engine is given up once, and is overdue when patience has passed since", "[first_engine_trial]")
{
    first_engine_trial trial;
    CHECK_FALSE(trial.is_overdue(1000s, 5s));
    CHECK(trial.try_give_up(100s));
    CHECK_FALSE(trial.try_give_up(200s));
    CHECK(trial.is_given_up());
    CHECK_FALSE(trial.is_overdue(105s - 1ns, 5s));
    CHECK(trial.is_overdue(105s, 5s));
    CHECK(trial.is_at_work());
}

TEST_CASE("a first engine is cut off once, and not after its end", "[first_engine_trial]")
{
    first_engine_trial trial;
    CHECK(trial.try_cut_off());
    CHECK_FALSE(trial.try_cut_off());
    CHECK_FALSE(trial.is_at_work());

    first_engine_trial ended;
    ended.end();
    CHECK_FALSE(ended.try_give_up(100s));
    CHECK_FALSE(ended.try_cut_off());
    CHECK_FALSE(ended.is_given_up());
}
