// SPDX-License-Identifier: MIT
// A job's life: released, aborted, waited for, and the state that it keeps. What each member does in which state is in
// job_rules.cpp.

#include "doubles.hpp"
#include "late_bound.hpp"
#include <wua/com/bstr.hpp>
#include <wua/com/com_ptr.hpp>
#include <wua/com/decimal.hpp>
#include <wua/com/variant.hpp>
#include <wua/engine/simulated_engine.hpp>
#include <wua/objects/download_progress.hpp>
#include <wua/wuapi/errors.hpp>
#include <wua/wuapi/extensions.hpp>

#include <chrono>
#include <memory>
#include <thread>

using namespace wua;
using namespace doubles;

namespace
{

OperationResultCode end(const com_ptr<IUpdateDownloader>& downloader, IDownloadJob& job)
{
    com_ptr<IDownloadResult> result;
    throw_if_failed(downloader->EndDownload(&job, result.put()));
    return code_of(*result);
}

downloader_options short_limit()
{
    downloader_options options = eager();
    options.abort_limit = 5ms;
    return options;
}

} // namespace

TEST_CASE("a null out-pointer of a job is E_POINTER", "[download_job]")
{
    const rig<simulated_engine> on;
    const auto job = on.begin();
    const auto details = job.query<IDownloadJobDetails>();
    CHECK(job->get_AsyncState(nullptr) == e_pointer);
    CHECK(job->get_IsCompleted(nullptr) == e_pointer);
    CHECK(job->get_Updates(nullptr) == e_pointer);
    CHECK(job->GetProgress(nullptr) == e_pointer);
    CHECK(details->Wait(0, nullptr) == e_pointer);
    CHECK(details->GetUpdateProgress(0, nullptr) == e_pointer);
}

TEMPLATE_TEST_CASE("a job that is released while it runs is downloaded to its end, and its callbacks come",
                   "[download_job]", rig<simulated_engine>, rig<threaded_engine>)
{
    const TestType on;
    event is_told;
    OperationResultCode code = orcNotStarted;
    const auto completed = on_completed([&](IDownloadJob& job) {
        code = end(on.downloader, job);
        is_told.set();
    });
    on.begin(nullptr, completed.get()).reset();
    on.detach();
    on.run_until(is_told);
    CHECK(code == orcSucceeded);
    while (references_of(*completed) != 1)
    {
        on.advance();
    }
}

TEST_CASE("a job on virtual time ends when nobody holds its engine any more, and its callbacks come", "[download_job]")
{
    auto on = std::make_unique<rig<simulated_engine>>();
    std::vector<bool> was_completed;
    HRESULT code = s_ok;
    const auto completed = on_completed([&](IDownloadJob& job) {
        was_completed.push_back(is_completed(job));
        code = source_of(job)->running()->job_ledger()->result().hresult;
    });
    auto job = on->begin(nullptr, completed.get());
    const std::weak_ptr<simulated_engine> engine = on->engine;
    on.reset();
    CHECK_FALSE(engine.expired()); // the client can still wait for its job
    CHECK(was_completed.empty());
    job.reset();
    CHECK(engine.expired());
    CHECK(was_completed == std::vector<bool>{true});
    CHECK(code == wu_e_all_updates_failed);
    CHECK(references_of(*completed) == 1);
}

TEST_CASE("a job in real time goes on when nobody holds it or its engine any more", "[download_job]")
{
    auto on = std::make_unique<rig<simulated_engine>>();
    on->engine->run_in_real_time(100);
    event is_told;
    HRESULT code = e_fail;
    const auto completed = on_completed([&](IDownloadJob& job) {
        code = source_of(job)->running()->job_ledger()->result().hresult;
        is_told.set();
    });
    auto job = on->begin(nullptr, completed.get());
    const std::weak_ptr<simulated_engine> engine = on->engine;
    on.reset();
    job.reset();
    is_told.wait();
    CHECK(code == s_ok);
    const auto limit = std::chrono::steady_clock::now() + 20s;
    while ((!engine.expired() || references_of(*completed) != 1) && std::chrono::steady_clock::now() < limit)
    {
        std::this_thread::sleep_for(1ms);
    }
    CHECK(engine.expired());
    CHECK(references_of(*completed) == 1);
}

