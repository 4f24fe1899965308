// SPDX-License-Identifier: MIT
#pragma once
// Makes a call that may never return, without blocking the caller for ever.

#include <wua/separate_compilation.hpp>

#include <chrono>
#include <functional>
#include <string>

namespace wua
{

namespace detail
{

// The message of the exception being handled; call it in a catch block.
std::string message_of_current_exception();

} // namespace detail

struct timed_call_result
{
    bool is_in_time = true; ///< false if the function had not returned when the time was up
    bool has_thrown = false;
    std::string exception{}; ///< what() of the exception
};

/// Runs `work` on a thread of its own, and returns when it has finished or the limit is over. In the latter case it
/// first calls when_late(), which may make `work` return after all, and waits once more for the same time; then it
/// detaches the thread, so `work` must own whatever it uses. `work` is destroyed on its thread.
timed_call_result call_with_timeout(std::chrono::nanoseconds limit, std::function<void()> work,
                                    const std::function<void()>& when_late = {});

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/testing/call_with_timeout.ipp>
#endif
