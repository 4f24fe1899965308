// SPDX-License-Identifier: MIT
// Downloads to a sink instead of a file.

#include "catch.hpp"
#include "engine/curl_fixture.hpp"
#include <wua/engine/curl_engine.hpp>
#include <wua/engine/memory_sink.hpp>
#include <wua/engine/transfer/http_errors.hpp>
#include <wua/model/content_sink.hpp>
#include <wua/model/file_details.hpp>
#include <wua/testing/fault_server.hpp>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

using namespace wua_test;

namespace
{

// Notes what it is told, and fails where it is told to.
class noting_sink final : public wua::content_sink
{
public:
    wua::HRESULT begin(std::uint64_t offset, std::optional<std::uint64_t> size) override
    {
        const std::lock_guard lock(m_mutex);
        m_notes.push_back("begin " + std::to_string(offset) + " of " + (size ? std::to_string(*size) : "?"));
        m_bytes.clear();
        note_thread();
        return fails_in == "begin" ? wua::e_accessdenied : wua::s_ok;
    }

    wua::HRESULT write(const char* bytes, std::size_t size) override
    {
        while (is_blocked)
        {
            std::this_thread::sleep_for(1ms);
        }
        const std::lock_guard lock(m_mutex);
        m_bytes.append(bytes, size);
        note_thread();
        if (fails_in == "throwing")
        {
            throw wua::hresult_error(wua::e_accessdenied, "the shelf is full");
        }
        if (fails_in == "oddly")
        {
            throw 7;
        }
        return fails_in == "write" ? wua::e_accessdenied : wua::s_ok;
    }

    wua::HRESULT end(wua::sink_end how) override
    {
        const std::lock_guard lock(m_mutex);
        m_notes.push_back(how == wua::sink_end::verified       ? "verified"
                          : how == wua::sink_end::not_modified ? "not modified"
                                                               : "failed");
        note_thread();
        return fails_in == "end" ? wua::e_accessdenied : wua::s_ok;
    }

    std::vector<std::string> notes() const
    {
        const std::lock_guard lock(m_mutex);
        return m_notes;
    }
    std::string bytes() const
    {
        const std::lock_guard lock(m_mutex);
        return m_bytes;
    }
    bool has_one_thread() const
    {
        const std::lock_guard lock(m_mutex);
        return m_has_one_thread;
    }

    std::string fails_in{};
    std::atomic<bool> is_blocked{false};

private:
    void note_thread()
    {
        m_has_one_thread = m_has_one_thread && (!m_thread || *m_thread == std::this_thread::get_id());
        m_thread = std::this_thread::get_id();
    }

    mutable std::mutex m_mutex;
    std::vector<std::string> m_notes;
    std::string m_bytes;
    std::optional<std::thread::id> m_thread;
    bool m_has_one_thread = true;
};

using notes = std::vector<std::string>;

wua::update_pointer update_for(std::shared_ptr<wua::content_sink> sink, std::vector<std::string> urls,
                               std::string_view content = {}, wua::file_details details = {})
{
    wua::update_item item;
    item.title = "an update";
    wua::content_file& file = item.files.emplace_back();
    file.urls = std::move(urls);
    if (!content.empty())
    {
        file.size = content.size();
        file.digest = sha256_of(content);
    }
    details.sink = std::move(sink);
    file.details = std::make_shared<const wua::file_details>(std::move(details));
    return std::make_shared<const wua::update_item>(std::move(item));
}

wua::outcome outcome_of(wua::curl_engine& engine, const wua::update_pointer& update)
{
    watched_job job(update);
    engine.start(job.transfer());
    REQUIRE(job.wait());
    return job.result();
}

} // namespace

TEST_CASE("a sink gets the content in order on one thread, and then the end, and no file is made",
          "[curl_engine][sink]")
{
    const temporary_folder output;
    wua::fault_server server;
    const std::string content = some_bytes(3'000'000);
    const std::string url = server.serve("/a", content);
    wua::curl_engine engine(quick_options(output.path()));
    const bool is_known = GENERATE(true, false);
    const auto sink = std::make_shared<noting_sink>();
    CHECK(outcome_of(engine, update_for(sink, {url}, is_known ? content : std::string())) == wua::outcome::succeeded());
    CHECK(sink->notes() == notes{"begin 0 of 3000000", "verified"});
    CHECK((sink->bytes() == content));
    CHECK(sink->has_one_thread());
    CHECK(names_in(output.path()).empty());
    const auto empty = std::make_shared<noting_sink>();
    CHECK(outcome_of(engine, update_for(empty, {server.serve("/empty", std::string())})).is_success());
    CHECK(empty->notes() == notes{"begin 0 of 0", "verified"});
}