TEMPLATE_TEST_CASE("updates that ended before the abort keep their success, and the job is aborted",
                   "[download_job][IDownloadJob::RequestAbort]", rig<simulated_engine>, rig<threaded_engine>)
{
    const TestType on;
    const auto job = on.begin();
    on.finish(*job, 1);
    CHECK(job->RequestAbort() == s_ok);
    CHECK(job->RequestAbort() == s_ok);
    com_ptr<IDownloadResult> result;
    REQUIRE(on.downloader->EndDownload(job.get(), result.put()) == s_ok);
    CHECK(code_of(*result) == orcAborted);
    LONG hresult = s_ok;
    CHECK(result->get_HResult(&hresult) == s_ok);
    CHECK(hresult == wu_e_call_cancelled);
    std::vector<OperationResultCode> codes;
    for (LONG index = 0; index != 3; ++index)
    {
        com_ptr<IUpdateDownloadResult> update;
        throw_if_failed(result->GetUpdateResult(index, update.put()));
        OperationResultCode code = orcNotStarted;
        throw_if_failed(update->get_ResultCode(&code));
        codes.push_back(code);
    }
    CHECK(codes == std::vector<OperationResultCode>{orcSucceeded, orcAborted, orcAborted});
}

TEMPLATE_TEST_CASE("CleanUp and EndDownload go in either order, on any thread",
                   "[download_job][IDownloadJob::CleanUp][IUpdateDownloader::EndDownload]", rig<simulated_engine>,
                   rig<threaded_engine>)
{
    const TestType on;
    on.detach();
    const auto first = on.begin();
    CHECK(first->CleanUp() == s_ok);
    CHECK(first->CleanUp() == s_ok);
    CHECK(end(on.downloader, *first) == orcSucceeded);
    CHECK(first->CleanUp() == s_ok);
    CHECK(first->CleanUp() == s_ok);

    const auto second = on.begin();
    CHECK(end(on.downloader, *second) == orcSucceeded);
    HRESULT code = e_unexpected;
    std::thread([&] { code = second->CleanUp(); }).join();
    CHECK(code == s_ok);
}

// ---- the abort limit ----

TEMPLATE_TEST_CASE("an engine that ignores the abort does not block waiting threads",
                   "[download_job][IDownloadJob::RequestAbort]", rig<simulated_engine>, rig<threaded_engine>)
{
    const TestType on(short_limit());
    on.ignore_aborts();
    const auto job = on.begin();
    CHECK(job->RequestAbort() == s_ok);
    CHECK(end(on.downloader, *job) == orcAborted);
}

TEMPLATE_TEST_CASE("an engine that ignores the abort does not stop polled jobs from ending",
                   "[download_job][IDownloadJob::RequestAbort]"
                   "[IDownloadJob::get_IsCompleted]",
                   rig<simulated_engine>, rig<threaded_engine>)
{
    const TestType on(short_limit());
    on.ignore_aborts();
    const auto job = on.begin();
    CHECK(job->RequestAbort() == s_ok);
    const int asked = GENERATE(0, 1, 2);
    const auto is_over = [&] {
        if (asked == 0)
        {
            return is_completed(*job);
        }
        if (asked == 1)
        {
            return static_cast<download_progress&>(*progress_of(*job)).snapshot().is_completed();
        }
        com_ptr<IUpdateDownloadProgress> update;
        throw_if_failed(job.template query<IDownloadJobDetails>()->GetUpdateProgress(2, update.put()));
        OperationResultCode code = orcNotStarted;
        throw_if_failed(update->get_ResultCode(&code));
        return code == orcAborted;
    };
    while (!is_over())
    {
        if constexpr (std::same_as<TestType, rig<simulated_engine>>)
        {
            REQUIRE(on.engine->now() <= 20ms);
            on.engine->advance(1ms);
        }
        else
        {
            on.advance();
        }
    }
    CHECK(job->CleanUp() == s_ok);
    CHECK(end(on.downloader, *job) == orcAborted);
}

TEMPLATE_TEST_CASE("an engine that ignores the abort does not hold back the completed callback",
                   "[download_job][IDownloadJob::RequestAbort]", rig<simulated_engine>, rig<threaded_engine>)
{
    const TestType on(short_limit());
    on.ignore_aborts();
    event is_told;
    const auto completed = on_completed([&](IDownloadJob&) { is_told.set(); });
    const auto job = on.begin(nullptr, completed.get());
    CHECK(job->RequestAbort() == s_ok);
    if constexpr (std::same_as<TestType, rig<simulated_engine>>)
    {
        on.engine->advance(20ms);
    }
    is_told.wait();
    CHECK(end(on.downloader, *job) == orcAborted);
}

