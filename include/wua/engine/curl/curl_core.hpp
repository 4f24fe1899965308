// SPDX-License-Identifier: MIT
#pragma once

// The state that the threads of a curl_engine share.

#include <wua/engine/content/commit_queue.hpp>
#include <wua/engine/curl/credential_store.hpp>
#include <wua/engine/curl/curl_inbox.hpp>
#include <wua/engine/curl/curl_job.hpp>
#include <wua/engine/curl/loop_watchdog.hpp>
#include <wua/engine/curl/request_rules.hpp>
#include <wua/engine/curl_options.hpp>
#include <wua/engine/disk/background_thread.hpp>
#include <wua/engine/disk/disk.hpp>
#include <wua/engine/disk/disk_space.hpp>
#include <wua/engine/disk/folder_tree.hpp>
#include <wua/engine/transfer/byte_budget.hpp>
#include <wua/engine/transfer/fetch_gate.hpp>
#include <wua/engine/transfer/mirror_memory.hpp>
#include <wua/engine/transfer/random_bits.hpp>
#include <wua/engine/transfer/shared_file.hpp>
#include <wua/engine/transfer/update_queue.hpp>
#include <wua/separate_compilation.hpp>

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wua::detail
{

class content_supplier;

class curl_core
{
public:
    // `with` supplies content besides the servers; null: nobody does.
    explicit curl_core(curl_options&& chosen, std::shared_ptr<content_supplier> with = nullptr);

    curl_core(const curl_core&) = delete;
    curl_core& operator=(const curl_core&) = delete;

    ~curl_core()
    {
        checker.end();
    }

    // The engine may use three quarters of the process's descriptors: a file and a connection for each of this many
    // updates, a file for as many that rest, and as many idle connections.
    static std::size_t max_transfers() noexcept;

    const curl_options options;
    const std::filesystem::path place; // options.directory as an absolute path, should the program change its own
    const request_rules rules;
    const std::shared_ptr<content_supplier> supplier;
    credential_store logins;
    const std::shared_ptr<disk_directory> directory;
    folder_tree folders; // below `directory`
    disk_space space;
    byte_budget budget;
    fetch_gate gate; // used by the first loop
    mirror_memory mirrors;
    shared_files shared;
    content_checker checker;
    commit_queue commits;
    background_thread background; // ends before what it uses, and after the checker
    background_thread sinks;
    loop_watchdog watchdog;

    std::chrono::nanoseconds now() const
    {
        return options.clock();
    }

    std::chrono::nanoseconds retry_delay(std::uint32_t failures);

    // For a file with that name, including folders.
    std::filesystem::path path_of(const std::string& name) const
    {
        return options.directory / std::filesystem::path(std::u8string(name.begin(), name.end()));
    }

    // Call it before any other thread knows the core.
    void add_loop(std::size_t lane, std::shared_ptr<curl_inbox> inbox)
    {
        m_inboxes[lane] = std::move(inbox);
    }

    bool is_stopping() const noexcept
    {
        return m_is_stopping.load(std::memory_order_acquire);
    }

    // False when the engine is ending: the caller must then finish the job.
    bool try_add(const std::shared_ptr<curl_job>& job);

    // Any thread; sets a flag and wakes the loops.
    void abort(const shared_handle<curl_job>& job) noexcept;

    // Changes with each abort.
    std::uint64_t abort_count() const noexcept
    {
        return m_abort_count.load(std::memory_order_acquire);
    }

    // The client has changed settings of the job. Any thread; sets flags and wakes the loops.
    void control(const std::shared_ptr<curl_job>& job) noexcept;

    // Changes with each of these calls, and with each change of a bandwidth limit.
    std::uint64_t control_count() const noexcept
    {
        return m_control_count.load(std::memory_order_acquire);
    }

    void set_bandwidth(std::uint64_t bytes_per_second);

    // True since the first limit was set.
    bool has_limits() const noexcept
    {
        return m_has_limits.load(std::memory_order_relaxed);
    }

    void ask_may_fetch() noexcept;

    // Changes with each new job.
    std::uint64_t added_count() const noexcept
    {
        return m_added_count.load(std::memory_order_acquire);
    }

    // For the first loop: whether updates may be taken from the queue.
    void open(bool is_open);

    bool has_jobs();

    // The jobs that have not been told the answer with that number.
    std::vector<std::shared_ptr<curl_job>> jobs_without_answer(std::uint64_t answer);

    std::optional<update_queue::ticket> next(std::size_t lane);

    // Wakes the other loops that have something to do.
    void wake_others(std::size_t lane);

    // See update_queue::try_rest().
    bool try_rest(update_queue::ticket& update);

    // See update_queue::hold_back().
    void hold_back(update_queue::ticket& update);
    void rest(update_queue::ticket& update);
    void expect_nothing(update_queue::ticket& update);
    void rest_without_file(update_queue::ticket& update);

    bool try_move(update_queue::ticket& update, std::string_view host);

    // See update_queue::try_lend().
    std::optional<update_queue::loan> try_lend(std::string_view host, std::size_t lane);
    void take_back(const update_queue::loan& given);
    bool wants_loans();

    // The update has its result.
    void release(const update_queue::ticket& update);

    // Jobs without active updates, for which nothing more will happen.
    job_list take_ended();

    // Nothing starts any more.
    void stop();

    // After the loops: ends the threads that run clients' functions or use the disk, and waits for them, except for a
    // check that has this called. One of them may hold the core, because it aborts or pauses a job; it must not be the
    // one that destroys it.
    void end_threads() noexcept;

    // When nobody waits for the loops, the last of them to end calls end_threads().
    void leave_loops_alone() noexcept
    {
        m_has_lone_loops = true;
    }
    void note_loop_end() noexcept;

    // The jobs that are left after the loops have ended their downloads.
    job_list take_rest();

private:
    // Under the lock.
    void move_to_ended(curl_job& job);

    bool is_waiting_for(std::size_t lane);

    void wake_all();

    std::array<std::shared_ptr<curl_inbox>, update_queue::max_lanes> m_inboxes;
    std::atomic<bool> m_is_stopping{false};
    std::atomic<bool> m_has_lone_loops{false};
    std::atomic<std::size_t> m_running_loops;
    std::atomic<std::uint64_t> m_abort_count{0};
    std::atomic<std::uint64_t> m_control_count{0};
    std::atomic<std::uint64_t> m_added_count{0};
    std::atomic<bool> m_has_limits;

    std::mutex m_mutex; // guards everything below, and the queue's part of each job
    random_bits m_random;
    bool m_is_open;
    update_queue m_queue;
    job_list m_jobs;
    job_list m_ended;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/curl/curl_core.ipp>
#endif
