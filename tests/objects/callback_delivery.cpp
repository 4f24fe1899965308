// SPDX-License-Identifier: MIT
// The callback law.

#include "doubles.hpp"
#include <wua/com/bstr.hpp>
#include <wua/com/com_ptr.hpp>
#include <wua/com/variant.hpp>
#include <wua/engine/blocking_engine.hpp>
#include <wua/engine/simulated_engine.hpp>
#include <wua/model/progress_contract.hpp>
#include <wua/objects/download_progress.hpp>
#include <wua/wuapi/extensions.hpp>

using namespace wua;
using namespace doubles;

namespace
{

// Ends each job inside start, and runs posted work at once: callbacks come at the very moment at which they may.
struct prompt_engine
{
    void start(transfer job) const
    {
        job.finish_rest(outcome::succeeded());
    }
    bool drive() const
    {
        return false;
    }
    void post(const std::function<void()>& work) const
    {
        work();
    }
};
static_assert(driven_engine<prompt_engine>);

// Hands its jobs to the test, and runs posted work at once.
struct handed_engine
{
    std::vector<transfer> jobs;

    void start(transfer job)
    {
        jobs.push_back(std::move(job));
    }
    bool drive() const
    {
        return false;
    }
    void post(const std::function<void()>& work) const
    {
        work();
    }
};
static_assert(driven_engine<handed_engine>);

// Every member of a job and of a downloader that does not wait; true when they all answer.
bool answers(IDownloadJob& job, IUpdateDownloader& downloader)
{
    bool all = true;
    const auto ask = [&](HRESULT code) { all = all && succeeded(code); };
    variant state;
    VARIANT_BOOL flag = variant_false;
    com_ptr<IUpdateCollection> updates;
    com_ptr<IDownloadProgress> progress;
    com_ptr<IUpdateDownloadProgress> update;
    DownloadPriority priority = dpLow;
    bstr id;
    ask(job.get_AsyncState(state.put()));
    ask(job.get_IsCompleted(&flag));
    ask(job.get_Updates(updates.put()));
    ask(job.GetProgress(progress.put()));
    ask(com_ptr<IDownloadJob>(&job).query<IDownloadJobDetails>()->GetUpdateProgress(0, update.put()));
    ask(downloader.get_ClientApplicationID(id.put()));
    ask(downloader.put_ClientApplicationID(id.get()));
    ask(downloader.get_IsForced(&flag));
    ask(downloader.put_IsForced(flag));
    ask(downloader.get_Priority(&priority));
    ask(downloader.put_Priority(priority));
    ask(downloader.get_Updates(updates.put()));
    ask(downloader.put_Updates(updates.get()));
    return all;
}

} // namespace

TEST_CASE("a callback finds its job in the variable that BeginDownload was given",
          "[callback_delivery][IUpdateDownloader::BeginDownload]")
{
    const rig<prompt_engine> prompt;
    com_ptr<IDownloadJob> job;
    std::vector<bool> is_the_same;
    const auto progress =
        on_progress([&](IDownloadJob& told, progress_args&) { is_the_same.push_back(job.get() == &told); });
    const auto completed = on_completed([&](IDownloadJob& told) { is_the_same.push_back(job.get() == &told); });
    REQUIRE(prompt.downloader->BeginDownload(progress.get(), completed.get(), VARIANT{}, job.put()) == s_ok);
    CHECK(is_the_same == std::vector<bool>{true, true});

    is_the_same.clear();
    const auto newer = prompt.downloader.query<IUpdateDownloaderEx>();
    REQUIRE(newer->BeginDownload2(downloadTypeFull, progress.get(), completed.get(), VARIANT{}, job.put()) == s_ok);
    CHECK(is_the_same == std::vector<bool>{true, true});
}

namespace
{

// Begins a job at which nobody looks.
void check_first_hold(IUpdateDownloader& downloader)
{
    using clock = std::chrono::steady_clock;
    event called;
    clock::time_point called_at;
    const auto completed = on_completed([&](IDownloadJob&) {
        called_at = clock::now();
        called.set();
    });
    const clock::time_point begun_at = clock::now();
    com_ptr<IDownloadJob> job;
    REQUIRE(downloader.BeginDownload(nullptr, completed.get(), VARIANT{}, job.put()) == s_ok);
    called.wait();
    CHECK(called_at - begun_at >= wua::detail::callback_delivery::first_hold);
}

} // namespace

