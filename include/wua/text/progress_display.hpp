// SPDX-License-Identifier: MIT
#pragma once

// Shows a job while it runs: a row for each update on its way and one for the job, drawn in place on a terminal; plain
// lines in a pipe or a file. See docs/display.md.
//
//     wua::job job = wua::start(engine, updates);
//     wua::progress_display display; // on standard error
//     do
//     {
//         display.show(job);
//     } while (!job.wait_for(std::chrono::milliseconds(100)));
//     display.show(job); // the summary

#include <wua/job/clock.hpp>
#include <wua/separate_compilation.hpp>
#include <wua/text/display/terminal_traits.hpp>
#include <wua/text/terminal_size.hpp>

#include <chrono>
#include <cstdio>
#include <functional>
#include <memory>
#include <optional>
#include <string>
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

/// Writes text, whole lines or the drawing of a frame, without buffering it.
using text_sink = std::function<void(std::string_view)>;

/// The size of the terminal now; nothing if there is none, or it does not know.
using size_source = std::function<std::optional<terminal_size>()>;

struct progress_display_options
{
    /// Whether to draw in place: as the terminal and the environment have it, even into what is no terminal, or nothing
    /// is shown at all.
    display_choice progress = display_choice::automatic;
    display_choice colors = display_choice::automatic;

    /// Where the files are, for the summary; empty: it does not say.
    std::string directory{};

    /// How much faster than the clock on the wall the job's own clock runs, as that of a simulated engine may.
    double speed = 1;

    /// The minimum time between two frames; the end is always shown.
    std::chrono::nanoseconds interval = std::chrono::milliseconds(100);

    /// How long nothing is drawn at first, since a job may be over by then.
    std::chrono::nanoseconds patience = std::chrono::milliseconds(300);

    /// Where nothing is drawn in place, a line comes at least so often.
    std::chrono::nanoseconds heartbeat = std::chrono::seconds(30);

    /// While the cursor is hidden, signals that end or suspend the process and for which it has no handler show it
    /// first. A program with handlers of its own calls restore_terminal() in those that end it.
    bool takes_signals = true;

    time_source clock = steady_time;
};

/// A display shows one job and may be used by one thread at a time. What comes from outside, such as titles, cannot
/// control the terminal. Exceptions of the sink leave show(), print() and clear().
class progress_display
{
public:
    /// On standard error.
    explicit progress_display(progress_display_options options = {});

    /// The stream must outlive the display.
    explicit progress_display(std::FILE* stream, progress_display_options options = {});

    /// Of a terminal that is elsewhere.
    progress_display(text_sink sink, size_source size, const terminal_traits& traits,
                     progress_display_options options = {});

    progress_display(const progress_display&) = delete;
    progress_display& operator=(const progress_display&) = delete;

    /// Leaves what is drawn where it is, and gives the cursor back.
    ~progress_display();

    /// Call it as often as you like, the first time when the job begins; of the completed job it shows a summary, and
    /// does nothing from then on.
    void show(const job& shown);

    /// The same for who has only snapshots: rows tell less.
    void show(const progress_snapshot& shown);

    /// A line of text, above what is drawn. May be untrusted.
    void print(std::string_view line);

    /// Erases what is drawn and shows the cursor, so that something else can be printed; the next show() draws again.
    void clear();

private:
    std::unique_ptr<detail::shown_job> m_shown;
};

/// Shows the job until it is completed, and says how it went.
outcome show_progress(job& shown, progress_display_options options = {});

/// Shows the cursor again where a display has hidden it, and clears the taskbar. For signal handlers of programs that
/// have their own: async-signal-safe.
void restore_terminal() noexcept;

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/text/progress_display.ipp>
#endif
