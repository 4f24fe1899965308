// SPDX-License-Identifier: MIT
#pragma once

#include "catch.hpp"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <string>

// The two ends of a terminal that nobody looks at.
struct pseudo_terminal
{
    int master = posix_openpt(O_RDWR | O_NOCTTY);
    std::FILE* stream = nullptr;

    pseudo_terminal()
    {
        if (master >= 0 && grantpt(master) == 0 && unlockpt(master) == 0)
        {
            stream = std::fopen(ptsname(master), "r+");
        }
    }

    ~pseudo_terminal()
    {
        if (stream != nullptr)
        {
            std::fclose(stream);
        }
        if (master >= 0)
        {
            close(master);
        }
    }

    void resize(unsigned short columns) const
    {
        winsize size{};
        size.ws_col = columns;
        size.ws_row = 24;
        REQUIRE(ioctl(master, TIOCSWINSZ, &size) == 0);
    }

    // The output since the last call.
    std::string written() const
    {
        std::string text;
        char block[4096];
        fcntl(master, F_SETFL, O_NONBLOCK);
        for (ssize_t size = 0; (size = read(master, block, sizeof block)) > 0;)
        {
            text.append(block, static_cast<std::size_t>(size));
        }
        return text;
    }
};
