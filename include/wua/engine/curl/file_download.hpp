// SPDX-License-Identifier: MIT
#pragma once

// The download of one file of an update: from its name to the commit, in as many attempts as it takes.

#include <wua/engine/content/commit_queue.hpp>
#include <wua/engine/content/sink_part.hpp>
#include <wua/engine/curl/curl_errors.hpp>
#include <wua/engine/curl/curl_exchange.hpp>
#include <wua/engine/curl/curl_update.hpp>
#include <wua/engine/curl/existing_file.hpp>
#include <wua/engine/curl/file_check.hpp>
#include <wua/engine/curl/file_help.hpp>
#include <wua/engine/curl/file_place.hpp>
#include <wua/engine/curl/file_progress.hpp>
#include <wua/engine/curl/file_sharing.hpp>
#include <wua/engine/curl/known_file.hpp>
#include <wua/engine/curl/loop_handle.hpp>
#include <wua/engine/curl/parallel_fetch.hpp>
#include <wua/engine/transfer/busy_wait.hpp>
#include <wua/engine/transfer/fetch_failure.hpp>
#include <wua/engine/transfer/lock_wait.hpp>
#include <wua/engine/transfer/shared_file.hpp>
#include <wua/separate_compilation.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace wua::detail
{

// For the loop's thread. Its exceptions end the update. It never calls its owner, who asks it after each call whether
// it is complete or has failed, and destroys it only then, or together with the receiver of its replies.
class file_download
{
public:
    using nanoseconds = std::chrono::nanoseconds;

    // The update and the exchange must outlive it.
    file_download(curl_update& update, curl_exchange& exchange, loop_handle loop, std::size_t index);

    file_download(const file_download&) = delete;
    file_download& operator=(const file_download&) = delete;

    void begin();

    void on_time(nanoseconds now);

    // The exchange's response has ended.
    void on_done(CURLcode code);

    // Something has happened on another thread, but there was no memory for a reply.
    void on_lost_reply();

    // True when the file has its name, and size() bytes.
    bool is_complete() const noexcept
    {
        return m_stage == stage::complete || m_stage == stage::found;
    }
    std::uint64_t size() const noexcept
    {
        return m_size;
    }

    // Complete, and was there already, or is the content that the sink's owner has.
    bool was_found() const noexcept
    {
        return m_stage == stage::found;
    }

    // True when no further attempt would help.
    bool has_failed() const noexcept
    {
        return m_stage == stage::failed;
    }
    // Call it once.
    fetch_failure take_failure()
    {
        return *std::move(m_failure);
    }

    // Called after a failure, or after another member has thrown. True when the file now waits until the system has
    // what it lacks, and has given back what others may need.
    bool try_wait(const fetch_failure& failure);

    // All bytes are stored, and are being verified, synced and renamed.
    bool is_finishing() const noexcept
    {
        return m_stage == stage::finishing || m_stage == stage::taking_name;
    }

    // The policy's check is examining a file that was there already.
    bool is_being_checked() const noexcept
    {
        return m_stage == stage::checking_existing;
    }

    // Another update, or somebody else, is downloading the file; or it is paused with nothing open. Call on_time() when
    // it is time, and when curl_core::shared.ends() changes.
    bool is_waiting() const noexcept
    {
        return m_stage == stage::following || m_stage == stage::waiting_for_lock || m_stage == stage::paused;
    }

    // Stops receiving and gives up the update's slot, until resume(). False when that is not possible yet: ask again
    // when something has happened. A file with all its bytes is finished instead.
    bool try_pause(nanoseconds now);

    void resume(nanoseconds now);

    bool is_paused() const noexcept
    {
        return m_is_paused;
    }

    // While it is finishing: false when it is just getting its name. It then completes, or fails without another
    // attempt.
    bool try_cancel_commit();

    // Nothing more happens, except for save_or_discard(), because the update ends with `result`.
    void stop(const outcome& result) noexcept;

    // True when there is something to save or discard.
    bool has_part() const noexcept
    {
        return m_progress.has_value();
    }

    // After stop(): saves what is stored, or discards it if it is worthless. That happens on the background thread,
    // which calls on_saved() afterwards.
    void save_or_discard(bool is_worthless, std::function<void()> on_saved);

private:
    enum class stage : std::uint8_t
    {
        following,          // another update downloads the file
        hashing_existing,   // to see whether it is the wanted file
        checking_existing,  // it is; whether the policy's check accepts it
        waiting_for_lock,   // on the .part file
        waiting_for_system, // which lacks a resource, or has reached a limit
        waiting_for_name,   // which somebody is holding
        paused,             // with nothing open
        helped,             // taking what a swarm or an older version provides
        fetching,
        finishing,   // verifying, syncing, renaming
        taking_name, // the same, too late to cancel
        complete,
        found, // complete without a download
        failed,
        stopped,
    };

    curl_core& core() const noexcept
    {
        return m_update.core;
    }
    const content_file& file() const noexcept
    {
        return m_place.file();
    }

    void fail_with(fetch_failure&& failure);

    void fail_with(HRESULT hresult, std::string detail)
    {
        fail_with({outcome::failed(hresult, {}, std::move(detail)), remedy::give_up});
    }

    void end_as(stage complete_or_found, std::uint64_t size);

    // Downloads the file, or follows another update that already does.
    void join(bool is_another);

    void follow();

    // Reports the file to the job, if it wants that.
    void tell_file() noexcept;

    // Directs the content to the file's sink.
    void open_sink();

    // Tells the sink how the download ended.
    void end_sink(sink_end how);

    // Makes the server send only changed content, if nothing else is of use.
    void set_condition();

    // The server has only the content that is there already.
    void on_not_modified();

    // False when there is nothing that could be the wanted file.
    bool try_hash_existing();

    void on_existing_hashed(const std::vector<content_digest>& found);

    // The existing file is right, unless the policy's check refuses it.
    void accept_existing(std::shared_ptr<const disk_file> existing, std::uint64_t size);

    void keep_existing(std::uint64_t size);

    void on_existing_checked(std::uint64_t size, const content_check_result& answer);

    void on_refused(const content_verdict& verdict);

    void open_part();

    void wait_for_lock();

    void begin_with_part();

    // While paused: keeps open what is open for as long as that makes sense.
    void look_at_pause(nanoseconds now);

    void detach();

    // False when there is neither a swarm nor an older version that may help.
    bool try_get_help();

    // Asks it how far it is.
    void look_at_help();

    void continue_with_help(bool is_going_on);

    // The digest is wrong: fetches anew what was provided by a swarm or an older version. False when nothing was.
    bool try_discard_help(const std::vector<content_digest>& found);

    // Fetches what is missing.
    void fetch();

    void after(parallel_fetch::state reached);

    // Nothing of the file is being fetched, or is open, any more.
    void end_fetch() noexcept;

    // Fetches again, or fails if that will not help.
    void on_fetch_failed(fetch_failure&& failure);

    // False when it has waited too long.
    bool try_wait_for(stage what, const fetch_failure& failure);

    // The system may now have what it lacked.
    void come_back(nanoseconds now);

    // All bytes are stored: verifies and syncs them and gives the file its name, in the background.
    void commit();

    // The same for verified bytes.
    void take_name();

    void add_commit();

    static fetch_failure failure_of(const std::exception_ptr& error);

    void on_committed(const commit_queue::result& result);

    file_place m_place;
    curl_update& m_update;
    curl_exchange& m_exchange;
    const loop_handle m_loop;

    stage m_stage = stage::hashing_existing;
    bool m_is_paused = false;
    bool m_is_continuing = false;   // after a pause, with its own stored bytes
    bool m_has_waited = false;      // for others, who may have left the complete file
    bool m_is_not_modified = false; // as the server has said
    nanoseconds m_paused_at{0};

    busy_wait m_busy;
    lock_wait m_lock;
    file_sharing m_sharing; // unless it has a sink
    existing_file m_existing;
    file_check m_check;
    known_file m_known; // what the server's conditions refer to

    std::shared_ptr<sink_part> m_sink; // null: it is stored as a file
    std::optional<file_progress> m_progress;
    file_help m_help; // destroyed before what is stored
    parallel_fetch m_fetch;

    std::shared_ptr<file_commit> m_commit;
    std::uint64_t m_size = 0;
    std::optional<fetch_failure> m_failure;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/curl/file_download.ipp>
#endif
