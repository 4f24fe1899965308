// SPDX-License-Identifier: MIT
// Holds jobs against the table of what each member does: one test for each row, on both kinds of engine, from the
// thread that began the job, from another one, and inside callbacks.

#include "objects/doubles.hpp"
#include <wua/com/com_ptr.hpp>
#include <wua/com/variant.hpp>
#include <wua/engine/simulated_engine.hpp>
#include <wua/job/job_rules.hpp>
#include <wua/wuapi/extensions.hpp>

#include <algorithm>
#include <string>
#include <tuple>

using namespace wua;
using namespace wua::detail;
using namespace doubles;

namespace
{

// What a member answered.
struct answer_of
{
    HRESULT code = e_unexpected;
    LONG value = -1;

    friend bool operator==(const answer_of&, const answer_of&) = default;
    friend std::ostream& operator<<(std::ostream& out, const answer_of& told)
    {
        return out << "code " << told.code << ", value " << told.value;
    }
};

template <class Rig>
using call = std::function<answer_of(const Rig&, IDownloadJob&)>;

// Brings a new job into the stage, makes the call there, and sees the job to its end.
template <class Rig>
answer_of made_outside(job_stage stage, const call<Rig>& what, bool on_other_thread)
{
    const Rig rig;
    rig.hold_aborts();
    const com_ptr<IDownloadJob> job = rig.begin(nullptr, nullptr, variant(LONG{7}).get());
    if (stage == job_stage::aborting)
    {
        throw_if_failed(job->RequestAbort());
    }
    if (stage >= job_stage::completed)
    {
        rig.run(*job);
    }
    if (stage == job_stage::ended)
    {
        com_ptr<IDownloadResult> result;
        throw_if_failed(rig.downloader->EndDownload(job.get(), result.put()));
    }
    answer_of told;
    if (on_other_thread)
    {
        std::thread([&] { told = what(rig, *job); }).join();
    }
    else
    {
        told = what(rig, *job);
    }
    rig.run(*job);
    return told;
}

template <class Rig>
answer_of made_in_callback(job_stage stage, const call<Rig>& what)
{
    const Rig rig;
    rig.hold_aborts();
    answer_of told;
    event is_made;
    const auto make = [&](IDownloadJob& job) {
        if (!is_made.is_set())
        {
            told = what(rig, job);
            is_made.set();
        }
    };
    const auto progress = on_progress([&](IDownloadJob& job, progress_args&) {
        if (stage <= job_stage::aborting && !is_made.is_set())
        {
            if (stage == job_stage::aborting)
            {
                job.RequestAbort();
            }
            make(job);
        }
    });
    const auto completed = on_completed([&](IDownloadJob& job) {
        if (stage == job_stage::ended)
        {
            com_ptr<IDownloadResult> result;
            rig.downloader->EndDownload(&job, result.put());
        }
        make(job);
    });
    const com_ptr<IDownloadJob> job = rig.begin(progress.get(), completed.get(), variant(LONG{7}).get());
    if (stage >= job_stage::completed)
    {
        rig.detach();
    }
    rig.run_until(is_made);
    rig.run(*job);
    return told;
}

template <class Rig>
std::vector<answer_of> answers(const job_rule& rule, const call<Rig>& what)
{
    if (rule.place == call_origin::callback)
    {
        return {made_in_callback<Rig>(rule.stage, what)};
    }
    return {made_outside<Rig>(rule.stage, what, false), made_outside<Rig>(rule.stage, what, true)};
}

template <class Rig>
void check(const job_rule& rule)
{
    const auto every = [&](const char* member, const answer_of& expected, const call<Rig>& what) {
        for (const answer_of& told : answers<Rig>(rule, what))
        {
            INFO(member);
            CHECK(told == expected);
        }
    };
    const auto code_of_answer = [](job_answer answer) {
        return answer == job_answer::refused ? wu_e_invalid_operation : s_ok;
    };
    const bool is_aborted = rule.stage == job_stage::aborting;

    every("IsCompleted", {s_ok, rule.is_completed ? variant_true : variant_false}, [](const Rig&, IDownloadJob& job) {
        VARIANT_BOOL value = 1;
        const HRESULT code = job.get_IsCompleted(&value);
        return answer_of{code, value};
    });
    every("GetProgress", {s_ok, rule.has_final_progress ? 1 : 0}, [](const Rig&, IDownloadJob& job) {
        com_ptr<IDownloadProgress> progress;
        const HRESULT code = job.GetProgress(progress.put());
        LONG finished = -1;
        progress.query<IDownloadProgressDetails>()->get_FinishedUpdates(&finished);
        return answer_of{code, finished == 3 ? 1 : 0};
    });
    every("Updates", {s_ok, 3}, [](const Rig&, IDownloadJob& job) {
        com_ptr<IUpdateCollection> updates;
        const HRESULT code = job.get_Updates(updates.put());
        LONG count = -1;
        updates->get_Count(&count);
        return answer_of{code, count};
    });
    every("AsyncState", {s_ok, rule.has_async_state ? VT_I4 : VT_EMPTY}, [](const Rig&, IDownloadJob& job) {
        variant state;
        const HRESULT code = job.get_AsyncState(state.put());
        return answer_of{code, state.vt()};
    });
    // The abort is seen in how the job ends.
    const bool aborts = rule.stage_once_aborted == job_stage::aborting;
    for (const int times : {1, 2})
    {
        INFO(times << " time(s)");
        every("RequestAbort", {s_ok, aborts ? orcAborted : orcSucceeded}, [&](const Rig& rig, IDownloadJob& job) {
            HRESULT code = s_ok;
            for (int i = 0; i != times && code == s_ok; ++i)
            {
                code = job.RequestAbort();
            }
            const auto source = source_of(job);
            if (rule.place == call_origin::callback)
            {
                return answer_of{
                    code, source->running()->job_ledger()->is_abort_requested() ? orcAborted : orcSucceeded};
            }
            rig.run(job);
            return answer_of{code, source->running()->job_ledger()->result().code};
        });
    }
    // What is refused inside a callback of a running job is refused because it runs, so nothing may end meanwhile.
    const bool lets_go = rule.place == call_origin::outside;
    every("CleanUp", {code_of_answer(rule.clean_up), rule.clean_up == job_answer::refused ? rule.is_completed : 1},
          [=](const Rig& rig, IDownloadJob& job) {
              if (lets_go)
              {
                  rig.detach();
              }
              const HRESULT code = job.CleanUp();
              return answer_of{code, is_completed(job) ? 1 : 0};
          });
    every("Wait", {code_of_answer(rule.clean_up), rule.clean_up == job_answer::refused ? 0 : variant_true},
          [=](const Rig& rig, IDownloadJob& job) {
              if (lets_go)
              {
                  rig.detach();
              }
              VARIANT_BOOL is_over = 1;
              const HRESULT code = com_ptr<IDownloadJob>(&job).query<IDownloadJobDetails>()->Wait(-1, &is_over);
              return answer_of{code, is_over};
          });
    const LONG final_code = is_aborted ? orcAborted : orcSucceeded;
    every("EndDownload",
          {code_of_answer(rule.end_download), rule.end_download == job_answer::refused ? -1 : final_code},
          [=](const Rig& rig, IDownloadJob& job) {
              if (lets_go)
              {
                  rig.detach();
              }
              com_ptr<IDownloadResult> result;
              const HRESULT code = rig.downloader->EndDownload(&job, result.put());
              return answer_of{code, result ? static_cast<LONG>(doubles::code_of(*result)) : -1};
          });
}

// Each test is that of the rule whose sentence is its name.
template <class Rig>
void check_rule_of_this_name()
{
    const std::string name = Catch::getResultCapture().getCurrentTestName();
    const auto rule = std::find_if(job_rules.begin(), job_rules.end(), [&](const job_rule& one) {
        return name.starts_with(std::string(one.sentence) + " - ");
    });
    REQUIRE(rule != job_rules.end());
    check<Rig>(*rule);
}

using both_rigs = std::tuple<rig<simulated_engine>, rig<threaded_engine>>;

} // namespace

