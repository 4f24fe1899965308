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

/// HRESULT_FROM_WIN32(ERROR_FILE_NOT_FOUND): the file of a trace cannot be read.
inline constexpr HRESULT e_trace_unreadable = e_scenario_unreadable;

/// HRESULT_FROM_WIN32(ERROR_INVALID_DATA): a trace is damaged.
inline constexpr HRESULT e_trace_invalid = e_scenario_invalid;

/// HRESULT_FROM_WIN32(ERROR_WRITE_FAULT): the file of a trace cannot be made.
inline constexpr HRESULT e_trace_unwritable = hresult_from_win32(29);

/// Writes one job down while it runs, whole lines at a time: some 64 KiB, what has come when a second is over, and the
/// rest at the end. There is no URL in it but those of attempts, as printable_url() shows them; titles are written as
/// they are.
class trace_writer final : public transfer_recorder
{
public:
    /// Replaces the file. Throws hresult_error, e_trace_unwritable, when it cannot be made.
    trace_writer(const std::filesystem::path& path, const transfer& job);

    /// Writes to a stream, which nobody else uses while the job runs.
    trace_writer(std::shared_ptr<std::ostream> out, const transfer& job);

    WUA_INLINE ~trace_writer() override;

    /// True when something could not be written: the trace ends there. Any thread; of use when the job has ended.
    bool has_failed() const noexcept
    {
        return m_has_failed.load(std::memory_order_acquire);
    }

    WUA_INLINE void on_event(const transfer_event& event, const progress_values& before) noexcept override;

    WUA_INLINE void on_completed(std::chrono::nanoseconds at, const progress_values& last) noexcept override;

private:
    void write_head(const transfer& job);

    // Appends a line, whose other members f(line) adds.
    template <class F>
    void write_line(std::chrono::nanoseconds at, std::string_view event, F&& f) noexcept;

    void flush() noexcept;

    const std::shared_ptr<std::ostream> m_out;
    std::string m_text; // whole lines, not written yet
    std::chrono::nanoseconds m_flushed{0};
    std::atomic<bool> m_has_failed{false};
};

/// A job that can be played: wua::start(wua::simulated_engine(script), updates, {.downloader = options}). For an exact
/// replay nothing else may be set in `options` that the job's numbers depend on.
struct written_trace
{
    /// With the titles, identities and sizes that the job knew, and no URLs.
    std::vector<update_pointer> updates;

    scenario script;
    downloader_options options;

    /// False: the trace ends before its job did, as when the process was killed. Then what has no result fails with
    /// WU_E_DM_UNEXPECTED.
    bool is_complete = false;
};

/// Reads what trace_writer writes. Throws hresult_error: e_trace_invalid, with a text that names the line and says what
/// is wrong with it.
written_trace parse_trace(std::string_view text);

/// The same from a file. Throws e_trace_unreadable when it cannot be read. Every text names the file.
written_trace read_trace(const std::filesystem::path& path);

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/trace_json.ipp>
#endif
