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
    CHECK(one.size() == 4096U);

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
        {R"({"speed": 0})", "the scenario needs in 'speed' a number above 0"},
        {R"({"speed": "fast"})", "the scenario needs in 'speed' a number"},
        {R"({"parallelism": 0})", "the scenario needs in 'parallelism' a number from 1 to 1000"},
        {R"({"order": "any"})", "the scenario needs in 'order' given or reversed or shuffled"},
        {R"({"updates": {}})", "the scenario needs in 'updates' a list"},
        {R"({"updates": [1]})", "the scenario, updates 1 is not an object"},
        {R"({"updates": [{}]})", "the scenario, updates 1 needs a 'title'"},
        {R"({"updates": [{"title": "a"}, {"title": "b", "id": "7"}]})", "updates 2 needs in 'id' a GUID"},
        {R"({"updates": [{"title": "a", "size": -1}]})", "updates 1 needs in 'size' a whole number from 0 to 2^62"},
        {R"({"updates": [{"title": "a", "size": 1.5}]})", "updates 1 needs in 'size' a whole number"},
        {R"({"updates": [{"title": "a", "urls": []}]})", "updates 1 needs at least one of 'urls'"},
        {R"({"updates": [{"title": "a", "kb": [5]}]})", "updates 1 needs in 'kb' a list of texts"},
        {R"({"updates": [{"title": "a", "revision": 2147483648}]})", "updates 1 has a 'revision' that is too large"},
        {R"({"updates": [{"title": "a", "is_installed": 1}]})", "updates 1 needs in 'is_installed' true or false"},
        {R"({"updates": [{"title": "a", "download": {"faults": [{"hresult": "WU_E_NO_SUCH"}]}}]})",
         "updates 1, download, faults 1 needs in 'hresult' the name of an HRESULT"},
        {R"({"updates": [{"title": "a", "download": {"faults": [{"hresult": "S_OK"}]}}]})",
         "updates 1, download, faults 1 needs in 'hresult' a failure"},
        {R"({"updates": [{"title": "a", "download": {"latency_ms": 100000000001}}]})",
         "updates 1, download needs in 'latency_ms' a number of milliseconds"},
        {R"({"updates": [{"title": "a", "id": "5e2f7a30-58ae-4d4e-9a39-1c3c7b2d9a11"},
                         {"title": "b", "id": "5e2f7a30-58ae-4d4e-9a39-1c3c7b2d9a11"}]})",
         "updates 2 has the id of another"},
    }));
    CAPTURE(json);
    const refusal refused = refusal_of(json);
    CHECK(refused.code == wua::e_scenario_invalid);
    CHECK_THAT(refused.text, Catch::Matchers::ContainsSubstring(text));
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