TEMPLATE_LIST_TEST_CASE("a running job can be polled, aborted and waited for", "[job_rules]", both_rigs)
{
    check_rule_of_this_name<TestType>();
}

TEMPLATE_LIST_TEST_CASE("a callback of a running job can poll and abort it, but not wait for it", "[job_rules]",
                        both_rigs)
{
    check_rule_of_this_name<TestType>();
}

TEMPLATE_LIST_TEST_CASE("a job that is being aborted is like a running one, and a second abort changes nothing",
                        "[job_rules]", both_rigs)
{
    check_rule_of_this_name<TestType>();
}

TEMPLATE_LIST_TEST_CASE("a callback of a job that is being aborted can poll it, but not wait for it", "[job_rules]",
                        both_rigs)
{
    check_rule_of_this_name<TestType>();
}

TEMPLATE_LIST_TEST_CASE("a completed job gives its result, and an abort comes too late", "[job_rules]", both_rigs)
{
    check_rule_of_this_name<TestType>();
}

TEMPLATE_LIST_TEST_CASE("the completed callback can end its job, but not clean it up", "[job_rules]", both_rigs)
{
    check_rule_of_this_name<TestType>();
}

TEMPLATE_LIST_TEST_CASE("an ended job has let go of its state, cannot be ended again, and can be cleaned up",
                        "[job_rules]", both_rigs)
{
    check_rule_of_this_name<TestType>();
}

TEMPLATE_LIST_TEST_CASE("the completed callback cannot end its job twice", "[job_rules]", both_rigs)
{
    check_rule_of_this_name<TestType>();
}

TEST_CASE("each rule stands where its stage and place look for it", "[job_rules]")
{
    for (const job_rule& rule : job_rules)
    {
        CHECK(&rule_of(rule.stage, rule.place) == &rule);
        CHECK_FALSE(rule.sentence.empty());
    }
}
