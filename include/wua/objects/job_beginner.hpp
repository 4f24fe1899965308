// SPDX-License-Identifier: MIT
#pragma once

// Begins jobs of any kind for a client: an engine, the client's settings and its updates.

#include <wua/com/agile_ref.hpp>
#include <wua/com/com_ptr.hpp>
#include <wua/com/shared_handle.hpp>
#include <wua/job/downloader_options.hpp>
#include <wua/job/running_job.hpp>
#include <wua/objects/update_objects.hpp>
#include <wua/separate_compilation.hpp>

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

namespace wua::detail
{

// A job that has not begun, and its updates as objects.
struct prepared_job
{
    shared_handle<running_job> running;
    shared_handle<update_objects> updates;
};

// Settings are read when a job is prepared. Any thread may call any member.
class job_beginner
{
public:
    // Throws hresult_error: E_POINTER without an engine.
    job_beginner(engine_handle engine, downloader_options options);

    // Acts as if it had begun that job with its updates and settings.
    job_beginner(const running_job& begun, shared_handle<update_objects> updates);

    // Identifies this beginner: ending a job checks that it is the one that began it.
    const std::shared_ptr<const void>& token() const noexcept
    {
        return m_token;
    }
    const downloader_options& options() const noexcept
    {
        return m_options;
    }

    transfer_options settings() const
    {
        const std::lock_guard lock(m_mutex);
        return m_settings;
    }

    // Calls f(settings) under the lock.
    template <class F>
    void change(F&& f)
    {
        const std::lock_guard lock(m_mutex);
        f(m_settings);
    }

    // For the calling thread; null until they are set.
    com_ptr<IUpdateCollection> updates();

    // Null unsets.
    void put_updates(IUpdateCollection* value);

    // Returns an update's result if it is known before the job begins. Throws what the job is to fail with.
    using look = std::optional<outcome> (*)(IUpdate& update, const transfer_options& settings);

    // is_bound: the client passed callbacks, or a state, that are bound to its apartment.
    prepared_job prepare(job_kind kind, const job_observer& observer, bool is_bound, look result_of);

private:
    // A client's collection behind a count of our own, because adding a reference to it runs the client's code, which
    // must not happen under the lock.
    using shared_collection = shared_handle<const agile_ref<IUpdateCollection>>;

    // Under the lock.
    const shared_collection& held_updates();

    // Callbacks, a state or updates that are bound to an apartment must not hold up a clock: for an engine whose time
    // moves by itself they are served by a separate thread. With an engine that is driven by whoever waits, they are
    // served by that thread.
    bool is_served_elsewhere(bool is_bound) const
    {
        return is_bound && !m_engine.needs_driving();
    }

    const engine_handle m_engine;
    const downloader_options m_options;
    shared_handle<callback_executor> m_executor;
    shared_handle<callback_executor> m_served_executor; // for jobs whose callbacks are bound to an apartment
    const std::shared_ptr<const void> m_token = make_handle<int>().owner();

    // Guards the members below.
    mutable std::mutex m_mutex;
    transfer_options m_settings{dpNormal, false, "Unknown"};
    shared_collection m_updates = make_handle<const agile_ref<IUpdateCollection>>(); // null while m_begun is set
    shared_handle<update_objects> m_begun; // what Updates will be made from on demand
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/objects/job_beginner.ipp>
#endif
