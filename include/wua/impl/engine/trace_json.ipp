// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/trace_json.hpp>.

#include <wua/engine/disk/text_file.hpp>
#include <wua/engine/story_json.hpp>
#include <wua/engine/trace_json.hpp>
#include <wua/model/json_line.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <ios>
#include <limits>
#include <ostream>
#include <utility>

namespace wua
{

namespace detail
{

struct trace_word
{
    std::string_view word;
    transfer_event_kind kind;
    std::string_view number; // the member that holds the event's number; empty if it has none
    bool is_of_update = true;
};

inline constexpr std::array trace_words{
    trace_word{"start", transfer_event_kind::start, ""},
    trace_word{"size", transfer_event_kind::size, "bytes"},
    trace_word{"bytes", transfer_event_kind::bytes, "bytes"},
    trace_word{"phase", transfer_event_kind::phase, "phase"},
    trace_word{"retry", transfer_event_kind::retry, "bytes"},
    trace_word{"finish", transfer_event_kind::finish, ""},
    trace_word{"finish_rest", transfer_event_kind::finish_rest, "", false},
    trace_word{"tick", transfer_event_kind::tick, "", false},
    trace_word{"show", transfer_event_kind::show_recorded, "", false},
    trace_word{"attempt", transfer_event_kind::attempt, ""},
    trace_word{"abort", transfer_event_kind::abort, "", false},
    trace_word{"pause", transfer_event_kind::pause, "on", false},
    trace_word{"pause_update", transfer_event_kind::pause_update, "on"},
    trace_word{"paused", transfer_event_kind::paused, ""},
    trace_word{"hold", transfer_event_kind::hold, "", false},
};

inline constexpr std::string_view trace_end = "end";

// Calls f(name, member) for each number that a job shows.
template <class Values, class F>
void each_value(Values& values, F&& f)
{
    f("bytes_downloaded", values.bytes_downloaded);
    f("bytes_to_download", values.bytes_to_download);
    f("current_bytes_downloaded", values.current_bytes_downloaded);
    f("current_bytes_to_download", values.current_bytes_to_download);
    f("bytes_per_second", values.bytes_per_second);
    f("weight_others", values.weight_others);
    f("weight_total", values.weight_total);
    f("current_weight", values.current_weight);
    f("current_credited", values.current_credited);
    f("current_index", values.current_index);
    f("current_percent_floor", values.current_percent_floor);
    f("recorded_percent", values.recorded_percent);
    f("recorded_current_percent", values.recorded_current_percent);
    f("phase", values.phase);
}

WUA_INLINE progress_values values_from_json(const nlohmann::json& value, const std::string& where)
{
    const scenario_fields fields(
        value, where,
        {"bytes_downloaded", "bytes_to_download", "current_bytes_downloaded", "current_bytes_to_download",
         "bytes_per_second", "weight_others", "weight_total", "current_weight", "current_credited", "current_index",
         "current_percent_floor", "recorded_percent", "recorded_current_percent", "phase"});
    progress_values values;
    each_value(values, [&]<class Number>(const char* name, Number& number) {
        if constexpr (std::is_same_v<Number, double>)
        {
            fields.read(name, number);
        }
        else if constexpr (std::is_same_v<Number, std::uint64_t>)
        {
            fields.read_any(name, number);
        }
        else
        {
            std::int64_t read = static_cast<std::int64_t>(number);
            fields.read(name, read);
            if (read < static_cast<std::int64_t>(std::numeric_limits<Number>::min()) ||
                read > static_cast<std::int64_t>(std::numeric_limits<Number>::max()))
            {
                fields.fail(std::string("has a number out of range in '") + name + "'");
            }
            number = static_cast<Number>(read);
        }
    });
    return values;
}

WUA_INLINE std::shared_ptr<std::ostream> open_trace(const std::filesystem::path& path)
{
    auto file = std::make_shared<std::ofstream>(path, std::ios::binary | std::ios::trunc);
    if (!*file)
    {
        throw hresult_error(e_trace_unwritable, "the trace '" + path_text(path) + "' cannot be written");
    }
    return file;
}

// Reads a trace line by line.
class trace_reader
{
public:
    explicit trace_reader(std::string_view text) : m_left(text) {}

    written_trace read()
    {
        read_head();
        while (m_trace.updates.size() != m_update_count)
        {
            read_update();
        }
        while (!m_left.empty())
        {
            if (m_trace.is_complete)
            {
                next_line();
                fail("comes after the end of the job");
            }
            read_event();
        }
        m_trace.script.replay = m_events;
        m_trace.options.abort_limit = std::chrono::nanoseconds::max();
        return std::move(m_trace);
    }

private:
    std::string where() const
    {
        return "line " + std::to_string(m_line) + " of the trace";
    }

