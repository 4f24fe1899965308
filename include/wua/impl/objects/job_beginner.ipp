// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/objects/job_beginner.hpp>.

#include <wua/objects/job_beginner.hpp>
#include <wua/objects/to_update_item.hpp>
#include <wua/objects/update_collection.hpp>

#include <vector>

namespace wua::detail
{

WUA_INLINE job_beginner::job_beginner(engine_handle engine, downloader_options options)
    : m_engine(std::move(engine)),
      m_options(options)
{
    if (!m_engine)
    {
        throw hresult_error(e_pointer, "there is no engine that could do it");
    }
    m_executor = make_executor(m_engine);
    m_served_executor = m_engine.is_driven() ? make_handle<callback_thread>() : m_executor;
}

WUA_INLINE job_beginner::job_beginner(const running_job& begun, shared_handle<update_objects> updates)
    : job_beginner(begun.engine(), begun.options())
{
    m_settings = begun.settings();
    m_begun = std::move(updates);
    m_updates = nullptr;
}

WUA_INLINE com_ptr<IUpdateCollection> job_beginner::updates()
{
    shared_collection held;
    {
        const std::lock_guard lock(m_mutex);
        held = held_updates();
    }
    return for_this_thread(*held);
}

WUA_INLINE void job_beginner::put_updates(IUpdateCollection* value)
{
    // Holds the old collection, which is released after the lock.
    auto given = make_handle<const agile_ref<IUpdateCollection>>(com_ptr<IUpdateCollection>(value));
    shared_handle<update_objects> begun;
    const std::lock_guard lock(m_mutex);
    m_updates.swap(given);
    m_begun.swap(begun);
}

WUA_INLINE const job_beginner::shared_collection& job_beginner::held_updates()
{
    if (m_begun)
    {
        m_updates = make_handle<const agile_ref<IUpdateCollection>>(make_update_collection(m_begun->all()));
        m_begun.reset();
    }
    return m_updates;
}

WUA_INLINE prepared_job job_beginner::prepare(job_kind kind, const job_observer& observer, bool is_bound,
                                              look result_of)
{
    job_setup setup;
    shared_collection held;
    {
        const std::lock_guard lock(m_mutex);
        setup.settings = m_settings;
        held = held_updates();
    }
    setup.settings.kind = kind;
    // The collection may be the client's: it is read once, without a lock, and the job keeps what it gave.
    std::vector<com_ptr<IUpdate>> given;
    if (const com_ptr<IUpdateCollection> all = for_this_thread(*held))
    {
        given = updates_of(*all);
    }
    std::vector<std::pair<std::size_t, outcome>> ended;
    std::vector<agile_ref<IUpdate>> objects;
    objects.reserve(given.size());
    setup.updates.reserve(given.size());
    for (const com_ptr<IUpdate>& update : given)
    {
        if (std::optional<outcome> result = result_of(*update, setup.settings))
        {
            ended.emplace_back(setup.updates.size(), std::move(*result));
        }
        setup.updates.push_back(to_update_item(*update));
        objects.emplace_back(update);
        is_bound = is_bound || is_bound_to_apartment(objects.back());
    }
    setup.engine = m_engine;
    setup.options = m_options;
    setup.observer = observer;
    setup.is_served = is_served_elsewhere(is_bound);
    setup.executor = setup.is_served ? m_served_executor : m_executor;
    prepared_job prepared;
    prepared.running = make_handle<running_job>(std::move(setup));
    for (auto& [index, result] : ended)
    {
        prepared.running->job_ledger()->finish(index, std::move(result));
    }
    prepared.updates = make_handle<update_objects>(prepared.running->job_ledger()->table(), std::move(objects));
    return prepared;
}

} // namespace wua::detail