TEST_CASE("BeginDownload's first callback waits until the call has returned: for the client's first look, or a while",
          "[callback_delivery]")
{
    using clock = std::chrono::steady_clock;
    const auto at_once =
        std::make_shared<wua::blocking_engine>([](wua::update_reporter&) { return wua::outcome::succeeded(); });
    const auto downloader = wua::make_downloader(at_once);
    const auto updates = wua::make_update_collection({wua::make_update(wua::make_item("a", "https://host/a", 1))});
    REQUIRE(downloader->put_Updates(updates.get()) == s_ok);

    check_first_hold(*downloader);
    com_ptr<IDownloadJob> job;

    // EndDownload is a look.
    clock::duration shortest = clock::duration::max();
    for (int i = 0; i != 20; ++i)
    {
        const auto also_completed = on_completed([](IDownloadJob&) {});
        const clock::time_point started = clock::now();
        REQUIRE(downloader->BeginDownload(nullptr, also_completed.get(), VARIANT{}, job.put()) == s_ok);
        com_ptr<IDownloadResult> result;
        REQUIRE(downloader->EndDownload(job.get(), result.put()) == s_ok);
        shortest = std::min(shortest, clock::now() - started);
    }
    CHECK(shortest < wua::detail::callback_delivery::first_hold);
}

TEST_CASE("a driven engine's thread waits for the client of a new job, too", "[callback_delivery]")
{
    const auto engine = std::make_shared<simulated_engine>();
    engine->run_in_real_time(1'000'000);
    const auto downloader = wua::make_downloader(engine);
    const auto updates = wua::make_update_collection({wua::make_update(wua::make_item("a", "https://host/a", 1))});
    REQUIRE(downloader->put_Updates(updates.get()) == s_ok);
    check_first_hold(*downloader);
}

TEMPLATE_TEST_CASE("the completed callback comes once, after the final progress",
                   "[callback_delivery][IDownloadCompletedCallback::Invoke]"
                   "[IDownloadProgressChangedCallback::Invoke][IDownloadProgressChangedCallbackArgs::get_Progress]",
                   rig<simulated_engine>, rig<threaded_engine>)
{
    const TestType on;
    std::vector<progress_snapshot> told;
    std::vector<bool> was_completed;
    const auto progress = on_progress([&](IDownloadJob&, progress_args& args) {
        com_ptr<IDownloadProgress> instant;
        throw_if_failed(args.get_Progress(instant.put()));
        told.push_back(static_cast<download_progress&>(*instant).snapshot());
    });
    std::size_t told_before = 0;
    const auto completed = on_completed([&](IDownloadJob& job) {
        was_completed.push_back(is_completed(job));
        told_before = told.size();
    });
    const auto job = on.begin(progress.get(), completed.get());
    on.run(*job);
    CHECK(was_completed == std::vector<bool>{true});
    REQUIRE(!told.empty());
    CHECK(told_before == told.size());
    CHECK(told.back().is_completed());
    CHECK(told.back().percent() == 100);
    for (std::size_t i = 1; i < told.size(); ++i)
    {
        CHECK_FALSE(check_progress(told[i - 1], told[i]).has_value());
    }
}

TEMPLATE_TEST_CASE("progress that comes while a callback runs is reported once, as the latest", "[callback_delivery]",
                   rig<simulated_engine>, rig<threaded_engine>)
{
    const TestType on;
    std::vector<LONG> percents;
    event is_told;
    const auto progress = on_progress([&](IDownloadJob& job, progress_args& args) {
        com_ptr<IDownloadProgress> instant;
        throw_if_failed(args.get_Progress(instant.put()));
        percents.push_back(percent_of(*instant));
        on.detach();
        while (!is_completed(job))
        {
            on.advance();
        }
        is_told.set();
    });
    const auto job = on.begin(progress.get());
    on.run_until(is_told);
    on.wait(*job);
    REQUIRE(percents.size() == 2);
    CHECK(percents.front() < 100);
    CHECK(percents.back() == 100);
}

