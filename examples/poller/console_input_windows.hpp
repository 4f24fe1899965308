// SPDX-License-Identifier: MIT
#pragma once

// Reads standard input without blocking.

#include <windows.h>
#include <conio.h>
#include <io.h>

#include <array>
#include <string>

namespace poller
{

// Reads a console key by key, and anything else as it arrives; reads nothing if neither is wanted.
class console_input
{
public:
    console_input(bool wants_keys, bool wants_lines)
        : m_reads_keys(wants_keys && !wants_lines && ::_isatty(0) != 0 && ::_isatty(1) != 0),
          m_reads_lines(wants_lines)
    {}

    console_input(const console_input&) = delete;
    console_input& operator=(const console_input&) = delete;

    static void restore() noexcept {}

    bool reads_keys() const noexcept
    {
        return m_reads_keys;
    }

    // The input since the last call; empty if there was none.
    std::string take()
    {
        std::string taken;
        while (m_reads_keys && ::_kbhit() != 0)
        {
            taken += static_cast<char>(::_getch());
        }
        const HANDLE input = ::GetStdHandle(STD_INPUT_HANDLE);
        DWORD available = 0;
        std::array<char, 512> bytes{};
        if (m_reads_lines && ::PeekNamedPipe(input, nullptr, 0, nullptr, &available, nullptr) != 0 && available != 0)
        {
            DWORD count = 0;
            const DWORD wanted = available < bytes.size() ? available : static_cast<DWORD>(bytes.size());
            if (::ReadFile(input, bytes.data(), wanted, &count, nullptr) != 0)
            {
                taken.assign(bytes.data(), count);
            }
        }
        return taken;
    }

private:
    const bool m_reads_keys;
    const bool m_reads_lines; // true for a pipe
};

} // namespace poller
