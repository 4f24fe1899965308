/* SPDX-License-Identifier: MIT
 * The same client in C, which reaches every member through its vtable. */

#define COBJMACROS
#define INITGUID
#include "windows/sdk_client.h"

#include <wuapi.h>

#ifdef __MINGW32__
typedef struct IDownloadProgressChangedCallbackArgs IDownloadProgressChangedCallbackArgs;
typedef struct IDownloadProgressChangedCallbackArgsVtbl
{
    HRESULT(STDMETHODCALLTYPE* QueryInterface)(IDownloadProgressChangedCallbackArgs*, REFIID, void**);
    ULONG(STDMETHODCALLTYPE* AddRef)(IDownloadProgressChangedCallbackArgs*);
    ULONG(STDMETHODCALLTYPE* Release)(IDownloadProgressChangedCallbackArgs*);
    HRESULT(STDMETHODCALLTYPE* GetTypeInfoCount)(IDownloadProgressChangedCallbackArgs*, UINT*);
    HRESULT(STDMETHODCALLTYPE* GetTypeInfo)(IDownloadProgressChangedCallbackArgs*, UINT, LCID, ITypeInfo**);
    HRESULT(STDMETHODCALLTYPE* GetIDsOfNames)
    (IDownloadProgressChangedCallbackArgs*, REFIID, LPOLESTR*, UINT, LCID, DISPID*);
    HRESULT(STDMETHODCALLTYPE* Invoke)
    (IDownloadProgressChangedCallbackArgs*, DISPID, REFIID, LCID, WORD, DISPPARAMS*, VARIANT*, EXCEPINFO*, UINT*);
    HRESULT(STDMETHODCALLTYPE* get_Progress)(IDownloadProgressChangedCallbackArgs*, IDownloadProgress**);
} IDownloadProgressChangedCallbackArgsVtbl;
struct IDownloadProgressChangedCallbackArgs
{
    const IDownloadProgressChangedCallbackArgsVtbl* lpVtbl;
};
#endif

/* Both callback interfaces have this shape. */
typedef struct callback callback;
typedef struct callback_vtbl
{
    HRESULT(STDMETHODCALLTYPE* QueryInterface)(callback*, REFIID, void**);
    ULONG(STDMETHODCALLTYPE* AddRef)(callback*);
    ULONG(STDMETHODCALLTYPE* Release)(callback*);
    HRESULT(STDMETHODCALLTYPE* Invoke)(callback*, IDownloadJob*, IDispatch*);
} callback_vtbl;
struct callback
{
    const callback_vtbl* lpVtbl;
    LONG references;
    const GUID* iid;
    sdk_client_report* report;
};

static const GUID progress_iid = {0x8c3f1cdd, 0x6173, 0x4591, {0xae, 0xbd, 0xa5, 0x6a, 0x53, 0xca, 0x77, 0xc1}};
static const GUID completed_iid = {0x77254866, 0x9f5b, 0x4c8e, {0xb9, 0xe2, 0xc7, 0x7a, 0x85, 0x30, 0xd6, 0x4b}};

static HRESULT STDMETHODCALLTYPE callback_query(callback* self, REFIID iid, void** object)
{
    if (!IsEqualIID(iid, &IID_IUnknown) && !IsEqualIID(iid, self->iid))
    {
        *object = NULL;
        return E_NOINTERFACE;
    }
    *object = self;
    InterlockedIncrement(&self->references);
    return S_OK;
}

static ULONG STDMETHODCALLTYPE callback_add_ref(callback* self)
{
    return (ULONG)InterlockedIncrement(&self->references);
}

static ULONG STDMETHODCALLTYPE callback_release(callback* self)
{
    return (ULONG)InterlockedDecrement(&self->references);
}