TEST_CASE("a broken download is continued unnoticed by the sink, or starts over if it cannot be", "[curl_engine][sink]")
{
    const temporary_folder output;
    wua::fault_server server;
    const std::string content = some_bytes(400'000);
    wua::curl_engine engine(quick_options(output.path()));
    const auto continued = std::make_shared<noting_sink>();
    const std::string broken = server.serve("/a", content, wua::misbehaviour_named("truncated_at_half"));
    CHECK(outcome_of(engine, update_for(continued, {broken})) == wua::outcome::succeeded());
    CHECK(continued->notes() == notes{"begin 0 of 400000", "verified"});
    CHECK((continued->bytes() == content));
    const auto anew = std::make_shared<noting_sink>();
    const std::string ignored = server.serve("/b", content, wua::misbehaviour_named("range_ignored"));
    CHECK(outcome_of(engine, update_for(anew, {ignored}, content)) == wua::outcome::succeeded());
    CHECK(anew->notes().front() == "begin 0 of 400000"); // what came before it began anew need not have reached it
    CHECK(anew->notes().back() == "verified");
    CHECK((anew->bytes() == content));
}

TEST_CASE("with wrong content a sink fails, or starts over with another mirror's", "[curl_engine][sink]")
{
    const temporary_folder output;
    wua::fault_server server;
    const std::string content = some_bytes(400'000);
    const std::string wrong = server.serve("/wrong", some_bytes(400'000, 2));
    wua::curl_engine engine(quick_options(output.path()));
    const auto failing = std::make_shared<noting_sink>();
    CHECK(outcome_of(engine, update_for(failing, {wrong}, content)).hresult == wua::wu_e_dm_incorrectfilehash);
    const notes told = failing->notes();
    CHECK(told.back() == "failed");
    CHECK(std::count(told.begin(), told.end(), "verified") == 0);
    const auto helped = std::make_shared<noting_sink>();
    CHECK(outcome_of(engine, update_for(helped, {wrong, server.serve("/a", content)}, content)).is_success());
    CHECK(helped->notes().front() == "begin 0 of 400000");
    CHECK(helped->notes().back() == "verified");
    CHECK((helped->bytes() == content));
}

TEST_CASE("what a sink fails with fails the update, and no mirror is asked", "[curl_engine][sink]")
{
    const temporary_folder output;
    wua::fault_server server;
    const std::string content = some_bytes(400'000);
    const std::string url = server.serve("/a", content);
    const std::string other = server.serve("/b", content);
    wua::curl_engine engine(quick_options(output.path()));
    const auto sink = std::make_shared<noting_sink>();
    sink->fails_in = GENERATE("begin", "write", "end", "throwing", "oddly");
    INFO(sink->fails_in);
    const wua::outcome result = outcome_of(engine, update_for(sink, {url, other}, content));
    CHECK(result.code == wua::orcFailed);
    CHECK(result.hresult == (sink->fails_in == "oddly" ? wua::e_unexpected : wua::e_accessdenied));
    CHECK(result.detail == (sink->fails_in == "throwing" ? "the shelf is full"
                            : sink->fails_in == "oddly"  ? "the sink has thrown something that is not a std::exception"
                                                         : "the sink does not take the content"));
    CHECK(sink->notes().back() == (sink->fails_in == "end" ? "verified" : "failed"));
    for (const wua::http_request& request : server.requests())
    {
        CHECK(request.path() == "/a");
    }
}

TEST_CASE("updates that want the same content in sinks download it each for itself", "[curl_engine][sink]")
{
    const temporary_folder output;
    wua::fault_server server;
    const std::string content = some_bytes(300'000);
    const std::string url = server.serve("/a", content);
    const auto one = std::make_shared<noting_sink>();
    const auto other = std::make_shared<noting_sink>();
    wua::curl_engine engine(quick_options(output.path()));
    watched_job job({update_for(one, {url}, content), update_for(other, {url}, content)});
    engine.start(job.transfer());
    REQUIRE(job.wait());
    for (const auto& sink : {one, other})
    {
        CHECK(sink->notes() == notes{"begin 0 of 300000", "verified"});
        CHECK((sink->bytes() == content));
    }
    CHECK(server.requests().size() == 2);
    CHECK(names_in(output.path()).empty());
}

TEST_CASE("a sink that takes long holds back its connection, and an abort does not wait for it", "[curl_engine][sink]")
{
    const temporary_folder output;
    wua::fault_server server;
    const std::string content = some_bytes(7U << 20U);
    const auto sink = std::make_shared<noting_sink>();
    sink->is_blocked = true;
    wua::curl_engine engine(quick_options(output.path()));
    watched_job job(update_for(sink, {server.serve("/a", content)}, content));
    engine.start(job.transfer());
    REQUIRE(job.wait_for([](const auto& now) { return now.bytes_downloaded() >= 4U << 20U; }));
    watched_job file(to_update_item(server.serve("/b", some_bytes(1'000)), some_bytes(1'000)));
    engine.start(file.transfer()); // which goes on
    REQUIRE(file.wait());
    CHECK(file.result().is_success());
    CHECK(job.look().bytes_downloaded() < 6U << 20U);
    const bool is_aborted = GENERATE(true, false);
    if (is_aborted)
    {
        job.ledger().request_abort();
        REQUIRE(job.wait(2s));
    }
    sink->is_blocked = false;
    REQUIRE(job.wait());
    CHECK(job.result() == (is_aborted ? wua::outcome::aborted() : wua::outcome::succeeded()));
    if (!is_aborted)
    {
        CHECK((sink->bytes() == content));
    }
}

TEST_CASE("a download to a sink can be paused, also when its connection is given up", "[curl_engine][sink]")
{
    const temporary_folder output;
    wua::fault_server server;
    const std::string content = some_bytes(2U << 20U);
    const auto sink = std::make_shared<noting_sink>();
    wua::curl_options options = quick_options(output.path());
    options.pause_patience = 0ms;
    options.job_bandwidth = 4'000'000;
    wua::curl_engine engine(options);
    watched_job job(update_for(sink, {server.serve("/a", content)}, content));
    engine.start(job.transfer());
    REQUIRE(job.wait_for([](const auto& now) { return now.bytes_downloaded() > 0; }));
    job.ledger().want_pause(true);
    REQUIRE(job.wait_for([](const auto& now) { return now.state() == wua::job_state::paused; }));
    job.ledger().want_pause(false);
    REQUIRE(job.wait());
    CHECK(job.result() == wua::outcome::succeeded());
    CHECK(sink->notes() == notes{"begin 0 of 2097152", "verified"});
    CHECK((sink->bytes() == content));
}

TEST_CASE("a sink that holds the beginning gets the rest, or the whole of other content", "[curl_engine][sink]")
{
    const temporary_folder output;
    wua::fault_server server;
    const wua::served_content content{some_bytes(400'000)};
    const std::string url = server.serve("/a", content);
    wua::curl_engine engine(quick_options(output.path()));
    const auto sink = std::make_shared<noting_sink>();
    CHECK(outcome_of(engine, update_for(sink, {url}, {}, {.known = {.etag = content.etag()}, .held_bytes = 100'000}))
              .is_success());
    CHECK(sink->notes() == notes{"begin 100000 of 400000", "verified"});
    CHECK((sink->bytes() == some_bytes(400'000).substr(100'000)));
    const auto other = std::make_shared<noting_sink>();
    CHECK(outcome_of(engine, update_for(other, {url}, {}, {.known = {.etag = "\"older\""}, .held_bytes = 100'000}))
              .is_success());
    CHECK(other->notes() == notes{"begin 0 of 400000", "verified"});
    CHECK((other->bytes() == some_bytes(400'000)));
    const auto all = std::make_shared<noting_sink>();
    CHECK(outcome_of(engine, update_for(all, {url}, {}, {.known = {.etag = content.etag()}, .held_bytes = 400'000}))
              .is_success());
    CHECK(all->notes() == notes{"verified"});
}

TEST_CASE("senseless details of a file are refused before anything is started", "[curl_engine][sink]")
{
    const temporary_folder output;
    wua::curl_engine engine(quick_options(output.path()));
    const auto sink = std::make_shared<noting_sink>();
    const auto message_of = [&](const wua::update_pointer& update) {
        watched_job job(update);
        try
        {
            engine.start(job.transfer());
        }
        catch (const wua::hresult_error& error)
        {
            CHECK(error.code() == wua::e_invalidarg);
            return std::string(error.text());
        }
        return std::string("nothing");
    };
    const std::vector<std::string> urls{"http://127.0.0.1:1/a"};
    const std::string start = "file 0 of 'an update': ";
    CHECK(message_of(update_for(sink, urls, {}, {.held_bytes = 1})) ==
          start + "held bytes can be continued only with a strong ETag");
    CHECK(message_of(update_for(sink, urls, {}, {.known = {.etag = "W/\"a\""}, .held_bytes = 1})) ==
          start + "held bytes can be continued only with a strong ETag");
    CHECK(message_of(update_for(sink, urls, "abc", {.known = {.etag = "\"a\""}, .held_bytes = 1})) ==
          start + "a digest covers all bytes, but those that a sink holds cannot be read");
    CHECK(message_of(update_for(nullptr, urls, {}, {.known = {.etag = "\"a\""}, .held_bytes = 1})) ==
          start + "bytes are held, but there is no sink to hold them");
    for (const char* const etag : {"a", "\"a", "\"a\"b\"", "\"a b\"", "\"a\"\r\nX: y", "w/\"a\""})
    {
        CHECK(message_of(update_for(nullptr, urls, {}, {.known = {.etag = etag}})) ==
              start + "the known ETag is not valid; one looks like \"abc\", with its quotes");
    }
    for (const char* const date : {"yesterday", "Sun, 06 Nov 1994 08:49:37 GMT\r\n", "Sunday, 06-Nov-94 08:49:37 GMT"})
    {
        CHECK(message_of(update_for(nullptr, urls, {}, {.known = {.last_modified = date}})) ==
              start + "the known Last-Modified is not a date; one looks like Sun, 06 Nov 1994 08:49:37 GMT");
    }
}

TEST_CASE("a policy that checks files refuses a sink, whose content it cannot see", "[curl_engine][sink]")
{
    const temporary_folder output;
    wua::curl_options options = quick_options(output.path());
    options.policy.check = [](const wua::finished_content&) { return wua::content_verdict::accepted(); };
    wua::curl_engine engine(options);
    const auto sink = std::make_shared<noting_sink>();
    const wua::outcome result = outcome_of(engine, update_for(sink, {"http://127.0.0.1:1/a"}));
    CHECK(result.hresult == wua::wu_e_call_cancelled_by_policy);
    CHECK(result.detail == "the policy's check cannot see what goes to a sink: http://127.0.0.1:1/a");
    CHECK(sink->notes().empty());
}

TEST_CASE("a sink in memory has the content once it is verified, and no more than it may", "[curl_engine][sink]")
{
    const temporary_folder output;
    wua::fault_server server;
    const std::string content = some_bytes(100'000);
    wua::curl_engine engine(quick_options(output.path()));
    const auto sink = std::make_shared<wua::memory_sink>(100'000);
    CHECK_FALSE(sink->take());
    CHECK(outcome_of(engine, update_for(sink, {server.serve("/a", content)}, content)).is_success());
    CHECK((sink->take() == content));
    CHECK_FALSE(sink->take());
    for (const char* const kind : {"well_behaved", "chunked"})
    {
        const auto small = std::make_shared<wua::memory_sink>(99'999);
        const std::string url = server.serve("/b", content, wua::misbehaviour_named(kind));
        const wua::outcome result = outcome_of(engine, update_for(small, {url}));
        CHECK(result.hresult == wua::detail::update_too_large);
        CHECK(result.detail == "the content has more than the 99999 bytes that may be kept in memory");
        CHECK_FALSE(small->take());
    }
}
