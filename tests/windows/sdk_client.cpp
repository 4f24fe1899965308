// SPDX-License-Identifier: MIT
// A client as its author writes it: Windows' headers, and the callback interfaces that mingw-w64's wuapi.h lacks.

#include "windows/sdk_client.h"

#include <wuapi.h>

namespace
{

#ifdef __MINGW32__
struct IDownloadProgressChangedCallbackArgs : IDispatch
{
    virtual HRESULT STDMETHODCALLTYPE get_Progress(IDownloadProgress** retval) = 0;
};

struct IDownloadCompletedCallbackArgs : IDispatch
{};

struct IDownloadProgressChangedCallback : IUnknown
{
    virtual HRESULT STDMETHODCALLTYPE Invoke(IDownloadJob* job, IDownloadProgressChangedCallbackArgs* args) = 0;
};

struct IDownloadCompletedCallback : IUnknown
{
    virtual HRESULT STDMETHODCALLTYPE Invoke(IDownloadJob* job, IDownloadCompletedCallbackArgs* args) = 0;
};
#endif

const GUID progress_callback_iid = {0x8c3f1cdd, 0x6173, 0x4591, {0xae, 0xbd, 0xa5, 0x6a, 0x53, 0xca, 0x77, 0xc1}};
const GUID completed_callback_iid = {0x77254866, 0x9f5b, 0x4c8e, {0xb9, 0xe2, 0xc7, 0x7a, 0x85, 0x30, 0xd6, 0x4b}};

template <class Interface>
class callback : public Interface
{
public:
    callback(const GUID& iid, sdk_client_report& report) : m_report(report), m_iid(iid) {}

    HRESULT STDMETHODCALLTYPE QueryInterface(REFIID iid, void** object) override
    {
        if (!IsEqualIID(iid, __uuidof(IUnknown)) && !IsEqualIID(iid, m_iid))
        {
            *object = nullptr;
            return E_NOINTERFACE;
        }
        *object = this;
        AddRef();
        return S_OK;
    }

    ULONG STDMETHODCALLTYPE AddRef() override
    {
        return static_cast<ULONG>(InterlockedIncrement(&m_references));
    }

    ULONG STDMETHODCALLTYPE Release() override
    {
        return static_cast<ULONG>(InterlockedDecrement(&m_references));
    }

protected:
    sdk_client_report& m_report;

private:
    const GUID m_iid;
    LONG m_references = 1; // the variable's own
};

class progress_callback final : public callback<IDownloadProgressChangedCallback>
{
public:
    using callback::callback;

    HRESULT STDMETHODCALLTYPE Invoke(IDownloadJob* job, IDownloadProgressChangedCallbackArgs* args) override
    {
        IDownloadProgress* progress = nullptr;
        IUpdateCollection* updates = nullptr;
        LONG percent = -1;
        if (SUCCEEDED(args->get_Progress(&progress)))
        {
            progress->get_PercentComplete(&percent);
            progress->Release();
        }
        if (FAILED(job->get_Updates(&updates)))
        {
            InterlockedIncrement(&m_report.progress_calls_of_another_job);
        }
        else
        {
            updates->Release();
        }
        if (percent >= 0)
        {
            InterlockedIncrement(&m_report.progress_calls);
        }
        return S_OK;
    }
};

class completed_callback final : public callback<IDownloadCompletedCallback>
{
public:
    using callback::callback;

