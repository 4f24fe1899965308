// SPDX-License-Identifier: MIT
#pragma once

// The progress of an installation at one moment.

#include <wua/com/implements.hpp>
#include <wua/model/progress_snapshot.hpp>
#include <wua/separate_compilation.hpp>
#include <wua/wuapi/installation_callbacks.hpp>

#include <utility>

namespace wua
{

/// Immutable once somebody has seen it, and may outlive the job.
class installation_progress final : public implements<installation_progress, IInstallationProgress>
{
public:
    explicit installation_progress(progress_snapshot snapshot) noexcept : m_snapshot(std::move(snapshot)) {}

    static com_ptr<installation_progress> take(const progress_snapshot& now)
    {
        return make<installation_progress>(now);
    }

    /// Fills an object that was made in advance and that nobody has seen yet.
    void show(const progress_snapshot& now) noexcept
    {
        m_snapshot = now;
    }

    WUA_INLINE HRESULT WUA_STDCALL get_CurrentUpdateIndex(LONG* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_CurrentUpdatePercentComplete(LONG* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_PercentComplete(LONG* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL GetUpdateResult(LONG updateIndex,
                                                   IUpdateInstallationResult** retval) noexcept override;

private:
    progress_snapshot m_snapshot;
};

class installation_progress_args final
    : public implements<installation_progress_args, IInstallationProgressChangedCallbackArgs>
{
public:
    explicit installation_progress_args(com_ptr<IInstallationProgress> progress) noexcept
        : m_progress(std::move(progress))
    {}

    WUA_INLINE HRESULT WUA_STDCALL get_Progress(IInstallationProgress** retval) noexcept override;

private:
    const com_ptr<IInstallationProgress> m_progress;
};

class installation_completed_args final
    : public implements<installation_completed_args, IInstallationCompletedCallbackArgs>
{};

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/objects/installation_progress.ipp>
#endif
