// SPDX-License-Identifier: MIT

// The porting header: a client written for Windows runs against an agent of this process.

#include "catch.hpp"
#include "compat/ported_client.hpp"
#include "engine/scratch_directory.hpp"
#include <wua/engine/simulated_engine.hpp>
#include <wua/objects/update_downloader.hpp>

#if defined(_WIN32)
#include <wua/windows/class_registration.hpp>
#else
#include <wua/agent/call_recorder.hpp>
#include <wua/compat/class_registration.hpp>
#include <wua/compat/com.h>
#include <wua/compat/wuapi.h>
#include <wua/compat/wuerror.h>
#endif

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#if __has_include(<nlohmann/json.hpp>)
#include <nlohmann/json.hpp>
#endif

namespace
{

wua::update_agent agent_in_a_hurry()
{
    const auto engine = std::make_shared<wua::simulated_engine>();
    engine->run_in_real_time(1000);
    return wua::make_agent(
        {wua::make_item("One", "https://host/1", 1'000'000), wua::make_item("Two", "https://host/2", 2)},
        [engine] { return wua::make_downloader(engine); });
}

} // namespace

TEST_CASE("a client written for Windows downloads from an agent of this process", "[wuapi]")
{
#if defined(_WIN32)
    CoInitializeEx(nullptr, COINIT_MULTITHREADED);
#endif
    client_findings findings;
    {
        const wua::class_registration registration(agent_in_a_hurry());
        findings = run_ported_client();
    }
#if defined(_WIN32)
    CoUninitialize();
#endif
    CHECK(findings.failure == 0);
    CHECK(findings.updates == 2);
    CHECK(findings.title_units == 6);
    CHECK(findings.percent == 100);
    CHECK_FALSE(findings.went_backward);
    CHECK(findings.bytes == 1'000'002);
    CHECK(findings.result_code == wua::orcSucceeded);
}

#if !defined(_WIN32)
TEST_CASE("without a registration a class is not registered", "[wuapi]")
{
    CHECK(static_cast<HRESULT>(run_ported_client().failure) == REGDB_E_CLASSNOTREG);
}

TEST_CASE("a client that knows of no recorder is recorded where the environment asks for it", "[wuapi]")
{
    const scratch_directory folder;
    const std::filesystem::path log = folder.path() / "calls.jsonl";
    setenv("WUA_SCENARIO_LOG", log.c_str(), 1);
    client_findings findings;
    {
        const wua::class_registration registration(wua::recorded_as_asked(agent_in_a_hurry()));
        findings = run_ported_client();
    }
    unsetenv("WUA_SCENARIO_LOG");
    CHECK(findings.failure == 0);
    CHECK(findings.percent == 100);
    CHECK(findings.bytes == 1'000'002);
    CHECK(findings.result_code == orcSucceeded);
    std::ifstream file(log);
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);)
    {
        lines.push_back(line);
    }
    REQUIRE(lines.size() > 20);
    CHECK(lines.back().find(R"("findings":0})") != std::string::npos);
#if __has_include(<nlohmann/json.hpp>)
    std::vector<std::string> called;
    for (const std::string& line : lines)
    {
        called.push_back(nlohmann::json::parse(line).value("call", ""));
    }
    for (const char* const member :
         {"IUpdateSession::CreateUpdateSearcher", "IUpdateSearcher::Search", "IUpdateCollection::Add",
          "IUpdateDownloader::put_Updates", "IUpdateDownloader::BeginDownload", "IDownloadJob::get_IsCompleted",
          "IUpdateDownloader::EndDownload", "IDownloadJob::CleanUp"})
    {
        INFO(member);
        CHECK(std::count(called.begin(), called.end(), member) != 0);
    }
#endif
}

TEST_CASE("without a wish in the environment nothing is recorded", "[wuapi]")
{
    const wua::update_agent plain = wua::recorded_as_asked(agent_in_a_hurry());
    CHECK_FALSE(plain.shown);
    setenv("WUA_SCENARIO_REPORT", "0", 1);
    CHECK_FALSE(wua::recorder_options_of_environment().reports);
    setenv("WUA_SCENARIO_REPORT", "1", 1);
    CHECK(wua::recorder_options_of_environment().reports);
    unsetenv("WUA_SCENARIO_REPORT");
}

TEST_CASE("a process has one agent at a time", "[wuapi]")
{
    const auto again = [] {
        try
        {
            const wua::class_registration second(agent_in_a_hurry());
        }
        catch (const wua::hresult_error& error)
        {
            return error.code();
        }
        return S_OK;
    };
    {
        const wua::class_registration first(agent_in_a_hurry());
        CHECK(again() == CO_E_OBJISREG);
    }
    CHECK(again() == S_OK);
}

