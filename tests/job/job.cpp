// SPDX-License-Identifier: MIT
// The C++ face over the same objects.

#include "job/detached.hpp"
#include "objects/doubles.hpp"
#include <wua/com/com_ptr.hpp>
#include <wua/engine/blocking_engine.hpp>
#include <wua/engine/simulated_engine.hpp>
#include <wua/job/job.hpp>
#include <wua/objects/to_update_item.hpp>
#include <wua/objects/update_collection.hpp>

#include <atomic>
#include <cstdint>
#include <fstream>
#include <functional>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

using namespace wua;
using namespace doubles;

namespace
{

detached tell(const job& awaited, outcome& result, event& is_told)
{
    result = co_await awaited;
    is_told.set();
}

job_options eager_options()
{
    job_options options;
    options.downloader = eager();
    return options;
}

template <class Engine>
job start_on(const std::shared_ptr<Engine>& engine, job_options options = eager_options())
{
    return wua::start(engine, make_items(3), std::move(options));
}

} // namespace

TEST_CASE("a job is waited for and tells its outcomes", "[job]")
{
    job running = wua::start(simulated_engine(), make_items(3));
    CHECK_FALSE(running.is_completed());
    CHECK(running.result() == outcome{});
    CHECK(running.progress().percent() == 0);
    CHECK(running.updates().size() == 3);
    CHECK(running.wait() == outcome::succeeded());
    CHECK(running.is_completed());
    CHECK(running.progress().percent() == 100);
    CHECK(running.result(2) == outcome::succeeded());
    CHECK(running.update(0).bytes_downloaded == 1000);
    CHECK_THROWS_AS(running.result(3), hresult_error);
    CHECK_THROWS_AS(static_cast<void>(wua::start(simulated_engine(), {})), hresult_error);
}

TEMPLATE_TEST_CASE("co_await gives the outcome of a job, whether it runs still or is over", "[job]", simulated_engine,
                   threaded_engine)
{
    const auto engine = std::make_shared<TestType>();
    job awaited = start_on(engine);
    outcome result;
    event is_told;
    tell(awaited, result, is_told);
    CHECK_FALSE(is_told.is_set());
    if constexpr (!driven_engine<TestType>)
    {
        engine->allow_all();
    }
    CHECK(awaited.wait() == outcome::succeeded());
    if constexpr (driven_engine<TestType>)
    {
        engine->run();
    }
    is_told.wait();
    CHECK(result == outcome::succeeded());

    outcome again;
    event is_told_again;
    tell(awaited, again, is_told_again);
    CHECK(is_told_again.is_set()); // at once
    CHECK(again == outcome::succeeded());
}

TEST_CASE("a coroutine that awaits an aborted job goes on at its abort limit, though the engine does not stop", "[job]")
{
    const auto engine = std::make_shared<threaded_engine>();
    engine->ignore_aborts();
    job_options options;
    options.downloader.abort_limit = 20ms;
    job awaited = start_on(engine, std::move(options));
    outcome result;
    event is_told;
    SECTION("aborted before")
    {
        awaited.request_abort();
        tell(awaited, result, is_told);
    }
    SECTION("aborted meanwhile")
    {
        tell(awaited, result, is_told);
        awaited.request_abort();
    }
    is_told.wait();
    CHECK(result == outcome::aborted());
}

TEMPLATE_TEST_CASE("the destructor of a job aborts it and waits for its callbacks", "[job]", simulated_engine,
                   threaded_engine)
{
    const auto engine = std::make_shared<TestType>();
    std::vector<OperationResultCode> codes;
    {
        job_options options = eager_options();
        options.on_completed = [&](const outcome& result) { codes.push_back(result.code); };
        const job running = start_on(engine, std::move(options));
    }
    CHECK(codes == std::vector<OperationResultCode>{orcAborted});
}

