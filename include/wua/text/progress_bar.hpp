// SPDX-License-Identifier: MIT
#pragma once

// A snapshot of a job's progress as one line of a given width.

#include <wua/model/progress_snapshot.hpp>
#include <wua/separate_compilation.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace wua
{

/// The title of the current update, as stated in the manifest; empty when there is none. Valid as long as the snapshot.
std::string_view current_update_title(const progress_snapshot& snapshot) noexcept;

/// "1/5 Title of the update  42 % [########............] 4.2/10.0 MiB     3.1 MiB/s  0:02 left"
///
/// The wider the line, the more fields it shows. In order of importance: percentage, bar, bytes, how many updates have
/// ended, speed, stall or current activity, time left (coarse), title. A field that does not fit is omitted; the bar
/// and the title share the remaining columns. A field's width does not depend on its value, so that a line redrawn in
/// place does not jitter.
struct progress_bar
{
    char full = '#';
    char empty = '.';

    /// At most `columns` columns of printable UTF-8 without a line end. The title may be untrusted, see printable().
    std::string line(const progress_snapshot& snapshot, std::string_view title, std::size_t columns) const;

    /// With the title of the current update.
    std::string line(const progress_snapshot& snapshot, std::size_t columns) const
    {
        return line(snapshot, current_update_title(snapshot), columns);
    }

private:
    // The columns that are still free. Each field costs one more, for the space beside it.
    struct column_budget
    {
        std::size_t columns;

        bool reserve(std::size_t width) noexcept;

        // The width of the field: its usual width, or more if the text is longer; 0 if it does not fit.
        std::size_t reserve_field(std::string_view text, std::size_t usual_width) noexcept;

        std::size_t reserve_up_to(std::size_t width) noexcept;
    };

    static void append_field(std::string& drawn, std::string_view field);

    static std::string right_aligned(std::string text, std::size_t width);

    // "1/5" have ended; the first number is as wide as the second.
    static std::string ended_of(const progress_snapshot& snapshot);

    static std::string status_of(const progress_snapshot& snapshot);
    static std::string ended_status(const outcome_tally& tally);

    std::string bar(std::int32_t percent, std::size_t width) const;
};

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/text/progress_bar.ipp>
#endif
