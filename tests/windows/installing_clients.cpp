// SPDX-License-Identifier: MIT

// Clients that see Windows' own headers alone and come from their session to what is installed: in the multithreaded
// apartment, asynchronously beside a message loop with free-threaded callbacks, and by the bare slots of the vtables.

#include "catch.hpp"
#include "windows/apartment.hpp"
#include <wua/agent/call_recorder.hpp>
#include <wua/agent/machine_agent.hpp>
#include <wua/engine/simulated_engine.hpp>
#include <wua/objects/update_downloader.hpp>
#include <wua/windows/class_registration.hpp>
#include <wua/wuapi/class_ids.hpp>

#include <wuapi.h>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace
{

// On a thread of the client's own, which leaves assertions to the test's.
void need(HRESULT code)
{
    wua::throw_if_failed(code);
}

// As CComBSTR and CComPtr are for a client.
struct text
{
    explicit text(const wchar_t* words) : value(SysAllocString(words)) {}
    text(const text&) = delete;
    ~text()
    {
        SysFreeString(value);
    }
    BSTR value;
};

template <class T>
T* created(const wua::guid& clsid)
{
    T* object = nullptr;
    need(CoCreateInstance(clsid, nullptr, CLSCTX_INPROC_SERVER, __uuidof(T), reinterpret_cast<void**>(&object)));
    return object;
}

IUpdateCollection* found_by(IUpdateSession* session)
{
    IUpdateSearcher* searcher = nullptr;
    ISearchResult* result = nullptr;
    IUpdateCollection* updates = nullptr;
    need(session->CreateUpdateSearcher(&searcher));
    need(searcher->Search(text(L"IsInstalled=0").value, &result));
    need(result->get_Updates(&updates));
    result->Release();
    searcher->Release();
    return updates;
}

void download(IUpdateSession* session, IUpdateCollection* updates)
{
    IUpdateDownloader* downloader = nullptr;
    IDownloadResult* result = nullptr;
    need(session->CreateUpdateDownloader(&downloader));
    need(downloader->put_Updates(updates));
    need(downloader->Download(&result));
    result->Release();
    downloader->Release();
}

// An agent behind its classes, with or without a recorder before it, that has two updates. Each installation needs a
// restart.
struct agent_of_client
{
    explicit agent_of_client(bool is_recorded)
    {
        wua::scenario installs = wua::usual_installations();
        installs.others.success = wua::wu_s_reboot_required;
        wua::scenario script;
        script.installations = std::make_shared<const wua::scenario>(std::move(installs));
        const auto engine = std::make_shared<wua::simulated_engine>(std::move(script));
        engine->run_in_real_time(100);
        target = wua::make_machine(engine);
        recorder = is_recorded ? std::make_shared<wua::call_recorder>(wua::recorder_options()) : nullptr;
        registration.emplace(wua::recorded(
            wua::make_agent(
                {wua::make_item("One", "https://host/1", 1'000'000), wua::make_item("Two", "https://host/2", 2)},
                [engine] { return wua::make_downloader(engine); }, target),
            recorder));
    }

    void expect(bool is_so, int line)
    {
        complaints += is_so ? "" : "line " + std::to_string(line) + " ";
    }

    // The complaints, once the client has let go of everything. `finding`: what alone a recorder finds; empty: nothing.
    std::string end(const std::string& finding)
    {
        std::string found;
        for (const auto& one : recorder != nullptr ? recorder->end() : std::vector<wua::client_finding>())
        {
            found += one.name;
        }
        return complaints + (recorder != nullptr && found != finding ? found : "");
    }

    std::string complaints;
    std::shared_ptr<wua::machine> target;
    std::shared_ptr<wua::call_recorder> recorder;
    std::optional<wua::class_registration> registration;
};

// What a client has before it installs: a session, and the updates, which are downloaded.
struct client_before_installing : agent_of_client
{
    explicit client_before_installing(bool is_recorded)
        : agent_of_client(is_recorded),
          session(created<IUpdateSession>(wua::clsid_update_session)),
          updates(found_by(session))
    {
        download(session, updates);
    }

    std::string end(const std::string& finding)
    {
        updates->Release();
        session->Release();
        return agent_of_client::end(finding);
    }

    IUpdateSession* const session;
    IUpdateCollection* const updates;
};

// By the IIDs that not every header has.
const GUID search_completed = {0x88aee058, 0xd4b0, 0x4725, {0xa2, 0xf1, 0x81, 0x4a, 0x67, 0xae, 0x96, 0x4c}};
const GUID download_completed = {0x77254866, 0x9f5b, 0x4c8e, {0xb9, 0xe2, 0xc7, 0x7a, 0x85, 0x30, 0xd6, 0x4b}};
const GUID installation_completed = {0x45f4f6f3, 0xd602, 0x4f98, {0x9a, 0x8a, 0x3e, 0xfa, 0x15, 0x2a, 0xd2, 0xd3}};

// A callback as a C++ client writes it that aggregates the free-threaded marshaler: any thread may call it. It posts a
// message to its client.
class free_threaded_callback final : public IUnknown
{
public:
    explicit free_threaded_callback(const GUID& iid) : m_iid(iid)
    {
        MSG message;
        PeekMessageW(&message, nullptr, WM_APP, WM_APP, PM_NOREMOVE); // so that the thread has a queue
        CoCreateFreeThreadedMarshaler(this, &m_marshaler);
    }
    ~free_threaded_callback()
    {
        m_marshaler->Release();
    }

    HRESULT STDMETHODCALLTYPE QueryInterface(REFIID iid, void** object) override
    {
        if (IsEqualIID(iid, __uuidof(IMarshal)))
        {
            return m_marshaler->QueryInterface(iid, object);
        }
        *object = IsEqualIID(iid, __uuidof(IUnknown)) || IsEqualIID(iid, m_iid) ? this : nullptr;
        if (*object == nullptr)
        {
            return E_NOINTERFACE;
        }
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
    virtual HRESULT STDMETHODCALLTYPE Invoke(IDispatch*, IDispatch*)
    {
        m_called_on = GetCurrentThreadId();
        PostThreadMessageW(m_thread, WM_APP, 0, 0);
        return S_OK;
    }

    // Dispatches messages until it has been called; true when that was on another thread.
    bool has_come_from_elsewhere() const
    {
        MSG message;
        while (GetMessageW(&message, nullptr, 0, 0) > 0 && message.message != WM_APP)
        {
            DispatchMessageW(&message);
        }
        return m_called_on != 0 && m_called_on != m_thread;
    }
    LONG references() const
    {
        return m_references;
    }

private:
    const GUID& m_iid;
    const DWORD m_thread = GetCurrentThreadId();
    IUnknown* m_marshaler = nullptr;
    LONG m_references = 1;
    DWORD m_called_on = 0;
};

// The function in a slot, as a caller without declarations has it.
template <class... Arguments>
HRESULT call_slot(void* object, std::size_t slot, Arguments... arguments)
{
    using function = HRESULT(STDMETHODCALLTYPE*)(void*, Arguments...);
    void** const table = *static_cast<void***>(object);
    return reinterpret_cast<function>(table[slot])(object, arguments...);
}

void release(void* object)
{
    static_cast<IUnknown*>(object)->Release();
}

} // namespace

TEST_CASE("a client in the multithreaded apartment installs and reads the history", "[installing_clients]")
{
    const bool is_recorded = GENERATE(false, true);
    CHECK(in_apartment(COINIT_MULTITHREADED, [is_recorded] {
              client_before_installing client(is_recorded);
              IUpdateInstaller* installer = nullptr;
              IInstallationJob* job = nullptr;
              IInstallationResult* result = nullptr;
              need(client.session->CreateUpdateInstaller(&installer));
              need(installer->put_Updates(client.updates));
              VARIANT state;
              VariantInit(&state);
              need(installer->BeginInstall(nullptr, nullptr, state, &job));
              VARIANT_BOOL is_completed = VARIANT_FALSE;
              LONG percent = 0;
              while (is_completed == VARIANT_FALSE)
              {
                  IInstallationProgress* progress = nullptr;
                  need(job->GetProgress(&progress));
                  LONG now = 0;
                  need(progress->get_PercentComplete(&now));
                  progress->Release();
                  client.expect(now >= percent, __LINE__);
                  percent = now;
                  need(job->get_IsCompleted(&is_completed));
                  Sleep(1);
              }
              need(installer->EndInstall(job, &result));
              need(job->CleanUp());
              OperationResultCode code{};
              VARIANT_BOOL reboots = VARIANT_FALSE;
              need(result->get_ResultCode(&code));
              need(result->get_RebootRequired(&reboots));
              client.expect(code == orcSucceeded, __LINE__);
              client.expect(reboots == VARIANT_TRUE, __LINE__);
              auto* const information = created<ISystemInformation>(wua::clsid_system_information);
              need(information->get_RebootRequired(&reboots));
              client.expect(reboots == VARIANT_TRUE, __LINE__);
              information->Release();
              IUpdateSearcher* searcher = nullptr;
              IUpdateHistoryEntryCollection* history = nullptr;
              LONG count = 0;
              need(client.session->CreateUpdateSearcher(&searcher));
              need(searcher->QueryHistory(0, 10, &history));
              need(history->get_Count(&count));
              client.expect(count == 2, __LINE__);
              for (IUnknown* one :
                   {static_cast<IUnknown*>(history), static_cast<IUnknown*>(searcher), static_cast<IUnknown*>(result),
                    static_cast<IUnknown*>(job), static_cast<IUnknown*>(installer)})
              {
                  one->Release();
              }
              return client.end("");
          }) == "");
}

TEST_CASE("a client beside a message loop searches, downloads and installs, and is called back from elsewhere",
          "[installing_clients]")
{
    const bool is_recorded = GENERATE(false, true);
    CHECK(in_apartment(COINIT_APARTMENTTHREADED, [is_recorded] {
              agent_of_client agent(is_recorded);
              free_threaded_callback found(search_completed);
              free_threaded_callback downloaded(download_completed);
              free_threaded_callback installed(installation_completed);
              VARIANT state;
              VariantInit(&state);
              auto* const session = created<IUpdateSession>(wua::clsid_update_session);

              IUpdateSearcher* searcher = nullptr;
              ISearchJob* search = nullptr;
              ISearchResult* result_of_search = nullptr;
              IUpdateCollection* updates = nullptr;
              need(session->CreateUpdateSearcher(&searcher));
              need(searcher->BeginSearch(text(L"IsInstalled=0").value, &found, state, &search));
              agent.expect(found.has_come_from_elsewhere(), __LINE__);
              need(searcher->EndSearch(search, &result_of_search));
              need(search->CleanUp());
              need(result_of_search->get_Updates(&updates));

              IUpdateDownloader* downloader = nullptr;
              IDownloadJob* download = nullptr;
              IDownloadResult* result_of_download = nullptr;
              OperationResultCode code{};
              need(session->CreateUpdateDownloader(&downloader));
              need(downloader->put_Updates(updates));
              need(downloader->BeginDownload(nullptr, &downloaded, state, &download));
              agent.expect(downloaded.has_come_from_elsewhere(), __LINE__);
              need(downloader->EndDownload(download, &result_of_download));
              need(download->CleanUp());
              need(result_of_download->get_ResultCode(&code));
              agent.expect(code == orcSucceeded, __LINE__);

              IUpdateInstaller* installer = nullptr;
              IInstallationJob* installation = nullptr;
              IInstallationResult* result_of_installation = nullptr;
              need(session->CreateUpdateInstaller(&installer));
              need(installer->put_Updates(updates));
              need(installer->BeginInstall(nullptr, &installed, state, &installation));
              agent.expect(installed.has_come_from_elsewhere(), __LINE__);
              need(installer->EndInstall(installation, &result_of_installation));
              need(installation->CleanUp());
              need(result_of_installation->get_ResultCode(&code));
              agent.expect(code == orcSucceeded, __LINE__);
              agent.expect(agent.target->needs_restart(), __LINE__);

              for (IUnknown* const one :
                   {static_cast<IUnknown*>(result_of_installation), static_cast<IUnknown*>(installation),
                    static_cast<IUnknown*>(installer), static_cast<IUnknown*>(result_of_download),
                    static_cast<IUnknown*>(download), static_cast<IUnknown*>(downloader),
                    static_cast<IUnknown*>(updates), static_cast<IUnknown*>(result_of_search),
                    static_cast<IUnknown*>(search), static_cast<IUnknown*>(searcher), static_cast<IUnknown*>(session)})
              {
                  one->Release();
              }
              for (const free_threaded_callback* const one : {&found, &downloaded, &installed})
              {
                  agent.expect(one->references() == 1, __LINE__);
              }
              return agent.end("restart-not-noticed");
          }) == "");
}

TEST_CASE("a client that knows slots alone comes from its session to what is installed", "[installing_clients]")
{
    const bool is_recorded = GENERATE(false, true);
    CHECK(in_apartment(COINIT_MULTITHREADED, [is_recorded] {
              agent_of_client agent(is_recorded);
              static const GUID session_interface = {
                  0x816858a4, 0x260d, 0x4260, {0x93, 0x3a, 0x25, 0x85, 0xf1, 0xab, 0xc7, 0x6b}};
              void* session = nullptr;
              void* searcher = nullptr;
              void* found = nullptr;
              void* updates = nullptr;
              void* downloader = nullptr;
              void* downloaded = nullptr;
              void* installer = nullptr;
              void* installed = nullptr;
              void* of_second = nullptr;
              LONG count = 0;
              LONG code = 0;
              need(CoCreateInstance(
                  wua::clsid_update_session, nullptr, CLSCTX_INPROC_SERVER, session_interface, &session));
              need(call_slot(session, 12, &searcher));
              need(call_slot(searcher, 19, text(L"IsInstalled=0").value, &found));
              need(call_slot(found, 9, &updates));
              need(call_slot(updates, 10, &count));
              agent.expect(count == 2, __LINE__);
              need(call_slot(session, 13, &downloader));
              need(call_slot(downloader, 14, updates));
              need(call_slot(downloader, 16, &downloaded));
              need(call_slot(downloaded, 8, &code));
              agent.expect(code == orcSucceeded, __LINE__);
              need(call_slot(session, 14, &installer));
              need(call_slot(installer, 16, updates));
              need(call_slot(installer, 21, &installed));
              need(call_slot(installed, 9, &code));
              agent.expect(code == orcSucceeded, __LINE__);
              need(call_slot(installed, 10, LONG{1}, &of_second));
              need(call_slot(of_second, 9, &code));
              agent.expect(code == orcSucceeded, __LINE__);
              for (void* const one :
                   {of_second, installed, installer, downloaded, downloader, updates, found, searcher, session})
              {
                  release(one);
              }
              return agent.end("restart-not-noticed");
          }) == "");
}
