// SPDX-License-Identifier: MIT
#pragma once

// Complete files that are verified, made safe on the disk and given their names, many at a time.

#include <wua/engine/content/content_hash.hpp>
#include <wua/engine/disk/background_thread.hpp>
#include <wua/engine/disk/part_file.hpp>
#include <wua/model/update_item.hpp>

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
#include <utility>

namespace wua::detail
{

// A file with all its bytes. Whoever added it to a commit_queue may still cancel it.
class file_commit
{
public:
    // `hash`, if there is one, is where the digest is still being computed; a content that has been found right needs
    // none.
    explicit file_commit(std::shared_ptr<part_file> part, std::shared_ptr<content_hash> hash = nullptr,
                         std::optional<content_digest> wanted = std::nullopt)
        : m_part(std::move(part)),
          m_hash(std::move(hash)),
          m_wanted(std::move(wanted)),
          m_bytes(m_part->bytes())
    {}

    // Any thread. True: the file will not get its name, and its callback is not called. False: it is just getting it.
    bool try_cancel() noexcept
    {
        return try_become(state::cancelled);
    }

private:
    friend class commit_queue;

    enum class state : std::uint8_t
    {
        open,
        cancelled,
        taking_name,
    };

    bool try_become(state next) noexcept
    {
        state open = state::open;
        return m_state.compare_exchange_strong(open, next);
    }

    bool is_cancelled() const noexcept
    {
        return m_state.load() == state::cancelled;
    }

    // Hashes some of what is left. True when all is hashed, or nobody needs it any more.
    bool advance_hash()
    {
        return !m_hash || m_hash->advance(m_bytes);
    }

    bool is_right()
    {
        return !m_hash || !m_wanted || m_hash->finish() == *m_wanted;
    }

    const std::shared_ptr<part_file> m_part;
    const std::shared_ptr<content_hash> m_hash;
    const std::optional<content_digest> m_wanted;
    const std::uint64_t m_bytes;
    std::atomic<state> m_state{state::open};
};

// Works on a background thread. The files that wait there go together: each is synced, then each renamed, then the
// directory is synced once for all of them, so that a disk is asked to settle twice for a whole batch.
class commit_queue
{
public:
    struct result
    {
        bool is_right = true;     // false: the content has another digest, and has not got the name
        std::exception_ptr error; // of the disk
    };

    // Called on the background thread, without a lock, once for each file that was not cancelled. Must not throw. The
    // result is the callback's own, to be handed to another thread. When the work on a file cannot be
    // scheduled, for want of memory or of a thread, it is called by flush() with that error.
    using callback = std::function<void(result)>;

    // The background thread has to end, or at least its work, before the queue does.
    commit_queue(background_thread& background, std::shared_ptr<const disk_directory> directory, bool syncs)
        : m_background(background),
          m_directory(std::move(directory)),
          m_syncs(syncs)
    {}

    commit_queue(const commit_queue&) = delete;
    commit_queue& operator=(const commit_queue&) = delete;

    // Any thread. The file stays where it is until flush() is called.
    void add(std::shared_ptr<file_commit> file, callback on_committed)
    {
        entries one;
        one.push_back({std::move(file), std::move(on_committed), {}});
        const std::lock_guard lock(m_mutex);
        m_waiting.splice(m_waiting.end(), one);
        m_unflushed.store(m_waiting.size());
    }

    // Any thread: how many have been added since the last flush().
    std::size_t unflushed() const noexcept
    {
        return m_unflushed.load();
    }

    // Any thread. Starts the work on all that have been added.
    void flush()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_unflushed = 0;
            if (m_waiting.empty() || std::exchange(m_is_flushed, true))
            {
                return;
            }
            if (m_is_working)
            {
                return; // which looks again when it is done
            }
            m_is_working = true;
        }
        schedule_work();
    }

private:
    struct entry
    {
        std::shared_ptr<file_commit> file;
        callback on_committed;
        result found;

        bool is_good() const noexcept
        {
            return found.is_right && !found.error;
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
    void schedule_work()
    {
        try
        {
            m_background.post([this] { work(); });
        }
        catch (...)
        {
            entries stranded;
            {
                const std::lock_guard lock(m_mutex);
                stranded = take();
                m_is_working = false;
            }
            std::erase_if(stranded, [](const entry& each) {
                return !each.file->try_become(file_commit::state::taking_name); // which nobody can cancel
            });
            for (entry& each : stranded)
            {
                each.found.error = std::current_exception();
            }
            report(stranded);
        }
    }

    // Under the lock.
    entries take()
    {
        entries taken;
        taken.swap(m_waiting);
        taken.splice(taken.end(), m_unhashed);
        m_is_flushed = false;
        m_unflushed = 0;
        return taken;
    }

    static void report(entries& batch)
    {
        for (entry& each : batch)
        {
            each.file.reset(); // closed and unlocked before the callback
            each.on_committed(std::move(each.found));
        }
    }

    void work()
    {
        entries batch;
        {
            const std::lock_guard lock(m_mutex);
            batch = take();
        }
        entries unhashed = verify(batch);
        sync(batch);
        rename(batch);
        report(batch);
        {
            const std::lock_guard lock(m_mutex);
            m_unhashed = std::move(unhashed);
            m_is_working = m_is_flushed || !m_unhashed.empty();
            if (!m_is_working)
            {
                return;
            }
        }
        schedule_work();
    }

    // Returns those that have not been hashed to their end.
    static entries verify(entries& batch)
    {
        entries unhashed;
        for (auto next = batch.begin(); next != batch.end();)
        {
            const auto each = next++;
            bool is_hashed = true;
            each->attempt([&] {
                is_hashed = each->file->is_cancelled() || each->file->advance_hash();
                if (is_hashed && !each->file->is_cancelled())
                {
                    each->found.is_right = each->file->is_right();
                }
            });
            if (!is_hashed)
            {
                unhashed.splice(unhashed.end(), batch, each);
            }
        }
        remove_cancelled(batch);
        return unhashed;
    }

    void sync(entries& batch) const
    {
        for (entry& each : batch)
        {
            if (m_syncs && each.is_good() && !each.file->is_cancelled())
            {
                each.attempt([&] { each.file->m_part->sync(); });
            }
        }
    }

    void rename(entries& batch) const
    {
        bool has_renamed = false;
        for (entry& each : batch)
        {
            if (each.file->try_become(file_commit::state::taking_name) && each.is_good())
            {
                has_renamed = true;
                each.attempt([&] { each.file->m_part->take_name(); });
            }
        }
        remove_cancelled(batch);
        if (!m_syncs || !has_renamed)
        {
            return;
        }
        entry directory;
        directory.attempt([&] { m_directory->sync(); });
        for (entry& each : batch)
        {
            each.found.error = each.is_good() ? directory.found.error : each.found.error;
        }
    }

    static void remove_cancelled(entries& batch)
    {
        std::erase_if(batch, [](const entry& each) { return each.file->is_cancelled(); });
    }

    background_thread& m_background;
    const std::shared_ptr<const disk_directory> m_directory;
    const bool m_syncs;

    std::mutex m_mutex;
    entries m_waiting;
    entries m_unhashed;
    bool m_is_working = false; // or about to
    bool m_is_flushed = false; // what is waiting is to go without delay
    std::atomic<std::size_t> m_unflushed{0};
};

} // namespace wua::detail