TEST_CASE("progress is reported at most once in an interval, but the last instant always", "[callback_delivery]")
{
    downloader_options options;
    options.progress_interval = GENERATE(std::chrono::nanoseconds(24h), std::chrono::nanoseconds::max());
    const rig<threaded_engine> on(options);
    std::vector<LONG> percents;
    event is_told;
    const auto progress = on_progress([&](IDownloadJob&, progress_args& args) {
        com_ptr<IDownloadProgress> instant;
        throw_if_failed(args.get_Progress(instant.put()));
        percents.push_back(percent_of(*instant));
        is_told.set();
    });
    const auto job = on.begin(progress.get());
    is_told.wait();
    on.run(*job);
    REQUIRE(percents.size() == 2);
    CHECK(percents.front() < 100);
    CHECK(percents.back() == 100);
}

TEST_CASE("an instant that shows nothing new is not reported", "[callback_delivery]")
{
    const rig<handed_engine> on;
    int told = 0;
    const auto progress = on_progress([&](IDownloadJob&, progress_args&) { ++told; });
    const auto job = on.begin(progress.get());
    transfer& end = on.engine->jobs.at(0);
    end.start(0);
    end.set_bytes(0, 100);
    const int before = told;
    end.set_bytes(0, 100);
    end.set_size(0, 1000);
    end.tick();
    CHECK(told == before);
    end.set_bytes(0, 101);
    CHECK(told == before + 1);
    on.engine->jobs.clear();
}

TEMPLATE_TEST_CASE("callbacks come on a thread of the downloader's own, of a driven engine on the one that drives it",
                   "[callback_delivery]", rig<simulated_engine>, rig<threaded_engine>)
{
    const TestType on;
    std::vector<std::thread::id> callers;
    const auto progress =
        on_progress([&](IDownloadJob&, progress_args&) { callers.push_back(std::this_thread::get_id()); });
    const auto completed = on_completed([&](IDownloadJob&) { callers.push_back(std::this_thread::get_id()); });
    const auto job = on.begin(progress.get(), completed.get());
    std::thread::id driver;
    std::thread([&] {
        driver = std::this_thread::get_id();
        on.run(*job);
    }).join();
    REQUIRE(callers.size() >= 2);
    CHECK(std::count(callers.begin(), callers.end(), callers.front()) == static_cast<std::ptrdiff_t>(callers.size()));
    if constexpr (std::same_as<TestType, rig<simulated_engine>>)
    {
        CHECK(callers.front() == driver);
    }
    else
    {
        CHECK(callers.front() != driver);
        CHECK(callers.front() != std::this_thread::get_id());
    }
}

TEMPLATE_TEST_CASE("no lock is held while a callback runs: another thread reaches every member meanwhile",
                   "[callback_delivery]", rig<simulated_engine>, rig<threaded_engine>)
{
    const TestType on;
    bool progress_was_free = false;
    bool completed_was_free = false;
    const auto other = on.begin();
    const auto ask = [&](IDownloadJob& job) {
        bool all = false;
        std::thread([&] { all = answers(job, *on.downloader) && answers(*other, *on.downloader); }).join();
        return all && answers(job, *on.downloader) && answers(*other, *on.downloader);
    };
    const auto progress = on_progress([&](IDownloadJob& job, progress_args&) { progress_was_free = ask(job); });
    const auto completed = on_completed([&](IDownloadJob& job) { completed_was_free = ask(job); });
    const auto job = on.begin(progress.get(), completed.get());
    on.run(*job);
    CHECK(progress_was_free);
    CHECK(completed_was_free);
}

TEMPLATE_TEST_CASE("callbacks of one job never overlap, whoever drives it", "[callback_delivery]",
                   rig<simulated_engine>, rig<threaded_engine>)
{
    const TestType on;
    std::atomic<int> inside{0};
    std::atomic<bool> has_overlapped{false};
    const auto stay = [&] {
        has_overlapped = has_overlapped || ++inside != 1;
        std::this_thread::yield();
        --inside;
    };
    const auto progress = on_progress([&](IDownloadJob&, progress_args&) { stay(); });
    const auto completed = on_completed([&](IDownloadJob&) { stay(); });
    const auto job = on.begin(progress.get(), completed.get());
    std::vector<std::thread> waiting;
    for (int i = 0; i != 3; ++i)
    {
        waiting.emplace_back([&] { on.run(*job); });
    }
    for (std::thread& thread : waiting)
    {
        thread.join();
    }
    CHECK_FALSE(has_overlapped);
}

