// SPDX-License-Identifier: MIT
// The engines themselves, and jobs whose callbacks come on threads.

#include "torture/oom_job.hpp"
#include "torture/oom_point.hpp"
#include <wua/com/com_ptr.hpp>
#include <wua/engine/blocking_engine.hpp>
#include <wua/engine/fallback_engine.hpp>
#include <wua/engine/simulated_engine.hpp>
#include <wua/objects/download_callbacks.hpp>
#include <wua/objects/update_downloader.hpp>

#include <array>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

namespace
{

using oom::point;
using namespace std::chrono_literals;

constexpr const char* text = "a text that is too long for the place inside a string";

std::vector<wua::update_pointer> items(int count)
{
    std::vector<wua::update_pointer> made;
    for (int i = 0; i != count; ++i)
    {
        made.push_back(wua::make_item(text, text));
    }
    return made;
}

std::shared_ptr<wua::detail::ledger> make_ledger(int count)
{
    return std::make_shared<wua::detail::ledger>(items(count));
}

void simulated_members(point& at)
{
    std::optional<wua::simulated_engine> engine;
    wua::scenario script;
    script.updates.resize(2);
    if (!at([&] { engine.emplace(script); }))
    {
        return;
    }
    at([&] { engine->set_scenario(script); });
    int runs = 0;
    int posted = 0;
    posted += at([&] { engine->post([&runs] { ++runs; }); }) ? 1 : 0;
    at.survives([&] { engine->run(); });
    at.expect(runs == posted, "posted work was lost");
    posted += at([&] { engine->post([&runs] { ++runs; }); }) ? 1 : 0;
    at.survives([&] { engine.reset(); });
    at.expect(runs == posted, "posted work was lost at the engine's end");
}

// A transfer that an engine refuses has ended.
void simulated_transfers(point& at)
{
    wua::scenario script;
    script.order = wua::start_order::shuffled;
    std::optional<wua::simulated_engine> engine(script);
    const auto first = make_ledger(3);
    const auto second = make_ledger(2);
    const auto begin = [&](const std::shared_ptr<wua::detail::ledger>& job) {
        if (!at([&] { engine->start(wua::transfer(job)); }))
        {
            at.expect(job->is_completed(), "a transfer that was refused has not ended");
        }
    };
    begin(first);
    begin(second);
    at.survives([&] { engine->advance(1s); });
    at.survives([&] { first->request_abort(); });
    at.expect(first->is_abort_requested() || first->is_completed(), "an abort was lost");
    at.survives([&] {
        while (engine->drive() && !first->is_completed())
        {}
    });
    at.survives([&] { engine.reset(); });
    oom::check_ended(at, *first);
    oom::check_ended(at, *second);
}

void simulated_real_time(point& at)
{
    const auto engine = std::make_shared<wua::simulated_engine>();
    const auto downloader = wua::make_downloader(engine);
    wua::throw_if_failed(downloader->put_Updates(oom::collection_of(items(2)).get()));
    // if its thread cannot be started the engine stays virtual
    at([&] { engine->run_in_real_time(1e6); });
    wua::com_ptr<wua::IDownloadJob> job;
    if (!at.survives([&] { return downloader->BeginDownload(nullptr, nullptr, wua::VARIANT{}, job.put()); }))
    {
        return;
    }
    if (!at.survives([&] { return job->CleanUp(); }))
    {
        wua::throw_if_failed(job->CleanUp());
    }
    oom::check_ended(at, oom::ledger_of(job));
}

// ---- two engines as one ----

// The first engine fails one update, brings another no further than it was, and keeps the third waiting.
void fallback_transfers(point& at)
{
    wua::scenario script;
    script.parallelism = 2;
    script.updates.resize(2);
    script.updates[0].faults.push_back({.at_byte = 10, .hresult = wua::e_fail});
    script.updates[1].stalls.push_back({10, 24h});
    wua::fallback_options options;
    options.no_bytes_for = 1s;
    options.falls_back = [](const wua::outcome&) { return true; };
    using engine_type = wua::fallback_engine<wua::simulated_engine, wua::simulated_engine>;
    std::optional<engine_type> engine;
    const auto one = std::make_shared<wua::simulated_engine>(script);
    const auto other = std::make_shared<wua::simulated_engine>();
    if (!at([&] { engine.emplace(one, other, options); }))
    {
        return;
    }
    const auto first = make_ledger(3);
    const auto second = make_ledger(2);
    for (const auto& job : {first, second})
    {
        if (!at.survives([&] { engine->start(wua::transfer(job)); }))
        {
            at.expect(job->is_completed(), "a transfer that was refused has not ended");
        }
    }
    at.survives([&] { engine->advance(300ms); });
    for (const bool is_wanted : {true, false})
    {
        at.survives([&] { first->want_pause(1, is_wanted); });
        at.survives([&] { first->want_pause(is_wanted); });
        at.survives([&] { engine->advance(100ms); });
    }
    first->want_pause(1, false); // repeated in case there was no memory for it before
    first->want_pause(false);
    at.survives([&] { second->request_abort(); });
    at.expect(second->is_abort_requested() || second->is_completed(), "an abort was lost");
    at.survives([&] {
        while (engine->drive() && !first->is_completed())
        {}
    });
    at.survives([&] { engine.reset(); });
    oom::check_ended(at, *first);
    oom::check_ended(at, *second);
}

// ---- the blocking engine ----

wua::outcome act(wua::update_reporter& report)
{
    report.set_size(1000);
    report.set_bytes(500);
    if (report.index() == 1)
    {
        throw std::runtime_error(text);
    }
    if (report.index() == 2)
    {
        return wua::outcome::failed(wua::e_fail, {"engine", 7}, text);
    }
    report.retry(500);
    report.set_bytes(1000);
    report.start_verifying();
    return wua::outcome::succeeded();
}

wua::outcome until_stopped(wua::update_reporter& report)
{
    while (!report.stop_token().stop_requested())
    {
        std::this_thread::yield();
    }
    return wua::outcome::aborted();
}

// With callbacks if is_heard; is_aborted aborts the job as soon as it has begun.
void run_blocking(point& at, wua::outcome (*download)(wua::update_reporter&), bool is_aborted, bool is_heard)
{
    std::shared_ptr<wua::blocking_engine> engine;
    if (!at([&] { engine = std::make_shared<wua::blocking_engine>(download, 2); }))
    {
        return;
    }
    wua::com_ptr<wua::IUpdateDownloader> downloader;
    if (!at([&] { downloader = wua::make_downloader(engine); }))
    {
        return;
    }
    wua::throw_if_failed(downloader->put_Updates(oom::collection_of(items(4)).get()));
    wua::com_ptr<wua::IDownloadJob> job;
    int completions = 0;
    const auto on_progress = wua::on_progress_changed([](wua::IDownloadJob&, wua::IDownloadProgress&) {});
    const auto on_completed = wua::on_completed([&](wua::IDownloadJob&) { ++completions; });
    if (!at.survives([&] {
            return downloader->BeginDownload(is_heard ? on_progress.get() : nullptr,
                                             is_heard ? on_completed.get() : nullptr, wua::VARIANT{}, job.put());
        }))
    {
        at.expect(job == nullptr, "half of BeginDownload was done");
        return;
    }
    if (is_aborted)
    {
        at.expect(at.survives([&] { return job->RequestAbort(); }), "RequestAbort failed");
    }
    if (!at.survives([&] { return job->CleanUp(); }))
    {
        wua::throw_if_failed(job->CleanUp());
    }
    oom::check_ended(at, oom::ledger_of(job));
    at.expect(completions == (is_heard ? 1 : 0), "completed was not told once");
    job.reset();
    downloader.reset();
    at.survives([&] { engine.reset(); });
}

void blocking(point& at)
{
    run_blocking(at, act, false, false);
}
void blocking_heard(point& at)
{
    run_blocking(at, act, false, true);
}
void blocking_aborted(point& at)
{
    run_blocking(at, until_stopped, true, false);
}
void blocking_aborted_heard(point& at)
{
    run_blocking(at, until_stopped, true, true);
}

// The engine ends while updates wait for a thread.
void blocking_destroyed(point& at)
{
    const auto first = make_ledger(3);
    const auto second = make_ledger(3);
    std::optional<wua::blocking_engine> engine(
        std::in_place, [](wua::update_reporter&) { return wua::outcome::succeeded(); });
    // Starts its threads, and manages without the one that watches the time.
    if (!at.survives([&] { engine->start(wua::transfer(first)); }))
    {
        at.expect(first->is_completed(), "a transfer that was refused has not ended");
    }
    if (!at([&] { engine->start(wua::transfer(second)); }))
    {
        at.expect(second->is_completed(), "a transfer that was refused has not ended");
    }
    at.survives([&] { engine.reset(); });
    oom::check_ended(at, *first);
    oom::check_ended(at, *second);
}

constexpr std::array operations{
    oom::operation{"simulated engine", simulated_members},
    oom::operation{"simulated engine: transfers", simulated_transfers},
    oom::operation{"simulated engine in real time", simulated_real_time},
    oom::operation{"fallback engine: transfers", fallback_transfers},
    oom::operation{"blocking engine", blocking},
    oom::operation{"blocking engine with callbacks", blocking_heard},
    oom::operation{"blocking engine aborted", blocking_aborted},
    oom::operation{"blocking engine aborted, with callbacks", blocking_aborted_heard},
    oom::operation{"blocking engine destroyed", blocking_destroyed},
};

} // namespace

std::span<const oom::operation> oom::engine_operations()
{
    return operations;
}
