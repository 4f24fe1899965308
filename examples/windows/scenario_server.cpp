// SPDX-License-Identifier: MIT
// A DLL that replaces Windows Update Agent for clients: CoCreateInstance(CLSID_UpdateSession) and
// CreateObject("Microsoft.Update.Session") return an agent that does what a scenario file says.
//
//   regsvr32 wua_scenario_server.dll                    registers it for the current user
//   regsvr32 /n /i:machine wua_scenario_server.dll      for the machine, the only place where Wine looks
//   regsvr32 /u ...                                     removes the registration
//
// Classes registered by other software are neither replaced nor removed: such a registration fails with 0x800700B7.
// Wine's own classes are set aside, and restored later.
//
// The environment variable WUA_SCENARIO names the file; by default it is the DLL's own path with .json in place of
// .dll. The file is read at the first request for a class. If that fails, so does the request, with the message in the
// thread's error information, and the next request reads the file again.
//
// WUA_SCENARIO_LOG names a file that gets a line for each of the client's calls, and at the end of the process a list
// of what violated the rules; with WUA_SCENARIO_REPORT=1 that list is written to standard error. If the log cannot be
// written, the request fails.

#include <wua/agent/call_recorder.hpp>
#include <wua/agent/machine_agent.hpp>
#include <wua/com/bstr.hpp>
#include <wua/com/com_ptr.hpp>
#include <wua/engine/scenario_json.hpp>
#include <wua/engine/simulated_engine.hpp>
#include <wua/objects/update_downloader.hpp>
#include <wua/windows/class_factory.hpp>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace
{

HMODULE this_module(DWORD flags)
{
    static const char place = 0;
    HMODULE module = nullptr;
    if (!GetModuleHandleExW(
            GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | flags, reinterpret_cast<const wchar_t*>(&place), &module))
    {
        throw wua::hresult_error(wua::hresult_from_win32(GetLastError()));
    }
    return module;
}

std::filesystem::path path_of_this_module()
{
    std::wstring path(32768, L'\0');
    path.resize(GetModuleFileNameW(
        this_module(GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT), path.data(), static_cast<DWORD>(path.size())));
    return path;
}

// The variable's present value in the process's environment; empty if it is not set.
std::wstring variable(const wchar_t* name)
{
    std::wstring value(32768, L'\0');
    value.resize(GetEnvironmentVariableW(name, value.data(), static_cast<DWORD>(value.size())));
    return value;
}

std::filesystem::path path_of_scenario()
{
    const std::wstring path = variable(L"WUA_SCENARIO");
    return path.empty() ? path_of_this_module().replace_extension(".json") : std::filesystem::path(path);
}

// Null unless the environment asks for it.
std::shared_ptr<wua::call_recorder> recorder_as_asked()
{
    const std::wstring reports = variable(L"WUA_SCENARIO_REPORT");
    const wua::recorder_options options{
        .log = variable(L"WUA_SCENARIO_LOG"), .reports = !reports.empty() && reports != L"0"};
    const bool is_asked = !options.log.empty() || options.reports;
    return is_asked ? std::make_shared<wua::call_recorder>(options) : nullptr;
}

class served_agent
{
public:
    served_agent() = default;
    served_agent(const served_agent&) = delete;
    served_agent& operator=(const served_agent&) = delete;

    // The agent of the scenario, created by the first call that succeeds. It is never destroyed: its clock has a
    // thread, and a process that exits does not wait for threads. For the same reason the DLL stays loaded until then.
    const wua::update_agent& get()
    {
        const std::lock_guard lock(m_mutex);
        if (m_agent == nullptr)
        {
            wua::written_scenario written = wua::read_scenario(path_of_scenario());
            const wua::downloader_options options{.keeps_contract = written.keeps_contract()};
            auto engine = std::make_shared<wua::simulated_engine>(std::move(written.script));
            m_recorder = recorder_as_asked();
            auto made = std::make_unique<wua::update_agent>(wua::recorded(
                wua::make_agent(
                    written.updates, [engine, options] { return wua::make_downloader(engine, options); },
                    wua::make_machine(engine, std::move(written.machine))),
                m_recorder));
            this_module(GET_MODULE_HANDLE_EX_FLAG_PIN);
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

    // Runs at the end of the process, when no other threads are left.
    ~served_agent()
    {
        if (m_recorder != nullptr)
        {
            m_recorder->end();
        }
    }

private:
    std::mutex m_mutex;
    const wua::update_agent* m_agent = nullptr;
    std::shared_ptr<wua::call_recorder> m_recorder; // kept by the agent as well
};

served_agent the_agent;

std::wstring wide(std::string_view ascii)
{
    return std::wstring(ascii.begin(), ascii.end());
}

void throw_if_refused(LSTATUS status)
{
    wua::throw_if_failed(wua::hresult_from_win32(static_cast<std::uint32_t>(status)));
}

void set_value(HKEY root, const std::wstring& key, const wchar_t* name, const std::wstring& value)
{
    throw_if_refused(RegSetKeyValueW(
        root, key.c_str(), name, REG_SZ, value.c_str(), static_cast<DWORD>((value.size() + 1) * sizeof(wchar_t))));
}

bool has_key(HKEY root, const std::wstring& key)
{
    HKEY opened = nullptr;
    const bool exists = RegOpenKeyExW(root, key.c_str(), 0, KEY_READ, &opened) == ERROR_SUCCESS;
    if (exists)
    {
        RegCloseKey(opened);
    }
    return exists;
}

// The key's default value; empty if there is none.
std::wstring value_of(HKEY root, const std::wstring& key)
{
    std::wstring text(32768, L'\0');
    auto bytes = static_cast<DWORD>(text.size() * sizeof(wchar_t));
    const LSTATUS status = RegGetValueW(
        root, key.c_str(), nullptr, RRF_RT_REG_SZ | RRF_RT_REG_EXPAND_SZ | RRF_NOEXPAND, nullptr, text.data(), &bytes);
    return status == ERROR_SUCCESS ? std::wstring(text.c_str()) : std::wstring();
}

void copy_key(HKEY root, const std::wstring& from, const std::wstring& to)
{
    HKEY opened = nullptr;
    throw_if_refused(RegCreateKeyExW(root, to.c_str(), 0, nullptr, 0, KEY_ALL_ACCESS, nullptr, &opened, nullptr));
    const LSTATUS status = RegCopyTreeW(root, from.c_str(), opened);
    RegCloseKey(opened);
    throw_if_refused(status);
}

// The registry keys of one class under a root, and their owner.
struct class_keys
{
    std::wstring clsid;
    std::wstring name;
    std::wstring label = L"wua: " + name; // marks a class as this DLL's, wherever the file is
    std::wstring class_key = L"Software\\Classes\\CLSID\\" + clsid;
    std::wstring server_key = class_key + L"\\InprocServer32";
    std::wstring name_key = L"Software\\Classes\\" + name;
    std::wstring versioned_key = name_key + L".1";
    std::wstring kept_class_key = L"Software\\wua\\replaced\\" + clsid;
    std::wstring kept_name_key = L"Software\\wua\\replaced\\" + name;
    std::wstring kept_versioned_key = kept_name_key + L".1";

    std::vector<std::pair<std::wstring, std::wstring>> kept_keys() const
    {
        return {{class_key, kept_class_key}, {name_key, kept_name_key}, {versioned_key, kept_versioned_key}};
    }

    bool is_somebody_elses(HKEY root) const
    {
        return is_foreign(root, class_key) || is_foreign(root, name_key) || is_foreign(root, versioned_key);
    }

    bool is_foreign(HKEY root, const std::wstring& key) const
    {
        return has_key(root, key) && value_of(root, key) != label;
    }

    bool is_of_module(HKEY root, const std::wstring& module) const
    {
        const std::wstring server = value_of(root, server_key);
        return CompareStringOrdinal(server.data(), static_cast<int>(server.size()), module.data(),
                                    static_cast<int>(module.size()), TRUE) == CSTR_EQUAL;
    }

    void keep(HKEY root) const
    {
        for (const auto& [key, kept] : kept_keys())
        {
            if (is_foreign(root, key)) // does not overwrite a saved registration with our own
            {
                RegDeleteTreeW(root, kept.c_str()); // left by a registration that was never removed
                copy_key(root, key, kept);
                RegDeleteTreeW(root, key.c_str());
            }
        }
    }

    void write(HKEY root, const std::wstring& module) const
    {
        set_value(root, class_key, nullptr, label);
        set_value(root, class_key + L"\\ProgId", nullptr, name + L".1");
        set_value(root, class_key + L"\\VersionIndependentProgId", nullptr, name);
        set_value(root, server_key, nullptr, module);
        set_value(root, server_key, L"ThreadingModel", L"Both");
        for (const std::wstring& key : {name_key, versioned_key})
        {
            set_value(root, key, nullptr, label);
            set_value(root, key + L"\\CLSID", nullptr, clsid);
        }
    }

    // Restores what was saved.
    void remove(HKEY root) const
    {
        RegDeleteTreeW(root, class_key.c_str());
        for (const std::wstring& key : {name_key, versioned_key})
        {
            if (value_of(root, key) == label)
            {
                RegDeleteTreeW(root, key.c_str());
            }
        }
        for (const auto& [key, kept] : kept_keys())
        {
            if (has_key(root, kept) && !has_key(root, key))
            {
                copy_key(root, kept, key);
                RegDeleteTreeW(root, kept.c_str());
            }
        }
    }
};

std::vector<class_keys> served_classes()
{
    std::vector<class_keys> all;
    for (const wua::named_class& known : wua::registered_classes)
    {
        for (const wua::guid& served : wua::agent_classes)
        {
            if (wua::same(known.clsid, served))
            {
                all.push_back({.clsid = L"{" + wide(wua::to_string(known.clsid)) + L"}", .name = wide(known.name)});
            }
        }
    }
    return all;
}

// Wine looks only under the machine's keys, and has an agent of its own there, on which no system depends.
bool may_replace(HKEY root)
{
    return root == HKEY_LOCAL_MACHINE && GetProcAddress(GetModuleHandleA("ntdll.dll"), "wine_get_version") != nullptr;
}

void unregister_from(HKEY root)
{
    const std::wstring module = path_of_this_module().wstring();
    for (const class_keys& one : served_classes())
    {
        if (one.is_of_module(root, module))
        {
            one.remove(root);
        }
    }
    for (const wchar_t* const key : {L"Software\\wua\\replaced", L"Software\\wua"})
    {
        RegDeleteKeyW(root, key); // fails if the key has other subkeys
    }
}

// Registers all classes or none. Throws ERROR_ALREADY_EXISTS, and writes nothing, if one of them belongs to other
// software.
void register_in(HKEY root)
{
    const std::wstring module = path_of_this_module().wstring();
    const std::vector<class_keys> all = served_classes();
    const auto is_foreign = [&](const class_keys& one) { return one.is_somebody_elses(root); };
    if (!may_replace(root) && std::any_of(all.begin(), all.end(), is_foreign))
    {
        throw wua::hresult_error(wua::hresult_from_win32(ERROR_ALREADY_EXISTS));
    }
    try
    {
        for (const class_keys& one : all)
        {
            if (is_foreign(one))
            {
                one.keep(root);
            }
            one.write(root, module);
        }
    }
    catch (...)
    {
        unregister_from(root);
        throw;
    }
}

} // namespace

STDAPI DllGetClassObject(REFCLSID clsid, REFIID iid, void** object)
{
    if (object == nullptr)
    {
        return wua::e_pointer;
    }
    *object = nullptr;
    return wua::guarded([&] { return wua::class_object(the_agent.get(), clsid)->QueryInterface(iid, object); });
}

// Once the agent exists, its clock's thread runs code of this DLL.
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