TEMPLATE_TEST_CASE("a stop that is requested aborts the job", "[job]", simulated_engine, threaded_engine)
{
    const auto engine = std::make_shared<TestType>();
    std::stop_source stop;
    job_options options = eager_options();
    options.stop = stop.get_token();
    const bool stops_first = GENERATE(false, true);
    if (stops_first)
    {
        stop.request_stop();
    }
    job running = start_on(engine, std::move(options));
    stop.request_stop();
    CHECK(running.wait() == outcome::aborted());
}

TEST_CASE("progress comes to a lambda as a value, the last one complete", "[job]")
{
    const auto engine = std::make_shared<simulated_engine>();
    std::vector<std::int32_t> percents;
    job_options options = eager_options();
    options.on_progress = [&](const progress_snapshot& now) { percents.push_back(now.percent()); };
    job running = start_on(engine, std::move(options));
    running.wait();
    CHECK(percents.size() > 10);
    CHECK(std::is_sorted(percents.begin(), percents.end()));
    CHECK(percents.back() == 100);
}

TEST_CASE("wait_for on a simulated engine takes the engine's time", "[job]")
{
    const auto engine = std::make_shared<simulated_engine>();
    scenario script;
    script.others.latency = 1h;
    engine->set_scenario(script);
    job running = start_on(engine);
    CHECK_FALSE(running.wait_for(90s));
    CHECK(engine->now() == 90s);
    CHECK(running.wait_for(24h));
}

TEST_CASE("a wait longer than nanoseconds can count lasts as long as they can", "[job]")
{
    scenario script;
    script.others.latency = 1h;
    const auto engine = std::make_shared<simulated_engine>(script);
    CHECK(start_on(engine).wait_for(std::chrono::seconds::max()));
    CHECK(start_on(engine).wait_for(std::chrono::hours::max()));
    CHECK(start_on(engine).wait_for(std::chrono::duration<double>(1e300)));
    CHECK_FALSE(start_on(engine).wait_for(std::chrono::seconds::min()));
    const auto blocking = std::make_shared<blocking_engine>([](update_reporter&) { return outcome::succeeded(); });
    CHECK(start_on(blocking).wait_for(std::chrono::hours::max()));

    script.others.bytes_per_second = 0;
    engine->set_scenario(script);
    CHECK_FALSE(start_on(engine).wait_for(std::chrono::hours::max()));
}

TEST_CASE("a job can be moved, and what it replaces is aborted", "[job]")
{
    const auto engine = std::make_shared<threaded_engine>();
    std::vector<OperationResultCode> codes;
    const auto make_job = [&] {
        job_options options = eager_options();
        options.on_completed = [&](const outcome& result) { codes.push_back(result.code); };
        return start_on(engine, std::move(options));
    };
    job first = make_job();
    first = make_job();
    CHECK(codes == std::vector<OperationResultCode>{orcAborted});
    job moved = std::move(first);
    engine->allow_all();
    CHECK(moved.wait() == outcome::succeeded());
}

TEST_CASE("the C++ face and COM's are one job", "[job]")
{
    job running = wua::start(simulated_engine(), make_items(1));
    CHECK_FALSE(is_completed(*running.com()));
    running.request_abort();
    com_ptr<IDownloadResult> result;
    CHECK(running.downloader()->EndDownload(running.com().get(), result.put()) == s_ok);
    CHECK(code_of(*result) == orcAborted);
    CHECK(running.result() == outcome::aborted());
}

