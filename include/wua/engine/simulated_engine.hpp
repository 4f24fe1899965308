// SPDX-License-Identifier: MIT
#pragma once

// An engine that moves no bytes: it acts out a scenario on a virtual clock, the same way each time.

#include <wua/com/wall.hpp>
#include <wua/engine/scenario.hpp>
#include <wua/model/engine.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <stdexcept>
#include <stop_token>
#include <thread>
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
        m_shared->script = std::make_shared<const scenario>(std::move(script));
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
        if (m_thread.joinable())
        {
            if (m_thread.get_id() == std::this_thread::get_id())
            {
                m_thread.detach();
            }
            else
            {
                m_thread.join();
            }
        }
    }

    // The script of jobs that start from now on.
    void set_scenario(scenario script)
    {
        auto next = std::make_shared<const scenario>(std::move(script));
        const std::lock_guard lock(m_shared->mutex);
        m_shared->script.swap(next);
    }

    void start(transfer end)
    {
        const auto keep = m_shared;
        keep->start(keep, std::move(end));
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
        {
        }
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
        const std::lock_guard lock(m_shared->mutex);
        return m_shared->is_real_time;
    }

    // Starts a thread that acts out events when they are due; one second of the script takes 1/speed seconds. Once.
    void run_in_real_time(double speed = 1)
    {
        if (!(speed > 0) || m_thread.joinable())
        {
            throw std::logic_error("run_in_real_time: the speed must be above 0, and it can be called only once");
        }
        m_shared->go_real_time(speed);
        try
        {
            m_thread = std::thread([shared = m_shared] { shared->serve(); });
        }
        catch (...)
        {
            m_shared->go_virtual(); // nobody would move the time
            throw;
        }
    }

