// SPDX-License-Identifier: MIT

// Scenarios as files: what is read, and that nothing is read of a bad one.

#include "catch.hpp"
#include <wua/engine/scenario_json.hpp>
#include <wua/engine/simulated_engine.hpp>
#include <wua/job/job.hpp>
#include <wua/wuapi/errors.hpp>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>

using namespace std::chrono_literals;

namespace
{

struct refusal
{
    wua::HRESULT code = wua::s_ok;
    std::string text;
};

refusal refusal_of(std::string_view json)
{
    try
    {
        wua::parse_scenario(json);
    }
    catch (const wua::hresult_error& error)
    {
        return {error.code(), error.what()};
    }
    return {};
}

} // namespace

TEST_CASE("a scenario file says which updates there are and how their downloads go", "[scenario_json]")
{
    const wua::written_scenario read = wua::parse_scenario(R"({
        "speed": 2.5, "parallelism": 3, "order": "reversed", "seed": 7,
        "updates": [
            {"title": "One", "id": "5e2f7a30-58ae-4d4e-9a39-1c3c7b2d9a11", "revision": 203, "kb": ["5001"], "size": 4096,
             "urls": ["https://a.test/1", "https://b.test/1"], "file_name": "one.cab", "is_installed": true,
             "download": {"size_known": "late", "size_learnt_at": 10, "bytes_per_second": 100, "latency_ms": 20,
                          "verify_ms": 30, "abort_latency_ms": 40, "ignores_abort": true,
                          "stalls": [{"at_byte": 5, "ms": 6}],
                          "faults": [{"at_byte": 7, "hresult": "WU_E_PT_HTTP_STATUS_NOT_FOUND", "is_retried": true,
                                      "keeps_bytes": true, "retry_ms": 8},
                                     {"in_verify_phase": true, "hresult": "0x80246002"}]}},
            {"title": "Two", "kb": "5002"}
        ]})");
    CHECK(read.speed == 2.5);
    CHECK(read.script.parallelism == 3);
    CHECK(read.script.order == wua::start_order::reversed);
    CHECK(read.script.seed == 7);
    REQUIRE(read.updates.size() == 2);

    const wua::update_item& one = *read.updates[0];
    CHECK(one.title == "One");
    CHECK(one.identity == wua::identity{"5e2f7a30-58ae-4d4e-9a39-1c3c7b2d9a11", 203});
    CHECK(one.details->kb_article_ids == std::vector<std::string>{"5001"});
    CHECK(one.details->is_installed);
    REQUIRE(one.files.size() == 1);
    CHECK(one.files[0].urls == std::vector<std::string>{"https://a.test/1", "https://b.test/1"});
    CHECK(one.files[0].file_name == "one.cab");
    CHECK_FALSE(one.size()); // which is told late
    CHECK(one.max_size == 4096U);

    const wua::simulated_update& plan = read.script.update(9, one);
    CHECK(plan.known == wua::size_known::late);
    CHECK(plan.size_learnt_at == 10);
    CHECK(plan.bytes_per_second == 100);
    CHECK(plan.latency == 20ms);
    CHECK(plan.verify_time == 30ms);
    CHECK(plan.abort_latency == 40ms);
    CHECK(plan.ignores_abort);
    REQUIRE(plan.stalls.size() == 1);
    CHECK(plan.stalls[0].at_byte == 5);
    CHECK(plan.stalls[0].duration == 6ms);
    REQUIRE(plan.faults.size() == 2);
    CHECK(plan.faults[0].at_byte == 7);
    CHECK(plan.faults[0].hresult == wua::wu_e_pt_http_status_not_found);
    CHECK(plan.faults[0].is_retried);
    CHECK(plan.faults[0].keeps_bytes);
    CHECK(plan.faults[0].retry_delay == 8ms);
    CHECK(plan.faults[1].in_verify_phase);
    CHECK(plan.faults[1].hresult == wua::make_hresult(0x80246002));

    const wua::update_item& two = *read.updates[1];
    CHECK(two.identity == wua::identity{"00000000-0000-0000-0000-000000000002", 1});
    CHECK(two.details->kb_article_ids == std::vector<std::string>{"5002"});
    CHECK(two.size() == 10U << 20U);
}