TEST_CASE("a job that was started over items shows them as objects, which its downloader has too", "[job]")
{
    const auto items = make_items(2);
    job running = wua::start(simulated_engine(), items);
    com_ptr<IUpdateCollection> of_job;
    REQUIRE(running.com()->get_Updates(of_job.put()) == s_ok);
    com_ptr<IUpdateCollection> of_downloader;
    REQUIRE(running.downloader()->get_Updates(of_downloader.put()) == s_ok);
    const auto objects = updates_of(*of_job);
    CHECK(updates_of(*of_downloader) == objects);
    REQUIRE(objects.size() == 2);
    CHECK(to_update_item(*objects[0]) == items[0]);
    CHECK(to_update_item(*objects[1]) == items[1]);

    com_ptr<IUpdateCollection> again;
    REQUIRE(running.downloader()->get_Updates(again.put()) == s_ok);
    CHECK(again == of_downloader);
    LONG index = 0;
    CHECK(of_downloader->Add(objects[0].get(), &index) == s_ok); // the downloader's can be changed
    CHECK(of_job->Add(objects[0].get(), &index) == wu_e_not_supported);
}

TEST_CASE("the downloader of a job that was started over items can begin another one with them", "[job]")
{
    job first = wua::start(simulated_engine(), make_items(2));
    REQUIRE(first.wait() == outcome::succeeded());
    com_ptr<IDownloadResult> result;
    REQUIRE(first.downloader()->Download(result.put()) == s_ok);
    com_ptr<IUpdateDownloadResult> second;
    REQUIRE(result->GetUpdateResult(1, second.put()) == s_ok);
    LONG code = 0;
    REQUIRE(second->get_HResult(&code) == s_ok);
    CHECK(code == wu_s_already_downloaded); // by the first

    REQUIRE(first.downloader()->put_Updates(nullptr) == s_ok);
    CHECK(first.downloader()->Download(result.put()) == wu_e_no_update);
}

TEST_CASE("updates that replace those of the C++ face are the downloader's", "[job]")
{
    const job first = wua::start(simulated_engine(), make_items(2));
    const auto others = make_updates(3);
    REQUIRE(first.downloader()->put_Updates(others.get()) == s_ok);
    com_ptr<IUpdateCollection> updates;
    REQUIRE(first.downloader()->get_Updates(updates.put()) == s_ok);
    CHECK(updates == others);
}

TEST_CASE("an item that is there already is not downloaded by the C++ face either, unless it is forced", "[job]")
{
    update_item item = *make_items(1).front();
    update_details details;
    details.is_downloaded = true;
    item.details = std::make_shared<const update_details>(std::move(details));
    const std::vector<update_pointer> items = {std::make_shared<const update_item>(std::move(item))};
    job unforced = wua::start(simulated_engine(), items);
    CHECK(unforced.is_completed());
    CHECK(unforced.result(0) == outcome::succeeded(wu_s_already_downloaded));
    job_options forced;
    forced.is_forced = true;
    job again = wua::start(simulated_engine(), items, forced);
    CHECK_FALSE(again.is_completed());
    again.wait();
    CHECK(again.result(0) == outcome::succeeded());
}

TEST_CASE("no items, or one that is null, begin no job", "[job]")
{
    const auto code_of_start = [](std::vector<update_pointer> items) {
        try
        {
            static_cast<void>(wua::start(simulated_engine(), std::move(items)));
        }
        catch (const hresult_error& error)
        {
            return error.code();
        }
        return s_ok;
    };
    CHECK(code_of_start({}) == wu_e_no_update);
    CHECK(code_of_start({make_items(1).front(), nullptr}) == e_pointer);
}

TEST_CASE("start throws the sentence that says what is wrong, and which update", "[job]")
{
    const auto sentence_of_start = [](std::vector<update_pointer> items, job_options options = {}) {
        try
        {
            static_cast<void>(wua::start(simulated_engine(), std::move(items), std::move(options)));
        }
        catch (const hresult_error& error)
        {
            return std::string(error.what());
        }
        return std::string();
    };
    const auto has = [](const std::string& text, const char* part) { return text.find(part) != std::string::npos; };
    CHECK(has(sentence_of_start({}), "at least one"));
    CHECK(has(sentence_of_start({make_items(1).front(), nullptr}), "index 1 is null"));
    constexpr std::uint64_t most = detail::ledger::max_bytes;
    const std::string too_large = sentence_of_start({make_item("a", "u", 7), make_item("b", "u", most)});
    CHECK(has(too_large, "index 1"));
    CHECK(has(too_large, std::to_string(most).c_str()));
    job_options options;
    options.priority = static_cast<DownloadPriority>(9);
    CHECK(has(sentence_of_start(make_items(1), options), "priority"));
    options = {};
    options.downloader.abort_limit = -1ns;
    CHECK(has(sentence_of_start(make_items(1), options), "abort_limit"));
    options = {};
    options.downloader.progress_interval = -1ns;
    CHECK(has(sentence_of_start(make_items(1), options), "progress_interval"));
}

