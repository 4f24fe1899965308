// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/content/commit_queue.hpp>.

#include <wua/engine/content/commit_queue.hpp>

#include <map>
#include <utility>

namespace wua::detail
{

WUA_COLD file_commit::file_commit(std::shared_ptr<part_file> part, std::shared_ptr<content_hash> hash,
                                  std::vector<content_digest> wanted, std::shared_ptr<content_check_request> request)
    : m_part(std::move(part)),
      m_hash(std::move(hash)),
      m_wanted(std::move(wanted)),
      m_request(std::move(request)),
      m_bytes(m_part->bytes())
{}

WUA_COLD bool file_commit::try_cancel() noexcept
{
    const bool is_cancelled = try_become(state::cancelled);
    if (is_cancelled && m_request)
    {
        m_request->withdraw();
    }
    return is_cancelled;
}

WUA_COLD bool file_commit::try_become(state next) noexcept
{
    state open = state::open;
    return m_state.compare_exchange_strong(open, next);
}

WUA_COLD
commit_queue::commit_queue(background_thread& background, bool syncs, content_checker* checker)
    : m_background(background),
      m_syncs(syncs),
      m_checker(checker)
{}

WUA_COLD void commit_queue::add(std::shared_ptr<file_commit> file, callback on_committed)
{
    entries one;
    one.push_back({std::move(file), std::move(on_committed), {}});
    one.front().found.is_verified = !one.front().file->m_hash;
    const std::lock_guard lock(m_mutex);
    m_waiting.splice(m_waiting.end(), one);
    m_unflushed.store(m_waiting.size());
}

WUA_COLD void commit_queue::flush()
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
            return; // the running work looks at the queue again when it is done
        }
        m_is_working = true;
    }
    schedule_work();
}

WUA_COLD void commit_queue::forget_cancelled() noexcept
{
    entries forgotten; // destroyed, and their files closed, after the lock is released
    const std::lock_guard lock(m_mutex);
    for (auto next = m_checking.begin(); next != m_checking.end();)
    {
        const auto each = next++;
        if (each->file->is_cancelled())
        {
            forgotten.splice(forgotten.end(), m_checking, each);
        }
    }
}

WUA_COLD void commit_queue::schedule_work()
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
            // From this state on a commit cannot be cancelled.
            return !each.file->try_become(file_commit::state::taking_name);
        });
        for (entry& each : stranded)
        {
            each.found.error = std::current_exception();
        }
        report(stranded);
    }
}

WUA_COLD commit_queue::entries commit_queue::take()
{
    entries taken;
    taken.swap(m_waiting);
    taken.splice(taken.end(), m_unhashed);
    m_is_flushed = false;
    m_unflushed = 0;
    return taken;
}

WUA_COLD void commit_queue::report(entries& batch)
{
    for (entry& each : batch)
    {
        each.file.reset(); // so that the file is closed and unlocked before the callback
        each.on_committed(std::move(each.found));
    }
}

