// SPDX-License-Identifier: MIT
// The identifiers under which classes are created.

#include "catch.hpp"
#include <wua/wuapi/class_ids.hpp>

#include <map>
#include <set>
#include <string>

using namespace wua;

TEST_CASE("each programmatic name stands for the class the documentation gives it", "[class_ids]")
{
    std::map<std::string, std::string> names;
    for (const auto& known : registered_classes)
    {
        names.emplace(known.name, to_string(known.clsid));
    }
    CHECK(names ==
          std::map<std::string, std::string>{
              {"Microsoft.Update.Session", "4cb43d7f-7eee-4906-8698-60da1c38f2fe"},
              {"Microsoft.Update.Downloader", "5baf654a-5a07-4264-a255-9ff54c7151e7"},
              {"Microsoft.Update.UpdateColl", "13639463-00db-4646-803d-528026140d88"},
              {"Microsoft.Update.StringColl", "72c97d74-7c3b-40ae-b77d-abdb22eba6fb"},
              {"Microsoft.Update.Searcher", "b699e5e8-67ff-4177-88b0-3684a3388bfb"},
              {"Microsoft.Update.Installer", "d2e0fe7f-d23e-48e1-93c0-6fa8cc346474"},
              {"Microsoft.Update.ServiceManager", "f8d253d9-89a4-4daa-87b6-1168369f0b21"},
              {"Microsoft.Update.WebProxy", "650503cf-9108-4ddc-a2ce-6c2341e1c582"},
              {"Microsoft.Update.SystemInfo", "c01b9ba0-bea7-41ba-b604-d0a36f469133"},
              {"Microsoft.Update.AgentInfo", "c2e88c2f-6f5b-4aaa-894b-55c847ad3a2d"},
              {"Microsoft.Update.AutoUpdate", "bfe18e9c-6d87-4450-b37c-e02f0b373803"},
          });
}

TEST_CASE("no two classes share an identifier, nor does the type library with one of them", "[class_ids]")
{
    std::set<std::string> ids{to_string(libid_wuapi)};
    for (const auto& known : registered_classes)
    {
        CHECK(ids.insert(to_string(known.clsid)).second);
    }
}
