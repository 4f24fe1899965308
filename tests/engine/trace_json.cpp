// SPDX-License-Identifier: MIT

// Traces in files: what is written plays the same, and a damaged one is refused with its line.

#include "catch.hpp"
#include "engine/written_trace.hpp"
#include "job/fakes.hpp"
#include <wua/engine/recorded_jobs.hpp>
#include <wua/engine/trace_json.hpp>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <memory>
#include <ostream>
#include <regex>
#include <stdexcept>
#include <streambuf>
#include <string>
#include <string_view>
#include <vector>

using namespace std::chrono_literals;
using wua_test::written_job;

namespace
{

constexpr std::string_view head = R"({"format":"wua-trace","version":1,"updates":2,"keeps_contract":true}
{"title":"A","files":[1000]}
{"title":"B","id":"5e2f7a30-58ae-4d4e-9a39-1c3c7b2d9a11","revision":3,"files":[null,7]}
)";

std::string refusal_of_trace(const std::string& text)
{
    try
    {
        wua::parse_trace(text);
    }
    catch (const wua::hresult_error& error)
    {
        CHECK(error.code() == wua::e_trace_invalid);
        return error.what();
    }
    return {};
}

// Of the line that follows the head.
std::string refusal_of_event(std::string_view event)
{
    return refusal_of_trace(std::string(head) + std::string(event) + '\n');
}

wua::scenario eventful()
{
    wua::scenario script;
    script.parallelism = 2;
    script.updates.resize(3);
    script.updates[0].faults.push_back(
        {.at_byte = 500, .native = {"http", 503}, .is_retried = true, .retry_delay = 1234567ns});
    script.updates[1].known = wua::size_known::never;
    script.updates[2].faults.push_back({.at_byte = 7, .hresult = wua::e_fail, .native = {"a layer of one's own", -3}});
    return script;
}

} // namespace

TEST_CASE("a job that is played from a trace writes the same trace", "[trace_json]")
{
    const std::string first = written_job(
        std::make_shared<wua::simulated_engine>(eventful()), fakes::updates({1000, fakes::unsized, 3'000'000}));
    const wua::written_trace read = wua::parse_trace(first);
    CHECK(read.is_complete);
    CHECK(read.updates.size() == 3);
    CHECK(read.updates[0]->title == "update 0");
    CHECK(read.updates[0]->size() == 1000U);
    CHECK_FALSE(read.updates[1]->size());
    CHECK(read.updates[0]->files.front().urls.empty());
    const std::string second =
        written_job(std::make_shared<wua::simulated_engine>(read.script), read.updates, read.options);
    CHECK(second == first);
}

TEST_CASE("a trace of numbers that follow no contract writes the same trace", "[trace_json]")
{
    for (const wua::recorded_job& odd : wua::recorded_jobs())
    {
        const std::string first =
            written_job(std::make_shared<wua::simulated_engine>(odd.script), odd.updates, {.keeps_contract = false});
        const wua::written_trace read = wua::parse_trace(first);
        CHECK_FALSE(read.options.keeps_contract);
        CHECK(written_job(std::make_shared<wua::simulated_engine>(read.script), read.updates, read.options) == first);
    }
}