TEST_CASE("the behaviour of an update goes with it wherever it stands in the job", "[scenario_json]")
{
    wua::written_scenario read = wua::parse_scenario(R"({"updates": [
        {"title": "installed", "is_installed": true},
        {"title": "fails", "download": {"faults": [{"at_byte": 9, "hresult": "WU_E_DOWNLOAD_FAILED"}]}}]})");
    wua::job job = wua::start(wua::simulated_engine(read.script), {read.updates[1]});
    CHECK(job.wait() == wua::outcome::failed(wua::wu_e_all_updates_failed));
    CHECK(job.result(0).hresult == wua::wu_e_download_failed);
}

TEST_CASE("a bad scenario is refused with the place and the reason", "[scenario_json]")
{
    const auto [json, text] = GENERATE(table<std::string, std::string>({
        {"{", "the scenario is not JSON"},
        {"\xff", "the scenario is not JSON"},
        {"[]", "the scenario is not an object"},
        {R"({"sped": 1})", "the scenario has a member 'sped', which is not known"},
        {R"({"speed": 0})", "the scenario needs a number above 0, 1000000 at most, in 'speed'"},
        {R"({"speed": "fast"})", "the scenario needs a number in 'speed'"},
        {R"({"parallelism": 0})", "the scenario needs a number from 1 to 1000 in 'parallelism'"},
        {R"({"order": "any"})", "the scenario needs given or reversed or shuffled in 'order'"},
        {R"({"order": ""})", "the scenario needs given or reversed or shuffled in 'order'"},
        {R"({"updates": [{"title": "a", "deadline": ""}]})", "updates 1 needs a date such as"},
        {R"({"updates": [{"title": "a", "deadline": "2026- 1- 3"}]})", "updates 1 needs a date such as"},
        {R"({"updates": [{"title": "a", "deadline": "2026-+1-13"}]})", "updates 1 needs a date such as"},
        {R"({"updates": [{"title": "a", "deadline": "2026-1-3"}]})", "updates 1 needs a date such as"},
        {R"({"updates": [{"title": "a", "deadline": "2026-02-29"}]})", "updates 1 needs a date such as"},
        {R"({"updates": [{"title": "a", "deadline": "1890-01-01T06:00:00Z"}]})", "updates 1 needs a date such as"},
        {R"({"updates": [{"title": "a", "deadline": "2026-01-13T24:00:00Z"}]})", "updates 1 needs a date such as"},
        {R"({"updates": [{"title": "a", "deadline": "2026-01-13T18:00:00"}]})", "updates 1 needs a date such as"},
        {R"({"updates": [{"title": "a", "deadline": "2026-01-13T18:00:00Zz"}]})", "updates 1 needs a date such as"},
        {R"({"updates": [{"title": "a", "install": {"hresult": ""}}]})",
         "updates 1, install needs the name of an HRESULT or its eight digits after 0x in 'hresult'"},
        {R"({"updates": {}})", "the scenario needs a list in 'updates'"},
        {R"({"updates": [1]})", "the scenario, updates 1 is not an object"},
        {R"({"updates": [{}]})", "the scenario, updates 1 needs a 'title'"},
        {R"({"updates": [{"title": "a"}, {"title": "b", "id": "7"}]})", "updates 2 needs a GUID in 'id'"},
        {R"({"updates": [{"title": "a", "size": -1}]})", "updates 1 needs a whole number from 0 to 2^62 in 'size'"},
        {R"({"updates": [{"title": "a", "size": 1.5}]})", "updates 1 needs a whole number from 0 to 2^62 in 'size'"},
        {R"({"updates": [{"title": "a", "urls": []}]})", "updates 1 needs at least one of 'urls'"},
        {R"({"updates": [{"title": "a", "kb": [5]}]})", "updates 1 needs a list of texts in 'kb'"},
        {R"({"updates": [{"title": "a", "revision": 2147483648}]})", "updates 1 has a 'revision' that is too large"},
        {R"({"updates": [{"title": "a", "is_installed": 1}]})", "updates 1 needs true or false in 'is_installed'"},
        {R"({"updates": [{"title": "a", "download": {"faults": [{"hresult": "WU_E_NO_SUCH"}]}}]})",
         "updates 1, download, faults 1 needs the name of an HRESULT or its eight digits after 0x in 'hresult'"},
        {R"({"updates": [{"title": "a", "download": {"faults": [{"hresult": "S_OK"}]}}]})",
         "updates 1, download, faults 1 needs a failure in 'hresult'"},
        {R"({"updates": [{"title": "a", "download": {"latency_ms": 100000000001}}]})",
         "updates 1, download needs a number of milliseconds below 10^11 in 'latency_ms'"},
        {R"({"updates": [{"title": "a", "recommended_memory": 2147483648}]})",
         "updates 1 has a 'recommended_memory' that is too large"},
        {R"({"updates": [{"title": "a", "drivers": [{"problem_number": 2147483648}]}]})",
         "updates 1, drivers 1 has a 'problem_number' that is too large"},
        {R"({"categories": [{"id": "5e2f7a30-58ae-4d4e-9a39-1c3c7b2d9a11", "name": "n", "order": 2147483648}]})",
         "categories 1 has an 'order' that is too large"},
        {R"({"machine": {"api_major_version": 65536}})", "machine has an 'api_major_version' that is too large"},
        {R"({"updates": [{"title": "a"}],
             "machine": {"history": [{"update": "a", "result": "succeeded", "hresult": "E_FAIL"}]}})",
         "machine, history 1 has a 'result' that its 'hresult' contradicts"},
        {R"({"updates": [{"title": "a"}], "recorded": [{"percent": 128}]})",
         "needs the index of an update in 'update', and percentages of 127 at most"},
    }));
    CAPTURE(json);
    const refusal refused = refusal_of(json);
    CHECK(refused.code == wua::e_scenario_invalid);
    CHECK_THAT(refused.text, Catch::Matchers::ContainsSubstring(text));
}