TEST_CASE("start throws what the engine threw", "[job]")
{
    struct broken_engine
    {
        void start(transfer) const
        {
            throw std::runtime_error("no engine today");
        }
    };
    std::atomic<int> calls{0};
    job_options options;
    options.on_progress = [&](const progress_snapshot&) { ++calls; };
    options.on_completed = [&](const outcome&) { ++calls; };
    CHECK_THROWS_WITH(wua::start(broken_engine(), make_items(2), options), "no engine today");
    CHECK_THROWS_AS(wua::start(broken_engine(), make_items(2)), std::runtime_error);
    CHECK(calls == 0);
}

TEST_CASE("an engine that only its job had is gone with the job, and so are its threads", "[job]")
{
    class mortal_engine
    {
    public:
        explicit mortal_engine(std::atomic<bool>& is_gone) : m_is_gone(is_gone) {}

        ~mortal_engine()
        {
            m_thread.join();
            std::this_thread::sleep_for(1ms); // time for a caller who does not wait
            m_is_gone = true;
        }

        void start(transfer job)
        {
            m_thread = std::thread([mine = std::move(job)]() mutable {
                mine.start(0);
                mine.set_bytes(0, 1);
                mine.finish(0, outcome::succeeded());
            });
        }

    private:
        std::atomic<bool>& m_is_gone;
        std::thread m_thread;
    };
    static std::atomic<int> threads_ended;
    threads_ended = 0;
    struct end_of_thread
    {
        ~end_of_thread()
        {
            std::this_thread::sleep_for(1ms); // time for a caller who does not wait
            ++threads_ended;
        }

        void note() noexcept {} // makes the object of this thread
    };
    for (int round = 0; round != 300; ++round)
    {
        std::atomic<bool> is_gone{false};
        std::atomic<int> calls{0};
        job_options options = eager_options();
        options.on_progress = [&](const progress_snapshot&, job_handle& running) {
            static thread_local end_of_thread end;
            end.note();
            calls += running.progress().percent() >= 0 ? 1 : 0;
        };
        options.on_completed = [&](const outcome&) { ++calls; };
        wua::start(std::make_shared<mortal_engine>(is_gone), make_items(1), std::move(options)).wait();
        REQUIRE(is_gone);
        REQUIRE(calls != 0);
        REQUIRE(threads_ended == round + 1);
    }
}

namespace
{

// Nobody moves its clock, and it ends nothing.
class stopped_engine
{
public:
    void start(transfer job)
    {
        m_jobs.push_back(std::move(job));
    }
    static std::chrono::nanoseconds now()
    {
        return 1s;
    }

private:
    std::vector<transfer> m_jobs;
};

} // namespace