    HRESULT STDMETHODCALLTYPE Invoke(IDownloadJob* job, IDownloadCompletedCallbackArgs*) override
    {
        job->get_IsCompleted(&m_report.is_completed_in_callback);
        InterlockedIncrement(&m_report.completed_calls);
        return S_OK;
    }
};

// The first failure, and where.
void note(sdk_client_report& report, HRESULT code, int line)
{
    if (FAILED(code) && report.failed_line == 0)
    {
        report.failure = code;
        report.failed_line = line;
    }
}

void poll(IDownloadJob* job, sdk_client_report& report)
{
    IDownloadProgress* progress = nullptr;
    note(report, job->GetProgress(&progress), __LINE__);
    if (progress == nullptr)
    {
        return;
    }
    LONG percent = 0;
    DownloadPhase phase{};
    note(report, progress->get_PercentComplete(&percent), __LINE__);
    note(report, progress->get_CurrentUpdateIndex(&report.last_index), __LINE__);
    note(report, progress->get_CurrentUpdateDownloadPhase(&phase), __LINE__);
    note(report, progress->get_TotalBytesToDownload(&report.total), __LINE__);
    note(report, progress->get_TotalBytesDownloaded(&report.done), __LINE__);
    note(report, progress->get_CurrentUpdateBytesToDownload(&report.current_total), __LINE__);
    note(report, progress->get_CurrentUpdateBytesDownloaded(&report.current_done), __LINE__);
    report.backward_steps += percent < report.last_percent ? 1 : 0;
    report.last_percent = percent;
    report.last_phase = static_cast<LONG>(phase);
    ++report.polls;
    progress->Release();
}

void result_of(IDownloadResult* result, LONG index, LONG& code, LONG& hresult, sdk_client_report& report)
{
    IUpdateDownloadResult* one = nullptr;
    OperationResultCode word{};
    note(report, result->GetUpdateResult(index, &one), __LINE__);
    if (one != nullptr)
    {
        note(report, one->get_ResultCode(&word), __LINE__);
        note(report, one->get_HResult(&hresult), __LINE__);
        code = static_cast<LONG>(word);
        one->Release();
    }
}

} // namespace

void drive_from_cpp(IUnknown* given, IUnknown* list, sdk_client_report* filled)
{
    sdk_client_report& report = *filled;
    progress_callback on_progress(progress_callback_iid, report);
    completed_callback on_completed(completed_callback_iid, report);
    IUpdateDownloader* downloader = nullptr;
    IUpdateCollection* updates = nullptr;
    IDownloadJob* job = nullptr;
    IDownloadResult* result = nullptr;
    note(report, given->QueryInterface(__uuidof(IUpdateDownloader), reinterpret_cast<void**>(&downloader)), __LINE__);
    note(report, list->QueryInterface(__uuidof(IUpdateCollection), reinterpret_cast<void**>(&updates)), __LINE__);
    if (report.failed_line != 0)
    {
        return;
    }
    BSTR name = SysAllocString(L"a client in C++");
    note(report, downloader->put_ClientApplicationID(name), __LINE__);
    SysFreeString(name);
    note(report, downloader->put_Priority(dpHigh), __LINE__);
    note(report, downloader->put_Updates(updates), __LINE__);
    VARIANT state;
    VariantInit(&state);
    state.vt = VT_I4;
    state.lVal = 42;
    note(report, downloader->BeginDownload(&on_progress, &on_completed, state, &job), __LINE__);
    if (job != nullptr)
    {
        VARIANT back;
        VariantInit(&back);
        note(report, job->get_AsyncState(&back), __LINE__);
        report.state = back.vt == VT_I4 ? back.lVal : -1;
        VariantClear(&back);
        VARIANT_BOOL is_completed = VARIANT_FALSE;
        do
        {
            poll(job, report);
            note(report, job->get_IsCompleted(&is_completed), __LINE__);
            Sleep(1);
        } while (is_completed == VARIANT_FALSE && report.failed_line == 0);
        note(report, downloader->EndDownload(job, &result), __LINE__);
        poll(job, report);
        note(report, job->get_AsyncState(&back), __LINE__);
        report.state_at_end = back.vt;
        note(report, job->CleanUp(), __LINE__);
        job->Release();
    }
    if (result != nullptr)
    {
        OperationResultCode code{};
        note(report, result->get_ResultCode(&code), __LINE__);
        note(report, result->get_HResult(&report.result_hresult), __LINE__);
        report.result_code = static_cast<LONG>(code);
        result_of(result, 0, report.first_code, report.first_hresult, report);
        result_of(result, 1, report.second_code, report.second_hresult, report);
        IUpdateDownloadResult* none = nullptr;
        report.third_index = result->GetUpdateResult(2, &none);
        result->Release();
    }
    updates->Release();
    downloader->Release();
    on_progress.AddRef();
    on_completed.AddRef();
    report.callbacks_left = on_progress.Release() + on_completed.Release() - 2;
}
