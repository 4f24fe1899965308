// SPDX-License-Identifier: MIT
// What a driven engine does wrong ends its job, and hangs nobody.

#include "objects/doubles.hpp"
#include <wua/job/job.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <stdexcept>
#include <utility>
#include <vector>

using namespace wua;
using namespace doubles;

namespace
{

enum class drives : std::uint8_t
{
    rightly,
    nothing_and_says_true,
    nothing_and_says_false,
    all_but_what_is_posted,
};

enum class posts : std::uint8_t
{
    rightly,
    nothing,
    at_once,
    and_throws,
    then_throws, // having taken the work
};

// Owns its time; downloads in one piece of work, unless it does something wrong.
class faulty_engine
{
public:
    explicit faulty_engine(drives drive, posts post = posts::rightly, bool moves_time = true)
        : m_drives(drive),
          m_posts(post),
          m_moves_time(moves_time)
    {}

    void start(transfer job)
    {
        m_jobs.push_back(std::move(job));
    }

    std::chrono::nanoseconds now() const
    {
        return m_now;
    }

    void advance(std::chrono::nanoseconds by)
    {
        if (m_moves_time)
        {
            m_now += by;
            drive();
        }
    }

    bool drive()
    {
        if (m_drives == drives::nothing_and_says_true || m_drives == drives::nothing_and_says_false)
        {
            return m_drives == drives::nothing_and_says_true;
        }
        if (!m_posted.empty() && m_drives == drives::rightly)
        {
            const std::function<void()> work = std::exchange(m_posted.front(), nullptr);
            m_posted.pop_front();
            work();
            return true;
        }
        if (m_jobs.empty())
        {
            return false;
        }
        transfer job = std::move(m_jobs.back());
        m_jobs.pop_back();
        job.start(0);
        job.set_bytes(0, 1);
        job.finish_rest(outcome::succeeded());
        return true;
    }

    void post(std::function<void()> work)
    {
        switch (m_posts)
        {
            case posts::nothing:
                return;
            case posts::at_once:
                work();
                return;
            case posts::and_throws:
                throw std::runtime_error("no");
            case posts::rightly:
            case posts::then_throws:
                break;
        }
        m_posted.push_back(std::move(work));
        if (m_posts == posts::then_throws)
        {
            throw std::runtime_error("no");
        }
    }

private:
    const drives m_drives;
    const posts m_posts;
    const bool m_moves_time;
    std::chrono::nanoseconds m_now{0};
    std::vector<transfer> m_jobs;
    std::deque<std::function<void()>> m_posted;
};

static_assert(driven_engine<faulty_engine>);
static_assert(timed_engine<faulty_engine>);

struct callback_counts
{
    std::vector<outcome> completed;
    int progress = 0;
};

job_options telling(callback_counts& to)
{
    job_options options;
    options.downloader = eager();
    options.downloader.abort_limit = 20ms;
    options.on_progress = [&](const progress_snapshot&) { ++to.progress; };
    options.on_completed = [&](const outcome& result) { to.completed.push_back(result); };
    return options;
}

} // namespace

TEST_CASE("a driven engine that loses, refuses or runs at once what is posted completes its jobs",
          "[job][engine_at_fault]")
{
    const posts how = GENERATE(posts::nothing, posts::at_once, posts::and_throws, posts::then_throws);
    const drives driven = GENERATE(drives::rightly, drives::all_but_what_is_posted);
    callback_counts to;
    outcome expected = outcome::succeeded();
    const auto engine = std::make_shared<faulty_engine>(driven, how);
    SECTION("for who waits")
    {
        job running = wua::start(engine, make_items(2), telling(to));
        CHECK(running.wait() == outcome::succeeded());
    }
    SECTION("for who waits a while")
    {
        job running = wua::start(engine, make_items(2), telling(to));
        CHECK(running.wait_for(20ms));
    }
    SECTION("when the job is destroyed")
    {
        {
            const job running = wua::start(engine, make_items(2), telling(to));
        }
        expected = outcome::aborted();
    }
    CHECK(to.completed == std::vector<outcome>{expected});
    CHECK(to.progress != 0);
}

TEST_CASE("a driven engine that does nothing ends its jobs as failed, or as aborted within the limit",
          "[job][engine_at_fault]")
{
    const drives driven = GENERATE(drives::nothing_and_says_true, drives::nothing_and_says_false);
    const bool moves_time = GENERATE(true, false);
    callback_counts to;
    const auto engine = std::make_shared<faulty_engine>(driven, posts::rightly, moves_time);
    SECTION("for who waits")
    {
        job running = wua::start(engine, make_items(2), telling(to));
        CHECK(running.wait().code == orcFailed);
        CHECK(running.result(0).hresult == wu_e_dm_unexpected);
        CHECK(to.completed.size() == 1);
    }
    SECTION("for who aborts and waits")
    {
        job running = wua::start(engine, make_items(2), telling(to));
        running.request_abort();
        CHECK(running.wait() == outcome::aborted());
        CHECK(to.completed == std::vector<outcome>{outcome::aborted()});
    }
    SECTION("for who aborts and waits a while")
    {
        job running = wua::start(engine, make_items(2), telling(to));
        running.request_abort();
        while (!running.wait_for(5ms))
        {}
        CHECK(running.result() == outcome::aborted());
        CHECK(to.completed == std::vector<outcome>{outcome::aborted()});
    }
    SECTION("when the job is destroyed")
    {
        {
            const job running = wua::start(engine, make_items(2), telling(to));
        }
        CHECK(to.completed == std::vector<outcome>{outcome::aborted()});
    }
    SECTION("in COM")
    {
        downloader_options options = eager();
        options.abort_limit = 20ms;
        const auto downloader = make_downloader(engine, options);
        throw_if_failed(downloader->put_Updates(make_updates(2).get()));
        com_ptr<IDownloadJob> job;
        throw_if_failed(downloader->BeginDownload(nullptr, nullptr, {}, job.put()));
        com_ptr<IDownloadResult> result;
        OperationResultCode code = orcNotStarted;
        SECTION("by EndDownload")
        {
            throw_if_failed(downloader->EndDownload(job.get(), result.put()));
            throw_if_failed(result->get_ResultCode(&code));
            CHECK(code == orcFailed);
        }
        SECTION("by CleanUp")
        {
            throw_if_failed(job->RequestAbort());
            CHECK(job->CleanUp() == s_ok);
        }
    }
}
