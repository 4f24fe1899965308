// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include "snapshots.hpp"
#include <wua/text/display/job_viewer.hpp>

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace
{

using namespace std::chrono_literals;
using wua::detail::update_record;

// A job whose table a test fills.
struct staged_job
{
    wua::com_ptr<wua::detail::update_table> table;
    wua::progress_values values;
    std::vector<wua::update_progress> progress;
    std::size_t asked = 0;
    wua::detail::update_source source;

    explicit staged_job(std::size_t count) : progress(count)
    {
        std::vector<wua::update_pointer> updates;
        for (std::size_t i = 0; i != count; ++i)
        {
            updates.push_back(wua::make_item("", "https://host/" + std::to_string(i) + ".iso", 10 * mib));
        }
        table = wua::make<wua::detail::update_table>(std::move(updates));
        values.update_count = static_cast<std::uint32_t>(count);
        values.bytes_to_download = count * 10 * mib;
        source.progress = [this](std::size_t index) {
            ++asked;
            return progress[index];
        };
        source.trouble = [](std::size_t index) { return "HTTP 50" + std::to_string(index); };
    }

    void start(std::size_t index)
    {
        (*table)[index].started.set(++values.started);
        progress[index].attempt = 1;
        progress[index].bytes_to_download = 10 * mib;
        progress[index].phase = wua::dphDownloading;
    }

    void end(std::size_t index, wua::outcome result)
    {
        (*table)[index].result.keep(std::move(result));
        (*table)[index].finished.set(++values.finished);
    }

    wua::progress_snapshot snapshot() const
    {
        return {values, table};
    }
};

TEST_CASE("those that are on their way are rows, in the order in which they began", "[job_viewer]")
{
    staged_job job(4);
    wua::detail::job_viewer viewer(1, 0s);
    CHECK(viewer.look(job.snapshot(), job.source, 0s).empty());
    CHECK(viewer.view().active.empty());
    CHECK(viewer.view().count == 4);
    job.start(2);
    viewer.look(job.snapshot(), job.source, 0s);
    job.start(0);
    viewer.look(job.snapshot(), job.source, 1s);
    REQUIRE(viewer.view().active.size() == 2);
    CHECK(viewer.view().active[0].name == "2.iso");
    CHECK(viewer.view().active[0].host == "host");
    CHECK(viewer.view().active[1].name == "0.iso");
}

TEST_CASE("an update that has ended is shown once, with its time, its bytes and its result", "[job_viewer]")
{
    staged_job job(3);
    wua::detail::job_viewer viewer(1, 0s);
    job.start(0);
    job.start(1);
    viewer.look(job.snapshot(), job.source, 1s);
    job.progress[0].bytes_downloaded = 10 * mib;
    job.progress[1].bytes_downloaded = 4 * mib;
    job.progress[1].attempt = 3;
    job.end(0, wua::outcome::succeeded());
    job.end(1, wua::outcome::failed(wua::wu_e_pt_http_status_not_found));
    job.start(2);
    job.end(2, wua::outcome::succeeded(wua::wu_s_already_downloaded)); // between two looks
    job.progress[2].bytes_downloaded = 10 * mib;
    job.values.bytes_downloaded = 24 * mib;
    job.values.retries = 2;
    job.values.state = wua::job_state::completed;
    const std::vector<wua::ended_row> ended = viewer.look(job.snapshot(), job.source, 3s);
    REQUIRE(ended.size() == 3);
    CHECK(ended[0].time == 2s);
    CHECK(ended[0].bytes == 10 * mib);
    CHECK(ended[1].attempts == 3);
    CHECK(ended[1].result.hresult == wua::wu_e_pt_http_status_not_found);
    CHECK(ended[2].is_already_there);
    CHECK_FALSE(ended[2].time);
    CHECK(viewer.look(job.snapshot(), job.source, 4s).empty());
    CHECK(viewer.view().active.empty());
    const wua::job_summary summary = viewer.summary();
    CHECK(summary.succeeded == 2);
    CHECK(summary.already_there == 1);
    CHECK(summary.files == 2);
    CHECK(summary.bytes == 14 * mib);
    CHECK(summary.retries == 2);
    REQUIRE(summary.failures.size() == 1);
    CHECK(summary.failures[0].name == "1.iso");
}

TEST_CASE("of many failures the summary names the first, and counts the rest", "[job_viewer]")
{
    staged_job job(25);
    wua::detail::job_viewer viewer(1, 0s);
    for (std::size_t index = 0; index != 25; ++index)
    {
        job.start(index);
        job.end(index, wua::outcome::failed(wua::wu_e_download_failed));
    }
    CHECK(viewer.look(job.snapshot(), job.source, 1s).size() == 25);
    CHECK(viewer.view().failed == 25);
    CHECK(viewer.summary().failures.size() == 20);
    CHECK(viewer.summary().failures.back().name == "19.iso");
    CHECK(viewer.summary().more_failures == 5);
}

TEST_CASE("what was there when an update was first seen counts for no speed", "[job_viewer]")
{
    staged_job job(2);
    wua::detail::job_viewer viewer(1, 0s);
    job.start(0);
    job.progress[0].bytes_downloaded = 6 * mib; // of an earlier job
    viewer.look(job.snapshot(), job.source, 0s);
    job.start(1);
    viewer.look(job.snapshot(), job.source, 1s);
    for (std::size_t i = 0; i != 2; ++i)
    {
        job.progress[i].bytes_downloaded = 10 * mib;
        job.end(i, wua::outcome::succeeded());
    }
    viewer.look(job.snapshot(), job.source, 2s);
    CHECK(viewer.summary().bytes == 20 * mib);
    CHECK(viewer.summary().bytes_at_first == 6 * mib);
}

TEST_CASE("the job's percentage is of its bytes, without those of failures that will never come", "[job_viewer]")
{
    staged_job job(4);
    wua::detail::job_viewer viewer(1, 0s);
    job.start(0);
    job.values.bytes_downloaded = 10 * mib;
    job.progress[0].bytes_downloaded = 10 * mib;
    viewer.look(job.snapshot(), job.source, 0s);
    CHECK(viewer.view().percent == 25);
    job.end(0, wua::outcome::succeeded());
    job.start(1);
    job.end(1, wua::outcome::failed(wua::wu_e_pt_http_status_not_found));
    viewer.look(job.snapshot(), job.source, 1s);
    CHECK(viewer.view().total == 30 * mib);
    CHECK(viewer.view().percent == 33);
    job.start(2);
    job.progress[2].bytes_to_download = 100 * mib; // it does not go back
    viewer.look(job.snapshot(), job.source, 2s);
    CHECK(viewer.view().total == 120 * mib);
    CHECK(viewer.view().percent == 33);
    job.progress[2].bytes_to_download.reset();
    job.values.bytes_to_download = wua::unknown_bytes;
    viewer.look(job.snapshot(), job.source, 3s);
    CHECK_FALSE(viewer.view().total);
    job.end(2, wua::outcome::failed(wua::wu_e_pt_http_status_not_found)); // nobody will ever know its size
    viewer.look(job.snapshot(), job.source, 4s);
    CHECK(viewer.view().total == 20 * mib);
    CHECK(viewer.view().percent == 50);
}

TEST_CASE("speeds are by the clock on the wall", "[job_viewer]")
{
    staged_job job(2);
    wua::detail::job_viewer viewer(50, 0s); // the job's clock runs faster
    job.start(0);
    job.values.bytes_per_second = 1000;
    job.values.steady_bytes_per_second = 1000;
    for (int second = 0; second != 10; ++second)
    {
        job.progress[0].bytes_downloaded += mib;
        viewer.look(job.snapshot(), job.source, second * 1s);
    }
    CHECK(viewer.view().active[0].bytes_per_second == static_cast<double>(mib));
    CHECK(viewer.view().active[0].time_left == 0s);
    CHECK(viewer.view().bytes_per_second == 50'000);
    CHECK(viewer.view().time_left == std::chrono::seconds(20 * mib / 50'000));
}

TEST_CASE("the last update is as far from its end as the job", "[job_viewer]")
{
    staged_job job(2);
    wua::detail::job_viewer viewer(1, 0s);
    job.start(0);
    job.start(1);
    job.values.steady_bytes_per_second = 3 * mib; // its average is another
    const auto look = [&](std::size_t index, std::chrono::seconds now) {
        job.progress[index].bytes_downloaded += mib;
        job.values.bytes_downloaded += mib;
        viewer.look(job.snapshot(), job.source, now);
        return viewer.view();
    };
    for (int second = 0; second != 6; ++second)
    {
        look(0, second * 1s);
        look(1, second * 1s);
    }
    CHECK(viewer.view().active[0].time_left != viewer.view().time_left);
    job.end(0, wua::outcome::succeeded());
    const auto last = look(1, 7s);
    REQUIRE(last.active.size() == 1);
    REQUIRE(last.time_left);
    CHECK(last.active[0].time_left == last.time_left);
}

TEST_CASE("a row tells of a stall, a pause and another attempt", "[job_viewer]")
{
    staged_job job(2);
    wua::detail::job_viewer viewer(1, 0s);
    job.start(1);
    job.progress[1].bytes_downloaded = mib;
    for (int second = 0; second != 8; ++second)
    {
        viewer.look(job.snapshot(), job.source, second * 1s);
    }
    CHECK(viewer.view().active[0].stalled == 7s);
    job.progress[1].is_paused = true;
    viewer.look(job.snapshot(), job.source, 8s);
    CHECK(viewer.view().active[0].is_paused);
    CHECK_FALSE(viewer.view().active[0].stalled);
    job.progress[1].is_paused = false;
    job.progress[1].attempt = 2;
    job.progress[1].bytes_downloaded = 0;
    job.progress[1].phase = wua::dphInitializing;
    viewer.look(job.snapshot(), job.source, 30s);
    const wua::update_row& row = viewer.view().active[0];
    CHECK(row.attempt == 2);
    CHECK(row.trouble == "HTTP 501");
    CHECK_FALSE(row.stalled);
    CHECK(viewer.view().note_columns == 19);
}

TEST_CASE("the host being asked is known from the engine, or if there is only one", "[job_viewer]")
{
    staged_job job(1);
    wua::update_item item = *wua::make_item("A", "https://one/a");
    item.files[0].urls.emplace_back("https://two/a");
    job.table =
        wua::make<wua::detail::update_table>(std::vector{std::make_shared<const wua::update_item>(std::move(item))});
    job.start(0);
    wua::detail::job_viewer viewer(1, 0s);
    const auto host = [&](std::optional<wua::url_place> asked) {
        job.progress[0].asked = asked;
        viewer.look(job.snapshot(), job.source, 0s);
        return viewer.view().active.at(0).host;
    };
    CHECK(host({}).empty());
    CHECK(host(wua::url_place{.file = 0, .url = 1}) == "two");
    CHECK(host(wua::url_place{.file = 7, .url = 9}).empty());
}

TEST_CASE("a look at a large job costs no more than what has happened", "[job_viewer]")
{
    staged_job job(100'000);
    wua::detail::job_viewer viewer(1, 0s);
    for (std::size_t i = 0; i != 4; ++i)
    {
        job.start(i);
    }
    for (int look = 0; look != 10; ++look)
    {
        viewer.look(job.snapshot(), job.source, look * 1s);
    }
    CHECK(job.asked == 40);
}

TEST_CASE("with only a snapshot the current update has a row", "[job_viewer]")
{
    wua::progress_values values = usual_values();
    wua::detail::job_viewer viewer(1, 0s);
    const wua::progress_snapshot snapshot = snapshot_of(values, "Title");
    auto& table = const_cast<wua::update_results&>(*snapshot.results());
    static_cast<wua::detail::update_table&>(table)[1].started.set(2);
    viewer.look(snapshot, {}, 0s);
    REQUIRE(viewer.view().active.size() == 1);
    CHECK(viewer.view().active[0].bytes == mib);
    CHECK(viewer.view().active[0].total == 2 * mib);
}

} // namespace