TEST_CASE("an abort limit without end is no limit in the past", "[download_job][IDownloadJob::RequestAbort]")
{
    downloader_options options = eager();
    options.abort_limit = std::chrono::nanoseconds::max();
    const rig<threaded_engine> on(options);
    on.hold_aborts();
    const auto completed = on_completed([](IDownloadJob&) {});
    const auto job = on.begin(nullptr, completed.get());
    CHECK(job->RequestAbort() == s_ok);
    VARIANT_BOOL is_over = 1;
    CHECK(job.query<IDownloadJobDetails>()->Wait(10, &is_over) == s_ok);
    CHECK(is_over == variant_false);
    on.run(*job);
}

// ---- waiting ----

TEST_CASE("to wait for a job of a simulated engine moves the engine's time by as much",
          "[download_job][IDownloadJobDetails::Wait]")
{
    const rig<simulated_engine> on;
    scenario script;
    script.others.latency = 1h;
    on.engine->set_scenario(script);
    const auto job = on.begin();
    const auto details = job.query<IDownloadJobDetails>();
    VARIANT_BOOL is_over = 1;
    CHECK(details->Wait(0, &is_over) == s_ok);
    CHECK(on.engine->now() == 0ns);
    CHECK(details->Wait(1234, &is_over) == s_ok);
    CHECK(on.engine->now() == 1234ms);
    CHECK(is_over == variant_false);
    CHECK(details->Wait(-1, &is_over) == s_ok);
    CHECK(is_over == variant_true);
    CHECK(on.engine->now() > 3h);
}

TEST_CASE("to wait for a job of an engine that stands still ends the job", "[download_job][IDownloadJob::CleanUp]")
{
    const rig<simulated_engine> on;
    scenario script;
    script.others.bytes_per_second = 0;
    on.engine->set_scenario(script);
    const auto job = on.begin();
    CHECK(job->CleanUp() == s_ok);
    CHECK(end(on.downloader, *job) == orcFailed);
}

TEST_CASE("a wait on a real thread gives its time back", "[download_job][IDownloadJobDetails::Wait]")
{
    const rig<threaded_engine> on;
    const auto job = on.begin();
    VARIANT_BOOL is_over = 1;
    CHECK(job.query<IDownloadJobDetails>()->Wait(10, &is_over) == s_ok);
    CHECK(is_over == variant_false);
    on.run(*job);
    CHECK(job.query<IDownloadJobDetails>()->Wait(0, &is_over) == s_ok);
    CHECK(is_over == variant_true);
}

TEST_CASE("one update's progress is distinguished from the job's",
          "[download_job][IDownloadJobDetails::GetUpdateProgress][IUpdateDownloadProgress::get_BytesDownloaded]"
          "[IUpdateDownloadProgress::get_BytesToDownload][IUpdateDownloadProgress::get_IsTotalKnown]"
          "[IUpdateDownloadProgress::get_PercentComplete][IUpdateDownloadProgress::get_Phase]"
          "[IUpdateDownloadProgress::get_Attempt][IUpdateDownloadProgress::get_ResultCode]"
          "[IUpdateDownloadProgress::get_HResult]")
{
    struct told
    {
        std::uint64_t bytes = 0;
        std::uint64_t total = 0;
        bool is_known = false;
        LONG percent = 0;
        DownloadPhase phase{};
        LONG attempt = 0;
        OperationResultCode code{};
        LONG hresult = 0;
        bool operator==(const told&) const = default;
    };
    const rig<simulated_engine> on;
    scenario script;
    script.others.bytes_per_second = 1000;
    script.others.latency = 0ns;
    on.engine->set_scenario(script);
    const auto job = on.begin();
    const auto details = job.query<IDownloadJobDetails>();
    const auto ask = [&](LONG index) {
        com_ptr<IUpdateDownloadProgress> progress;
        throw_if_failed(details->GetUpdateProgress(index, progress.put()));
        told all;
        DECIMAL bytes{};
        VARIANT_BOOL is_known = variant_false;
        throw_if_failed(progress->get_BytesDownloaded(&bytes));
        all.bytes = to_uint64(bytes).value();
        throw_if_failed(progress->get_BytesToDownload(&bytes));
        all.total = to_uint64(bytes).value();
        throw_if_failed(progress->get_IsTotalKnown(&is_known));
        all.is_known = is_known != variant_false;
        throw_if_failed(progress->get_PercentComplete(&all.percent));
        throw_if_failed(progress->get_Phase(&all.phase));
        throw_if_failed(progress->get_Attempt(&all.attempt));
        throw_if_failed(progress->get_ResultCode(&all.code));
        throw_if_failed(progress->get_HResult(&all.hresult));
        return all;
    };
    on.engine->advance(250ms);
    CHECK(ask(0) == told{250, 1000, true, 25, dphDownloading, 1, orcInProgress, s_ok});
    CHECK(ask(1) == told{0, 1000, true, 0, dphInitializing, 0, orcNotStarted, s_ok});
    com_ptr<IUpdateDownloadProgress> none;
    CHECK(details->GetUpdateProgress(3, none.put()) == wu_e_invalidindex);
    CHECK(details->GetUpdateProgress(-1, none.put()) == wu_e_invalidindex);
    on.engine->run();
    CHECK(ask(0).percent == 100);
    CHECK(ask(2).code == orcSucceeded);
}

