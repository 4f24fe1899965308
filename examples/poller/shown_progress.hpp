// SPDX-License-Identifier: MIT
#pragma once

// What the poller shows on standard error while the job runs and at its end.

#include "known_files.hpp"
#include <wua/job/job.hpp>
#include <wua/text/progress_display.hpp>
#include <wua/text/text.hpp>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <string>
#include <system_error>
#include <vector>

namespace poller
{

struct display_flags
{
    wua::display_choice progress = wua::display_choice::automatic;
    wua::display_choice colors = wua::display_choice::automatic;

    // Where files are stored; empty for a simulated job.
    std::string directory;

    // An additional line while the job runs.
    std::function<std::string()> note;

    // Additional lines when the job is over.
    std::function<std::vector<std::string>(const wua::job&)> closing;

    void add_to(CLI::App& app)
    {
        add_choice(app, "--progress", progress,
                   "what standard error shows: auto, always (drawn in place even where there is no terminal) or never");
        add_choice(app, "--color", colors, "auto, always or never");
    }

    // If standard output is for programs, nothing is shown there.
    wua::progress_display_options options(bool prints_json, double speed) const
    {
        wua::progress_display_options made;
        made.progress = progress;
        made.colors = colors;
        made.directory = directory;
        made.speed = speed;
        made.note = note;
        const bool may_draw = wua::terminal_columns(stderr).has_value() && !wua::size_of_terminal(stdout);
        if (prints_json && progress == wua::display_choice::automatic && !may_draw)
        {
            made.progress = wua::display_choice::never;
        }
        return made;
    }

    // Whether readers of standard output have seen the result of each update.
    bool has_shown_results() const
    {
        return progress != wua::display_choice::never && wua::size_of_terminal(stdout) && wua::size_of_terminal(stderr);
    }

private:
    static void add_choice(CLI::App& app, const char* name, wua::display_choice& choice, const char* help)
    {
        const auto choose = [&choice](const std::string& word) {
            choice = word == "always"  ? wua::display_choice::always
                     : word == "never" ? wua::display_choice::never
                                       : wua::display_choice::automatic;
        };
        app.add_option_function<std::string>(name, choose, help)->check(CLI::IsMember({"auto", "always", "never"}));
    }
};

// Lines about the incomplete files that are kept.
inline std::vector<std::string> kept_lines(const path_source& stored, const wua::job& job)
{
    std::size_t count = 0;
    std::uint64_t bytes = 0;
    std::string name;
    for (std::size_t i = 0; i != job.updates().size(); ++i)
    {
        if (job.result(i).is_success_or_with_errors())
        {
            continue;
        }
        for (const wua::content_file& file : job.updates()[i]->files)
        {
            std::filesystem::path part = stored(file);
            part += ".part";
            std::error_code error;
            if (const std::uintmax_t size = std::filesystem::file_size(part, error); !error && size != 0)
            {
                ++count;
                bytes += size;
                name = part.string();
            }
        }
    }
    if (count == 0)
    {
        return {};
    }
    const std::string what = count == 1 ? wua::printable(name) : fmt::format("{} unfinished files (.part)", count);
    return {fmt::format("{} {} kept ({}); the same command continues from there", what, count == 1 ? "is" : "are",
                        wua::byte_count{bytes})};
}

} // namespace poller
