// SPDX-License-Identifier: MIT
// The engine that is made of a function.

#include "objects/doubles.hpp"
#include <wua/engine/blocking_engine.hpp>
#include <wua/engine/fallback_engine.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <new>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

using namespace wua;
using namespace doubles;

TEST_CASE("while the function of a blocking_engine waits for its server, the falling speed is reported",
          "[blocking_engine]")
{
    event is_slower;
    double fastest = 0;
    job_options options;
    options.downloader.progress_interval = 0ms;
    options.on_progress = [&](const progress_snapshot& now) {
        fastest = std::max(fastest, now.bytes_per_second());
        if (now.state() == job_state::running && now.bytes_per_second() < fastest)
        {
            is_slower.set();
        }
    };
    job running = start(blocking_engine([&](update_reporter& report) {
                            report.set_bytes(1);
                            std::this_thread::sleep_for(100ms);
                            report.set_bytes(50'000'000);
                            is_slower.wait();
                            return outcome::succeeded();
                        }),
                        {make_item("large", "https://host/", 100'000'000)}, std::move(options));
    CHECK(running.wait() == outcome::succeeded());
    CHECK(fastest > 0);
}

TEST_CASE("an aborted job ends at its limit although the function of a blocking_engine does not look",
          "[blocking_engine]")
{
    event may_end;
    event is_over;
    job_options options;
    options.downloader.abort_limit = 50ms;
    const auto engine = std::make_shared<blocking_engine>([&](update_reporter&) {
        may_end.wait();
        return outcome::succeeded();
    });
    options.on_completed = [&](const outcome&) { is_over.set(); };
    job running = start(engine, {make_item("stuck", "https://host/", 1)}, std::move(options));
    running.request_abort();
    is_over.wait();
    CHECK(running.result() == outcome::aborted());
    may_end.set();
}

TEST_CASE("an exception of a blocking_engine's function is reported once", "[blocking_engine]")
{
    job running = start(blocking_engine([](update_reporter& report) -> outcome {
                            if (report.index() == 0)
                            {
                                throw hresult_error(wu_e_pt_http_status_not_found);
                            }
                            throw hresult_error(e_accessdenied, "the disk is read-only");
                        }),
                        make_items(2));
    running.wait();
    CHECK(running.result(0) == outcome::failed(wu_e_pt_http_status_not_found));
    CHECK(running.result(1) == outcome::failed(e_accessdenied, {}, "the disk is read-only"));
}

TEST_CASE("the updates of many jobs are begun in the order of their start, and one thread begins each once",
          "[blocking_engine]")
{
    std::mutex mutex;
    std::vector<std::string> begun;
    std::vector<std::string> expected;
    std::vector<job> jobs;
    event may_begin;
    {
        const auto engine = std::make_shared<blocking_engine>([&](update_reporter& report) {
            may_begin.wait();
            const std::lock_guard lock(mutex);
            begun.push_back(report.update().title);
            return outcome::succeeded();
        });
        for (const char* name : {"a", "b", "c"})
        {
            std::vector<update_pointer> updates;
            for (const char* number : {"1", "2", "3"})
            {
                expected.push_back(std::string(name) + number);
                updates.push_back(make_item(expected.back(), "https://host/", 1));
            }
            jobs.push_back(start(engine, updates));
        }
        may_begin.set();
        for (job& each : jobs)
        {
            CHECK(each.wait() == outcome::succeeded());
        }
    }
    CHECK(begun == expected);
}

TEST_CASE("a job that is aborted in the queue of a blocking_engine ends at once, and the others are as they were",
          "[blocking_engine]")
{
    event may_end;
    const auto engine = std::make_shared<blocking_engine>([&](update_reporter& report) {
        may_end.wait();
        report.set_bytes(report.update().size().value_or(0));
        return outcome::succeeded();
    });
    job first = start(engine, make_items(2));
    std::vector<job> waiting;
    for (int n = 0; n != 3; ++n)
    {
        waiting.push_back(start(engine, make_items(1000)));
    }
    waiting[1].request_abort();
    CHECK(waiting[1].wait() == outcome::aborted());
    CHECK(waiting[1].progress().tally().aborted() == 1000);
    first.request_abort(); // of which one update is under way
    may_end.set();
    CHECK(first.wait() == outcome::aborted());
    CHECK(first.result(0) == outcome::succeeded());
    CHECK(first.result(1) == outcome::aborted());
    CHECK(waiting[0].wait() == outcome::succeeded());
    CHECK(waiting[2].wait() == outcome::succeeded());
}

