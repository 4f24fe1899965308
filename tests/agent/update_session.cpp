// SPDX-License-Identifier: MIT
// A session over the program's own updates and downloaders.

#include "objects/late_bound.hpp"
#include "objects/null_places.hpp"
#include <wua/agent/update_session.hpp>
#include <wua/com/bstr.hpp>
#include <wua/com/com_ptr.hpp>
#include <wua/com/implements.hpp>
#include <wua/objects/update.hpp>

#include <catch.hpp>

#include <new>
#include <string>

namespace
{

// Remembers its client's name and does nothing else.
class idle_downloader final : public wua::implements<idle_downloader, wua::IUpdateDownloader>
{
public:
    wua::HRESULT name_code = wua::s_ok;
    std::string name;

    wua::HRESULT WUA_STDCALL get_ClientApplicationID(wua::BSTR* retval) override
    {
        return wua::answer(retval, [&] { return wua::bstr(name); });
    }

    wua::HRESULT WUA_STDCALL put_ClientApplicationID(wua::BSTR value) override
    {
        name = wua::to_utf8(wua::view(value));
        return name_code;
    }

    wua::HRESULT WUA_STDCALL get_IsForced(wua::VARIANT_BOOL*) override
    {
        return wua::e_notimpl;
    }

    wua::HRESULT WUA_STDCALL put_IsForced(wua::VARIANT_BOOL) override
    {
        return wua::e_notimpl;
    }

    wua::HRESULT WUA_STDCALL get_Priority(wua::DownloadPriority*) override
    {
        return wua::e_notimpl;
    }

    wua::HRESULT WUA_STDCALL put_Priority(wua::DownloadPriority) override
    {
        return wua::e_notimpl;
    }

    wua::HRESULT WUA_STDCALL get_Updates(wua::IUpdateCollection**) override
    {
        return wua::e_notimpl;
    }

    wua::HRESULT WUA_STDCALL put_Updates(wua::IUpdateCollection*) override
    {
        return wua::e_notimpl;
    }

    wua::HRESULT WUA_STDCALL BeginDownload(wua::IUnknown*, wua::IUnknown*, wua::VARIANT, wua::IDownloadJob**) override
    {
        return wua::e_notimpl;
    }

    wua::HRESULT WUA_STDCALL Download(wua::IDownloadResult**) override
    {
        return wua::e_notimpl;
    }

    wua::HRESULT WUA_STDCALL EndDownload(wua::IDownloadJob*, wua::IDownloadResult**) override
    {
        return wua::e_notimpl;
    }
};

// A proxy that is kept and never asked.
class idle_proxy final : public wua::implements<idle_proxy, wua::IWebProxy>
{
public:
    wua::HRESULT WUA_STDCALL get_Address(wua::BSTR*) override
    {
        return wua::e_notimpl;
    }

    wua::HRESULT WUA_STDCALL put_Address(wua::BSTR) override
    {
        return wua::e_notimpl;
    }

    wua::HRESULT WUA_STDCALL get_BypassList(wua::IStringCollection**) override
    {
        return wua::e_notimpl;
    }

    wua::HRESULT WUA_STDCALL put_BypassList(wua::IStringCollection*) override
    {
        return wua::e_notimpl;
    }

    wua::HRESULT WUA_STDCALL get_BypassProxyOnLocal(wua::VARIANT_BOOL*) override
    {
        return wua::e_notimpl;
    }

    wua::HRESULT WUA_STDCALL put_BypassProxyOnLocal(wua::VARIANT_BOOL) override
    {
        return wua::e_notimpl;
    }

    wua::HRESULT WUA_STDCALL get_ReadOnly(wua::VARIANT_BOOL*) override
    {
        return wua::e_notimpl;
    }

    wua::HRESULT WUA_STDCALL get_UserName(wua::BSTR*) override
    {
        return wua::e_notimpl;
    }

    wua::HRESULT WUA_STDCALL put_UserName(wua::BSTR) override
    {
        return wua::e_notimpl;
    }

    wua::HRESULT WUA_STDCALL SetPassword(wua::BSTR) override
    {
        return wua::e_notimpl;
    }

    wua::HRESULT WUA_STDCALL PromptForCredentials(wua::IUnknown*, wua::BSTR) override
    {
        return wua::e_notimpl;
    }

    wua::HRESULT WUA_STDCALL PromptForCredentialsFromHwnd(void*, wua::BSTR) override
    {
        return wua::e_notimpl;
    }

    wua::HRESULT WUA_STDCALL get_AutoDetect(wua::VARIANT_BOOL*) override
    {
        return wua::e_notimpl;
    }

    wua::HRESULT WUA_STDCALL put_AutoDetect(wua::VARIANT_BOOL) override
    {
        return wua::e_notimpl;
    }
};

wua::com_ptr<wua::IUpdateDownloader> idle()
{
    return wua::make<idle_downloader>();
}

wua::HRESULT code_of_downloader(wua::downloader_factory factory)
{
    const auto session = wua::make_session({}, std::move(factory));
    wua::com_ptr<wua::IUpdateDownloader> downloader;
    const wua::HRESULT code = session->CreateUpdateDownloader(downloader.put());
    CHECK((downloader != nullptr) == wua::succeeded(code));
    return code;
}

} // namespace