// ---- the state ----

namespace
{

VARIANT kept_and_returned(const VARIANT& state)
{
    const rig<simulated_engine> on;
    const auto job = on.begin(nullptr, nullptr, state);
    variant kept;
    throw_if_failed(job->get_AsyncState(kept.put()));
    return kept.detach();
}

HRESULT refusal(const VARIANT& state)
{
    const rig<simulated_engine> on;
    com_ptr<IDownloadJob> job;
    const HRESULT code = on.downloader->BeginDownload(nullptr, nullptr, state, job.put());
    CHECK(job == nullptr);
    CHECK_FALSE(on.engine->step()); // nothing has begun
    return code;
}

template <class T>
void check_number(VARTYPE type, T number)
{
    INFO("type " << type);
    VARIANT plain{};
    plain.vt = type;
    std::memcpy(&plain.llVal, &number, sizeof number);
    VARIANT told = kept_and_returned(plain);
    CHECK(told.vt == type);
    CHECK(std::memcmp(&told.llVal, &number, sizeof number) == 0);

    // What is referred to is kept as it is now: later it may be gone.
    T place = number;
    VARIANT reference{};
    reference.vt = static_cast<VARTYPE>(VT_BYREF | type);
    reference.byref = &place;
    told = kept_and_returned(reference);
    CHECK(told.vt == type);
    CHECK(std::memcmp(&told.llVal, &number, sizeof number) == 0);
}

} // namespace

TEST_CASE("the state may be any number, by value or by reference",
          "[download_job][IDownloadJob::get_AsyncState]"
          "[IUpdateDownloader::BeginDownload]")
{
    check_number<std::int8_t>(VT_I1, -3);
    check_number<std::uint8_t>(VT_UI1, 200);
    check_number<std::int16_t>(VT_I2, -300);
    check_number<std::uint16_t>(VT_UI2, 60000);
    check_number<std::int32_t>(VT_I4, -70000);
    check_number<std::uint32_t>(VT_UI4, 4000000000U);
    check_number<std::int64_t>(VT_I8, -5000000000);
    check_number<std::uint64_t>(VT_UI8, 1ULL << 63U);
    check_number<std::int32_t>(VT_INT, -1);
    check_number<std::uint32_t>(VT_UINT, 1);
    check_number<float>(VT_R4, 0.5F);
    check_number<double>(VT_R8, -0.25);
    check_number<double>(VT_DATE, 45000.5);
    check_number<std::int64_t>(VT_CY, 12345);
    check_number<std::int32_t>(VT_ERROR, e_fail);
    check_number<short>(VT_BOOL, variant_true);

    CHECK(kept_and_returned(VARIANT{}).vt == VT_EMPTY);
    CHECK(kept_and_returned(variant::null().get()).vt == VT_NULL);
    const VARIANT decimal = kept_and_returned(variant(to_decimal(1ULL << 40U)).get());
    CHECK(decimal.vt == VT_DECIMAL);
    CHECK(decimal.decVal.Lo64 == 1ULL << 40U);
    DECIMAL place = to_decimal(7);
    VARIANT reference{};
    reference.vt = VT_BYREF | VT_DECIMAL;
    reference.pdecVal = &place;
    const VARIANT referred_to = kept_and_returned(reference);
    CHECK(referred_to.vt == VT_DECIMAL);
    CHECK(referred_to.decVal.Lo64 == 7);
}

