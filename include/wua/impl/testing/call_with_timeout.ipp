// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/testing/call_with_timeout.hpp>.

#include <wua/com/hresult_from_exception.hpp>
#include <wua/testing/call_with_timeout.hpp>

#include <condition_variable>
#include <exception>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>

namespace wua
{

namespace detail
{

WUA_INLINE std::string message_of_current_exception()
{
    try
    {
        throw;
    }
    catch (const std::exception& error)
    {
        return message_of(error);
    }
    catch (...)
    {
        return "something that is not a std::exception";
    }
}

} // namespace detail

WUA_INLINE timed_call_result call_with_timeout(std::chrono::nanoseconds limit, std::function<void()> work,
                                               const std::function<void()>& when_late)
{
    struct shared_state
    {
        std::mutex mutex;
        std::condition_variable changed;
        bool is_over = false;
        timed_call_result result;

        bool wait(std::chrono::nanoseconds time)
        {
            std::unique_lock lock(mutex);
            return changed.wait_for(lock, time, [this] { return is_over; });
        }
    };
    const auto state = std::make_shared<shared_state>();
    std::thread runner([state, work = std::move(work)]() mutable {
        timed_call_result result;
        try
        {
            work();
        }
        catch (...)
        {
            result.has_thrown = true;
            result.exception = detail::message_of_current_exception();
        }
        work = nullptr;
        const std::lock_guard lock(state->mutex);
        state->result = std::move(result);
        state->is_over = true;
        state->changed.notify_all();
    });
    const bool is_in_time = state->wait(limit);
    if (!is_in_time && when_late)
    {
        when_late();
    }
    if (!is_in_time && !state->wait(limit))
    {
        runner.detach();
        return {.is_in_time = false};
    }
    runner.join();
    state->result.is_in_time = is_in_time;
    return state->result;
}

} // namespace wua
