// SPDX-License-Identifier: MIT

#include "catch.hpp"
#include <wua/engine/transfer/fetch_gate.hpp>

#include <stdexcept>
#include <string>

using namespace std::chrono_literals;
using wua::detail::fetch_gate;

TEST_CASE("a gate is asked at first, every so often, and when it is poked", "[fetch_gate][pause]")
{
    std::string answer = "metered network";
    fetch_gate gate([&] { return answer; }, 10s);
    CHECK(gate.exists());
    CHECK(gate.next() == 0s);
    CHECK(gate.ask(100s));
    CHECK(gate.reason() == "metered network");
    CHECK(gate.next() == 110s);
    CHECK_FALSE(gate.ask(110s)); // the same
    answer.clear();
    gate.poke();
    CHECK(gate.next() == 0s);
    CHECK(gate.ask(111s));
    CHECK(gate.reason().empty());
    CHECK(gate.next() == 121s);
    CHECK_FALSE(fetch_gate({}, 1s).exists());
}

TEST_CASE("a first answer is news, also when it is yes", "[fetch_gate][pause]")
{
    fetch_gate gate([] { return std::string(); }, 1s);
    CHECK(gate.ask(0s));
    CHECK_FALSE(gate.ask(1s));
}

TEST_CASE("a program that throws says no", "[fetch_gate][pause]")
{
    struct wordless : std::exception
    {
        const char* what() const noexcept override
        {
            return nullptr;
        }
    };
    int round = 0;
    fetch_gate gate(
        [&]() -> std::string {
            switch (round++)
            {
                case 0:
                    throw std::runtime_error("no idea");
                case 1:
                    throw std::runtime_error("");
                case 2:
                    throw wordless();
                default:
                    throw 42;
            }
        },
        1s);
    CHECK(gate.ask(0s));
    CHECK(gate.reason() == "no idea");
    CHECK(gate.ask(1s));
    CHECK(gate.reason() == "the program does not say whether anything may be fetched");
    CHECK_FALSE(gate.ask(2s));
    CHECK_FALSE(gate.ask(3s));
    CHECK(round == 4);
}
