// SPDX-License-Identifier: MIT
#pragma once

// What the tests of the model and of the engines share: simple updates, a clock that only the test moves, and a
// listener that checks every change against the progress contract.

#include <wua/job/ledger.hpp>
#include <wua/model/progress_contract.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace fakes
{

using namespace std::chrono_literals;

inline constexpr std::nullopt_t unsized = std::nullopt;

inline std::vector<wua::update_pointer> updates(std::initializer_list<std::optional<std::uint64_t>> sizes)
{
    std::vector<wua::update_pointer> made;
    for (const auto& size : sizes)
    {
        made.push_back(wua::make_item("update " + std::to_string(made.size()), "http://localhost/", size));
    }
    return made;
}

// The time stands still until the test moves it. Copies share one time.
class clock
{
public:
    std::chrono::nanoseconds operator()() const
    {
        return std::chrono::nanoseconds(m_now->load());
    }
    void advance(std::chrono::nanoseconds by)
    {
        *m_now += by.count();
    }

private:
    std::shared_ptr<std::atomic<std::int64_t>> m_now = std::make_shared<std::atomic<std::int64_t>>(0);
};

// Looks at the job at every change and keeps the first violated sentence of the contract. For reports from one thread
// at a time.
class contract_watch final : public wua::detail::ledger_listener
{
public:
    explicit contract_watch(std::weak_ptr<const wua::detail::ledger> job) : m_job(std::move(job)) {}

    void changed() noexcept override
    {
        ++m_changes;
        look();
    }

    void completed() noexcept override
    {
        ++m_completions;
        look();
    }

    void look()
    {
        const auto job = m_job.lock();
        if (!job)
        {
            return;
        }
        const wua::progress_snapshot now = job->snapshot();
        const auto broken = m_last ? wua::check_progress(*m_last, now) : wua::check_progress(now);
        if (broken && m_broken.empty())
        {
            m_broken = broken->message;
        }
        m_last = now;
    }

    // Empty as long as the contract is kept.
    const std::string& broken() const
    {
        return m_broken;
    }
    int changes() const
    {
        return m_changes;
    }
    int completions() const
    {
        return m_completions;
    }

private:
    const std::weak_ptr<const wua::detail::ledger> m_job;
    std::optional<wua::progress_snapshot> m_last;
    std::string m_broken;
    int m_changes = 0;
    int m_completions = 0;
};

// A job that is watched from its first report to its last.
struct watched_job
{
    explicit watched_job(std::vector<wua::update_pointer> items, wua::detail::ledger_options options = {})
        : job(std::make_shared<wua::detail::ledger>(std::move(items), std::move(options))),
          watch(std::make_shared<contract_watch>(job))
    {
        job->listen(watch);
    }

    wua::detail::ledger* operator->() const
    {
        return job.get();
    }
    wua::outcome result(std::size_t index) const
    {
        return job->progress_of(index).result;
    }

    std::shared_ptr<wua::detail::ledger> job;
    std::shared_ptr<contract_watch> watch;
};

} // namespace fakes
