// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/text/display/display_frame.hpp>.

#include <wua/model/percent.hpp>
#include <wua/text/byte_count.hpp>
#include <wua/text/display/display_frame.hpp>
#include <wua/text/printable.hpp>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>

namespace wua::detail
{

// The width of each field; 0 if it is left out.
struct frame_columns
{
    std::size_t indent = 0;
    std::size_t name = 0;
    std::size_t percent = 0;
    std::size_t bar = 0;
    std::size_t bytes = 0;
    std::size_t status = 0;
    std::size_t time = 0;
    std::size_t note = 0;
    std::size_t host = 0;
};

// Hands out columns to fields, the most important ones first.
class column_budget
{
public:
    explicit column_budget(std::size_t columns) : m_left(columns) {}

    // Gives the field its width plus a separating space. After the first field that does not fit, no later one gets
    // any.
    void begin(std::size_t& field, std::size_t width)
    {
        m_is_full = m_is_full || width + 1 > m_left;
        if (width != 0 && !m_is_full)
        {
            field = width;
            m_left -= width + 1;
        }
    }

    void widen(std::size_t& field, std::size_t width)
    {
        const std::size_t more = field == 0 || width <= field ? 0 : std::min(width - field, m_left);
        field += more;
        m_left -= more;
    }

private:
    std::size_t m_left;
    bool m_is_full = false;
};

WUA_COLD frame_columns columns_for(const job_view& view, std::size_t width)
{
    constexpr std::size_t percent = std::string_view("100 %").size();
    constexpr std::size_t min_name = 10;
    constexpr std::size_t usual_name = 20;
    constexpr std::size_t status = std::string_view("initializing").size();
    constexpr std::size_t min_bar = 8;
    constexpr std::size_t min_bytes = std::string_view("99.9/99.9 MiB").size();
    constexpr std::size_t min_time = std::string_view("59:50 left").size();
    std::size_t bytes = std::max({min_bytes, view.bytes_columns, bytes_of_total(view.bytes, view.total).size()});
    std::size_t time = std::max(min_time, time_left_text(view.time_left).size());
    for (const update_row& row : view.active)
    {
        bytes = std::max(bytes, bytes_of_total(row.bytes, row.total).size());
        time = std::max(time, time_left_text(row.time_left).size());
    }
    constexpr std::size_t min_note = std::string_view("try 2").size();
    constexpr std::size_t usual_note = std::string_view("10 retries").size();
    constexpr std::size_t min_host = 20;
    constexpr std::size_t wide = 100;
    frame_columns columns;
    columns.indent = width < 60 ? 0 : 2;
    column_budget budget(width - columns.indent + 1);
    budget.begin(columns.percent, percent);
    budget.begin(columns.name, 4);
    budget.widen(columns.name, min_name);
    budget.begin(columns.status, status);
    budget.begin(columns.bar, min_bar);
    budget.begin(columns.bytes, bytes);
    budget.begin(columns.time, time);
    const std::size_t notes = width < wide ? view.note_columns : std::max(view.note_columns, usual_note);
    budget.begin(columns.note, notes == 0 ? 0 : min_note);
    budget.begin(columns.host, width < wide ? 0 : std::min(view.host_columns, min_host));
    const std::size_t done = width < wide ? 0 : done_text(view, width).size();
    const std::size_t names = std::max({view.name_columns, usual_name, done});
    budget.widen(columns.name, usual_name);
    budget.widen(columns.bar, 14);
    budget.widen(columns.name, std::min(names, width / 3));
    budget.widen(columns.bar, 22);
    budget.widen(columns.note, std::min(notes, width / 4));
    budget.widen(columns.host, std::min(view.host_columns, width / 5));
    budget.widen(columns.bar, width);
    return columns;
}

// Builds a line from its fields, left to right.
class line_maker
{
public:
    line_maker(const frame_columns& columns, const terminal_traits& traits)
        : m_columns(columns),
          m_traits(traits),
          m_line(columns.indent, ' ')
    {}

    void add_name(std::string_view name, std::size_t distinguishing = 0)
    {
        add(m_columns.name, squeezed(in_charset(name, m_traits), m_columns.name, m_traits, distinguishing));
    }

    void add_progress(std::optional<std::int32_t> percent, std::uint64_t bytes, std::optional<std::uint64_t> total)
    {
        add(m_columns.percent, right_aligned(percent ? std::to_string(*percent) + " %" : "", m_columns.percent));
        if (m_columns.bar != 0)
        {
            const double share = total && *total != 0 ? static_cast<double>(bytes) / static_cast<double>(*total) : 0;
            add(m_columns.bar, total ? bar_of(share, m_columns.bar, m_traits) : std::string(m_columns.bar, ' '));
        }
        const bool is_known = total || bytes != 0;
        add(m_columns.bytes, right_aligned(is_known ? bytes_of_total(bytes, total) : "", m_columns.bytes));
    }

