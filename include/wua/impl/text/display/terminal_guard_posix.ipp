// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/text/display/terminal_guard_posix.hpp>.

#include <wua/text/display/terminal_guard_posix.hpp>

#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <mutex>
#include <string_view>

namespace wua
{

namespace detail
{

// Read by signal handlers, hence atomic.
struct guarded_terminal
{
    std::atomic<int> descriptor{-1}; // -1 if there is none
    std::atomic<bool> has_taskbar{false};
    std::atomic<int> losses{0};
};

inline guarded_terminal the_guarded_terminal;

// The signals that end or stop a process that does not handle them.
inline constexpr int guarded_signals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGABRT, SIGPIPE, SIGTSTP};

inline void on_guarded_signal(int number) noexcept;

inline bool has_handler(int number, void (*handler)(int)) noexcept
{
    struct sigaction now = {};
    return ::sigaction(number, nullptr, &now) == 0 && (now.sa_flags & SA_SIGINFO) == 0 && now.sa_handler == handler;
}

inline void set_handler(int number, void (*handler)(int)) noexcept
{
    struct sigaction wanted = {};
    wanted.sa_handler = handler;
    wanted.sa_flags = SA_RESTART;
    ::sigemptyset(&wanted.sa_mask);
    ::sigaction(number, &wanted, nullptr);
}

// Restores the terminal and lets the default action follow: the process ends, or stops until it is continued.
inline void on_guarded_signal(int number) noexcept
{
    const int before = errno;
    restore_terminal();
    the_guarded_terminal.losses.fetch_add(1);
    set_handler(number, SIG_DFL);
    ::raise(number);
    sigset_t only;
    sigset_t others;
    ::sigemptyset(&only);
    ::sigaddset(&only, number);
    ::pthread_sigmask(SIG_UNBLOCK, &only, &others);
    ::pthread_sigmask(SIG_SETMASK, &others, nullptr);
    set_handler(number, on_guarded_signal); // back from the stop: the process was continued
    errno = before;
}

inline std::mutex terminal_guard_lock;
inline int terminal_guards = 0;

WUA_COLD void guard_terminal(std::FILE* stream, bool takes_signals, bool has_taskbar) noexcept
{
    const std::lock_guard lock(terminal_guard_lock);
    static const bool restores_at_exit = std::atexit([] { restore_terminal(); }) == 0;
    static_cast<void>(restores_at_exit);
    ++terminal_guards;
    the_guarded_terminal.has_taskbar.store(has_taskbar);
    the_guarded_terminal.descriptor.store(fileno(stream));
    for (const int number : guarded_signals)
    {
        if (takes_signals && has_handler(number, SIG_DFL))
        {
            set_handler(number, on_guarded_signal);
        }
    }
}

WUA_COLD void release_terminal() noexcept
{
    const std::lock_guard lock(terminal_guard_lock);
    if (--terminal_guards != 0)
    {
        return;
    }
    the_guarded_terminal.descriptor.store(-1);
    for (const int number : guarded_signals)
    {
        if (has_handler(number, on_guarded_signal))
        {
            set_handler(number, SIG_DFL);
        }
    }
}

WUA_COLD int terminal_losses() noexcept
{
    return the_guarded_terminal.losses.load();
}

} // namespace detail

WUA_COLD void restore_terminal() noexcept
{
    const int descriptor = detail::the_guarded_terminal.descriptor.load();
    if (descriptor < 0)
    {
        return;
    }
    // Shows the cursor, and resets the colours and the taskbar's progress.
    const std::string_view text =
        detail::the_guarded_terminal.has_taskbar.load() ? "\x1b[?25h\x1b[0m\x1b]9;4;0;\x1b\\" : "\x1b[?25h\x1b[0m";
    static_cast<void>(::write(descriptor, text.data(), text.size()) == 0);
}

} // namespace wua
