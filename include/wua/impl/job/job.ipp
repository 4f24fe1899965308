// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/job/job.hpp>.

#include <wua/job/job.hpp>
#include <wua/job/job_callbacks.hpp>
#include <wua/model/download_story.hpp>
#include <wua/model/file_result.hpp>

namespace wua
{

WUA_COLD job::job(detail::shared_handle<detail::running_job> running, const std::stop_token& stop)
    : m_running(std::move(running))
{
    try
    {
        m_on_stop = detail::make_handle<detail::abort_hook>();
        m_on_stop->attach(stop, m_running, m_running);
    }
    catch (...)
    {
        end(); // the caller will never get the job
        throw;
    }
}

WUA_INLINE job& job::operator=(job&& other) noexcept
{
    if (this != &other)
    {
        end();
        m_on_stop = std::move(other.m_on_stop);
        m_running = std::move(other.m_running);
        m_com_face = std::move(other.m_com_face);
    }
    return *this;
}

WUA_INLINE const detail::shared_handle<detail::running_job>& job::active() const
{
    if (!m_running)
    {
        throw hresult_error(wu_e_invalid_operation, "there is no job: none was started, or it was moved away");
    }
    return m_running;
}

WUA_INLINE progress_snapshot job::progress() const
{
    return active()->poll();
}

WUA_INLINE outcome job::wait()
{
    wait_within(std::nullopt);
    return result();
}

WUA_INLINE outcome job::result() const
{
    return active()->result();
}

WUA_INLINE update_progress job::update(std::size_t index) const
{
    const detail::ledger& ledger = *active()->job_ledger();
    detail::check_index(index, ledger.size());
    active()->close_if_overdue();
    return ledger.progress_of(index);
}

WUA_COLD download_story job::story_of(std::size_t index, std::type_identity<download_story> /*form*/) const
{
    const detail::ledger& ledger = *active()->job_ledger();
    detail::check_index(index, ledger.size());
    return ledger.story(index);
}

WUA_COLD std::vector<file_result> job::files_of(std::size_t index, std::type_identity<file_result> /*form*/) const
{
    const detail::ledger& ledger = *active()->job_ledger();
    detail::check_index(index, ledger.size());
    return ledger.files(index);
}

WUA_INLINE bool job::wait_within(std::optional<std::chrono::nanoseconds> time)
{
    if (active()->caller() == detail::call_origin::callback)
    {
        throw hresult_error(
            wu_e_invalid_operation, "what the job waits for, such as its callback, cannot wait for the job");
    }
    return active()->wait(time);
}

WUA_COLD void job::end() noexcept
{
    m_on_stop.reset();
    m_com_face.reset();
    const detail::shared_handle<detail::running_job> ended = std::move(m_running);
    if (!ended)
    {
        return;
    }
    detail::polled_results::forget(ended->job_ledger()->table().get());
    try
    {
        ended->request_abort();
        if (ended->caller() == detail::call_origin::outside)
        {
            ended->wait(std::nullopt);
            return;
        }
    }
    catch (...)
    {
        // Nothing waits for the job any more; it ends by itself.
    }
    ended->release_driven_engine();
}

WUA_INLINE bool job::awaiter::await_suspend(std::coroutine_handle<> waiting) const
{
    // The coroutine may resume, and end, before this function returns.
    const detail::shared_handle<detail::running_job> keep = running;
    return keep->when_over([waiting] { waiting.resume(); });
}

namespace detail
{

WUA_COLD job start_job(engine_handle engine, std::vector<update_pointer> updates, job_options options)
{
    if (!options.on_progress && !options.on_completed)
    {
        return start_job(std::move(engine), std::move(updates), options, {}, nullptr);
    }
    auto callbacks = make_handle<job_callbacks>(std::move(options.on_progress), std::move(options.on_completed));
    const job_observer observer = callbacks;
    return start_job(std::move(engine), std::move(updates), options, observer, std::move(callbacks));
}

WUA_COLD job start_job(engine_handle engine, std::vector<update_pointer> updates, const job_options& options,
                       job_observer observer, shared_handle<job_callbacks> callbacks)
{
    if (!engine)
    {
        throw hresult_error(e_pointer, "a job needs an engine");
    }
    check_priority(options.priority);
    job_setup setup;
    setup.executor = engine.shared_executor();
    setup.engine = std::move(engine);
    setup.updates = std::move(updates);
    setup.settings.priority = options.priority;
    setup.settings.is_forced = options.is_forced;
    setup.settings.client_application_id = options.client_application_id;
    setup.options = options.downloader;
    setup.observer = std::move(observer);
    const auto running = make_handle<running_job>(std::move(setup));
    const auto& its = running->job_ledger()->table()->updates();
    for (std::size_t index = 0; index != its.size() && !options.is_forced; ++index)
    {
        if (its[index]->details && its[index]->details->is_downloaded)
        {
            running->job_ledger()->finish(index, outcome::succeeded(wu_s_already_downloaded));
        }
    }
    if (callbacks)
    {
        callbacks->keep(running);
    }
    running->begin();
    running->delivery().open();
    return job(running, options.stop);
}

} // namespace detail

} // namespace wua