    // Cuts the text to the width of the field.
    void add_status(const std::string& text, tint colour)
    {
        add(m_columns.status, right_aligned(fitted(text, std::min(m_columns.status, text.size())), m_columns.status),
            colour);
    }

    void add_time(std::optional<std::chrono::seconds> left)
    {
        add(m_columns.time, right_aligned(time_left_text(left), m_columns.time));
    }

    // Takes the first note that fits, of notes from long to short; if none fits the last one is cut.
    void add_note(const std::vector<std::string>& notes)
    {
        std::string shown;
        for (const std::string& note : notes)
        {
            shown = in_charset(note, m_traits);
            if (columns_of(shown) <= m_columns.note)
            {
                break;
            }
        }
        add(m_columns.note, squeezed(shown, m_columns.note, m_traits));
    }

    void add_host(std::string_view host)
    {
        add(m_columns.host, squeezed(in_charset(host, m_traits), m_columns.host, m_traits));
    }

    frame_line take()
    {
        m_line.erase(m_line.find_last_not_of(' ') + 1);
        return {m_line, columns_of_tinted()};
    }

private:
    void add(std::size_t columns, const std::string& text, tint colour = tint::none)
    {
        if (columns == 0)
        {
            return;
        }
        m_line += m_is_empty ? "" : " ";
        m_is_empty = false;
        const std::size_t blank = std::min(text.find_first_not_of(' '), text.size());
        m_line += text.substr(0, blank) + tinted(text.substr(blank), colour, m_traits);
        m_tints += blank != text.size() && colour != tint::none && m_traits.has_colors ? 1U : 0U;
    }

    // The sequences that begin and end a colour have five and four characters, all of which columns_of() counts
    // although none takes a column.
    std::size_t columns_of_tinted() const
    {
        return columns_of(m_line) - m_tints * 9;
    }

