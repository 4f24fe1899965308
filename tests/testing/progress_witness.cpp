// SPDX-License-Identifier: MIT
// The witnesses of tests find what they are there for: a break of the contract, a second completion, late progress.

#include "catch.hpp"
#include <wua/com/com_ptr.hpp>
#include <wua/com/implements.hpp>
#include <wua/engine/recorded_jobs.hpp>
#include <wua/engine/simulated_engine.hpp>
#include <wua/job/job.hpp>
#include <wua/objects/com_face.hpp>
#include <wua/objects/update.hpp>
#include <wua/objects/update_collection.hpp>
#include <wua/objects/update_downloader.hpp>
#include <wua/testing/com_witness.hpp>
#include <wua/testing/completion_counter.hpp>
#include <wua/testing/progress_poller.hpp>
#include <wua/testing/progress_witness.hpp>

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace
{

std::vector<wua::update_pointer> two_updates()
{
    return {wua::make_item("first", "https://host/1", 5'000'000),
            wua::make_item("second", "https://host/2", 3'000'000)};
}

wua::progress_snapshot with_bytes(std::uint64_t bytes)
{
    static const wua::detail::ledger job(two_updates());
    wua::progress_values values = job.snapshot().values();
    values.is_live = false;
    values.bytes_downloaded = bytes;
    return {values, job.table()};
}

// Progress of somebody else's.
class foreign_progress final : public wua::implements<foreign_progress, wua::IDownloadProgress>
{
public:
    // It claims an interface of this library, whose IID anybody knows.
    wua::HRESULT query_extra(const wua::GUID& iid, void** object) noexcept
    {
        if (iid != wua::iid_of<wua::IDownloadProgressDetails>)
        {
            return wua::e_nointerface;
        }
        AddRef();
        *object = static_cast<wua::IDownloadProgress*>(this);
        return wua::s_ok;
    }

    wua::HRESULT WUA_STDCALL get_CurrentUpdateBytesDownloaded(wua::DECIMAL*) noexcept override
    {
        return wua::e_notimpl;
    }
    wua::HRESULT WUA_STDCALL get_CurrentUpdateBytesToDownload(wua::DECIMAL*) noexcept override
    {
        return wua::e_notimpl;
    }
    wua::HRESULT WUA_STDCALL get_CurrentUpdateIndex(wua::LONG*) noexcept override
    {
        return wua::e_notimpl;
    }
    wua::HRESULT WUA_STDCALL get_PercentComplete(wua::LONG*) noexcept override
    {
        return wua::e_notimpl;
    }
    wua::HRESULT WUA_STDCALL get_TotalBytesDownloaded(wua::DECIMAL*) noexcept override
    {
        return wua::e_notimpl;
    }
    wua::HRESULT WUA_STDCALL get_TotalBytesToDownload(wua::DECIMAL*) noexcept override
    {
        return wua::e_notimpl;
    }
    wua::HRESULT WUA_STDCALL GetUpdateResult(wua::LONG, wua::IUpdateDownloadResult**) noexcept override
    {
        return wua::e_notimpl;
    }
    wua::HRESULT WUA_STDCALL get_CurrentUpdateDownloadPhase(wua::DownloadPhase*) noexcept override
    {
        return wua::e_notimpl;
    }
    wua::HRESULT WUA_STDCALL get_CurrentUpdatePercentComplete(wua::LONG*) noexcept override
    {
        return wua::e_notimpl;
    }
};

} // namespace

TEST_CASE("a witness of a good job has nothing to complain of, and has seen it to its end", "[progress_witness]")
{
    wua::progress_witness witness;
    wua::completion_counter counter;
    wua::job job =
        wua::start(wua::simulated_engine(), two_updates(),
                   {.on_progress = counter.on_progress(witness.on_progress()), .on_completed = counter.on_completed()});
    job.wait();
    CHECK(witness.complaint() == "");
    CHECK_FALSE(witness.violation());
    CHECK(witness.seen() > 2);
    REQUIRE(witness.last());
    CHECK(witness.last()->is_completed());
    CHECK(counter.count() == 1);
    CHECK(counter.complaint() == "");
}

TEST_CASE("a witness keeps the first break of the contract, whatever comes after", "[progress_witness]")
{
    wua::progress_witness witness;
    witness.see(with_bytes(2000));
    CHECK(witness.complaint() == "");
    witness.see(with_bytes(1000));
    witness.see(with_bytes(9'000'000));
    REQUIRE(witness.violation());
    CHECK(witness.violation()->rule == wua::progress_rule::bytes_never_decrease);
    CHECK(witness.complaint() == "the job's bytes never decrease: 2000 then 1000");
    CHECK(witness.seen() == 3);
}

