// SPDX-License-Identifier: MIT
// curl_engine against every misbehaviour that the fault server knows.

#include "engine/curl_fixture.hpp"
#include "engine/unhindered_time.hpp"
#include "engine/written_trace.hpp"
#include <wua/engine/curl_engine.hpp>
#include <wua/engine/story_json.hpp>
#include <wua/engine/transfer/http_errors.hpp>
#include <wua/objects/to_update_item.hpp>
#include <wua/testing/fault_server.hpp>
#include <wua/testing/fault_server_tls.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <initializer_list>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

using namespace wua_test;

namespace
{

// In the names of the misbehaviours to which it matters how much has come before.
constexpr std::string_view part_words[] = {
    "truncated",    "reset_at",     "reset_no",        "reset_always",    "range_refused", "range_silent",
    "range_closed", "range_reset",  "ignored",         "piecemeal",       "quarters",      "range_416",
    "whole",        "range_longer", "range_chunked",   "multipart",       "in_part",       "_changed",
    "_grew",        "_shrank",      "stalls_once",     "at_half",         "ended_early",   "not_accepted",
    "redirected",   "chunked_then", "chunked_without", "chunk_truncated", "parts_",        "one_part_"};

// By several connections.
bool is_asked_for_parts(const wua::misbehaviour& behaviour)
{
    return behaviour.name.starts_with("parts_") || behaviour.name.starts_with("one_part_");
}

struct encounter
{
    wua::misbehaviour behaviour;
    bool has_manifest; // the update names size and digest
    std::unique_ptr<watched_job> job = nullptr;
    std::unique_ptr<temporary_folder> output = std::make_unique<temporary_folder>();
    std::unique_ptr<wua::curl_engine> engine = nullptr;
    std::shared_ptr<written_recording> trace = nullptr; // if it is recorded
};

// One server with everything it needs, and engines that trust it.
class fault_world
{
public:
    explicit fault_world(std::size_t size = 100'000) : m_content(some_bytes(size))
    {
        write_file(m_folder / "ca.pem", m_authority->certificate_pem());
    }

    wua::fault_server& server()
    {
        return m_server;
    }
    const wua::fault_server& server() const
    {
        return m_server;
    }
    const std::string& content() const
    {
        return m_content;
    }

    encounter meet(const wua::misbehaviour& behaviour, bool has_manifest,
                   std::chrono::milliseconds max_retry_after = 10s)
    {
        return meet(behaviour, has_manifest, max_retry_after, false);
    }

    // And has the job recorded.
    encounter meet_and_record(const wua::misbehaviour& behaviour, bool has_manifest)
    {
        return meet(behaviour, has_manifest, 10s, true);
    }

    // Every update has a second URL from now on, at which everything is right.
    void add_good_mirror()
    {
        m_other_mirror = m_server.serve("/good", m_served);
    }

    static std::filesystem::path file_of(const encounter& met)
    {
        return *met.output / (std::string(met.behaviour.name) + (met.has_manifest ? "_known" : "_unknown"));
    }

private:
    encounter meet(const wua::misbehaviour& behaviour, bool has_manifest, std::chrono::milliseconds max_retry_after,
                   bool is_recorded)
    {
        const std::string path = "/" + std::string(behaviour.name) + (has_manifest ? "_known" : "_unknown");
        wua::content_file file{.urls = {m_server.serve(path, m_served, behaviour)}, .file_name = path.substr(1)};
        if (!m_other_mirror.empty())
        {
            file.urls.push_back(m_other_mirror);
        }
        if (has_manifest)
        {
            file.size = m_content.size();
            file.digest = m_digest;
        }
        const auto item = std::make_shared<wua::update_item>();
        item->title = path;
        item->files = {std::move(file)};
        encounter met{behaviour, has_manifest};
        wua::curl_options options = quick_options(met.output->path());
        options.ca_file = m_folder / "ca.pem";
        options.retry.max_retry_after = max_retry_after;
        options.max_update_bytes = 16U << 20U;
        options.retry.stall_time = 2s;
        options.retry.connect_deadline = 2s;
        options.sync = wua::sync_policy::never; // much is stored, and none of it is to stay
        if (is_asked_for_parts(behaviour))
        {
            options.segments = {.max_per_file = 4, .min_bytes = 8U << 10U};
        }
        met.engine = std::make_unique<wua::curl_engine>(options);
        met.job = std::make_unique<watched_job>(item);
        wua::transfer transfer = met.job->transfer();
        if (is_recorded)
        {
            met.trace = std::make_shared<written_recording>(transfer);
            transfer.record(met.trace);
        }
        met.engine->start(std::move(transfer));
        return met;
    }

    std::shared_ptr<wua::test_authority> m_authority = std::make_shared<wua::test_authority>();
    temporary_folder m_folder;
    const std::string m_content;
    const wua::content_digest m_digest = sha256_of(m_content);
    const wua::served_content m_served{m_content}; // its copies share the bytes
    std::string m_other_mirror;
    wua::fault_server m_server{m_authority};
};

bool is_met(const fault_world& world, const wua::misbehaviour& behaviour, bool has_manifest)
{
    return (!behaviour.needs_manifest || has_manifest) && world.server().can_serve(behaviour) &&
           behaviour.expected != wua::expectation::must_be_abortable;
}

bool is_about_parts(const wua::misbehaviour& behaviour)
{
    return std::any_of(std::begin(part_words), std::end(part_words),
                       [&](std::string_view word) { return behaviour.name.find(word) != std::string_view::npos; });
}

bool has_final_file(const encounter& met)
{
    return std::filesystem::exists(fault_world::file_of(met));
}

void check_delivered(const fault_world& world, const encounter& met)
{
    CHECK(met.job->result() == wua::outcome::succeeded());
    CHECK(has_content(fault_world::file_of(met), world.content()));
    CHECK(names_in(met.output->path()).size() == 1);
}

void check_end(const fault_world& world, const encounter& met)
{
    const wua::misbehaviour& behaviour = met.behaviour;
    INFO(behaviour.name << (met.has_manifest ? " with" : " without") << " size and digest");
    const bool has_ended = met.job->wait(20s);
    CHECK(has_ended);
    const wua::outcome result = met.job->result();
    INFO(Catch::StringMaker<wua::outcome>::convert(result));
    if (behaviour.expected == wua::expectation::must_fail)
    {
        CHECK(result.code == wua::orcFailed);
        CHECK(wua::failed(result.hresult));
        CHECK_FALSE(result.detail.empty());
        CHECK_FALSE(has_final_file(met));
    }
    else if (behaviour.expected == wua::expectation::delivers_or_fails && result.code == wua::orcFailed)
    {
        CHECK_FALSE(result.detail.empty());
        CHECK_FALSE(has_final_file(met));
    }
    else
    {
        check_delivered(world, met);
    }
}

// The trace in its file shows what the job showed, result and story included.
void check_replay(const encounter& met)
{
    INFO(met.behaviour.name << (met.has_manifest ? " with" : " without") << " size and digest");
    const written_replay replay = replay_of(met.trace->text());
    CHECK(replay.is_complete);
    CHECK(replay.played.shown == met.trace->shown());
    CHECK(replay.played.results.front() == met.job->result());
    wua::download_story story = met.job->ledger().story(0);
    CHECK_FALSE((story.attempts.empty() && met.job->result().code == wua::orcFailed));
    if (!story.attempts.empty())
    {
        const bool has_succeeded = met.job->result().code == wua::orcSucceeded;
        CHECK((story.attempts.back().decision == wua::attempt_decision::complete) == has_succeeded);
        CHECK((story.attempts.back().decision == wua::attempt_decision::give_up) == !has_succeeded);
    }
    CHECK(replay.played.stories.front() == without_times_of_end(std::move(story)));
}

// What comes of a flood is the same after less than a gibibyte.
wua::misbehaviour shorter(const wua::misbehaviour& behaviour)
{
    constexpr std::uint64_t enough = 16U << 20U;
    return behaviour.is_flood && behaviour.amount > enough ? behaviour.by(enough) : behaviour;
}

enum class recorded : std::uint8_t
{
    none,
    with_manifest,
};

// Meets every misbehaviour for which `is_chosen` answers true and hands what came of it to `check`; some at a time,
// since most of it is waiting.
template <class IsChosen, class Check>
void meet_all(fault_world& world, std::initializer_list<bool> has_manifest, IsChosen&& is_chosen, Check&& check,
              recorded which = recorded::none)
{
#ifdef __SANITIZE_THREAD__
    constexpr std::size_t at_once = 4; // everything takes ten times as long, but the limits are the same
#else
    constexpr std::size_t at_once = 32;
#endif
    std::deque<encounter> under_way;
    const auto check_first = [&] {
        check(std::as_const(under_way.front()));
        under_way.pop_front();
    };
    for (const bool with : has_manifest)
    {
        for (const wua::misbehaviour& behaviour : wua::all_misbehaviours())
        {
            if (!is_chosen(behaviour, with))
            {
                continue;
            }
            if (under_way.size() == at_once)
            {
                check_first();
            }
            under_way.push_back(which == recorded::with_manifest && with
                                    ? world.meet_and_record(shorter(behaviour), with)
                                    : world.meet(shorter(behaviour), with));
        }
    }
    while (!under_way.empty())
    {
        check_first();
    }
}

} // namespace

TEST_CASE("every misbehaviour of a server ends as it should, and its trace shows the same again", "[curl_engine]")
{
    fault_world world;
    meet_all(
        world, {true, false},
        [&](const wua::misbehaviour& behaviour, bool has_manifest) { return is_met(world, behaviour, has_manifest); },
        [&](const encounter& met) {
            check_end(world, met);
            if (met.trace)
            {
                check_replay(met);
            }
        },
        recorded::with_manifest);
}

TEST_CASE("every misbehaviour that needs much content ends as it should with much content", "[curl_engine]")
{
    fault_world world(5U << 20U); // more than every threshold in the engine
    meet_all(
        world, {true, false},
        [&](const wua::misbehaviour& behaviour, bool has_manifest) {
            return is_about_parts(behaviour) && is_met(world, behaviour, has_manifest);
        },
        [&](const encounter& met) { check_end(world, met); });
}

TEST_CASE("what misbehaves beside a slow answer is asked by several connections", "[curl_engine]")
{
    fault_world world;
    for (const char* name : {"parts_right", "parts_of_other_bytes", "one_part_cut"})
    {
        INFO(name);
        std::size_t requests = 0;
        for (int tries = 0; requests < 2 && tries != 5; ++tries) // a busy machine has no use for several
        {
            world.server().forget_requests();
            const encounter met = world.meet(wua::misbehaviour_named(name), true);
            REQUIRE(met.job->wait());
            check_delivered(world, met);
            requests = world.server().requests().size();
        }
        CHECK(requests >= 2);
    }
}

TEST_CASE("whatever one mirror does, the other brings the file", "[curl_engine]")
{
    fault_world world;
    world.add_good_mirror();
    meet_all(
        world, {true}, [&](const wua::misbehaviour& behaviour, bool) { return world.server().can_serve(behaviour); },
        [&](const encounter& met) {
            INFO(met.behaviour.name);
            CHECK(met.job->wait(20s));
            check_delivered(world, met);
        });
}

TEST_CASE("an abort is prompt whatever the server does", "[curl_engine]")
{
    fault_world world;
    std::vector<std::chrono::nanoseconds> latencies;
    for (const wua::misbehaviour& behaviour : wua::all_misbehaviours())
    {
        if (behaviour.expected != wua::expectation::must_be_abortable || !world.server().can_serve(behaviour) ||
            (behaviour.listener == wua::listener_kind::tls_http_2 && !has_http_2()))
        {
            continue;
        }
        INFO(behaviour.name);
        for (int round = 0; round != 5; ++round)
        {
            world.server().forget_requests();
            encounter met = world.meet(behaviour, true, std::chrono::hours(24 * 1000));
            // As far as it goes: some are stuck before a request can be sent.
            if (behaviour.listener == wua::listener_kind::plain)
            {
                REQUIRE(world.server().wait_for_requests(1, 5s));
            }
            REQUIRE(met.job->wait_for([](const auto& snapshot) { return snapshot.started() == 1; }));
            const unhindered_time time;
            met.job->ledger().request_abort();
            REQUIRE(met.job->ledger().wait_until(std::chrono::steady_clock::now() + 5s));
            latencies.push_back(time.passed());
            CHECK(met.job->result() == wua::outcome::aborted());
            CHECK_FALSE(has_final_file(met));
        }
    }
    REQUIRE(latencies.size() >= 5 * 8);
    std::sort(latencies.begin(), latencies.end());
    CHECK(latencies.back() <= 100ms);
}

TEST_CASE("a server that stalls is given up by the stall limit", "[curl_engine]")
{
    fault_world world;
    for (const char* name : {"never_answers", "stalls_mid_head", "stalls_after_head", "stalls_mid_body", "drips_body"})
    {
        INFO(name);
        temporary_folder output;
        wua::curl_options options = quick_options(output.path());
        options.retry.stall_time = 100ms;
        options.retry.attempts = 2;
        wua::curl_engine engine(options);
        const std::string url = world.server().serve("/stall", world.content(), wua::misbehaviour_named(name));
        watched_job job(to_update_item(url, world.content()));
        engine.start(job.transfer());
        REQUIRE(job.wait());
        CHECK(job.result().hresult == wua::wininet_e_timeout);
        CHECK(job.result().native == wua::native_error{"curl", CURLE_OPERATION_TIMEDOUT});
        CHECK(job.ledger().progress_of(0).attempt == 2);
    }
}

TEST_CASE("deadlines end an attempt and an update", "[curl_engine]")
{
    fault_world world;
    const std::string url =
        world.server().serve("/slow", world.content(), wua::misbehaviour_named("drips_head_for_ever"));
    for (const bool is_total : {false, true})
    {
        temporary_folder output;
        wua::curl_options options = quick_options(output.path());
        (is_total ? options.retry.total_deadline : options.retry.attempt_deadline) = 150ms;
        options.retry.attempts = 2;
        wua::curl_engine engine(options);
        watched_job job(to_update_item(url, world.content()));
        engine.start(job.transfer());
        REQUIRE(job.wait());
        CHECK(job.result().hresult == wua::wininet_e_timeout);
        CHECK(job.ledger().progress_of(0).attempt == (is_total ? 1U : 2U));
    }
}

TEST_CASE("Retry-After is obeyed, and a server that asks for too much is given up", "[curl_engine]")
{
    fault_world world;
    {
        const auto began = std::chrono::steady_clock::now();
        encounter met = world.meet(wua::misbehaviour_named("retry_after_seconds_503"), true);
        REQUIRE(met.job->wait());
        CHECK(met.job->result() == wua::outcome::succeeded());
        CHECK(std::chrono::steady_clock::now() - began >= 1s);
    }
    encounter met = world.meet(wua::misbehaviour_named("retry_after_a_year"), true);
    REQUIRE(met.job->wait());
    CHECK(met.job->result().hresult == wua::wu_e_pt_http_status_service_unavail);
}

TEST_CASE("the story has each attempt that is counted, that of a server which begins anew as well", "[curl_engine]")
{
    fault_world world;
    const encounter met = world.meet(wua::misbehaviour_named("range_ignored"), true);
    REQUIRE(met.job->wait());
    CHECK(met.job->result() == wua::outcome::succeeded());
    const wua::download_story story = met.job->ledger().story(0);
    CHECK(story.attempts.size() == met.job->ledger().progress_of(0).attempt);
    REQUIRE(story.attempts.size() == 3);
    const wua::attempt_record& anew = story.attempts[1];
    CHECK(anew.offset != 0);
    CHECK(anew.bytes == 0);
    CHECK(anew.status == 200);
    CHECK(anew.decision == wua::attempt_decision::retry);
    CHECK(anew.discards_bytes);
    CHECK(anew.result.detail.starts_with("the server sends the whole, not what is missing: http://"));
    CHECK(story.attempts[2].offset == 0);
    CHECK(story.attempts[2].bytes == world.content().size());
    CHECK(story.attempts[2].decision == wua::attempt_decision::complete);
}

TEST_CASE("credentials go to the host they are for and to no other, and are not printed", "[curl_engine]")
{
    fault_world world;
    for (const char* name : {"redirect_302", "redirect_to_other_host", "always_403"})
    {
        INFO(name);
        world.server().forget_requests();
        std::string url = world.server().serve("/secret", world.content(), wua::misbehaviour_named(name));
        url.insert(url.find("//") + 2, "user:pass%40word@");
        temporary_folder output;
        wua::curl_engine engine(quick_options(output.path()));
        watched_job job(to_update_item(url + "?token=pass", world.content()));
        wua::transfer transfer = job.transfer();
        const auto trace = std::make_shared<written_recording>(transfer);
        transfer.record(trace);
        engine.start(std::move(transfer));
        REQUIRE(job.wait());
        CHECK(job.result().detail.find("pass") == std::string::npos);
        CHECK(trace->text().find("pass") == std::string::npos);
        const wua::download_story story = job.ledger().story(0);
        REQUIRE(!story.attempts.empty());
        CHECK(wua::story_lines(0, {}, story).find("pass") == std::string::npos);
        CHECK(story.attempts.front().redirects.size() == (std::string_view(name) == "always_403" ? 0 : 1));
        const auto requests = world.server().requests();
        REQUIRE(!requests.empty());
        CHECK(requests.front().field("Authorization").has_value());
        const bool stays = std::string_view(name) != "redirect_to_other_host";
        CHECK(requests.back().field("Authorization").has_value() == stays);
    }
}

TEST_CASE("a redirect to the same host in capitals keeps the credentials", "[curl_engine]")
{
    constexpr wua::misbehaviour capitals{
        .name = "redirect_to_capitals",
        .meaning = "302 to the same host in capitals.",
        .respond = [](wua::response_script& script) {
            wua::detail::behaviours::redirect_unless_moved(
                script, 302, "HTTP://LOCALHOST:" + script.port() + std::string(script.request().path()) + "?moved");
        }};
    fault_world world;
    const std::string served = world.server().serve("/secret", world.content(), capitals);
    const std::string url = "http://user:word@localhost" + served.substr(served.rfind(':'));
    temporary_folder output;
    wua::curl_engine engine(quick_options(output.path()));
    watched_job job(to_update_item(url, world.content()));
    engine.start(job.transfer());
    REQUIRE(job.wait());
    CHECK(job.result() == wua::outcome::succeeded());
    const auto requests = world.server().requests();
    REQUIRE(requests.size() == 2);
    CHECK(requests[1].field("Authorization").has_value());
}

TEST_CASE("what HTTP/2 does not bring to its end is asked for by HTTP/1.1", "[curl_engine]")
{
    if (!has_http_2())
    {
        skip("this libcurl has no HTTP/2");
        return;
    }
    fault_world world(5U << 20U);
    for (const char* name : {"http_2_reset_no_error_without_length", "http_2_goaway_always", "http_2_status_garbage"})
    {
        INFO(name);
        world.server().forget_requests();
        const encounter met = world.meet(wua::misbehaviour_named(name), false);
        REQUIRE(met.job->wait());
        check_delivered(world, met);
        const auto requests = world.server().requests();
        REQUIRE(requests.size() >= 2);
        CHECK(requests.front().version == "HTTP/2");
        CHECK(requests.back().version == "HTTP/1.1");
    }
}

TEST_CASE("answers that are not valid HTTP are distinguished from others", "[curl_engine]")
{
    struct telling
    {
        const char* name;
        const char* sentence;
    };
    fault_world world;
    for (const telling& each :
         {telling{"switching_protocols", "changes to another protocol"},
          telling{"status_invalid", "this is no HTTP: Unsupported HTTP version in response"},
          telling{"status_000", "this is no HTTP: Unsupported response code"},
          telling{"http_0_9", "this is no HTTP: Received HTTP/0.9"},
          telling{"folded_digits", "the Content-Length makes no sense"},
          telling{"folded_first", "Header without colon"},
          telling{"redirect_empty", "HTTP status 302 without a Location"}})
    {
        INFO(each.name);
        const encounter met = world.meet(wua::misbehaviour_named(each.name), true);
        REQUIRE(met.job->wait());
        CHECK_THAT(met.job->result().detail, Catch::Matchers::ContainsSubstring(each.sentence));
        CHECK_THAT(met.job->result().detail, Catch::Matchers::ContainsSubstring(each.name));
    }
}

TEST_CASE("a download is continued with If-Range where it stopped", "[curl_engine]")
{
    fault_world world;
    encounter met = world.meet(wua::misbehaviour_named("truncated_at_half"), true);
    REQUIRE(met.job->wait());
    CHECK(met.job->result() == wua::outcome::succeeded());
    const auto requests = world.server().requests();
    REQUIRE(requests.size() == 2);
    CHECK(requests[0].field("Accept-Encoding") == "identity");
    CHECK(!requests[0].field("Range").has_value());
    CHECK(requests[1].field("Range") == "bytes=" + std::to_string(world.content().size() / 2) + "-");
    CHECK(requests[1].field("If-Range").has_value());
    CHECK(met.job->ledger().progress_of(0).attempt == 2);
}

TEST_CASE("a server that always cuts where it cannot continue is not fetched from for ever", "[curl_engine]")
{
    fault_world world(3U << 20U);
    encounter met = world.meet(wua::misbehaviour_named("ranges_not_accepted_and_cut").at(2U << 20U), true);
    REQUIRE(met.job->wait());
    CHECK(met.job->result().hresult == wua::wininet_e_connection_aborted);
    CHECK(world.server().requests().size() == wua::retry_policy().attempts);
}

TEST_CASE("a reported error wins at once, whatever becomes of its page", "[curl_engine]")
{
    fault_world world;
    for (const char* name : {"page_stalls_404", "page_endless_404", "page_cut_404"})
    {
        INFO(name);
        const auto began = std::chrono::steady_clock::now();
        encounter met = world.meet(wua::misbehaviour_named(name), true);
        REQUIRE(met.job->wait());
        CHECK(met.job->result().native == wua::native_error{"http", 404});
        CHECK(met.job->ledger().progress_of(0).attempt == 1);
        CHECK(std::chrono::steady_clock::now() - began < 1500ms);
    }
    for (const char* name : {"page_stalls_503", "page_endless_503", "page_cut_503"})
    {
        INFO(name);
        const auto began = std::chrono::steady_clock::now();
        encounter met = world.meet(wua::misbehaviour_named(name), true);
        REQUIRE(met.job->wait());
        CHECK(met.job->result() == wua::outcome::succeeded());
        CHECK(std::chrono::steady_clock::now() - began >= 1s);
        CHECK(std::chrono::steady_clock::now() - began < 2500ms);
    }
}

TEST_CASE("all bytes are enough when a digest decides, whatever the connection does afterwards", "[curl_engine]")
{
    fault_world world(5U << 20U);
    for (const char* name : {"chunked_then_silence", "chunked_without_end", "chunked_then_more"})
    {
        INFO(name);
        const auto began = std::chrono::steady_clock::now();
        encounter met = world.meet(wua::misbehaviour_named(name), true);
        REQUIRE(met.job->wait());
        CHECK(met.job->result() == wua::outcome::succeeded());
        CHECK(met.job->ledger().progress_of(0).attempt == 1);
        CHECK(std::chrono::steady_clock::now() - began < 1500ms);
    }
}

TEST_CASE("a refused Range leads to a whole request after one refusal, in this run and in a later one", "[curl_engine]")
{
    fault_world world(5U << 20U);
    for (const char* name : {"range_refused_403", "range_refused_503", "range_reset", "range_closed"})
    {
        INFO(name);
        world.server().forget_requests();
        encounter met = world.meet(wua::misbehaviour_named(name), true);
        REQUIRE(met.job->wait());
        CHECK(met.job->result() == wua::outcome::succeeded());
        auto requests = world.server().requests();
        REQUIRE(requests.size() == 3);
        CHECK(requests[1].field("Range").has_value());
        CHECK_FALSE(requests[2].field("Range").has_value());
    }
    temporary_folder output;
    const std::string url = world.server().serve("/late", world.content(), wua::misbehaviour_named("stalls_mid_body"));
    wua::curl_options options = quick_options(output.path());
    options.retry.attempts = 1;
    wua::curl_engine engine(options);
    watched_job first(to_update_item(url, world.content()));
    engine.start(first.transfer());
    REQUIRE(first.wait_for([&](const auto& now) { return now.bytes_downloaded() == world.content().size() / 2; }));
    first.ledger().request_abort();
    REQUIRE(first.wait());
    world.server().serve("/late", world.content(), wua::misbehaviour_named("range_refused_404").at(5U << 20U));
    world.server().forget_requests();
    watched_job second(to_update_item(url, world.content()));
    engine.start(second.transfer());
    REQUIRE(second.wait());
    CHECK(second.result() == wua::outcome::succeeded());
    CHECK(world.server().requests().size() == 2);
}

TEST_CASE("a server whose whole answer fails too keeps what was stored", "[curl_engine]")
{
    constexpr wua::misbehaviour busy_after_half{
        .name = "busy_after_half",
        .meaning = "Half of the content, then 503 three times.",
        .expected = wua::expectation::delivers_after_retry,
        .bad_responses = 4,
        .respond =
            [](wua::response_script& script) {
                if (script.attempt() == 1)
                {
                    wua::detail::behaviours::truncated(script);
                    return;
                }
                wua::detail::behaviours::status_page(script);
            },
        .where = wua::content_position::half(),
        .status = 503};
    fault_world world(5U << 20U);
    encounter met = world.meet(busy_after_half, true);
    REQUIRE(met.job->wait());
    CHECK(met.job->result() == wua::outcome::succeeded());
    const auto requests = world.server().requests();
    REQUIRE(requests.size() == 5);
    CHECK(requests[1].field("Range").has_value());
    CHECK_FALSE(requests[2].field("Range").has_value());
    CHECK(requests[3].field("Range").has_value());
}

TEST_CASE("too long a header line is the server's fault, not a want of memory", "[curl_engine]")
{
    fault_world world;
    for (const char* name : {"huge_header", "endless_header", "many_headers"})
    {
        INFO(name);
        encounter met = world.meet(wua::misbehaviour_named(name), true);
        REQUIRE(met.job->wait());
        CHECK(met.job->result().hresult == wua::error_winhttp_header_size_overflow);
    }
}
