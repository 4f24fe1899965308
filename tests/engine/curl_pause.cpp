// SPDX-License-Identifier: MIT
// Jobs of the libcurl engine that are paused and changed under way.

#include "engine/curl_fixture.hpp"
#include <wua/engine/curl_engine.hpp>
#include <wua/engine/unfinished_download.hpp>
#include <wua/job/job.hpp>
#include <wua/testing/fault_server.hpp>
#include <wua/wuapi/errors.hpp>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

using namespace wua_test;

namespace
{

constexpr std::uint64_t half = 300'000;

// Half of the content at once, and the rest when it likes.
constexpr wua::misbehaviour half_then_rest{
    "half_then_rest", "Half, and 300 ms later the rest.", wua::expectation::delivers, 1,
    [](wua::response_script& script) {
        const wua::http_response response = script.correct_response();
        script.send(response.head);
        script.send_content(response.from, response.to / 2);
        script.pause(300ms);
        script.send_content(response.to / 2, response.to);
    }};

constexpr wua::misbehaviour half_then_silence{
    "half_then_silence", "Half, and then nothing; the second time all.", wua::expectation::delivers, 1,
    [](wua::response_script& script) {
        const wua::http_response response = script.correct_response();
        script.send(response.head);
        script.send_content(response.from, response.to / 2);
        script.stall();
    }};

constexpr wua::misbehaviour half_then_end{
    "half_then_end", "Half, and 300 ms later the end of the connection; the second time all.",
    wua::expectation::delivers_after_retry, 1, [](wua::response_script& script) {
        const wua::http_response response = script.correct_response();
        script.send(response.head);
        script.send_content(response.from, response.to / 2);
        script.pause(300ms);
        script.close();
    }};

// Nothing by which what is stored could be continued.
constexpr wua::misbehaviour no_validator{
    "no_validator", "Half, and 300 ms later the rest, without a validator.", wua::expectation::delivers,
    wua::misbehaviour::always, [](wua::response_script& script) {
        script.send("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(script.size()) + "\r\n\r\n");
        script.send_content(0, script.size() / 2);
        script.pause(300ms);
        script.send_content(script.size() / 2, script.size());
    }};

bool is_at_half(const wua::progress_snapshot& now)
{
    return now.bytes_downloaded() == half;
}
bool is_at_rest(const wua::progress_snapshot& now)
{
    return now.is_paused();
}

const std::string& pause_content()
{
    static const std::string content = some_bytes(2 * half, 77);
    return content;
}

void pause_at_half(wua::curl_engine& engine, watched_job& job)
{
    engine.start(job.transfer());
    REQUIRE(job.wait_for(is_at_half));
    job.ledger().want_pause(true);
    REQUIRE(job.wait_for(is_at_rest));
}

void resume_to_end(watched_job& job)
{
    job.ledger().want_pause(false);
    REQUIRE(job.wait());
    CHECK(job.result() == wua::outcome::succeeded());
}

std::vector<std::string> paths_of(const std::vector<wua::http_request>& requests)
{
    std::vector<std::string> paths;
    for (const wua::http_request& request : requests)
    {
        paths.emplace_back(request.path());
    }
    return paths;
}

} // namespace

TEST_CASE("a short pause keeps the connection, and takes nothing from it", "[curl_engine][pause]")
{
    wua::fault_server server;
    temporary_folder output;
    wua::curl_engine engine(quick_options(output.path()));
    watched_job job(to_update_item(server.serve("/a", pause_content(), half_then_rest), pause_content()));
    pause_at_half(engine, job);
    REQUIRE(server.wait_for_bytes_sent(2 * half, 10s)); // it is there to be taken
    CHECK(job.look().bytes_downloaded() == half);
    CHECK(job.look().is_current_update_paused());
    resume_to_end(job);
    CHECK(has_content(output / "a", pause_content()));
    CHECK(server.requests().size() == 1);
    CHECK(job.ledger().progress_of(0).attempt == 1);
}

TEST_CASE("a long pause gives the connection up, and a range brings what is missing", "[curl_engine][pause]")
{
    wua::fault_server server;
    temporary_folder output;
    wua::curl_options options = quick_options(output.path());
    options.pause_patience = 0ms;
    wua::curl_engine engine(options);
    const bool has_digest = GENERATE(true, false);
    const std::string url = server.serve("/a", pause_content(), half_then_silence);
    watched_job job(has_digest ? to_update_item(url, pause_content()) : wua::make_item("an update", url));
    pause_at_half(engine, job);
    REQUIRE(server.wait_until_idle(10s));
    resume_to_end(job);
    CHECK(has_content(output / "a", pause_content()));
    REQUIRE(server.requests().size() == 2);
    CHECK(server.requests()[1].field("Range") == "bytes=300000-");
    CHECK(job.ledger().progress_of(0).attempt == 1); // nothing failed
    CHECK(job.look().retries() == 0);
}

TEST_CASE("a server that does not bear a pause costs a range, and no attempt", "[curl_engine][pause]")
{
    wua::fault_server server;
    temporary_folder output;
    wua::curl_options options = quick_options(output.path());
    options.retry.attempts = 1;
    wua::curl_engine engine(options);
    watched_job job(to_update_item(server.serve("/a", pause_content(), half_then_end), pause_content()));
    pause_at_half(engine, job);
    REQUIRE(server.wait_until_idle(10s));
    resume_to_end(job);
    CHECK(has_content(output / "a", pause_content()));
    CHECK(job.ledger().progress_of(0).attempt == 1);
    CHECK(server.requests().size() == 2);
}

TEST_CASE("what no range could continue keeps its connection as long as the server bears it", "[curl_engine][pause]")
{
    wua::fault_server server;
    temporary_folder output;
    wua::curl_options options = quick_options(output.path());
    options.pause_patience = 0ms;
    wua::curl_engine engine(options);
    watched_job job(wua::make_item("an update", server.serve("/a", pause_content(), no_validator)));
    pause_at_half(engine, job);
    REQUIRE(server.wait_for_bytes_sent(2 * half, 10s));
    resume_to_end(job);
    CHECK(has_content(output / "a", pause_content()));
    CHECK(server.requests().size() == 1);
}

TEST_CASE("a paused update gives its place to others, and what was to be paused before its turn is not started",
          "[curl_engine][pause]")
{
    wua::fault_server server;
    temporary_folder output;
    wua::curl_options options = quick_options(output.path());
    options.parallel.engine = 1;
    options.pause_patience = GENERATE(0ms, 30'000ms);
    wua::curl_engine engine(options);
    watched_job job({
        to_update_item(server.serve("/a", pause_content(), half_then_rest), pause_content()),
        to_update_item(server.serve("/b", "b"), "b"),
        to_update_item(server.serve("/c", "c"), "c"),
    });
    job.ledger().want_pause(1, true);
    engine.start(job.transfer());
    REQUIRE(job.wait_for(is_at_half));
    job.ledger().want_pause(0, true);
    REQUIRE(job.wait_for(is_at_rest)); // when c is there
    CHECK(job.result(2) == wua::outcome::succeeded());
    CHECK(job.result(1) == wua::outcome{});
    CHECK(server.requests("/b").empty());
    job.ledger().want_pause(1, false);
    REQUIRE(job.wait_for([](const auto& now) { return now.finished() == 2; }));
    job.ledger().want_pause(0, false);
    REQUIRE(job.wait());
    CHECK(job.look().tally().succeeded() == 3);
    CHECK(has_content(output / "a", pause_content()));
}

TEST_CASE("a job that is paused in the queue starts when it is resumed, and ends when it is aborted",
          "[curl_engine][pause]")
{
    wua::fault_server server;
    temporary_folder output;
    wua::curl_engine engine(quick_options(output.path()));
    watched_job resumed(to_update_item(server.serve("/a", "a"), "a"));
    watched_job aborted(to_update_item(server.serve("/b", "b"), "b"));
    watched_job after(to_update_item(server.serve("/c", "c"), "c"));
    resumed.ledger().want_pause(true);
    aborted.ledger().want_pause(true);
    engine.start(resumed.transfer());
    engine.start(aborted.transfer());
    engine.start(after.transfer());
    REQUIRE(after.wait());
    CHECK(resumed.look().is_paused());
    aborted.ledger().request_abort();
    REQUIRE(aborted.wait());
    CHECK(aborted.result() == wua::outcome::aborted());
    resumed.ledger().want_pause(false);
    REQUIRE(resumed.wait());
    CHECK(resumed.result() == wua::outcome::succeeded());
    CHECK(paths_of(server.requests()) == std::vector<std::string>{"/c", "/a"});
}

TEST_CASE("what an aborted pause has stored is continued by the next job", "[curl_engine][pause]")
{
    wua::fault_server server;
    temporary_folder output;
    wua::curl_options options = quick_options(output.path());
    options.pause_patience = GENERATE(0ms, 30'000ms);
    wua::curl_engine engine(options);
    const wua::update_pointer update =
        to_update_item(server.serve("/a", pause_content(), half_then_silence), pause_content());
    watched_job job(update);
    pause_at_half(engine, job);
    const auto asked = std::chrono::steady_clock::now();
    job.ledger().request_abort();
    REQUIRE(job.wait());
    CHECK(std::chrono::steady_clock::now() - asked < 1s);
    CHECK(job.result() == wua::outcome::aborted());
    watched_job next(update);
    engine.start(next.transfer());
    REQUIRE(next.wait());
    CHECK(next.result() == wua::outcome::succeeded());
    CHECK(server.requests().back().field("Range") == "bytes=300000-");
}

TEST_CASE("an engine ends although its jobs are paused", "[curl_engine][pause]")
{
    wua::fault_server server;
    temporary_folder output;
    wua::curl_options options = quick_options(output.path());
    options.pause_patience = GENERATE(0ms, 30'000ms);
    watched_job job({to_update_item(server.serve("/a", pause_content(), half_then_silence), pause_content()),
                     to_update_item(server.serve("/b", "b"), "b")});
    {
        wua::curl_engine engine(options);
        job.ledger().want_pause(1, true);
        engine.start(job.transfer());
        REQUIRE(job.wait_for(is_at_half));
        job.ledger().want_pause(true);
        REQUIRE(job.wait_for(is_at_rest));
    }
    CHECK(job.look().is_completed());
    CHECK(job.result(0).hresult == wua::wu_e_service_stop);
    CHECK(job.result(1).hresult == wua::wu_e_service_stop);
}

TEST_CASE("no limit of time counts a pause", "[curl_engine][pause]")
{
    wua::fault_server server;
    temporary_folder output;
    const auto later = std::make_shared<std::atomic<std::int64_t>>(0);
    wua::curl_options options = quick_options(output.path());
    options.clock = [later] { return wua::steady_time() + std::chrono::nanoseconds(*later); };
    options.pause_patience = GENERATE(0ms, 3'600'000ms);
    options.retry.total_deadline = 10s;
    options.retry.attempt_deadline = 10s;
    options.retry.stall_time = 5s;
    options.retry.attempts = 1;
    wua::curl_engine engine(options);
    watched_job job(to_update_item(server.serve("/a", pause_content(), half_then_rest), pause_content()));
    pause_at_half(engine, job);
    *later += std::chrono::nanoseconds(30min).count();
    engine.set_bandwidth(0); // has it look at the time
    resume_to_end(job);
    CHECK(job.ledger().progress_of(0).attempt == 1);
}

namespace
{

// An update of which one job has half, and another follows it.
struct followed_download
{
    wua::fault_server server{};
    temporary_folder output{};
    wua::curl_engine engine{quick_options(output.path())};
    wua::update_pointer update =
        to_update_item(server.serve("/a", pause_content(), half_then_silence), pause_content());
    watched_job owner{update};
    watched_job follower{update};

    followed_download()
    {
        engine.start(owner.transfer());
        REQUIRE(owner.wait_for(is_at_half));
        engine.start(follower.transfer());
        REQUIRE(follower.wait_for(is_at_half));
    }
};

} // namespace

TEST_CASE("others that follow a paused update's download go on without it", "[curl_engine][curl_shared][pause]")
{
    followed_download both;
    auto& [server, output, engine, update, owner, follower] = both;
    owner.ledger().want_pause(true);
    REQUIRE(follower.wait());
    CHECK(follower.result() == wua::outcome::succeeded());
    CHECK(owner.look().is_paused());
    CHECK(owner.look().bytes_downloaded() == half);
    owner.ledger().want_pause(false);
    REQUIRE(owner.wait());
    CHECK(owner.result().is_success_or_with_errors());
    REQUIRE(server.requests().size() == 2);
    CHECK(server.requests()[1].field("Range") == "bytes=300000-");
}

TEST_CASE("a paused follower shows no bytes, and finds the file when it is resumed",
          "[curl_engine][curl_shared][pause]")
{
    wua::fault_server server;
    temporary_folder output;
    wua::curl_engine engine(quick_options(output.path()));
    const wua::update_pointer update =
        to_update_item(server.serve("/a", pause_content(), half_then_rest), pause_content());
    watched_job owner(update);
    watched_job follower(update);
    engine.start(owner.transfer());
    REQUIRE(owner.wait_for(is_at_half));
    owner.ledger().want_pause(true);
    REQUIRE(owner.wait_for(is_at_rest));
    follower.ledger().want_pause(true);
    engine.start(follower.transfer());
    owner.ledger().want_pause(false);
    REQUIRE(owner.wait());
    CHECK(follower.look().is_paused());
    CHECK(follower.look().bytes_downloaded() == 0);
    follower.ledger().want_pause(false);
    REQUIRE(follower.wait());
    CHECK(follower.result() == wua::outcome::succeeded(wua::wu_s_already_downloaded));
    CHECK(server.requests().size() == 1);
}

TEST_CASE("a follower that is paused keeps what it has seen, and fetches the rest when it is left alone",
          "[curl_engine][curl_shared][pause]")
{
    followed_download both;
    auto& [server, output, engine, update, owner, follower] = both;
    follower.ledger().want_pause(true);
    REQUIRE(follower.wait_for(is_at_rest));
    CHECK(follower.look().bytes_downloaded() == half);
    owner.ledger().request_abort();
    REQUIRE(owner.wait());
    CHECK(follower.look().is_paused());
    CHECK(server.requests().size() == 1);
    resume_to_end(follower);
    CHECK(has_content(output / "a", pause_content()));
    REQUIRE(server.requests().size() == 2);
    CHECK(server.requests()[1].field("Range") == "bytes=300000-");
}

TEST_CASE("an update that waits for another engine's download is paused and goes on", "[curl_engine][pause]")
{
    wua::fault_server server;
    temporary_folder output;
    const wua::update_pointer update =
        to_update_item(server.serve("/a", pause_content(), half_then_silence), pause_content());
    wua::curl_engine one(quick_options(output.path()));
    wua::curl_engine two(quick_options(output.path()));
    watched_job first(update);
    watched_job second(update);
    one.start(first.transfer());
    REQUIRE(first.wait_for(is_at_half));
    two.start(second.transfer());
    REQUIRE(second.wait_for([](const auto& now) { return now.started() == 1; }));
    second.ledger().want_pause(true);
    REQUIRE(second.wait_for(is_at_rest));
    first.ledger().request_abort();
    REQUIRE(first.wait());
    CHECK(second.look().is_paused());
    CHECK(server.requests().size() == 1);
    resume_to_end(second);
    CHECK(has_content(output / "a", pause_content()));
}

TEST_CASE("an update that waits for a descriptor is paused, and its pause does not count as waiting",
          "[curl_engine][pause]")
{
    wua::fault_server server;
    temporary_folder output;
    std::atomic<bool> is_short = true;
    std::atomic<int> refusals = 0;
    wua::curl_options options = quick_options(output.path());
    options.retry.busy_deadline = 10s;
    const auto time = std::make_shared<std::atomic<std::int64_t>>(0);
    options.clock = [time] { return wua::steady_time() + std::chrono::nanoseconds(*time); };
    options.hook = [&](wua::disk_operation operation, std::string_view name) {
        const bool fails = is_short && operation == wua::disk_operation::create && name == "a.part";
        refusals += fails ? 1 : 0;
        return wua::disk_verdict{.error = fails ? EMFILE : 0};
    };
    wua::curl_engine engine(options);
    watched_job job(to_update_item(server.serve("/a", pause_content()), pause_content()));
    engine.start(job.transfer());
    REQUIRE(job.wait_for([&](const auto&) { return refusals >= 2; }));
    job.ledger().want_pause(true);
    REQUIRE(job.wait_for(is_at_rest));
    *time += std::chrono::nanoseconds(1h).count(); // much longer than anybody waits
    is_short = false;
    resume_to_end(job);
    CHECK(has_content(output / "a", pause_content()));
}

// ---- whether anything may be fetched ----

TEST_CASE("nothing is fetched while the program says no, and its reason is shown", "[curl_engine][pause]")
{
    struct answer
    {
        std::mutex mutex;
        std::string reason;
        int asked = 0;
    };
    const auto told = std::make_shared<answer>();
    const auto say = [&](const char* reason) {
        const std::lock_guard lock(told->mutex);
        told->reason = reason;
    };
    say("metered network");
    wua::fault_server server;
    temporary_folder output;
    wua::curl_options options = quick_options(output.path());
    options.loops = GENERATE(std::size_t(1), std::size_t(2));
    options.may_fetch_every = 1h;
    options.may_fetch = [told] {
        const std::lock_guard lock(told->mutex);
        ++told->asked;
        return told->reason == "fails" ? throw std::runtime_error("no idea") : told->reason;
    };
    wua::curl_engine engine(options);
    watched_job job({to_update_item(server.serve("/a", pause_content(), half_then_rest), pause_content()),
                     to_update_item(server.serve("/b", "b"), "b")});
    engine.start(job.transfer());
    REQUIRE(job.wait_for([](const auto& now) { return now.pause_reason() == "metered network"; }));
    CHECK(job.look().is_paused());
    CHECK(server.requests().empty());
    say("");
    engine.ask_may_fetch();
    REQUIRE(job.wait_for([](const auto& now) { return now.current_update_bytes_downloaded() == half; }));
    say("outside of 22:00-06:00");
    engine.ask_may_fetch();
    REQUIRE(job.wait_for(is_at_rest));
    CHECK(job.look().pause_reason() == "outside of 22:00-06:00");
    say("fails");
    engine.ask_may_fetch();
    REQUIRE(job.wait_for([](const auto& now) { return now.pause_reason() == "no idea"; }));

    watched_job late(to_update_item(server.serve("/c", "c"), "c")); // comes while nothing may be fetched
    engine.start(late.transfer());
    REQUIRE(late.wait_for([](const auto& now) { return now.pause_reason() == "no idea"; }));
    job.ledger().want_pause(true); // the client as well
    say("");
    engine.ask_may_fetch();
    REQUIRE(late.wait());
    CHECK(job.look().is_paused());
    CHECK(job.look().pause_reason().empty());
    job.ledger().want_pause(false);
    REQUIRE(job.wait());
    CHECK(job.look().tally().succeeded() == 2);
    CHECK(has_content(output / "a", pause_content()));
    CHECK(told->asked >= 5);
}

TEST_CASE("the program is asked every so often, and only while there are jobs", "[curl_engine][pause]")
{
    const auto asked = std::make_shared<std::atomic<int>>(0);
    wua::fault_server server;
    temporary_folder output;
    wua::curl_options options = quick_options(output.path());
    options.may_fetch_every = 1ms;
    options.may_fetch = [asked] { return ++*asked < 5 ? std::string("not yet") : std::string(); };
    wua::curl_engine engine(options);
    watched_job job(to_update_item(server.serve("/a", "a"), "a"));
    CHECK(*asked == 0);
    engine.start(job.transfer());
    REQUIRE(job.wait());
    CHECK(*asked >= 5);
}

// ---- limits and priorities ----

TEST_CASE("a limit of bandwidth is changed under way, of a job and of the engine", "[curl_engine][pause]")
{
    wua::fault_server server;
    temporary_folder output;
    wua::curl_options options = quick_options(output.path());
    const bool is_of_job = GENERATE(true, false);
    (is_of_job ? options.job_bandwidth : options.engine_bandwidth) = 1000; // ten minutes
    wua::curl_engine engine(options);
    watched_job job(to_update_item(server.serve("/a", pause_content()), pause_content()));
    engine.start(job.transfer());
    REQUIRE(job.wait_for([](const auto& now) { return now.bytes_downloaded() != 0; }));
    is_of_job ? job.ledger().set_bandwidth(0) : engine.set_bandwidth(0);
    REQUIRE(job.wait());
    CHECK(job.result() == wua::outcome::succeeded());
}

TEST_CASE("a limit that comes under way is obeyed", "[curl_engine][pause]")
{
    wua::fault_server server;
    temporary_folder output;
    wua::curl_engine engine(quick_options(output.path()));
    const std::string content = some_bytes(200'000);
    watched_job job({to_update_item(server.serve("/a", pause_content(), half_then_rest), pause_content()),
                     to_update_item(server.serve("/b", "b"), "b")});
    engine.start(job.transfer());
    REQUIRE(job.wait_for([](const auto& now) { return now.current_update_bytes_downloaded() == half; }));
    const auto start = std::chrono::steady_clock::now();
    job.ledger().set_bandwidth(2'000'000); // 300,000 bytes take 150 ms, but for the last buffer
    REQUIRE(job.wait());
    CHECK(std::chrono::steady_clock::now() - start > 50ms);
    CHECK(job.result() == wua::outcome::succeeded());
}

TEST_CASE("a priority that is changed decides what starts next", "[curl_engine][pause]")
{
    wua::fault_server server;
    temporary_folder output;
    wua::curl_options options = quick_options(output.path());
    options.parallel.engine = 1;
    wua::curl_engine engine(options);
    watched_job first(to_update_item(server.serve("/a", pause_content(), half_then_rest), pause_content()));
    watched_job second(to_update_item(server.serve("/b", "b"), "b"));
    watched_job third(to_update_item(server.serve("/c", "c"), "c"));
    watched_job fourth(to_update_item(server.serve("/d", "d"), "d"));
    engine.start(first.transfer());
    REQUIRE(first.wait_for(is_at_half));
    engine.start(second.transfer());
    engine.start(third.transfer());
    engine.start(fourth.transfer());
    fourth.ledger().set_priority(wua::dpExtraHigh);
    second.ledger().set_priority(wua::dpLow);
    for (watched_job* job : {&first, &second, &third, &fourth})
    {
        REQUIRE(job->wait());
    }
    CHECK(paths_of(server.requests()) == std::vector<std::string>{"/a", "/d", "/c", "/b"});
}

TEST_CASE("invalid options of pauses are refused", "[curl_engine][pause]")
{
    temporary_folder output;
    wua::curl_options options = quick_options(output.path());
    options.pause_patience = -1ms;
    CHECK_THROWS_AS(wua::curl_engine(options), wua::hresult_error);
    options.pause_patience = 0ms;
    options.may_fetch_every = 0ms;
    CHECK_NOTHROW(wua::curl_engine(options)); // nobody is asked
    options.may_fetch = [] { return std::string(); };
    CHECK_THROWS_AS(wua::curl_engine(options), wua::hresult_error);
}

TEST_CASE("a job of the C++ face is paused and changed under way", "[curl_engine][job][pause]")
{
    wua::fault_server server;
    temporary_folder output;
    wua::job job = wua::start(wua::curl_engine(quick_options(output.path())),
                              {to_update_item(server.serve("/a", pause_content(), half_then_rest), pause_content())});
    CHECK(job.controls() == wua::job_controls{.pause = true, .priority = true, .bandwidth = true});
    job.pause();
    while (!job.progress().is_paused())
    {
        job.wait_for(1ms);
    }
    CHECK(job.priority() == wua::dpNormal);
    job.set_priority(wua::dpHigh);
    CHECK(job.priority() == wua::dpHigh);
    job.set_bandwidth(100'000'000);
    CHECK_THROWS_AS(job.set_priority(static_cast<wua::DownloadPriority>(9)), wua::hresult_error);
    job.resume();
    CHECK(job.wait() == wua::outcome::succeeded());
}
