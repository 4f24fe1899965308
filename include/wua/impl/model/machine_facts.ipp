// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/model/machine_facts.hpp>.

#include <wua/model/machine_facts.hpp>

namespace wua
{

WUA_COLD std::vector<service_facts> usual_services()
{
    service_facts windows;
    windows.id = "9482f4b4-e343-43b6-b170-9a65bc822c77";
    windows.name = "Windows Update";
    windows.is_registered_with_au = true;
    windows.is_default_au_service = true;
    windows.offers_windows_updates = true;
    service_facts microsoft;
    microsoft.id = "7971f918-a847-4430-9279-4a52d1efe18d";
    microsoft.name = "Microsoft Update";
    microsoft.offers_windows_updates = true;
    microsoft.is_added = false;
    return {windows, microsoft};
}

} // namespace wua
