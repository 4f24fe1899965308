// SPDX-License-Identifier: MIT
#pragma once

// Shows a job while it runs: a row for each active update and one for the job, drawn in place on a terminal; plain
// lines in a pipe or a file. See docs/display.md.
//
//     wua::job job = wua::start(engine, updates);
//     wua::progress_display display; // on standard error
//     do
//     {
//         display.show(job);
//     } while (!job.wait_for(std::chrono::milliseconds(100)));
//     display.show(job); // the summary

#include <wua/separate_compilation.hpp>
#include <wua/text/display/terminal_traits.hpp>
#include <wua/text/progress_display_options.hpp>

#include <cstdio>
#include <memory>
#include <string_view>

namespace wua
{

class job;
class progress_snapshot;
struct outcome;

namespace detail
{
class shown_job;
}

/// A display shows one job and may be used by one thread at a time. Titles and other external text cannot control the
/// terminal. show(), print() and clear() let exceptions of the sink through.
class progress_display
{
public:
    /// On standard error.
    explicit progress_display(progress_display_options options = {});

    /// The stream must outlive the display.
    explicit progress_display(std::FILE* stream, progress_display_options options = {});

    /// On a terminal elsewhere.
    progress_display(text_sink sink, size_source size, const terminal_traits& traits,
                     progress_display_options options = {});

    progress_display(const progress_display&) = delete;
    progress_display& operator=(const progress_display&) = delete;

    /// Leaves what has been drawn, and shows the cursor again.
    ~progress_display();

    /// Call it as often as you like, the first time when the job begins. For the completed job it shows a summary, and
    /// does nothing afterwards.
    void show(const job& shown);

    /// The same from snapshots alone: rows show less.
    void show(const progress_snapshot& shown);

    /// Prints a line of text above the drawing. May be untrusted.
    void print(std::string_view line);

    /// Erases the drawing and shows the cursor, so that something else can be printed; the next show() draws it again.
    void clear();

private:
    std::unique_ptr<detail::shown_job> m_shown;
};

/// Shows the job until it is completed, and returns its result.
outcome show_progress(job& shown, progress_display_options options = {});

/// Shows the cursor again where a display has hidden it, and clears the taskbar. For programs with signal handlers of
/// their own: async-signal-safe.
void restore_terminal() noexcept;

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/text/progress_display.ipp>
#endif