TEST_CASE("members of a scenario that contradict each other are refused with the place", "[scenario_json]")
{
    const std::string first = R"("id": "5e2f7a30-58ae-4d4e-9a39-1c3c7b2d9a11")";
    const std::pair<std::string, std::string> bad[] = {
        {R"({"updates": [{"title": "a", "download": {"faults": [{}, {"at_byte": 5, "in_verify_phase": true}]}}]})",
         "updates 1, download, faults 2 has 'at_byte' although it is 'in_verify_phase'"},
        {R"({"updates": [{"title": "a", "download": {"faults": [{"keeps_bytes": true}]}}]})",
         "updates 1, download, faults 1 has 'keeps_bytes' and is not 'is_retried'"},
        {R"({"updates": [{"title": "a", "download": {"faults": [{"is_retried": false, "retry_ms": 5}]}}]})",
         "updates 1, download, faults 1 has 'retry_ms' and is not 'is_retried'"},
        {R"({"updates": [{"title": "a", "download": {"size_learnt_at": 5}}]})",
         "updates 1, download has 'size_learnt_at', but 'size_known' is not 'late'"},
        {R"({"updates": [{"title": "a", "size": 100, "download": {"size_known": "late", "size_learnt_at": 101}}]})",
         "updates 1, download has a 'size_learnt_at' beyond its 100 bytes"},
        {R"({"updates": [{"title": "a", "size": 100, "download": {"faults": [{"at_byte": 101}]}}]})",
         "updates 1, download, faults 1 has an 'at_byte' beyond its 100 bytes"},
        {R"({"updates": [{"title": "a", "download": {"size": 7, "stalls": [{"ms": 1}, {"at_byte": 8, "ms": 1}]}}]})",
         "updates 1, download, stalls 2 has an 'at_byte' beyond its 7 bytes"},
        {R"({"updates": [{"title": "a", "size": 100, "max_size": 99}]})",
         "updates 1 has a 'max_size' below its 'size'"},
        {R"({"updates": [{"title": "a", "size": 1, "bundled": [{"title": "b"}]}]})",
         "updates 1 has 'size', which its 'bundled' updates have"},
        {R"({"updates": [{"title": "a", "bundled": [{"title": "b"}, {"size": 1}]}]})",
         "updates 1, bundled 2 needs a 'title'"},
        {R"({"updates": [{"title": "a", "bundled": [{"title": "b", "bundled": []}]}]})",
         "updates 1, bundled 1 has a member 'bundled', which is not known"},
        {R"({"updates": [{"title": "a", )" + first + R"(, "bundled": [{"title": "b", )" + first + R"(}]}]})",
         "updates 1, bundled 1 has the id of another"},
        {R"({"updates": [{"title": "a", "bundled": [{"title": "b", "size": 4611686018427387904},
                                                    {"title": "c", "size": 1}]}]})",
         "updates 1 has more than 2^62 bytes"},
        {R"({"updates": [{"title": "a", "found_from_search": 0}]})",
         "updates 1 needs a number from 1 to 1000000 in 'found_from_search'"},
        {R"({"updates": [{"title": "a"}, {"title": "b", "size": 1, "download": {"verify_ms": 1, "verify_ms": 2}}]})",
         "updates 2, download has the member 'verify_ms' twice"},
        {R"({"updates": [[1], {"title": "b", "kb": ["1", "2"], "title": "c"}]})",
         "updates 2 has the member 'title' twice"},
        {R"({"speed": 1, "updates": [], "speed": 2})", "the scenario has the member 'speed' twice"},
        {R"({"updates": [{"title": "a", )" + first +
             R"(}, {"title": "b", "id": "{5E2F7A30-58AE-4D4E-9A39-1C3C7B2D9A11}"}]})",
         "updates 2 has the id of another"},
        {R"({"updates": [{"title": "a"}], "recorded": [{"ms": 10}, {"ms": 9}]})",
         "recorded 2 has an 'ms' before that of the sample before it"},
        {R"({"categories": [{)" + first + R"(, "name": "x", "children": [{)" + first + R"(, "name": "y"}]}]})",
         "categories 1, children 1 has the id of another"},
        {R"({"machine": {"services": [{)" + first + R"(, "name": "x"}, {)" + first + R"(, "name": "y"}]}})",
         "machine, services 2 has the id of another"},
        {R"({"machine": {"services": [{)" + first +
             R"(, "name": "x", "is_default_au_service": true, "is_added": false}]}})",
         "services 1 is the default service but not added"},
        {R"({"machine": {"services": [{)" + first +
             R"(, "name": "x", "is_scan_package": true, "is_registered_with_au": true}]}})",
         "services 1 is registered with automatic updates, but must not be"},
        {R"({"updates": [{"title": "a"}], "machine": {"history": [{"update": "a", "date": "2026-01-01"},
                                                                  {"update": "a", "date": "2026-01-02"}]}})",
         "machine, history 2 has a later 'date' than the entry before it"},
        {R"({"machine": {"reboot_required": false, "reboot_required_before_installation": true}})",
         "machine is 'reboot_required_before_installation' but not 'reboot_required'"},
    };
    for (const auto& [json, words] : bad)
    {
        INFO(json);
        const refusal refused = refusal_of(json);
        CHECK(refused.code == wua::e_scenario_invalid);
        CHECK_THAT(refused.text, Catch::Matchers::ContainsSubstring(words));
    }
}

