// SPDX-License-Identifier: MIT
#pragma once

// An Active Scripting host: runs a script of one of Windows' own engines with a global object `host`.

#include <wua/com/implements.hpp>
#include <wua/windows/class_factory.hpp>

#include <activscp.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

// The members of `host`.
struct IScriptHost : wua::IDispatch
{
    using base_interface = wua::IDispatch;

    // Notes a text for the test.
    virtual HRESULT WUA_STDCALL Note(BSTR text) = 0;

    // CreateObject through CoCreateInstance, for classes that this process has registered.
    virtual HRESULT WUA_STDCALL Create(BSTR name, ::IDispatch** retval) = 0;

    // Lets this many milliseconds pass; calls from other threads are served meanwhile, as by WScript's Sleep.
    virtual HRESULT WUA_STDCALL Sleep(LONG milliseconds) = 0;

    // Passes an object to the test.
    virtual HRESULT WUA_STDCALL Keep(::IDispatch* object) = 0;

    // The identifier of the calling thread.
    virtual HRESULT WUA_STDCALL get_Thread(LONG* retval) = 0;

protected:
    ~IScriptHost() = default;
};

template <>
inline constexpr wua::guid wua::iid_of<IScriptHost> = wua::parse_guid("9b8f0cc2-8f52-4d56-8a53-0f5d5b9c2b10").value();

template <>
struct wua::members_of<IScriptHost>
{
    template <class I>
    static constexpr dispatch_member rows[] = {
        {"Note", 1, method<&I::Note>}, {"Create", 2, method<&I::Create>},      {"Sleep", 3, method<&I::Sleep>},
        {"Keep", 4, method<&I::Keep>}, {"Thread", 5, propget<&I::get_Thread>},
    };
};

class script_host final : public wua::implements<script_host, IScriptHost>
{
public:
    HRESULT WUA_STDCALL Note(BSTR text) noexcept override
    {
        return wua::guarded([&] { notes.push_back(wua::to_utf8(wua::view(text))); });
    }

    HRESULT WUA_STDCALL Create(BSTR name, ::IDispatch** retval) noexcept override
    {
        return wua::answer(retval, [&] {
            const std::string wanted = wua::to_utf8(wua::view(name));
            for (const wua::named_class& known : wua::registered_classes)
            {
                if (known.name == wanted)
                {
                    wua::com_ptr<::IDispatch> made;
                    wua::throw_if_failed(CoCreateInstance(
                        known.clsid, nullptr, CLSCTX_INPROC_SERVER, wua::iid_of<wua::IDispatch>,
                        reinterpret_cast<void**>(made.put())));
                    return made;
                }
            }
            throw wua::hresult_error(wua::co_e_classstring);
        });
    }

    HRESULT WUA_STDCALL Sleep(LONG milliseconds) noexcept override
    {
        const ULONGLONG end = GetTickCount64() + static_cast<ULONGLONG>(milliseconds);
        for (ULONGLONG now = GetTickCount64(); now < end; now = GetTickCount64())
        {
            MsgWaitForMultipleObjects(0, nullptr, FALSE, static_cast<DWORD>(end - now), QS_ALLINPUT);
            MSG message;
            while (PeekMessageW(&message, nullptr, 0, 0, PM_REMOVE))
            {
                DispatchMessageW(&message);
            }
        }
        return S_OK;
    }

    HRESULT WUA_STDCALL Keep(::IDispatch* object) noexcept override
    {
        kept = wua::com_ptr<::IDispatch>(object);
        return S_OK;
    }

    HRESULT WUA_STDCALL get_Thread(LONG* retval) noexcept override
    {
        return wua::answer(retval, [] { return static_cast<LONG>(GetCurrentThreadId()); });
    }

    std::vector<std::string> notes;
    wua::com_ptr<::IDispatch> kept;
};

// The engine's counterpart. It receives errors and hands out `host`.
class script_site final : public IActiveScriptSite
{
public:
    explicit script_site(wua::com_ptr<script_host> host) : m_host(std::move(host)) {}