TEST_CASE("the state may be text, and the job's copy is its own", "[download_job][IDownloadJob::get_AsyncState]")
{
    const rig<simulated_engine> on;
    bstr text("first");
    com_ptr<IDownloadJob> by_value;
    com_ptr<IDownloadJob> by_reference;
    {
        const variant state(text);
        by_value = on.begin(nullptr, nullptr, state.get());
        BSTR place = text.get();
        VARIANT reference{};
        reference.vt = VT_BYREF | VT_BSTR;
        reference.pbstrVal = &place;
        by_reference = on.begin(nullptr, nullptr, reference);
    }
    text = bstr("second");
    for (const auto& job : {by_value, by_reference})
    {
        variant told;
        CHECK(job->get_AsyncState(told.put()) == s_ok);
        REQUIRE(told.vt() == VT_BSTR);
        CHECK(to_utf8(view(told.get().bstrVal)) == "first");
    }
}

TEST_CASE("an object for a state is kept by one reference, and released once by EndDownload",
          "[download_job][IDownloadJob::get_AsyncState][IUpdateDownloader::EndDownload]")
{
    REQUIRE(token::alive == 0);
    auto object = make<token>();
    IUnknown* place = object.get();
    VARIANT state{};
    SECTION("by value")
    {
        state.vt = VT_UNKNOWN;
        state.punkVal = place;
    }
    SECTION("by reference")
    {
        state.vt = VT_BYREF | VT_UNKNOWN;
        state.ppunkVal = &place;
    }
    SECTION("in a variant that is referred to")
    {
        static VARIANT inner;
        inner.vt = VT_UNKNOWN;
        inner.punkVal = place;
        state.vt = VT_BYREF | VT_VARIANT;
        state.pvarVal = &inner;
    }
    const rig<simulated_engine> on;
    auto job = on.begin(nullptr, nullptr, state);
    place = nullptr;
    CHECK(references_of(*object) == 2);
    {
        variant told;
        CHECK(job->get_AsyncState(told.put()) == s_ok);
        CHECK(told.vt() == VT_UNKNOWN);
        CHECK(told.get().punkVal == object.get());
        CHECK(references_of(*object) == 3);
    }
    CHECK(references_of(*object) == 2);
    CHECK(job->CleanUp() == s_ok);
    CHECK(references_of(*object) == 2); // CleanUp lets go of the callbacks alone
    CHECK(end(on.downloader, *job) == orcSucceeded);
    CHECK(references_of(*object) == 1);
    variant told;
    CHECK(job->get_AsyncState(told.put()) == s_ok);
    CHECK(told.vt() == VT_EMPTY);
    job.reset();
    CHECK(references_of(*object) == 1);
}

TEST_CASE("an automation object for a state stays one, and goes with a job that nobody ends",
          "[download_job][IDownloadJob::get_AsyncState]")
{
    com_ptr<script_function> object;
    object.attach(new script_function([](DISPID, WORD, const DISPPARAMS&) { return s_ok; }));
    {
        const rig<simulated_engine> on;
        IDispatch* place = object.get();
        VARIANT state{};
        state.vt = VT_DISPATCH;
        state.pdispVal = place;
        if (GENERATE(false, true))
        {
            state.vt = VT_BYREF | VT_DISPATCH;
            state.ppdispVal = &place;
        }
        const auto job = on.begin(nullptr, nullptr, state);
        place = nullptr;
        CHECK(object->references == 2);
        variant told;
        CHECK(job->get_AsyncState(told.put()) == s_ok);
        CHECK(told.vt() == VT_DISPATCH);
    }
    CHECK(object->references == 1);
}

TEST_CASE("arrays, records and references to nothing are refused as a state",
          "[download_job][IUpdateDownloader::BeginDownload]")
{
    VARIANT state{};
    for (const int type : {VT_ARRAY | VT_I4, VT_ARRAY | VT_VARIANT, VT_BYREF | VT_ARRAY | VT_I4, int(VT_RECORD),
                           VT_BYREF | VT_RECORD, int(VT_SAFEARRAY), int(VT_VECTOR), int(VT_VARIANT), 15, 0x0fff})
    {
        INFO("type " << type);
        LONGLONG place = 0;
        state = {};
        state.vt = static_cast<VARTYPE>(type);
        state.byref = &place;
        CHECK(refusal(state) == disp_e_badvartype);
    }
    state = {};
    state.vt = VT_BYREF | VT_I4;
    CHECK(refusal(state) == e_invalidarg);
}