TEST_CASE("an abort ends within its limit although its engine's clock stands still", "[job]")
{
    job_options options = eager_options();
    options.downloader.abort_limit = 20ms;
    SECTION("of an engine that ends nothing")
    {
        const auto engine = std::make_shared<stopped_engine>();
        job running = start_on(engine, std::move(options));
        running.request_abort();
        CHECK(running.wait_for(10s));
        CHECK(running.result() == outcome::aborted());
    }
    SECTION("of a simulated engine in real time, which another job's callback holds up")
    {
        const auto engine = std::make_shared<simulated_engine>();
        scenario script;
        script.others.bytes_per_second = 1;
        engine->set_scenario(script);
        engine->run_in_real_time();
        event is_held;
        event is_to_go;
        job_options holding = eager_options();
        holding.on_progress = [&](const progress_snapshot&) {
            is_held.set();
            is_to_go.wait();
        };
        job other = start_on(engine, std::move(holding));
        job running = start_on(engine, std::move(options));
        job_options same = eager_options();
        same.downloader.abort_limit = 20ms;
        job third = start_on(engine, std::move(same));
        is_held.wait();
        running.request_abort();
        third.request_abort();
        CHECK(running.wait_for(10s));
        CHECK(running.result() == outcome::aborted());
        CHECK(third.wait() == outcome::aborted());
        is_to_go.set();
    }
}

TEST_CASE("an index that names no update is refused with the indices that do", "[job]")
{
    const job running = wua::start(simulated_engine(), make_items(3));
    CHECK_THROWS_WITH(running.result(7), "the index 7 is out of range: valid are 0 to 2");
    CHECK_THROWS_WITH(running.progress().result(3), "the index 3 is out of range: valid are 0 to 2");
    CHECK_THROWS_WITH(progress_snapshot().result(0), "the index 0 is out of range: there are none");
    progress_values counted;
    counted.update_count = 1;
    CHECK_THROWS_AS(progress_snapshot(counted, nullptr).result(0), hresult_error);
}

TEST_CASE("a job without arguments is empty until one is moved to it", "[job]")
{
    job later;
    CHECK(later.running() == nullptr);
    CHECK_THROWS_WITH(later.progress(), "there is no job: none was started, or it was moved away");
    CHECK_THROWS_AS(later.wait(), hresult_error);
    later = wua::start(simulated_engine(), make_items(1));
    CHECK(later.wait() == outcome::succeeded());
    later = job();
    CHECK(later.running() == nullptr);
}

TEST_CASE("a job that was moved from throws instead of crashing", "[job]")
{
    job first = wua::start(simulated_engine(), make_items(1));
    const job second = std::move(first);
    const job& moved = first;
    CHECK_THROWS_AS(moved.progress(), hresult_error);
    CHECK_THROWS_AS(moved.is_completed(), hresult_error);
    CHECK_THROWS_AS(moved.result(), hresult_error);
    CHECK_THROWS_AS(moved.result(0), hresult_error);
    CHECK_THROWS_AS(moved.update(0), hresult_error);
    CHECK_THROWS_AS(moved.updates(), hresult_error);
    CHECK_THROWS_AS(moved.com(), hresult_error);
    CHECK_THROWS_AS(moved.downloader(), hresult_error);
    CHECK_THROWS_AS(moved.operator co_await(), hresult_error);
    CHECK_THROWS_AS(first.request_abort(), hresult_error);
    CHECK_THROWS_AS(first.wait(), hresult_error);
    CHECK_THROWS_AS(first.wait_for(1ms), hresult_error);
    CHECK(moved.running() == nullptr);
}

TEST_CASE("an engine that was moved from starts no job instead of crashing", "[job]")
{
    simulated_engine simulated;
    const simulated_engine kept_simulated = std::move(simulated);
    CHECK_THROWS_WITH(wua::start(std::move(simulated), make_items(1)), "the engine was moved from");
    blocking_engine blocking([](update_reporter&) { return outcome::succeeded(); });
    const blocking_engine kept_blocking = std::move(blocking);
    CHECK_THROWS_WITH(wua::start(std::move(blocking), make_items(1)), "the engine was moved from");
}