TEST_CASE("a session passes its client's name on to what it makes",
          "[update_session][IUpdateSession::get_ClientApplicationID][IUpdateSession::put_ClientApplicationID]"
          "[IUpdateSession::CreateUpdateDownloader]")
{
    const auto session = wua::make_session({}, idle);
    CHECK(late::text(late::get(*session, "ClientApplicationID").value) == "Unknown");
    const late::outcome first = late::call(*session, "CreateUpdateDownloader");
    REQUIRE(first.value.vt() == wua::VT_DISPATCH);
    CHECK(late::put(*session, "ClientApplicationID", {"me"}).code == wua::s_ok);
    const late::outcome second = late::call(*session, "CreateUpdateDownloader");
    const late::outcome searcher = late::call(*session, "CreateUpdateSearcher");
    const auto name_in = [](const late::outcome& made) {
        return late::text(late::get(*made.value.get().pdispVal, "ClientApplicationID").value);
    };
    CHECK(name_in(first) == "Unknown");
    CHECK(name_in(second) == "me");
    CHECK(name_in(searcher) == "me");
    CHECK(late::text(late::get(*session, "ClientApplicationID").value) == "me");
}

TEST_CASE("a session's searcher finds the session's updates", "[update_session][IUpdateSession::CreateUpdateSearcher]")
{
    const auto session = wua::make_session({wua::make_update(wua::make_item("a", "http://a/1"))});
    const late::outcome searcher = late::call(*session, "CreateUpdateSearcher");
    const late::outcome result = late::call(*searcher.value.get().pdispVal, "Search", {"IsInstalled=0"});
    REQUIRE(result.value.vt() == wua::VT_DISPATCH);
    const late::outcome update = late::get(*result.value.get().pdispVal, "Updates", {0});
    CHECK(late::text(late::get(*update.value.get().pdispVal, "Title").value) == "a");
}

TEST_CASE("a session without downloaders says so", "[update_session]")
{
    CHECK(code_of_downloader({}) == wua::e_notimpl);
    CHECK(code_of_downloader([] { return wua::com_ptr<wua::IUpdateDownloader>(); }) == wua::e_unexpected);
    CHECK(code_of_downloader([]() -> wua::com_ptr<wua::IUpdateDownloader> {
              throw wua::hresult_error(wua::e_accessdenied);
          }) == wua::e_accessdenied);
    CHECK(code_of_downloader([]() -> wua::com_ptr<wua::IUpdateDownloader> { throw std::bad_alloc(); }) ==
          wua::e_outofmemory);
    CHECK(code_of_downloader([] {
              const auto refusing = wua::make<idle_downloader>();
              refusing->name_code = wua::e_accessdenied;
              return wua::com_ptr<wua::IUpdateDownloader>(refusing);
          }) == wua::e_accessdenied);
    CHECK(code_of_downloader(idle) == wua::s_ok);
}

TEST_CASE("a session keeps its locale and has no proxy until one is set",
          "[update_session][IUpdateSession::get_ReadOnly][IUpdateSession::get_WebProxy]"
          "[IUpdateSession::put_WebProxy][IUpdateSession2::get_UserLocale][IUpdateSession2::put_UserLocale]")
{
    const auto session = wua::make_session({});
    wua::LCID locale = 1;
    CHECK(session->get_UserLocale(&locale) == wua::s_ok);
    CHECK(locale == 0);
    CHECK(session->put_UserLocale(1031) == wua::s_ok);
    CHECK(session->get_UserLocale(&locale) == wua::s_ok);
    CHECK(locale == 1031);
    wua::com_ptr<wua::IWebProxy> proxy;
    CHECK(session->get_WebProxy(proxy.put()) == wua::s_ok);
    CHECK(proxy == nullptr);
    const auto given = wua::make<idle_proxy>();
    CHECK(session->put_WebProxy(given.get()) == wua::s_ok);
    CHECK(session->get_WebProxy(proxy.put()) == wua::s_ok);
    CHECK(proxy.get() == given.get());
    CHECK(session->put_WebProxy(nullptr) == wua::s_ok);
    CHECK(session->get_WebProxy(proxy.put()) == wua::s_ok);
    CHECK(proxy == nullptr);
    wua::VARIANT_BOOL read_only = wua::variant_true;
    CHECK(session->get_ReadOnly(&read_only) == wua::s_ok);
    CHECK(read_only == wua::variant_false);
}

TEST_CASE("a session does not install, manage services or remember",
          "[update_session][IUpdateSession::CreateUpdateInstaller][IUpdateSession3::CreateUpdateServiceManager]"
          "[IUpdateSession3::QueryHistory]")
{
    const auto session = wua::make_session({});
    CHECK(late::call(*session, "CreateUpdateInstaller").failure == wua::e_notimpl);
    CHECK(late::call(*session, "CreateUpdateServiceManager").failure == wua::e_notimpl);
    CHECK(late::call(*session, "QueryHistory", {"", 0, 1}).failure == wua::e_notimpl);
    CHECK(session->CreateUpdateSearcher(nullptr) == wua::e_pointer);
    CHECK(session->CreateUpdateDownloader(nullptr) == wua::e_pointer);
    CHECK(session->get_WebProxy(nullptr) == wua::e_pointer);
    CHECK_THROWS_AS(wua::make_session({nullptr}), wua::hresult_error);
    refuses_null_places<wua::IUpdateSession>(
        *session, &wua::IUpdateSession::get_ClientApplicationID, &wua::IUpdateSession::get_ReadOnly,
        &wua::IUpdateSession::CreateUpdateInstaller);
    refuses_null_places<wua::IUpdateSession2>(*session, &wua::IUpdateSession2::get_UserLocale);
    refuses_null_places<wua::IUpdateSession3>(*session, &wua::IUpdateSession3::CreateUpdateServiceManager);
    CHECK(session->QueryHistory(nullptr, 0, 1, nullptr) == wua::e_pointer);
}