TEMPLATE_TEST_CASE("a callback can begin another job, abort and end it", "[callback_delivery]", rig<simulated_engine>,
                   rig<threaded_engine>)
{
    const TestType on;
    OperationResultCode code = orcNotStarted;
    const auto completed = on_completed([&](IDownloadJob&) {
        throw_if_failed(on.downloader->put_Updates(make_updates(2).get())); // the others are downloaded by now
        const auto another = on.begin();
        another->RequestAbort();
        com_ptr<IDownloadResult> result;
        throw_if_failed(on.downloader->EndDownload(another.get(), result.put()));
        code = code_of(*result);
    });
    const auto job = on.begin(nullptr, completed.get());
    on.finish(*job, 3); // these three and no more: the other job does not end by itself
    on.wait(*job);
    CHECK(code == orcAborted);
}

TEMPLATE_TEST_CASE("a callback can wait for another job that has no callbacks",
                   "[callback_delivery][IUpdateDownloader::Download][IDownloadJob::CleanUp]", rig<simulated_engine>,
                   rig<threaded_engine>)
{
    const TestType on;
    HRESULT cleaned = e_unexpected;
    HRESULT downloaded = e_unexpected;
    const auto other = on.begin();
    const auto completed = on_completed([&](IDownloadJob&) {
        cleaned = other->CleanUp();
        throw_if_failed(on.downloader->put_Updates(make_updates(2).get()));
        com_ptr<IDownloadResult> result;
        downloaded = on.downloader->Download(result.put());
    });
    const auto job = on.begin(nullptr, completed.get());
    on.run(*job);
    CHECK(cleaned == s_ok);
    CHECK(downloaded == s_ok);
}

TEMPLATE_TEST_CASE("a callback can wait for another job's callbacks", "[callback_delivery]", rig<simulated_engine>,
                   rig<threaded_engine>)
{
    const TestType on;
    bool other_was_told = false;
    bool was_told_in_time = false;
    const auto other_completed = on_completed([&](IDownloadJob&) { other_was_told = true; });
    const auto other = on.begin(nullptr, other_completed.get());
    const auto completed = on_completed([&](IDownloadJob&) {
        throw_if_failed(other->CleanUp());
        was_told_in_time = other_was_told;
    });
    const auto job = on.begin(nullptr, completed.get());
    on.run(*job);
    CHECK(was_told_in_time);
}

TEMPLATE_TEST_CASE("a callback that waits for another job only for a while gets its time back",
                   "[callback_delivery][IDownloadJobDetails::Wait]", rig<simulated_engine>, rig<threaded_engine>)
{
    downloader_options options = eager();
    options.abort_limit = 1ms;
    const TestType on(options);
    on.ignore_aborts(); // neither job ends by itself
    const com_ptr<IDownloadJob> other = on.begin();
    VARIANT_BOOL is_over = 1;
    HRESULT code = e_unexpected;
    event is_done;
    const auto progress = on_progress([&](IDownloadJob&, progress_args&) {
        if (!is_done.is_set())
        {
            code = other.query<IDownloadJobDetails>()->Wait(20, &is_over);
            is_done.set();
        }
    });
    const com_ptr<IDownloadJob> job = on.begin(progress.get());
    on.run_until(is_done);
    CHECK(code == s_ok);
    CHECK(is_over == variant_false);
    for (const auto& left : {other, job})
    {
        left->RequestAbort();
        CHECK(left->CleanUp() == s_ok);
    }
}

