// SPDX-License-Identifier: MIT
#pragma once

// What a simulated machine reports about itself besides its updates.

#include <wua/model/outcome.hpp>
#include <wua/model/update_item.hpp>
#include <wua/separate_compilation.hpp>
#include <wua/wuapi/machine_enums.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace wua
{

/// A service that offers updates. Dates are DATEs in UTC; 0: none.
struct service_facts
{
    std::string id; ///< the text of a GUID
    std::string name;
    std::string url{};
    std::string setup_prefix{};
    std::vector<std::string> redirect_urls{};
    double issue_date = 0;
    double expiration_date = 0;
    bool is_managed = false;
    bool is_registered_with_au = false;
    bool is_default_au_service = false;
    bool offers_windows_updates = false;
    bool is_scan_package = false;
    bool can_register_with_au = true;
    UpdateServiceRegistrationState state = usrsRegistered;

    /// False: known only to the scenario until a client adds it.
    bool is_added = true;
};

/// One installation or uninstallation.
struct history_facts
{
    update_pointer update;
    UpdateOperation operation = uoInstallation;
    outcome result = outcome::succeeded();
    double date = 0; ///< a DATE in UTC
    std::string client_application_id{};
};

/// How the machine updates itself.
struct automatic_updates_facts
{
    AutomaticUpdatesNotificationLevel level = aunlScheduledInstallation;
    AutomaticUpdatesScheduledInstallationDay day = ausidEveryDay;
    std::int32_t hour = 3;
    bool includes_recommended = true;
    bool lets_everybody_install = true;
    bool has_featured_updates = false;
    bool is_read_only = false;
    bool is_required = false;
    bool is_enabled = true;
    std::optional<double> last_search{};       ///< a DATE in UTC; nullopt: never
    std::optional<double> last_installation{}; ///< the same
};

/// An update that is found by the search with this number, counted from 1, and by later ones.
struct late_update
{
    std::string update_id;
    std::int32_t from_search = 1;
};

/// Two services, as on an unmanaged machine: Windows Update, which is the default one, and Microsoft Update, which a
/// client may add.
std::vector<service_facts> usual_services();

struct machine_facts
{
    std::int32_t api_major_version = 9;
    std::int32_t api_minor_version = 0;
    std::string product_version = "10.0.26100.1 (wua simulation)";
    std::string oem_support_link{};

    /// An earlier installation is waiting for a restart.
    bool needs_restart = false;

    /// Likewise, and nothing may be installed before the restart.
    bool needs_restart_first = false;

    std::vector<service_facts> services = usual_services();
    automatic_updates_facts automatic_updates{};
    std::vector<history_facts> history{}; ///< latest first
    std::vector<late_update> found_later{};
};

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/model/machine_facts.ipp>
#endif
