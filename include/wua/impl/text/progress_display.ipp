// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/text/progress_display.hpp>.

#include <wua/com/ascii.hpp>
#include <wua/job/job.hpp>
#include <wua/model/download_story.hpp>
#include <wua/model/file_result.hpp>
#include <wua/text/display/shown_job.hpp>
#include <wua/text/display/shown_text.hpp>
#include <wua/text/printable.hpp>
#include <wua/text/progress_display.hpp>
#include <wua/text/terminal.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace wua
{

namespace detail
{

// The size of a stream that is not a terminal: as COLUMNS and LINES say, if they are set.
WUA_COLD terminal_size size_in_environment()
{
    terminal_size size;
    const auto read = [](const char* name, std::size_t usual) {
        const std::uint64_t value = parse_decimal(environment_variable(name)).value_or(usual);
        return static_cast<std::size_t>(std::clamp<std::uint64_t>(value, 1, 1000));
    };
    size.columns = read("COLUMNS", size.columns);
    size.rows = read("LINES", size.rows);
    return size;
}

WUA_COLD update_source source_of(const job& shown)
{
    update_source source;
    source.progress = [&shown](std::size_t index) { return shown.update(index); };
    source.trouble = [&shown](std::size_t index) {
        const download_story story = shown.story(index);
        return story.attempts.empty() || story.attempts.back().result.is_success()
                   ? std::string()
                   : printable(short_reason(story.attempts.back().result));
    };
    source.was_there = [&shown](std::size_t index) {
        const std::vector<file_result> files = shown.files(index);
        return !files.empty() && std::none_of(files.begin(), files.end(), [](const file_result& file) {
            return file.origin == file_origin::downloaded;
        });
    };
    return source;
}

} // namespace detail

WUA_COLD progress_display::progress_display(progress_display_options options)
    : progress_display(stderr, std::move(options))
{}

WUA_COLD progress_display::progress_display(std::FILE* stream, progress_display_options options)
{
    const terminal_traits traits =
        traits_of(environment_variable, terminal_columns(stream).has_value(), options.progress, options.colors);
    m_shown = std::make_unique<detail::shown_job>(
        [stream](std::string_view text) { write_text(stream, text); },
        [stream] {
            const std::optional<terminal_size> size = size_of_terminal(stream);
            return size ? size : detail::size_in_environment();
        },
        traits, std::move(options), traits.can_redraw ? stream : nullptr);
}

WUA_COLD progress_display::progress_display(text_sink sink, size_source size, const terminal_traits& traits,
                                            progress_display_options options)
    : m_shown(
          std::make_unique<detail::shown_job>(std::move(sink), std::move(size), traits, std::move(options), nullptr))
{}

WUA_COLD progress_display::~progress_display() = default;

WUA_COLD void progress_display::show(const job& shown)
{
    const bool is_completed = shown.is_completed();
    if (m_shown->is_due(is_completed))
    {
        m_shown->show(shown.progress(), detail::source_of(shown));
    }
}

WUA_COLD void progress_display::show(const progress_snapshot& shown)
{
    m_shown->show(shown, {});
}

WUA_COLD void progress_display::print(std::string_view line)
{
    m_shown->print(line);
}

WUA_COLD void progress_display::clear()
{
    m_shown->clear();
}

WUA_COLD outcome show_progress(job& shown, progress_display_options options)
{
    const std::chrono::duration<double, std::nano> step = options.interval * std::max(options.speed, 0.0);
    progress_display display(std::move(options));
    do
    {
        display.show(shown);
    } while (!shown.wait_for(step));
    display.show(shown);
    return shown.result();
}

} // namespace wua
