// SPDX-License-Identifier: MIT
#pragma once

// What a progress_display is made of: when it looks, what it has drawn, and where it writes.

#include <wua/model/progress_snapshot.hpp>
#include <wua/separate_compilation.hpp>
#include <wua/text/display/job_viewer.hpp>
#include <wua/text/display/live_area.hpp>
#include <wua/text/display/plain_lines.hpp>
#include <wua/text/progress_display_options.hpp>

#include <chrono>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wua::detail
{

class shown_job
{
public:
    // The stream is guarded while its cursor is hidden; null: there is none to be guarded.
    shown_job(text_sink sink, size_source size, const terminal_traits& traits, progress_display_options options,
              std::FILE* guarded);

    shown_job(const shown_job&) = delete;
    shown_job& operator=(const shown_job&) = delete;
    ~shown_job();

    // Whether show() would do anything at this time: to be asked first, since looking at a job costs something.
    bool is_due(bool is_completed);

    void show(const progress_snapshot& snapshot, const update_source& source);
    void print(std::string_view line);
    void clear();

private:
    void draw(const std::vector<ended_row>& ended, bool is_last);
    std::vector<frame_line> frame() const;
    void write_lines(const std::vector<ended_row>& ended, bool is_last);
    void write_frame(const std::vector<std::string>& above, std::vector<frame_line> lines, bool is_last);

    // Nothing is written of an empty text.
    void write(const std::string& text) const;

    // What became of the job, once it is over.
    void add_summary(std::vector<std::string>& lines) const;

    // Progress for the taskbar, where it has changed.
    std::string taskbar(bool is_last);

    terminal_size size_now() const;

    // The sequences that hide and show the cursor, where they are due.
    std::string begin_drawing();
    std::string end_drawing();

    void check_losses() noexcept;

    text_sink m_sink;
    size_source m_size;
    const terminal_traits m_traits;
    const progress_display_options m_options;
    std::FILE* const m_guarded;
    std::optional<job_viewer> m_viewer;
    plain_lines m_lines;
    live_area m_area;
    std::vector<std::string> m_above; // lines that are to stay, not written yet
    std::optional<std::chrono::nanoseconds> m_first;
    std::optional<std::chrono::nanoseconds> m_last;
    std::string m_taskbar; // as it is
    int m_losses = 0;
    bool m_is_hidden = false; // the cursor
    bool m_is_ended = false;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/text/display/shown_job.ipp>
#endif
