// SPDX-License-Identifier: MIT
#pragma once

// Keeps a file of metrics up to date.

#include "metrics.hpp"
#include "replaced_file.hpp"
#include "usage_error.hpp"
#include <wua/engine/disk/text_file.hpp>
#include <wua/job/job.hpp>
#include <wua/model/progress_snapshot.hpp>

#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace poller
{

class metrics_file
{
public:
    // Throws usage_error, before anything is started, unless the file can be written.
    metrics_file(std::filesystem::path path, std::string_view engine, swarm_source swarm) : m_path(std::move(path))
    {
        const std::filesystem::path next = next_to(m_path);
        std::error_code error;
        const bool is_writable = !std::filesystem::is_directory(m_path, error) && std::ofstream(next, std::ios::app);
        std::filesystem::remove(next, error);
        if (!is_writable)
        {
            throw usage_error(fmt::format("--metrics: the file '{}' cannot be written", name()));
        }
        m_context.poller = wua::detail::path_text(m_path.stem());
        m_context.engine = engine;
        m_context.swarm = std::move(swarm);
        m_context.started = std::chrono::system_clock::now();
    }

    // The file's name, for messages.
    std::string name() const
    {
        return wua::detail::path_text(m_path);
    }

    // Writes the file at most once a second, also after the end of the job, since seeding still changes some metrics.
    void show(const wua::job& job, const wua::progress_snapshot& now)
    {
        const auto time = std::chrono::steady_clock::now();
        if (now.is_completed() && !m_context.ended)
        {
            m_context.ended = std::chrono::system_clock::now();
        }
        else if (time < m_due)
        {
            return;
        }
        m_due = time + std::chrono::seconds(1);
        m_is_written = try_replace_file(m_path, metrics_of(job, now, m_context));
    }

    // Writes the file at once, for the last time.
    void show_last(const wua::job& job, const wua::progress_snapshot& now)
    {
        m_due = {};
        show(job, now);
    }

    // Whether the last state could be written.
    bool is_written() const noexcept
    {
        return m_is_written;
    }

private:
    std::filesystem::path m_path;
    metrics_context m_context;
    std::chrono::steady_clock::time_point m_due{}; // when the file is written next
    bool m_is_written = true;
};

} // namespace poller
