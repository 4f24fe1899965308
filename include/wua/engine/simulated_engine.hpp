// SPDX-License-Identifier: MIT
#pragma once

// An engine that moves no bytes: it acts out a scenario on a virtual clock, the same way each time.

#include <wua/com/abi_boundary.hpp>
#include <wua/engine/scenario.hpp>
#include <wua/engine/simulated/scenario_actor.hpp>
#include <wua/engine/simulated/virtual_timeline.hpp>
#include <wua/job/engine.hpp>
#include <wua/job/owned_thread.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <stop_token>
#include <utility>
#include <vector>

namespace wua
{

// Nothing happens until somebody moves the time: the test by advance(), step() or run(), or a caller who waits for a
// job. Callbacks run on the thread that moves it, at their place in the order of events. With run_in_real_time() a
// thread of the engine's own moves it instead, at the pace of a clock.
//
// All members may be called from any thread, and from posted work such as the callbacks of a job. Events are acted out
// one at a time: from inside one, that is from a ledger_listener, advance(), step() and drive() do nothing.
class simulated_engine
{
public:
    using duration = std::chrono::nanoseconds;

    explicit simulated_engine(scenario script = {}) : m_shared(std::make_shared<shared>())
    {
        m_shared->set_script(std::move(script));
    }

    simulated_engine(simulated_engine&&) noexcept = default;
    simulated_engine& operator=(simulated_engine&&) = delete;

    // Jobs that are not completed end: their updates fail with WU_E_SERVICE_STOP.
    ~simulated_engine()
    {
        if (m_shared)
        {
            m_shared->shut_down();
        }
    }

    // The script of jobs that start from now on.
    void set_scenario(scenario script)
    {
        m_shared->set_script(std::move(script));
    }

    void start(transfer end)
    {
        const auto keep = m_shared;
        keep->start(std::move(end));
    }

    // Virtual time since the engine was made.
    duration now() const noexcept
    {
        return m_shared->now();
    }

    // Lets so much virtual time pass, acting out everything that is due. Bytes are exact at the new time. In real time
    // it waits for the engine's thread to do so.
    void advance(duration by)
    {
        const auto keep = m_shared; // a callback may destroy the engine
        keep->advance(by);
    }

    // Acts out the next event, or one posted piece of work, at whatever time it is due; false when there is none.
    bool step()
    {
        const auto keep = m_shared;
        return keep->step();
    }

    // Acts out everything that is left. A scenario that stalls for ever leaves its jobs unfinished.
    void run()
    {
        const auto keep = m_shared;
        while (keep->step())
        {}
    }

    // As driven_engine has it: step(), and in real time a wait for the engine's thread to do one.
    bool drive()
    {
        const auto keep = m_shared;
        return keep->drive();
    }

    void post(std::function<void()> work)
    {
        const auto keep = m_shared;
        keep->post(std::move(work));
    }

    // True once run_in_real_time() was called.
    bool is_in_real_time() const
    {
        return m_shared->is_in_real_time();
    }

    // Starts a thread that acts out events when they are due; one second of the script takes 1/speed seconds. Once.
    void run_in_real_time(double speed = 1)
    {
        if (!(speed > 0) || m_thread.is_started())
        {
            throw std::logic_error("run_in_real_time: the speed must be above 0, and it can be called only once");
        }
        m_shared->go_real_time(speed);
        try
        {
            m_thread = detail::owned_thread::start([shared = m_shared] { shared->serve(); });
        }
        catch (...)
        {
            m_shared->go_virtual(); // nobody would move the time
            throw;
        }
    }

private:
    // Everything behind one lock, so that the engine's thread and its jobs may outlive the engine object.
    class shared final : public simulated_timeline, public std::enable_shared_from_this<shared>
    {
    public:
        // Of jobs that start from now on.
        void set_script(scenario script)
        {
            auto next = std::make_shared<const scenario>(std::move(script));
            const std::lock_guard lock(m_mutex);
            m_script.swap(next);
        }

