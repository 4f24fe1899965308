// SPDX-License-Identifier: MIT
#pragma once

// Guarded consoles of Windows; see text/display/terminal_guard.hpp.

#include <io.h>

#include <atomic>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <string_view>

namespace wua
{

namespace detail
{

struct guarded_terminal
{
    std::atomic<int> descriptor{-1}; // -1: none
    std::atomic<bool> has_taskbar{false};
    std::atomic<int> losses{0};
};

inline guarded_terminal the_guarded_terminal;

} // namespace detail

inline void restore_terminal() noexcept
{
    const int descriptor = detail::the_guarded_terminal.descriptor.load();
    if (descriptor < 0)
    {
        return;
    }
    const std::string_view text =
        detail::the_guarded_terminal.has_taskbar.load() ? "\x1b[?25h\x1b[0m\x1b]9;4;0;\x1b\\" : "\x1b[?25h\x1b[0m";
    static_cast<void>(_write(descriptor, text.data(), static_cast<unsigned>(text.size())));
}

namespace detail
{

// Those that end a process unless it has a handler; the last is SIGBREAK.
inline constexpr int guarded_signals[] = {SIGINT, SIGTERM, SIGABRT, 21};

inline void on_guarded_signal(int number)
{
    restore_terminal();
    the_guarded_terminal.losses.fetch_add(1);
    std::signal(number, SIG_DFL);
    std::raise(number);
}

inline std::mutex terminal_guard_lock;
inline int terminal_guards = 0;

// A handler that is not the one that is looked for is put back.
inline void replace_handler(int number, void (*from)(int), void (*to)(int)) noexcept
{
    void (*const before)(int) = std::signal(number, to);
    if (before != from && before != SIG_ERR)
    {
        std::signal(number, before);
    }
}

inline void guard_terminal(std::FILE* stream, bool takes_signals, bool has_taskbar) noexcept
{
    const std::lock_guard lock(terminal_guard_lock);
    static const bool restores_at_exit = std::atexit([] { restore_terminal(); }) == 0;
    static_cast<void>(restores_at_exit);
    ++terminal_guards;
    the_guarded_terminal.has_taskbar.store(has_taskbar);
    the_guarded_terminal.descriptor.store(_fileno(stream));
    for (const int number : guarded_signals)
    {
        if (takes_signals)
        {
            replace_handler(number, SIG_DFL, on_guarded_signal);
        }
    }
}

inline void release_terminal() noexcept
{
    const std::lock_guard lock(terminal_guard_lock);
    if (--terminal_guards != 0)
    {
        return;
    }
    the_guarded_terminal.descriptor.store(-1);
    for (const int number : guarded_signals)
    {
        replace_handler(number, on_guarded_signal, SIG_DFL);
    }
}

inline int terminal_losses() noexcept
{
    return the_guarded_terminal.losses.load();
}

} // namespace detail

} // namespace wua
