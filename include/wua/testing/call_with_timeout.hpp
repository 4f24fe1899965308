// SPDX-License-Identifier: MIT
#pragma once
// A call that may never return, made so that its caller does.

#include <wua/separate_compilation.hpp>

#include <chrono>
#include <functional>
#include <string>

namespace wua
{

struct timed_call_result
{
    bool is_in_time = true; ///< false: the function had not returned when the time was over
    bool has_thrown = false;
    std::string exception{}; ///< what() of it
};

/// Runs `work` on a thread of its own, and returns when it has, or after the limit. In that case when_late() may do
/// something that makes it return after all; `work` gets the same time once more, then its thread is detached, so that
/// it must own whatever it uses. It is destroyed on its thread.
timed_call_result call_with_timeout(std::chrono::nanoseconds limit, std::function<void()> work,
                                    const std::function<void()>& when_late = {});

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/testing/call_with_timeout.ipp>
#endif
