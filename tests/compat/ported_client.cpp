// SPDX-License-Identifier: MIT
// A client written for Windows. It is compiled against the SDK's <wuapi.h>, against ours on Windows, and against ours
// off Windows; the lines below the includes are the same.

#include "compat/ported_client.hpp"

#if defined(WUA_TEST_SDK_HEADER)
#include <windows.h>
#include <wuapi.h>
#elif defined(_WIN32)
#include <wua/compat/wuapi.h>

#include <windows.h>
#else
#include <wua/compat/wuapi.h>
#endif

namespace
{

// mingw-w64's header lacks the second of these, under whatever name.
const CLSID session_class = {0x4cb43d7f, 0x7eee, 0x4906, {0x86, 0x98, 0x60, 0xda, 0x1c, 0x38, 0xf2, 0xfe}};
const CLSID collection_class = {0x13639463, 0x00db, 0x4646, {0x80, 0x3d, 0x52, 0x80, 0x26, 0x14, 0x0d, 0x88}};
const IID session_interface = {0x816858a4, 0x260d, 0x4260, {0x93, 0x3a, 0x25, 0x85, 0xf1, 0xab, 0xc7, 0x6b}};
const IID collection_interface = {0x07f7438c, 0x7709, 0x4ca5, {0xb5, 0x18, 0x91, 0x27, 0x92, 0x88, 0x13, 0x4e}};

unsigned long long to_number(const DECIMAL& value)
{
    return value.scale == 0 && value.sign == 0 && value.Hi32 == 0 ? value.Lo64 : 0;
}

HRESULT download(IUpdateSession* session, client_findings& findings)
{
    IUpdateSearcher* searcher = nullptr;
    HRESULT hr = session->CreateUpdateSearcher(&searcher);
    if (FAILED(hr))
    {
        return hr;
    }
    BSTR criteria = SysAllocString(L"IsInstalled=0");
    ISearchResult* found = nullptr;
    hr = searcher->Search(criteria, &found);
    SysFreeString(criteria);
    searcher->Release();
    if (FAILED(hr))
    {
        return hr;
    }
    IUpdateCollection* available = nullptr;
    hr = found->get_Updates(&available);
    found->Release();
    if (FAILED(hr))
    {
        return hr;
    }
    IUpdateCollection* chosen = nullptr;
    hr = CoCreateInstance(
        collection_class, nullptr, CLSCTX_INPROC_SERVER, collection_interface, reinterpret_cast<void**>(&chosen));
    if (FAILED(hr))
    {
        available->Release();
        return hr;
    }
    LONG count = 0;
    available->get_Count(&count);
    findings.updates = count;
    for (LONG i = 0; i < count; ++i)
    {
        IUpdate* update = nullptr;
        if (SUCCEEDED(available->get_Item(i, &update)))
        {
            LONG place = 0;
            BSTR title = nullptr;
            chosen->Add(update, &place);
            update->get_Title(&title);
            findings.title_units += SysStringLen(title);
            SysFreeString(title);
            update->Release();
        }
    }
    available->Release();

    IUpdateDownloader* downloader = nullptr;
    hr = session->CreateUpdateDownloader(&downloader);
    if (FAILED(hr))
    {
        chosen->Release();
        return hr;
    }
    downloader->put_Updates(chosen);
    chosen->Release();
    VARIANT state;
    VariantInit(&state);
    IDownloadJob* job = nullptr;
    hr = downloader->BeginDownload(nullptr, nullptr, state, &job);
    if (FAILED(hr))
    {
        downloader->Release();
        return hr;
    }
    VARIANT_BOOL is_completed = VARIANT_FALSE;
    while (SUCCEEDED(job->get_IsCompleted(&is_completed)) && is_completed == VARIANT_FALSE)
    {
        IDownloadProgress* progress = nullptr;
        if (SUCCEEDED(job->GetProgress(&progress)))
        {
            LONG percent = 0;
            progress->get_PercentComplete(&percent);
            findings.went_backward = findings.went_backward || percent < findings.percent;
            findings.percent = percent;
            progress->Release();
        }
        Sleep(1);
    }
    IDownloadProgress* last = nullptr;
    DECIMAL bytes{};
    job->GetProgress(&last);
    last->get_PercentComplete(&findings.percent);
    last->get_TotalBytesDownloaded(&bytes);
    findings.bytes = to_number(bytes);
    last->Release();
    IDownloadResult* result = nullptr;
    OperationResultCode code = orcNotStarted;
    hr = downloader->EndDownload(job, &result);
    if (SUCCEEDED(hr))
    {
        result->get_ResultCode(&code);
        result->Release();
    }
    findings.result_code = static_cast<int>(code);
    job->CleanUp();
    job->Release();
    downloader->Release();
    return hr;
}

} // namespace

client_findings run_ported_client()
{
    client_findings findings;
    HRESULT hr = CoInitializeEx(nullptr, COINIT_MULTITHREADED);
    if (FAILED(hr))
    {
        findings.failure = hr;
        return findings;
    }
    IUpdateSession* session = nullptr;
    hr = CoCreateInstance(
        session_class, nullptr, CLSCTX_INPROC_SERVER, session_interface, reinterpret_cast<void**>(&session));
    if (SUCCEEDED(hr))
    {
        hr = download(session, findings);
        session->Release();
    }
    CoUninitialize();
    findings.failure = FAILED(hr) ? hr : S_OK;
    return findings;
}