TEMPLATE_TEST_CASE("a callback can poll and abort its job", "[job]", simulated_engine, threaded_engine)
{
    const auto engine = std::make_shared<TestType>();
    outcome told;
    bool was_completed = true;
    job_options options = eager_options();
    options.on_progress = [&](const progress_snapshot& now, job_handle& handle) {
        if (now.state() == job_state::running)
        {
            was_completed = handle.is_completed() || handle.progress().is_completed() || handle.result().is_final();
            handle.request_abort();
        }
    };
    options.on_completed = [&](const outcome& result, job_handle& handle) {
        told = result;
        CHECK(handle.result() == result);
        CHECK(handle.result(2) == outcome::aborted());
        CHECK(handle.updates().size() == 3);
    };
    job running = start_on(engine, std::move(options));
    CHECK(running.wait() == outcome::aborted());
    CHECK(told == outcome::aborted());
    CHECK_FALSE(was_completed);
}

TEST_CASE("an empty function is no callback", "[job]")
{
    const std::function<void(const outcome&)> empty;
    CHECK_FALSE(job_callback<outcome>(empty));
    CHECK_FALSE(job_callback<outcome>(nullptr));
    CHECK_FALSE(job_callback<outcome>());
    CHECK(job_callback<outcome>([](const auto&) {}));
}

TEMPLATE_TEST_CASE("a job may be destroyed inside its own callbacks, and still completes", "[job]", simulated_engine,
                   threaded_engine)
{
    const bool ends_in_progress = GENERATE(true, false);
    const auto engine = std::make_shared<TestType>();
    std::optional<job> running;
    event is_stored;
    event is_over;
    outcome told;
    const auto end = [&] {
        if constexpr (!driven_engine<TestType>)
        {
            is_stored.wait();
        }
        running.reset();
    };
    job_options options = eager_options();
    options.on_progress = [&](const progress_snapshot&) {
        if (ends_in_progress)
        {
            end();
        }
    };
    options.on_completed = [&](const outcome& result) {
        end();
        told = result;
        is_over.set();
    };
    running.emplace(start_on(engine, std::move(options)));
    is_stored.set();
    if constexpr (driven_engine<TestType>)
    {
        engine->run();
    }
    else
    {
        engine->allow_all();
    }
    is_over.wait();
    CHECK(told.is_final());
    CHECK_FALSE(running);
}

#if defined(__linux__)
namespace
{

std::size_t thread_count()
{
    std::ifstream status("/proc/self/status");
    std::string word;
    std::size_t count = 0;
    while (status >> word)
    {
        if (word == "Threads:")
        {
            status >> count;
        }
    }
    return count;
}

// Takes jobs, and does nothing until the test says so.
struct held_engine
{
    std::vector<transfer> jobs;

    void start(transfer one)
    {
        jobs.push_back(std::move(one));
    }
};

} // namespace

TEST_CASE("10,000 jobs with callbacks or awaiting coroutines need no more than 3 threads", "[job]")
{
    constexpr std::size_t count = 10'000;
    const std::size_t before = thread_count();
    const auto engine = std::make_shared<held_engine>();
    const std::vector<update_pointer> items = make_items(1);
    std::vector<job> jobs;
    std::vector<outcome> awaited(count);
    std::vector<event> are_told(count);
    std::atomic<std::size_t> completed{0};
    event is_first_told;
    for (std::size_t i = 0; i != count; ++i)
    {
        job_options options;
        if (i % 2 == 0)
        {
            options.on_progress = [&](const progress_snapshot&) { is_first_told.set(); };
            options.on_completed = [&](const outcome&) { ++completed; };
        }
        jobs.push_back(wua::start(engine, items, std::move(options)));
        tell(jobs.back(), awaited[i], are_told[i]);
    }
    for (transfer& one : engine->jobs)
    {
        one.set_bytes(0, 500);
    }
    is_first_told.wait();
    CHECK(thread_count() <= before + 3);
    for (transfer& one : engine->jobs)
    {
        one.finish(0, outcome::succeeded());
    }
    CHECK(thread_count() <= before + 3);
    for (event& one : are_told)
    {
        one.wait();
    }
    CHECK(completed == count / 2);
}

