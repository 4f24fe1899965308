// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/scenario_json.hpp>.

#include <wua/engine/disk/text_file.hpp>
#include <wua/engine/scenario_json.hpp>
#include <wua/wuapi/errors.hpp>

#include <charconv>
#include <cstddef>
#include <cstdio>
#include <memory>
#include <set>

namespace wua
{

namespace detail
{

WUA_INLINE scenario_fields::scenario_fields(const nlohmann::json& value, std::string where,
                                            std::initializer_list<std::string_view> known)
    : m_value(value),
      m_where(std::move(where))
{
    if (!value.is_object())
    {
        fail("is not an object");
    }
    for (const auto& [name, member] : value.items())
    {
        bool is_known = false;
        for (const std::string_view one : known)
        {
            is_known = is_known || name == one;
        }
        if (!is_known)
        {
            fail("has a member '" + name + "', which is not known");
        }
    }
}

WUA_INLINE void scenario_fields::fail(const std::string& why) const
{
    throw hresult_error(e_scenario_invalid, m_where + " " + why);
}

WUA_INLINE void scenario_fields::need(std::initializer_list<const char*> names) const
{
    for (const char* const name : names)
    {
        if (find(name) == nullptr)
        {
            fail("needs '" + std::string(name) + "'");
        }
    }
}

WUA_INLINE void scenario_fields::read(const char* name, std::string& value) const
{
    if (const auto* found = find(name))
    {
        require(found->is_string(), name, "a text");
        value = found->get<std::string>();
    }
}

WUA_INLINE void scenario_fields::read(const char* name, bool& value) const
{
    if (const auto* found = find(name))
    {
        require(found->is_boolean(), name, "true or false");
        value = found->get<bool>();
    }
}

WUA_INLINE void scenario_fields::read(const char* name, std::uint64_t& value) const
{
    if (const auto* found = find(name))
    {
        value = number(*found, name);
    }
}

WUA_INLINE void scenario_fields::read(const char* name, std::optional<std::uint64_t>& value) const
{
    if (const auto* found = find(name))
    {
        value = number(*found, name);
    }
}

WUA_INLINE void scenario_fields::read_any(const char* name, std::uint64_t& value) const
{
    if (const auto* found = find(name))
    {
        require(found->is_number_unsigned(), name, "a whole number from 0 to 2^64 - 1");
        value = found->get<std::uint64_t>();
    }
}

WUA_INLINE void scenario_fields::read(const char* name, std::int64_t& value) const
{
    if (const auto* found = find(name))
    {
        require(found->is_number_integer() && (!found->is_number_unsigned() || found->get<std::int64_t>() >= 0), name,
                "a whole number of 64 bits");
        value = found->get<std::int64_t>();
    }
}

WUA_INLINE void scenario_fields::read(const char* name, std::chrono::nanoseconds& value) const
{
    if (const auto* found = find(name))
    {
        const std::uint64_t milliseconds = number(*found, name);
        require(milliseconds <= 100'000'000'000U, name, "a number of milliseconds below 10^11");
        value = std::chrono::milliseconds(milliseconds);
    }
}

WUA_INLINE void scenario_fields::read(const char* name, double& value) const
{
    if (const auto* found = find(name))
    {
        require(found->is_number(), name, "a number");
        value = found->get<double>();
    }
}

WUA_INLINE void scenario_fields::read(const char* name, std::vector<std::string>& value) const
{
    if (const auto* found = find(name))
    {
        require(found->is_string() || found->is_array(), name, "a list of texts");
        value.clear();
        for (const auto& one : found->is_array() ? *found : nlohmann::json::array({*found}))
        {
            require(one.is_string(), name, "a list of texts");
            value.push_back(one.get<std::string>());
        }
    }
}

WUA_INLINE void scenario_fields::read(const char* name, HRESULT& value) const
{
    std::string text;
    read(name, text);
    if (text.empty())
    {
        return;
    }
    if (const hresult_info* known = describe(std::string_view(text)))
    {
        value = known->value;
        return;
    }
    std::uint32_t bits = 0;
    const char* const end = text.data() + text.size();
    require(text.size() == 10 && text.starts_with("0x") && std::from_chars(text.data() + 2, end, bits, 16).ptr == end,
            name, "the name of an HRESULT or its eight digits behind 0x");
    value = make_hresult(bits);
}

WUA_INLINE const nlohmann::json* scenario_fields::find(const char* name) const
{
    const auto found = m_value.find(name);
    return found == m_value.end() ? nullptr : &*found;
}

WUA_INLINE void scenario_fields::require(bool is_so, const char* name, std::string_view what) const
{
    if (!is_so)
    {
        fail("needs in '" + std::string(name) + "' " + std::string(what));
    }
}

WUA_INLINE std::uint64_t scenario_fields::number(const nlohmann::json& value, const char* name) const
{
    require(value.is_number_unsigned() && value.get<std::uint64_t>() <= std::uint64_t{1} << 62U, name,
            "a whole number from 0 to 2^62");
    return value.get<std::uint64_t>();
}

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

WUA_INLINE update_item read_item(const nlohmann::json& value, const std::string& where, std::size_t place)
{
    const scenario_fields fields(
        value, where, {"title",        "id",        "revision",       "kb",           "size",          "max_size",
                       "urls",         "file_name", "description",    "support_url",  "release_notes", "msrc_severity",
                       "eula",         "cve",       "more_info_urls", "is_installed", "is_downloaded", "is_hidden",
                       "is_mandatory", "is_beta",   "is_driver",      "download"});
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
    const detail::scenario_fields fields(root, "the scenario", {"speed", "parallelism", "order", "seed", "updates"});
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
    std::set<std::string> ids;
    fields.each("updates", [&](const nlohmann::json& element, const std::string& where) {
        update_item item = detail::read_item(element, where, written.updates.size() + 1);
        simulated_update plan;
        if (const auto download = element.find("download"); download != element.end())
        {
            plan = detail::read_behaviour(*download, where + ", download");
        }
        if (!ids.insert(item.identity.update_id).second)
        {
            throw hresult_error(e_scenario_invalid, where + " has the id of another");
        }
        plan.update_id = item.identity.update_id;
        written.script.updates_by_id.push_back(std::move(plan));
        written.updates.push_back(std::make_shared<const update_item>(std::move(item)));
    });
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
