// SPDX-License-Identifier: MIT
// An asynchronous engine of your own: start() returns at once, and one thread of the engine serves all jobs.

#include <wua/job/job.hpp>

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <deque>
#include <memory>
#include <mutex>
#include <stop_token>
#include <thread>
#include <utility>

struct copy_queue
{
    std::mutex mutex;
    std::condition_variable_any changed;
    std::deque<wua::transfer> jobs;
};

static void copy_update(wua::transfer& job, std::size_t i)
{
    const std::uint64_t size = job.updates()[i]->size().value_or(0);
    std::uint64_t bytes = 0;
    for (job.start(i); bytes != size && !job.stop_token().stop_requested(); job.set_bytes(i, bytes))
    {
        bytes = size - bytes < 65'536 ? size : bytes + 65'536; // this is where bytes would be moved
    }
    job.finish(i, bytes == size ? wua::outcome::succeeded() : wua::outcome::aborted());
}

static void serve_copies(const std::shared_ptr<copy_queue>& queue, const std::stop_token& end)
{
    std::unique_lock lock(queue->mutex);
    while (queue->changed.wait(lock, end, [&] { return !queue->jobs.empty(); }))
    {
        wua::transfer job = std::move(queue->jobs.front());
        queue->jobs.pop_front();
        lock.unlock(); // not held while the engine reports
        for (std::size_t i = 0; i != job.updates().size() && !end.stop_requested(); ++i)
        {
            if (job.wants(i)) // false if the update already has its result
            {
                copy_update(job, i);
            }
        }
        lock.lock();
    }
}

class copying_engine
{
public:
    ~copying_engine()
    {
        // Unfinished updates fail without further ado; the destructor may run in a report on this very thread.
        m_thread.request_stop();
        m_thread.get_id() == std::this_thread::get_id() ? m_thread.detach() : m_thread.join();
    }

    void start(wua::transfer job)
    {
        const std::lock_guard lock(m_queue->mutex);
        m_queue->jobs.push_back(std::move(job));
        m_queue->changed.notify_one();
    }

private:
    std::shared_ptr<copy_queue> m_queue = std::make_shared<copy_queue>();
    std::jthread m_thread{[queue = m_queue](const std::stop_token& end) { serve_copies(queue, end); }};
};

int main()
{
    wua::job job = wua::start(std::make_shared<copying_engine>(), {wua::make_item("Copy", "memory://a", 5'000'000)});
    std::printf("%s\n", job.wait().is_success() ? "copied" : "failed");
}