TEST_CASE("the files of a bundle are those of its parts", "[scenario_json]")
{
    const wua::written_scenario read = wua::parse_scenario(R"({"updates": [
        {"title": "Bundle", "bundled": [{"title": "A", "size": 1000, "is_delta": true, "kb": "5001"},
                                        {"title": "B", "size": 500, "urls": "https://host/b"}]},
        {"title": "Late", "bundled": [{"title": "C", "size": 9}, {"title": "D", "size": 1}],
                          "download": {"size_known": "late", "size_learnt_at": 10}}]})");
    const wua::update_item& bundle = *read.updates[0];
    REQUIRE(bundle.files.size() == 2);
    CHECK(bundle.size() == 1500U);
    CHECK(bundle.files[0].is_delta);
    REQUIRE(bundle.details->bundled.size() == 2);
    CHECK(bundle.details->bundled[0]->identity.update_id == "00000000-0000-0000-0001-000000000001");
    CHECK(bundle.details->bundled[0]->details->kb_article_ids == std::vector<std::string>{"5001"});
    CHECK(bundle.details->bundled[1]->files[0].urls == std::vector<std::string>{"https://host/b"});
    CHECK_FALSE(read.updates[1]->size());
    CHECK(read.updates[1]->max_size == 10U);
    wua::job job = wua::start(std::make_shared<wua::simulated_engine>(read.script), read.updates);
    CHECK(job.wait().is_success());
    CHECK(job.progress().bytes_downloaded() == 1510U);
}

