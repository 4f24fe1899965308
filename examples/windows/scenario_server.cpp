// SPDX-License-Identifier: MIT
// A DLL that replaces Windows Update Agent for clients: CoCreateInstance(CLSID_UpdateSession) and
// CreateObject("Microsoft.Update.Session") return an agent that does what a scenario file says.
//
//   regsvr32 wua_scenario_server.dll                    registers it for the current user
//   regsvr32 /n /i:machine wua_scenario_server.dll      for the machine, the only place where Wine looks
//   regsvr32 /u ...                                     removes the registration
//
// The environment variable WUA_SCENARIO names the file; without it, it is the DLL's own path with .json for .dll. The
// file is read at the first request for a class. If that fails, so does the request, with the message as the thread's
// error information, and the next request reads the file again.

#include <wua/com/bstr.hpp>
#include <wua/com/com_ptr.hpp>
#include <wua/engine/scenario_json.hpp>
#include <wua/engine/simulated_engine.hpp>
#include <wua/objects/update_downloader.hpp>
#include <wua/windows/class_factory.hpp>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

namespace
{

std::filesystem::path path_of_this_module()
{
    static const char place = 0;
    HMODULE module = nullptr;
    std::wstring path(32768, L'\0');
    if (!GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT,
                            reinterpret_cast<const wchar_t*>(&place), &module))
    {
        throw wua::hresult_error(wua::hresult_from_win32(GetLastError()));
    }
    path.resize(GetModuleFileNameW(module, path.data(), static_cast<DWORD>(path.size())));
    return path;
}

std::filesystem::path path_of_scenario()
{
    std::wstring path(32768, L'\0');
    path.resize(GetEnvironmentVariableW(L"WUA_SCENARIO", path.data(), static_cast<DWORD>(path.size())));
    return path.empty() ? path_of_this_module().replace_extension(".json") : std::filesystem::path(path);
}

class served_agent
{
public:
    // The agent of the scenario, created by the first call that succeeds. It is never destroyed: its clock is a thread,
    // and a process that exits does not wait for threads.
    const wua::update_agent& get()
    {
        const std::lock_guard lock(m_mutex);
        if (m_agent == nullptr)
        {
            wua::written_scenario written = wua::read_scenario(path_of_scenario());
            auto engine = std::make_shared<wua::simulated_engine>(std::move(written.script));
            auto made = std::make_unique<wua::update_agent>(
                wua::make_agent(written.updates, [engine] { return wua::make_downloader(engine); }));
            engine->run_in_real_time(written.speed);
            m_agent = made.release();
        }
        return *m_agent;
    }

    bool exists()
    {
        const std::lock_guard lock(m_mutex);
        return m_agent != nullptr;
    }

private:
    std::mutex m_mutex;
    const wua::update_agent* m_agent = nullptr;
};

served_agent the_agent;

// Sets the error information that the client can read with GetErrorInfo.
void set_error_info(const wua::hresult_error& error) noexcept
{
    try
    {
        wua::com_ptr<ICreateErrorInfo> record;
        wua::throw_if_failed(CreateErrorInfo(record.put()));
        wua::bstr source("wua");
        wua::bstr text(error.what());
        record->SetSource(source.get());
        record->SetDescription(text.get());
        wua::com_ptr<IErrorInfo> information;
        wua::throw_if_failed(record->QueryInterface(IID_IErrorInfo, reinterpret_cast<void**>(information.put())));
        SetErrorInfo(0, information.get());
    }
    catch (...)
    {
        return; // the client gets the code alone
    }
}

std::wstring wide(std::string_view ascii)
{
    return std::wstring(ascii.begin(), ascii.end());
}

void set_value(HKEY root, const std::wstring& key, const wchar_t* name, const std::wstring& value)
{
    const LSTATUS status = RegSetKeyValueW(
        root, key.c_str(), name, REG_SZ, value.c_str(), static_cast<DWORD>((value.size() + 1) * sizeof(wchar_t)));
    wua::throw_if_failed(wua::hresult_from_win32(static_cast<std::uint32_t>(status)));
}

template <class F>
void each_served_class(F f)
{
    for (const wua::named_class& known : wua::registered_classes)
    {
        for (const wua::guid& served : wua::agent_classes)
        {
            if (wua::same(known.clsid, served))
            {
                f(L"Software\\Classes\\CLSID\\{" + wide(wua::to_string(known.clsid)) + L"}",
                  L"Software\\Classes\\" + wide(known.name), known);
            }
        }
    }
}

void register_in(HKEY root)
{
    const std::wstring module = path_of_this_module().wstring();
    each_served_class([&](const std::wstring& class_key, const std::wstring& name_key, const wua::named_class& known) {
        const std::wstring clsid = L"{" + wide(wua::to_string(known.clsid)) + L"}";
        set_value(root, class_key, nullptr, L"wua: " + wide(known.name));
        set_value(root, class_key + L"\\ProgId", nullptr, wide(known.name));
        set_value(root, class_key + L"\\InprocServer32", nullptr, module);
        set_value(root, class_key + L"\\InprocServer32", L"ThreadingModel", L"Both");
        set_value(root, name_key, nullptr, L"wua: " + wide(known.name));
        set_value(root, name_key + L"\\CLSID", nullptr, clsid);
    });
}

void unregister_from(HKEY root)
{
    each_served_class([&](const std::wstring& class_key, const std::wstring& name_key, const wua::named_class&) {
        RegDeleteTreeW(root, class_key.c_str());
        RegDeleteTreeW(root, name_key.c_str());
    });
}

} // namespace

STDAPI DllGetClassObject(REFCLSID clsid, REFIID iid, void** object)
{
    if (object == nullptr)
    {
        return wua::e_pointer;
    }
    *object = nullptr;
    return wua::guarded([&] {
        try
        {
            return wua::class_object(the_agent.get(), clsid)->QueryInterface(iid, object);
        }
        catch (const wua::hresult_error& error)
        {
            set_error_info(error);
            throw;
        }
    });
}

// Once the agent exists, the thread of its clock runs code of this DLL.
STDAPI DllCanUnloadNow()
{
    return the_agent.exists() ? wua::s_false : wua::s_ok;
}

STDAPI DllRegisterServer()
{
    return wua::guarded([] { register_in(HKEY_CURRENT_USER); });
}

STDAPI DllUnregisterServer()
{
    return wua::guarded([] { unregister_from(HKEY_CURRENT_USER); });
}

STDAPI DllInstall(BOOL installs, const wchar_t* whose)
{
    const bool is_machine = whose != nullptr && std::wstring_view(whose) == L"machine";
    if (!is_machine && whose != nullptr && *whose != L'\0' && std::wstring_view(whose) != L"user")
    {
        return wua::e_invalidarg;
    }
    const HKEY root = is_machine ? HKEY_LOCAL_MACHINE : HKEY_CURRENT_USER;
    return wua::guarded([&] { installs ? register_in(root) : unregister_from(root); });
}
