// SPDX-License-Identifier: MIT
// An asynchronous engine of your own: start() returns at once, and one thread of the engine's serves all jobs.

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

class copying_engine
{
public:
    void start(wua::transfer job)
    {
        const std::lock_guard lock(m_mutex);
        m_jobs.push_back(std::move(job)); // jobs that are left when the engine ends end as failed by themselves
        m_changed.notify_one();
    }

private:
    void run(const std::stop_token& end)
    {
        std::unique_lock lock(m_mutex);
        while (m_changed.wait(lock, end, [&] { return !m_jobs.empty(); }))
        {
            wua::transfer job = std::move(m_jobs.front());
            m_jobs.pop_front();
            lock.unlock(); // none is held while the engine reports
            for (std::size_t i = 0; i != job.updates().size() && !end.stop_requested(); ++i)
            {
                std::uint64_t bytes = 0, size = job.updates()[i]->size().value_or(0);
                for (job.start(i); bytes != size && !job.stop_token().stop_requested(); job.set_bytes(i, bytes))
                {
                    bytes = size - bytes < 65'536 ? size : bytes + 65'536;
                }
                job.finish(i, bytes == size ? wua::outcome::succeeded() : wua::outcome::aborted());
            }
            lock.lock();
        }
    }

    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::deque<wua::transfer> m_jobs;
    std::jthread m_thread{[this](const std::stop_token& end) { run(end); }}; // last, since it uses the others
};

int main()
{
    wua::job job = wua::start(std::make_shared<copying_engine>(), {wua::make_item("Copy", "memory://a", 5'000'000)});
    std::printf("%s\n", job.wait().is_success() ? "copied" : "failed");
}
