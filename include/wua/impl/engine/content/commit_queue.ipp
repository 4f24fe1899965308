// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/content/commit_queue.hpp>.

#include <wua/engine/content/commit_queue.hpp>

#include <map>
#include <utility>

namespace wua::detail
{

WUA_COLD file_commit::file_commit(std::shared_ptr<part_file> part, std::shared_ptr<content_hash> hash,
                                  std::optional<content_digest> wanted)
    : m_part(std::move(part)),
      m_hash(std::move(hash)),
      m_wanted(std::move(wanted)),
      m_bytes(m_part->bytes())
{}

WUA_COLD bool file_commit::try_become(state next) noexcept
{
    state open = state::open;
    return m_state.compare_exchange_strong(open, next);
}

WUA_COLD
commit_queue::commit_queue(background_thread& background, bool syncs) : m_background(background), m_syncs(syncs) {}

WUA_COLD void commit_queue::add(std::shared_ptr<file_commit> file, callback on_committed)
{
    entries one;
    one.push_back({std::move(file), std::move(on_committed), {}});
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
            return; // which looks again when it is done
        }
        m_is_working = true;
    }
    schedule_work();
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
            return !each.file->try_become(file_commit::state::taking_name); // which nobody can cancel
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
        each.file.reset(); // closed and unlocked before the callback
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
        bool is_hashed = true;
        each->attempt([&] {
            is_hashed = each->file->is_cancelled() || each->file->advance_hash();
            if (is_hashed && !each->file->is_cancelled())
            {
                each->found.is_right = each->file->is_right(each->found.found);
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

WUA_COLD void commit_queue::sync(entries& batch) const
{
    for (entry& each : batch)
    {
        if (m_syncs && each.is_good() && !each.file->is_cancelled())
        {
            each.attempt([&] { each.file->m_part->sync(); });
        }
    }
}

WUA_COLD void commit_queue::rename(entries& batch) const
{
    std::map<std::shared_ptr<const disk_directory>, std::exception_ptr>
        directories; // in which files have got their names
    for (entry& each : batch)
    {
        if (each.file->try_become(file_commit::state::taking_name) && each.is_good())
        {
            each.attempt([&] {
                directories.try_emplace(each.file->m_part->directory());
                each.file->m_part->take_name();
            });
        }
    }
    remove_cancelled(batch);
    if (!m_syncs)
    {
        return;
    }
    for (auto& [directory, error] : directories)
    {
        entry synced;
        synced.attempt([&] { directory->sync(); });
        error = synced.found.error;
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