static HRESULT STDMETHODCALLTYPE progress_invoke(callback* self, IDownloadJob* job, IDispatch* given)
{
    IDownloadProgressChangedCallbackArgs* args = (IDownloadProgressChangedCallbackArgs*)given;
    IDownloadProgress* progress = NULL;
    IUpdateCollection* updates = NULL;
    LONG percent = -1;
    if (SUCCEEDED(args->lpVtbl->get_Progress(args, &progress)))
    {
        IDownloadProgress_get_PercentComplete(progress, &percent);
        IDownloadProgress_Release(progress);
    }
    if (FAILED(IDownloadJob_get_Updates(job, &updates)))
    {
        InterlockedIncrement(&self->report->progress_calls_of_another_job);
    }
    else
    {
        IUpdateCollection_Release(updates);
    }
    if (percent >= 0)
    {
        InterlockedIncrement(&self->report->progress_calls);
    }
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE completed_invoke(callback* self, IDownloadJob* job, IDispatch* args)
{
    (void)args;
    IDownloadJob_get_IsCompleted(job, &self->report->is_completed_in_callback);
    InterlockedIncrement(&self->report->completed_calls);
    return S_OK;
}

static const callback_vtbl progress_vtbl = {callback_query, callback_add_ref, callback_release, progress_invoke};
static const callback_vtbl completed_vtbl = {callback_query, callback_add_ref, callback_release, completed_invoke};

static void note(sdk_client_report* report, HRESULT code, int line)
{
    if (FAILED(code) && report->failed_line == 0)
    {
        report->failure = code;
        report->failed_line = line;
    }
}

static void poll(IDownloadJob* job, sdk_client_report* report)
{
    IDownloadProgress* progress = NULL;
    LONG percent = 0;
    DownloadPhase phase = 0;
    note(report, IDownloadJob_GetProgress(job, &progress), __LINE__);
    if (progress == NULL)
    {
        return;
    }
    note(report, IDownloadProgress_get_PercentComplete(progress, &percent), __LINE__);
    note(report, IDownloadProgress_get_CurrentUpdateIndex(progress, &report->last_index), __LINE__);
    note(report, IDownloadProgress_get_CurrentUpdateDownloadPhase(progress, &phase), __LINE__);
    note(report, IDownloadProgress_get_TotalBytesToDownload(progress, &report->total), __LINE__);
    note(report, IDownloadProgress_get_TotalBytesDownloaded(progress, &report->done), __LINE__);
    note(report, IDownloadProgress_get_CurrentUpdateBytesToDownload(progress, &report->current_total), __LINE__);
    note(report, IDownloadProgress_get_CurrentUpdateBytesDownloaded(progress, &report->current_done), __LINE__);
    report->backward_steps += percent < report->last_percent ? 1 : 0;
    report->last_percent = percent;
    report->last_phase = (LONG)phase;
    ++report->polls;
    IDownloadProgress_Release(progress);
}

static void result_of(IDownloadResult* result, LONG index, LONG* code, LONG* hresult, sdk_client_report* report)
{
    IUpdateDownloadResult* one = NULL;
    OperationResultCode word = 0;
    note(report, IDownloadResult_GetUpdateResult(result, index, &one), __LINE__);
    if (one != NULL)
    {
        note(report, IUpdateDownloadResult_get_ResultCode(one, &word), __LINE__);
        note(report, IUpdateDownloadResult_get_HResult(one, hresult), __LINE__);
        *code = (LONG)word;
        IUpdateDownloadResult_Release(one);
    }
}

void drive_from_c(IUnknown* given, IUnknown* list, sdk_client_report* report)
{
    callback on_progress = {&progress_vtbl, 1, &progress_iid, report};
    callback on_completed = {&completed_vtbl, 1, &completed_iid, report};
    IUpdateDownloader* downloader = NULL;
    IUpdateCollection* updates = NULL;
    IDownloadJob* job = NULL;
    IDownloadResult* result = NULL;
    BSTR name;
    VARIANT state;
    note(report, IUnknown_QueryInterface(given, &IID_IUpdateDownloader, (void**)&downloader), __LINE__);
    note(report, IUnknown_QueryInterface(list, &IID_IUpdateCollection, (void**)&updates), __LINE__);
    if (report->failed_line != 0)
    {
        return;
    }
    name = SysAllocString(L"a client in C");
    note(report, IUpdateDownloader_put_ClientApplicationID(downloader, name), __LINE__);
    SysFreeString(name);
    note(report, IUpdateDownloader_put_Priority(downloader, dpHigh), __LINE__);
    note(report, IUpdateDownloader_put_Updates(downloader, updates), __LINE__);
    VariantInit(&state);
    state.vt = VT_I4;
    state.lVal = 42;
    note(report,
         IUpdateDownloader_BeginDownload(downloader, (IUnknown*)&on_progress, (IUnknown*)&on_completed, state, &job),
         __LINE__);
    if (job != NULL)
    {
        VARIANT_BOOL is_completed = VARIANT_FALSE;
        VARIANT back;
        VariantInit(&back);
        note(report, IDownloadJob_get_AsyncState(job, &back), __LINE__);
        report->state = back.vt == VT_I4 ? back.lVal : -1;
        VariantClear(&back);
        do
        {
            poll(job, report);
            note(report, IDownloadJob_get_IsCompleted(job, &is_completed), __LINE__);
            Sleep(1);
        } while (is_completed == VARIANT_FALSE && report->failed_line == 0);
        note(report, IUpdateDownloader_EndDownload(downloader, job, &result), __LINE__);
        poll(job, report);
        note(report, IDownloadJob_get_AsyncState(job, &back), __LINE__);
        report->state_at_end = back.vt;
        note(report, IDownloadJob_CleanUp(job), __LINE__);
        IDownloadJob_Release(job);
    }
    if (result != NULL)
    {
        OperationResultCode code = 0;
        IUpdateDownloadResult* none = NULL;
        note(report, IDownloadResult_get_ResultCode(result, &code), __LINE__);
        note(report, IDownloadResult_get_HResult(result, &report->result_hresult), __LINE__);
        report->result_code = (LONG)code;
        result_of(result, 0, &report->first_code, &report->first_hresult, report);
        result_of(result, 1, &report->second_code, &report->second_hresult, report);
        report->third_index = IDownloadResult_GetUpdateResult(result, 2, &none);
        IDownloadResult_Release(result);
    }
    IUpdateCollection_Release(updates);
    IUpdateDownloader_Release(downloader);
    report->callbacks_left = (ULONG)on_progress.references + (ULONG)on_completed.references - 2;
}
