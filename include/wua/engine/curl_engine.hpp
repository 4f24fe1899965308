// SPDX-License-Identifier: MIT
#pragma once

// The engine that downloads: HTTP and HTTPS by libcurl, digests by OpenSSL.

#include <wua/engine/curl/curl_core.hpp>
#include <wua/engine/curl/curl_job.hpp>
#include <wua/engine/curl_options.hpp>
#include <wua/job/engine.hpp>
#include <wua/job/owned_thread.hpp>
#include <wua/separate_compilation.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <utility>

namespace wua
{

/// Stores the files of updates in one directory, each under its file_name or a safe name taken from its URL. An
/// incomplete file is called NAME.part; the next download of that file continues it, even after a restart of the
/// process (see unfinished_download.hpp). An existing file with the right digests ends its update as
/// WU_S_ALREADY_DOWNLOADED, unless the job is forced; a file with other content is replaced at the end. Updates that
/// want the same file at the same time share one download.
///
/// Outcomes: the HRESULTs listed in curl/curl_errors.hpp, transfer/http_errors.hpp and disk/disk_errors.hpp, with the
/// native code of libcurl ("curl"), of HTTP ("http") or of the disk ("errno"); WU_E_SERVICE_STOP if the engine is
/// destroyed first.
///
/// Unless curl_options::requests names a proxy, those of the environment are used: http_proxy, https_proxy, all_proxy
/// and no_proxy; all but the first also in capitals. A proxy's refusal ends like the same HTTP status from a server, or
/// as WININET_E_CANNOT_CONNECT.
///
/// All members may be called from any thread, and from callbacks. One or two threads serve all jobs. Another computes
/// digests and waits for the disk, and another makes sure that no server keeps the first ones busy; one more runs the
/// policy's check, if there is one, and one serves sinks, if there are any.
class curl_engine
{
public:
    /// Throws std::system_error when the directory cannot be used, and hresult_error, E_INVALIDARG, for invalid
    /// options, with a text that names the first: a negative time, a zero where at least one is needed, an invalid
    /// policy or requests, unreadable certificate authorities. No directory is created then.
    explicit curl_engine(curl_options options = {}) : curl_engine(std::move(options), nullptr) {}

    /// Members of a moved-from engine throw hresult_error: WU_E_INVALID_OPERATION.
    curl_engine(curl_engine&&) noexcept = default;
    curl_engine& operator=(curl_engine&&) = delete;

    /// Ends jobs that are not completed: their updates fail with WU_E_SERVICE_STOP, and can be continued later. Once
    /// the destructor has returned, nothing more is reported, unless it runs inside a report: then the engine's threads
    /// end by themselves soon afterwards.
    ~curl_engine()
    {
        end();
    }

    /// Throws hresult_error, E_INVALIDARG, when an update's request details or the details of one of its files are
    /// invalid; nothing has been started then.
    void start(transfer job);

    /// Where the file is stored; relative if curl_options::directory is, as are the paths of job::files(). An existing
    /// file is kept if it has the right digest, otherwise replaced. Empty for a file that has neither a name nor a URL.
    std::filesystem::path path_of(const content_file& file) const;

    /// Limits all jobs together to that many bytes per second, 0: no limit. Replaces curl_options::engine_bandwidth.
    void set_bandwidth(std::uint64_t bytes_per_second)
    {
        core()->set_bandwidth(bytes_per_second);
    }

    /// Calls curl_options::may_fetch soon instead of at its next interval, for when the network has changed.
    void ask_may_fetch()
    {
        core()->ask_may_fetch();
    }

    /// Jobs and updates can be paused, and a job's priority and bandwidth changed while it runs.
    job_controls controls() const noexcept
    {
        return {.pause = true, .priority = true, .bandwidth = true};
    }

    /// The clock that speeds and limits are measured by.
    std::chrono::nanoseconds now() const
    {
        return core()->now();
    }
    time_source clock() const
    {
        return core()->options.clock;
    }

private:
    friend class swarm_engine;

    curl_engine(curl_options&& options, std::shared_ptr<detail::content_supplier> supplier);

    // Throws for a moved-from engine.
    const std::shared_ptr<detail::curl_core>& core() const;

    void end() noexcept;

    static constexpr std::size_t max_threads = detail::update_queue::max_lanes;

    std::shared_ptr<detail::curl_core> m_core;
    std::array<detail::owned_thread, max_threads> m_threads;
};

static_assert(engine<curl_engine>);
static_assert(timed_engine<curl_engine>);
static_assert(controlled_engine<curl_engine>);

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/curl_engine.ipp>
#endif