TEST_CASE("an id has the same form wherever it comes from", "[scenario_json]")
{
    const wua::written_scenario read = wua::parse_scenario(
        R"({"updates": [{"title": "a", "id": "{5E2F7A30-58AE-4D4E-9A39-1C3C7B2D9A11}", "found_from_search": 2}]})");
    CHECK(read.updates[0]->identity.update_id == "5e2f7a30-58ae-4d4e-9a39-1c3c7b2d9a11");
    REQUIRE(read.machine.found_later.size() == 1);
    CHECK(read.machine.found_later[0].update_id == "5e2f7a30-58ae-4d4e-9a39-1c3c7b2d9a11");
    CHECK(read.machine.found_later[0].from_search == 2);
}

TEST_CASE("a scenario file that is not there is refused by name", "[scenario_json]")
{
    const auto path = std::filesystem::temp_directory_path() / "wua-no-such-scenario.json";
    try
    {
        wua::read_scenario(path);
        FAIL("it was read");
    }
    catch (const wua::hresult_error& error)
    {
        CHECK(error.code() == wua::make_hresult(0x80070002));
        CHECK_THAT(error.what(), Catch::Matchers::ContainsSubstring("wua-no-such-scenario.json' cannot be read"));
    }
}

TEST_CASE("a directory is no scenario that can be read", "[scenario_json]")
{
    try
    {
        wua::read_scenario(std::filesystem::temp_directory_path());
        FAIL("it was read");
    }
    catch (const wua::hresult_error& error)
    {
        CHECK(error.code() == wua::e_scenario_unreadable);
    }
}

TEST_CASE("a scenario is read from a file, and its refusal names the file", "[scenario_json]")
{
    const auto path = std::filesystem::temp_directory_path() / "wua-scenario-test.json";
    std::ofstream(path) << R"({"updates": [{"title": "One"}]})";
    CHECK(wua::read_scenario(path).updates.size() == 1);
    std::ofstream(path) << R"({"updates": [{}]})";
    std::string text;
    try
    {
        wua::read_scenario(path);
    }
    catch (const wua::hresult_error& error)
    {
        text = error.what();
    }
    std::filesystem::remove(path);
    CHECK_THAT(text, Catch::Matchers::ContainsSubstring("wua-scenario-test.json: the scenario, updates 1 needs"));
}

TEST_CASE("if the scenario's download tells a size late or never, its update does not tell it", "[scenario_json]")
{
    const wua::written_scenario read = wua::parse_scenario(R"({"updates": [
        {"title": "Late", "size": 1000, "download": {"size_known": "late", "size_learnt_at": 400, "bytes_per_second": 1000,
                                                     "latency_ms": 0, "verify_ms": 0}},
        {"title": "Never", "size": 1000, "download": {"size_known": "never", "bytes_per_second": 1000, "latency_ms": 0,
                                                      "verify_ms": 0}},
        {"title": "Other", "size": 1000, "download": {"size": 3000, "bytes_per_second": 1000, "latency_ms": 0,
                                                      "verify_ms": 0}}]})");
    for (const wua::update_pointer& update : read.updates)
    {
        CHECK_FALSE(update->size());
        CHECK(update->max_size == 1000); // what the catalogue says
    }
    const auto engine = std::make_shared<wua::simulated_engine>(read.script);
    wua::job job = wua::start(engine, read.updates);
    const auto total = [&] { return job.progress().current_update_bytes_to_download(); };
    engine->advance(300ms);
    CHECK_FALSE(total());
    engine->advance(300ms);
    CHECK(total() == 1000U);
    engine->advance(900ms); // half of the second
    CHECK(job.progress().current_update_index() == 1);
    CHECK_FALSE(total());
    engine->advance(1500ms); // a second of the third
    CHECK(job.progress().current_update_index() == 2);
    CHECK(total() == 3000U);
    CHECK(job.wait().is_success());
    CHECK(job.progress().bytes_downloaded() == 5000U);
}