TEMPLATE_TEST_CASE("a callback that waits for an aborted job waits no longer than the abort limit",
                   "[callback_delivery][IDownloadJob::RequestAbort]", rig<simulated_engine>, rig<threaded_engine>)
{
    downloader_options options = eager();
    options.abort_limit = 1ms;
    const TestType on(options);
    on.ignore_aborts();
    const com_ptr<IDownloadJob> other = on.begin();
    OperationResultCode code = orcNotStarted;
    event is_done;
    const auto progress = on_progress([&](IDownloadJob&, progress_args&) {
        if (!is_done.is_set())
        {
            other->RequestAbort();
            com_ptr<IDownloadResult> result;
            throw_if_failed(on.downloader->EndDownload(other.get(), result.put()));
            code = code_of(*result);
            is_done.set();
        }
    });
    const com_ptr<IDownloadJob> job = on.begin(progress.get());
    on.run_until(is_done);
    CHECK(code == orcAborted);
    job->RequestAbort();
    CHECK(job->CleanUp() == s_ok);
}

TEMPLATE_TEST_CASE("EndDownload inside the completed callback gives the result",
                   "[callback_delivery]"
                   "[IUpdateDownloader::EndDownload]",
                   rig<simulated_engine>, rig<threaded_engine>)
{
    const TestType on;
    com_ptr<IDownloadResult> result;
    const auto completed =
        on_completed([&](IDownloadJob& job) { throw_if_failed(on.downloader->EndDownload(&job, result.put())); });
    const auto job = on.begin(nullptr, completed.get());
    on.run(*job);
    REQUIRE(result);
    CHECK(code_of(*result) == orcSucceeded);
}

TEMPLATE_TEST_CASE(
    "EndDownload inside the progress callback of a completed job gives the result, of a running one it does not",
    "[callback_delivery]", rig<simulated_engine>, rig<threaded_engine>)
{
    const TestType on;
    com_ptr<IDownloadResult> result;
    int wrong = 0;
    const auto progress = on_progress([&](IDownloadJob& job, progress_args&) {
        VARIANT_BOOL is_completed = variant_false;
        throw_if_failed(job.get_IsCompleted(&is_completed));
        com_ptr<IDownloadResult> here;
        const HRESULT code = on.downloader->EndDownload(&job, here.put());
        const bool is_refused = code == wu_e_invalid_operation;
        // The job may be completed between the two calls, and ended by an earlier callback.
        wrong += is_refused || is_completed != variant_false || code == s_ok ? 0 : 1;
        wrong += is_refused && is_completed != variant_false && !result ? 1 : 0;
        result = here ? here : result;
    });
    const auto job = on.begin(progress.get(), nullptr);
    on.run(*job);
    CHECK(wrong == 0);
    REQUIRE(result);
    CHECK(code_of(*result) == orcSucceeded);
}

TEMPLATE_TEST_CASE("a callback that throws or fails harms nothing", "[callback_delivery]", rig<simulated_engine>,
                   rig<threaded_engine>)
{
    const TestType on;
    int calls = 0;
    const auto progress = make<progress_callback>([&](IDownloadJob*, progress_args*) -> HRESULT {
        ++calls;
        throw std::runtime_error("a client's own trouble");
    });
    const auto completed = make<completed_callback>([&](IDownloadJob*, completed_args*) -> HRESULT {
        ++calls;
        return e_fail;
    });
    const auto job = on.begin(progress.get(), completed.get());
    on.run(*job);
    CHECK(calls >= 2);
    com_ptr<IDownloadResult> result;
    REQUIRE(on.downloader->EndDownload(job.get(), result.put()) == s_ok);
    CHECK(code_of(*result) == orcSucceeded);
}

namespace
{

// As a client in C++ makes it that knows how long its callback is needed: on the stack, with a count that deletes
// nothing.
class stack_callback final : public IDownloadCompletedCallback
{
public:
    ~stack_callback()
    {
        CHECK(m_references == 1);
    }

    HRESULT WUA_STDCALL QueryInterface(REFIID iid, void** object) noexcept override
    {
        const bool is_known = same(iid, iid_of<IUnknown>) || same(iid, iid_of<IDownloadCompletedCallback>);
        *object = is_known ? this : nullptr;
        m_references += is_known ? 1U : 0U;
        return is_known ? s_ok : e_nointerface;
    }
    ULONG WUA_STDCALL AddRef() noexcept override
    {
        return ++m_references;
    }
    ULONG WUA_STDCALL Release() noexcept override
    {
        return --m_references;
    }
    HRESULT WUA_STDCALL Invoke(IDownloadJob*, IDownloadCompletedCallbackArgs*) noexcept override
    {
        ++calls;
        return s_ok;
    }

