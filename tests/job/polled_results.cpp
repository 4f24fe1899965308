// SPDX-License-Identifier: MIT
// What a thread keeps between two polls of a job, and for how long.

#include "objects/doubles.hpp"
#include <wua/engine/simulated_engine.hpp>
#include <wua/job/job.hpp>
#include <wua/job/running_job.hpp>

#include <optional>
#include <thread>
#include <utility>
#include <vector>

using namespace wua;
using namespace doubles;

namespace
{

// The table of a job's updates, which alone has their items beside the test.
class watched_results
{
public:
    explicit watched_results(const progress_snapshot& now)
        : m_table(now.results().get()),
          m_items(now.results()->updates())
    {}

    // While it is there.
    ULONG use_count() const noexcept
    {
        return m_table->use_count();
    }

    bool is_gone() const noexcept
    {
        return m_items.front().use_count() == 1;
    }

private:
    const update_results* m_table;
    std::vector<update_pointer> m_items;
};

struct polled_job
{
    std::optional<job> running = wua::start(simulated_engine(), make_items(2));
    watched_results results{running->progress()};
};

} // namespace

TEST_CASE("a poll takes the reference of the poll before", "[polled_results]")
{
    const polled_job polled;
    const ULONG kept = polled.results.use_count();
    {
        const progress_snapshot now = polled.running->progress();
        CHECK(polled.results.use_count() == kept); // it has changed hands
        const progress_snapshot beside = polled.running->progress();
        CHECK(polled.results.use_count() == kept + 1);
        CHECK(now.results() == beside.results());
    }
    CHECK(polled.results.use_count() == kept);
}

TEST_CASE("what a thread has kept of a job is freed with the job", "[polled_results]")
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
    CHECK(polled.results.is_gone());
}

TEST_CASE("a snapshot outlives its job and what its thread has kept", "[polled_results]")
{
    polled_job polled;
    std::optional<progress_snapshot> last = polled.running->progress();
    polled.running.reset();
    CHECK_FALSE(polled.results.is_gone());
    CHECK(last->updates().size() == 2);
    last.reset();
    CHECK(polled.results.is_gone());
}

TEST_CASE("what a thread has of a job that ends elsewhere is gone with its last snapshot", "[polled_results]")
{
    polled_job polled;
    std::optional<progress_snapshot> last = polled.running->progress();
    std::thread([&] { polled.running.reset(); }).join();
    CHECK_FALSE(polled.results.is_gone());
    last.reset();
    CHECK(polled.results.is_gone());
}

TEST_CASE("a thread keeps nothing of a job that it has only snapshots of", "[polled_results]")
{
    const polled_job mine;
    std::optional<polled_job> other;
    std::vector<progress_snapshot> taken;
    std::thread([&] {
        other.emplace();
        taken.push_back(other->running->progress());
    }).join();
    const progress_snapshot now = mine.running->progress(); // so that there is room for another
    taken.clear();
    std::thread([&] { other->running.reset(); }).join();
    CHECK(other->results.is_gone());
}

TEST_CASE("a thread keeps something only of the job that it polled last, until it ends", "[polled_results]")
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
    CHECK(first.results.is_gone());
    CHECK_FALSE(second.results.is_gone());
    is_over.set();
    poller.join();
    CHECK(second.results.is_gone());
}

TEST_CASE("snapshots may change threads", "[polled_results]")
{
    polled_job polled;
    const ULONG kept = polled.results.use_count();
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

TEST_CASE("what a thread knows of a job is never taken for another's that lies in its place", "[polled_results]")
{
    for (int i = 0; i != 100; ++i) // an allocator that keeps places back shows nothing
    {
        const update_results* gone = nullptr;
        {
            const detail::ledger first(make_items(2));
            progress_snapshot polled = first.poll();
            gone = polled.results().get();
            std::thread([other = std::move(polled)] {}).join();
        }
        const detail::ledger second(make_items(1));
        if (second.table().get() == gone)
        {
            std::optional<progress_snapshot> made_elsewhere;
            std::thread([&] { made_elsewhere = second.snapshot(); }).join();
            made_elsewhere.reset();
            REQUIRE(second.poll().update_count() == 1);
        }
    }
}

TEST_CASE("a callback's thread keeps nothing of a job", "[polled_results]")
{
    std::optional<watched_results> results;
    {
        job_options options;
        options.on_progress = [&](const progress_snapshot& now) { results.emplace(now); };
        job running = wua::start(simulated_engine(), make_items(2), std::move(options));
        running.wait();
    }
    REQUIRE(results);
    CHECK(results->is_gone());
}
