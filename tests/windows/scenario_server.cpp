// SPDX-License-Identifier: MIT

// The example server: a DLL that is loaded by nothing but COM's own ways, and a client that knows the SDK alone. Run by
// name in a process of its own: the DLL's agent lives as long as the process, and its threads keep the multithreaded
// apartment, which other tests want to see end.

#include "catch.hpp"
#include "windows/apartment.hpp"
#include "windows/script_host.hpp"
#include <wua/com/bstr.hpp>
#include <wua/com/com_ptr.hpp>
#include <wua/com/hresult.hpp>
#include <wua/wuapi/class_ids.hpp>

#include <wuapi.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>

namespace
{

struct server
{
    HMODULE module = LoadLibraryA(WUA_SCENARIO_SERVER);

    template <class F>
    F* function(const char* name) const
    {
        return reinterpret_cast<F*>(reinterpret_cast<void*>(GetProcAddress(module, name)));
    }

    HRESULT class_object(const wua::guid& clsid, void** object) const
    {
        return function<HRESULT STDMETHODCALLTYPE(REFCLSID, REFIID, void**)>("DllGetClassObject")(
            clsid, __uuidof(IClassFactory), object);
    }

    HRESULT install(BOOL installs, const wchar_t* whose) const
    {
        return function<HRESULT STDMETHODCALLTYPE(BOOL, const wchar_t*)>("DllInstall")(installs, whose);
    }

    HRESULT install(BOOL installs) const
    {
        // Wine's COM looks for classes in the machine's keys alone.
        return install(installs, is_wine() ? L"machine" : L"user");
    }