TEST_CASE("a witness checks the first instant by itself", "[progress_witness]")
{
    wua::progress_witness witness;
    witness.see(with_bytes(9'000'000));
    REQUIRE(witness.violation());
    CHECK(witness.violation()->rule == wua::progress_rule::job_within_total);
}

TEST_CASE("a witness sees what COM callbacks are given, and refuses progress that is not the library's",
          "[progress_witness]")
{
    const wua::recorded_job recorded = wua::make_recorded_job(wua::recorded_quirk::total_falls_to_zero);
    const auto engine = std::make_shared<wua::simulated_engine>(recorded.script);
    wua::downloader_options options;
    options.keeps_contract = false;
    const auto downloader = wua::make_downloader(engine, options);
    const auto updates = wua::make_update_collection({wua::make_update(recorded.updates[0])});
    wua::throw_if_failed(downloader->put_Updates(updates.get()));
    wua::progress_witness witness;
    wua::com_ptr<wua::IDownloadJob> job;
    wua::throw_if_failed(
        downloader->BeginDownload(wua::progress_callback(witness).get(), nullptr, wua::VARIANT{}, job.put()));
    wua::throw_if_failed(job->CleanUp());
    REQUIRE(witness.violation());
    CHECK(witness.violation()->rule == wua::progress_rule::job_within_total);
}

TEST_CASE("a progress that merely answers a public IID is not taken for one of this library's", "[progress_witness]")
{
    const wua::com_ptr<wua::IDownloadProgress> foreign = wua::make<foreign_progress>();
    REQUIRE(foreign.try_query<wua::IDownloadProgressDetails>());
    CHECK_THROWS_AS(wua::snapshot_behind(*foreign), wua::hresult_error);
    wua::job job = wua::start(wua::simulated_engine(), two_updates());
    CHECK(wua::progress_of(job.com())().update_count() == 2);
}

TEST_CASE("a poller sees a job from another thread, its last instant included", "[progress_poller]")
{
    const auto engine = std::make_shared<wua::simulated_engine>();
    wua::job job = wua::start(engine, two_updates());
    wua::progress_poller poller(wua::progress_of(job.com()));
    job.wait();
    CHECK(poller.finish() == "");
    REQUIRE(poller.witness().last());
    CHECK(poller.witness().last()->is_completed());
}

TEST_CASE("a poller tells of a broken contract, and of a look that throws", "[progress_poller]")
{
    std::uint64_t bytes = 9'000'000;
    wua::progress_poller broken([&bytes] { return with_bytes(bytes--); });
    CHECK(broken.finish().starts_with("the job's bytes are not more than its total"));

    wua::progress_poller thrown([]() -> wua::progress_snapshot { throw std::runtime_error("out of sight"); });
    CHECK(thrown.finish() == "out of sight");
    wua::progress_poller wordless([]() -> wua::progress_snapshot { throw std::runtime_error(""); });
    CHECK(wordless.finish() == "polling has thrown an exception without a message");
    wua::progress_poller strange([]() -> wua::progress_snapshot { throw 7; });
    CHECK(strange.finish() == "polling has thrown something that is not a std::exception");
}

TEST_CASE("a counter complains of a completion that never comes, or comes twice", "[completion_counter]")
{
    wua::completion_counter counter;
    CHECK(counter.complaint() == "the job was reported as completed 0 times");
    const auto on_completed = counter.on_completed();
    on_completed(wua::outcome::succeeded());
    CHECK(counter.complaint() == "");
    on_completed(wua::outcome::succeeded());
    CHECK(counter.complaint() == "the job was reported as completed 2 times");
}

TEST_CASE("a counter complains of progress after the completion, and of a completion without a result",
          "[completion_counter]")
{
    wua::completion_counter late;
    const auto on_progress = late.on_progress();
    late.on_completed()(wua::outcome::succeeded());
    on_progress(with_bytes(0));
    CHECK(late.complaint() == "progress was reported after the completion");

    wua::completion_counter early;
    early.on_completed()(wua::outcome::in_progress());
    CHECK(early.complaint() == "the job was reported as completed, but had no result");
}

TEST_CASE("a counter complains of a completed callback that comes before IsCompleted is true", "[completion_counter]")
{
    wua::completion_counter counter;
    wua::scenario script;
    script.others.bytes_per_second = 0;
    wua::job job = wua::start(wua::simulated_engine(script), two_updates());
    CHECK(wua::succeeded(wua::completed_callback(counter)->Invoke(job.com().get(), nullptr)));
    CHECK(counter.complaint() == "the completed callback came while IsCompleted was VARIANT_FALSE");
}
