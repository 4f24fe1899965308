// SPDX-License-Identifier: MIT
// What a thread keeps between two polls of a job, and for how long.

#include "objects/doubles.hpp"
#include <wua/engine/simulated_engine.hpp>
#include <wua/job/job.hpp>
#include <wua/job/running_job.hpp>

#include <memory>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

using namespace wua;
using namespace doubles;

namespace
{

using watched_results = std::weak_ptr<const update_results>;

struct polled_job
{
    std::optional<job> running = wua::start(simulated_engine(), make_items(2));
    watched_results results = running->progress().results();
};

} // namespace

TEST_CASE("a poll takes the reference of the poll before", "[polled_results]")
{
    const polled_job polled;
    const long kept = polled.results.use_count();
    {
        const progress_snapshot now = polled.running->progress();
        CHECK(polled.results.use_count() == kept); // it has changed hands
        const progress_snapshot beside = polled.running->progress();
        CHECK(polled.results.use_count() == kept + 1);
        CHECK(now.results() == beside.results());
    }
    CHECK(polled.results.use_count() == kept);
}

TEST_CASE("what a thread has kept of a job is gone with the job", "[polled_results]")
{
    polled_job polled;
    SECTION("when it has ended")
    {
        polled.running->wait();
        CHECK(polled.running->progress().is_completed());
    }
    SECTION("when it has not")
    {
        CHECK_FALSE(polled.running->progress().is_completed());
    }
    polled.running.reset();
    CHECK(polled.results.expired());
}

TEST_CASE("a snapshot outlives its job and what its thread has kept", "[polled_results]")
{
    polled_job polled;
    std::optional<progress_snapshot> last = polled.running->progress();
    polled.running.reset();
    CHECK_FALSE(polled.results.expired());
    CHECK(last->updates().size() == 2);
    last.reset();
    CHECK(polled.results.expired());
}

TEST_CASE("a thread keeps something of the job alone that it polled last, until it ends", "[polled_results]")
{
    polled_job first;
    polled_job second;
    event has_polled;
    event is_over;
    std::thread poller([&] {
        static_cast<void>(first.running->progress());
        static_cast<void>(second.running->progress());
        has_polled.set();
        is_over.wait();
    });
    has_polled.wait();
    first.running.reset();
    second.running.reset();
    static_cast<void>(polled_job().running->progress()); // so that this thread keeps neither
    CHECK(first.results.expired());
    CHECK_FALSE(second.results.expired());
    is_over.set();
    poller.join();
    CHECK(second.results.expired());
}

TEST_CASE("snapshots may change threads", "[polled_results]")
{
    polled_job polled;
    const long kept = polled.results.use_count();
    std::vector<progress_snapshot> taken;
    taken.push_back(polled.running->progress());
    taken.push_back(polled.running->progress());
    std::thread([elsewhere = std::move(taken)]() mutable {
        progress_snapshot copy = elsewhere.front();
        elsewhere.front() = elsewhere.back();
        copy = std::move(elsewhere.back());
        CHECK(copy.updates().size() == 2);
    }).join();
    CHECK(polled.results.use_count() == kept - 1); // this thread has given its own away
    static_cast<void>(polled.running->progress());
    CHECK(polled.results.use_count() == kept);
}

TEST_CASE("a callback's thread keeps nothing of a job", "[polled_results]")
{
    watched_results results;
    {
        job_options options;
        options.on_progress = [&](const progress_snapshot& now) { results = now.results(); };
        job running = wua::start(simulated_engine(), make_items(2), std::move(options));
        running.wait();
    }
    CHECK(results.expired());
}
