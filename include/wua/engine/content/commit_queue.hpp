// SPDX-License-Identifier: MIT
#pragma once

// Complete files that are verified, checked, made safe on the disk and given their names, many at a time.

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
    // `hash`, if there is one, is where the digests are still being computed; a content that has been found right needs
    // none. `question`, if there is one, is asked before it gets its name.
    explicit file_commit(std::shared_ptr<part_file> part, std::shared_ptr<content_hash> hash = nullptr,
                         std::vector<content_digest> wanted = {},
                         std::shared_ptr<content_check_request> question = nullptr);

    // Any thread. True: the file will not get its name, and its callback is not called; a check of it is told to stop.
    // False: it is just getting it.
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

    // Hashes some of what is left. True when all is hashed, or nobody needs it any more.
    bool advance_hash()
    {
        return !m_hash || m_hash->advance(m_bytes);
    }

    // `found` are the digests of the content where they are known only now.
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
    const std::shared_ptr<content_check_request> m_question;
    const std::uint64_t m_bytes;
    std::atomic<state> m_state{state::open};
};

// Works on a background thread. The files that wait there go together: each is synced, then each renamed, then their
// directories are synced once for all of them, so that a disk is asked to settle twice for a whole batch. A file about
// which there is a question leaves the batch until the checker has answered it.
class commit_queue
{
public:
    struct result
    {
        bool is_right = true;                     // false: the content has other digests, and has not got the name
        std::exception_ptr error;                 // of the disk
        std::vector<content_digest> found{};      // of a content that was not known to be right before
        std::optional<content_verdict> refusal{}; // by the check; the content has not got the name
        bool is_verified = false;                 // it is known whether it is right
        bool is_accepted = false;                 // by the check
    };

    // Called on the background thread, without a lock, once for each file that was not cancelled. Must not throw. The
    // result is the callback's own, to be handed to another thread. When the work on a file cannot be
    // scheduled, for want of memory or of a thread, it is called by flush() with that error.
    using callback = std::function<void(result&&)>;

    // The checker has to end before the background thread does, and that, or at least its work, before the queue. Its
    // object outlives that work. Without a checker there are no questions.
    commit_queue(background_thread& background, bool syncs, content_checker* checker = nullptr);

    commit_queue(const commit_queue&) = delete;
    commit_queue& operator=(const commit_queue&) = delete;

    // Any thread. The file stays where it is until flush() is called.
    void add(std::shared_ptr<file_commit> file, callback on_committed);

    // Any thread: how many have been added since the last flush().
    std::size_t unflushed() const noexcept
    {
        return m_unflushed.load();
    }

    // Any thread. Starts the work on all that have been added.
    void flush();

    // Any thread. Lets go of the cancelled ones that are being checked, whose answers may take long.
    void forget_cancelled() noexcept;

private:
    struct entry
    {
        std::shared_ptr<file_commit> file;
        callback on_committed;
        result found;
        bool is_asked = false; // about its question

        bool is_good() const noexcept
        {
            return found.is_right && !found.error && !found.refusal;
        }

        // Runs f; what it throws is the file's result.
        template <class F>
        void attempt(F&& f) noexcept
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

    using entries = std::list<entry>; // its elements move without memory

    // Behind what others have posted.
    void schedule_work();

    // Under the lock.
    entries take();

    static void report(entries& batch);

    void work();

    // Returns those that have not been hashed to their end.
    static entries verify(entries& batch);

    // Has the questions asked, and moves the files to m_checking meanwhile.
    void ask(entries& batch);

    void ask(entries& batch, entries::iterator each);

    // Of the files that are being checked the one that this is; nothing when it was cancelled.
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
    bool m_is_working = false; // or about to
    bool m_is_flushed = false; // what is waiting is to go without delay
    std::atomic<std::size_t> m_unflushed{0};
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/content/commit_queue.ipp>
#endif
