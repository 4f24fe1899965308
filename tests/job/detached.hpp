// SPDX-License-Identifier: MIT
#pragma once

#include <coroutine>
#include <exception>

// A coroutine that starts at once and has no owner.
struct detached
{
    struct promise_type
    {
        detached get_return_object() const noexcept
        {
            return {};
        }
        std::suspend_never initial_suspend() const noexcept
        {
            return {};
        }
        std::suspend_never final_suspend() const noexcept
        {
            return {};
        }
        void return_void() const noexcept {}
        void unhandled_exception() const noexcept
        {
            std::terminate();
        }
    };
};