    HRESULT WUA_STDCALL QueryInterface(REFIID iid, void** object) noexcept override
    {
        if (!IsEqualIID(iid, IID_IUnknown) && !IsEqualIID(iid, IID_IActiveScriptSite))
        {
            *object = nullptr;
            return E_NOINTERFACE;
        }
        *object = this;
        return S_OK;
    }

    // Lives on the stack, and longer than the engine.
    ULONG WUA_STDCALL AddRef() noexcept override
    {
        return 2;
    }

    ULONG WUA_STDCALL Release() noexcept override
    {
        return 1;
    }

    HRESULT WUA_STDCALL GetLCID(LCID*) noexcept override
    {
        return E_NOTIMPL;
    }

    HRESULT WUA_STDCALL GetItemInfo(LPCOLESTR, DWORD wanted, ::IUnknown** item, ITypeInfo**) noexcept override
    {
        if (wanted != SCRIPTINFO_IUNKNOWN)
        {
            return TYPE_E_ELEMENTNOTFOUND;
        }
        wua::com_ptr<::IUnknown>(m_host).copy_to(item);
        return S_OK;
    }

    HRESULT WUA_STDCALL GetDocVersionString(BSTR*) noexcept override
    {
        return E_NOTIMPL;
    }

    HRESULT WUA_STDCALL OnScriptTerminate(const VARIANT*, const EXCEPINFO*) noexcept override
    {
        return S_OK;
    }

    HRESULT WUA_STDCALL OnStateChange(SCRIPTSTATE) noexcept override
    {
        return S_OK;
    }

    HRESULT WUA_STDCALL OnScriptError(IActiveScriptError* error) noexcept override
    {
        EXCEPINFO record{};
        DWORD context = 0;
        ULONG line = 0;
        LONG column = 0;
        error->GetExceptionInfo(&record);
        error->GetSourcePosition(&context, &line, &column);
        wua::bstr description;
        wua::bstr source;
        *description.put() = record.bstrDescription;
        *source.put() = record.bstrSource;
        SysFreeString(record.bstrHelpFile);
        m_host->notes.push_back(
            "error in line " + std::to_string(line + 1) + ": " + source.to_utf8() + ": " + description.to_utf8());
        return S_OK;
    }

    HRESULT WUA_STDCALL OnEnterScript() noexcept override
    {
        return S_OK;
    }

    HRESULT WUA_STDCALL OnLeaveScript() noexcept override
    {
        return S_OK;
    }

private:
    const wua::com_ptr<script_host> m_host;
};

// Runs a script on this thread, which must be in a single-threaded apartment. Returns the script's notes, the last of
// which is an error if there was one, and stores in *kept what it passed to Keep. Throws hresult_error if the engine is
// not installed.
inline std::vector<std::string>
run_script(const wchar_t* language, std::string_view text, wua::com_ptr<::IDispatch>* kept = nullptr)
{
    CLSID clsid{};
    wua::throw_if_failed(CLSIDFromProgID(language, &clsid));
    const auto host = wua::make<script_host>();
    script_site site(host);
    wua::com_ptr<IActiveScript> script;
    wua::throw_if_failed(CoCreateInstance(
        clsid, nullptr, CLSCTX_INPROC_SERVER, IID_IActiveScript, reinterpret_cast<void**>(script.put())));
    wua::com_ptr<IActiveScriptParse> parser;
    wua::throw_if_failed(script->QueryInterface(__uuidof(IActiveScriptParse), reinterpret_cast<void**>(parser.put())));
    wua::throw_if_failed(script->SetScriptSite(&site));
    wua::throw_if_failed(parser->InitNew());
    wua::throw_if_failed(script->AddNamedItem(L"host", SCRIPTITEM_ISVISIBLE));
    wua::throw_if_failed(script->SetScriptState(SCRIPTSTATE_STARTED));
    const wua::bstr source(text);
    const HRESULT ran =
        parser->ParseScriptText(source.get(), nullptr, nullptr, nullptr, 0, 0, SCRIPTTEXT_ISVISIBLE, nullptr, nullptr);
    if (FAILED(ran) && host->notes.empty())
    {
        host->notes.push_back("failed: " + std::to_string(ran));
    }
    script->Close();
    if (kept != nullptr)
    {
        kept->swap(host->kept);
    }
    return host->notes;
}