    const frame_columns& m_columns;
    const terminal_traits& m_traits;
    std::string m_line;
    bool m_is_empty = true;
    std::size_t m_tints = 0;
};

// Computed from the bytes shown beside it, so it may fall after a restart.
WUA_COLD std::optional<std::int32_t> percent_of_row(const update_row& row)
{
    return row.total && *row.total != 0 ? std::optional(update_percent(row.bytes, *row.total, 0)) : std::nullopt;
}

WUA_COLD std::string status_text(const update_row& row)
{
    if (row.is_paused)
    {
        return "paused";
    }
    if (row.phase == dphVerifying)
    {
        return "verifying";
    }
    if (row.phase == dphInitializing)
    {
        return row.attempt > 1 ? "attempt " + std::to_string(row.attempt) : "connecting";
    }
    if (row.stalled)
    {
        return stall_text(*row.stalled);
    }
    return row.bytes_per_second > 0 ? to_text(byte_rate{row.bytes_per_second}) : "downloading";
}

WUA_COLD frame_line row_line(const update_row& row, std::size_t distinguishing, const frame_columns& columns,
                             const terminal_traits& traits)
{
    line_maker line(columns, traits);
    line.add_name(row.name, distinguishing);
    line.add_progress(percent_of_row(row), row.bytes, row.total);
    const bool is_hindered = row.is_paused || row.stalled || (row.phase == dphInitializing && row.attempt > 1);
    line.add_status(status_text(row), is_hindered ? tint::careful : tint::none);
    line.add_time(row.time_left);
    std::vector<std::string> notes;
    if (row.attempt > 1)
    {
        const std::string number = std::to_string(row.attempt);
        const bool is_told = status_text(row) == "attempt " + number;
        constexpr std::size_t short_note = 8;
        constexpr std::size_t shortest_trouble = 16;
        if (is_told)
        {
            notes.push_back(columns.note < short_note ? "" : row.trouble);
        }
        else if (!row.trouble.empty() && columns.note >= shortest_trouble)
        {
            notes.push_back("attempt " + number + ": " + row.trouble);
            notes.push_back(number + ": " + row.trouble);
        }
        else
        {
            notes = {"attempt " + number, "try " + number};
        }
    }
    line.add_note(notes);
    line.add_host(row.host);
    return line.take();
}

WUA_COLD std::string done_text(const job_view& view, std::size_t columns)
{
    const std::string done = std::to_string(view.succeeded);
    const std::string count = std::to_string(view.count);
    const std::string failed = view.failed == 0 ? "" : ", " + std::to_string(view.failed) + " failed";
    const std::string short_failed = view.failed == 0 ? "" : ", " + std::to_string(view.failed) + '!';
    const std::string slash = done + '/' + count;
    std::string text = done + " of " + count;
    text += " done";
    text += failed;
    for (const std::string_view end : {std::string_view(" done"), std::string_view()})
    {
        if (text.size() > columns)
        {
            text = slash;
            text += end;
            text += failed;
        }
    }
    if (text.size() > columns)
    {
        text = slash + short_failed;
    }
    return text.size() > columns ? slash : text;
}

WUA_COLD std::string job_status(const job_view& view)
{
    if (view.state == job_state::aborting)
    {
        return "aborting";
    }
    if (view.state == job_state::paused)
    {
        return "paused";
    }
    if (view.stalled && view.stalled->count() > 0)
    {
        return stall_text(*view.stalled);
    }
    if (view.bytes_per_second > 0)
    {
        return to_text(byte_rate{view.bytes_per_second});
    }
    return view.active.empty() ? "waiting" : status_text(view.active.front());
}

WUA_COLD frame_line job_line(const job_view& view, const frame_columns& columns, const terminal_traits& traits)
{
    line_maker line(columns, traits);
    line.add_name(done_text(view, columns.name));
    line.add_progress(view.percent, view.bytes, view.total);
    const bool is_hindered = view.state != job_state::running || view.stalled;
    line.add_status(job_status(view), is_hindered ? tint::careful : tint::none);
    line.add_time(view.time_left);
    line.add_note(view.retries == 0 ? std::vector<std::string>()
                                    : std::vector{counted(view.retries, "retry", "retries"), std::string()});
    line.add_host("");
    return line.take();
}

// A line of dashes, with a few words in it if there are any.
WUA_COLD frame_line divider(std::string_view words, std::size_t width, const terminal_traits& traits)
{
    constexpr std::size_t around = std::string_view("--  -").size();
    const std::string_view dash = traits.is_unicode ? "\u2500" : "-";
    std::string shown = width < around ? "" : in_charset(words, traits);
    if (!shown.empty())
    {
        shown = ' ' + squeezed(shown, std::min(columns_of(shown), width - around), traits) + ' ';
    }
    const std::size_t used = columns_of(shown);
    std::string line;
    for (std::size_t i = 0; i != width - used; ++i)
    {
        line += i == 2 ? shown : "";
        line += dash;
    }
    return {line, width};
}

WUA_COLD std::string words_of_job(const job_view& view)
{
    if (view.state == job_state::aborting)
    {
        return "aborting, keeping complete updates";
    }
    return view.state == job_state::paused && !view.pause_reason.empty() ? "paused: " + view.pause_reason : "";
}

// For terminals too narrow even for a percentage and a name.
WUA_COLD std::vector<frame_line> tiny_frame(const job_view& view, std::size_t width)
{
    const std::string text = view.percent ? std::to_string(*view.percent) + '%' : std::to_string(view.succeeded);
    return text.size() <= width ? std::vector<frame_line>{{text, text.size()}} : std::vector<frame_line>{};
}

// The character that distinguishes the row's name from those of the other rows shown.
WUA_COLD std::size_t distinguishing_among(const std::vector<update_row>& rows, std::size_t index, std::size_t count)
{
    std::vector<std::string> others;
    for (std::size_t i = 0; i != count; ++i)
    {
        if (i != index && rows[i].name != rows[index].name)
        {
            others.push_back(rows[i].name);
        }
    }
    return distinguishing_character(rows[index].name, others);
}

WUA_COLD std::vector<frame_line>
frame_of(const job_view& view, const terminal_size& size, const terminal_traits& traits)
{
    constexpr std::size_t min_width = 10; // "name 100 %"
    const std::size_t width = size.columns == 0 ? 0 : size.columns - 1;
    if (width < min_width)
    {
        return tiny_frame(view, width);
    }
    const frame_columns columns = columns_for(view, width);
    const std::size_t height = size.rows < 2 ? 1 : size.rows - 1;
    const std::string words = words_of_job(view);
    const bool is_alone = view.count == 1 && view.active.size() == 1;
    const std::size_t ends = height >= 4 ? 1 : 0; // lines kept free for updates that end
    const bool has_divider = height >= 4 && !view.active.empty() && (!is_alone || !words.empty());
    const std::size_t room = height - std::min(height, (is_alone ? 0U : 1U) + (has_divider ? 1U : 0U) + ends);
    const std::size_t count = view.active.size() <= room ? view.active.size() : room - std::min<std::size_t>(room, 1);
    std::vector<frame_line> lines;
    for (std::size_t i = 0; i != count; ++i)
    {
        const std::size_t distinguishing = distinguishing_among(view.active, i, count);
        lines.push_back(row_line(view.active[i], distinguishing, columns, traits));
    }
    if (count != view.active.size() && room != 0)
    {
        const std::string more =
            std::string(columns.indent, ' ') + "and " + std::to_string(view.active.size() - count) + " more";
        lines.push_back({more.substr(0, width), std::min(more.size(), width)});
    }
    if (has_divider)
    {
        lines.push_back(divider(words, width, traits));
    }
    if (!is_alone)
    {
        lines.push_back(job_line(view, columns, traits));
    }
    return lines;
}

// How the update ended, in words.
WUA_COLD std::string ended_text(const ended_row& ended, bool has_code, const terminal_traits& traits)
{
    const std::string attempts = ended.attempts > 1 ? ", " + std::to_string(ended.attempts) + " attempts" : "";
    if (!ended.result.is_success())
    {
        const bool has_some = ended.result.code == orcAborted && ended.bytes != 0;
        return in_charset(has_code ? reason_text(ended.result) : bare_reason(ended.result), traits) +
               (has_some ? ", " + to_text(byte_count{ended.bytes}) + " received" : "") + attempts;
    }
    if (ended.is_already_there)
    {
        return to_text(byte_count{ended.bytes}) + ", already there";
    }
    return to_text(byte_count{ended.bytes}) + (ended.time ? " in " + elapsed_text(*ended.time) : "") + attempts;
}

WUA_COLD std::string ended_line(const ended_row& ended, std::size_t name_columns, std::size_t columns,
                                const terminal_traits& traits)
{
    const std::string text = ended_text(ended, false, traits);
    const bool is_good = ended.result.is_success();
    const tint colour = is_good ? tint::good : ended.result.code == orcAborted ? tint::careful : tint::bad;
    const std::string_view mark =
        is_good ? (traits.is_unicode ? "\u2713" : "ok") : (traits.is_unicode ? "\u2717" : "!!");
    const std::string name = in_charset(ended.name, traits);
    const std::size_t taken = columns_of(name);
    const std::size_t others = columns_of(mark) + 1 + 2 + columns_of(text);
    constexpr std::size_t max_aligned = 40;
    constexpr std::size_t min_name = 16;
    std::size_t name_width = std::max(std::min(name_columns, max_aligned), taken);
    if (is_good && name_width + others > columns) // the name of a success may be cut; a failure is always shown in full
    {
        name_width = std::min(name_width, std::max(columns - std::min(columns, others), min_name));
    }
    else if (name_width + others > columns)
    {
        name_width = taken;
    }
    return tinted(mark, colour, traits) + ' ' + squeezed(name, name_width, traits) + "  " + text;
}

WUA_COLD std::vector<std::string> summary_lines(const job_summary& summary, const terminal_traits& traits)
{
    std::string first = std::to_string(summary.succeeded) + " of " + std::to_string(summary.count) + " done";
    if (summary.files > summary.succeeded)
    {
        first += " (" + counted(summary.files, "file", "files") + ')';
    }
    const std::string good = first;
    first.clear();
    const auto append = [&](const std::string& text) { first += ", " + text; };
    if (summary.already_there != 0)
    {
        append(std::to_string(summary.already_there) + " of them already there");
    }
    if (summary.failed != 0)
    {
        first += ", " + tinted(std::to_string(summary.failed) + " failed", tint::bad, traits);
    }
    if (summary.aborted != 0)
    {
        first += ", " + tinted(std::to_string(summary.aborted) + " aborted", tint::careful, traits);
    }
    first += ": " + to_text(byte_count{summary.bytes});
    constexpr std::chrono::milliseconds min_elapsed(50); // too short a time to compute a speed
    if (summary.elapsed >= min_elapsed)
    {
        const double seconds = std::chrono::duration<double>(summary.elapsed).count();
        first += " in " + elapsed_text(summary.elapsed);
        const std::uint64_t came = summary.bytes - std::min(summary.bytes, summary.bytes_at_first);
        if (came != 0)
        {
            append(to_text(byte_rate{static_cast<double>(came) / seconds}) + " on average");
        }
    }
    if (summary.retries != 0)
    {
        append(counted(summary.retries, "retry", "retries"));
    }
    const bool is_good = summary.succeeded == summary.count;
    std::vector<std::string> lines{tinted(good, is_good ? tint::good : tint::none, traits) + first};
    for (const ended_row& failure : summary.failures)
    {
        lines.push_back("  " + tinted(in_charset(failure.name, traits), tint::bad, traits) + ": " +
                        in_charset(reason_text(failure.result), traits));
    }
    if (summary.more_failures != 0)
    {
        lines.push_back("  and " + std::to_string(summary.more_failures) + " more");
    }
    if (!summary.directory.empty() && summary.succeeded != 0)
    {
        lines.push_back("The files are in " + in_charset(printable(summary.directory), traits));
    }
    return lines;
}

} // namespace wua::detail