    [[noreturn]] void fail(const std::string& why) const
    {
        throw hresult_error(e_trace_invalid, where() + " " + why);
    }

    std::string_view next_line()
    {
        ++m_line;
        if (m_left.empty())
        {
            fail("is missing");
        }
        const auto end = m_left.find('\n');
        if (end == std::string_view::npos)
        {
            fail("is cut off");
        }
        const std::string_view line = m_left.substr(0, end);
        m_left.remove_prefix(end + 1);
        return line;
    }

    nlohmann::json next()
    {
        const std::string_view line = next_line();
        try
        {
            return nlohmann::json::parse(line);
        }
        catch (const nlohmann::json::parse_error& error)
        {
            fail("is not JSON: see byte " + std::to_string(error.byte));
        }
        catch (const nlohmann::json::exception&)
        {
            fail("has a number that is too large");
        }
    }

    void read_head()
    {
        const nlohmann::json value = next();
        const auto format = value.is_object() ? value.find("format") : value.end();
        if (format == value.end() || *format != "wua-trace")
        {
            fail(R"(does not begin a trace, as {"format":"wua-trace","version":1,...} does)");
        }
        const scenario_fields fields(value, where(), {"format", "version", "updates", "keeps_contract"});
        fields.need({"version", "updates"});
        std::uint64_t version = 0;
        fields.read("version", version);
        if (version != 1)
        {
            fail("has an unknown 'version': " + std::to_string(version));
        }
        fields.read("updates", m_update_count);
        if (m_update_count == 0)
        {
            fail("has no 'updates'");
        }
        fields.read("keeps_contract", m_trace.options.keeps_contract);
    }

    void read_update()
    {
        const nlohmann::json value = next();
        const scenario_fields fields(value, where(), {"title", "id", "revision", "files"});
        fields.need({"title", "files"});
        auto item = std::make_shared<update_item>();
        fields.read("title", item->title);
        fields.read("id", item->identity.update_id);
        std::int64_t revision = 0;
        fields.read("revision", revision);
        item->identity.revision_number = static_cast<std::int32_t>(revision);
        fields.each("files", [&](const nlohmann::json& size, const std::string& place) {
            constexpr std::uint64_t max_size = std::uint64_t{1} << 62U;
            content_file& file = item->files.emplace_back();
            if (!size.is_null() && (!size.is_number_unsigned() || size.get<std::uint64_t>() > max_size))
            {
                throw hresult_error(e_trace_invalid, place + " is not a size from 0 to 2^62, or null");
            }
            file.size = size.is_null() ? std::nullopt : std::optional(size.get<std::uint64_t>());
        });
        m_trace.updates.push_back(std::move(item));
    }

    void read_event()
    {
        const nlohmann::json value = next();
        const scenario_fields fields(value, where(),
                                     {"at", "event", "update", "bytes", "phase", "on", "reason", "result", "hresult",
                                      "native", "native_code", "detail", "values", "attempt"});
        fields.need({"at", "event"});
        std::uint64_t at = 0;
        fields.read("at", at);
        if (std::chrono::nanoseconds(at) < m_at)
        {
            fail("has a time before that of the line before it");
        }
        m_at = std::chrono::nanoseconds(at);
        std::string word;
        fields.read("event", word);
        if (word == trace_end)
        {
            m_trace.is_complete = true;
            return;
        }
        for (const trace_word& known : trace_words)
        {
            if (known.word == word)
            {
                read_event(fields, known);
                return;
            }
        }
        fail("has an unknown 'event': '" + word + "'");
    }

    void read_event(const scenario_fields& fields, const trace_word& known)
    {
        transfer_event event{.at = m_at, .kind = known.kind};
        if (known.is_of_update)
        {
            fields.need({"update"});
            std::uint64_t index = 0;
            fields.read("update", index);
            if (index >= m_update_count)
            {
                fail("has an event of update " + std::to_string(index) + ", but the job has only " +
                     std::to_string(m_update_count));
            }
            event.index = static_cast<std::uint32_t>(index);
        }
        if (!known.number.empty())
        {
            fields.need({known.number.data()});
            fields.read_any(known.number.data(), event.number);
        }
        outcome result;
        if (known.kind == transfer_event_kind::finish || known.kind == transfer_event_kind::finish_rest)
        {
            fields.need({"result", "hresult"});
            result = read_outcome(fields);
            event.result = &result;
        }
        progress_values values;
        if (known.kind == transfer_event_kind::show_recorded)
        {
            fields.need({"values"});
            values = values_from_json(*fields.find("values"), where() + ", values");
            event.values = &values;
        }
        attempt_record attempt;
        if (known.kind == transfer_event_kind::attempt)
        {
            fields.need({"attempt"});
            attempt = attempt_from_json(*fields.find("attempt"), where() + ", attempt");
            event.attempt = &attempt;
        }
        std::string text;
        if (known.kind == transfer_event_kind::hold)
        {
            fields.need({"reason"});
            fields.read("reason", text);
            event.text = &text;
        }
        m_events->add(event);
    }

