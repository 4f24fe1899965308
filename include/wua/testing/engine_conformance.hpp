// SPDX-License-Identifier: MIT
#pragma once

// The engine conformance suite: puts an engine through its paces and says which rules it breaks. With any test
// framework:
//
//     CHECK(wua::engine_violations([] { return my_engine(); }) == std::vector<std::string>());

#include <wua/objects/update_downloader.hpp>
#include <wua/testing/call_with_timeout.hpp>
#include <wua/testing/conformance/completion_counter.hpp>
#include <wua/testing/conformance/conformance_options.hpp>
#include <wua/testing/conformance/engine_rule.hpp>
#include <wua/testing/conformance/engine_harness.hpp>
#include <wua/testing/conformance/engine_verdict.hpp>
#include <wua/testing/progress_witness.hpp>

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

namespace wua
{
namespace detail
{

template <class F>
class engine_trials
{
    using stand = engine_harness<F>;
    using engine_pointer = typename stand::engine_pointer;
    using job_pointer = typename stand::job_pointer;

public:
    engine_trials(const F& make_engine, const conformance_options& options)
        : m_options(options),
          m_stand(make_engine, options, m_verdict)
    {}

    std::vector<engine_violation> run()
    {
        using member = void (engine_trials::*)();
        constexpr member trials[] = {
            &engine_trials::download_one,        &engine_trials::download_some,
            &engine_trials::pass_over,           &engine_trials::download_at_once,
            &engine_trials::abort_before_start,  &engine_trials::abort_after_start,
            &engine_trials::abort_at_first_byte, &engine_trials::abort_at_first_end,
            &engine_trials::go_on_after_abort,   &engine_trials::serve_a_downloader,
            &engine_trials::destroy_after_start, &engine_trials::destroy_midway,
            &engine_trials::download_many,       &engine_trials::destroy_where_it_reports,
        };
        for (const member trial : trials)
        {
            if (!m_verdict.is_stuck())
            {
                (this->*trial)();
            }
        }
        return m_verdict.take();
    }

private:
    void download_one()
    {
        m_verdict.begin_trial("a job of one update");
        download({1});
    }

    void download_some()
    {
        m_verdict.begin_trial("a job of five updates");
        download({5});
    }

    void download_at_once()
    {
        m_verdict.begin_trial("four jobs at once");
        download({3, 3, 3, 3});
    }

    void download_many()
    {
        m_verdict.begin_trial("a long job");
        download({m_options.many});
    }

    void pass_over()
    {
        m_verdict.begin_trial("a job of five updates, two of which are there already");
        engine_pointer engine = m_stand.make_engine();
        const job_pointer one = m_stand.make_job(engine, 5, true);
        one->books->finish(0, outcome::succeeded(wu_s_already_downloaded));
        one->books->finish(2, outcome::succeeded(wu_s_already_downloaded));
        one->fails[0] = one->fails[2] = false;
        const bool is_over = m_stand.start(engine, one) && m_stand.finish(engine, *one);
        m_stand.destroy(std::move(engine));
        if (is_over)
        {
            // Told apart from what the engine does to every update.
            const ledger& books = *one->books;
            if (m_verdict.is_clean() &&
                books.engine_faults(engine_fault::after_the_end) + books.engine_faults(engine_fault::finished_again) != 0)
            {
                m_verdict.complain(engine_rule::done_is_passed_over);
                return;
            }
            m_verdict.judge(*one);
        }
    }

    void abort_before_start()
    {
        m_verdict.begin_trial("a job that is aborted before it starts");
        abort(false);
    }

    void abort_after_start()
    {
        m_verdict.begin_trial("a job that is aborted when start() has returned");
        abort(true);
    }

    void abort_at_first_byte()
    {
        m_verdict.begin_trial("a job that is aborted inside the report of its first bytes");
        abort_at([](const progress_snapshot& now) { return now.bytes_downloaded() != 0; });
    }

    void abort_at_first_end()
    {
        m_verdict.begin_trial("a job that is aborted inside the report of its first result");
        abort_at([](const progress_snapshot& now) { return now.finished() != 0; });
    }

    void go_on_after_abort()
    {
        m_verdict.begin_trial("a job on an engine that has aborted another");
        engine_pointer engine = m_stand.make_engine();
        const job_pointer first = m_stand.make_job(engine, 3, false);
        first->request_abort();
        const job_pointer second = m_stand.make_job(engine, 3, false);
        const bool is_over = m_stand.start(engine, first) && m_stand.wait_for_abort(engine, *first) &&
                             m_stand.start(engine, second) && m_stand.finish(engine, *second);
        m_stand.destroy(std::move(engine));
        if (is_over)
        {
            m_verdict.judge(*second);
        }
    }