TEST_CASE("CoCreateInstance answers as it does on Windows", "[wuapi]")
{
    const wua::class_registration registration(agent_in_a_hurry());
    IUnknown* object = nullptr;
    const auto create = [&](const CLSID& clsid, IUnknown* outer, const IID& iid) {
        return CoCreateInstance(clsid, outer, CLSCTX_ALL, iid, reinterpret_cast<void**>(&object));
    };
    CHECK(create(CLSID_UpdateSession, nullptr, IID_IUnknown) == CO_E_NOTINITIALIZED);
    REQUIRE(CoInitialize(nullptr) == S_OK);
    CHECK(CoInitializeEx(nullptr, COINIT_APARTMENTTHREADED) == S_FALSE);
    CHECK(CoInitializeEx(nullptr, COINIT_MULTITHREADED) == RPC_E_CHANGED_MODE);
    CoUninitialize();

    CHECK(CoCreateInstance(CLSID_UpdateSession, nullptr, CLSCTX_ALL, IID_IUnknown, nullptr) == E_POINTER);
    CHECK(create(CLSID_UpdateInstaller, nullptr, IID_IUnknown) == REGDB_E_CLASSNOTREG);
    CHECK(create(CLSID_UpdateSession, nullptr, IID_IDownloadJob) == E_NOINTERFACE);
    CHECK(object == nullptr);
    IUpdateSession3* session = nullptr;
    REQUIRE(SUCCEEDED(CoCreateInstance(CLSID_UpdateSession, nullptr, CLSCTX_ALL, IID_PPV_ARGS(&session))));
    CHECK(create(CLSID_UpdateSession, session, IID_IUnknown) == CLASS_E_NOAGGREGATION);
    CHECK(object == nullptr);
    IUpdateInstaller* installer = nullptr;
    CHECK(session->CreateUpdateInstaller(&installer) == E_NOTIMPL);
    session->Release();
    for (const CLSID& clsid :
         {CLSID_UpdateDownloader, CLSID_UpdateSearcher, CLSID_UpdateCollection, CLSID_StringCollection})
    {
        REQUIRE(create(clsid, nullptr, __uuidof(IDispatch)) == S_OK);
        object->Release();
    }
    CoUninitialize();
}

TEST_CASE("a thread that has entered no apartment is in the multithreaded one while others are", "[wuapi]")
{
    const wua::class_registration registration(agent_in_a_hurry());
    const auto create_elsewhere = [] {
        HRESULT code = E_FAIL;
        std::thread([&] {
            IUpdateSession* session = nullptr;
            code = CoCreateInstance(CLSID_UpdateSession, nullptr, CLSCTX_ALL, IID_PPV_ARGS(&session));
            if (SUCCEEDED(code))
            {
                session->Release();
            }
        }).join();
        return code;
    };
    REQUIRE(CoInitializeEx(nullptr, COINIT_APARTMENTTHREADED) == S_OK);
    CHECK(create_elsewhere() == CO_E_NOTINITIALIZED);
    CoUninitialize();
    REQUIRE(CoInitializeEx(nullptr, COINIT_MULTITHREADED) == S_OK);
    REQUIRE(CoInitializeEx(nullptr, COINIT_MULTITHREADED) == S_FALSE);
    CHECK(create_elsewhere() == S_OK);
    CoUninitialize();
    CHECK(create_elsewhere() == S_OK);
    CoUninitialize();
    CHECK(create_elsewhere() == CO_E_NOTINITIALIZED);
}

TEST_CASE("a class is found by its name, whatever its case", "[wuapi]")
{
    CLSID clsid{};
    CHECK(CLSIDFromProgID(L"microsoft.update.session", &clsid) == S_OK);
    CHECK(IsEqualCLSID(clsid, CLSID_UpdateSession));
    CHECK(CLSIDFromProgID(OLESTR("Microsoft.Update.UpdateColl"), &clsid) == S_OK);
    CHECK(IsEqualCLSID(clsid, CLSID_UpdateCollection));
    for (const wua::named_class& known : wua::registered_classes)
    {
        for (const char* const version : {"", ".1"})
        {
            CHECK(CLSIDFromProgID(wua::to_ole(std::string(known.name) + version).c_str(), &clsid) == S_OK);
            CHECK(IsEqualCLSID(clsid, known.clsid));
        }
    }
    CHECK(CLSIDFromProgID(L"Microsoft.Update.Session.2", &clsid) == CO_E_CLASSSTRING);
    CHECK(CLSIDFromProgID(L"Microsoft.Update.Nothing", &clsid) == CO_E_CLASSSTRING);
    CHECK(IsEqualCLSID(clsid, IID_NULL));
    CHECK(CLSIDFromProgID(L"Microsoft.Update.Session", nullptr) == E_INVALIDARG);
}

TEST_CASE("a wide literal becomes a BSTR of 16-bit units", "[wuapi]")
{
    BSTR text = SysAllocString(L"\u00e9\U0001F600");
    REQUIRE(SysStringLen(text) == 3);
    CHECK(std::u16string(text) == u"\u00e9\U0001F600");
    SysFreeString(text);
    CHECK(SysAllocString(static_cast<const wchar_t*>(nullptr)) == nullptr);
}

TEST_CASE("the SDK's names have the SDK's values", "[wuapi]")
{
    STATIC_REQUIRE(WU_E_NO_UPDATE == static_cast<HRESULT>(0x80240024));
    STATIC_REQUIRE(E_POINTER == static_cast<HRESULT>(0x80004003));
    STATIC_REQUIRE(dphDownloading == 2);
    STATIC_REQUIRE(FAILED(WU_E_NO_UPDATE));
    STATIC_REQUIRE(SUCCEEDED(WU_S_UPDATE_ERROR));
    STATIC_REQUIRE(VARIANT_TRUE == -1);
    CHECK(IsEqualIID(IID_IDownloadJob, __uuidof(IDownloadJob)));
    CHECK(IsEqualCLSID(CLSID_UpdateSession, __uuidof(UpdateSession)));
    CHECK(IsEqualCLSID(CLSID_SystemInformation, __uuidof(SystemInformation)));
}
#endif