    std::string_view m_left;
    std::size_t m_line = 0; // the line that was read last
    std::uint64_t m_update_count = 0;
    std::chrono::nanoseconds m_at{0};
    written_trace m_trace;
    const std::shared_ptr<event_trace> m_events = std::make_shared<event_trace>();
};

} // namespace detail

WUA_INLINE trace_writer::trace_writer(const std::filesystem::path& path, const transfer& job)
    : trace_writer(detail::open_trace(path), job)
{}

WUA_INLINE trace_writer::trace_writer(std::shared_ptr<std::ostream> out, const transfer& job) : m_out(std::move(out))
{
    write_head(job);
}

WUA_INLINE trace_writer::~trace_writer()
{
    flush();
}

WUA_INLINE void trace_writer::on_event(const transfer_event& event, const progress_values&) noexcept
{
    const detail::trace_word& known = detail::trace_words[static_cast<std::size_t>(event.kind)];
    write_line(event.at, known.word, [&](detail::json_line& line) {
        if (known.is_of_update)
        {
            line.add("update", event.index);
        }
        if (!known.number.empty())
        {
            line.add(known.number, event.number);
        }
        if (event.text != nullptr)
        {
            line.add("reason", *event.text);
        }
        if (event.result != nullptr)
        {
            detail::add_outcome(line, *event.result);
        }
        if (event.values != nullptr)
        {
            detail::json_line values(line.member("values"));
            detail::each_value(*event.values, [&](const char* name, const auto& value) { values.add(name, value); });
            values.end();
        }
        if (event.attempt != nullptr)
        {
            detail::json_line attempt(line.member("attempt"));
            detail::add_attempt(attempt, *event.attempt, false); // without its own end time, which is the event's
            attempt.end();
        }
    });
}

WUA_INLINE void trace_writer::on_completed(std::chrono::nanoseconds at, const progress_values&) noexcept
{
    write_line(at, detail::trace_end, [](detail::json_line&) {});
    flush();
}

WUA_INLINE void trace_writer::write_head(const transfer& job)
{
    detail::json_line head(m_text);
    head.add("format", "wua-trace");
    head.add("version", 1);
    head.add("updates", job.updates().size());
    head.add("keeps_contract", job.keeps_contract());
    head.end();
    m_text += '\n';
    for (const update_pointer& update : job.updates())
    {
        detail::json_line line(m_text);
        line.add("title", update->title);
        line.add("id", update->identity.update_id);
        line.add("revision", update->identity.revision_number);
        std::string& files = line.member("files");
        files += '[';
        for (const content_file& file : update->files)
        {
            files += &file == update->files.data() ? "" : ",";
            files += file.size ? std::to_string(*file.size) : "null";
        }
        files += ']';
        line.end();
        m_text += '\n';
    }
    flush();
}

template <class F>
void trace_writer::write_line(std::chrono::nanoseconds at, std::string_view event, F&& f) noexcept
{
    if (m_has_failed.load(std::memory_order_relaxed))
    {
        return;
    }
    const std::size_t before = m_text.size();
    try
    {
        detail::json_line line(m_text);
        line.add("at", at.count());
        line.add("event", event);
        f(line);
        line.end();
        m_text += '\n';
    }
    catch (...)
    {
        m_text.resize(before); // the lines after a missing one would make no sense
        flush();
        m_has_failed.store(true, std::memory_order_release);
        return;
    }
    constexpr std::size_t block = 64U << 10U;
    if (m_text.size() >= block || at - m_flushed >= std::chrono::seconds(1))
    {
        m_flushed = at;
        flush();
    }
}

WUA_INLINE void trace_writer::flush() noexcept
{
    try
    {
        if (!m_has_failed.load(std::memory_order_relaxed) && !m_text.empty())
        {
            m_out->write(m_text.data(), static_cast<std::streamsize>(m_text.size()));
            m_out->flush();
            m_has_failed.store(!*m_out, std::memory_order_release);
        }
    }
    catch (...)
    {
        m_has_failed.store(true, std::memory_order_release);
    }
    m_text.clear();
}

WUA_INLINE written_trace parse_trace(std::string_view text)
{
    return detail::trace_reader(text).read();
}

WUA_INLINE written_trace read_trace(const std::filesystem::path& path)
{
    const std::optional<std::string> text = detail::read_text_file(path);
    if (!text)
    {
        throw hresult_error(e_trace_unreadable, "the trace '" + detail::path_text(path) + "' cannot be read");
    }
    try
    {
        return parse_trace(*text);
    }
    catch (const hresult_error& error)
    {
        throw hresult_error(error.code(), detail::path_text(path) + ": " + error.what());
    }
}

} // namespace wua
