// SPDX-License-Identifier: MIT
#pragma once

// A file operation requested by libtorrent, on its way to the thread that performs it and back.

#include <wua/engine/swarm/swarm_storage.hpp>

#include <array>
#include <cstddef>
#include <memory>
#include <new>
#include <optional>
#include <utility>

namespace wua::detail
{

// Memory for a handler that waits to be called, so that its way back cannot fail for lack of memory.
class handler_room
{
public:
    void* take(std::size_t size)
    {
        return size <= m_bytes.size() ? m_bytes.data() : ::operator new(size);
    }

    void give_back(void* taken) noexcept
    {
        if (taken != m_bytes.data())
        {
            ::operator delete(taken);
        }
    }

private:
    alignas(std::max_align_t) std::array<std::byte, 192> m_bytes;
};

// For one handler, in its room.
template <class T>
class handler_allocator
{
public:
    using value_type = T;

    explicit handler_allocator(handler_room& room) noexcept : m_room(&room) {}
    template <class U>
    handler_allocator(const handler_allocator<U>& other) noexcept : m_room(other.room())
    {}

    T* allocate(std::size_t count)
    {
        return static_cast<T*>(m_room->take(count * sizeof(T)));
    }
    void deallocate(T* taken, std::size_t) noexcept
    {
        m_room->give_back(taken);
    }

    handler_room* room() const noexcept
    {
        return m_room;
    }

    template <class U>
    bool operator==(const handler_allocator<U>& other) const noexcept
    {
        return m_room == other.room();
    }

private:
    handler_room* m_room;
};

// Created and answered on libtorrent's network thread, the only one where what its answer holds may be released.
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
    handler_room room{};
};

// The handler that the network thread calls.
class disk_completion
{
public:
    using allocator_type = handler_allocator<void>;

    explicit disk_completion(std::shared_ptr<disk_job> job) noexcept : m_job(std::move(job)) {}

    allocator_type get_allocator() const noexcept
    {
        return allocator_type(m_job->room);
    }

    void operator()() const
    {
        m_job->answer();
    }

private:
    std::shared_ptr<disk_job> m_job;
};

// `work` receives the storage and a Result, and `answer` then receives the result.
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

    // The job itself may be released elsewhere.
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