    std::atomic<int> calls{0};

private:
    std::atomic<ULONG> m_references{1};
};

} // namespace

TEMPLATE_TEST_CASE("a callback on the stack may go once EndDownload or CleanUp has returned", "[callback_delivery]",
                   rig<simulated_engine>, rig<threaded_engine>)
{
    const TestType on;
    on.detach();
    {
        stack_callback completed;
        const auto job = on.begin(nullptr, &completed);
        com_ptr<IDownloadResult> result;
        REQUIRE(on.downloader->EndDownload(job.get(), result.put()) == s_ok);
        CHECK(completed.calls == 1);
    }
    {
        stack_callback completed;
        const auto job = on.begin(nullptr, &completed);
        REQUIRE(job->CleanUp() == s_ok);
        CHECK(completed.calls == 1);
    }
}

TEMPLATE_TEST_CASE("a callback that keeps its job is let go with it, though nobody ends the job or cleans up",
                   "[callback_delivery]", rig<simulated_engine>, rig<threaded_engine>)
{
    REQUIRE(completed_callback::alive == 0);
    const TestType on;
    auto held = std::make_shared<com_ptr<IDownloadJob>>();
    event is_told;
    {
        const auto completed = on_completed([held, &is_told](IDownloadJob&) { is_told.set(); });
        *held = on.begin(nullptr, completed.get());
    }
    on.detach();
    const std::weak_ptr watch(held);
    held.reset(); // the callback alone holds its job now
    on.run_until(is_told);
    while (!watch.expired())
    {
        on.advance();
    }
    while (completed_callback::alive != 0)
    {
        on.advance();
    }
    CHECK(watch.expired());
}

TEMPLATE_TEST_CASE("a callback may drop the last reference to job, downloader and engine", "[callback_delivery]",
                   simulated_engine, threaded_engine)
{
    auto on = std::make_unique<rig<TestType>>();
    const std::weak_ptr<TestType> engine = on->engine;
    on->detach();
    com_ptr<IDownloadJob> job;
    event is_begun;
    event is_told;
    const auto completed = on_completed([&](IDownloadJob&) {
        is_begun.wait();
        job.reset();
        on.reset();
        is_told.set();
    });
    job = on->begin(nullptr, completed.get());
    is_begun.set();
    if constexpr (driven_engine<TestType>)
    {
        const auto driver = on->engine;
        driver->run();
    }
    is_told.wait();
    while (!engine.expired())
    {
        std::this_thread::sleep_for(1ms);
    }
    CHECK(is_told.is_set());
}

TEST_CASE("a callback that waits for a job of an engine that is being destroyed is not left waiting",
          "[callback_delivery]")
{
    auto on = std::make_unique<rig<simulated_engine>>();
    std::vector<IDownloadJob*> jobs; // not held, so that the jobs do not hold their engine
    std::vector<HRESULT> codes;
    const auto completed = on_completed([&](IDownloadJob& job) {
        const com_ptr<IDownloadJob> other(jobs[&job == jobs[0] ? 1 : 0]); // for the time of the call
        codes.push_back(other->CleanUp());
    });
    for (int i = 0; i != 2; ++i)
    {
        com_ptr<IDownloadJob> job = on->begin(nullptr, completed.get());
        jobs.push_back(job.get());
    }
    on.reset();
    // The first job's callback ended the second job, whose callback could not wait for the first.
    CHECK(codes == std::vector<HRESULT>{wu_e_invalid_operation, s_ok});
}

TEST_CASE("EndDownload gives the result although the completed callback waits for the thread that called it",
          "[callback_delivery][IUpdateDownloader::EndDownload]")
{
    const rig<threaded_engine> on;
    on.detach();
    event has_result;
    const auto completed = on_completed([&](IDownloadJob&) { has_result.wait(); });
    const auto job = on.begin(nullptr, completed.get());
    com_ptr<IDownloadResult> result;
    REQUIRE(on.downloader->EndDownload(job.get(), result.put()) == s_ok);
    CHECK(code_of(*result) == orcSucceeded);
    has_result.set();
    CHECK(job->CleanUp() == s_ok);
}
