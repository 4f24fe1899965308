// SPDX-License-Identifier: MIT
#pragma once

// What the tests of jobs share: an engine with threads that a test can hold back, callbacks of every form, counted
// objects, and rigs that let one test run with either kind of engine.

#include "catch.hpp"
#include "com/hand_made.hpp"
#include <wua/com/com_ptr.hpp>
#include <wua/com/implements.hpp>
#include <wua/engine/simulated_engine.hpp>
#include <wua/job/job.hpp>
#include <wua/model/progress_contract.hpp>
#include <wua/objects/com_face.hpp>
#include <wua/objects/download_callbacks.hpp>
#include <wua/objects/download_progress.hpp>
#include <wua/objects/update.hpp>
#include <wua/objects/update_collection.hpp>
#include <wua/objects/update_downloader.hpp>
#include <wua/wuapi/extensions.hpp>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace doubles
{

using namespace std::chrono_literals;

// Something that happens once, on any thread. A wait longer than any test takes ends the program with a message.
class event
{
public:
    void set()
    {
        const std::lock_guard lock(m_mutex);
        m_is_set = true;
        m_changed.notify_all(); // under the lock, since a waiting thread may destroy the event
    }

    bool is_set() const
    {
        const std::lock_guard lock(m_mutex);
        return m_is_set;
    }

    void wait() const
    {
        std::unique_lock lock(m_mutex);
        if (!m_changed.wait_for(lock, 60s, [&] { return m_is_set; }))
        {
            throw std::runtime_error("what the test waits for does not happen");
        }
    }

private:
    mutable std::mutex m_mutex;
    mutable std::condition_variable m_changed;
    bool m_is_set = false;
};

// The smallest realistic engine: a thread for each job, which downloads one update after the other, 1000 bytes each.
// After 500 bytes it waits until the test allows the update to go on.
class threaded_engine
{
public:
    threaded_engine() = default;
    threaded_engine(const threaded_engine&) = delete;
    threaded_engine& operator=(const threaded_engine&) = delete;

    ~threaded_engine()
    {
        m_shared->change([](shared& all) { all.is_stopped = true; });
        for (std::thread& thread : m_threads)
        {
            if (thread.get_id() == std::this_thread::get_id())
            {
                thread.detach();
            }
            else
            {
                thread.join();
            }
        }
    }

    void start(wua::transfer job)
    {
        const std::lock_guard lock(m_mutex);
        m_threads.emplace_back([state = m_shared, mine = std::move(job)]() mutable {
            state->download(mine);
            // The job has ended by now; the transfer's resources are released before the thread ends.
            const wua::transfer last = std::move(mine);
        });
    }

    // Allows this many more updates to end.
    void allow(std::size_t updates)
    {
        m_shared->change([&](shared& all) { all.allowed += updates; });
    }

    void allow_all()
    {
        allow(1'000'000);
    }

    // Aborts are ignored until everything is allowed.
    void hold_aborts()
    {
        m_shared->change([](shared& all) { all.holds_aborts = true; });
    }

    // Aborts are ignored for ever.
    void ignore_aborts()
    {
        m_shared->change([](shared& all) { all.holds_aborts = all.ignores_aborts = true; });
    }

private:
    struct shared
    {
        std::mutex mutex;
        std::condition_variable changed;
        std::size_t allowed = 0;
        bool holds_aborts = false;
        bool ignores_aborts = false;
        bool is_stopped = false;

        template <class F>
        void change(F&& f)
        {
            {
                const std::lock_guard lock(mutex);
                f(*this);
            }
            changed.notify_all();
        }

        void download(wua::transfer& job)
        {
            const std::stop_token stop = job.stop_token();
            const std::stop_callback wake(stop, [this] { change([](shared&) {}); });
            for (std::size_t index = 0; index != job.updates().size(); ++index)
            {
                if (!job.wants(index))
                {
                    continue;
                }
                job.start(index);
                job.set_size(index, 1000);
                job.set_bytes(index, 500);
                std::unique_lock lock(mutex);
                changed.wait(lock, [&] {
                    const bool hears_abort = !holds_aborts || (!ignores_aborts && allowed != 0);
                    return is_stopped || (stop.stop_requested() && hears_abort) ||
                           (allowed != 0 && !stop.stop_requested());
                });
                if (is_stopped || stop.stop_requested())
                {
                    lock.unlock();
                    job.finish_rest(wua::outcome::failed(wua::wu_e_service_stop));
                    return;
                }
                --allowed;
                lock.unlock();
                job.set_bytes(index, 1000);
                job.finish(index, wua::outcome::succeeded());
            }
        }
    };

    const std::shared_ptr<shared> m_shared = std::make_shared<shared>();
    std::mutex m_mutex;
    std::vector<std::thread> m_threads; // guarded by m_mutex
};
static_assert(wua::engine<threaded_engine>);
static_assert(!wua::driven_engine<threaded_engine>);

// ---- callbacks ----

using progress_args = wua::IDownloadProgressChangedCallbackArgs;
using completed_args = wua::IDownloadCompletedCallbackArgs;

// A typed callback that calls a function; counts its instances.
template <class Interface, class Args>
class callback final : public wua::implements<callback<Interface, Args>, Interface>
{
public:
    using function = std::function<wua::HRESULT(wua::IDownloadJob*, Args*)>;

    explicit callback(function f) : m_f(std::move(f))
    {
        ++alive;
    }
    ~callback()
    {
        --alive;
    }

    // Like a careless client's callback it may throw.
    wua::HRESULT WUA_STDCALL Invoke(wua::IDownloadJob* job, Args* args) override
    {
        return m_f(job, args);
    }

    static inline std::atomic<int> alive{0};

private:
    const function m_f;
};
using progress_callback = callback<wua::IDownloadProgressChangedCallback, progress_args>;
using completed_callback = callback<wua::IDownloadCompletedCallback, completed_args>;

inline wua::com_ptr<progress_callback> on_progress(std::function<void(wua::IDownloadJob&, progress_args&)> f)
{
    return wua::make<progress_callback>([f = std::move(f)](wua::IDownloadJob* job, progress_args* args) {
        f(*job, *args);
        return wua::s_ok;
    });
}

inline wua::com_ptr<completed_callback> on_completed(std::function<void(wua::IDownloadJob&)> f)
{
    return wua::make<completed_callback>([f = std::move(f)](wua::IDownloadJob* job, completed_args*) {
        f(*job);
        return wua::s_ok;
    });
}

// What a script passes as a callback: an object with IDispatch alone. Counts its instances and references.
class script_function final : public hand_made<wua::IDispatch>
{
public:
    using function = std::function<wua::HRESULT(wua::DISPID, wua::WORD, const wua::DISPPARAMS&)>;

    explicit script_function(function f) : m_f(std::move(f))
    {
        ++alive;
    }
    ~script_function()
    {
        --alive;
    }

    wua::HRESULT WUA_STDCALL QueryInterface(const wua::IID& iid, void** object) noexcept override
    {
        const bool is_known = wua::same(iid, wua::iid_of<wua::IUnknown>) || wua::same(iid, wua::iid_of<wua::IDispatch>);
        *object = is_known ? this : nullptr;
        if (!is_known)
        {
            return wua::e_nointerface;
        }
        AddRef();
        return wua::s_ok;
    }

    wua::ULONG WUA_STDCALL Release() noexcept override
    {
        const wua::ULONG left = --references;
        if (left == 0)
        {
            delete this;
        }
        return left;
    }

    wua::HRESULT WUA_STDCALL Invoke(wua::DISPID dispid, const wua::IID&, wua::LCID, wua::WORD flags,
                                    wua::DISPPARAMS* parameters, wua::VARIANT*, wua::EXCEPINFO*,
                                    wua::UINT*) noexcept override
    {
        return m_f(dispid, flags, *parameters);
    }

    static inline std::atomic<int> alive{0};

private:
    const function m_f;
};

// An object with IUnknown alone, whose references the test counts.
class token final : public wua::implements<token, wua::IUnknown>
{
public:
    token()
    {
        ++alive;
    }
    ~token()
    {
        --alive;
    }

    static inline std::atomic<int> alive{0};
};

// The number of references to an object, including the caller's.
inline wua::ULONG references_of(wua::IUnknown& object)
{
    object.AddRef();
    return object.Release();
}

// ---- rigs ----

inline std::vector<wua::update_pointer> make_items(std::size_t count)
{
    std::vector<wua::update_pointer> items;
    for (std::size_t i = 0; i != count; ++i)
    {
        items.push_back(wua::make_item("update " + std::to_string(i), "http://localhost/" + std::to_string(i), 1000));
    }
    return items;
}

inline wua::com_ptr<wua::IUpdateCollection> make_updates(std::size_t count)
{
    std::vector<wua::com_ptr<wua::IUpdate>> updates;
    for (const wua::update_pointer& item : make_items(count))
    {
        updates.push_back(wua::make_update(item));
    }
    return wua::make_update_collection(std::move(updates));
}

// Makes callbacks as often as something changes, so that a test need not wait for one.
inline wua::downloader_options eager()
{
    wua::downloader_options options;
    options.progress_interval = 0ns;
    return options;
}

// Polls the job and checks what it shows, against the contract and against what this thread polled last. The job must
// be one of this library's.
inline wua::com_ptr<wua::IDownloadProgress> progress_of(wua::IDownloadJob& job)
{
    wua::com_ptr<wua::IDownloadProgress> progress;
    wua::throw_if_failed(job.GetProgress(progress.put()));
    const wua::progress_snapshot& now = static_cast<wua::download_progress&>(*progress).snapshot();
    thread_local wua::progress_snapshot before;
    const auto broken = now.results() == before.results() ? wua::check_progress(before, now) : wua::check_progress(now);
    before = now.is_completed() ? wua::progress_snapshot() : now;
    if (broken)
    {
        throw std::runtime_error(broken->message);
    }
    return progress;
}

// A downloader over an engine, with three updates that stop halfway until the test allows them to go on.
template <class Engine>
class rig
{
public:
    explicit rig(wua::downloader_options options = eager(), std::size_t updates = 3)
        : engine(std::make_shared<Engine>()),
          downloader(wua::make_downloader(engine, options))
    {
        wua::throw_if_failed(downloader->put_Updates(make_updates(updates).get()));
    }

    wua::com_ptr<wua::IDownloadJob> begin(wua::IUnknown* on_progress = nullptr, wua::IUnknown* on_completed = nullptr,
                                          wua::VARIANT state = {}) const
    {
        wua::com_ptr<wua::IDownloadJob> job;
        wua::throw_if_failed(downloader->BeginDownload(on_progress, on_completed, state, job.put()));
        return job;
    }

    // From now on everything may end, aborted updates too.
    void detach() const
    {
        if constexpr (std::same_as<Engine, threaded_engine>)
        {
            engine->allow_all();
        }
    }

    // Lets this many updates of the jobs end.
    void finish(wua::IDownloadJob& job, std::size_t updates) const
    {
        if constexpr (std::same_as<Engine, threaded_engine>)
        {
            engine->allow(updates);
        }
        const auto finished = [&] {
            wua::LONG count = 0;
            const auto details = progress_of(job).template query<wua::IDownloadProgressDetails>();
            wua::throw_if_failed(details->get_FinishedUpdates(&count));
            return static_cast<std::size_t>(count);
        };
        while (finished() < updates)
        {
            advance();
        }
    }

    // An abort takes effect only when the test allows everything.
    void hold_aborts() const
    {
        if constexpr (std::same_as<Engine, threaded_engine>)
        {
            engine->hold_aborts();
        }
        else
        {
            wua::scenario script;
            script.others.abort_latency = 1s;
            engine->set_scenario(script);
        }
    }

    void ignore_aborts() const
    {
        if constexpr (std::same_as<Engine, threaded_engine>)
        {
            engine->ignore_aborts();
        }
        else
        {
            wua::scenario script;
            script.others.ignores_abort = true;
            script.others.bytes_per_second = 0;
            engine->set_scenario(script);
        }
    }

    // Lets a little time pass, or the next event happen.
    void advance() const
    {
        if constexpr (std::same_as<Engine, threaded_engine>)
        {
            std::this_thread::sleep_for(1ms);
        }
        else
        {
            engine->step();
        }
    }

    // Lets the engine work until the event has happened; only updates that were allowed to end do so.
    void run_until(const event& happened) const
    {
        if constexpr (std::same_as<Engine, threaded_engine>)
        {
            happened.wait();
        }
        else
        {
            while (!happened.is_set() && engine->step())
            {}
            happened.wait();
        }
    }

    // Allows everything, and returns when the job is completed and its callbacks are over.
    void run(wua::IDownloadJob& job) const
    {
        detach();
        wait(job);
    }

    void wait(wua::IDownloadJob& job) const
    {
        wua::VARIANT_BOOL is_over = wua::variant_false;
        const auto details = wua::com_ptr<wua::IDownloadJob>(&job).query<wua::IDownloadJobDetails>();
        wua::throw_if_failed(details->Wait(-1, &is_over));
    }

    std::shared_ptr<Engine> engine;
    wua::com_ptr<wua::IUpdateDownloader> downloader;
};

inline bool is_completed(wua::IDownloadJob& job)
{
    wua::VARIANT_BOOL value = wua::variant_false;
    wua::throw_if_failed(job.get_IsCompleted(&value));
    return value != wua::variant_false;
}

inline wua::OperationResultCode code_of(wua::IDownloadResult& result)
{
    wua::OperationResultCode code = wua::orcNotStarted;
    wua::throw_if_failed(result.get_ResultCode(&code));
    return code;
}

inline wua::LONG percent_of(wua::IDownloadProgress& progress)
{
    wua::LONG percent = -1;
    wua::throw_if_failed(progress.get_PercentComplete(&percent));
    return percent;
}

} // namespace doubles
