// SPDX-License-Identifier: MIT
#pragma once

// The job that BeginDownload hands out: the COM face of a running job.

#include <wua/com/implements.hpp>
#include <wua/com/shared_handle.hpp>
#include <wua/job/running_job.hpp>
#include <wua/objects/begun_job.hpp>
#include <wua/objects/download_progress.hpp>
#include <wua/separate_compilation.hpp>
#include <wua/wuapi/download_job.hpp>
#include <wua/wuapi/errors.hpp>
#include <wua/wuapi/extensions.hpp>

#include <chrono>
#include <memory>

namespace wua
{

/// Leads from a job's interface to its implementation, for this library's own use within one module: see source_of.
struct IDownloadJobSource : IUnknown
{
    using base_interface = IUnknown;

    /// True when `module` is the address of the job's own detail::module_tag. Only then may the members below be
    /// called.
    virtual bool WUA_STDCALL IsOf(const void* module) noexcept = 0;

    virtual const detail::shared_handle<detail::running_job>& running() noexcept = 0;

    /// Implements EndDownload, for the downloader that this token belongs to.
    virtual com_ptr<IDownloadResult> end(const std::shared_ptr<const void>& owner) = 0;

protected:
    ~IDownloadJobSource() = default;
};

template <>
inline constexpr guid iid_of<IDownloadJobSource> = "a1c7e0b5-62d4-4f0e-9a3b-7f5d21c08e94"_guid;

/// A job's implementation; null for foreign jobs, including those of another copy of this library.
com_ptr<IDownloadJobSource> source_of(IDownloadJob& any) noexcept;

/// job_rules says what every member does in each state. Any thread may call any member.
class download_job final
    : public implements<download_job, IDownloadJob, IDownloadJobDetails, IDownloadJobControl, IDownloadJobSource>
{
public:
    /// Whether the job's own observer keeps this object until the job is completed and its callbacks have returned.
    enum class keeper : std::uint8_t
    {
        client,
        observer,
    };

    /// owner: see end().
    download_job(detail::shared_handle<detail::running_job> running,
                 detail::shared_handle<detail::update_objects> updates, std::shared_ptr<const void> owner,
                 async_state state, keeper kept_by);

    WUA_INLINE HRESULT WUA_STDCALL get_AsyncState(VARIANT* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_IsCompleted(VARIANT_BOOL* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_Updates(IUpdateCollection** retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL CleanUp() noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL GetProgress(IDownloadProgress** retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL RequestAbort() noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL Wait(LONG milliseconds, VARIANT_BOOL* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL GetUpdateProgress(LONG updateIndex,
                                                     IUpdateDownloadProgress** retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL Pause() noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL Resume() noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL PauseUpdate(LONG updateIndex) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL ResumeUpdate(LONG updateIndex) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_Priority(DownloadPriority* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL put_Priority(DownloadPriority value) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_BytesPerSecondLimit(DECIMAL* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL put_BytesPerSecondLimit(DECIMAL value) noexcept override;

    WUA_INLINE bool WUA_STDCALL IsOf(const void* module) noexcept override;

    WUA_INLINE const detail::shared_handle<detail::running_job>& running() noexcept override;

    WUA_INLINE com_ptr<IDownloadResult> end(const std::shared_ptr<const void>& owner) override;

    /// Called when one reference will be left after the current Release: if that is the observer's, the client has
    /// released the job.
    void next_to_last_release() noexcept;

private:
    friend class implements<download_job, IDownloadJob, IDownloadJobDetails, IDownloadJobControl, IDownloadJobSource>;
    ~download_job()
    {
        download_progress::forget(job());
    }

    const detail::ledger& job() const noexcept
    {
        return m_begun.job();
    }

    detail::running_job& running_here() const noexcept
    {
        return *m_begun.running();
    }

    detail::begun_job m_begun;
    const keeper m_keeper;
};

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/objects/download_job.ipp>
#endif