TEST_CASE("a scenario says how updates are installed", "[scenario_json]")
{
    const wua::written_scenario read = wua::parse_scenario(R"({
        "install_order": "reversed",
        "updates": [
            {"title": "A", "install": {"ms": 2000, "reboot_required": true, "stalls": [{"at_percent": 50, "ms": 10}],
                                       "abort_latency_ms": 5, "ignores_abort": true}},
            {"title": "B", "install": {"fails_at_percent": 25, "hresult": "WU_E_UH_INVALIDMETADATA"}}]})");
    const wua::scenario& installs = *read.script.installations;
    CHECK(installs.order == wua::start_order::reversed);
    REQUIRE(installs.updates_by_id.size() == 2);
    const wua::simulated_update& first = installs.updates_by_id[0];
    CHECK(first.size == 2'000'000U);
    CHECK(first.success == wua::wu_s_reboot_required);
    CHECK(first.stalls.at(0).at_byte == 1'000'000);
    CHECK(first.abort_latency == 5ms);
    CHECK(first.ignores_abort);
    CHECK(installs.updates_by_id[1].faults.at(0).at_byte == 250'000);
    CHECK(installs.updates_by_id[1].faults.at(0).hresult == wua::wu_e_uh_invalidmetadata);
}

TEST_CASE("a scenario says what a catalogue says, with the defaults of a usual update", "[scenario_json]")
{
    const wua::written_scenario read = wua::parse_scenario(R"({
        "categories": [{"id": "a0000000-0000-0000-0000-000000000001", "name": "Systems", "type": "ProductFamily", "order": 2,
                        "children": [{"id": "a0000000-0000-0000-0000-000000000002", "name": "System 11"}]}],
        "updates": [
            {"title": "Usual"},
            {"title": "All", "is_uninstallable": true, "reboot_required": true, "browse_only": true, "per_user": true,
             "can_require_source": true, "deployment_action": "optional_installation", "download_priority": "high",
             "auto_selection": "always", "auto_download": "never", "last_deployment_change": "2026-11-10",
             "deadline": "2026-12-01T12:00:00Z", "recommended_memory": 512, "handler_id": "h",
             "uninstallation_notes": "n", "uninstallation_steps": ["s"], "languages": ["en"],
             "security_bulletins": ["MS26-001"], "superseded": ["x"], "auto_select_on_web_sites": false,
             "categories": ["Security Updates", "System 11", "A0000000-0000-0000-0000-000000000001"],
             "behavior": {"impact": "minor", "reboot": "never", "can_request_user_input": true, "requires_network": true},
             "properties": [{"name": "Colour", "value": "red"}]},
            {"title": "Driver", "is_driver": true,
             "drivers": [{"class": "Display", "version_date": "1970-01-02", "problem_number": 3}]}]})");
    const wua::update_details& usual = *read.updates[0]->details;
    CHECK(usual.categories.at(0)->name == "Updates");
    CHECK(usual.installation->reboot == wua::irbCanRequestReboot);
    CHECK_FALSE(usual.uninstallation);
    CHECK(usual.last_deployment_change == 46035);
    CHECK(usual.auto_select_on_web_sites);
    const wua::update_details& all = *read.updates[1]->details;
    CHECK(all.needs_restart);
    CHECK(all.deployment_action == wua::daOptionalInstallation);
    CHECK(all.auto_selection == wua::asAlwaysAutoSelect);
    CHECK(all.auto_download == wua::adNeverAutoDownload);
    CHECK(all.deadline == 46357.5);
    CHECK(all.recommended_memory == 512);
    REQUIRE(all.categories.size() == 3);
    CHECK(all.categories[1]->parent == all.categories[2]);
    CHECK(all.categories[1]->type == "ProductFamily");
    CHECK(all.installation->impact == wua::iiMinor);
    CHECK(all.uninstallation);
    CHECK(all.properties.at(0).second == "red");
    CHECK(read.updates[2]->details->drivers.at(0).version_date == 25570);
    CHECK(read.updates[2]->details->categories.at(0)->name == "Drivers");
}

