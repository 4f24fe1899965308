// SPDX-License-Identifier: MIT
#pragma once

// A recorded job in a file, one line of JSON for each event; docs/traces.md has the format. Needs nlohmann/json.

#include <wua/com/hresult.hpp>
#include <wua/engine/event_trace.hpp>
#include <wua/engine/scenario.hpp>
#include <wua/engine/scenario_json.hpp>
#include <wua/job/downloader_options.hpp>
#include <wua/job/transfer.hpp>
#include <wua/job/transfer_recorder.hpp>
#include <wua/model/update_item.hpp>
#include <wua/separate_compilation.hpp>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <iosfwd>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace wua
{

/// HRESULT_FROM_WIN32(ERROR_FILE_NOT_FOUND): a trace file cannot be read.
inline constexpr HRESULT e_trace_unreadable = e_scenario_unreadable;

/// HRESULT_FROM_WIN32(ERROR_INVALID_DATA): a trace is damaged.
inline constexpr HRESULT e_trace_invalid = e_scenario_invalid;

/// HRESULT_FROM_WIN32(ERROR_WRITE_FAULT): a trace file cannot be created.
inline constexpr HRESULT e_trace_unwritable = hresult_from_win32(29);

/// Writes a job to a file while it runs, in whole lines: about every 64 KiB, once a second if there is anything, and
/// the rest at the end. The only URLs in it are those of attempts, as printable_url() shows them; titles are unchanged.
class trace_writer final : public transfer_recorder
{
public:
    /// Replaces the file. Throws hresult_error, e_trace_unwritable, when it cannot be created.
    trace_writer(const std::filesystem::path& path, const transfer& job);

    /// Writes to a stream, which nobody else may use while the job runs.
    trace_writer(std::shared_ptr<std::ostream> out, const transfer& job);

    WUA_INLINE ~trace_writer() override;

    /// True when something could not be written: the trace ends there. Any thread; meaningful once the job has ended.
    bool has_failed() const noexcept
    {
        return m_has_failed.load(std::memory_order_acquire);
    }

    WUA_INLINE void on_event(const transfer_event& event, const progress_values& before) noexcept override;

    WUA_INLINE void on_completed(std::chrono::nanoseconds at, const progress_values& last) noexcept override;

private:
    void write_head(const transfer& job);

    // Appends a line; f(line) adds its other members.
    template <class F>
    void write_line(std::chrono::nanoseconds at, std::string_view event, F&& f) noexcept;

    void flush() noexcept;

    const std::shared_ptr<std::ostream> m_out;
    std::string m_text; // whole lines, not written yet
    std::chrono::nanoseconds m_flushed{0};
    std::atomic<bool> m_has_failed{false};
};

/// A job that can be replayed: wua::start(wua::simulated_engine(script), updates, {.downloader = options}). For an
/// exact replay leave everything else in `options` that affects the job's numbers unchanged.
struct written_trace
{
    /// With the titles, identities and sizes that the job knew, but no URLs.
    std::vector<update_pointer> updates;

    scenario script;
    downloader_options options;

    /// False: the trace ends before its job did, for example because the process was killed. Updates without a result
    /// then fail with WU_E_DM_UNEXPECTED.
    bool is_complete = false;
};

/// Parses what trace_writer writes. Throws hresult_error: e_trace_invalid, with a text that names the line and says
/// what is wrong with it.
written_trace parse_trace(std::string_view text);

/// The same from a file. Throws e_trace_unreadable when it cannot be read. Every error text names the file.
written_trace read_trace(const std::filesystem::path& path);

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/trace_json.ipp>
#endif