    void destroy_after_start()
    {
        m_verdict.begin_trial("an engine that is destroyed as soon as it has started two jobs");
        engine_pointer engine = m_stand.make_engine();
        const std::vector<job_pointer> jobs{m_stand.make_job(engine, 5, true), m_stand.make_job(engine, 5, true)};
        const bool has_started = m_stand.start(engine, jobs[0]) && m_stand.start(engine, jobs[1]);
        m_stand.destroy(std::move(engine));
        if (has_started)
        {
            m_verdict.judge_ended(jobs, m_options.abort_limit);
        }
    }

    void destroy_midway()
    {
        m_verdict.begin_trial("an engine that is destroyed in the middle of a job");
        engine_pointer engine = m_stand.make_engine();
        const job_pointer one = m_stand.make_job(engine, 5, true);
        const auto is_midway = std::make_shared<std::atomic<bool>>(false);
        one->watch->at([](const progress_snapshot& now) { return now.bytes_downloaded() != 0; },
                       [is_midway] { *is_midway = true; });
        const bool has_started = m_stand.start(engine, one);
        if (has_started)
        {
            m_stand.wait(
                *engine, *one->books, m_options.job_limit, [&] { return *is_midway || one->books->is_completed(); });
        }
        m_stand.destroy(std::move(engine));
        if (has_started)
        {
            m_verdict.judge_ended({one}, m_options.abort_limit);
        }
    }

    // Somebody who hears the last report drops the last reference to the engine: in the report itself, or, when the
    // engine is driven, in a piece of work that it is given then.
    void destroy_where_it_reports()
    {
        m_verdict.begin_trial("an engine that is destroyed where it reports its last result");
        struct last_reference
        {
            std::mutex mutex;
            std::condition_variable changed;
            engine_pointer engine;
            std::thread::id starter;
            bool has_started = false;
            bool was_inside_start = false;
            bool is_destroyed = false;

            void drop()
            {
                engine_pointer last;
                {
                    std::unique_lock lock(mutex);
                    if (std::this_thread::get_id() == starter && !has_started)
                    {
                        was_inside_start = true; // the engine is its caller's to end
                        return;
                    }
                    changed.wait(lock, [&] { return has_started; });
                    last.swap(engine);
                }
                last.reset();
                const std::lock_guard lock(mutex);
                is_destroyed = true;
                changed.notify_all();
            }
        };
        const auto last = std::make_shared<last_reference>();
        last->engine = m_stand.make_engine();
        auto* const engine = last->engine.get();
        const job_pointer one = m_stand.make_job(last->engine, 5, true);
        one->watch->at_the_end([last, engine] {
            if constexpr (stand::is_driven)
            {
                engine->post([last] { last->drop(); });
            }
            else
            {
                static_cast<void>(engine);
                last->drop();
            }
        });
        const bool has_started =
            m_stand.start(last->engine, one, [last] { last->starter = std::this_thread::get_id(); });
        {
            const std::lock_guard lock(last->mutex);
            last->has_started = true;
        }
        last->changed.notify_all();
        const auto is_destroyed = [&] {
            const std::lock_guard lock(last->mutex);
            return last->is_destroyed;
        };
        bool is_over = false;
        if (has_started)
        {
            // By a plain reference: the engine is somebody else's to keep. A driven one goes on until it is destroyed.
            m_stand.wait(*engine, *one->books, m_options.job_limit,
                         [&] { return is_destroyed() || (!stand::is_driven && one->books->is_completed()); });
            std::unique_lock lock(last->mutex);
            is_over = last->was_inside_start ||
                      last->changed.wait_for(lock, m_options.destruction_limit, [&] { return last->is_destroyed; });
        }
        if (has_started && !is_over)
        {
            m_verdict.give_up(engine_rule::engine_can_be_destroyed);
            return;
        }
        engine_pointer rest;
        {
            const std::lock_guard lock(last->mutex);
            rest.swap(last->engine);
        }
        m_stand.destroy(std::move(rest));
        if (has_started)
        {
            m_verdict.judge(*one);
        }
    }