TEST_CASE("a scenario says what its machine is", "[scenario_json]")
{
    const wua::written_scenario read = wua::parse_scenario(R"({
        "updates": [{"title": "A"}],
        "machine": {"api_major_version": 7, "product_version": "10.0", "oem_support_link": "l", "reboot_required": true,
                    "reboot_required_before_installation": true,
                    "services": [{"id": "a0000000-0000-0000-0000-000000000001", "name": "S", "state": "pending"}],
                    "automatic_updates": {"level": "disabled", "day": 7, "hour": 23, "is_read_only": true,
                                          "last_search": "2026-01-13"},
                    "history": [{"update": "A", "operation": "uninstallation", "result": "failed",
                                 "hresult": "0x80240022", "date": "2026-01-13T06:00:00Z", "client": "c"}]}})");
    const wua::machine_facts& machine = read.machine;
    CHECK(machine.api_major_version == 7);
    CHECK(machine.needs_restart);
    CHECK(machine.needs_restart_first);
    REQUIRE(machine.services.size() == 1);
    CHECK(machine.services[0].state == wua::usrsRegistrationPending);
    CHECK(machine.automatic_updates.level == wua::aunlDisabled);
    CHECK(machine.automatic_updates.day == wua::ausidEverySaturday);
    CHECK(machine.automatic_updates.last_search == 46035);
    REQUIRE(machine.history.size() == 1);
    CHECK(machine.history[0].update->title == "A");
    CHECK(machine.history[0].operation == wua::uoUninstallation);
    CHECK(machine.history[0].date == 46035.25);
}

TEST_CASE("what a scenario says of machines and installations is refused with the place and the reason",
          "[scenario_json]")
{
    const std::pair<const char*, const char*> bad[] = {
        {R"({"updates": [{"title": "A", "install": {"sm": 1}}]})",
         "updates 1, install has a member 'sm', which is not known"},
        {R"({"updates": [{"title": "A", "install": {"fails_at_percent": 101, "hresult": "WU_E_ALL_UPDATES_FAILED"}}]})",
         "needs a number from 0 to 100 in 'fails_at_percent'"},
        {R"({"updates": [{"title": "A", "install": {"fails_at_percent": 1}}]})", "install needs 'hresult'"},
        {R"({"updates": [{"title": "A", "install": {"hresult": "WU_S_REBOOT_REQUIRED"}}]})",
         "a failure in 'hresult'; a restart is"},
        {R"({"updates": [{"title": "A", "install": {"hresult": "WU_E_ALL_UPDATES_FAILED", "reboot_required": true}}]})",
         "cannot fail and need a restart"},
        {R"({"updates": [{"title": "A", "categories": ["Nothing"]}]})", "'Nothing' is not"},
        {R"({"updates": [{"title": "A", "deadline": "tomorrow"}]})", "needs a date such as"},
        {R"({"updates": [{"title": "A", "deadline": "2026-02-30"}]})", "needs a date such as"},
        {R"({"updates": [{"title": "A", "drivers": [{}]}]})", "has 'drivers' but is not 'is_driver'"},
        {R"({"updates": [{"title": "A", "uninstallation_behavior": {}}]})", "is not 'is_uninstallable'"},
        {R"({"updates": [], "machine": {"history": [{"update": "B"}]}})", "the title or the id of one of the updates"},
        {R"({"updates": [], "machine": {"automatic_updates": {"hour": 24}}})", "one from 0 to 23 in 'hour'"},
        {R"({"updates": [], "machine": {"services": [{"id": "x", "name": "y"}]}})", "services 1 needs a GUID in 'id'"},
        {R"({"updates": [], "categories": [{"name": "y"}]})", "categories 1 needs 'id'"},
    };
    for (const auto& [json, words] : bad)
    {
        INFO(json);
        const refusal refused = refusal_of(json);
        CHECK(refused.code == wua::e_scenario_invalid);
        INFO(refused.text);
        CHECK(refused.text.find(words) != std::string::npos);
    }
}

