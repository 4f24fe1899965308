// SPDX-License-Identifier: MIT
#pragma once

// The engine conformance suite: puts an engine through its paces and says which rules it breaks. With any test
// framework:
//
//     CHECK(wua::engine_violations([] { return my_engine(); }) == std::vector<std::string>());

#include <wua/model/engine.hpp>
#include <wua/objects/update_downloader.hpp>
#include <wua/testing/bounded_call.hpp>
#include <wua/testing/completion_counter.hpp>
#include <wua/testing/engine_rule.hpp>
#include <wua/testing/job_watch.hpp>
#include <wua/testing/progress_poller.hpp>
#include <wua/testing/progress_witness.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
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

struct conformance_options
{
    // Makes the n-th update of a job, one that the engine can download: small, but large enough to be reported in a few
    // steps. Updates of different jobs may be the same.
    std::function<update_pointer(std::size_t n)> make_update = [](std::size_t n)
    { return make_item("update " + std::to_string(n), "https://host/" + std::to_string(n), 100'000); };

    // The same for updates whose download fails. Nothing: failure is not tried.
    std::function<update_pointer(std::size_t n)> make_failing_update{};

    // How many updates the long job has, and the one that is aborted.
    std::size_t many = 1000;
    std::size_t aborted = 32;

    // How long things may take, in real time. The end of an abort is measured by the engine's own clock, too, if it has
    // one.
    std::chrono::nanoseconds start_limit = std::chrono::seconds(2);
    std::chrono::nanoseconds job_limit = std::chrono::seconds(60);
    std::chrono::nanoseconds abort_limit = std::chrono::seconds(5);
    std::chrono::nanoseconds destruction_limit = std::chrono::seconds(10);

    // True for a driven_engine with a thread of its own that drives it, so that nobody else has to.
    bool drives_itself = false;
};

namespace detail
{

template <class F>
class engine_examination
{
    using E = std::invoke_result_t<const F&>;
    static_assert(engine<E>, "the function returns a fresh engine");
    static constexpr bool is_driven = driven_engine<E>;
    using clock = std::chrono::steady_clock;
    using engine_pointer = std::shared_ptr<E>;

public:
    engine_examination(const F& make_engine, const conformance_options& options)
        : m_make_engine(make_engine),
          m_options(options)
    {
    }

    std::vector<engine_violation> run()
    {
        using member = void (engine_examination::*)();
        constexpr member trials[] = {
            &engine_examination::download_one,        &engine_examination::download_some,
            &engine_examination::pass_over,           &engine_examination::download_at_once,
            &engine_examination::abort_before_start,  &engine_examination::abort_after_start,
            &engine_examination::abort_at_first_byte, &engine_examination::abort_at_first_end,
            &engine_examination::go_on_after_abort,   &engine_examination::serve_a_downloader,
            &engine_examination::destroy_after_start, &engine_examination::destroy_midway,
            &engine_examination::download_many,       &engine_examination::destroy_where_it_reports,
        };
        for (const member trial : trials)
        {
            if (!m_is_stuck)
            {
                (this->*trial)();
            }
        }
        return std::move(m_violations);
    }

private:
    struct job
    {
        std::shared_ptr<ledger> books;
        std::shared_ptr<job_watch> watch;
        std::unique_ptr<progress_poller> poller;
        std::vector<bool> fails;
        std::atomic<std::size_t> unbegun_at_abort{0};
    };
    using job_pointer = std::shared_ptr<job>;

    // ---- the trials ----

    void download_one()
    {
        m_trial = "a job of one update";
        download({1});
    }

    void download_some()
    {
        m_trial = "a job of five updates";
        download({5});
    }

    void download_at_once()
    {
        m_trial = "four jobs at once";
        download({3, 3, 3, 3});
    }

    void download_many()
    {
        m_trial = "a long job";
        download({m_options.many});
    }

    void pass_over()
    {
        m_trial = "a job of five updates, two of which are there already";
        engine_pointer engine = make_engine();
        const job_pointer one = make_job(engine, 5, true);
        one->books->finish(0, outcome::succeeded(wu_s_already_downloaded));
        one->books->finish(2, outcome::succeeded(wu_s_already_downloaded));
        one->fails[0] = one->fails[2] = false;
        const bool is_over = start(engine, one) && finish(engine, *one);
        destroy(std::move(engine));
        if (is_over)
        {
            // Told apart from what the engine does to every update.
            const ledger& books = *one->books;
            if (m_violations.empty() &&
                books.misreports(misreport::after_the_end) + books.misreports(misreport::finished_again) != 0)
            {
                complain(engine_rule::done_is_passed_over);
                return;
            }
            judge(*one);
        }
    }

    void abort_before_start()
    {
        m_trial = "a job that is aborted before it starts";
        abort(false);
    }

    void abort_after_start()
    {
        m_trial = "a job that is aborted when start() has returned";
        abort(true);
    }

    void abort_at_first_byte()
    {
        m_trial = "a job that is aborted inside the report of its first bytes";
        abort_at([](const progress_snapshot& now) { return now.bytes_downloaded() != 0; });
    }

    void abort_at_first_end()
    {
        m_trial = "a job that is aborted inside the report of its first result";
        abort_at([](const progress_snapshot& now) { return now.finished() != 0; });
    }

    void go_on_after_abort()
    {
        m_trial = "a job on an engine that has aborted another";
        engine_pointer engine = make_engine();
        const job_pointer first = make_job(engine, 3, false);
        request_abort(*first);
        const job_pointer second = make_job(engine, 3, false);
        const bool is_over =
            start(engine, first) && wait_for_abort(engine, *first) && start(engine, second) && finish(engine, *second);
        destroy(std::move(engine));
        if (is_over)
        {
            judge(*second);
        }
    }

    void destroy_after_start()
    {
        m_trial = "an engine that is destroyed as soon as it has started two jobs";
        engine_pointer engine = make_engine();
        const std::vector<job_pointer> jobs{make_job(engine, 5, true), make_job(engine, 5, true)};
        const bool has_started = start(engine, jobs[0]) && start(engine, jobs[1]);
        destroy(std::move(engine));
        if (has_started)
        {
            judge_ended(jobs);
        }
    }

    void destroy_midway()
    {
        m_trial = "an engine that is destroyed in the middle of a job";
        engine_pointer engine = make_engine();
        const job_pointer one = make_job(engine, 5, true);
        const auto is_midway = std::make_shared<std::atomic<bool>>(false);
        one->watch->at([](const progress_snapshot& now) { return now.bytes_downloaded() != 0; },
                       [is_midway] { *is_midway = true; });
        const bool has_started = start(engine, one);
        if (has_started)
        {
            wait(*engine, *one->books, m_options.job_limit, [&] { return *is_midway || one->books->is_completed(); });
        }
        destroy(std::move(engine));
        if (has_started)
        {
            judge_ended({one});
        }
    }

    // Somebody who hears the last report drops the last reference to the engine: in the report itself, or, when the
    // engine is driven, in a piece of work that it is given then.
    void destroy_where_it_reports()
    {
        m_trial = "an engine that is destroyed where it reports its last result";
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
        last->engine = make_engine();
        E* const engine = last->engine.get();
        const job_pointer one = make_job(last->engine, 5, true);
        one->watch->at_the_end(
            [last, engine]
            {
                if constexpr (is_driven)
                {
                    engine->post([last] { last->drop(); });
                }
                else
                {
                    static_cast<void>(engine);
                    last->drop();
                }
            });
        const bool has_started = start(last->engine, one, [last] { last->starter = std::this_thread::get_id(); });
        {
            const std::lock_guard lock(last->mutex);
            last->has_started = true;
        }
        last->changed.notify_all();
        const auto is_destroyed = [&]
        {
            const std::lock_guard lock(last->mutex);
            return last->is_destroyed;
        };
        bool is_over = false;
        if (has_started)
        {
            // By a plain reference: the engine is somebody else's to keep. A driven one goes on until it is destroyed.
            wait(*engine, *one->books, m_options.job_limit,
                 [&] { return is_destroyed() || (!is_driven && one->books->is_completed()); });
            std::unique_lock lock(last->mutex);
            is_over = last->was_inside_start ||
                      last->changed.wait_for(lock, m_options.destruction_limit, [&] { return last->is_destroyed; });
        }
        if (has_started && !is_over)
        {
            m_is_stuck = true;
            complain(engine_rule::engine_can_be_destroyed);
            return;
        }
        engine_pointer rest;
        {
            const std::lock_guard lock(last->mutex);
            rest.swap(last->engine);
        }
        destroy(std::move(rest));
        if (has_started)
        {
            judge(*one);
        }
    }

    void serve_a_downloader()
    {
        m_trial = "a downloader with callbacks, one of which ends the download";
        engine_pointer engine = make_engine();
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
        const bounded_call_result call =
            call_within(m_options.job_limit,
                        [self]
                        {
                            const auto on_progress = self->counter.progress_callback(
                                [self](IDownloadJob&, IDownloadProgress& now) { self->witness.see(now); });
                            const auto on_end = on_completed(
                                [self, count = self->counter.completed_callback()](IDownloadJob& ended)
                                {
                                    count->Invoke(&ended, nullptr);
                                    com_ptr<IDownloadResult> result;
                                    self->ended = self->downloader->EndDownload(&ended, result.put());
                                });
                            throw_if_failed(self->downloader->BeginDownload(on_progress.get(), on_end.get(), VARIANT{},
                                                                            self->job.put()));
                            throw_if_failed(self->job->CleanUp());
                        });
        if (!call.is_in_time)
        {
            m_is_stuck = true;
            complain(engine_rule::callback_law_is_kept, "CleanUp does not return");
            return;
        }
        std::string complaint = call.exception;
        for (const std::string& other : {self->counter.complaint(), self->witness.complaint()})
        {
            complaint = complaint.empty() ? other : complaint;
        }
        if (!complaint.empty() || failed(self->ended))
        {
            complain(engine_rule::callback_law_is_kept, complaint);
        }
        self->job.reset();
        self->downloader.reset();
        destroy(std::move(engine));
    }

    // ---- what the trials are made of ----

    engine_pointer make_engine() const
    {
        // Not make_shared: the engine may be one that cannot be moved.
        return engine_pointer(new E(m_make_engine()));
    }

    job_pointer make_job(const engine_pointer& engine, std::size_t count, bool may_fail) const
    {
        const auto made = std::make_shared<job>();
        std::vector<update_pointer> updates;
        for (std::size_t n = 0; n != count; ++n)
        {
            const bool fails = may_fail && m_options.make_failing_update && n % 3 == 1;
            updates.push_back(fails ? m_options.make_failing_update(n) : m_options.make_update(n));
            made->fails.push_back(fails);
        }
        ledger_options options;
        options.abort_limit = std::chrono::nanoseconds::max(); // the engine is to end its jobs, and nobody else
        if constexpr (timed_engine<E>)
        {
            options.clock = [weak = std::weak_ptr(engine)]
            {
                const engine_pointer alive = weak.lock();
                return alive ? std::chrono::nanoseconds(alive->now()) : std::chrono::nanoseconds(0);
            };
        }
        else
        {
            static_cast<void>(engine);
        }
        made->books = std::make_shared<ledger>(std::move(updates), std::move(options));
        made->watch = std::make_shared<job_watch>(*made->books);
        made->books->listen(made->watch);
        made->poller = std::make_unique<progress_poller>([books = made->books] { return books->snapshot(); });
        return made;
    }

    static void request_abort(job& one)
    {
        one.books->request_abort();
        one.unbegun_at_abort = one.books->size() - one.books->snapshot().started();
    }

    // False, with a complaint, when the job has not begun.
    bool start(const engine_pointer& engine, const job_pointer& one, const std::function<void()>& first = {})
    {
        const bounded_call_result call = call_within(
            m_options.start_limit,
            [engine, books = one->books, first]
            {
                if (first)
                {
                    first();
                }
                engine->start(transfer(books, {dpNormal, false, "conformance"}));
            },
            [&] { one->books->request_abort(); });
        if (!call.is_in_time)
        {
            m_is_stuck = true;
            complain(engine_rule::start_returns_at_once);
        }
        else if (call.has_thrown)
        {
            m_is_stuck = true;
            complain(engine_rule::start_does_not_throw, call.exception);
        }
        return call.is_in_time && !call.has_thrown;
    }

    // Lets the engine work until done() holds; false when the time is over, or nothing is left to be done.
    // The limit is one of real time, the other one of the engine's own.
    bool wait(E& engine, ledger& books, std::chrono::nanoseconds limit, const std::function<bool()>& done,
              std::chrono::nanoseconds engine_limit = std::chrono::nanoseconds::max()) const
    {
        const clock::time_point start = clock::now();
        const std::chrono::nanoseconds engine_start = time_of(engine);
        while (!done())
        {
            if (clock::now() - start >= limit)
            {
                return done();
            }
            if constexpr (is_driven)
            {
                if (!m_options.drives_itself)
                {
                    if (time_of(engine) - engine_start >= engine_limit || !engine.drive())
                    {
                        return done();
                    }
                    continue;
                }
            }
            books.wait_until(clock::now() + std::chrono::milliseconds(1));
            std::this_thread::yield();
        }
        // The last step may have taken the engine's time far beyond the limit.
        return engine_limit == std::chrono::nanoseconds::max() || time_of(engine) - engine_start <= engine_limit;
    }

    std::chrono::nanoseconds time_of(const E& engine) const
    {
        if constexpr (is_driven && timed_engine<E>)
        {
            return m_options.drives_itself ? std::chrono::nanoseconds(0) : std::chrono::nanoseconds(engine.now());
        }
        else
        {
            static_cast<void>(engine);
            return std::chrono::nanoseconds(0);
        }
    }

    // False, with a complaint, when an update of the job never ends. Then the job is aborted.
    bool finish(const engine_pointer& engine, job& one)
    {
        const auto is_over = [&] { return one.books->is_completed(); };
        if (wait(*engine, *one.books, m_options.job_limit, is_over))
        {
            return true;
        }
        m_is_stuck = true;
        complain(engine_rule::every_update_ends, count_of(*one.books));
        one.books->request_abort();
        wait(*engine, *one.books, m_options.abort_limit, is_over);
        return false;
    }

    bool wait_for_abort(const engine_pointer& engine, job& one)
    {
        if (wait(
                *engine, *one.books, m_options.abort_limit, [&] { return one.books->is_completed(); },
                m_options.abort_limit))
        {
            return true;
        }
        m_is_stuck = true;
        complain(engine_rule::abort_is_obeyed, count_of(*one.books));
        return false;
    }

    void download(const std::vector<std::size_t>& counts)
    {
        engine_pointer engine = make_engine();
        std::vector<job_pointer> jobs;
        bool is_over = true;
        for (const std::size_t count : counts)
        {
            jobs.push_back(make_job(engine, count, count != 1));
            is_over = is_over && start(engine, jobs.back());
        }
        for (const job_pointer& one : jobs)
        {
            is_over = is_over && finish(engine, *one);
        }
        destroy(std::move(engine));
        for (const job_pointer& one : jobs)
        {
            if (is_over)
            {
                judge(*one);
            }
        }
    }

    // Aborts before the start or as soon as it is over.
    void abort(bool is_after_start)
    {
        engine_pointer engine = make_engine();
        const job_pointer one = make_job(engine, m_options.aborted, true);
        if (!is_after_start)
        {
            request_abort(*one);
        }
        bool is_over = start(engine, one);
        if (is_over && is_after_start)
        {
            request_abort(*one);
        }
        is_over = is_over && wait_for_abort(engine, *one);
        destroy(std::move(engine));
        if (is_over)
        {
            judge(*one);
        }
    }

    // Aborts inside the first report after which is_now() holds.
    void abort_at(const std::function<bool(const progress_snapshot&)>& is_now)
    {
        engine_pointer engine = make_engine();
        const job_pointer one = make_job(engine, m_options.aborted, true);
        one->watch->at(is_now,
                       [weak = std::weak_ptr(one)]
                       {
                           if (const job_pointer alive = weak.lock())
                           {
                               request_abort(*alive);
                           }
                       });
        bool is_over = start(engine, one);
        if (is_over)
        {
            wait(*engine, *one->books, m_options.job_limit,
                 [&] { return one->books->is_abort_requested() || one->books->is_completed(); });
            is_over = one->books->is_abort_requested() ? wait_for_abort(engine, *one) : finish(engine, *one);
        }
        destroy(std::move(engine));
        if (is_over)
        {
            judge(*one);
        }
    }

    // Ends the engine by its last reference.
    void destroy(engine_pointer engine)
    {
        if (!call_within(m_options.destruction_limit, [last = std::move(engine)] {}).is_in_time && !m_is_stuck)
        {
            m_is_stuck = true;
            complain(engine_rule::engine_can_be_destroyed);
        }
    }

    // ---- the verdict ----

    void judge(job& one)
    {
        const std::string complaint = one.poller->finish();
        const ledger& books = *one.books;
        if (judge_reports(books))
        {
            return; // what else is wrong follows from it
        }
        const bool is_aborted = books.is_abort_requested();
        std::size_t aborted = 0;
        for (std::size_t index = 0; index != books.size(); ++index)
        {
            const outcome result = books.progress_of(index).result;
            if (result.detail == transfer::dropped_detail)
            {
                complain(engine_rule::transfer_is_kept, name_of(index));
                return;
            }
            const bool is_right = one.fails[index] ? result.code == orcFailed : result.is_success();
            aborted += result.code == orcAborted ? 1U : 0U;
            if (!is_right && !(is_aborted && result.code == orcAborted))
            {
                complain(is_aborted && !result.is_success() ? engine_rule::abort_spoils_nothing
                                                            : engine_rule::results_are_right,
                         name_of(index) + " ended with " + std::string(name_of(result.code)) + ' ' + result.detail);
                return;
            }
        }
        if (is_aborted && one.unbegun_at_abort != 0 && aborted == 0)
        {
            complain(engine_rule::abort_is_obeyed,
                     "all went on, although " + std::to_string(one.unbegun_at_abort) + " had not been begun");
        }
        if (const auto incomplete = one.watch->incomplete(); !incomplete.empty())
        {
            complain(engine_rule::success_has_all_bytes, name_of(incomplete.front()));
        }
        if (!complaint.empty())
        {
            complain(engine_rule::progress_contract_is_kept, complaint);
        }
    }

    // After the end of the engine. Results are as they are then.
    void judge_ended(const std::vector<job_pointer>& jobs)
    {
        for (const job_pointer& one : jobs)
        {
            if (!one->books->wait_until(clock::now() + m_options.abort_limit))
            {
                m_is_stuck = true;
                complain(engine_rule::end_of_engine_ends_jobs, count_of(*one->books));
                return;
            }
            judge_reports(*one->books);
            if (const std::string complaint = one->poller->finish(); !complaint.empty())
            {
                complain(engine_rule::progress_contract_is_kept, complaint);
            }
        }
    }

    // True, with a complaint, when a report made no sense.
    bool judge_reports(const ledger& books)
    {
        const bool is_ended_by_ledger =
            books.misreports(misreport::bytes_beyond_size) != 0 || books.misreports(misreport::size_changed) != 0 ||
            books.misreports(misreport::size_impossible) != 0 || books.misreports(misreport::no_result) != 0;
        for (std::size_t n = 0; n != misreport_count; ++n)
        {
            const auto kind = static_cast<misreport>(n);
            const std::uint64_t count = books.misreports(kind);
            if (count == 0 ||
                (is_ended_by_ledger && (kind == misreport::after_the_end || kind == misreport::finished_again)))
            {
                continue; // the engine could not know of the end
            }
            complain(broken_by(kind), std::string(sentence_of(kind)) + ", times: " + std::to_string(count));
        }
        return books.misreports() != 0;
    }

    void complain(engine_rule rule, const std::string& what = {})
    {
        std::string message(sentence_of(rule));
        message += "; with " + m_trial;
        message += what.empty() ? "" : ": " + what;
        m_violations.push_back({rule, std::move(message)});
    }

    static std::string name_of(std::size_t index)
    {
        return "update " + std::to_string(index);
    }

    static std::string_view name_of(OperationResultCode code)
    {
        return wua::name_of(code);
    }

    static std::string count_of(const ledger& books)
    {
        const progress_snapshot now = books.snapshot();
        return std::to_string(now.finished()) + " of " + std::to_string(now.update_count()) + " had ended";
    }

    const F& m_make_engine;
    const conformance_options& m_options;
    std::vector<engine_violation> m_violations;
    std::string m_trial;
    bool m_is_stuck = false; // nothing more is tried
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
    return detail::engine_examination<F>(make_engine, options).run();
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
