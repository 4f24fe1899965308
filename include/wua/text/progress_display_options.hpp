// SPDX-License-Identifier: MIT
#pragma once

// What a progress display shows, and where it writes.

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

/// Writes text, whole lines or the drawing of a frame, unbuffered.
using text_sink = std::function<void(std::string_view)>;

/// The current size of the terminal; nullopt if there is none, or it is unknown.
using size_source = std::function<std::optional<terminal_size>()>;

struct progress_display_options
{
    /// Whether to draw in place: as terminal and environment suggest, always, or never, which shows nothing.
    display_choice progress = display_choice::automatic;
    display_choice colors = display_choice::automatic;

    /// Where the files are, for the summary; empty: not mentioned.
    std::string directory{};

    /// Another line to show at the bottom while the job runs: called for each frame, on the thread that shows it. May
    /// be untrusted; empty: no line. Left out where nothing is drawn in place, and on a terminal with few lines.
    std::function<std::string()> note{};

    /// How much faster than real time the job's own clock runs, as a simulated engine's may.
    double speed = 1;

    /// The minimum time between two frames; the end is always shown.
    std::chrono::nanoseconds interval = std::chrono::milliseconds(100);

    /// How long to draw nothing at first, because the job may be over by then.
    std::chrono::nanoseconds patience = std::chrono::milliseconds(300);

    /// Where nothing is drawn in place, the maximum time between two lines.
    std::chrono::nanoseconds heartbeat = std::chrono::seconds(30);

    /// While the cursor is hidden, signals that end or suspend the process and have no handler show it first. A program
    /// with handlers of its own calls restore_terminal() in those that end it.
    bool takes_signals = true;

    time_source clock = steady_time;
};

} // namespace wua
