// SPDX-License-Identifier: MIT
#pragma once

// Reads standard input without blocking.

#include <poll.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <string>

namespace poller
{

// Reads a terminal key by key, and anything else as it arrives; reads nothing if neither is wanted. Only one object may
// exist at a time.
class console_input
{
public:
    // Keys are read only while this process is in the terminal's foreground.
    console_input(bool wants_keys, bool wants_lines) : m_is_open(wants_lines)
    {
        const bool is_terminal = ::isatty(STDIN_FILENO) == 1 && ::isatty(STDERR_FILENO) == 1;
        if (!wants_keys || wants_lines || !is_terminal || ::tcgetpgrp(STDIN_FILENO) != ::getpgrp() ||
            ::tcgetattr(STDIN_FILENO, &s_before) != 0)
        {
            return;
        }
        termios by_key = s_before;
        by_key.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO);
        s_is_changed = 1;
        m_is_open = ::tcsetattr(STDIN_FILENO, TCSANOW, &by_key) == 0;
        m_reads_keys = m_is_open;
    }

    console_input(const console_input&) = delete;
    console_input& operator=(const console_input&) = delete;

    ~console_input()
    {
        restore();
    }

    // Restores the terminal's earlier mode. May be called in a signal handler.
    static void restore() noexcept
    {
        if (s_is_changed != 0)
        {
            s_is_changed = 0;
            ::tcsetattr(STDIN_FILENO, TCSANOW, &s_before);
        }
    }

    bool reads_keys() const noexcept
    {
        return m_reads_keys && s_is_changed != 0;
    }

    // The input since the last call; empty if there was none.
    std::string take()
    {
        if (reads_keys())
        {
            read_by_key_again();
        }
        pollfd ready{.fd = STDIN_FILENO, .events = POLLIN, .revents = 0};
        if (!m_is_open || ::poll(&ready, 1, 0) <= 0)
        {
            return {};
        }
        std::array<char, 512> bytes{};
        const ssize_t count = ::read(STDIN_FILENO, bytes.data(), bytes.size());
        if (count <= 0)
        {
            m_is_open = false; // the end of the input
            return {};
        }
        return {bytes.data(), static_cast<std::size_t>(count)};
    }

private:
    // After stopping and continuing the process, a shell may have set the terminal back to line mode.
    static void read_by_key_again() noexcept
    {
        termios now{};
        if (::tcgetattr(STDIN_FILENO, &now) == 0 && (now.c_lflag & static_cast<tcflag_t>(ICANON)) != 0 &&
            ::tcgetpgrp(STDIN_FILENO) == ::getpgrp())
        {
            now.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO);
            ::tcsetattr(STDIN_FILENO, TCSANOW, &now);
        }
    }

    static inline termios s_before{};
    static inline volatile std::sig_atomic_t s_is_changed = 0;

    bool m_is_open = false;
    bool m_reads_keys = false;
};

} // namespace poller
