// SPDX-License-Identifier: MIT
// Downloads of every kind are aborted and paused at every event that the job is told, and lose nothing by it.

#include "engine/curl_fixture.hpp"
#include "engine/dripped_content.hpp"
#include "engine/event_counter.hpp"
#include "engine/zsync_text.hpp"
#include <wua/engine/curl_engine.hpp>
#include <wua/engine/memory_sink.hpp>
#include <wua/model/file_details.hpp>
#include <wua/objects/to_update_item.hpp>
#include <wua/testing/fault_server.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

using namespace wua_test;

namespace
{

// Slow enough for further connections to begin.
constexpr wua::misbehaviour slow_at_first{
    .name = "slow_at_first",
    .meaning = "Content in small pieces with pauses, which are longer at the beginning of the whole.",
    .expected = wua::expectation::delivers,
    .respond = drip_slowly_at_first<2048, 3, 16'384, 1>};

// Each response breaks off half-way.
constexpr wua::misbehaviour half_of_it{
    .name = "half_of_it",
    .meaning = "Half of what was asked for, unless that is little.",
    .expected = wua::expectation::delivers_after_retry,
    .respond = [](wua::response_script& script) {
        const wua::http_response response = script.correct_response();
        script.send(response.head);
        const bool is_little = response.size() < 40'000;
        script.drip(script.content(), response.from, is_little ? response.to : response.from + response.size() / 2,
                    16'384, 1ms);
        if (!is_little)
        {
            script.close();
        }
    }};

struct kind_of_download
{
    const char* name;
    wua::update_item item;
    bool is_in_pieces = false;
    std::shared_ptr<wua::memory_sink> sink = nullptr; // then there is no file
};

// What each of the downloads fetches, from the same server.
class event_world
{
public:
    event_world()
    {
        m_old.replace(100'000, 30'000, some_bytes(30'000, 2));
    }

    std::vector<kind_of_download> kinds()
    {
        const std::string url = m_server.serve("/a", m_content, slow_at_first);
        const std::string retried = m_server.serve("/b", m_content, half_of_it);
        const wua::update_item plain = *to_update_item(url, m_content);
        std::vector<kind_of_download> all{
            {"one connection", *to_update_item(retried, m_content)}, {"several connections", plain, true},
            {"several connections, no digest", plain, true},         {"a seed", plain},
            {"a seed and several connections", plain, true},         {"a sink", plain}};
        all[2].item.files[0].digest.reset();
        const std::string control_url = m_server.serve("/a.zsync", zsync_text(m_content, {.block_size = 2048}));
        for (const std::size_t which : {3U, 4U})
        {
            all[which].item.files[0].seed = wua::content_seed{.control_url = control_url, .file = "old"};
        }
        all[5].sink = std::make_shared<wua::memory_sink>(m_content.size());
        all[5].item.files[0].details =
            std::make_shared<const wua::file_details>(wua::file_details{.sink = all[5].sink});
        return all;
    }

    // `is_over`: the job had fewer events.
    void download(const kind_of_download& kind, deed what, std::size_t event, bool& is_over)
    {
        temporary_folder output;
        write_file(output / "old", m_old);
        {
            const auto counter = std::make_shared<event_counter>(event);
            watched_job job(std::make_shared<const wua::update_item>(kind.item));
            wua::transfer transfer = job.transfer();
            transfer.record(counter);
            wua::curl_options options = options_for(kind, output.path());
            options.pause_patience = event % 2 == 0 ? 0ms : 10s;
            wua::curl_engine engine(std::move(options));
            engine.start(std::move(transfer));
            is_over = !counter->wait();
            const auto asked = std::chrono::steady_clock::now();
            what == deed::abort ? job.ledger().request_abort() : job.ledger().want_pause(true);
            if (what != deed::abort)
            {
                REQUIRE(job.wait_for([](const auto& now) { return now.is_completed() || now.is_paused(); }));
                const std::uint64_t there = job.ledger().progress_of(0).bytes_downloaded;
                what == deed::pause ? job.ledger().want_pause(false) : job.ledger().request_abort();
                REQUIRE(job.wait());
                CHECK(job.ledger().progress_of(0).bytes_downloaded >= there);
            }
            REQUIRE(job.wait());
            CHECK((what != deed::abort || std::chrono::steady_clock::now() - asked < 2s));
            const bool is_whole = job.result() == wua::outcome::succeeded();
            CHECK((is_whole || (what != deed::pause && job.result() == wua::outcome::aborted())));
            check(kind, is_whole, output.path());
        }
        wua::curl_engine engine(options_for(kind, output.path()));
        watched_job job(std::make_shared<const wua::update_item>(kind.item));
        engine.start(job.transfer());
        REQUIRE(job.wait());
        INFO(job.result().detail);
        REQUIRE(job.result().is_success());
        check(kind, true, output.path());
        const std::vector<std::string> names = names_in(output.path());
        CHECK(names == (kind.sink ? std::vector<std::string>{"old"} : std::vector<std::string>{"a", "old"}));
    }

private:
    static wua::curl_options options_for(const kind_of_download& kind, const std::filesystem::path& directory)
    {
        wua::curl_options options = quick_options(directory);
        options.journal_from = 1;
        options.journal_every = 10ms;
        options.sync = wua::sync_policy::never;
        if (kind.is_in_pieces)
        {
            options.segments = {.max_per_file = 4, .min_bytes = 16U << 10U};
        }
        return options;
    }

    void check(const kind_of_download& kind, bool is_whole, const std::filesystem::path& directory) const
    {
        if (kind.sink)
        {
            CHECK(kind.sink->take() == (is_whole ? std::optional(m_content) : std::nullopt));
        }
        else
        {
            CHECK(std::filesystem::exists(directory / "a") == is_whole);
            CHECK((!is_whole || has_content(directory / "a", m_content)));
        }
        CHECK(has_content(directory / "old", m_old));
    }

    const std::string m_content = some_bytes(256U << 10U);
    std::string m_old = m_content;
    wua::fault_server m_server;
};

} // namespace

TEST_CASE("a download that is aborted or paused at any event loses nothing", "[curl_engine]")
{
    const char* const report = std::getenv("WUA_EVENTS_REPORT"); // a row for the report; see tests/bench/README.md
    event_world world;
    std::size_t runs = 0;
    for (kind_of_download& kind : world.kinds())
    {
        kind.item.files[0].file_name = "a";
        for (const deed what : {deed::abort, deed::pause, deed::pause_and_abort})
        {
            bool is_over = false;
            const std::size_t stride = report != nullptr ? 1 : 41;
            for (std::size_t event = 1 + 3 * static_cast<std::size_t>(what); !is_over; event += stride)
            {
                INFO(kind.name << ", " << deed_names[static_cast<int>(what)] << " after event " << event);
                world.download(kind, what, event, is_over);
                ++runs;
            }
        }
    }
    if (report != nullptr)
    {
        std::ofstream(report) << "[{\"name\":\"torture_abort_curl\",\"ours\":" << runs << ",\"reference\":" << runs
                              << ",\"reference_name\":\"aborts and pauses, the right file in the end\",\"ratio\":1,"
                                 "\"goal\":\">= 1.0\"}]\n";
        WARN("aborted and paused " << runs << " times");
    }
}
