// SPDX-License-Identifier: MIT
#pragma once

// A job as its own callbacks see it, and the callbacks that receive it.

#include <wua/com/shared_handle.hpp>
#include <wua/model/progress_snapshot.hpp>
#include <wua/separate_compilation.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <type_traits>
#include <utility>
#include <vector>

namespace wua
{

namespace detail
{
class running_job;
class job_callbacks;
} // namespace detail

/// Valid during a callback, on its thread. The client's job object may be gone by then.
class job_handle
{
public:
    job_handle(const job_handle&) = delete;
    job_handle& operator=(const job_handle&) = delete;

    progress_snapshot progress() const;
    bool is_completed() const;

    /// Returns immediately; the completed callback still comes.
    void request_abort();

    /// As in job.
    void pause();
    void resume();
    void pause(std::size_t index);
    void resume(std::size_t index);
    void set_priority(DownloadPriority priority);
    void set_bandwidth(std::uint64_t bytes_per_second);

    /// orcInProgress until the job is completed.
    outcome result() const;

    /// Of one update. Throws hresult_error: WU_E_INVALIDINDEX.
    outcome result(std::size_t index) const;

    const std::vector<update_pointer>& updates() const noexcept;

private:
    friend class detail::job_callbacks;

    explicit job_handle(detail::running_job& running) noexcept : m_running(running) {}

    detail::running_job& m_running;
};

/// A function that takes a const Told&, and optionally a job_handle&; empty if made from nothing, null or an empty
/// std::function.
template <class Told>
class job_callback
{
public:
    job_callback() noexcept = default;
    job_callback(std::nullptr_t) noexcept {}

    template <class F>
    requires(!std::same_as<std::remove_cvref_t<F>, job_callback> &&
             (std::invocable<std::decay_t<F>&, const Told&> ||
              std::invocable<std::decay_t<F>&, const Told&, job_handle&>))
    job_callback(F&& f)
    {
        if constexpr (requires { f == nullptr; })
        {
            if (f == nullptr)
            {
                return;
            }
        }
        if constexpr (std::invocable<std::decay_t<F>&, const Told&, job_handle&>)
        {
            m_function = std::forward<F>(f);
        }
        else
        {
            m_function = [call = std::decay_t<F>(std::forward<F>(f))](const Told& told, job_handle&) mutable {
                static_cast<void>(call(told));
            };
        }
    }

    explicit operator bool() const noexcept
    {
        return m_function != nullptr;
    }

    void operator()(const Told& told, job_handle& job) const
    {
        m_function(told, job);
    }

private:
    std::function<void(const Told&, job_handle&)> m_function;
};

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/job/job_handle.ipp>
#endif
