// SPDX-License-Identifier: MIT
#pragma once

// What a catalogue says about an update besides its download.

#include <wua/wuapi/enums.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace wua
{

struct update_item;

/// What installing or removing an update requires of the machine and its user.
struct installation_behavior
{
    InstallationImpact impact = iiNormal;
    InstallationRebootBehavior reboot = irbCanRequestReboot;
    bool can_request_user_input = false;
    bool requires_network = false;
};

/// A heading that updates are filed under. All updates of a catalogue share one immutable tree; each heading keeps its
/// ancestors alive.
struct update_category
{
    std::string id; ///< the text of a GUID
    std::string name;
    std::string type; ///< such as "UpdateClassification" or "Product"
    std::string description{};
    std::int32_t order = 0;
    std::shared_ptr<const update_category> parent{}; ///< null at the top
};

/// A device that a driver is for. The date is a DATE in UTC.
struct driver_details
{
    std::string driver_class{};
    std::string hardware_id{};
    std::string manufacturer{};
    std::string model{};
    std::string provider{};
    double version_date = 0;
    std::int32_t problem_number = 0;
    std::int32_t status = 0;
};

/// Kept apart from the item, so that a queue of 100,000 updates without details stays small. Dates are DATEs in UTC.
struct update_details
{
    std::string description;
    std::string eula_text;
    std::string support_url;
    std::string release_notes;
    std::string msrc_severity;
    std::string handler_id;
    std::vector<std::string> kb_article_ids;
    std::vector<std::string> cve_ids;
    std::vector<std::string> languages;
    std::vector<std::string> more_info_urls;
    std::vector<std::string> security_bulletin_ids;
    std::vector<std::string> superseded_update_ids;
    bool is_driver = false;
    bool is_installed = false;
    bool is_hidden = false;
    bool is_mandatory = false;
    bool is_beta = false;
    bool is_downloaded = false;
    bool auto_select_on_web_sites = false;

    bool is_uninstallable = false;
    bool needs_restart = false; ///< by an earlier installation
    bool can_require_source = false;
    bool browse_only = false;
    bool per_user = false;
    DeploymentAction deployment_action = daInstallation;
    DownloadPriority download_priority = dpNormal;
    AutoSelectionMode auto_selection = asLetWindowsUpdateDecide;
    AutoDownloadMode auto_download = adLetWindowsUpdateDecide;
    double last_deployment_change = 0; ///< 0: unknown
    std::optional<double> deadline{};
    std::int32_t recommended_cpu_speed = 0;       ///< MHz
    std::int32_t recommended_hard_disk_space = 0; ///< MB
    std::int32_t recommended_memory = 0;          ///< MB
    std::string uninstallation_notes{};
    std::vector<std::string> uninstallation_steps{};
    std::vector<std::shared_ptr<const update_category>> categories{};

    /// nullopt: unknown, which COM reports as `e_notimpl`.
    std::optional<installation_behavior> installation{};

    /// nullopt: it cannot be removed.
    std::optional<installation_behavior> uninstallation{};

    /// For a driver; the first is the driver itself.
    std::vector<driver_details> drivers{};

    /// The updates that this one consists of; its files are theirs. IUpdate's DownloadContents is then empty, because
    /// the bundled updates list the files.
    std::vector<std::shared_ptr<const update_item>> bundled{};

    /// IUpdateEx: names and their values.
    std::vector<std::pair<std::string, std::string>> properties{};
};

} // namespace wua
