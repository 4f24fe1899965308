// SPDX-License-Identifier: MIT
#pragma once

// The job that BeginInstall and BeginUninstall return, and the observer for its callbacks.

#include <wua/com/implements.hpp>
#include <wua/objects/begun_job.hpp>
#include <wua/objects/client_observer.hpp>
#include <wua/objects/installation_progress.hpp>
#include <wua/objects/installation_result.hpp>
#include <wua/separate_compilation.hpp>
#include <wua/wuapi/installation_callbacks.hpp>

#include <memory>

namespace wua
{
namespace detail
{

struct installation_kind
{
    using job = IInstallationJob;
    using progress_slot = callback_slot<IInstallationProgressChangedCallback, IInstallationProgressChangedCallbackArgs>;
    using completed_slot = callback_slot<IInstallationCompletedCallback, IInstallationCompletedCallbackArgs>;
    using progress = installation_progress;
    using progress_args = installation_progress_args;
    using completed_args = installation_completed_args;
};

using installation_observer = client_observer<installation_kind>;

#ifdef WUA_SEPARATE_COMPILATION
extern template class client_observer<installation_kind>;
#endif

} // namespace detail

/// Leads from a job's interface to its implementation, for this library's own use within one module.
struct IInstallationJobSource : IUnknown
{
    using base_interface = IUnknown;

    /// True when `module` is the address of the job's own detail::module_tag. Only then may the member below be called.
    virtual bool WUA_STDCALL IsOf(const void* module) noexcept = 0;

    /// Implements EndInstall or EndUninstall, named by `name`, for the installer that this token belongs to.
    virtual com_ptr<IInstallationResult>
    end(const std::shared_ptr<const void>& owner, job_kind kind, const char* name) = 0;

protected:
    ~IInstallationJobSource() = default;
};

template <>
inline constexpr guid iid_of<IInstallationJobSource> = "c8b6d5a2-7f1e-4d09-b4c3-52e9a06d7f18"_guid;

/// job_rules says what every member does in each state, as for a download. Any thread may call any member.
class installation_job final : public implements<installation_job, IInstallationJob, IInstallationJobSource>
{
public:
    /// owner: see end().
    installation_job(detail::shared_handle<detail::running_job> running,
                     detail::shared_handle<detail::update_objects> updates, std::shared_ptr<const void> owner,
                     async_state state);

    WUA_INLINE HRESULT WUA_STDCALL get_AsyncState(VARIANT* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_IsCompleted(VARIANT_BOOL* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_Updates(IUpdateCollection** retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL CleanUp() noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL GetProgress(IInstallationProgress** retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL RequestAbort() noexcept override;

    WUA_INLINE bool WUA_STDCALL IsOf(const void* module) noexcept override;

    WUA_INLINE com_ptr<IInstallationResult>
    end(const std::shared_ptr<const void>& owner, job_kind kind, const char* name) override;

    /// Called when a Release leaves one reference, the observer's: the client has released the job.
    void next_to_last_release() noexcept;

    const detail::shared_handle<detail::running_job>& running() const noexcept
    {
        return m_begun.running();
    }

private:
    friend class implements<installation_job, IInstallationJob, IInstallationJobSource>;
    ~installation_job() = default;

    detail::begun_job m_begun;
};

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/objects/installation_job.ipp>
#endif
