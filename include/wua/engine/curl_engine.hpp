// SPDX-License-Identifier: MIT
#pragma once

// The engine that downloads: HTTP and HTTPS by libcurl, digests by OpenSSL.

#include <wua/engine/curl/curl_core.hpp>
#include <wua/engine/curl/curl_loop.hpp>
#include <wua/engine/curl_options.hpp>
#include <wua/job/engine.hpp>
#include <wua/job/owned_thread.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

namespace wua
{

// Stores the files of updates in one directory, each under its file_name or a safe name from its URL. While a file is
// not complete it is called NAME.part; what has been stored of it is continued by the next download of that file, also
// after a restart of the process (see unfinished_download.hpp). A file that is there already with the right digest ends
// its update as WU_S_ALREADY_DOWNLOADED, unless the job is forced; a file with other content is replaced at the end.
//
// Outcomes: integrity and protocol as in curl_errors.hpp, with the native code of libcurl ("curl"), of HTTP ("http") or
// of the disk ("errno"); WU_E_SERVICE_STOP when the engine is destroyed first.
//
// Proxies are those that the environment names: http_proxy, https_proxy, all_proxy and no_proxy, also in capitals but
// for the first. What a proxy refuses ends as the same HTTP status of a server would, or as WININET_E_CANNOT_CONNECT.
//
// All members may be called from any thread, and from callbacks. One or two threads serve all jobs, and one more
// computes digests and waits for the disk.
class curl_engine
{
public:
    // Throws std::system_error when the directory cannot be used.
    explicit curl_engine(curl_options options = {})
    {
        options.loops = std::clamp<std::size_t>(options.loops, 1, 2);
        for (std::size_t* const limit : {&options.parallel.engine, &options.parallel.job, &options.parallel.host})
        {
            *limit = std::max<std::size_t>(*limit, 1);
        }
        m_core = std::make_shared<detail::curl_core>(std::move(options));
        std::vector<std::unique_ptr<detail::curl_loop>> loops;
        for (std::size_t lane = 0; lane != m_core->options.loops; ++lane)
        {
            loops.push_back(std::make_unique<detail::curl_loop>(m_core, lane));
            m_core->add_loop(loops.back()->inbox());
        }
        try
        {
            m_threads.reserve(loops.size()); // a thread that began must not be dropped
            for (std::unique_ptr<detail::curl_loop>& loop : loops)
            {
                m_threads.push_back(owned_thread::start([mine = std::move(loop)] { mine->run(); }));
            }
        }
        catch (...)
        {
            end();
            throw;
        }
    }

    curl_engine(curl_engine&&) noexcept = default;
    curl_engine& operator=(curl_engine&&) = delete;

    // Jobs that are not completed end: their updates fail with WU_E_SERVICE_STOP, and can be continued later. After the
    // destructor returned nothing is reported any more, unless it runs in a report itself: then the engine's threads
    // end by themselves soon afterwards.
    ~curl_engine()
    {
        end();
    }

    void start(transfer job)
    {
        const auto made = std::make_shared<detail::curl_job>(std::move(job), m_core->options.job_bandwidth);
        // An abort may come, or have come, on any thread.
        made->on_abort.emplace(made->end.stop_token(), [core = std::weak_ptr(m_core), weak = std::weak_ptr(made)] {
            const auto living_core = core.lock();
            const auto living = weak.lock();
            if (living_core && living)
            {
                living_core->abort(living);
            }
        });
        if (!m_core->add(made))
        {
            detail::curl_loop::end_job(*made);
        }
    }

    // The clock by which speeds and limits are counted.
    std::chrono::nanoseconds now() const
    {
        return m_core->now();
    }

private:
    void end() noexcept
    {
        if (!m_core)
        {
            return;
        }
        m_core->stop();
        const bool is_inside = std::any_of(
            m_threads.begin(), m_threads.end(), [](const owned_thread& thread) { return thread.is_this_thread(); });
        for (owned_thread& thread : m_threads)
        {
            is_inside ? thread.detach() : thread.end(); // another loop may be waiting for what this one reports
        }
        if (!is_inside)
        {
            detail::curl_loop::end_jobs(m_core->take_rest()); // of threads that never began
        }
    }

    std::shared_ptr<detail::curl_core> m_core;
    std::vector<owned_thread> m_threads;
};

static_assert(engine<curl_engine>);
static_assert(timed_engine<curl_engine>);

} // namespace wua
