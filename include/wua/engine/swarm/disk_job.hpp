// SPDX-License-Identifier: MIT
#pragma once

// What libtorrent wants of a file, on its way to the thread that does it and back.

#include <wua/engine/swarm/swarm_storage.hpp>

#include <memory>
#include <optional>
#include <utility>

namespace wua::detail
{

// It is made and answered on libtorrent's network thread, where alone what its answer holds may be let go of.
class disk_job
{
public:
    explicit disk_job(std::shared_ptr<swarm_storage> its) noexcept : storage(std::move(its)) {}

    disk_job(const disk_job&) = delete;
    disk_job& operator=(const disk_job&) = delete;
    virtual ~disk_job() = default;

    virtual void work() noexcept = 0;
    virtual void answer() = 0;

    const std::shared_ptr<swarm_storage> storage;
    std::shared_ptr<disk_job> next{}; // in a list of those that are not answered
};

// The work has the storage and a Result, the answer then has the result.
template <class Result, class Work, class Answer>
class disk_job_of final : public disk_job
{
public:
    disk_job_of(std::shared_ptr<swarm_storage> its, Work&& work, Answer&& answer)
        : disk_job(std::move(its)),
          m_work(std::move(work)),
          m_answer(std::move(answer))
    {}

    void work() noexcept override
    {
        m_work(*storage, m_result);
    }

    // The job itself may be let go of elsewhere.
    void answer() override
    {
        Answer its = *std::move(m_answer);
        m_answer.reset();
        its(m_result);
    }

private:
    Result m_result{};
    Work m_work;
    std::optional<Answer> m_answer;
};

} // namespace wua::detail
