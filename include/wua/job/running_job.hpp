// SPDX-License-Identifier: MIT
#pragma once

// A job from its start to its end, as shared by the C++ and the COM face: begun, aborted, waited for.

#include <wua/com/shared_handle.hpp>
#include <wua/job/callback_delivery.hpp>
#include <wua/job/downloader_options.hpp>
#include <wua/job/job_rules.hpp>
#include <wua/separate_compilation.hpp>
#include <wua/wuapi/errors.hpp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <vector>

namespace wua::detail
{

struct job_setup
{
    engine_handle engine;
    std::vector<update_pointer> updates;
    transfer_options settings;
    downloader_options options;
    shared_handle<callback_executor> executor;
    job_observer observer; // empty: nobody listens

    // See callback_delivery::parts.
    bool is_served = false;
};

// Any thread may call any member. job_rules says what each does in which state of the job.
class running_job
{
public:
    // Creates a job that has not begun. Throws hresult_error: WU_E_NO_UPDATE without updates, E_POINTER for a null one,
    // E_INVALIDARG when the sizes add up to more than ledger::max_bytes.
    explicit running_job(job_setup setup);

    running_job(const running_job&) = delete;
    running_job& operator=(const running_job&) = delete;

    // Hands the updates to the engine, once; not if the ledger was told before that all have ended. Callbacks come
    // after the delivery is opened; none come if this throws, which it does if the engine throws.
    void begin();

    const shared_handle<ledger>& job_ledger() const noexcept
    {
        return m_ledger;
    }
    callback_delivery& delivery() const noexcept
    {
        return *m_delivery;
    }
    const transfer_options& settings() const noexcept
    {
        return m_settings;
    }
    const downloader_options& options() const noexcept
    {
        return m_options;
    }

    // Empty when the engine is gone or was released.
    engine_handle engine() const;

    // Ends a job whose abort is overdue. Called before the job is looked at.
    void close_if_overdue() const;

    // The current snapshot, with an overdue abort applied. orcInProgress until the job is completed.
    progress_snapshot snapshot() const;

    // The same for a thread that polls repeatedly.
    progress_snapshot poll() const;
    outcome result() const;

    // True from the moment when the completed callback may run.
    bool is_completed() const;

    job_stage stage() const;

    call_origin caller() const;

    void request_abort();

    // Changes the running job: see ledger. Throws hresult_error: WU_E_NOT_SUPPORTED when the engine does not support
    // it, WU_E_INVALIDINDEX for an update that does not exist, E_INVALIDARG for an invalid priority.
    void pause(bool is_wanted);
    void pause(std::size_t index, bool is_wanted);
    void set_priority(DownloadPriority priority);
    DownloadPriority priority() const;
    void set_bandwidth(std::uint64_t bytes_per_second);
    std::optional<std::uint64_t> bandwidth() const;

    const job_controls& controls() const noexcept
    {
        return m_controls;
    }

    // For abort_hook.
    static void abort(const shared_handle<running_job>& job) noexcept;

    // Waits until the job is completed and its callbacks have returned, or the time has passed; nullopt: for ever. True
    // when they have returned. An engine with its own clock measures the time by it. Meanwhile a single-threaded
    // apartment keeps serving calls and messages, unless the wait itself drives the engine. Do not call it inside a
    // callback of the job.
    bool wait(std::optional<std::chrono::nanoseconds> time);

    // The wait of EndDownload and the like. Once the job is completed, it waits no longer than this for a callback on
    // another thread, which may itself be waiting for the calling thread. A callback bound to the calling thread's
    // apartment is always waited for: COM loses calls into an apartment that ends.
    static constexpr std::chrono::nanoseconds callback_patience = std::chrono::milliseconds(100);
    void wait_for_result();

    // Runs f where callbacks run, once the job is completed and they have returned. Returns false, without doing
    // anything, if that is already so.
    bool when_over(std::function<void()> f);

    // A driven engine makes progress only while somebody holds it; a job that nobody holds must not keep it alive.
    void release_driven_engine() noexcept;

private:
    using clock = std::chrono::steady_clock;

    static void demand(bool is_supported, const char* why_not);

    static shared_handle<ledger> make_ledger(job_setup& setup);

    static shared_handle<callback_delivery> make_delivery(const job_setup& setup, const shared_handle<ledger>& job);

    // Watches the limit of an abort if somebody is to be told but perhaps nobody waits or polls. If there is no memory
    // to watch it, the job ends early rather than never.
    void watch_limit();

    // True when nothing progresses unless a wait on this thread drives it.
    bool is_driven_here() const;

    bool wait_drained(std::optional<std::chrono::nanoseconds> time);

    bool wait_here(std::optional<std::chrono::nanoseconds> time);

    bool drive(std::optional<std::chrono::nanoseconds> time);

    // Moves the engine's time in steps: short enough to stop soon after the end, and a thousand at most.
    bool advance(const engine_handle& engine, std::chrono::nanoseconds time);

    // Notes time that the engine should have let pass and did not. By its clock no abort's limit would ever pass.
    void note_lost_time(std::chrono::nanoseconds lost);

    bool drive_here(const engine_handle& engine, std::optional<std::chrono::nanoseconds> time);

    // Signs of a faulty engine, which claims to work but does not: its clock and this job stand still.
    struct standstill
    {
        static constexpr std::uint32_t looks_after = 1024; // work items
        static constexpr std::uint32_t looks = 1024;
        static constexpr std::uint32_t looks_of_aborted = 64; // and not before its limit has passed

        std::chrono::nanoseconds at{-1};
        progress_values values{};
        clock::time_point since{};
        std::uint32_t count = 0;
    };

    // False when the engine is at fault.
    bool moves_on(const engine_handle& engine, standstill& still) const;

    const shared_handle<ledger> m_ledger;
    const shared_handle<callback_delivery> m_delivery;
    const shared_handle<callback_executor> m_executor;
    const weak_engine_handle m_weak_engine;
    std::atomic<bool> m_is_limit_watched{false};

    // Guards the members below.
    mutable std::mutex m_mutex;
    engine_handle m_engine;
    std::chrono::nanoseconds m_lost_time{0};

    // Not guarded.
    const transfer_options m_settings;
    const downloader_options m_options;
    const job_controls m_controls;
};

void check_priority(DownloadPriority priority);

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/job/running_job.ipp>
#endif
