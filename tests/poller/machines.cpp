// SPDX-License-Identifier: MIT
// What the poller tells other programs: lines as their schema has them, and metrics as Prometheus reads them.

#include "catch.hpp"
#include "poller/machine_readers.hpp"
#include "poller/program.hpp"
#include "servers/nginx.hpp"
#include <wua/engine/scenario_json.hpp>

#include <nlohmann/json.hpp>

#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace
{

using Catch::Matchers::ContainsSubstring;
using wua_test::ended_program;
using wua_test::exposition_reader;
using wua_test::lines_of;
using wua_test::nginx;
using wua_test::python_with_jsonschema;
using wua_test::read_file;
using wua_test::run;
using wua_test::samples;
using wua_test::some_bytes;
using wua_test::temporary_folder;
using wua_test::validate;
using wua_test::write_file;

} // namespace

TEST_CASE("every line of --json is as its schema has it", "[poller][machines]")
{
    const std::string python = python_with_jsonschema();
    if (python.empty())
    {
        return skip("there is no python3-jsonschema");
    }
    const nginx server;
    const temporary_folder folder;
    write_file(server.root() / "a.bin", some_bytes(300'000));
    write_file(folder / "manifest",
               R"([{"title": "A", "url": ")" + server.url("a.bin") + R"("}, {"title": "Two \"mirrors\" \u202e",
        "urls": [")" +
                   server.url("missing") + R"(", ")" + server.url("a.bin") + R"("], "file": "b", "size": 300000},
        {"url": ")" +
                   server.url("missing") + R"(?token=s3cr3t"}])");
    const std::string out = "-o " + (folder / "out").string() + ' ';
    const std::string lines = " --json 2>/dev/null >>" + (folder / "lines").string() + "; exit $?";
    const std::string manifest = "--manifest " + (folder / "manifest").string() + ' ';
    CHECK(run(out + manifest + lines).status == 1);
    CHECK(run("--speed 50" + lines).status == 0);
    CHECK(run("--commands --interval 1" + lines, "printf 'pause\\nabort\\n' |").status == 130);
    CHECK(run("--nonsense" + lines).status == 2);
    CHECK(run(out + "ftp://host/" + lines).status == 2);
    CHECK(run("--speed 500 --trace /dev/full" + lines).status == 3);
    const ended_program validated = validate(python, folder / "lines");
    CHECK(validated.status == 0);
    INFO(validated.output);
    const auto counts = nlohmann::json::parse(validated.output, nullptr, false);
    REQUIRE(counts.is_object());
    CHECK(counts.value("job", 0) == 4);
    CHECK(counts.value("result", 0) == 4);
    CHECK(counts.value("update_result", 0) == 18);
    CHECK(counts.value("attempt", 0) >= 10);
    CHECK(counts.value("progress", 0) >= 4);
    CHECK(counts.value("error", 0) == 3);
    CHECK(read_file(folder / "lines").find("s3cr3t") == std::string::npos);

    write_file(folder / "wrong", R"({"type":"error","version":1,"message":"","exit_status":1,"more":1})"
                                 "\n");
    CHECK(validate(python, folder / "wrong").status == 1);
}

TEST_CASE("the lines tell each attempt once, with the mirror that was asked next", "[poller][machines]")
{
    const nginx server;
    const temporary_folder folder;
    write_file(server.root() / "a.bin", some_bytes(10'000));
    write_file(folder / "manifest", R"([{"title": "A", "urls": [")" + server.url("missing") + R"(", ")" +
                                        server.url("a.bin") + R"("], "file": "a"}])");
    const ended_program ended =
        run("--json --interval 1 -o " + (folder / "out").string() + " --manifest " + (folder / "manifest").string());
    REQUIRE(ended.status == 0);
    std::vector<std::pair<int, std::string>> attempts;
    for (const nlohmann::json& line : lines_of(ended.output))
    {
        if (line["type"] == "attempt")
        {
            attempts.emplace_back(line["attempt"], line["decision"]);
        }
    }
    CHECK(attempts == std::vector<std::pair<int, std::string>>{{1, "other_mirror"}, {2, "complete"}});
}

TEST_CASE("a failure is an error line, too, before anything and after everything", "[poller][machines]")
{
    const ended_program refused = run("--json ftp://host/a 2>/dev/null; exit $?");
    CHECK(refused.status == 2);
    REQUIRE(lines_of(refused.output).size() == 1);
    CHECK(lines_of(refused.output)[0]["exit_status"] == 2);
    CHECK_THAT(lines_of(refused.output)[0]["message"].get<std::string>(), ContainsSubstring("the scheme 'ftp'"));
    const ended_program unwritten = run("--json --speed 500 --trace /dev/full 2>/dev/null; exit $?");
    CHECK(unwritten.status == 3);
    const std::vector<nlohmann::json> lines = lines_of(unwritten.output);
    CHECK(lines[lines.size() - 2]["type"] == "result");
    CHECK(lines.back()["message"] == "the file '/dev/full' could not be written");
    CHECK(run("--help --json").output.find("\"error\"") == std::string::npos);
}

