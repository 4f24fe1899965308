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

/// Stores the files of updates in one directory, each under its file_name or a safe name from its URL. While a file is
/// not complete it is called NAME.part; what has been stored of it is continued by the next download of that file, also
/// after a restart of the process (see unfinished_download.hpp). A file that is there already with the right digests
/// ends its update as WU_S_ALREADY_DOWNLOADED, unless the job is forced; a file with other content is replaced at the
/// end. Updates that want the same file at the same time share one download.
///
/// Outcomes: the HRESULTs that curl/curl_errors.hpp, transfer/http_errors.hpp and disk/disk_errors.hpp name, with the
/// native code of libcurl ("curl"), of HTTP ("http") or of the disk ("errno"); WU_E_SERVICE_STOP when the engine is
/// destroyed first.
///
/// Proxies are, unless curl_options::requests names one, those of the environment: http_proxy, https_proxy, all_proxy
/// and no_proxy, also in capitals but for the first. What a proxy refuses ends as the same HTTP status of a server
/// would, or as WININET_E_CANNOT_CONNECT.
///
/// All members may be called from any thread, and from callbacks. One or two threads serve all jobs, one more
/// computes digests and waits for the disk, another one sees to it that no server keeps the first ones busy, one
/// runs the policy's check, if there is one, and one serves sinks, if there are any.
class curl_engine
{
public:
    /// Throws std::system_error when the directory cannot be used, and hresult_error, E_INVALIDARG, for options that
    /// make no sense, with a sentence that names the first: a time below 0, a number of which there must be one, a
    /// policy or requests that cannot be kept to, authorities that cannot be read. Then no directory is made.
    explicit curl_engine(curl_options options = {}) : curl_engine(std::move(options), nullptr) {}

    /// Members of one that was moved from throw hresult_error: WU_E_INVALID_OPERATION.
    curl_engine(curl_engine&&) noexcept = default;
    curl_engine& operator=(curl_engine&&) = delete;

    /// Jobs that are not completed end: their updates fail with WU_E_SERVICE_STOP, and can be continued later. After
    /// the destructor returned nothing is reported any more, unless it runs in a report itself: then the engine's
    /// threads end by themselves soon afterwards.
    ~curl_engine()
    {
        end();
    }

    /// Throws hresult_error, E_INVALIDARG, when what an update's requests are to carry or the details of one of its
    /// files make no sense; then nothing has been started.
    void start(transfer job);

    /// Where the file is stored. A file that is there already is kept if it has the right digest, else replaced.
    /// Empty for a file that has neither a name nor a URL.
    std::filesystem::path path_of(const content_file& file) const;

    /// Bytes per second of all jobs together, 0: no limit. From now on, instead of curl_options::engine_bandwidth.
    void set_bandwidth(std::uint64_t bytes_per_second)
    {
        core()->set_bandwidth(bytes_per_second);
    }

    /// Has curl_options::may_fetch asked at once, as when the network has changed.
    void ask_may_fetch()
    {
        core()->ask_may_fetch();
    }

    /// Jobs and updates can be paused, and a job's priority and bandwidth changed under way.
    job_controls controls() const noexcept
    {
        return {.pause = true, .priority = true, .bandwidth = true};
    }

    /// The clock by which speeds and limits are counted.
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

    // Throws when the engine was moved from.
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
