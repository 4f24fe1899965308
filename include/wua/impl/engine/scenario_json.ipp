// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/scenario_json.hpp>.

#include <wua/engine/disk/text_file.hpp>
#include <wua/engine/machine_json.hpp>
#include <wua/engine/scenario_json.hpp>
#include <wua/wuapi/errors.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

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
    if (plan.known != size_known::late && fields.find("size_learnt_at") != nullptr)
    {
        fields.fail("has 'size_learnt_at', but 'size_known' is not 'late'");
    }
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
        if (made.in_verify_phase && fault.find("at_byte") != nullptr)
        {
            fault.fail("has 'at_byte' although it is 'in_verify_phase'");
        }
        for (const char* const name : {"keeps_bytes", "retry_ms"})
        {
            if (!made.is_retried && fault.find(name) != nullptr)
            {
                fault.fail("has '" + std::string(name) + "' and is not 'is_retried'");
            }
        }
        if (succeeded(made.hresult))
        {
            fault.fail("needs a failure in 'hresult'");
        }
    });
    return plan;
}

// Events that are to happen at a byte must lie within the content.
WUA_COLD void check_bytes(const simulated_update& plan, std::uint64_t size, const std::string& where)
{
    const auto check = [&](std::uint64_t at_byte, const std::string& place, const char* name) {
        if (at_byte > size)
        {
            throw hresult_error(
                e_scenario_invalid, place + " has " + name + " beyond its " + std::to_string(size) + " bytes");
        }
    };
    check(plan.size_learnt_at, where, "a 'size_learnt_at'");
    for (std::size_t i = 0; i != plan.stalls.size(); ++i)
    {
        check(plan.stalls[i].at_byte, where + ", stalls " + std::to_string(i + 1), "an 'at_byte'");
    }
    for (std::size_t i = 0; i != plan.faults.size(); ++i)
    {
        check(plan.faults[i].at_byte, where + ", faults " + std::to_string(i + 1), "an 'at_byte'");
    }
}

// The number of the first search that finds the update.
WUA_COLD std::int32_t read_first_search(const nlohmann::json& update, const std::string& where)
{
    constexpr std::uint64_t max_search = 1'000'000;
    const auto found = update.find("found_from_search");
    if (found == update.end())
    {
        return 1;
    }
    if (!found->is_number_unsigned() || found->get<std::uint64_t>() < 1 || found->get<std::uint64_t>() > max_search)
    {
        throw hresult_error(e_scenario_invalid, where + " needs a number from 1 to 1000000 in 'found_from_search'");
    }
    return static_cast<std::int32_t>(found->get<std::uint64_t>());
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
        fields.fail("needs the index of an update in 'update', and percentages of 127 at most");
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

// The members that an update and a bundled one share. Without an 'id' one is made from the position.
WUA_COLD void read_identity(const scenario_fields& fields, std::size_t place, std::size_t part, update_item& item)
{
    fields.read("title", item.title);
    if (item.title.empty())
    {
        fields.fail("needs a 'title'");
    }
    char id[40];
    std::snprintf(id, sizeof id, "00000000-0000-0000-%04x-%012llx", static_cast<unsigned>(part & 0xFFFF),
                  static_cast<unsigned long long>(place));
    item.identity.update_id = id;
    fields.read("id", item.identity.update_id);
    const std::optional<guid> read_id = parse_guid(item.identity.update_id);
    if (!read_id)
    {
        fields.fail("needs a GUID in 'id'");
    }
    item.identity.update_id = to_string(*read_id);
    std::uint64_t revision = 1;
    fields.read("revision", revision);
    if (revision > 0x7FFFFFFFU)
    {
        fields.fail("has a 'revision' that is too large");
    }
    item.identity.revision_number = static_cast<std::int32_t>(revision);
}

WUA_COLD content_file read_file(const scenario_fields& fields, const update_item& item)
{
    content_file file;
    file.urls = {"https://download.test/" + item.identity.update_id};
    file.size = 10U << 20U;
    fields.read("urls", file.urls);
    fields.read("file_name", file.file_name);
    fields.read("size", file.size);
    fields.read("is_delta", file.is_delta);
    if (file.urls.empty())
    {
        fields.fail("needs at least one of 'urls'");
    }
    return file;
}

WUA_COLD update_item read_part(const nlohmann::json& value, std::string where, std::size_t place, std::size_t part)
{
    const scenario_fields fields(
        value, std::move(where),
        {"title", "id", "revision", "kb", "description", "size", "urls", "file_name", "is_delta"});
    update_item item;
    read_identity(fields, place, part, item);
    item.files.push_back(read_file(fields, item));
    update_details details;
    fields.read("kb", details.kb_article_ids);
    fields.read("description", details.description);
    item.details = std::make_shared<const update_details>(std::move(details));
    return item;
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
         "properties",
         "found_from_search",
         "bundled",
         "is_delta"});
    update_item item;
    read_identity(fields, place, 0, item);
    update_details details;
    fields.each("bundled", [&](const nlohmann::json& element, std::string part) {
        const std::size_t number = details.bundled.size() + 1;
        const auto made = std::make_shared<const update_item>(read_part(element, std::move(part), place, number));
        item.files.push_back(made->files.front());
        details.bundled.push_back(made);
    });
    for (const char* const name : {"size", "urls", "file_name", "is_delta"})
    {
        if (!details.bundled.empty() && fields.find(name) != nullptr)
        {
            fields.fail("has '" + std::string(name) + "', which its 'bundled' updates have");
        }
    }
    if (details.bundled.empty())
    {
        item.files.push_back(read_file(fields, item));
    }
    if (item.size().value_or(UINT64_MAX) > std::uint64_t{1} << 62U)
    {
        fields.fail("has more than 2^62 bytes");
    }
    fields.read("max_size", item.max_size);
    if (item.max_size && *item.max_size < *item.size())
    {
        fields.fail("has a 'max_size' below its 'size'");
    }
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