    void serve_a_downloader()
    {
        m_verdict.begin_trial("a downloader with callbacks, one of which ends the download");
        engine_pointer engine = m_stand.make_engine();
        struct client
        {
            progress_witness witness;
            completion_counter counter;
            com_ptr<IUpdateDownloader> downloader;
            com_ptr<IDownloadJob> job;
            std::atomic<HRESULT> ended{e_fail};
        };
        const auto self = std::make_shared<client>();
        self->downloader = make_downloader(engine);
        std::vector<com_ptr<IUpdate>> updates;
        for (std::size_t n = 0; n != 3; ++n)
        {
            updates.push_back(make_update(m_options.make_update(n)));
        }
        throw_if_failed(self->downloader->put_Updates(make_update_collection(std::move(updates)).get()));
        const bounded_call_result call = call_with_timeout(m_options.job_limit, [self] {
            const auto on_progress = self->counter.progress_callback([self](IDownloadJob&, IDownloadProgress& now) {
                self->witness.see(now);
            });
            const auto on_end = on_completed([self, count = self->counter.completed_callback()](IDownloadJob& ended) {
                count->Invoke(&ended, nullptr);
                com_ptr<IDownloadResult> result;
                self->ended = self->downloader->EndDownload(&ended, result.put());
            });
            throw_if_failed(
                self->downloader->BeginDownload(on_progress.get(), on_end.get(), VARIANT{}, self->job.put()));
            throw_if_failed(self->job->CleanUp());
        });
        if (!call.is_in_time)
        {
            m_verdict.give_up(engine_rule::callback_law_is_kept, "CleanUp does not return");
            return;
        }
        std::string complaint = call.exception;
        for (const std::string& other : {self->counter.complaint(), self->witness.complaint()})
        {
            complaint = complaint.empty() ? other : complaint;
        }
        if (!complaint.empty() || failed(self->ended))
        {
            m_verdict.complain(engine_rule::callback_law_is_kept, complaint);
        }
        self->job.reset();
        self->downloader.reset();
        m_stand.destroy(std::move(engine));
    }

    void download(const std::vector<std::size_t>& counts)
    {
        engine_pointer engine = m_stand.make_engine();
        std::vector<job_pointer> jobs;
        bool is_over = true;
        for (const std::size_t count : counts)
        {
            jobs.push_back(m_stand.make_job(engine, count, count != 1));
            is_over = is_over && m_stand.start(engine, jobs.back());
        }
        for (const job_pointer& one : jobs)
        {
            is_over = is_over && m_stand.finish(engine, *one);
        }
        m_stand.destroy(std::move(engine));
        for (const job_pointer& one : jobs)
        {
            if (is_over)
            {
                m_verdict.judge(*one);
            }
        }
    }

    // Aborts before the start or as soon as it is over.
    void abort(bool is_after_start)
    {
        engine_pointer engine = m_stand.make_engine();
        const job_pointer one = m_stand.make_job(engine, m_options.aborted, true);
        if (!is_after_start)
        {
            one->request_abort();
        }
        bool is_over = m_stand.start(engine, one);
        if (is_over && is_after_start)
        {
            one->request_abort();
        }
        is_over = is_over && m_stand.wait_for_abort(engine, *one);
        m_stand.destroy(std::move(engine));
        if (is_over)
        {
            m_verdict.judge(*one);
        }
    }

    // Aborts inside the first report after which is_now() holds.
    void abort_at(const std::function<bool(const progress_snapshot&)>& is_now)
    {
        engine_pointer engine = m_stand.make_engine();
        const job_pointer one = m_stand.make_job(engine, m_options.aborted, true);
        one->watch->at(is_now, [weak = std::weak_ptr(one)] {
            if (const job_pointer alive = weak.lock())
            {
                alive->request_abort();
            }
        });
        bool is_over = m_stand.start(engine, one);
        if (is_over)
        {
            m_stand.wait(*engine, *one->books, m_options.job_limit,
                         [&] { return one->books->is_abort_requested() || one->books->is_completed(); });
            is_over =
                one->books->is_abort_requested() ? m_stand.wait_for_abort(engine, *one) : m_stand.finish(engine, *one);
        }
        m_stand.destroy(std::move(engine));
        if (is_over)
        {
            m_verdict.judge(*one);
        }
    }

    const conformance_options& m_options;
    engine_verdict m_verdict;
    stand m_stand;
};

} // namespace detail

// Everything that the engine does wrong; empty for an engine that conforms. make_engine() returns a fresh engine by
// value, and is called for each trial; it may be called on this thread only. Engines that block for ever are found out
// by the limits; their threads are then left behind, and the trials end there, as they do when start() throws.
//
// Takes some seconds at most, if jobs of small updates do.
template <class F>
std::vector<engine_violation> check_engine(const F& make_engine, const conformance_options& options = {})
{
    // One function for all engines of a type, whose trials are then compiled once.
    const std::function<std::invoke_result_t<const F&>()> make = [&make_engine] { return make_engine(); };
    return detail::engine_trials<std::remove_const_t<decltype(make)>>(make, options).run();
}

// The same as sentences, for one line in a test.
template <class F>
std::vector<std::string> engine_violations(const F& make_engine, const conformance_options& options = {})
{
    std::vector<std::string> sentences;
    for (engine_violation& violation : check_engine(make_engine, options))
    {
        sentences.push_back(std::move(violation.message));
    }
    return sentences;
}

} // namespace wua
