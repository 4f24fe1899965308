// SPDX-License-Identifier: MIT
// Holds web_proxy.hpp against the type library.

#include "contract.hpp"
#include <wua/wuapi/web_proxy.hpp>

using namespace wua;

TEST_CASE("IWebProxy is what the type library says", "[web_proxy]")
{
    STATIC_REQUIRE(std::is_same_v<base_of_t<IWebProxy>, IDispatch>);
    CHECK(to_string(iid_of<IWebProxy>) == "174c81fe-aecd-4dae-b8a0-2c6318dd86a8");
    check_members<IWebProxy>({
        {7, 0x60020001, "Address", slot_of(&IWebProxy::get_Address)},
        {8, 0x60020001, "Address", slot_of(&IWebProxy::put_Address)},
        {9, 0x60020002, "BypassList", slot_of(&IWebProxy::get_BypassList)},
        {10, 0x60020002, "BypassList", slot_of(&IWebProxy::put_BypassList)},
        {11, 0x60020003, "BypassProxyOnLocal", slot_of(&IWebProxy::get_BypassProxyOnLocal)},
        {12, 0x60020003, "BypassProxyOnLocal", slot_of(&IWebProxy::put_BypassProxyOnLocal)},
        {13, 0x60020004, "ReadOnly", slot_of(&IWebProxy::get_ReadOnly)},
        {14, 0x60020005, "UserName", slot_of(&IWebProxy::get_UserName)},
        {15, 0x60020005, "UserName", slot_of(&IWebProxy::put_UserName)},
        {16, 0x60020006, "SetPassword", slot_of(&IWebProxy::SetPassword)},
        {17, 0x60020007, "PromptForCredentials", slot_of(&IWebProxy::PromptForCredentials)},
        {18, hidden_member, "PromptForCredentialsFromHwnd", slot_of(&IWebProxy::PromptForCredentialsFromHwnd)},
        {19, 0x60020009, "AutoDetect", slot_of(&IWebProxy::get_AutoDetect)},
        {20, 0x60020009, "AutoDetect", slot_of(&IWebProxy::put_AutoDetect)},
    });
}