private:
    // What happens next to an update.
    enum class stage : std::uint8_t
    {
        first_byte,
        bytes,
        next_attempt,
        verified,
        aborted,
    };

    struct active_update
    {
        std::uint64_t size = 0;
        std::size_t attempt = 0;  // from 0
        std::uint64_t bytes = 0;  // at the time of the last event
        duration at{0};           // when that was
        std::uint64_t target = 0; // the bytes at the next event
        bool is_moving = false;
        bool is_size_known = false;
        std::size_t next_stall = 0;
        std::uint64_t turn = 0; // events of an older turn are void
    };

    struct job;
    using job_pointer = std::shared_ptr<job>;

    enum class event_kind : std::uint8_t
    {
        begin,
        update,
        sample,
        abort,
        abort_update,
        abort_limit,
    };

    struct event
    {
        std::weak_ptr<job> of;
        event_kind kind = event_kind::update;
        std::uint32_t index = 0;
        stage what = stage::bytes;
        std::uint64_t turn = 0;
    };
    using event_map = std::map<std::pair<duration, std::uint64_t>, event>; // by time, and then in order

    struct job
    {
        explicit job(transfer t, std::shared_ptr<const scenario> s) : end(std::move(t)), script(std::move(s)) {}

        transfer end;
        const std::shared_ptr<const scenario> script;
        std::uint64_t id = 0;
        std::vector<std::uint32_t> order;
        std::size_t next = 0;
        std::size_t next_sample = 0;
        bool is_aborting = false;
        std::map<std::uint32_t, active_update> active;
        event_map::node_type abort_event; // made beforehand, since an abort must not fail
        std::optional<std::stop_callback<std::function<void()>>> on_abort;

        const simulated_update& plan(std::size_t index) const
        {
            return script->update(index, *end.updates()[index]);
        }
    };

    // Everything behind one lock, so that the engine's thread and its jobs may outlive the engine object.
    struct shared
    {
        std::mutex mutex;
        std::condition_variable changed;
        std::shared_ptr<const scenario> script;
        event_map events;
        std::list<std::function<void()>> work;
        std::map<std::uint64_t, job_pointer> jobs; // in the order of their starts
        std::uint64_t job_count = 0;
        std::uint64_t sequence = 0;
        std::uint64_t steps = 0;
        std::atomic<std::int64_t> time{0};
        bool is_stepping = false; // an event is being acted out
        std::thread::id stepper;  // by this thread
        bool is_stopped = false;
        bool is_real_time = false;
        double speed = 1;
        std::chrono::steady_clock::time_point real_start;
        duration virtual_start{0};
        std::thread::id server;

        duration now() const noexcept
        {
            return duration(time.load(std::memory_order_acquire));
        }

        void start(const std::shared_ptr<shared>& self, transfer end)
        {
            job_pointer made;
            {
                const std::lock_guard lock(mutex);
                made = std::make_shared<job>(std::move(end), script);
            }
            const std::size_t count = made->end.updates().size();
            made->order.resize(count);
            for (std::size_t i = 0; i != count; ++i)
            {
                made->order[i] = static_cast<std::uint32_t>(i);
            }
            if (made->script->order == start_order::reversed)
            {
                std::reverse(made->order.begin(), made->order.end());
            }
            else if (made->script->order == start_order::shuffled)
            {
                shuffle(made->order, made->script->seed);
            }
            {
                const std::lock_guard lock(mutex);
                if (is_stopped)
                {
                    return; // dropping the transfer ends the job
                }
                made->id = job_count++;
                made->abort_event = make_event({made, event_kind::abort, 0, stage::aborted, 0});
                if (!made->script->recorded.empty())
                {
                    // Before anything begins, so that nobody is shown other numbers first.
                    schedule(made->script->recorded.front().at, {made, event_kind::sample, 0, stage::bytes, 0});
                }
                schedule(duration(0), {made, event_kind::begin, 0, stage::bytes, 0});
                jobs.emplace(made->id, made); // last: the events of a job that is gone are void
            }
            changed.notify_all();
            try
            {
                // Outside the lock: it may run at once. The job, not the callback, is what keeps the job alive.
                made->on_abort.emplace(made->end.stop_token(),
                                       [weak = std::weak_ptr(self), of = std::weak_ptr(made)]
                                       {
                                           const auto engine = weak.lock();
                                           const job_pointer aborted = of.lock();
                                           if (engine && aborted)
                                           {
                                               engine->request_abort(*aborted);
                                           }
                                       });
            }
            catch (...)
            {
                forget(made);
                throw;
            }
        }

        // Under the lock. Belongs to no time yet.
        event_map::node_type make_event(event what)
        {
            return events.extract(events.emplace(std::pair(duration::max(), sequence++), std::move(what)).first);
        }

        // Called by a stop_token, which lets nothing through that is thrown.
        void request_abort(job& of) noexcept
        {
            {
                const std::lock_guard lock(mutex);
                if (!is_stopped && of.abort_event)
                {
                    of.abort_event.key() = std::pair(now(), sequence++);
                    events.insert(std::move(of.abort_event));
                }
            }
            changed.notify_all();
        }

        void post(std::function<void()> f)
        {
            {
                const std::lock_guard lock(mutex);
                if (!is_stopped)
                {
                    work.push_back(std::move(f));
                    f = nullptr;
                }
            }
            if (f)
            {
                f(); // nobody is left to drive
            }
            changed.notify_all();
        }

        void shut_down()
        {
            std::map<std::uint64_t, job_pointer> ended;
            std::list<std::function<void()>> last;
            {
                std::unique_lock lock(mutex);
                is_stopped = true;
                changed.wait(lock, [&] { return !is_stepping || stepper == std::this_thread::get_id(); });
                ended.swap(jobs);
                last.swap(work);
                events.clear();
            }
            changed.notify_all();
            // In the order in which it would have come. What is posted meanwhile runs at once.
            for (const auto& f : last)
            {
                f();
            }
            for (const auto& [key, one] : ended)
            {
                one->end.finish_rest(outcome::failed(wu_e_service_stop));
            }
        }

        void advance(duration by)
        {
            if (wait_real_time(by))
            {
                return;
            }
            const duration until = later(now(), by);
            while (step_until(until))
            {
            }
            std::vector<job_pointer> all;
            duration when{0};
            {
                std::unique_lock lock(mutex);
                if (!wait_for_turn(lock))
                {
                    return;
                }
                all.reserve(jobs.size()); // before anything has changed
                if (until > now())
                {
                    time.store(until.count(), std::memory_order_release);
                }
                when = now();
                is_stepping = true;
                stepper = std::this_thread::get_id();
                for (const auto& [key, one] : jobs)
                {
                    all.push_back(one);
                }
            }
            for (const job_pointer& one : all)
            {
                for (const auto& [index, update] : one->active)
                {
                    if (update.is_moving)
                    {
                        // The update itself stays at its last event, lest small steps round its bytes away.
                        one->end.set_bytes(index, bytes_at(*one, index, update, when));
                    }
                }
                one->end.tick();
                if (one->end.is_completed())
                {
                    forget(one);
                }
            }
            end_step();
            while (step_until(until))
            {
            }
        }

        // False when the time is virtual.
        bool wait_real_time(duration by)
        {
            std::unique_lock lock(mutex);
            if (!is_real_time)
            {
                return false;
            }
            if (is_stepping && stepper == std::this_thread::get_id())
            {
                return true;
            }
            const auto end = std::chrono::steady_clock::now() + bounded_wait(static_cast<double>(by.count()) / speed);
            if (server == std::this_thread::get_id())
            {
                while (!is_stopped && std::chrono::steady_clock::now() < end)
                {
                    if (is_stepping) // on another thread
                    {
                        changed.wait_until(lock, end);
                        continue;
                    }
                    serve_one(lock, end);
                    if (!lock.owns_lock())
                    {
                        lock.lock();
                    }
                }
                return true;
            }
            changed.wait_until(lock, end, [&] { return is_stopped; });
            return true;
        }

        bool step()
        {
            return step_until(duration::max());
        }

        // Acts out one thing that is due by then; false when there is none.
        bool step_until(duration until)
        {
            std::unique_lock lock(mutex);
            return wait_for_turn(lock) && step_locked(lock, until);
        }

        // False inside an event, where waiting for its end would take for ever.
        bool wait_for_turn(std::unique_lock<std::mutex>& lock)
        {
            changed.wait(lock, [&] { return !is_stepping || stepper == std::this_thread::get_id(); });
            return !is_stepping;
        }

        // Events of jobs that have ended must not carry the time along.
        void drop_void_events()
        {
            while (!events.empty() && events.begin()->second.of.expired())
            {
                events.erase(events.begin());
            }
        }

        bool step_locked(std::unique_lock<std::mutex>& lock, duration until)
        {
            drop_void_events();
            if (!work.empty())
            {
                const std::function<void()> f = std::move(work.front());
                work.pop_front();
                ++steps;
                lock.unlock();
                f();
                changed.notify_all();
                return true;
            }
            if (events.empty() || events.begin()->first.first > until)
            {
                return false;
            }
            const auto node = events.extract(events.begin());
            if (node.key().first > now())
            {
                time.store(node.key().first.count(), std::memory_order_release);
            }
            const event& next = node.mapped();
            const job_pointer of = next.of.lock();
            is_stepping = true;
            stepper = std::this_thread::get_id();
            lock.unlock();
            if (of)
            {
                try
                {
                    act(of, next);
                }
                catch (...)
                {
                    // No memory to go on with. Whoever moves the time is not to blame, and others may be waiting.
                    of->end.finish_rest(outcome::failed(hresult_from_exception()));
                    forget(of);
                }
            }
            end_step();
            return true;
        }

        void end_step()
        {
            {
                const std::lock_guard lock(mutex);
                is_stepping = false;
                ++steps;
            }
            changed.notify_all();
        }

        bool drive()
        {
            std::unique_lock lock(mutex);
            if (!wait_for_turn(lock))
            {
                return false;
            }
            if (!is_real_time)
            {
                return step_locked(lock, duration::max());
            }
            drop_void_events();
            if (work.empty() && events.empty())
            {
                return false;
            }
            if (server == std::this_thread::get_id())
            {
                return serve_one(lock);
            }
            const std::uint64_t before = steps;
            changed.wait(lock, [&]
                         { return steps != before || is_stopped || (!is_stepping && work.empty() && events.empty()); });
            return true;
        }

        void go_real_time(double new_speed)
        {
            const std::lock_guard lock(mutex);
            is_real_time = true;
            speed = new_speed;
            real_start = std::chrono::steady_clock::now();
            virtual_start = now();
        }

        void go_virtual()
        {
            const std::lock_guard lock(mutex);
            is_real_time = false;
        }

        void serve()
        {
            std::unique_lock lock(mutex);
            server = std::this_thread::get_id();
            while (!is_stopped)
            {
                drop_void_events();
                if (is_stepping || (work.empty() && events.empty()))
                {
                    changed.wait(lock);
                    continue;
                }
                serve_one(lock);
                if (!lock.owns_lock())
                {
                    lock.lock();
                }
            }
        }

        // Waits until the next event is due, or something new happens; acts out what is due.
        bool serve_one(std::unique_lock<std::mutex>& lock,
                       std::chrono::steady_clock::time_point latest = std::chrono::steady_clock::time_point::max())
        {
            const std::chrono::duration<double, std::nano> passed = std::chrono::steady_clock::now() - real_start;
            const duration due = later(virtual_start, bounded(passed.count() * speed));
            if (work.empty() && (events.empty() || events.begin()->first.first > due))
            {
                const duration next = events.empty() ? duration::max() : events.begin()->first.first;
                const auto at = std::chrono::steady_clock::now() + std::chrono::microseconds(1) +
                                bounded_wait(static_cast<double>((next - due).count()) / speed);
                changed.wait_until(lock, std::min(at, latest));
                return true;
            }
            return step_locked(lock, due);
        }

        // Under the lock.
        void schedule(duration in, event what)
        {
            if (!is_stopped)
            {
                events.emplace(std::pair(later(now(), in), sequence++), std::move(what));
            }
        }

        // Nanoseconds by a clock that may be slowed down or sped up beyond reason: three centuries at most.
        static duration bounded(double nanoseconds) noexcept
        {
            return duration(static_cast<std::int64_t>(std::clamp(nanoseconds, 0.0, 9.2e18)));
        }

        // The same to wait for; thirty years are as good as for ever.
        static duration bounded_wait(double nanoseconds) noexcept
        {
            return bounded(std::min(nanoseconds, 1e18));
        }

        // The end of time is as late as it gets.
        static duration later(duration from, duration by) noexcept
        {
            return by > duration::max() - from ? duration::max() : from + std::max(by, duration(0));
        }

        void schedule_unlocked(duration in, event what)
        {
            {
                const std::lock_guard lock(mutex);
                schedule(in, std::move(what));
            }
            changed.notify_all();
        }

        // ---- acting out: one event at a time, without the lock ----

        void act(const job_pointer& of, const event& what)
        {
            switch (what.kind)
            {
                case event_kind::begin:
                    fill(of);
                    break;
                case event_kind::sample:
                    show_sample(of);
                    fill(of);
                    break;
                case event_kind::abort:
                    abort(of);
                    break;
                case event_kind::abort_limit:
                    of->end.tick();
                    break;
                case event_kind::abort_update:
                    if (of->active.contains(what.index))
                    {
                        const active_update& update = of->active[what.index];
                        if (update.is_moving)
                        {
                            of->end.set_bytes(what.index, bytes_at(*of, what.index, update, now()));
                        }
                        finish(of, what.index, outcome::aborted());
                    }
                    break;
                case event_kind::update:
                    if (const auto found = of->active.find(what.index);
                        found != of->active.end() && found->second.turn == what.turn)
                    {
                        act_update(of, what.index, found->second, what.what);
                    }
                    break;
            }
            if (of->end.is_completed())
            {
                forget(of);
            }
        }

        void forget(const job_pointer& of)
        {
            const std::lock_guard lock(mutex);
            jobs.erase(of->id); // `of` keeps it until the step is over
        }

        // Starts updates as long as there is room.
        void fill(const job_pointer& of)
        {
            while (!of->is_aborting && of->next != of->order.size() &&
                   of->active.size() < std::max<std::size_t>(of->script->parallelism, 1))
            {
                begin(of, of->order[of->next++]);
            }
        }

        void begin(const job_pointer& of, std::uint32_t index)
        {
            if (!of->end.wants(index))
            {
                return;
            }
            const simulated_update& plan = of->plan(index);
            const update_item& item = *of->end.updates()[index];
            of->end.start(index);
            if (plan.is_already_downloaded && !of->end.options().is_forced)
            {
                of->end.finish(index, outcome::succeeded(wu_s_already_downloaded));
                return;
            }
            constexpr std::uint64_t usual_size = 10U << 20U;
            active_update& update = of->active[index];
            update.size = plan.size ? *plan.size : item.size().value_or(usual_size);
            update.at = now();
            if (plan.known == size_known::at_start)
            {
                update.is_size_known = true;
                of->end.set_size(index, update.size);
            }
            if (plan.bytes_per_second != 0 || update.size == 0)
            {
                schedule_unlocked(plan.latency, {of, event_kind::update, index, stage::first_byte, ++update.turn});
            }
        }

        void act_update(const job_pointer& of, std::uint32_t index, active_update& update, stage what)
        {
            const simulated_update& plan = of->plan(index);
            switch (what)
            {
                case stage::first_byte:
                    of->end.set_phase(index, dphDownloading);
                    update.at = now();
                    update.is_moving = true;
                    plan_bytes(of, index, update);
                    break;
                case stage::bytes:
                    move_to(*of, index, update, update.target);
                    reach(of, index, update, plan);
                    break;
                case stage::next_attempt:
                    update.at = now();
                    schedule_unlocked(plan.latency, {of, event_kind::update, index, stage::first_byte, ++update.turn});
                    break;
                case stage::verified:
                    verified(of, index, update, plan);
                    break;
                case stage::aborted:
                    break;
            }
        }

        // Reports the bytes of this moment.
        void move_to(job& of, std::uint32_t index, active_update& update, std::uint64_t bytes)
        {
            update.bytes = bytes;
            update.at = now();
            const simulated_update& plan = of.plan(index);
            if (!update.is_size_known && plan.known == size_known::late && bytes >= plan.size_learnt_at)
            {
                update.is_size_known = true;
                of.end.set_size(index, update.size);
            }
            of.end.set_bytes(index, bytes);
        }

        const simulated_fault* fault_of(const active_update& update, const simulated_update& plan) const
        {
            return update.attempt < plan.faults.size() ? &plan.faults[update.attempt] : nullptr;
        }

        // Finds the next byte at which something happens, and when it comes.
        void plan_bytes(const job_pointer& of, std::uint32_t index, active_update& update)
        {
            const simulated_update& plan = of->plan(index);
            std::uint64_t target = update.size;
            const auto consider = [&](std::uint64_t byte)
            {
                if (byte >= update.bytes && byte < target)
                {
                    target = byte;
                }
            };
            if (update.next_stall < plan.stalls.size())
            {
                consider(plan.stalls[update.next_stall].at_byte);
            }
            if (const simulated_fault* fault = fault_of(update, plan); fault && !fault->in_verify_phase)
            {
                consider(fault->at_byte);
            }
            if (!update.is_size_known && plan.known == size_known::late)
            {
                consider(plan.size_learnt_at);
            }
            const std::uint64_t pace =
                std::max<std::uint64_t>(update.size / std::max<std::uint32_t>(of->script->reports_per_update, 1), 1);
            consider((update.bytes / pace + 1) * pace);
            update.target = target;
            const double nanoseconds = static_cast<double>(target - update.bytes) * 1e9 /
                                       static_cast<double>(std::max<std::uint64_t>(plan.bytes_per_second, 1));
            constexpr double longest = 9e17; // some thirty years
            schedule_unlocked(duration(static_cast<std::int64_t>(std::min(nanoseconds, longest))),
                              {of, event_kind::update, index, stage::bytes, ++update.turn});
        }

        std::uint64_t bytes_at(const job& of, std::uint32_t index, const active_update& update, duration when) const
        {
            const double passed = std::chrono::duration<double>(when - update.at).count();
            const double moved = passed * static_cast<double>(of.plan(index).bytes_per_second);
            const std::uint64_t left = update.target - update.bytes;
            return moved < static_cast<double>(left) ? update.bytes + static_cast<std::uint64_t>(moved) : update.target;
        }

        // All that may happen at the byte that was reached.
        void reach(const job_pointer& of, std::uint32_t index, active_update& update, const simulated_update& plan)
        {
            const simulated_fault* fault = fault_of(update, plan);
            if (fault && !fault->in_verify_phase && update.bytes >= std::min(fault->at_byte, update.size))
            {
                fail(of, index, update, *fault);
                return;
            }
            if (update.next_stall < plan.stalls.size() && update.bytes >= plan.stalls[update.next_stall].at_byte)
            {
                update.is_moving = false;
                schedule_unlocked(plan.stalls[update.next_stall++].duration,
                                  {of, event_kind::update, index, stage::first_byte, ++update.turn});
                return;
            }
            if (update.bytes < update.size)
            {
                plan_bytes(of, index, update);
                return;
            }
            update.is_moving = false;
            if (plan.verify_time > duration(0) || (fault && fault->in_verify_phase))
            {
                of->end.set_phase(index, dphVerifying);
                schedule_unlocked(plan.verify_time, {of, event_kind::update, index, stage::verified, ++update.turn});
                return;
            }
            finish(of, index, outcome::succeeded());
        }

        void verified(const job_pointer& of, std::uint32_t index, active_update& update, const simulated_update& plan)
        {
            if (const simulated_fault* fault = fault_of(update, plan); fault && fault->in_verify_phase)
            {
                fail(of, index, update, *fault);
                return;
            }
            finish(of, index, outcome::succeeded());
        }

        void fail(const job_pointer& of, std::uint32_t index, active_update& update, const simulated_fault& fault)
        {
            update.is_moving = false;
            if (!fault.is_retried)
            {
                finish(of, index, outcome::failed(fault.hresult, fault.native));
                return;
            }
            ++update.attempt;
            update.bytes = fault.keeps_bytes ? update.bytes : 0;
            of->end.retry(index, update.bytes);
            schedule_unlocked(fault.retry_delay, {of, event_kind::update, index, stage::next_attempt, ++update.turn});
        }

        void finish(const job_pointer& of, std::uint32_t index, outcome result)
        {
            of->active.erase(index);
            of->end.finish(index, std::move(result));
            fill(of);
        }

        void abort(const job_pointer& of)
        {
            of->is_aborting = true;
            for (; of->next != of->order.size(); ++of->next)
            {
                if (!of->end.wants(of->order[of->next]))
                {
                    continue;
                }
                of->end.finish(of->order[of->next], outcome::aborted());
            }
            if (!of->active.empty())
            {
                schedule_unlocked(of->end.abort_limit(), {of, event_kind::abort_limit, 0, stage::aborted, 0});
            }
            for (const auto& [index, update] : of->active)
            {
                const simulated_update& plan = of->plan(index);
                if (!plan.ignores_abort)
                {
                    schedule_unlocked(plan.abort_latency, {of, event_kind::abort_update, index, stage::aborted, 0});
                }
            }
        }

        void show_sample(const job_pointer& of)
        {
            const std::vector<recorded_sample>& samples = of->script->recorded;
            const recorded_sample& sample = samples[of->next_sample++];
            progress_values values;
            values.current_index = sample.index;
            values.phase = static_cast<std::uint8_t>(sample.phase);
            values.recorded_percent = static_cast<std::int8_t>(std::clamp(sample.percent, 0, 127));
            values.recorded_current_percent = static_cast<std::int8_t>(std::clamp(sample.update_percent, 0, 127));
            values.bytes_downloaded = sample.bytes_downloaded;
            values.bytes_to_download = sample.bytes_to_download;
            values.current_bytes_downloaded = sample.update_bytes_downloaded;
            values.current_bytes_to_download = sample.update_bytes_to_download;
            of->end.publish_recorded(values);
            if (of->next_sample != samples.size())
            {
                schedule_unlocked(samples[of->next_sample].at - sample.at,
                                  {of, event_kind::sample, 0, stage::bytes, 0});
            }
        }

        // Not std::shuffle, whose order differs between standard libraries.
        static void shuffle(std::vector<std::uint32_t>& order, std::uint64_t seed)
        {
            std::mt19937_64 random(seed);
            for (std::size_t left = order.size(); left > 1; --left)
            {
                std::swap(order[left - 1], order[static_cast<std::size_t>(random() % left)]);
            }
        }
    };

    std::shared_ptr<shared> m_shared;
    std::thread m_thread;
};

static_assert(driven_engine<simulated_engine>);
static_assert(timed_engine<simulated_engine>);

} // namespace wua