TEST_CASE("the last bytes before a stall are always reported", "[job]")
{
    const auto engine = std::make_shared<held_engine>();
    std::atomic<std::uint64_t> told{0};
    job_options options = eager_options();
    options.on_progress = [&](const progress_snapshot& now) { told = now.bytes_downloaded(); };
    const job running = wua::start(engine, {make_item("large", "https://host/", 1'000'000'000)}, std::move(options));
    transfer& reports = engine->jobs.front();
    std::uint64_t bytes = 0;
    bool is_all_told = true;
    for (int burst = 0; burst != 3000 && is_all_told; ++burst)
    {
        for (int i = 0; i != 5; ++i)
        {
            reports.set_bytes(0, ++bytes);
        }
        const auto deadline = std::chrono::steady_clock::now() + 5s;
        while (told != bytes && std::chrono::steady_clock::now() < deadline)
        {
            std::this_thread::yield();
        }
        is_all_told = told == bytes;
    }
    CHECK(is_all_told);
}

TEST_CASE("an interval that never ends tells the first progress and the last", "[job]")
{
    const auto engine = std::make_shared<held_engine>();
    std::vector<std::int32_t> percents;
    job_options options;
    options.downloader.progress_interval = std::chrono::nanoseconds::max();
    options.on_progress = [&](const progress_snapshot& now) { percents.push_back(now.percent()); };
    job running = wua::start(engine, {make_item("a", "https://host/", 100)}, std::move(options));
    transfer& reports = engine->jobs.front();
    reports.start(0);
    for (std::uint64_t bytes = 10; bytes != 100; bytes += 10)
    {
        reports.set_bytes(0, bytes);
        running.wait_for(30ms); // longer than it takes to begin with the callbacks
    }
    reports.finish(0, outcome::succeeded());
    CHECK(running.wait() == outcome::succeeded());
    CHECK(percents.size() == 2);
    CHECK(percents.back() == 100);
}

TEST_CASE("a report beside a callback does not hasten the next one", "[job]")
{
    for (int round = 0; round != 200; ++round)
    {
        const auto engine = std::make_shared<held_engine>();
        std::atomic<int> told{0};
        job_options options;
        options.downloader.progress_interval = std::chrono::hours(1);
        options.on_progress = [&](const progress_snapshot&) { ++told; };
        job running = wua::start(engine, {make_item("a", "https://host/", 1'000'000'000)}, std::move(options));
        transfer& reports = engine->jobs.front();
        reports.start(0);
        static_cast<void>(running.is_completed()); // the client has its job: callbacks need not wait
        std::uint64_t bytes = 0;
        for (int after = 0; after != 2'000; after += told != 0 ? 1 : 0)
        {
            reports.set_bytes(0, ++bytes);
        }
        reports.finish(0, outcome::failed(wu_e_download_failed));
        running.wait();
        CHECK(told == 2);
    }
}

TEST_CASE("a callback tells of an update that was there already before its engine reports anything", "[job]")
{
    const auto engine = std::make_shared<held_engine>();
    auto details = std::make_shared<update_details>();
    details->is_downloaded = true;
    update_item there = *make_item("a", "https://host/a", 1'000);
    there.details = std::move(details);
    std::atomic<std::size_t> told{0};
    job_options options;
    options.on_progress = [&](const progress_snapshot& now) { told = now.tally().succeeded(); };
    const job running = wua::start(
        engine, {std::make_shared<const update_item>(std::move(there)), make_item("b", "https://host/b", 1'000)},
        std::move(options));
    for (int i = 0; i != 1'000 && told == 0; ++i)
    {
        std::this_thread::sleep_for(1ms);
    }
    CHECK(told == 1);
}

TEST_CASE("a callback that sees the job's end may rely on it", "[job]")
{
    const auto engine = std::make_shared<held_engine>();
    std::atomic<int> told{0};
    std::atomic<int> too_early{0};
    job_options options;
    options.downloader.progress_interval = std::chrono::nanoseconds(0);
    options.on_progress = [&](const progress_snapshot& now, job_handle& of) {
        told += now.is_completed() ? 1 : 0;
        too_early += now.is_completed() && !of.is_completed() ? 1 : 0;
    };
    job running = wua::start(engine, {make_item("a", "https://host/", 1'000)}, std::move(options));
    static_cast<void>(running.is_completed());
    running.running()->delivery().when_settled([] { std::this_thread::sleep_for(50ms); }); // before it is settled
    engine->jobs.front().finish(0, outcome::succeeded());
    running.wait();
    CHECK(told == 1);
    CHECK(too_early == 0);
}

TEST_CASE("the hold of the first callback does not hasten the second", "[job]")
{
    const auto engine = std::make_shared<held_engine>();
    std::atomic<int> told{0};
    job_options options;
    options.downloader.progress_interval = std::chrono::hours(1);
    options.on_progress = [&](const progress_snapshot&) { ++told; };
    job running = wua::start(engine, {make_item("a", "https://host/", 1'000)}, std::move(options));
    transfer& reports = engine->jobs.front();
    reports.start(0); // posts a callback that waits for the client
    static_cast<void>(running.is_completed());
    while (told == 0)
    {
        std::this_thread::yield();
    }
    reports.set_bytes(0, 500);
    std::this_thread::sleep_for(5 * detail::callback_delivery::first_hold);
    CHECK(told == 1);
    reports.finish(0, outcome::succeeded());
    running.wait();
    CHECK(told == 2);
}

TEST_CASE("an engine's thread that drops a job does not wait for the client's code", "[job]")
{
    auto engine = std::make_shared<held_engine>();
    std::optional<job> running = wua::start(engine, make_items(1));
    event is_resumed;
    event is_dropped;
    event is_over;
    bool was_dropped = false;
    const auto client = [&](const job& awaited) -> detached {
        co_await awaited;
        is_resumed.set();
        for (int i = 0; i != 500 && !is_dropped.is_set(); ++i)
        {
            std::this_thread::sleep_for(10ms);
        }
        was_dropped = is_dropped.is_set();
        is_over.set();
    };
    client(*running);
    transfer last = std::move(engine->jobs.front());
    engine->jobs.clear();
    last.finish(0, outcome::succeeded());
    is_resumed.wait();
    running.reset();
    {
        const transfer dropped = std::move(last); // as the engine's thread does
    }
    is_dropped.set();
    is_over.wait();
    CHECK(was_dropped);
}
#endif

TEST_CASE("a callback pauses updates of its job, and learns what the engine does not obey", "[job]")
{
    bool is_told = false;
    HRESULT unsupported = s_ok;
    HRESULT beyond = s_ok;
    HRESULT waited = s_ok;
    job* held = nullptr;
    job_options options = eager_options();
    options.on_progress = [&](const progress_snapshot&, job_handle& handle) {
        const auto code_of = [](auto&& f) {
            try
            {
                f();
                return s_ok;
            }
            catch (const hresult_error& error)
            {
                return error.code();
            }
        };
        if (!std::exchange(is_told, true))
        {
            handle.pause(0);
            handle.resume(0);
            unsupported = code_of([&] { handle.set_priority(dpHigh); });
            CHECK(code_of([&] { handle.set_bandwidth(1'000); }) == unsupported);
            beyond = code_of([&] { handle.pause(3); });
            CHECK(code_of([&] { handle.resume(3); }) == beyond);
            waited = code_of([&] { held->wait(); });
        }
    };
    job running = start_on(std::make_shared<simulated_engine>(), std::move(options));
    held = &running;
    CHECK(running.wait() == outcome::succeeded());
    CHECK(unsupported == wu_e_not_supported);
    CHECK(beyond == wu_e_invalidindex);
    CHECK(waited == wu_e_invalid_operation);
}

TEST_CASE("a job needs an engine", "[job]")
{
    CHECK_THROWS_AS(wua::start(std::shared_ptr<simulated_engine>(), make_items(1)), hresult_error);
}