    static bool is_wine()
    {
        return GetProcAddress(GetModuleHandleA("ntdll.dll"), "wine_get_version") != nullptr;
    }
};

std::string error_text()
{
    wua::com_ptr<IErrorInfo> information;
    wua::bstr text;
    if (GetErrorInfo(0, information.put()) == S_OK)
    {
        information->GetDescription(text.put());
    }
    return text.to_utf8();
}

void use_scenario(const std::filesystem::path& path)
{
    SetEnvironmentVariableW(L"WUA_SCENARIO", path.wstring().c_str());
}

void use_log(const std::filesystem::path& path)
{
    SetEnvironmentVariableW(L"WUA_SCENARIO_LOG", path.empty() ? nullptr : path.wstring().c_str());
}

std::string content_of(const std::filesystem::path& path)
{
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

// Runs a test case of this program in a process of its own, with standard error as a file, and waits for its end.
DWORD run_alone(const std::wstring& name, const std::filesystem::path& errors)
{
    std::wstring program(32768, L'\0');
    program.resize(GetModuleFileNameW(nullptr, program.data(), static_cast<DWORD>(program.size())));
    std::wstring command = L"\"" + program + L"\" \"" + name + L"\"";
    SECURITY_ATTRIBUTES inherited{sizeof inherited, nullptr, TRUE};
    STARTUPINFOW start{};
    start.cb = sizeof start;
    start.dwFlags = STARTF_USESTDHANDLES;
    start.hStdError = CreateFileW(errors.wstring().c_str(), GENERIC_WRITE, FILE_SHARE_READ, &inherited, CREATE_ALWAYS,
                                  FILE_ATTRIBUTE_NORMAL, nullptr);
    PROCESS_INFORMATION process{};
    DWORD code = 99;
    if (CreateProcessW(nullptr, command.data(), nullptr, nullptr, TRUE, 0, nullptr, nullptr, &start, &process))
    {
        WaitForSingleObject(process.hProcess, 60'000);
        GetExitCodeProcess(process.hProcess, &code);
        CloseHandle(process.hThread);
        CloseHandle(process.hProcess);
    }
    CloseHandle(start.hStdError);
    return code;
}

// The file that serves a class, by the registry; empty when none does.
std::string server_of(HKEY root, const wua::guid& clsid)
{
    const std::string key = "Software\\Classes\\CLSID\\{" + wua::to_string(clsid) + "}\\InprocServer32";
    char path[1024] = "";
    DWORD size = sizeof path;
    return RegGetValueA(root, key.c_str(), nullptr, RRF_RT_REG_SZ | RRF_RT_REG_EXPAND_SZ | RRF_NOEXPAND, nullptr, path,
                        &size) == ERROR_SUCCESS
               ? path
               : "";
}

bool is_key(HKEY root, const std::string& key)
{
    return RegGetValueA(root, key.c_str(), nullptr, RRF_RT_ANY, nullptr, nullptr, nullptr) == ERROR_SUCCESS;
}

// Every key below this one and itself, each value by its path; a key without values is one of no content.
void add_content(HKEY root, const std::string& key, std::map<std::string, std::string>& all)
{
    HKEY opened = nullptr;
    if (RegOpenKeyExA(root, key.c_str(), 0, KEY_READ, &opened) != ERROR_SUCCESS)
    {
        return;
    }
    all[key] = "";
    for (DWORD index = 0;; ++index)
    {
        char name[256];
        BYTE data[4096];
        DWORD length = sizeof name;
        DWORD size = sizeof data;
        DWORD type = 0;
        if (RegEnumValueA(opened, index, name, &length, nullptr, &type, data, &size) != ERROR_SUCCESS)
        {
            break;
        }
        all[key + ":" + name] = std::to_string(type) + " " + std::string(reinterpret_cast<const char*>(data), size);
    }
    for (DWORD index = 0;; ++index)
    {
        char name[256];
        DWORD length = sizeof name;
        if (RegEnumKeyExA(opened, index, name, &length, nullptr, nullptr, nullptr, nullptr) != ERROR_SUCCESS)
        {
            break;
        }
        add_content(root, key + "\\" + name, all);
    }
    RegCloseKey(opened);
}

// What there is of the agent's classes and their names.
std::map<std::string, std::string> content_of_classes(HKEY root)
{
    std::map<std::string, std::string> all;
    for (const wua::named_class& known : wua::registered_classes)
    {
        add_content(root, "Software\\Classes\\CLSID\\{" + wua::to_string(known.clsid) + "}", all);
        add_content(root, "Software\\Classes\\" + std::string(known.name), all);
        add_content(root, "Software\\Classes\\" + std::string(known.name) + ".1", all);
    }
    return all;
}

// Another agent's class among the user's, removed with this.
struct foreign_class
{
    explicit foreign_class(const wua::guid& clsid) : key("Software\\Classes\\CLSID\\{" + wua::to_string(clsid) + "}")
    {
        RegSetKeyValueA(HKEY_CURRENT_USER, key.c_str(), nullptr, REG_SZ, "Another agent", 14);
        RegSetKeyValueA(HKEY_CURRENT_USER, (key + "\\InprocServer32").c_str(), nullptr, REG_SZ, "C:\\other.dll", 13);
    }
    foreign_class(const foreign_class&) = delete;
    foreign_class& operator=(const foreign_class&) = delete;
    ~foreign_class()
    {
        RegDeleteTreeA(HKEY_CURRENT_USER, key.c_str());
    }

    const std::string key;
};

std::string first_title_by_name()
{
    CLSID clsid{};
    wua::throw_if_failed(CLSIDFromProgID(L"Microsoft.Update.Session", &clsid));
    wua::com_ptr<IUpdateSession> session;
    wua::throw_if_failed(CoCreateInstance(
        clsid, nullptr, CLSCTX_INPROC_SERVER, __uuidof(IUpdateSession), reinterpret_cast<void**>(session.put())));
    wua::com_ptr<IUpdateSearcher> searcher;
    wua::throw_if_failed(session->CreateUpdateSearcher(searcher.put()));
    wua::com_ptr<ISearchResult> result;
    wua::throw_if_failed(searcher->Search(wua::bstr("IsInstalled=0").get(), result.put()));
    wua::com_ptr<IUpdateCollection> updates;
    wua::throw_if_failed(result->get_Updates(updates.put()));
    wua::com_ptr<IUpdate> first;
    wua::throw_if_failed(updates->get_Item(0, first.put()));
    wua::bstr title;
    wua::throw_if_failed(first->get_Title(title.put()));
    return title.to_utf8();
}

} // namespace

TEST_CASE("the machine's own classes are what they were, once a server's registration is removed",
          "[.][scenario_server]")
{
    const server dll;
    REQUIRE(dll.module != nullptr);
    const auto before = content_of_classes(HKEY_LOCAL_MACHINE);
    CHECK_FALSE(before.empty());
    const auto served = [] { return server_of(HKEY_LOCAL_MACHINE, wua::clsid_update_session); };
    const std::string server_before = served();
    const HRESULT installed = dll.install(TRUE, L"machine");
    if (server::is_wine())
    {
        CHECK(installed == S_OK);
        CHECK(served() != server_before);
        CHECK(dll.install(TRUE, L"machine") == S_OK); // which keeps what was there first
        CHECK(dll.install(FALSE, L"machine") == S_OK);
        CHECK(dll.install(FALSE, L"machine") == S_OK);
    }
    else
    {
        CHECK(FAILED(installed));
        dll.install(FALSE, L"machine");
    }
    CHECK(content_of_classes(HKEY_LOCAL_MACHINE) == before);
    std::map<std::string, std::string> kept;
    add_content(HKEY_LOCAL_MACHINE, "Software\\wua", kept);
    CHECK(kept.empty());
}

TEST_CASE("a name that its owner takes back between two registrations takes no other keys with it",
          "[.][scenario_server]")
{
    const server dll;
    REQUIRE(dll.module != nullptr);
    if (!server::is_wine())
    {
        return; // elsewhere such a registration is refused
    }
    const auto before = content_of_classes(HKEY_LOCAL_MACHINE);
    REQUIRE(dll.install(TRUE, L"machine") == S_OK);
    const char* const name = "Software\\Classes\\Microsoft.Update.Session";
    RegDeleteTreeA(HKEY_LOCAL_MACHINE, name);
    HKEY owned = nullptr;
    REQUIRE(RegCreateKeyA(HKEY_LOCAL_MACHINE, name, &owned) == ERROR_SUCCESS);
    CHECK(RegCopyTreeA(HKEY_LOCAL_MACHINE, "Software\\wua\\replaced\\Microsoft.Update.Session", owned) ==
          ERROR_SUCCESS);
    RegCloseKey(owned);
    CHECK(dll.install(TRUE, L"machine") == S_OK);
    CHECK(dll.install(FALSE, L"machine") == S_OK);
    CHECK(content_of_classes(HKEY_LOCAL_MACHINE) == before);
    std::map<std::string, std::string> kept;
    add_content(HKEY_LOCAL_MACHINE, "Software\\wua", kept);
    CHECK(kept.empty());
}

TEST_CASE("a registration for the user leaves nothing behind", "[.][scenario_server]")
{
    const server dll;
    REQUIRE(dll.module != nullptr);
    const auto before = content_of_classes(HKEY_CURRENT_USER);
    REQUIRE(dll.install(TRUE, L"user") == S_OK);
    auto there = content_of_classes(HKEY_CURRENT_USER);
    for (const wua::named_class& known : wua::registered_classes)
    {
        for (const char* const version : {"", ".1"})
        {
            const std::string key = "Software\\Classes\\" + std::string(known.name) + version;
            CHECK_THAT(there[key + "\\CLSID:"], Catch::Matchers::ContainsSubstring(wua::to_string(known.clsid)));
        }
    }
    CHECK(dll.install(FALSE, L"user") == S_OK);
    CHECK(content_of_classes(HKEY_CURRENT_USER) == before);
}

// One test case, since the agent of a process is made once.
TEST_CASE("a DLL serves the agent of a scenario file to clients that ask COM for it", "[.][scenario_server]")
{
    const server dll;
    REQUIRE(dll.module != nullptr);
    const auto path = std::filesystem::temp_directory_path() / "wua-served-scenario.json";
    const auto can_unload = dll.function<HRESULT STDMETHODCALLTYPE()>("DllCanUnloadNow");
    IClassFactory* factory = nullptr;
    const auto ask = [&](const wua::guid& clsid) {
        return dll.class_object(clsid, reinterpret_cast<void**>(&factory));
    };

    std::filesystem::remove(path);
    use_scenario(path);
    CHECK(ask(wua::clsid_update_session) == wua::make_hresult(0x80070002));
    CHECK_THAT(error_text(), Catch::Matchers::ContainsSubstring("wua-served-scenario.json' cannot be read"));
    CHECK(factory == nullptr);

    std::ofstream(path) << R"({"updates": [{"title": ""}]})";
    CHECK(ask(wua::clsid_update_session) == wua::make_hresult(0x8007000D));
    CHECK_THAT(error_text(), Catch::Matchers::ContainsSubstring("the scenario, updates 1 needs a 'title'"));
    CHECK(factory == nullptr);
    CHECK(can_unload() == S_OK);

    std::ofstream(path) << R"({"speed": 1000, "updates": [{"title": "Served"}]})";
    use_log(path / "nowhere");
    CHECK(ask(wua::clsid_update_session) == wua::make_hresult(0x8007006E));
    CHECK_THAT(error_text(), Catch::Matchers::ContainsSubstring("the log of the calls cannot be written"));
    CHECK(can_unload() == S_OK);
    const std::filesystem::path log = std::filesystem::temp_directory_path() / "wua-served-calls.jsonl";
    use_log(log);

    CHECK(ask(wua::libid_wuapi) == wua::class_e_classnotavailable);
    CHECK(factory == nullptr);
    REQUIRE(ask(wua::clsid_update_session) == S_OK);
    factory->Release();
    CHECK(can_unload() == S_FALSE);

    REQUIRE(dll.install(TRUE) == S_OK);
    CHECK(in_apartment(COINIT_APARTMENTTHREADED, first_title_by_name) == "Served");
    CHECK(in_apartment(COINIT_MULTITHREADED, first_title_by_name) == "Served");
    CHECK(in_apartment(COINIT_MULTITHREADED, [] {
        CLSID found{};
        return CLSIDFromProgID(L"Microsoft.Update.Installer.1", &found) == S_OK &&
               wua::same(found, wua::clsid_update_installer);
    }));

    // In real time, as the DLL has it: the callbacks come on the script's own thread while it sleeps.
    const auto said = in_apartment(COINIT_APARTMENTTHREADED, [] {
        return run_script(L"VBScript", R"(
        Dim calls, here, ended
        calls = 0
        ended = False
        here = host.Thread
        Class Listener
            Public Default Sub OnProgress(job, args)
                If host.Thread = here Then calls = calls + 1
            End Sub
        End Class
        Class Closer
            Public Default Sub OnCompleted(job, args)
                host.Note "completed " & (host.Thread = here)
                ended = True
            End Sub
        End Class
        Set session = host.Create("Microsoft.Update.Session")
        Set downloader = session.CreateUpdateDownloader()
        downloader.IsForced = True
        downloader.Updates = session.CreateUpdateSearcher().Search("IsInstalled=0").Updates
        Set job = downloader.BeginDownload(New Listener, New Closer, Nothing)
        i = 0
        Do While Not ended And i < 3000
            host.Sleep 10
            i = i + 1
        Loop
        host.Note "called " & (calls > 0) & " " & downloader.EndDownload(job).ResultCode
        job.CleanUp
        Set installer = host.Create("Microsoft.Update.Installer")
        installer.Updates = downloader.Updates
        host.Note "installed " & installer.Install().ResultCode & " " & downloader.Updates(0).IsInstalled
    )");
    });
    CHECK(said == std::vector<std::string>{"completed True", "called True 2", "installed 2 True"});
    const std::string calls = content_of(log);
    CHECK_THAT(calls, Catch::Matchers::ContainsSubstring(R"("call":"IUpdateDownloader::put_IsForced","late":true)"));
    CHECK_THAT(calls, Catch::Matchers::ContainsSubstring(R"("callback":"IDispatch::Invoke")"));
    CHECK_THAT(
        calls, Catch::Matchers::ContainsSubstring(R"("call":"IUpdate::get_Title","result":"S_OK","out":"Served")"));
    use_log({});
    CHECK(dll.install(FALSE) == S_OK);
    std::filesystem::remove(path);
}

TEST_CASE("a server is not registered over the classes of another agent", "[.][scenario_server]")
{
    const server dll;
    REQUIRE(dll.module != nullptr);
    {
        const foreign_class other(wua::clsid_update_searcher);
        CHECK(dll.install(TRUE, L"user") == wua::make_hresult(0x800700B7));
        CHECK(server_of(HKEY_CURRENT_USER, wua::clsid_update_searcher) == "C:\\other.dll");
        CHECK(server_of(HKEY_CURRENT_USER, wua::clsid_update_session).empty());
        CHECK_FALSE(is_key(HKEY_CURRENT_USER, "Software\\Classes\\Microsoft.Update.Session"));
        CHECK(dll.install(FALSE, L"user") == S_OK);
        CHECK(server_of(HKEY_CURRENT_USER, wua::clsid_update_searcher) == "C:\\other.dll");
    }
    CHECK(dll.install(TRUE, L"user") == S_OK);
    CHECK(dll.install(TRUE, L"user") == S_OK); // over its own
    CHECK_FALSE(server_of(HKEY_CURRENT_USER, wua::clsid_update_session).empty());
    CHECK(dll.install(FALSE, L"user") == S_OK);
    CHECK(server_of(HKEY_CURRENT_USER, wua::clsid_update_session).empty());
    CHECK_FALSE(is_key(HKEY_CURRENT_USER, "Software\\Classes\\Microsoft.Update.Session"));
}

TEST_CASE("removing a server's registration deletes no other agent's keys", "[.][scenario_server]")
{
    const server dll;
    REQUIRE(dll.module != nullptr);
    REQUIRE(dll.install(TRUE, L"user") == S_OK);
    const foreign_class other(wua::clsid_update_searcher); // has come meanwhile
    CHECK(dll.install(FALSE, L"user") == S_OK);
    CHECK(server_of(HKEY_CURRENT_USER, wua::clsid_update_searcher) == "C:\\other.dll");
    CHECK(server_of(HKEY_CURRENT_USER, wua::clsid_update_session).empty());
    CHECK_FALSE(is_key(HKEY_CURRENT_USER, "Software\\Classes\\Microsoft.Update.Session"));
    for (const char* const name : {"Microsoft.Update.Searcher", "Microsoft.Update.Searcher.1"})
    {
        RegDeleteTreeA(HKEY_CURRENT_USER, (std::string("Software\\Classes\\") + name).c_str());
    }
}

// For the next: it is run by that one alone.
TEST_CASE("a client that leaves a job and a session behind", "[.][served_client]")
{
    if (GetEnvironmentVariableW(L"WUA_SCENARIO_REPORT", nullptr, 0) == 0)
    {
        return;
    }
    const server dll;
    REQUIRE(dll.module != nullptr);
    CoInitializeEx(nullptr, COINIT_MULTITHREADED);
    wua::com_ptr<IClassFactory> factory;
    REQUIRE(dll.class_object(wua::clsid_update_session, reinterpret_cast<void**>(factory.put())) == S_OK);
    IUpdateSession* session = nullptr;
    REQUIRE(factory->CreateInstance(nullptr, __uuidof(IUpdateSession), reinterpret_cast<void**>(&session)) == S_OK);
    wua::com_ptr<IUpdateSearcher> searcher;
    wua::com_ptr<ISearchResult> result;
    wua::com_ptr<IUpdateCollection> updates;
    wua::com_ptr<IUpdateDownloader> downloader;
    wua::com_ptr<IDownloadJob> job;
    VARIANT state;
    VariantInit(&state);
    REQUIRE(session->CreateUpdateSearcher(searcher.put()) == S_OK);
    REQUIRE(searcher->Search(wua::bstr("").get(), result.put()) == S_OK);
    REQUIRE(result->get_Updates(updates.put()) == S_OK);
    REQUIRE(session->CreateUpdateDownloader(downloader.put()) == S_OK);
    REQUIRE(downloader->put_Updates(updates.get()) == S_OK);
    CHECK(downloader->BeginDownload(nullptr, nullptr, state, job.put()) == S_OK);
}

TEST_CASE("a server judges its client at the end of the process", "[.][scenario_server]")
{
    const auto folder = std::filesystem::temp_directory_path();
    const auto scenario = folder / "wua-judged-scenario.json";
    const auto log = folder / "wua-judged-calls.jsonl";
    const auto errors = folder / "wua-judged-errors.txt";
    std::ofstream(scenario) << R"({"speed": 1000, "updates": [{"title": "Served"}]})";
    use_scenario(scenario);
    use_log(log);
    SetEnvironmentVariableW(L"WUA_SCENARIO_REPORT", L"1");
    CHECK(run_alone(L"a client that leaves a job and a session behind", errors) == 0);
    SetEnvironmentVariableW(L"WUA_SCENARIO_REPORT", nullptr);
    use_log({});
    const std::string calls = content_of(log);
    CHECK_THAT(calls, Catch::Matchers::ContainsSubstring(R"({"finding":"job-never-ended","object":"IDownloadJob#)"));
    CHECK_THAT(
        calls, Catch::Matchers::ContainsSubstring(R"({"finding":"reference-leaked","object":"IUpdateSession3#1")"));
    CHECK_THAT(calls, Catch::Matchers::ContainsSubstring(R"("findings":2})"));
    const std::string said = content_of(errors);
    CHECK_THAT(said, Catch::Matchers::ContainsSubstring("wua: against the rules"));
    CHECK_THAT(said, Catch::Matchers::ContainsSubstring("  job-never-ended IDownloadJob#"));
    CHECK_THAT(said, Catch::Matchers::ContainsSubstring("  reference-leaked IUpdateSession3#1: still has 1 reference"));
    for (const auto& path : {scenario, log, errors})
    {
        std::filesystem::remove(path);
    }
}
