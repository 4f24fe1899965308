// SPDX-License-Identifier: MIT
#pragma once

// How a progress display looks at a job, and where it writes.

#include <wua/job/clock.hpp>
#include <wua/text/display/terminal_traits.hpp>
#include <wua/text/terminal_size.hpp>

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace wua
{

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

    /// What else is to be seen below while the job runs, in one line: asked anew for each frame, on the thread that
    /// shows it. May be untrusted; empty: nothing. Left out where nothing is drawn in place, and in a few lines.
    std::function<std::string()> note{};

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

} // namespace wua
