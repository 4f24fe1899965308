// SPDX-License-Identifier: MIT
#pragma once

// The class identifiers and the programmatic names under which WUA's objects are created.

#include <wua/com/guid.hpp>

#include <string_view>

namespace wua
{

inline constexpr guid clsid_update_session = "4cb43d7f-7eee-4906-8698-60da1c38f2fe"_guid;
inline constexpr guid clsid_update_downloader = "5baf654a-5a07-4264-a255-9ff54c7151e7"_guid;
inline constexpr guid clsid_update_collection = "13639463-00db-4646-803d-528026140d88"_guid;
inline constexpr guid clsid_string_collection = "72c97d74-7c3b-40ae-b77d-abdb22eba6fb"_guid;
inline constexpr guid clsid_update_searcher = "b699e5e8-67ff-4177-88b0-3684a3388bfb"_guid;
inline constexpr guid clsid_update_installer = "d2e0fe7f-d23e-48e1-93c0-6fa8cc346474"_guid;
inline constexpr guid clsid_update_service_manager = "f8d253d9-89a4-4daa-87b6-1168369f0b21"_guid;
inline constexpr guid clsid_web_proxy = "650503cf-9108-4ddc-a2ce-6c2341e1c582"_guid;
inline constexpr guid clsid_system_information = "c01b9ba0-bea7-41ba-b604-d0a36f469133"_guid;
inline constexpr guid clsid_windows_update_agent_info = "c2e88c2f-6f5b-4aaa-894b-55c847ad3a2d"_guid;
inline constexpr guid clsid_automatic_updates = "bfe18e9c-6d87-4450-b37c-e02f0b373803"_guid;

/// The type library "WUApi 2.0 Type Library", version 2.0.
inline constexpr guid libid_wuapi = "b596cc9f-56e5-419e-a622-e01bb457431e"_guid;

/// A class that can be created by its name.
struct named_class
{
    std::string_view name; ///< as CreateObject takes it
    guid clsid;
};

/// Every class above with its programmatic name; the name followed by ".1" names it, too.
inline constexpr named_class registered_classes[] = {
    {"Microsoft.Update.Session", clsid_update_session},
    {"Microsoft.Update.Downloader", clsid_update_downloader},
    {"Microsoft.Update.UpdateColl", clsid_update_collection},
    {"Microsoft.Update.StringColl", clsid_string_collection},
    {"Microsoft.Update.Searcher", clsid_update_searcher},
    {"Microsoft.Update.Installer", clsid_update_installer},
    {"Microsoft.Update.ServiceManager", clsid_update_service_manager},
    {"Microsoft.Update.WebProxy", clsid_web_proxy},
    {"Microsoft.Update.SystemInfo", clsid_system_information},
    {"Microsoft.Update.AgentInfo", clsid_windows_update_agent_info},
    {"Microsoft.Update.AutoUpdate", clsid_automatic_updates},
};

} // namespace wua
