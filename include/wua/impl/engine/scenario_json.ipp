// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/scenario_json.hpp>.

#include <wua/engine/disk/text_file.hpp>
#include <wua/engine/machine_json.hpp>
#include <wua/engine/scenario_json.hpp>
#include <wua/wuapi/errors.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <memory>
#include <set>

namespace wua
{

namespace detail
{

WUA_INLINE simulated_update read_behaviour(const nlohmann::json& value, std::string where)
{
    const scenario_fields fields(value, std::move(where),
                                 {"size", "size_known", "size_learnt_at", "bytes_per_second", "latency_ms", "stalls",
                                  "faults", "verify_ms", "abort_latency_ms", "ignores_abort", "is_already_downloaded"});
    simulated_update plan;
    fields.read("size", plan.size);
    fields.read("size_known", plan.known,
                {{"at_start", size_known::at_start}, {"late", size_known::late}, {"never", size_known::never}});
    fields.read("size_learnt_at", plan.size_learnt_at);
    fields.read("bytes_per_second", plan.bytes_per_second);
    fields.read("latency_ms", plan.latency);
    fields.read("verify_ms", plan.verify_time);
    fields.read("abort_latency_ms", plan.abort_latency);
    fields.read("ignores_abort", plan.ignores_abort);
    fields.read("is_already_downloaded", plan.is_already_downloaded);
    fields.each("stalls", [&](const nlohmann::json& element, std::string place) {
        const scenario_fields stall(element, std::move(place), {"at_byte", "ms"});
        simulated_stall& made = plan.stalls.emplace_back();
        stall.read("at_byte", made.at_byte);
        stall.read("ms", made.duration);
    });
    fields.each("faults", [&](const nlohmann::json& element, std::string place) {
        const scenario_fields fault(element, std::move(place),
                                    {"at_byte", "in_verify_phase", "hresult", "is_retried", "keeps_bytes", "retry_ms"});
        simulated_fault& made = plan.faults.emplace_back();
        fault.read("at_byte", made.at_byte);
        fault.read("in_verify_phase", made.in_verify_phase);
        fault.read("hresult", made.hresult);
        fault.read("is_retried", made.is_retried);
        fault.read("keeps_bytes", made.keeps_bytes);
        fault.read("retry_ms", made.retry_delay);
        if (succeeded(made.hresult))
        {
            fault.fail("needs in 'hresult' a failure");
        }
    });
    return plan;
}

WUA_COLD recorded_sample read_sample(const nlohmann::json& value, std::string where, std::size_t updates)
{
    const scenario_fields fields(
        value, std::move(where),
        {"ms", "update", "phase", "percent", "update_percent", "bytes", "total", "update_bytes", "update_total"});
    recorded_sample made;
    fields.read("ms", made.at);
    fields.read("phase", made.phase,
                {{"initializing", dphInitializing}, {"downloading", dphDownloading}, {"verifying", dphVerifying}});
    std::uint64_t numbers[] = {0, 0, 0};
    fields.read("update", numbers[0]);
    fields.read("percent", numbers[1]);
    fields.read("update_percent", numbers[2]);
    if (numbers[0] >= std::max<std::size_t>(updates, 1) || numbers[1] > 127 || numbers[2] > 127)
    {
        fields.fail("needs in 'update' the index of an update, and percentages of 127 at most");
    }
    made.index = static_cast<std::uint32_t>(numbers[0]);
    made.percent = static_cast<std::int32_t>(numbers[1]);
    made.update_percent = static_cast<std::int32_t>(numbers[2]);
    fields.read("bytes", made.bytes_downloaded);
    fields.read("total", made.bytes_to_download);
    fields.read("update_bytes", made.update_bytes_downloaded);
    fields.read("update_total", made.update_bytes_to_download);
    return made;
}

WUA_INLINE update_item read_item(const nlohmann::json& value, const std::string& where, std::size_t place,
                                 const std::vector<std::shared_ptr<const update_category>>& categories)
{
    const scenario_fields fields(
        value, where,
        {"title",
         "id",
         "revision",
         "kb",
         "size",
         "max_size",
         "urls",
         "file_name",
         "description",
         "support_url",
         "release_notes",
         "msrc_severity",
         "eula",
         "cve",
         "more_info_urls",
         "is_installed",
         "is_downloaded",
         "is_hidden",
         "is_mandatory",
         "is_beta",
         "is_driver",
         "download",
         "install",
         "auto_select_on_web_sites",
         "is_uninstallable",
         "reboot_required",
         "can_require_source",
         "browse_only",
         "per_user",
         "deployment_action",
         "download_priority",
         "auto_selection",
         "auto_download",
         "last_deployment_change",
         "deadline",
         "recommended_cpu_speed",
         "recommended_hard_disk_space",
         "recommended_memory",
         "handler_id",
         "uninstallation_notes",
         "uninstallation_steps",
         "languages",
         "security_bulletins",
         "superseded",
         "categories",
         "behavior",
         "uninstallation_behavior",
         "drivers",
         "properties"});
    update_item item;
    fields.read("title", item.title);
    if (item.title.empty())
    {
        fields.fail("needs a 'title'");
    }
    char id[40];
    std::snprintf(id, sizeof id, "00000000-0000-0000-0000-%012llx", static_cast<unsigned long long>(place));
    item.identity.update_id = id;
    fields.read("id", item.identity.update_id);
    if (!parse_guid(item.identity.update_id))
    {
        fields.fail("needs in 'id' a GUID");
    }
    std::uint64_t revision = 1;
    fields.read("revision", revision);
    if (revision > 0x7FFFFFFFU)
    {
        fields.fail("has a 'revision' that is too large");
    }
    item.identity.revision_number = static_cast<std::int32_t>(revision);
    content_file file;
    file.urls = {"https://download.test/" + item.identity.update_id};
    file.size = 10U << 20U;
    fields.read("urls", file.urls);
    fields.read("file_name", file.file_name);
    fields.read("size", file.size);
    fields.read("max_size", item.max_size);
    if (file.urls.empty())
    {
        fields.fail("needs at least one of 'urls'");
    }
    item.files.push_back(std::move(file));
    update_details details;
    fields.read("kb", details.kb_article_ids);
    fields.read("description", details.description);
    fields.read("support_url", details.support_url);
    fields.read("release_notes", details.release_notes);
    fields.read("msrc_severity", details.msrc_severity);
    fields.read("eula", details.eula_text);
    fields.read("cve", details.cve_ids);
    fields.read("more_info_urls", details.more_info_urls);
    fields.read("is_installed", details.is_installed);
    fields.read("is_downloaded", details.is_downloaded);
    fields.read("is_hidden", details.is_hidden);
    fields.read("is_mandatory", details.is_mandatory);
    fields.read("is_beta", details.is_beta);
    fields.read("is_driver", details.is_driver);
    read_details(fields, categories, details);
    item.details = std::make_shared<const update_details>(std::move(details));
    return item;
}

} // namespace detail

WUA_INLINE written_scenario parse_scenario(std::string_view json)
{
    nlohmann::json root;
    try
    {
        root = nlohmann::json::parse(json);
    }
    catch (const nlohmann::json::exception& error)
    {
        throw hresult_error(e_scenario_invalid, std::string("the scenario is not JSON: ") + error.what());
    }
    const detail::scenario_fields fields(
        root, "the scenario",
        {"speed", "parallelism", "order", "seed", "updates", "categories", "recorded", "machine", "install_order"});
    written_scenario written;
    fields.read("speed", written.speed);
    if (!(written.speed > 0 && written.speed <= 1e6))
    {
        fields.fail("needs in 'speed' a number above 0, 1000000 at most");
    }
    std::uint64_t parallelism = 1;
    fields.read("parallelism", parallelism);
    if (parallelism < 1 || parallelism > 1000)
    {
        fields.fail("needs in 'parallelism' a number from 1 to 1000");
    }
    written.script.parallelism = static_cast<std::size_t>(parallelism);
    fields.read(
        "order", written.script.order,
        {{"given", start_order::given}, {"reversed", start_order::reversed}, {"shuffled", start_order::shuffled}});
    fields.read("seed", written.script.seed);
    scenario installations = usual_installations();
    fields.read(
        "install_order", installations.order,
        {{"given", start_order::given}, {"reversed", start_order::reversed}, {"shuffled", start_order::shuffled}});
    installations.seed = written.script.seed;
    const detail::category_list categories = detail::read_categories(fields);
    std::set<std::string> ids;
    fields.each("updates", [&](const nlohmann::json& element, const std::string& where) {
        update_item item = detail::read_item(element, where, written.updates.size() + 1, categories);
        simulated_update plan;
        if (const auto download = element.find("download"); download != element.end())
        {
            plan = detail::read_behaviour(*download, where + ", download");
        }
        if (!ids.insert(item.identity.update_id).second)
        {
            throw hresult_error(e_scenario_invalid, where + " has the id of another");
        }
        if (plan.size || plan.known != size_known::at_start)
        {
            // What the catalogue says is a limit, and the job learns the size from the download.
            std::optional<std::uint64_t>& named = item.files.front().size;
            plan.size = plan.size ? plan.size : named;
            item.max_size = item.max_size ? item.max_size : named;
            named.reset();
        }
        if (const auto install = element.find("install"); install != element.end())
        {
            simulated_update& installation =
                installations.updates_by_id.emplace_back(detail::read_installation(*install, where + ", install"));
            installation.update_id = item.identity.update_id;
        }
        plan.update_id = item.identity.update_id;
        written.script.updates_by_id.push_back(std::move(plan));
        written.updates.push_back(std::make_shared<const update_item>(std::move(item)));
    });
    fields.each("recorded", [&](const nlohmann::json& element, std::string place) {
        written.script.recorded.push_back(detail::read_sample(element, std::move(place), written.updates.size()));
    });
    if (const auto* machine = fields.find("machine"))
    {
        written.machine = detail::read_machine(*machine, "the scenario, machine", written.updates);
    }
    written.script.installations = std::make_shared<const scenario>(std::move(installations));
    return written;
}

WUA_INLINE written_scenario read_scenario(const std::filesystem::path& path)
{
    const std::optional<std::string> text = detail::read_text_file(path);
    if (!text)
    {
        throw hresult_error(e_scenario_unreadable, "the scenario '" + detail::path_text(path) + "' cannot be read");
    }
    try
    {
        return parse_scenario(*text);
    }
    catch (const hresult_error& error)
    {
        throw hresult_error(error.code(), detail::path_text(path) + ": " + error.what());
    }
}

} // namespace wua
