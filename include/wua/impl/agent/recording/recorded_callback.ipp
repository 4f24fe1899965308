// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/agent/recording/recorded_callback.hpp>.

#include <wua/agent/recording/recorded_callback.hpp>
#include <wua/agent/recording/recorded_object.hpp>
#include <wua/agent/recording/recording.hpp>
#include <wua/com/abi_boundary.hpp>

namespace wua::detail
{

WUA_COLD HRESULT WUA_STDCALL recorded_callback::QueryInterface(REFIID iid, void** object) noexcept
{
    if (object == nullptr)
    {
        return e_pointer;
    }
    *object = nullptr;
    void* own = nullptr;
    const auto answers = [&]<class I>(I* form) { own = same(iid, iid_of<I>) ? form : own; };
    answers(static_cast<IDispatch*>(this));
    answers(static_cast<ISearchCompletedCallback*>(this));
    answers(static_cast<IDownloadProgressChangedCallback*>(this));
    answers(static_cast<IDownloadCompletedCallback*>(this));
    answers(static_cast<IInstallationProgressChangedCallback*>(this));
    answers(static_cast<IInstallationCompletedCallback*>(this));
    if (same(iid, iid_of<IUnknown>))
    {
        own = static_cast<IDispatch*>(this);
    }
    void* theirs = nullptr;
    const HRESULT code = guarded([&] { return m_client->QueryInterface(iid, &theirs); });
    if (failed(code) || own == nullptr)
    {
        *object = failed(code) ? nullptr : theirs;
        return code;
    }
    com_ptr<IUnknown>().attach(static_cast<IUnknown*>(theirs));
    AddRef();
    *object = own;
    return s_ok;
}

WUA_COLD ULONG WUA_STDCALL recorded_callback::AddRef() noexcept
{
    return m_references.fetch_add(1, std::memory_order_relaxed) + 1;
}

WUA_COLD ULONG WUA_STDCALL recorded_callback::Release() noexcept
{
    const ULONG left = m_references.fetch_sub(1, std::memory_order_acq_rel) - 1;
    if (left == 0)
    {
        delete this;
    }
    return left;
}

WUA_COLD HRESULT WUA_STDCALL recorded_callback::GetTypeInfoCount(UINT* count) noexcept
{
    return guarded([&] { return m_client.query<IDispatch>()->GetTypeInfoCount(count); });
}

WUA_COLD HRESULT WUA_STDCALL recorded_callback::GetTypeInfo(UINT index, LCID locale, ITypeInfo** made) noexcept
{
    return guarded([&] { return m_client.query<IDispatch>()->GetTypeInfo(index, locale, made); });
}

WUA_COLD HRESULT WUA_STDCALL recorded_callback::GetIDsOfNames(REFIID iid, LPOLESTR* names, UINT count, LCID locale,
                                                              DISPID* ids) noexcept
{
    return guarded([&] { return m_client.query<IDispatch>()->GetIDsOfNames(iid, names, count, locale, ids); });
}

// The object that the client's callback receives in place of the agent's.
WUA_COLD com_ptr<IUnknown> lent(recording& all, IUnknown* object)
{
    com_ptr<IUnknown> shown;
    shown.attach(all.shown(com_ptr<IUnknown>(object).detach()));
    return shown;
}

template <class F>
HRESULT recorded_callback::measured(const char* name, IUnknown* job, IUnknown* args, F&& call) noexcept
{
    const auto began = recording::clock::now();
    try
    {
        const com_ptr<IUnknown> shown_job = lent(*m_all, job);
        const com_ptr<IUnknown> shown_args = lent(*m_all, args);
        HRESULT code = e_fail;
        ++callbacks_on_this_thread;
        try
        {
            code = call(shown_job.get(), shown_args.get());
        }
        catch (...)
        {
            code = e_unexpected; // exceptions of the client's callback end here
        }
        --callbacks_on_this_thread;
        const object_label label = m_all->label_of(shown_job.get());
        m_all->judge([&](client_conduct& conduct) {
            conduct.called_back(label, name, code, recording::clock::now() - began);
        });
        const std::string arguments = "{\"args\":\"" + m_all->label_of(shown_args.get()).text() + "\"}";
        m_all->write(
            {.kind = "callback", .name = name, .object = label, .arguments = arguments, .code = code, .began = began});
        return code;
    }
    catch (...)
    {
        return hresult_from_exception();
    }
}

WUA_COLD HRESULT WUA_STDCALL recorded_callback::Invoke(DISPID dispid, REFIID iid, LCID locale, WORD flags,
                                                       DISPPARAMS* given, VARIANT* result, EXCEPINFO* record,
                                                       UINT* bad_index) noexcept
{
    const bool is_call = dispid == dispid_value && given != nullptr && given->cArgs == 2 && given->cNamedArgs == 0;
    if (!is_call)
    {
        return guarded([&] {
            return m_client.query<IDispatch>()->Invoke(dispid, iid, locale, flags, given, result, record, bad_index);
        });
    }
    return measured(
        "IDispatch::Invoke", given->rgvarg[1].punkVal, given->rgvarg[0].punkVal, [&](IUnknown* job, IUnknown* args) {
            VARIANT values[] = {given->rgvarg[0], given->rgvarg[1]};
            values[0].punkVal = args;
            values[1].punkVal = job;
            DISPPARAMS shown{values, nullptr, 2, 0};
            return m_client.query<IDispatch>()->Invoke(dispid, iid, locale, flags, &shown, result, record, bad_index);
        });
}

template <class Callback, class Job, class Args>
HRESULT recorded_callback::tell(const char* name, Job* job, Args* args) noexcept
{
    return measured(name, job, args, [&](IUnknown* shown_job, IUnknown* shown_args) {
        return m_client.query<Callback>()->Invoke(static_cast<Job*>(shown_job), static_cast<Args*>(shown_args));
    });
}

WUA_COLD HRESULT WUA_STDCALL recorded_callback::Invoke(ISearchJob* job, ISearchCompletedCallbackArgs* args) noexcept
{
    return tell<ISearchCompletedCallback>("ISearchCompletedCallback::Invoke", job, args);
}

WUA_COLD HRESULT WUA_STDCALL recorded_callback::Invoke(IDownloadJob* job,
                                                       IDownloadProgressChangedCallbackArgs* args) noexcept
{
    return tell<IDownloadProgressChangedCallback>("IDownloadProgressChangedCallback::Invoke", job, args);
}

WUA_COLD HRESULT WUA_STDCALL recorded_callback::Invoke(IDownloadJob* job, IDownloadCompletedCallbackArgs* args) noexcept
{
    return tell<IDownloadCompletedCallback>("IDownloadCompletedCallback::Invoke", job, args);
}

WUA_COLD HRESULT WUA_STDCALL recorded_callback::Invoke(IInstallationJob* job,
                                                       IInstallationProgressChangedCallbackArgs* args) noexcept
{
    return tell<IInstallationProgressChangedCallback>("IInstallationProgressChangedCallback::Invoke", job, args);
}

WUA_COLD HRESULT WUA_STDCALL recorded_callback::Invoke(IInstallationJob* job,
                                                       IInstallationCompletedCallbackArgs* args) noexcept
{
    return tell<IInstallationCompletedCallback>("IInstallationCompletedCallback::Invoke", job, args);
}

WUA_COLD IUnknown* make_recorded_callback(recording& all, IUnknown* client)
{
    return static_cast<IDispatch*>(new recorded_callback(all.shared_from_this(), client));
}

} // namespace wua::detail