namespace detail
{

// Tracks where the parser is in the document, for its messages.
class json_place
{
public:
    // Returns false if the object already has a member of this name.
    bool enter_member(const std::string& name)
    {
        m_levels.back().name = name;
        return m_levels.back().names.insert(name).second;
    }

    void enter_value()
    {
        if (!m_levels.empty() && m_levels.back().is_list)
        {
            ++m_levels.back().index;
        }
    }

    void open(bool is_list)
    {
        enter_value();
        m_levels.emplace_back().is_list = is_list;
    }

    void close()
    {
        m_levels.pop_back();
    }

    // Names the innermost object, in the way that scenario_fields does.
    std::string text() const
    {
        std::string where = "the scenario";
        for (std::size_t i = 0; i + 1 < m_levels.size(); ++i)
        {
            const level& one = m_levels[i];
            where += one.is_list ? " " + std::to_string(one.index) : ", " + one.name;
        }
        return where;
    }

private:
    struct level
    {
        bool is_list = false;
        std::size_t index = 0;
        std::string name{};
        std::set<std::string> names{};
    };

    std::vector<level> m_levels;
};

// Refuses duplicate members, of which nlohmann/json would silently take the last.
WUA_COLD nlohmann::json parse_without_doubles(std::string_view json)
{
    using event = nlohmann::json::parse_event_t;
    json_place place;
    return nlohmann::json::parse(json, [&](int, event what, nlohmann::json& value) {
        switch (what)
        {
            case event::object_start:
            case event::array_start:
                place.open(what == event::array_start);
                break;
            case event::object_end:
            case event::array_end:
                place.close();
                break;
            case event::value:
                place.enter_value();
                break;
            case event::key:
                if (const auto name = value.get<std::string>(); !place.enter_member(name))
                {
                    throw hresult_error(e_scenario_invalid, place.text() + " has the member '" + name + "' twice");
                }
                break;
        }
        return true;
    });
}

} // namespace detail

WUA_INLINE written_scenario parse_scenario(std::string_view json)
{
    nlohmann::json root;
    try
    {
        root = detail::parse_without_doubles(json);
    }
    catch (const nlohmann::json::exception& error)
    {
        throw hresult_error(e_scenario_invalid, std::string("the scenario is not JSON: ") + error.what());
    }
    const detail::scenario_fields fields(
        root, "the scenario",
        {"$schema", "speed", "parallelism", "order", "seed", "updates", "categories", "recorded", "machine",
         "install_order"});
    std::string for_an_editor;
    fields.read("$schema", for_an_editor);
    written_scenario written;
    fields.read("speed", written.speed);
    if (!(written.speed > 0 && written.speed <= 1e6))
    {
        fields.fail("needs a number above 0, 1000000 at most, in 'speed'");
    }
    std::uint64_t parallelism = 1;
    fields.read("parallelism", parallelism);
    if (parallelism < 1 || parallelism > 1000)
    {
        fields.fail("needs a number from 1 to 1000 in 'parallelism'");
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
    std::vector<late_update> found_later;
    fields.each("updates", [&](const nlohmann::json& element, const std::string& where) {
        update_item item = detail::read_item(element, where, written.updates.size() + 1, categories);
        simulated_update plan;
        if (const auto download = element.find("download"); download != element.end())
        {
            plan = detail::read_behaviour(*download, where + ", download");
        }
        const auto insert_id = [&](const update_item& one, const std::string& whose) {
            if (!ids.insert(one.identity.update_id).second)
            {
                throw hresult_error(e_scenario_invalid, whose + " has the id of another");
            }
        };
        insert_id(item, where);
        for (std::size_t i = 0; i != item.details->bundled.size(); ++i)
        {
            insert_id(*item.details->bundled[i], where + ", bundled " + std::to_string(i + 1));
        }
        const std::uint64_t named = *item.size();
        detail::check_bytes(plan, plan.size.value_or(named), where + ", download");
        if (const std::int32_t search = detail::read_first_search(element, where); search != 1)
        {
            found_later.push_back({item.identity.update_id, search});
        }
        if (plan.size || plan.known != size_known::at_start)
        {
            // The size in the catalogue is only an upper limit here; the job learns the real one from the download.
            plan.size = plan.size.value_or(named);
            item.max_size = item.max_size.value_or(named);
            for (content_file& file : item.files)
            {
                file.size.reset();
            }
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
    fields.each("recorded", [&](const nlohmann::json& element, const std::string& place) {
        const recorded_sample sample = detail::read_sample(element, place, written.updates.size());
        if (!written.script.recorded.empty() && sample.at < written.script.recorded.back().at)
        {
            throw hresult_error(e_scenario_invalid, place + " has an 'ms' before that of the sample before it");
        }
        written.script.recorded.push_back(sample);
    });
    if (const auto* machine = fields.find("machine"))
    {
        written.machine = detail::read_machine(*machine, "the scenario, machine", written.updates);
    }
    written.machine.found_later = std::move(found_later);
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
