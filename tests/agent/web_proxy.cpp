// SPDX-License-Identifier: MIT

// The settings of a proxy, which are kept.

#include "catch.hpp"
#include "objects/late_bound.hpp"
#include <wua/agent/web_proxy.hpp>
#include <wua/com/bstr.hpp>
#include <wua/objects/string_collection.hpp>

using namespace wua;

TEST_CASE("a proxy keeps its settings, but for the password", "[web_proxy]")
{
    const com_ptr<IWebProxy> proxy = make<web_proxy>();
    VARIANT_BOOL value = variant_false;
    REQUIRE(proxy->get_AutoDetect(&value) == s_ok);
    CHECK(value == variant_true);
    REQUIRE(proxy->put_AutoDetect(variant_false) == s_ok);
    REQUIRE(proxy->get_AutoDetect(&value) == s_ok);
    CHECK(value == variant_false);
    REQUIRE(proxy->get_ReadOnly(&value) == s_ok);
    CHECK(value == variant_false);
    REQUIRE(proxy->put_BypassProxyOnLocal(variant_true) == s_ok);
    REQUIRE(proxy->get_BypassProxyOnLocal(&value) == s_ok);
    CHECK(value == variant_true);
    bstr text;
    REQUIRE(proxy->put_Address(bstr("proxy.test:8080").get()) == s_ok);
    REQUIRE(proxy->get_Address(text.put()) == s_ok);
    CHECK(text.to_utf8() == "proxy.test:8080");
    REQUIRE(proxy->put_UserName(bstr("me").get()) == s_ok);
    REQUIRE(proxy->get_UserName(text.put()) == s_ok);
    CHECK(text.to_utf8() == "me");
    CHECK(proxy->SetPassword(bstr("secret").get()) == s_ok);
    CHECK(proxy->PromptForCredentials(nullptr, nullptr) == e_notimpl);
    CHECK(proxy->PromptForCredentialsFromHwnd(nullptr, nullptr) == e_notimpl);
    com_ptr<IStringCollection> list;
    REQUIRE(proxy->get_BypassList(list.put()) == s_ok);
    CHECK(list != nullptr);
    const auto hosts = make_string_collection();
    REQUIRE(proxy->put_BypassList(hosts.get()) == s_ok);
    REQUIRE(proxy->get_BypassList(list.put()) == s_ok);
    CHECK(list == hosts);
    REQUIRE(proxy->put_BypassList(nullptr) == s_ok);
    REQUIRE(proxy->get_BypassList(list.put()) == s_ok);
    CHECK(list != hosts);
}

TEST_CASE("a proxy that is locked down keeps its settings", "[web_proxy]")
{
    const com_ptr<IWebProxy> proxy = make<web_proxy>();
    const auto lock = proxy.query<IUpdateLockdown>();
    CHECK(lock->LockDown(0) == e_invalidarg);
    REQUIRE(proxy->put_Address(bstr("proxy.test:8080").get()) == s_ok);
    REQUIRE(lock->LockDown(uloForWebsiteAccess) == s_ok);
    CHECK(proxy->put_Address(bstr("evil.test").get()) == wu_e_invalid_operation);
    CHECK(proxy->put_AutoDetect(variant_false) == wu_e_invalid_operation);
    CHECK(proxy->put_BypassList(nullptr) == wu_e_invalid_operation);
    CHECK(proxy->put_BypassProxyOnLocal(variant_true) == wu_e_invalid_operation);
    CHECK(proxy->put_UserName(bstr("me").get()) == wu_e_invalid_operation);
    CHECK(proxy->SetPassword(bstr("secret").get()) == wu_e_invalid_operation);
    bstr text;
    REQUIRE(proxy->get_Address(text.put()) == s_ok);
    CHECK(text.to_utf8() == "proxy.test:8080");
    VARIANT_BOOL value = variant_false;
    REQUIRE(proxy->get_AutoDetect(&value) == s_ok);
    CHECK(value == variant_true);
}