TEST_CASE("the file of --metrics can be read by Prometheus, with the job's state and what became of each update",
          "[poller][machines]")
{
    const nginx server;
    const temporary_folder folder;
    write_file(server.root() / "a.bin", some_bytes(300'000));
    write_file(folder / "manifest",
               R"([{"title": "A \"quoted\\ title\nand another line", "url": ")" + server.url("a.bin") +
                   R"("}, {"title": "B", "url": ")" + server.url("missing") + R"(?k=s3cr3t"}])");
    const ended_program ended =
        run("-o " + (folder / "out").string() + " --metrics '" + (folder / "night\"ly.prom").string() +
            "' --manifest " + (folder / "manifest").string());
    INFO(ended.output);
    CHECK(ended.status == 1);
    const std::string text = read_file(folder / "night\"ly.prom");
    CHECK(text.find("s3cr3t") == std::string::npos);
    const samples found = exposition_reader::read(text);
    const auto value = [&](const std::string& metric, const std::string& labels = "") {
        const auto sample = found.find(metric + R"({poller="night\"ly")" + (labels.empty() ? "" : ',' + labels) + '}');
        return sample == found.end() ? std::string("absent") : sample->second;
    };
    CHECK(value("wua_job_info", R"(engine="curl")") == "1");
    CHECK(value("wua_job_state", R"(state="ended")") == "1");
    CHECK(value("wua_job_state", R"(state="running")") == "0");
    CHECK(value("wua_job_succeeded") == "0");
    CHECK(value("wua_job_downloaded_bytes_total") == "300000");
    CHECK(value("wua_job_progress_ratio") == "1");
    CHECK(value("wua_job_updates", R"(state="succeeded")") == "1");
    CHECK(value("wua_job_updates", R"(state="failed")") == "1");
    CHECK(value("wua_job_updates", R"(state="not started")") == "0");
    const std::string title = R"(title="A \"quoted\\ title and another line")";
    CHECK(value("wua_update_size_bytes", R"(update="0",)" + title) == "300000");
    CHECK(value("wua_update_downloaded_bytes", R"(update="0",)" + title) == "300000");
    CHECK(value("wua_update_attempts_total", R"(update="0",)" + title) == "1");
    CHECK(value("wua_update_state", R"(update="0",)" + title + R"(,state="succeeded")") == "1");
    CHECK(value("wua_update_state", R"(update="1",title="B",state="failed")") == "1");
    CHECK(std::stod(value("wua_job_end_time_seconds")) >= std::stod(value("wua_job_start_time_seconds")));
    CHECK_FALSE(std::filesystem::exists(folder / "night\"ly.prom.new"));
}

TEST_CASE("metrics are there while the job runs, and readers never see half of them", "[poller][machines]")
{
    const temporary_folder folder;
    const std::string file = (folder / "m.prom").string();
    // Reads it as often as it can while it is replaced.
    const ended_program ended =
        run("--speed 10 --interval 1 --metrics " + file +
            " >/dev/null & job=$!; while kill -0 $job 2>/dev/null; do cat " + file + " 2>/dev/null; echo END; done");
    std::size_t read = 0;
    bool was_running = false;
    for (std::size_t begin = 0, end = 0; (end = ended.output.find("END\n", begin)) != std::string::npos;
         begin = end + 4)
    {
        const std::string text = ended.output.substr(begin, end - begin);
        if (!text.empty())
        {
            const samples found = exposition_reader::read(text);
            CHECK(found.size() > 20);
            was_running = was_running || found.at("wua_job_state{poller=\"m\",state=\"running\"}") == "1";
            ++read;
        }
    }
    CHECK(read > 3);
    CHECK(was_running);
}

TEST_CASE("metrics that cannot be written are refused at the beginning and reported at the end", "[poller][machines]")
{
    const temporary_folder folder;
    for (const std::string& file : {std::string("/nowhere/m.prom"), folder.path().string()})
    {
        const ended_program refused = run("--metrics " + file);
        CHECK(refused.status == 2);
        CHECK_THAT(refused.output, ContainsSubstring("--metrics: the file '" + file + "' cannot be written"));
    }
    std::filesystem::create_directory(folder / "d");
    const std::string file = (folder / "d/m.prom").string();
    const ended_program ended =
        run("--json --speed 10 --interval 10 --metrics " + file +
                " 2>/dev/null; echo \"status $?\"; } | (read line; rm -r " + (folder / "d").string() + "; cat)",
            "{");
    CHECK_THAT(ended.output, ContainsSubstring("m.prom' could not be written\",\"exit_status\":3}\nstatus 3\n"));
}

TEST_CASE("a download that the poller has shown becomes a scenario", "[poller][machines]")
{
    const temporary_folder folder;
    const std::string lines = (folder / "lines").string();
    REQUIRE(run("--speed 10 --interval 10 --json 2>/dev/null >" + lines + "; exit $?").status == 0);
    const std::string script = "'" WUA_SOURCES "/examples/windows/recorded_scenario' --samples 12 <" + lines + " >" +
                               (folder / "scenario.json").string();
    REQUIRE(std::system(script.c_str()) == 0);
    const wua::written_scenario written = wua::read_scenario(folder / "scenario.json");
    REQUIRE(written.updates.size() == 5);
    REQUIRE(written.script.recorded.size() == 12);
    const wua::recorded_sample& last = written.script.recorded.back();
    CHECK(last.percent == 100);
    CHECK(last.bytes_to_download > 0);
    for (std::size_t i = 1; i != 12; ++i)
    {
        CHECK(written.script.recorded[i - 1].at <= written.script.recorded[i].at);
    }
}