TEST_CASE("a job is paused and resumed through its extension interface, by the table and by name",
          "[download_job][pause][IDownloadJobControl::Pause][IDownloadJobControl::Resume]"
          "[IDownloadJobControl::PauseUpdate][IDownloadJobControl::ResumeUpdate]"
          "[IDownloadProgressDetails2::get_IsPaused][IDownloadProgressDetails2::get_IsCurrentUpdatePaused]"
          "[IDownloadProgressDetails2::get_PauseReason][IUpdateDownloadProgress2::get_IsPaused]")
{
    const rig<simulated_engine> on;
    const auto job = on.begin();
    const auto control = job.query<IDownloadJobControl>();
    const auto is_paused = [&] {
        on.engine->advance(0ns);
        const auto details = progress_of(*job).query<IDownloadProgressDetails2>();
        VARIANT_BOOL all = variant_false;
        VARIANT_BOOL current = variant_false;
        bstr reason;
        CHECK(details->get_IsPaused(&all) == s_ok);
        CHECK(details->get_IsCurrentUpdatePaused(&current) == s_ok);
        CHECK(details->get_PauseReason(reason.put()) == s_ok);
        CHECK(reason.to_utf8().empty());
        com_ptr<IUpdateDownloadProgress> update;
        CHECK(job.query<IDownloadJobDetails>()->GetUpdateProgress(0, update.put()) == s_ok);
        VARIANT_BOOL one = variant_false;
        CHECK(update.query<IUpdateDownloadProgress2>()->get_IsPaused(&one) == s_ok);
        CHECK(one == current);
        return std::pair(all != variant_false, current != variant_false);
    };
    CHECK(is_paused() == std::pair(false, false));
    CHECK(control->Pause() == s_ok);
    CHECK(control->Pause() == s_ok);
    CHECK(is_paused() == std::pair(true, true));
    CHECK(control->Resume() == s_ok);
    CHECK(is_paused() == std::pair(false, false));
    CHECK(control->PauseUpdate(0) == s_ok);
    CHECK(is_paused() == std::pair(false, true));
    CHECK(control->PauseUpdate(99) == wu_e_invalidindex);
    CHECK(control->ResumeUpdate(-1) == wu_e_invalidindex);
    CHECK(late::call(*job, "PauseUpdate", {variant(LONG{1})}).code == s_ok);
    CHECK(late::call(*job, "ResumeUpdate", {variant(LONG{1})}).code == s_ok);
    CHECK(control->ResumeUpdate(0) == s_ok);
    CHECK(late::call(*job, "Pause").code == s_ok);
    CHECK(is_paused() == std::pair(true, true));
    CHECK(late::call(*job, "Resume").code == s_ok);
    on.run(*job);
    CHECK(control->Pause() == s_ok); // too late
    CHECK(is_paused() == std::pair(false, false));
}

TEST_CASE("what an engine does not support is WU_E_NOT_SUPPORTED in COM, with a sentence",
          "[download_job][pause][IDownloadJobControl::get_Priority][IDownloadJobControl::put_Priority]"
          "[IDownloadJobControl::get_BytesPerSecondLimit][IDownloadJobControl::put_BytesPerSecondLimit]")
{
    const rig<simulated_engine> on;
    const auto job = on.begin();
    const auto control = job.query<IDownloadJobControl>();
    DownloadPriority priority = dpLow;
    CHECK(control->get_Priority(&priority) == s_ok);
    CHECK(priority == dpNormal);
    CHECK(control->put_Priority(dpHigh) == wu_e_not_supported);
    DECIMAL limit{};
    CHECK(control->get_BytesPerSecondLimit(&limit) == s_ok);
    CHECK(to_int64(limit) == -1);
    CHECK(control->put_BytesPerSecondLimit(make_decimal(1000)) == wu_e_not_supported);
    CHECK(control->put_BytesPerSecondLimit(make_decimal(1, 0, 0, true)) == e_invalidarg);
    CHECK(late::put(*job, "BytesPerSecondLimit", {variant(LONG{-5})}).failure == e_invalidarg);
    CHECK_THAT(late::put(*job, "Priority", {variant(LONG{3})}).description,
               Catch::Matchers::ContainsSubstring("the engine of this job cannot change its priority while it runs"));
    on.run(*job);

    const rig<threaded_engine> other;
    const auto running = other.begin();
    CHECK(running.query<IDownloadJobControl>()->Pause() == wu_e_not_supported);
    CHECK(running.query<IDownloadJobControl>()->ResumeUpdate(0) == wu_e_not_supported);
    other.run(*running);
}
