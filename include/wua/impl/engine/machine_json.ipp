// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/machine_json.hpp>.

#include <wua/com/ascii.hpp>
#include <wua/engine/machine_json.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <optional>
#include <utility>

namespace wua::detail
{

inline constexpr double date_of_usual_update = 46035; // 2026-01-13

// The classifications that Windows Update uses.
WUA_COLD category_list usual_categories()
{
    struct row
    {
        const char* id;
        const char* name;
    };
    static constexpr row rows[] = {
        {"e6cf1350-c01b-414d-a61f-263d14d133b4", "Critical Updates"},
        {"e0789628-ce08-4437-be74-2495b842f43b", "Definition Updates"},
        {"ebfc1fc5-71a4-4f7b-9aca-3b9a503104a0", "Drivers"},
        {"b54e7d24-7add-428f-8b75-90a396fa584f", "Feature Packs"},
        {"0fa1201d-4330-4fa8-8ae9-b877473b6441", "Security Updates"},
        {"68c5b0a3-d1a6-4553-ae49-01d3a7827828", "Service Packs"},
        {"b4832bd8-e735-4761-8daf-37f882276dab", "Tools"},
        {"28bc880e-0592-4cbf-8f95-c79b17911d5f", "Update Rollups"},
        {"cd5ffd1e-e932-4e3a-bf74-18bf0b1bbd83", "Updates"},
        {"3689bdc8-b205-4af4-8d4a-a63924c5e9d5", "Upgrades"},
    };
    category_list all;
    for (const row& one : rows)
    {
        all.push_back(std::make_shared<const update_category>(
            update_category{one.id, one.name, "UpdateClassification", {}, static_cast<std::int32_t>(all.size()), {}}));
    }
    return all;
}

WUA_COLD double read_date(const scenario_fields& fields, const char* name, double otherwise)
{
    if (fields.find(name) == nullptr)
    {
        return otherwise;
    }
    std::string text;
    fields.read(name, text);
    const std::string_view form = "0000-00-00T00:00:00Z";
    const std::size_t day_length = form.find('T');
    bool is_date = text.size() == form.size() || text.size() == day_length;
    for (std::size_t i = 0; is_date && i != text.size(); ++i)
    {
        is_date = form[i] == '0' ? is_digit(text[i]) : text[i] == form[i];
    }
    const auto digits = [&](std::size_t place, std::size_t count) {
        return is_date && place < text.size() ? static_cast<int>(*parse_decimal(text.substr(place, count))) : 0;
    };
    const int year = digits(0, 4);
    const int hour = digits(11, 2);
    const int minute = digits(14, 2);
    const int second = digits(17, 2);
    const auto day = std::chrono::year(year) / std::chrono::month(static_cast<unsigned>(digits(5, 2))) /
                     std::chrono::day(static_cast<unsigned>(digits(8, 2)));
    constexpr int first_year = 1900; // in a DATE before 1900 the fraction, the time of day, counts backwards
    if (!is_date || year < first_year || !day.ok() || hour > 23 || minute > 59 || second > 59)
    {
        fields.fail(
            "needs a date such as 2026-01-13 or 2026-01-13T18:00:00Z, from 1900 on, in '" + std::string(name) + "'");
    }
    constexpr double first_of_1970 = 25569;
    const double days = static_cast<double>(std::chrono::sys_days(day).time_since_epoch().count());
    return first_of_1970 + days + static_cast<double>(hour * 3600 + minute * 60 + second) / 86400;
}

WUA_COLD std::string read_guid(const scenario_fields& fields, const char* name)
{
    std::string id;
    fields.read(name, id);
    const std::optional<guid> read = parse_guid(id);
    if (!read)
    {
        fields.fail("needs a GUID in '" + std::string(name) + "'");
    }
    return to_string(*read);
}

WUA_COLD void read_category(const nlohmann::json& value, std::string where,
                            const std::shared_ptr<const update_category>& parent, category_list& all)
{
    constexpr std::size_t max_categories = 1000; // children included, which are read recursively
    const scenario_fields fields(value, std::move(where), {"id", "name", "type", "description", "order", "children"});
    fields.need({"id", "name"});
    update_category made;
    made.id = read_guid(fields, "id");
    made.type = parent ? parent->type : "Product";
    fields.read("name", made.name);
    fields.read("type", made.type);
    fields.read("description", made.description);
    std::uint64_t order = 0;
    fields.read("order", order);
    if (order > 0x7FFFFFFFU || all.size() == max_categories)
    {
        fields.fail(order > 0x7FFFFFFFU ? "has an 'order' that is too large" : "is one category too many");
    }
    made.order = static_cast<std::int32_t>(order);
    made.parent = parent;
    if (std::any_of(all.begin(), all.end(), [&](const auto& one) { return equal_ignoring_case(one->id, made.id); }))
    {
        fields.fail("has the id of another");
    }
    const auto shared = std::make_shared<const update_category>(std::move(made));
    all.push_back(shared);
    fields.each("children", [&](const nlohmann::json& child, std::string place) {
        read_category(child, std::move(place), shared, all);
    });
}

WUA_COLD category_list read_categories(const scenario_fields& root)
{
    category_list all;
    root.each("categories", [&](const nlohmann::json& one, std::string place) {
        read_category(one, std::move(place), nullptr, all);
    });
    for (std::shared_ptr<const update_category>& one : usual_categories())
    {
        all.push_back(std::move(one));
    }
    return all;
}

WUA_COLD std::shared_ptr<const update_category>
find_category(const scenario_fields& fields, const category_list& categories, const std::string& wanted)
{
    for (const std::shared_ptr<const update_category>& one : categories)
    {
        if (one->name == wanted || equal_ignoring_case(one->id, wanted))
        {
            return one;
        }
    }
    fields.fail("needs names or GUIDs of categories in 'categories', which '" + wanted + "' is not");
}

WUA_COLD installation_behavior read_behavior(const nlohmann::json& value, std::string where)
{
    const scenario_fields fields(
        value, std::move(where), {"impact", "reboot", "can_request_user_input", "requires_network"});
    installation_behavior made;
    fields.read(
        "impact", made.impact, {{"normal", iiNormal}, {"minor", iiMinor}, {"exclusive", iiRequiresExclusiveHandling}});
    fields.read(
        "reboot", made.reboot,
        {{"never", irbNeverReboots}, {"always", irbAlwaysRequiresReboot}, {"can_request", irbCanRequestReboot}});
    fields.read("can_request_user_input", made.can_request_user_input);
    fields.read("requires_network", made.requires_network);
    return made;
}

WUA_COLD driver_details read_driver(const nlohmann::json& value, std::string where)
{
    const scenario_fields fields(
        value, std::move(where),
        {"class", "hardware_id", "manufacturer", "model", "provider", "version_date", "problem_number", "status"});
    driver_details made;
    fields.read("class", made.driver_class);
    fields.read("hardware_id", made.hardware_id);
    fields.read("manufacturer", made.manufacturer);
    fields.read("model", made.model);
    fields.read("provider", made.provider);
    made.version_date = read_date(fields, "version_date", date_of_usual_update);
    for (const auto& [name, target] :
         {std::pair("problem_number", &made.problem_number), std::pair("status", &made.status)})
    {
        std::uint64_t number = 0;
        fields.read(name, number);
        if (number > 0x7FFFFFFFU)
        {
            fields.fail("has a '" + std::string(name) + "' that is too large");
        }
        *target = static_cast<std::int32_t>(number);
    }
    return made;
}

WUA_COLD void read_details(const scenario_fields& fields, const category_list& categories, update_details& details)
{
    details.auto_select_on_web_sites = !details.is_beta;
    fields.read("auto_select_on_web_sites", details.auto_select_on_web_sites);
    fields.read("is_uninstallable", details.is_uninstallable);
    fields.read("reboot_required", details.needs_restart);
    fields.read("can_require_source", details.can_require_source);
    fields.read("browse_only", details.browse_only);
    fields.read("per_user", details.per_user);
    fields.read("deployment_action", details.deployment_action,
                {{"none", daNone},
                 {"installation", daInstallation},
                 {"uninstallation", daUninstallation},
                 {"detection", daDetection},
                 {"optional_installation", daOptionalInstallation}});
    fields.read("download_priority", details.download_priority,
                {{"low", dpLow}, {"normal", dpNormal}, {"high", dpHigh}, {"extra_high", dpExtraHigh}});
    fields.read("auto_selection", details.auto_selection,
                {{"let_windows_update_decide", asLetWindowsUpdateDecide},
                 {"auto_select_if_downloaded", asAutoSelectIfDownloaded},
                 {"never", asNeverAutoSelect},
                 {"always", asAlwaysAutoSelect}});
    fields.read("auto_download", details.auto_download,
                {{"let_windows_update_decide", adLetWindowsUpdateDecide},
                 {"never", adNeverAutoDownload},
                 {"always", adAlwaysAutoDownload}});
    details.last_deployment_change = read_date(fields, "last_deployment_change", date_of_usual_update);
    if (fields.find("deadline") != nullptr)
    {
        details.deadline = read_date(fields, "deadline", date_of_usual_update);
    }
    for (const auto& [name, target] : {std::pair("recommended_cpu_speed", &details.recommended_cpu_speed),
                                       std::pair("recommended_hard_disk_space", &details.recommended_hard_disk_space),
                                       std::pair("recommended_memory", &details.recommended_memory)})
    {
        std::uint64_t number = 0;
        fields.read(name, number);
        if (number > 0x7FFFFFFFU)
        {
            fields.fail("has a '" + std::string(name) + "' that is too large");
        }
        *target = static_cast<std::int32_t>(number);
    }
    details.handler_id = details.is_driver ? "http://schemas.microsoft.com/msus/2002/12/UpdateHandlers/WindowsDriver"
                                           : "http://schemas.microsoft.com/msus/2002/12/UpdateHandlers/Cbs";
    fields.read("handler_id", details.handler_id);
    fields.read("uninstallation_notes", details.uninstallation_notes);
    fields.read("uninstallation_steps", details.uninstallation_steps);
    fields.read("languages", details.languages);
    fields.read("security_bulletins", details.security_bulletin_ids);
    fields.read("superseded", details.superseded_update_ids);
    std::vector<std::string> names{details.is_driver ? "Drivers" : "Updates"};
    fields.read("categories", names);
    for (const std::string& name : names)
    {
        details.categories.push_back(find_category(fields, categories, name));
    }
    details.installation.emplace();
    if (const auto* behavior = fields.find("behavior"))
    {
        details.installation = read_behavior(*behavior, fields.where() + ", behavior");
    }
    if (const auto* behavior = fields.find("uninstallation_behavior"))
    {
        details.uninstallation = read_behavior(*behavior, fields.where() + ", uninstallation_behavior");
    }
    if (details.uninstallation && !details.is_uninstallable)
    {
        fields.fail("has an 'uninstallation_behavior' but is not 'is_uninstallable'");
    }
    if (details.is_uninstallable && !details.uninstallation)
    {
        details.uninstallation.emplace();
    }
    fields.each("drivers", [&](const nlohmann::json& one, std::string place) {
        details.drivers.push_back(read_driver(one, std::move(place)));
    });
    if (!details.drivers.empty() && !details.is_driver)
    {
        fields.fail("has 'drivers' but is not 'is_driver'");
    }
    fields.each("properties", [&](const nlohmann::json& one, std::string place) {
        const scenario_fields property(one, std::move(place), {"name", "value"});
        property.need({"name", "value"});
        auto& made = details.properties.emplace_back();
        property.read("name", made.first);
        property.read("value", made.second);
    });
}

WUA_COLD simulated_update read_installation(const nlohmann::json& value, std::string where)
{
    const scenario_fields fields(
        value, std::move(where),
        {"ms", "reboot_required", "fails_at_percent", "hresult", "stalls", "abort_latency_ms", "ignores_abort"});
    std::chrono::nanoseconds time = std::chrono::seconds(1);
    fields.read("ms", time);
    simulated_update plan = make_installation(std::chrono::duration_cast<std::chrono::microseconds>(time));
    const auto units_of = [&](const scenario_fields& from, const char* name) {
        std::uint64_t percent = 0;
        from.read(name, percent);
        if (percent > 100)
        {
            from.fail("needs a number from 0 to 100 in '" + std::string(name) + "'");
        }
        return *plan.size / 100 * percent + *plan.size % 100 * percent / 100;
    };
    bool needs_restart = false;
    fields.read("reboot_required", needs_restart);
    plan.success = needs_restart ? wu_s_reboot_required : s_ok;
    fields.read("abort_latency_ms", plan.abort_latency);
    fields.read("ignores_abort", plan.ignores_abort);
    fields.each("stalls", [&](const nlohmann::json& one, std::string place) {
        const scenario_fields stall(one, std::move(place), {"at_percent", "ms"});
        simulated_stall made;
        made.at_byte = units_of(stall, "at_percent");
        stall.read("ms", made.duration);
        plan.stalls.push_back(made);
    });
    if (fields.find("fails_at_percent") != nullptr || fields.find("hresult") != nullptr)
    {
        fields.need({"hresult"});
        simulated_fault fault;
        fault.at_byte = units_of(fields, "fails_at_percent");
        fields.read("hresult", fault.hresult);
        if (succeeded(fault.hresult))
        {
            fields.fail("needs a failure in 'hresult'; a restart is 'reboot_required'");
        }
        if (needs_restart)
        {
            fields.fail("cannot fail and need a restart");
        }
        plan.faults.push_back(fault);
    }
    return plan;
}

WUA_COLD service_facts read_service(const nlohmann::json& value, std::string where)
{
    const scenario_fields fields(
        value, std::move(where),
        {"id", "name", "url", "setup_prefix", "redirect_urls", "issue_date", "expiration_date", "is_managed",
         "is_registered_with_au", "is_default_au_service", "offers_windows_updates", "is_scan_package",
         "can_register_with_au", "is_added", "state"});
    fields.need({"id", "name"});
    service_facts made;
    made.id = read_guid(fields, "id");
    fields.read("name", made.name);
    fields.read("url", made.url);
    fields.read("setup_prefix", made.setup_prefix);
    fields.read("redirect_urls", made.redirect_urls);
    made.issue_date = read_date(fields, "issue_date", 0);
    made.expiration_date = read_date(fields, "expiration_date", 0);
    fields.read("is_managed", made.is_managed);
    fields.read("is_registered_with_au", made.is_registered_with_au);
    fields.read("is_default_au_service", made.is_default_au_service);
    fields.read("offers_windows_updates", made.offers_windows_updates);
    fields.read("is_scan_package", made.is_scan_package);
    fields.read("can_register_with_au", made.can_register_with_au);
    fields.read("is_added", made.is_added);
    fields.read("state", made.state, {{"registered", usrsRegistered}, {"pending", usrsRegistrationPending}});
    if (made.is_default_au_service && !made.is_added)
    {
        fields.fail("is the default service but not added");
    }
    if (made.is_registered_with_au && (made.is_scan_package || !made.can_register_with_au))
    {
        fields.fail("is registered with automatic updates, but must not be");
    }
    return made;
}

WUA_COLD automatic_updates_facts read_automatic_updates(const nlohmann::json& value, std::string where)
{
    const scenario_fields fields(
        value, std::move(where),
        {"level", "day", "hour", "includes_recommended", "lets_everybody_install", "has_featured_updates",
         "is_read_only", "is_required", "is_enabled", "last_search", "last_installation"});
    automatic_updates_facts made;
    fields.read("level", made.level,
                {{"not_configured", aunlNotConfigured},
                 {"disabled", aunlDisabled},
                 {"notify_before_download", aunlNotifyBeforeDownload},
                 {"notify_before_installation", aunlNotifyBeforeInstallation},
                 {"scheduled_installation", aunlScheduledInstallation}});
    std::uint64_t day = 0;
    fields.read("day", day);
    std::uint64_t hour = 3;
    fields.read("hour", hour);
    if (day > 7 || hour > 23)
    {
        fields.fail("needs a number from 0, every day, to 7 in 'day', and one from 0 to 23 in 'hour'");
    }
    made.day = static_cast<AutomaticUpdatesScheduledInstallationDay>(day);
    made.hour = static_cast<std::int32_t>(hour);
    fields.read("includes_recommended", made.includes_recommended);
    fields.read("lets_everybody_install", made.lets_everybody_install);
    fields.read("has_featured_updates", made.has_featured_updates);
    fields.read("is_read_only", made.is_read_only);
    fields.read("is_required", made.is_required);
    fields.read("is_enabled", made.is_enabled);
    for (const auto& [name, target] :
         {std::pair("last_search", &made.last_search), std::pair("last_installation", &made.last_installation)})
    {
        if (fields.find(name) != nullptr)
        {
            *target = read_date(fields, name, 0);
        }
    }
    return made;
}

WUA_COLD history_facts read_history(const nlohmann::json& value, std::string where,
                                    const std::vector<update_pointer>& updates)
{
    const scenario_fields fields(
        value, std::move(where), {"update", "operation", "result", "hresult", "date", "client"});
    fields.need({"update"});
    history_facts made;
    std::string wanted;
    fields.read("update", wanted);
    const auto found = std::find_if(updates.begin(), updates.end(), [&](const update_pointer& one) {
        return one->title == wanted || equal_ignoring_case(one->identity.update_id, wanted);
    });
    if (found == updates.end())
    {
        fields.fail("needs the title or the id of one of the updates in 'update'");
    }
    made.update = *found;
    fields.read("operation", made.operation, {{"installation", uoInstallation}, {"uninstallation", uoUninstallation}});
    fields.read(
        "result", made.result.code, {{"succeeded", orcSucceeded}, {"failed", orcFailed}, {"aborted", orcAborted}});
    fields.read("hresult", made.result.hresult);
    if (!make_plausible(made.result))
    {
        fields.fail("has a 'result' that its 'hresult' contradicts");
    }
    made.date = read_date(fields, "date", date_of_usual_update);
    fields.read("client", made.client_application_id);
    return made;
}

WUA_COLD machine_facts read_machine(const nlohmann::json& value, std::string where,
                                    const std::vector<update_pointer>& updates)
{
    const scenario_fields fields(
        value, std::move(where),
        {"api_major_version", "api_minor_version", "product_version", "oem_support_link", "reboot_required",
         "reboot_required_before_installation", "services", "automatic_updates", "history"});
    machine_facts made;
    for (const auto& [name, target] : {std::pair("api_major_version", &made.api_major_version),
                                       std::pair("api_minor_version", &made.api_minor_version)})
    {
        std::uint64_t number = static_cast<std::uint64_t>(*target);
        fields.read(name, number);
        if (number > 0xFFFF)
        {
            fields.fail("has an '" + std::string(name) + "' that is too large");
        }
        *target = static_cast<std::int32_t>(number);
    }
    fields.read("product_version", made.product_version);
    fields.read("oem_support_link", made.oem_support_link);
    fields.read("reboot_required", made.needs_restart);
    fields.read("reboot_required_before_installation", made.needs_restart_first);
    if (made.needs_restart_first && !made.needs_restart && fields.find("reboot_required") != nullptr)
    {
        fields.fail("is 'reboot_required_before_installation' but not 'reboot_required'");
    }
    if (fields.find("services") != nullptr)
    {
        made.services.clear();
        fields.each("services", [&](const nlohmann::json& one, const std::string& place) {
            service_facts service = read_service(one, place);
            if (std::any_of(made.services.begin(), made.services.end(),
                            [&](const service_facts& other) { return equal_ignoring_case(other.id, service.id); }))
            {
                throw hresult_error(e_scenario_invalid, place + " has the id of another");
            }
            made.services.push_back(std::move(service));
        });
    }
    if (const auto* settings = fields.find("automatic_updates"))
    {
        made.automatic_updates = read_automatic_updates(*settings, fields.where() + ", automatic_updates");
    }
    fields.each("history", [&](const nlohmann::json& one, const std::string& place) {
        history_facts entry = read_history(one, place, updates);
        if (!made.history.empty() && entry.date > made.history.back().date)
        {
            throw hresult_error(e_scenario_invalid, place + " has a later 'date' than the entry before it");
        }
        made.history.push_back(std::move(entry));
    });
    return made;
}

} // namespace wua::detail
