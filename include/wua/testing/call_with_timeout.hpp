// SPDX-License-Identifier: MIT
#pragma once

// A call that may never return, made so that its caller does.

#include <chrono>
#include <condition_variable>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>

namespace wua
{

struct bounded_call_result
{
    // False: the function had not returned when the time was over.
    bool is_in_time = true;

    bool has_thrown = false;
    std::string exception; // what() of it
};

// Runs f on a thread of its own, and returns when f has, or after the limit. In that case when_late() may do something
// that makes f return after all; f gets the same time once more, then its thread is left alone, so that f must own
// whatever it uses. f itself is destroyed on its thread.
inline bounded_call_result call_with_timeout(std::chrono::nanoseconds limit, std::function<void()> f,
                                       const std::function<void()>& when_late = {})
{
    struct shared
    {
        std::mutex mutex;
        std::condition_variable changed;
        bool is_over = false;
        bounded_call_result result;
    };
    const auto state = std::make_shared<shared>();
    std::thread runner([state, work = std::move(f)]() mutable {
        bounded_call_result result;
        try
        {
            work();
        }
        catch (const std::exception& error)
        {
            result = {true, true, error.what()};
        }
        catch (...)
        {
            result = {true, true, "something that is no std::exception"};
        }
        work = nullptr;
        const std::lock_guard lock(state->mutex);
        state->result = std::move(result);
        state->is_over = true;
        state->changed.notify_all();
    });
    std::unique_lock lock(state->mutex);
    const auto is_over = [&] { return state->is_over; };
    bounded_call_result result;
    if (!state->changed.wait_for(lock, limit, is_over))
    {
        result.is_in_time = false;
        if (when_late)
        {
            lock.unlock();
            when_late();
            lock.lock();
        }
        state->changed.wait_for(lock, limit, is_over);
    }
    if (!state->is_over)
    {
        runner.detach();
        return result;
    }
    result.has_thrown = state->result.has_thrown;
    result.exception = state->result.exception;
    lock.unlock();
    runner.join();
    return result;
}

} // namespace wua