namespace
{

const std::filesystem::path windows_examples =
    std::filesystem::path(__FILE__).parent_path().parent_path().parent_path() / "examples" / "windows";

nlohmann::json json_of(const std::filesystem::path& path)
{
    std::ifstream file(path);
    REQUIRE(file);
    return nlohmann::json::parse(file);
}

// Where a document has a member that the schema does not know; empty: nowhere.
std::string unknown_member(const nlohmann::json& root, nlohmann::json schema, const nlohmann::json& value,
                           const std::string& where)
{
    if (schema.contains("$ref"))
    {
        schema = root["definitions"]["category"];
    }
    if (value.is_array() && schema.contains("items"))
    {
        for (const nlohmann::json& one : value)
        {
            if (std::string found = unknown_member(root, schema["items"], one, where); !found.empty())
            {
                return found;
            }
        }
    }
    if (value.is_object())
    {
        for (const auto& [name, member] : value.items())
        {
            if (!schema["properties"].contains(name))
            {
                return where + "/" + name;
            }
            std::string found = unknown_member(root, schema["properties"][name], member, where + "/" + name);
            if (!found.empty())
            {
                return found;
            }
        }
    }
    return {};
}

// A document with every member that the schema knows of an object, each with a value of a wrong type.
void check_members_are_known(const nlohmann::json& schema, const std::string& before, const std::string& behind)
{
    for (const auto& [name, member] : schema["properties"].items())
    {
        const std::string text = before + "\"" + name + "\": null" + behind;
        INFO(text);
        CHECK(refusal_of(text).text.find("not known") == std::string::npos);
    }
}

} // namespace

TEST_CASE("every example of a scenario can be read, and runs to its end", "[scenario_json]")
{
    const nlohmann::json schema = json_of(windows_examples / "scenario.schema.json");
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(windows_examples / "scenarios"))
    {
        INFO(entry.path());
        const wua::written_scenario read = wua::read_scenario(entry.path());
        CHECK(unknown_member(schema, schema, json_of(entry.path()), "") == "");
        ++count;
        if (!read.updates.empty())
        {
            wua::job_options options;
            options.downloader.keeps_contract = read.keeps_contract();
            wua::job job = wua::start(std::make_shared<wua::simulated_engine>(read.script), read.updates, options);
            CHECK(job.wait().is_final());
        }
    }
    CHECK(count > 10);
    wua::read_scenario(windows_examples / "scenario.json");
    CHECK(unknown_member(schema, schema, json_of(windows_examples / "scenario.json"), "") == "");
}

TEST_CASE("a scenario may name its schema, as editors want it", "[scenario_json]")
{
    CHECK(wua::parse_scenario(R"({"$schema": "scenario.schema.json", "updates": [{"title": "a"}]})").updates.size() ==
          1);
}

TEST_CASE("what the schema of scenarios knows is read", "[scenario_json]")
{
    const nlohmann::json schema = json_of(windows_examples / "scenario.schema.json");
    const nlohmann::json& update = schema["properties"]["updates"]["items"];
    const nlohmann::json& machine = schema["properties"]["machine"];
    check_members_are_known(schema, "{", "}");
    check_members_are_known(update, R"({"updates": [{"title": "A", )", "}]}");
    check_members_are_known(update["properties"]["download"], R"({"updates": [{"title": "A", "download": {)", "}}]}");
    check_members_are_known(update["properties"]["bundled"]["items"],
                            R"({"updates": [{"title": "A", "bundled": [{"title": "B", )", "}]}]}");
    check_members_are_known(update["properties"]["install"], R"({"updates": [{"title": "A", "install": {)", "}}]}");
    check_members_are_known(update["properties"]["behavior"], R"({"updates": [{"title": "A", "behavior": {)", "}}]}");
    check_members_are_known(update["properties"]["drivers"]["items"],
                            R"({"updates": [{"title": "A", "is_driver": true, "drivers": [{)", "}]}]}");
    check_members_are_known(machine, R"({"machine": {)", "}}");
    for (const char* const name : {"services", "history"})
    {
        check_members_are_known(
            machine["properties"][name]["items"], std::string(R"({"machine": {")") + name + R"(": [{)", "}]}}");
    }
    check_members_are_known(
        machine["properties"]["automatic_updates"], R"({"machine": {"automatic_updates": {)", "}}}");
    check_members_are_known(schema["definitions"]["category"], R"({"categories": [{)", "}]}");
    check_members_are_known(schema["properties"]["recorded"]["items"], R"({"recorded": [{)", "}]}");
}
