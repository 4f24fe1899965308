// SPDX-License-Identifier: MIT
#pragma once

// Controls a job while it runs: by keys, by lines on standard input, and by the time of day.

#include "byte_text.hpp"
#include "console_input.hpp"
#include "local_time.hpp"
#include "usage_error.hpp"
#include <wua/job/job.hpp>
#include <wua/text/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>

namespace poller
{

// Hours such as "22:00-06:00", in local time.
class fetch_hours
{
public:
    // Throws usage_error.
    static fetch_hours read(const std::string& text)
    {
        fetch_hours made;
        made.m_text = text;
        const std::size_t dash = text.find('-');
        const auto from = minute_in(std::string_view(text).substr(0, dash));
        const auto to = dash == std::string::npos ? std::nullopt : minute_in(std::string_view(text).substr(dash + 1));
        if (!from || !to || *from == *to)
        {
            throw usage_error(fmt::format("--hours: '{}' is not a period of the day, such as 22:00-06:00", text));
        }
        made.m_from = *from;
        made.m_to = *to;
        return made;
    }

    // Returns what curl_options::may_fetch should return.
    std::string objection(int minute) const
    {
        const bool is_inside = m_from < m_to ? minute >= m_from && minute < m_to : minute >= m_from || minute < m_to;
        return is_inside ? std::string() : "outside of " + m_text;
    }

private:
    static std::optional<int> minute_in(std::string_view text)
    {
        const std::size_t colon = text.find(':');
        const auto hour = number_in(text.substr(0, colon));
        const auto minute = colon == std::string_view::npos ? std::nullopt : number_in(text.substr(colon + 1));
        return hour && minute && *hour < 24 && *minute < 60
                   ? std::optional(static_cast<int>(*hour * 60 + *minute))
                   : std::nullopt;
    }

    std::string m_text;
    int m_from = 0;
    int m_to = 0;
};

constexpr const char* command_help =
    R"(Commands, one per line: pause [N], resume [N], limit RATE, priority low|normal|high|extra-high, abort; N is the number
of an update, from 1. On a terminal without --commands: p pauses and resumes, + and - change the limit.)";

// Executes commands, from keys or lines.
class job_control
{
public:
    // `limit` is the job's initial limit in bytes per second, 0 for none. say() is called with messages about invalid
    // commands; take_others() returns command lines from elsewhere.
    job_control(bool reads_keys, bool reads_commands, std::uint64_t limit, std::function<void(const std::string&)> say,
                std::function<std::string()> take_others = {})
        : m_say(std::move(say)),
          m_input(reads_keys, reads_commands),
          m_reads_commands(reads_commands),
          m_take_others(std::move(take_others)),
          m_limit(limit)
    {}

    // Returns true if there was a command.
    bool obey(wua::job& job)
    {
        const std::string others = m_take_others ? m_take_others() : std::string();
        std::istringstream lines(others);
        for (std::string line; std::getline(lines, line);)
        {
            obey_line(job, line);
        }
        const std::string typed = m_input.take();
        if (m_reads_commands)
        {
            m_line += typed;
            for (std::size_t end = 0; (end = m_line.find('\n')) != std::string::npos;)
            {
                obey_line(job, m_line.substr(0, end));
                m_line.erase(0, end + 1);
            }
        }
        else if (m_input.reads_keys())
        {
            for (const char key : typed)
            {
                obey_key(job, key);
            }
        }
        return !typed.empty() || !others.empty();
    }

private:
    void obey_key(wua::job& job, char key)
    {
        constexpr std::uint64_t min_limit = 1024;
        constexpr std::uint64_t max_limit = std::uint64_t(1) << 30U; // raising the limit beyond this removes it
        const auto speed = static_cast<std::uint64_t>(job.progress().bytes_per_second());
        switch (key)
        {
            case 'p':
            case 'P':
                set_paused(job, !m_is_paused);
                break;
            case '-':
                set_limit(job, std::max((m_limit != 0 ? m_limit : speed) / 2, min_limit));
                break;
            case '+':
                set_limit(job, m_limit == 0 || m_limit > max_limit / 2 ? 0 : m_limit * 2);
                break;
            default:
                break;
        }
    }

    void set_paused(wua::job& job, bool is_paused)
    {
        is_paused ? job.pause() : job.resume();
        m_is_paused = is_paused;
    }

    void set_limit(wua::job& job, std::uint64_t limit)
    {
        if (job.controls().bandwidth)
        {
            job.set_bandwidth(limit);
            m_limit = limit;
        }
    }

    // An invalid command only leads to a message.
    void obey_line(wua::job& job, const std::string& line)
    {
        try
        {
            obey_command(job, line);
        }
        catch (const std::exception& error)
        {
            m_say(fmt::format("poller: {}", error.what()));
        }
    }

    void obey_command(wua::job& job, const std::string& line)
    {
        std::istringstream words(line);
        std::string command;
        std::string argument;
        std::string rest;
        words >> command >> argument >> rest;
        if (!rest.empty())
        {
            throw usage_error(fmt::format("'{}' has too many words", wua::printable(line)));
        }
        if (command == "pause" || command == "resume")
        {
            const bool is_pause = command == "pause";
            if (argument.empty())
            {
                set_paused(job, is_pause);
                return;
            }
            const auto number = number_in(argument);
            if (!number || *number == 0 || *number > job.updates().size())
            {
                throw usage_error(fmt::format(
                    "'{}': the updates are numbered from 1 to {}", wua::printable(line), job.updates().size()));
            }
            const auto index = static_cast<std::size_t>(*number - 1);
            is_pause ? job.pause(index) : job.resume(index);
        }
        else if (command == "limit")
        {
            const std::uint64_t limit = read_rate(argument, "limit");
            job.set_bandwidth(limit);
            m_limit = limit;
        }
        else if (command == "priority")
        {
            job.set_priority(read_priority(argument));
        }
        else if (command == "abort" && argument.empty())
        {
            job.request_abort();
        }
        else if (!command.empty())
        {
            throw usage_error(fmt::format(
                "'{}' is not a command; there are pause, resume, limit, priority and abort", wua::printable(line)));
        }
    }

    static wua::DownloadPriority read_priority(const std::string& text)
    {
        constexpr std::pair<std::string_view, wua::DownloadPriority> known[] = {
            {"low", wua::dpLow}, {"normal", wua::dpNormal}, {"high", wua::dpHigh}, {"extra-high", wua::dpExtraHigh}};
        for (const auto& [name, priority] : known)
        {
            if (text == name)
            {
                return priority;
            }
        }
        throw usage_error(
            fmt::format("'{}' is not a priority; there are low, normal, high and extra-high", wua::printable(text)));
    }

    const std::function<void(const std::string&)> m_say;
    console_input m_input;
    const bool m_reads_commands;
    const std::function<std::string()> m_take_others;
    std::string m_line; // the last line, as far as it has been received
    std::uint64_t m_limit;
    bool m_is_paused = false;
};

} // namespace poller
