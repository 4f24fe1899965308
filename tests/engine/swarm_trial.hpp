// SPDX-License-Identifier: MIT
#pragma once

// Downloads through a swarm with disturbances, many at a time since each of them mostly waits.

#include "engine/swarm_fixture.hpp"
#include <wua/testing/fault_server.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <filesystem>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace wua_test
{

// Throws if it does not hold, since assertions must stay on one thread.
inline void demand(bool holds, const std::string& what)
{
    if (!holds)
    {
        throw std::runtime_error(what);
    }
}

// A job whose progress is checked against the contract at every look, for use on any thread.
class trial_job
{
public:
    explicit trial_job(wua::update_pointer update)
        : m_ledger(std::make_shared<wua::detail::ledger>(std::vector{std::move(update)})),
          m_last(m_ledger->snapshot())
    {}

    wua::transfer transfer() const
    {
        return wua::transfer(m_ledger, {});
    }

    wua::detail::ledger& ledger() const noexcept
    {
        return *m_ledger;
    }

    // Looks until the condition holds for a snapshot.
    template <class Condition>
    void wait_for(Condition&& condition, const std::string& what)
    {
        const auto deadline = std::chrono::steady_clock::now() + 90s;
        while (!condition(look()))
        {
            demand(std::chrono::steady_clock::now() < deadline, "it never " + what);
            m_ledger->wait_until(std::chrono::steady_clock::now() + 2ms);
        }
    }

    wua::outcome wait()
    {
        wait_for([](const auto& now) { return now.is_completed(); }, "ended");
        demand(m_ledger->engine_faults() == 0, "the engine reported nonsense");
        return m_last.result(0);
    }

    void wait_for_success()
    {
        const wua::outcome result = wait();
        demand(result.is_success(), "failed: " + result.detail);
    }

private:
    const wua::progress_snapshot& look()
    {
        wua::progress_snapshot next = m_ledger->snapshot();
        const auto violation = wua::check_progress(m_last, next);
        demand(!violation, violation ? violation->message : std::string());
        m_last = std::move(next);
        return m_last;
    }

    std::shared_ptr<wua::detail::ledger> m_ledger;
    wua::progress_snapshot m_last;
};

// A machine that has a file and serves it.
class giving_machine
{
public:
    explicit giving_machine(const published_file& file) : m_engine(options(m_folder.path()))
    {
        wua::fault_server origin;
        watched_job job(file.update(origin.serve("/" + file.name, file.content)));
        m_engine.start(job.transfer());
        REQUIRE(job.wait());
        REQUIRE(job.result().is_success());
        REQUIRE(holds_soon([&] { return m_engine.status().seeding == 1 && m_engine.status().port != 0; }));
    }

    std::string address() const
    {
        return "127.0.0.1:" + std::to_string(m_engine.status().port);
    }

private:
    static wua::swarm_options options(const std::filesystem::path& directory)
    {
        wua::swarm_options made = local_options(directory);
        made.seeding.time = 1h;
        return made;
    }

    temporary_folder m_folder;
    wua::swarm_engine m_engine;
};

// Runs each trial on a thread of its own; returns what was wrong, by name.
class trial_lanes
{
public:
    template <class Trial>
    void add(std::string name, Trial trial)
    {
        m_threads.emplace_back([this, name = std::move(name), trial = std::move(trial)] {
            try
            {
                trial();
            }
            catch (const std::exception& error)
            {
                const std::lock_guard lock(m_mutex);
                m_failures.push_back(name + ": " + error.what());
            }
        });
    }

    std::vector<std::string> wait()
    {
        for (std::thread& each : m_threads)
        {
            each.join();
        }
        m_threads.clear();
        return std::exchange(m_failures, {});
    }

    ~trial_lanes()
    {
        wait();
    }

    trial_lanes() = default;
    trial_lanes(const trial_lanes&) = delete;
    trial_lanes& operator=(const trial_lanes&) = delete;

private:
    std::vector<std::thread> m_threads;
    std::mutex m_mutex; // guards m_failures
    std::vector<std::string> m_failures;
};

} // namespace wua_test
