// SPDX-License-Identifier: MIT
#pragma once

// A callback of a client, as the agent gets it: it hands on what the agent tells, with objects as the client sees them.

#include <wua/com/com_ptr.hpp>
#include <wua/separate_compilation.hpp>
#include <wua/wuapi/download_callbacks.hpp>
#include <wua/wuapi/installation_callbacks.hpp>
#include <wua/wuapi/update_searcher.hpp>

#include <atomic>
#include <memory>
#include <utility>

namespace wua::detail
{

class recording;

// Every form that a callback may have.
struct any_callback
    : IDispatch,
      ISearchCompletedCallback,
      IDownloadProgressChangedCallback,
      IDownloadCompletedCallback,
      IInstallationProgressChangedCallback,
      IInstallationCompletedCallback
{
protected:
    ~any_callback() = default;
};

// Has the forms that the client's object has, and is where that one is: what the agent asks of apartments goes on to
// it. Without an own opinion of threads: the agent calls it where the client's would be called.
class recorded_callback final : public any_callback
{
public:
    recorded_callback(std::shared_ptr<recording> all, IUnknown* client) noexcept
        : m_all(std::move(all)),
          m_client(client)
    {}

    WUA_INLINE HRESULT WUA_STDCALL QueryInterface(REFIID iid, void** object) noexcept override;
    WUA_INLINE ULONG WUA_STDCALL AddRef() noexcept override;
    WUA_INLINE ULONG WUA_STDCALL Release() noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL GetTypeInfoCount(UINT* count) noexcept override;
    WUA_INLINE HRESULT WUA_STDCALL GetTypeInfo(UINT index, LCID locale, ITypeInfo** made) noexcept override;
    WUA_INLINE HRESULT WUA_STDCALL GetIDsOfNames(REFIID iid, LPOLESTR* names, UINT count, LCID locale,
                                                 DISPID* ids) noexcept override;
    WUA_INLINE HRESULT WUA_STDCALL Invoke(DISPID dispid, REFIID iid, LCID locale, WORD flags, DISPPARAMS* given,
                                          VARIANT* result, EXCEPINFO* record, UINT* bad_index) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL Invoke(ISearchJob* job, ISearchCompletedCallbackArgs* args) noexcept override;
    WUA_INLINE HRESULT WUA_STDCALL Invoke(IDownloadJob* job,
                                          IDownloadProgressChangedCallbackArgs* args) noexcept override;
    WUA_INLINE HRESULT WUA_STDCALL Invoke(IDownloadJob* job, IDownloadCompletedCallbackArgs* args) noexcept override;
    WUA_INLINE HRESULT WUA_STDCALL Invoke(IInstallationJob* job,
                                          IInstallationProgressChangedCallbackArgs* args) noexcept override;
    WUA_INLINE HRESULT WUA_STDCALL Invoke(IInstallationJob* job,
                                          IInstallationCompletedCallbackArgs* args) noexcept override;

private:
    ~recorded_callback() = default;

    template <class Callback, class Job, class Args>
    HRESULT tell(const char* name, Job* job, Args* args) noexcept;

    // call(job, arguments), as the client sees them, between two looks at the clock.
    template <class F>
    HRESULT measured(const char* name, IUnknown* job, IUnknown* args, F&& call) noexcept;

    const std::shared_ptr<recording> m_all;
    const com_ptr<IUnknown> m_client;
    std::atomic<ULONG> m_references = 1;
};

// With a reference for the caller.
IUnknown* make_recorded_callback(recording& all, IUnknown* client);

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/agent/recording/recorded_callback.ipp>
#endif