TEST_CASE("whatever the function of a blocking_engine throws fails its update, with its words if it has any",
          "[blocking_engine]")
{
    const auto result_of = [](blocking_engine::function download) {
        job running = start(blocking_engine(std::move(download)), {make_item("update", "https://host/", 1)});
        running.wait();
        return running.result(0);
    };
    const outcome standard =
        result_of([](update_reporter&) -> outcome { throw std::runtime_error("the disk is gone"); });
    CHECK(standard.hresult == e_fail);
    CHECK(standard.detail == "the disk is gone");
    struct wordless : std::exception
    {
        const char* what() const noexcept override
        {
            return nullptr;
        }
    };
    CHECK(result_of([](update_reporter&) -> outcome { throw wordless(); }) == outcome::failed(e_fail));
    CHECK(result_of([](update_reporter&) -> outcome { throw std::bad_alloc(); }).hresult == e_outofmemory);
    CHECK(result_of([](update_reporter&) -> outcome { throw 7; }) == outcome::failed(wu_e_download_failed));
}

TEST_CASE("the function of a blocking_engine can destroy its own job, and with it the engine", "[blocking_engine]")
{
    for (const bool is_inside_fallback : {false, true})
    {
        INFO(is_inside_fallback);
        std::optional<job> running;
        event is_stored;
        event is_destroyed;
        std::atomic<bool> was_stopped{false};
        std::chrono::steady_clock::duration took{};
        auto engine = std::make_shared<blocking_engine>([&](update_reporter& report) {
            is_stored.wait();
            const auto began = std::chrono::steady_clock::now();
            running.reset();
            took = std::chrono::steady_clock::now() - began;
            was_stopped = report.stop_token().stop_requested();
            is_destroyed.set();
            return outcome::aborted();
        });
        const auto other = std::make_shared<blocking_engine>([](update_reporter&) { return outcome::failed(e_fail); });
        if (is_inside_fallback)
        {
            running.emplace(start(fallback_engine(std::move(engine), other), make_items(2)));
        }
        else
        {
            running.emplace(start(std::move(engine), make_items(2)));
        }
        is_stored.set();
        is_destroyed.wait();
        CHECK(was_stopped);
        CHECK(took < 2s); // its abort limit is 5 s
    }
}

TEST_CASE("the function of a blocking_engine cannot wait for its own job", "[blocking_engine]")
{
    std::optional<job> running;
    com_ptr<IUpdateDownloader> downloader;
    com_ptr<IDownloadJob> com;
    event is_stored;
    HRESULT cleaned_up = s_ok;
    HRESULT ended = s_ok;
    std::string refusal;
    job_options options;
    options.downloader.abort_limit = 100ms;
    running.emplace(start(blocking_engine([&](update_reporter&) {
                              is_stored.wait();
                              try
                              {
                                  running->wait_for(1ms);
                              }
                              catch (const hresult_error& error)
                              {
                                  refusal = error.text();
                              }
                              cleaned_up = com->CleanUp();
                              com_ptr<IDownloadResult> result;
                              ended = downloader->EndDownload(com.get(), result.put());
                              return outcome::succeeded();
                          }),
                          make_items(1), std::move(options)));
    com = running->com();
    downloader = running->downloader();
    is_stored.set();
    CHECK(running->wait() == outcome::succeeded());
    CHECK_THAT(refusal, Catch::Matchers::ContainsSubstring("cannot wait for the job"));
    CHECK(cleaned_up == wu_e_invalid_operation);
    CHECK(ended == wu_e_invalid_operation);
}

TEST_CASE("the function of a blocking_engine can wait for other jobs, and for its own once that is over",
          "[blocking_engine]")
{
    std::optional<job> running;
    event is_stored;
    event is_over;
    outcome other;
    outcome own;
    job_options options;
    options.downloader.abort_limit = 20ms;
    const auto inner = std::make_shared<blocking_engine>([](update_reporter&) { return outcome::succeeded(); });
    running.emplace(start(blocking_engine([&](update_reporter&) {
                              other = start(inner, make_items(1)).wait();
                              is_stored.wait();
                              running->request_abort();
                              while (running->result().code == orcInProgress)
                              {
                                  std::this_thread::yield(); // until the limit has passed
                              }
                              own = running->wait();
                              is_over.set();
                              return outcome::succeeded();
                          }),
                          make_items(1), std::move(options)));
    is_stored.set();
    is_over.wait();
    CHECK(other == outcome::succeeded());
    CHECK(own == outcome::aborted());
}

TEST_CASE("a blocking_engine without a function or a thread is refused", "[blocking_engine]")
{
    CHECK_THROWS_AS(blocking_engine(nullptr), std::invalid_argument);
    CHECK_THROWS_AS(blocking_engine([](update_reporter&) { return outcome::succeeded(); }, 0), std::invalid_argument);
}
