// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/curl_engine.hpp>.

#include <wua/com/hresult.hpp>
#include <wua/engine/curl/curl_loop.hpp>
#include <wua/engine/curl/option_rules.hpp>
#include <wua/engine/curl/update_rules.hpp>
#include <wua/engine/curl_engine.hpp>
#include <wua/engine/disk/file_name_registry.hpp>
#include <wua/wuapi/errors.hpp>

#include <algorithm>
#include <string>
#include <utility>

namespace wua
{

WUA_COLD curl_engine::curl_engine(curl_options&& options, std::shared_ptr<detail::content_supplier> supplier)
{
    detail::check_options(options);
    options.parallel.engine = std::min(options.parallel.engine, detail::curl_core::max_transfers());
    m_core = std::make_shared<detail::curl_core>(std::move(options), std::move(supplier));
    std::array<std::shared_ptr<detail::curl_loop>, max_threads> loops;
    for (std::size_t lane = 0; lane != m_core->options.loops; ++lane)
    {
        loops[lane] = std::make_shared<detail::curl_loop>(m_core, lane);
        m_core->add_loop(lane, loops[lane]->inbox());
    }
    try
    {
        for (std::size_t lane = 0; lane != m_core->options.loops; ++lane)
        {
            m_threads[lane] = detail::owned_thread::start([loop = std::move(loops[lane])] { loop->run(); });
        }
    }
    catch (...)
    {
        end();
        throw;
    }
}

WUA_INLINE const std::shared_ptr<detail::curl_core>& curl_engine::core() const
{
    if (!m_core)
    {
        throw hresult_error(wu_e_invalid_operation, "the engine was moved from");
    }
    return m_core;
}

WUA_INLINE void curl_engine::start(transfer job)
{
    const std::shared_ptr<detail::curl_core> mine = core();
    for (const update_pointer& update : job.updates())
    {
        detail::request_rules::check(*update);
        detail::check_details(*update);
    }
    const auto added = std::make_shared<detail::curl_job>(std::move(job), mine->options.job_bandwidth);
    added->transfer.when_controlled([to = std::weak_ptr(mine), of = std::weak_ptr(added)] {
        const std::shared_ptr<detail::curl_core> alive = to.lock();
        const std::shared_ptr<detail::curl_job> concerned = of.lock();
        if (alive && concerned)
        {
            alive->control(concerned);
        }
    });
    if (added->transfer.bandwidth())
    {
        mine->control(added); // the bandwidth was set before the job started
    }
    // An abort may come on any thread, and may have come already.
    added->on_abort.attach(added->transfer.stop_token(), detail::shared_handle(mine), detail::shared_handle(added));
    if (!mine->try_add(added))
    {
        detail::curl_loop::end_job(*added);
    }
}

WUA_COLD std::filesystem::path curl_engine::path_of(const content_file& file) const
{
    if (file.file_name.empty() && file.urls.empty())
    {
        return {};
    }
    return core()->path_of(detail::stored_name(file));
}

WUA_COLD void curl_engine::end() noexcept
{
    if (!m_core)
    {
        return;
    }
    m_core->stop();
    bool is_inside = false;
    for (const detail::owned_thread& thread : m_threads)
    {
        is_inside = is_inside || thread.is_this_thread();
    }
    if (is_inside)
    {
        m_core->leave_loops_alone();
        m_core->logins.stop();
    }
    else
    {
        m_core->logins.end();
    }
    for (detail::owned_thread& thread : m_threads)
    {
        // Another loop may be waiting for the report that this thread is making.
        is_inside ? thread.detach() : thread.end();
    }
    if (!is_inside)
    {
        detail::curl_loop::end_jobs(m_core->take_rest()); // the jobs that no loop has begun
        m_core->end_threads();
    }
}

} // namespace wua