WUA_COLD void commit_queue::work()
{
    entries batch;
    {
        const std::lock_guard lock(m_mutex);
        batch = take();
    }
    entries unhashed = verify(batch);
    ask(batch);
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

WUA_COLD commit_queue::entries commit_queue::verify(entries& batch)
{
    entries unhashed;
    for (auto next = batch.begin(); next != batch.end();)
    {
        const auto each = next++;
        if (each->found.is_verified)
        {
            continue;
        }
        bool is_hashed = true;
        each->try_run([&] {
            is_hashed = each->file->is_cancelled() || each->file->advance_hash();
            if (is_hashed && !each->file->is_cancelled())
            {
                each->found.is_right = each->file->is_right(each->found.found);
                each->found.is_verified = true;
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

WUA_COLD void commit_queue::ask(entries& batch)
{
    for (auto next = batch.begin(); next != batch.end();)
    {
        const auto each = next++;
        if (each->file->m_request && !each->has_requested_check && each->is_good())
        {
            each->has_requested_check = true;
            ask(batch, each);
        }
    }
}

WUA_COLD void commit_queue::ask(entries& batch, entries::iterator each)
{
    // A strong reference here would keep the file open after its owner has taken it back.
    const std::weak_ptr<file_commit> file = each->file;
    const std::shared_ptr<content_check_request> request = each->file->m_request;
    {
        const std::lock_guard lock(m_mutex);
        if (each->file->is_cancelled()) // forget_cancelled() has passed by already
        {
            return;
        }
        m_checking.splice(m_checking.end(), batch, each);
    }
    try
    {
        m_checker->ask(request, [this, file](content_check_result&& answer) { on_answered(file, std::move(answer)); });
    }
    catch (...)
    {
        entries unchecked = take_checking(file);
        for (entry& one : unchecked)
        {
            one.found.error = std::current_exception();
        }
        batch.splice(batch.end(), unchecked);
    }
}

WUA_COLD commit_queue::entries commit_queue::take_checking(const std::weak_ptr<file_commit>& file)
{
    entries found;
    const std::lock_guard lock(m_mutex);
    const auto place = std::find_if(m_checking.begin(), m_checking.end(), [&](const entry& each) {
        return !each.file.owner_before(file) && !file.owner_before(each.file);
    });
    if (place != m_checking.end() && !place->file->is_cancelled()) // a cancelled one is about to be forgotten
    {
        found.splice(found.end(), m_checking, place);
    }
    return found;
}

WUA_COLD void commit_queue::on_answered(const std::weak_ptr<file_commit>& file, content_check_result&& answer)
{
    entries answered = take_checking(file);
    if (answered.empty())
    {
        return;
    }
    result& found = answered.front().found;
    found.error = std::move(answer.error);
    found.is_accepted = !found.error && answer.verdict.is_accepted;
    if (!found.error && !found.is_accepted)
    {
        found.refusal = std::move(answer.verdict);
    }
    {
        const std::lock_guard lock(m_mutex);
        m_waiting.splice(m_waiting.end(), answered);
    }
    flush();
}

WUA_COLD void commit_queue::sync(entries& batch) const
{
    for (entry& each : batch)
    {
        if (m_syncs && each.is_good() && !each.file->is_cancelled())
        {
            each.try_run([&] { each.file->m_part->sync(); });
        }
    }
}

WUA_COLD void commit_queue::rename(entries& batch) const
{
    std::map<std::shared_ptr<const disk_directory>, std::exception_ptr>
        directories; // the directories that files are renamed in
    for (entry& each : batch)
    {
        if (each.file->try_become(file_commit::state::taking_name) && each.is_good())
        {
            each.try_run([&] {
                const auto added = directories.try_emplace(each.file->m_part->directory());
                std::exception_ptr& trouble = added.first->second;
                if (added.second)
                {
                    entry looked_at;
                    looked_at.try_run([&] { added.first->first->require_in_place(); });
                    trouble = looked_at.found.error;
                }
                if (trouble)
                {
                    std::rethrow_exception(trouble);
                }
                each.file->m_part->take_name();
            });
        }
    }
    remove_cancelled(batch);
    if (!m_syncs)
    {
        return;
    }
    for (auto& each : directories)
    {
        if (each.second)
        {
            continue; // no file was renamed there
        }
        entry synced;
        synced.try_run([&] { each.first->sync(); });
        each.second = synced.found.error;
    }
    for (entry& each : batch)
    {
        if (each.is_good())
        {
            const auto found = directories.find(each.file->m_part->directory());
            each.found.error = found != directories.end() ? found->second : nullptr;
        }
    }
}

WUA_COLD void commit_queue::remove_cancelled(entries& batch)
{
    std::erase_if(batch, [](const entry& each) { return each.file->is_cancelled(); });
}

} // namespace wua::detail
