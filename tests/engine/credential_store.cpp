// SPDX-License-Identifier: MIT

#include "catch.hpp"
#include <wua/engine/curl/credential_store.hpp>

#include <atomic>
#include <future>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace wua_test::about_credential_store
{

using wua::auth_scheme;
using wua::credentials;
using wua::credentials_question;
using wua::detail::auth_challenge;
using wua::detail::auth_party;
using wua::detail::auth_proof;
using wua::detail::credential_store;

namespace
{

const auth_party server{"https://host:443"};
const auth_challenge basic{.realm = "files"};

auth_challenge digest(std::string nonce, bool is_stale = false)
{
    return {.scheme = auth_scheme::digest,
            .realm = "files",
            .nonce = std::move(nonce),
            .has_qop = true,
            .is_stale = is_stale};
}

// A program's answers, one for each question; none left: no.
class answers
{
public:
    explicit answers(std::vector<std::optional<credentials>> given) : m_given(std::move(given)) {}

    wua::credentials_callback callback()
    {
        return [this](const credentials_question& question) {
            questions.push_back(question);
            return questions.size() > m_given.size() ? std::nullopt : m_given[questions.size() - 1];
        };
    }

    std::vector<credentials_question> questions;

private:
    std::vector<std::optional<credentials>> m_given;
};

credential_store::subject get(const credentials* fixed = nullptr, const auth_party& party = server)
{
    return {party, fixed, "GET", "/a"};
}

const auto some_job = std::make_shared<const int>(1);

void wait_for(const credential_store::answer& pending)
{
    REQUIRE(pending.asked);
    while (!*pending.asked)
    {
        std::this_thread::yield();
    }
}

} // namespace

TEST_CASE("fixed credentials wait for the question, and then come first", "[credential_store]")
{
    credential_store store({});
    const credentials mine{.user = "u", .password = "p"};
    CHECK(store.at_once(get(&mine)).value.empty());
    const auth_proof proof = store.on_challenge(get(&mine), basic, {}, some_job).proof;
    CHECK(proof.value == "Basic dTpw");
    CHECK(store.at_once(get(&mine)).value == "Basic dTpw");
    CHECK(store.at_once(get()).value.empty());
    CHECK(store.at_once(get(&mine, {"https://host:444"})).value.empty());
    const credential_store::answer refused = store.on_challenge(get(&mine), basic, proof, some_job);
    CHECK(refused.proof.value.empty());
    CHECK_FALSE(refused.asked);
}

TEST_CASE("Basic at once is what some servers need", "[credential_store]")
{
    credential_store store({});
    const credentials mine{.user = "u", .password = "p", .sends_basic_at_once = true};
    const auth_proof early = store.at_once(get(&mine));
    CHECK(early.value == "Basic dTpw");
    CHECK(store.on_challenge(get(&mine), basic, early, some_job).proof.value.empty());
    CHECK(store.on_challenge(get(&mine), digest("n"), early, some_job).proof.value.starts_with("Digest "));
}

TEST_CASE("of a server that names ever more realms the last ones are known", "[credential_store]")
{
    answers program(std::vector<std::optional<credentials>>(9, credentials{.user = "u", .password = "p"}));
    credential_store store(program.callback());
    const auto challenge = [&](int number) {
        return store.on_challenge(get(), {.realm = "realm " + std::to_string(number)}, {}, some_job);
    };
    for (int number = 0; number != 9; ++number)
    {
        wait_for(challenge(number));
    }
    CHECK_FALSE(challenge(8).proof.value.empty());
    wait_for(challenge(0));
    store.end();
    CHECK(program.questions.size() == 10);
}

TEST_CASE("an answer that is accepted when there is a newer one does not count for that", "[credential_store]")
{
    const credentials mine{.user = "u", .password = "p"};
    answers program({mine, mine, mine});
    credential_store store(program.callback());
    const auto ask = [&](const auth_proof& refused) {
        wait_for(store.on_challenge(get(), basic, refused, some_job));
        return store.on_challenge(get(), basic, {}, some_job).proof;
    };
    const auth_proof first = ask({});
    const auth_proof second = ask(first);
    store.on_accepted(server, first);
    const auth_proof third = ask(second);
    store.on_accepted(server, third);
    wait_for(store.on_challenge(get(), basic, third, some_job));
    store.end();
    REQUIRE(program.questions.size() == 4);
    CHECK(program.questions[2].times_asked == 3);
    CHECK(program.questions[3].times_asked == 1);
}

TEST_CASE("a nonce is used again and counted, and renewed when it is too old", "[credential_store]")
{
    using Catch::Matchers::ContainsSubstring;
    credential_store store({});
    const credentials mine{.user = "u", .password = "p"};
    const auth_proof first = store.on_challenge(get(&mine), digest("n1"), {}, some_job).proof;
    CHECK_THAT(first.value, ContainsSubstring("nonce=\"n1\"") && ContainsSubstring("nc=00000001"));
    const auth_proof second = store.at_once(get(&mine));
    CHECK_THAT(second.value, ContainsSubstring("nonce=\"n1\"") && ContainsSubstring("nc=00000002"));
    // Servers need not say that it was the nonce.
    const auth_proof third = store.on_challenge(get(&mine), digest("n2"), second, some_job).proof;
    CHECK_THAT(third.value, ContainsSubstring("nonce=\"n2\"") && ContainsSubstring("nc=00000001"));
    CHECK(store.on_challenge(get(&mine), digest("n3"), third, some_job).proof.value.empty());
    CHECK_FALSE(store.on_challenge(get(&mine), digest("n4", true), third, some_job).proof.value.empty());
}

TEST_CASE("the program is asked once for many, and again when its answer is refused", "[credential_store]")
{
    answers program({credentials{.user = "u", .password = "1"}, credentials{.user = "u", .password = "2"}});
    credential_store store(program.callback());
    const credential_store::answer pending = store.on_challenge(get(), basic, {}, some_job);
    wait_for(pending);
    REQUIRE(program.questions.size() == 1);
    CHECK(program.questions[0].origin == "https://host:443");
    CHECK(program.questions[0].realm == "files");
    CHECK(program.questions[0].scheme == auth_scheme::basic);
    CHECK(program.questions[0].times_asked == 1);
    CHECK_FALSE(program.questions[0].is_proxy);
    const auth_proof shown = store.at_once(get());
    CHECK(shown.value == "Basic dTox");
    CHECK(store.on_challenge(get(), basic, {}, some_job).proof.value == shown.value); // another one, a little later
    wait_for(store.on_challenge(get(), basic, shown, some_job));
    REQUIRE(program.questions.size() == 2);
    CHECK(program.questions[1].times_asked == 2);
    CHECK(store.on_challenge(get(), basic, shown, some_job).proof.value == "Basic dToy"); // which was refused before
    store.on_accepted(server, store.at_once(get()));
    wait_for(store.on_challenge(get(), basic, store.at_once(get()), some_job));
    CHECK(program.questions[2].times_asked == 1);
}

TEST_CASE("a program that says no, or throws, is not asked again by the same job", "[credential_store]")
{
    int asked = 0;
    credential_store store([&](const credentials_question&) -> std::optional<credentials> {
        ++asked;
        if (asked == 1)
        {
            throw std::runtime_error("s3cr3t");
        }
        return asked == 2 ? std::optional(credentials{.user = "colon:", .password = ""}) : std::nullopt;
    });
    for (int job = 1; job != 4; ++job)
    {
        const auto mine = std::make_shared<const int>(job);
        wait_for(store.on_challenge(get(), basic, {}, mine));
        CHECK(asked == job);
        CHECK_FALSE(store.on_challenge(get(), basic, {}, mine).asked);
        CHECK(store.at_once(get()).value.empty());
    }
}

TEST_CASE("a server that accepts nothing does not have the program asked for ever", "[credential_store]")
{
    int asked = 0;
    credential_store store([&](const credentials_question&) { return credentials{"u", std::to_string(++asked)}; });
    credential_store::answer pending = store.on_challenge(get(), basic, {}, some_job);
    while (pending.asked)
    {
        wait_for(pending);
        pending = store.on_challenge(get(), basic, store.at_once(get()), some_job);
    }
    CHECK(asked == 5);
}

TEST_CASE("what is known of a server and of a proxy of the same origin is kept apart, and so are realms",
          "[credential_store]")
{
    credential_store store([](const credentials_question& question) {
        return credentials{question.is_proxy ? "proxy" : "server", question.realm};
    });
    const auth_party proxy{server.origin, true};
    wait_for(store.on_challenge(get(), basic, {}, some_job));
    wait_for(store.on_challenge(get(nullptr, proxy), basic, {}, some_job));
    CHECK(store.at_once(get()).value == wua::detail::basic_authorization({"server", "files"}));
    CHECK(store.at_once(get(nullptr, proxy)).value == wua::detail::basic_authorization({"proxy", "files"}));
    wait_for(store.on_challenge(get(), {.realm = "other"}, store.at_once(get()), some_job));
    CHECK(store.at_once(get()).value == wua::detail::basic_authorization({"server", "other"}));
    for (int i = 0; i != 100; ++i)
    {
        store.on_challenge(get(), {.realm = std::to_string(i)}, {}, some_job);
    }
}

TEST_CASE("the end of a store waits for the program's answer, but not within it", "[credential_store]")
{
    std::promise<void> begun;
    std::atomic<bool> is_over{false};
    {
        credential_store store([&](const credentials_question&) -> std::optional<credentials> {
            begun.set_value();
            for (int i = 0; i != 1'000; ++i)
            {
                std::this_thread::yield();
            }
            is_over = true;
            return std::nullopt;
        });
        store.on_challenge(get(), basic, {}, some_job);
        begun.get_future().wait();
    }
    CHECK(is_over);

    std::promise<void> gone;
    std::unique_ptr<credential_store> suicidal;
    suicidal = std::make_unique<credential_store>([&](const credentials_question&) -> std::optional<credentials> {
        suicidal.reset();
        gone.set_value();
        return std::nullopt;
    });
    suicidal->on_challenge(get(), basic, {}, some_job);
    gone.get_future().wait();
}

} // namespace wua_test::about_credential_store