        void start(transfer end)
        {
            const auto made = std::make_shared<job>(std::move(end), script(), *this);
            {
                const std::lock_guard lock(m_mutex);
                if (is_stopped())
                {
                    return; // dropping the transfer ends the job
                }
                made->id = m_job_count++;
                made->abort_event = make_event({made, simulated_event::abort});
                if (!made->script().recorded.empty())
                {
                    // Before anything begins, so that nobody is shown other numbers first.
                    schedule_locked(made->script().recorded.front().at, {made, simulated_event::sample});
                }
                schedule_locked(duration(0), {made, simulated_event::begin});
                m_jobs.emplace(made->id, made); // last: the events of a job that is gone are void
            }
            m_changed.notify_all();
            try
            {
                // Outside the lock: it may run at once. The job, not the callback, is what keeps the job alive.
                made->on_abort.emplace(made->end().stop_token(), [weak = weak_from_this(), of = std::weak_ptr(made)] {
                    const auto engine = weak.lock();
                    const auto aborted = of.lock();
                    if (engine && aborted)
                    {
                        engine->request_abort(*aborted);
                    }
                });
            }
            catch (...)
            {
                forget(*made);
                throw;
            }
        }

        void advance(duration by)
        {
            simulated_timeline::advance(by, [this] {
                std::vector<job_pointer> all;
                all.reserve(m_jobs.size());
                for (const auto& [id, one] : m_jobs)
                {
                    all.push_back(one);
                }
                return [this, jobs = std::move(all)](duration when) {
                    for (const job_pointer& one : jobs)
                    {
                        one->show(when);
                        forget_if_over(*one);
                    }
                };
            });
        }

        void shut_down()
        {
            std::map<std::uint64_t, job_pointer> ended;
            std::list<std::function<void()>> last;
            {
                std::unique_lock lock(m_mutex);
                last = stop(lock);
                ended.swap(m_jobs);
            }
            m_changed.notify_all();
            // In the order in which it would have come. What is posted meanwhile runs at once.
            for (const auto& f : last)
            {
                f();
            }
            for (const auto& [id, one] : ended)
            {
                one->end().finish_rest(outcome::failed(wu_e_service_stop));
            }
        }

    private:
        struct job final : scenario_actor
        {
            using scenario_actor::scenario_actor;

            std::uint64_t id = 0;
            event_map::node_type abort_event; // made beforehand, since an abort must not fail
            std::optional<std::stop_callback<std::function<void()>>> on_abort;
        };
        using job_pointer = std::shared_ptr<job>;

        std::shared_ptr<const scenario> script()
        {
            const std::lock_guard lock(m_mutex);
            return m_script;
        }

        // Called by a stop_token, which lets nothing through that is thrown.
        void request_abort(job& of) noexcept
        {
            {
                const std::lock_guard lock(m_mutex);
                if (!is_stopped() && of.abort_event)
                {
                    schedule_now(std::move(of.abort_event));
                }
            }
            m_changed.notify_all();
        }

        void act(scenario_actor& whom, const simulated_event& what) noexcept override
        {
            job& of = static_cast<job&>(whom);
            try
            {
                of.act(what);
            }
            catch (...)
            {
                // No memory to go on with. Whoever moves the time is not to blame, and others may be waiting.
                of.end().finish_rest(outcome::failed(hresult_from_exception()));
            }
            forget_if_over(of);
        }

        void forget_if_over(const job& of)
        {
            if (of.is_over())
            {
                forget(of);
            }
        }

        // Who calls keeps the job until the step is over.
        void forget(const job& of)
        {
            const std::lock_guard lock(m_mutex);
            m_jobs.erase(of.id);
        }

        // Guarded by m_mutex.
        std::shared_ptr<const scenario> m_script = std::make_shared<const scenario>();
        std::map<std::uint64_t, job_pointer> m_jobs; // in the order of their starts
        std::uint64_t m_job_count = 0;
    };

    std::shared_ptr<shared> m_shared;
    detail::owned_thread m_thread; // serves in real time
};

static_assert(driven_engine<simulated_engine>);
static_assert(timed_engine<simulated_engine>);

} // namespace wua