TEST_CASE("a trace says in a line what happened to which update, and when", "[trace_json]")
{
    const std::string text =
        written_job(std::make_shared<wua::simulated_engine>(eventful()), fakes::updates({1000, 1000, 3'000'000}));
    const auto has_line = [&](std::string_view line) {
        return text.find('\n' + std::string(line) + '\n') != text.npos;
    };
    CHECK(text.starts_with(R"({"format":"wua-trace","version":1,"updates":3,"keeps_contract":true})"
                           "\n"
                           R"({"title":"update 0","id":"","revision":0,"files":[1000]})"
                           "\n"));
    CHECK(has_line(R"({"at":0,"event":"start","update":0})"));
    CHECK(has_line(R"({"at":100000000,"event":"phase","update":0,"phase":2})"));
    CHECK(has_line(R"({"at":100047650,"event":"bytes","update":0,"bytes":500})"));
    CHECK(has_line(R"({"at":100047650,"event":"retry","update":0,"bytes":0})"));
    CHECK(text.find(R"("event":"finish","update":2,"result":"failed","hresult":"0x80004005",)"
                    R"("native":"a layer of one's own","native_code":-3})") != text.npos);
    CHECK(text.find(R"("event":"end"})"
                    "\n") != text.npos);
}

TEST_CASE("nothing of an update's URLs is in a trace but what an engine shows of them", "[trace_json]")
{
    const std::string text = written_job(
        std::make_shared<wua::simulated_engine>(eventful()),
        {wua::make_item("A", "https://me:secret@host/a?token=secret#secret", 1000), wua::make_item("B", "secret", 1000),
         wua::make_item("C", "https://secret\\@host/", 3'000'000)});
    CHECK(text.find("secret") == text.npos);
    CHECK(text.find(R"("url":"https://host/a?...")") != text.npos);
    CHECK(text.find("(a URL that cannot be read)") != text.npos);
}

TEST_CASE("a trace that ends before its job plays as far as it goes", "[trace_json]")
{
    const wua::written_trace read = wua::parse_trace(
        std::string(head) + R"({"at":5,"event":"finish","update":0,"result":"succeeded","hresult":"0x00000000"})"
                            "\n");
    CHECK_FALSE(read.is_complete);
    CHECK(read.updates[1]->identity == wua::identity{"5e2f7a30-58ae-4d4e-9a39-1c3c7b2d9a11", 3});
    CHECK(read.updates[1]->files.size() == 2);
    wua::job job = wua::start(wua::simulated_engine(read.script), read.updates, {.downloader = read.options});
    job.wait();
    CHECK(job.result(0) == wua::outcome::succeeded());
    CHECK(job.result(1).hresult == wua::wu_e_dm_unexpected);
}

TEST_CASE("a damaged trace is refused with its line", "[trace_json]")
{
    using Catch::Matchers::StartsWith;
    CHECK(refusal_of_trace("") == "line 1 of the trace is missing");
    CHECK_THAT(refusal_of_trace("{}\n"), StartsWith("line 1 of the trace does not begin a trace"));
    CHECK_THAT(refusal_of_trace("[1]\n"), StartsWith("line 1 of the trace does not begin a trace"));
    CHECK(refusal_of_trace(R"({"format":"wua-trace","version":2,"updates":1})"
                           "\n") == "line 1 of the trace has an unknown 'version': 2");
    CHECK(refusal_of_trace(R"({"format":"wua-trace","version":1})"
                           "\n") == "line 1 of the trace needs 'updates'");
    CHECK(refusal_of_trace(R"({"format":"wua-trace","version":1,"updates":1})"
                           "\n") == "line 2 of the trace is missing");
    CHECK(refusal_of_trace(std::string(head.substr(0, head.size() - 1))) == "line 3 of the trace is cut off");
    CHECK(refusal_of_trace(R"({"format":"wua-trace","version":1,"updates":1})"
                           "\n"
                           R"({"title":"A","files":[7,-1]})"
                           "\n") == "line 2 of the trace, files 2 is not a size from 0 to 2^62, or null");
    CHECK(refusal_of_event("{\"at\":1,").starts_with("line 4 of the trace is not JSON"));
    CHECK(refusal_of_event("{}") == "line 4 of the trace needs 'at'");
    CHECK(refusal_of_event("7") == "line 4 of the trace is not an object");
    CHECK(refusal_of_event(R"({"at":1,"event":"rumour"})") == "line 4 of the trace has an unknown 'event': 'rumour'");
    CHECK(refusal_of_event(R"({"at":-1,"event":"tick"})") ==
          "line 4 of the trace needs a whole number from 0 to 2^62 in 'at'");
    CHECK(refusal_of_event(R"({"at":1,"event":"start","update":2})") ==
          "line 4 of the trace has an event of update 2, but the job has only 2");
    CHECK(refusal_of_event(R"({"at":1,"event":"bytes","update":1})") == "line 4 of the trace needs 'bytes'");
    CHECK(refusal_of_event(R"({"at":1,"event":"finish","update":1})") == "line 4 of the trace needs 'result'");
    CHECK(refusal_of_event(R"({"at":1,"event":"finish","update":1,"result":"fine","hresult":"S_OK"})") ==
          "line 4 of the trace needs not_started or in_progress or succeeded or succeeded_with_errors or "
          "failed or aborted in 'result'");
    CHECK(refusal_of_event(R"({"at":1,"event":"tick","colour":"red"})") ==
          "line 4 of the trace has a member 'colour', which is not known");
    CHECK(refusal_of_event("{\"at\":1,\"event\":\"tick\"}\n{\"at\":0,\"event\":\"tick\"}") ==
          "line 5 of the trace has a time before that of the line before it");
    CHECK(refusal_of_event("{\"at\":1,\"event\":\"end\"}\n{\"at\":1,\"event\":\"tick\"}") ==
          "line 5 of the trace comes after the end of the job");
    CHECK(refusal_of_event(R"({"at":1,"event":"attempt","update":1,"attempt":{"total_ms":1e300}})") ==
          "line 4 of the trace, attempt needs a number of milliseconds up to 10^12 in 'total_ms'");
    CHECK(refusal_of_event(R"({"at":1,"event":"show","values":{"phase":256}})") ==
          "line 4 of the trace, values has a number out of range in 'phase'");
}

TEST_CASE("a trace is written to a file and read from it, and what goes wrong names it", "[trace_json]")
{
    const auto file_error = [](auto&& f) -> std::string {
        try
        {
            f();
        }
        catch (const wua::hresult_error& error)
        {
            return error.what();
        }
        return {};
    };
    const std::filesystem::path path = std::filesystem::temp_directory_path() / "wua_trace_json.jsonl";
    std::shared_ptr<wua::trace_writer> writer;
    {
        wua::job job = wua::start(
            wua::recording_engine(std::make_shared<wua::simulated_engine>(eventful()),
                                  [&](const wua::transfer& transfer) {
                                      return writer = std::make_shared<wua::trace_writer>(path, transfer);
                                  }),
            fakes::updates({1000}));
        job.wait();
    }
    CHECK_FALSE(writer->has_failed());
    writer.reset(); // Windows removes no file that is open
    CHECK(wua::read_trace(path).is_complete);
    std::ofstream(path, std::ios::app) << "more\n";
    CHECK(file_error([&] { wua::read_trace(path); }).find("wua_trace_json.jsonl: line ") != std::string::npos);
    std::filesystem::remove(path);
    CHECK(file_error([&] { wua::read_trace(path); }).ends_with("wua_trace_json.jsonl' cannot be read"));
    CHECK(file_error([&] {
              wua::trace_writer(path / "below", wua::transfer(fakes::watched_job(fakes::updates({1})).job));
          }).ends_with("below' cannot be written"));
}

TEST_CASE("a trace that cannot be written any more says so, and the job goes on", "[trace_json]")
{
    const auto out = std::make_shared<std::ostringstream>();
    std::shared_ptr<wua::trace_writer> writer;
    wua::job job = wua::start(
        wua::recording_engine(
            std::make_shared<wua::simulated_engine>(),
            [&](const wua::transfer& transfer) { return writer = std::make_shared<wua::trace_writer>(out, transfer); }),
        fakes::updates({1000}));
    out->setstate(std::ios::badbit);
    CHECK(job.wait() == wua::outcome::succeeded());
    CHECK(writer->has_failed());
}

TEST_CASE("a trace keeps why an engine stood still, and plays it", "[trace_json]")
{
    struct engine_that_waits
    {
        static void start(wua::transfer job)
        {
            job.hold("a \"metered\" network");
            job.hold({});
            job.start(0);
            job.set_phase(0, wua::dphDownloading);
            job.set_bytes(0, 1000);
            job.finish(0, wua::outcome::succeeded());
        }
    };
    const std::string first = written_job(std::make_shared<engine_that_waits>(), fakes::updates({1000}));
    CHECK(first.find(R"("event":"hold","reason":"a \"metered\" network"})") != first.npos);
    CHECK(first.find(R"("event":"hold","reason":""})") != first.npos);
    const auto no_times = [](const std::string& text) {
        return std::regex_replace(text, std::regex(R"("at":\d+,)"), "");
    };
    const wua::written_trace read = wua::parse_trace(first);
    CHECK(no_times(written_job(std::make_shared<wua::simulated_engine>(read.script), read.updates, read.options)) ==
          no_times(first));
}

#if !defined(__MINGW32__) // linked by lld, as it is here, nothing gets through a stream of libstdc++'s
TEST_CASE("a trace whose stream throws is given up once, and the job goes on", "[trace_json]")
{
    class full_disk final : public std::streambuf
    {
    public:
        int writes = 0;

    private:
        std::streamsize xsputn(const char*, std::streamsize size) override
        {
            return ++writes == 1 ? size : throw std::runtime_error("no room is left");
        }
    };
    full_disk disk;
    const auto out = std::make_shared<std::ostream>(&disk);
    out->exceptions(std::ios::badbit);
    std::shared_ptr<wua::trace_writer> writer;
    wua::job job = wua::start(
        wua::recording_engine(
            std::make_shared<wua::simulated_engine>(),
            [&](const wua::transfer& transfer) { return writer = std::make_shared<wua::trace_writer>(out, transfer); }),
        fakes::updates({1000, 1'000'000'000, 1'000'000'000}));
    CHECK(job.wait() == wua::outcome::succeeded());
    CHECK(writer->has_failed());
    CHECK(disk.writes == 2); // and what came later was not tried
}
#endif
