// SPDX-License-Identifier: MIT
#pragma once

// Verifies and checks complete files, syncs them to the disk and gives them their names, many at a time.

#include <wua/engine/content/content_checker.hpp>
#include <wua/engine/content/content_hash.hpp>
#include <wua/engine/disk/background_thread.hpp>
#include <wua/engine/disk/part_file.hpp>
#include <wua/model/update_item.hpp>
#include <wua/separate_compilation.hpp>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace wua::detail
{

// A file with all its bytes. Whoever added it to a commit_queue may still cancel it.
class file_commit
{
public:
    // `hash`, if there is one, is still computing the digests; content that has been verified needs none. `request`,
    // if there is one, must be accepted by the checker before the file gets its name.
    explicit file_commit(std::shared_ptr<part_file> part, std::shared_ptr<content_hash> hash = nullptr,
                         std::vector<content_digest> wanted = {},
                         std::shared_ptr<content_check_request> request = nullptr);

    // Any thread. True: the file will not get its name, its callback is not called, and a check of it is told to stop.
    // False: it is just getting its name.
    bool try_cancel() noexcept;

private:
    friend class commit_queue;

    enum class state : std::uint8_t
    {
        open,
        cancelled,
        taking_name,
    };

    bool try_become(state next) noexcept;

    bool is_cancelled() const noexcept
    {
        return m_state.load() == state::cancelled;
    }

    // Hashes part of what is left. True when everything is hashed, or nobody needs it any more.
    bool advance_hash()
    {
        return !m_hash || m_hash->advance(m_bytes);
    }

    // Sets `found` to the content's digests if they become known only now.
    bool is_right(std::vector<content_digest>& found)
    {
        if (m_hash)
        {
            found = m_hash->finish();
        }
        return !m_hash || found == m_wanted;
    }

    const std::shared_ptr<part_file> m_part;
    const std::shared_ptr<content_hash> m_hash;
    const std::vector<content_digest> m_wanted;
    const std::shared_ptr<content_check_request> m_request;
    const std::uint64_t m_bytes;
    std::atomic<state> m_state{state::open};
};

// Works on a background thread. Waiting files are handled together: each is synced, then each renamed, then their
// directories are synced once for all of them, so that a disk has to settle only twice for a whole batch. A file with a
// request for a check leaves the batch until the checker has answered it.
class commit_queue
{
public:
    struct result
    {
        bool is_right = true;                     // false: the content has other digests, and did not get the name
        std::exception_ptr error;                 // of the disk
        std::vector<content_digest> found{};      // for content that was not verified before
        std::optional<content_verdict> refusal{}; // by the check; the content did not get the name
        bool is_verified = false;                 // its digests have been compared
        bool is_accepted = false;                 // by the check
    };

    // Called on the background thread, without a lock, once for each file that was not cancelled. Must not throw. The
    // result belongs to the callback, which may pass it to another thread. If the work on a file cannot be scheduled,
    // for lack of memory or of a thread, flush() calls it with that error.
    using callback = std::function<void(result&&)>;

    // The checker must end before the background thread does, and that thread, or at least its work, before the queue.
    // The checker object must outlive that work. Without a checker there must be no requests.
    commit_queue(background_thread& background, bool syncs, content_checker* checker = nullptr);

    commit_queue(const commit_queue&) = delete;
    commit_queue& operator=(const commit_queue&) = delete;

    // Any thread. The file is not touched until flush() is called.
    void add(std::shared_ptr<file_commit> file, callback on_committed);

    // Any thread: how many files have been added since the last flush().
    std::size_t unflushed() const noexcept
    {
        return m_unflushed.load();
    }

    // Any thread. Starts work on everything that has been added.
    void flush();

    // Any thread. Releases cancelled files that are being checked, because the answers may take long.
    void forget_cancelled() noexcept;

private:
    struct entry
    {
        std::shared_ptr<file_commit> file;
        callback on_committed;
        result found;
        bool has_requested_check = false;

        bool is_good() const noexcept
        {
            return found.is_right && !found.error && !found.refusal;
        }

        // Runs f; an exception becomes the file's result.
        template <class F>
        void try_run(F&& f) noexcept
        {
            try
            {
                f();
            }
            catch (...)
            {
                found.error = std::current_exception();
            }
        }
    };

    using entries = std::list<entry>; // elements move without allocating

    // Queues behind other posted work.
    void schedule_work();

    // Under the lock.
    entries take();

    static void report(entries& batch);

    void work();

    // Returns those that are not completely hashed yet.
    static entries verify(entries& batch);

    // Requests the checks, and moves the files to m_checking meanwhile.
    void ask(entries& batch);

    void ask(entries& batch, entries::iterator each);

    // Removes that file from those being checked; nothing when it was cancelled.
    entries take_checking(const std::weak_ptr<file_commit>& file);

    void on_answered(const std::weak_ptr<file_commit>& file, content_check_result&& answer);

    void sync(entries& batch) const;

    void rename(entries& batch) const;

    static void remove_cancelled(entries& batch);

    background_thread& m_background;
    const bool m_syncs;
    content_checker* const m_checker;

    std::mutex m_mutex;
    entries m_waiting;
    entries m_unhashed;
    entries m_checking;
    bool m_is_working = false; // or about to be
    bool m_is_flushed = false; // waiting files are to be handled without delay
    std::atomic<std::size_t> m_unflushed{0};
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/content/commit_queue.ipp>
#endif
