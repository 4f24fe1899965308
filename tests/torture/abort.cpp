// SPDX-License-Identifier: MIT
// Aborts every scenario at each of its events and in each of its callbacks, through the C++ and the COM interface, and
// checks each job against the contract: N of N results, one completion, nothing ever taken back, the abort within its
// limit. Then pauses it there instead, aborts half of the paused jobs, and resumes the others, which must end as
// without a pause.

#include "torture/oom_job.hpp"
#include "torture/report.hpp"
#include <wua/com/com_ptr.hpp>
#include <wua/engine/fallback_engine.hpp>
#include <wua/engine/simulated_engine.hpp>
#include <wua/job/job.hpp>
#include <wua/model/progress_contract.hpp>
#include <wua/objects/com_face.hpp>
#include <wua/objects/download_callbacks.hpp>
#include <wua/objects/download_progress.hpp>
#include <wua/objects/update_downloader.hpp>
#include <wua/wuapi/errors.hpp>

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace
{

using namespace std::chrono_literals;

struct named_scenario
{
    std::string name;
    wua::scenario script;
    std::vector<wua::update_pointer> items;
};

wua::simulated_fault fault(std::uint64_t at_byte, bool is_retried, bool keeps_bytes, bool in_verify_phase = false)
{
    return {at_byte, in_verify_phase, wua::wu_e_download_failed, {}, is_retried, keeps_bytes, 200ms};
}

std::vector<wua::update_pointer> items(std::size_t count, std::optional<std::uint64_t> bytes)
{
    std::vector<wua::update_pointer> made;
    for (std::size_t i = 0; i != count; ++i)
    {
        made.push_back(wua::make_item("update " + std::to_string(i), "http://localhost/", bytes));
    }
    return made;
}

constexpr std::uint64_t size = 1U << 20U;

// Each peculiarity by itself, with one update at a time and with three.
std::vector<named_scenario> scenarios(std::uint32_t reports)
{
    const auto plain = [] {
        wua::simulated_update update;
        update.size = size;
        update.bytes_per_second = size;
        return update;
    };
    std::vector<std::pair<std::string, wua::simulated_update>> kinds;
    const auto add = [&](const char* name, auto&& change) {
        kinds.emplace_back(name, plain());
        change(kinds.back().second);
    };
    add("plain", [](auto&) {});
    add("fault", [](auto& u) { u.faults = {fault(size / 2, false, false)}; });
    add("fault when verifying", [](auto& u) { u.faults = {fault(0, false, false, true)}; });
    add("retries from nothing",
        [](auto& u) { u.faults = {fault(size / 2, true, false), fault(size, true, false, true)}; });
    add("retries that keep", [](auto& u) { u.faults = {fault(size / 3, true, true), fault(size / 2, true, true)}; });
    add("stalls", [](auto& u) { u.stalls = {{0, 1s}, {size / 2, 3s}}; });
    add("stalls for ever", [](auto& u) { u.bytes_per_second = 0; });
    add("size learnt late", [](auto& u) { u.known = wua::size_known::late, u.size_learnt_at = size / 2; });
    add("size never known", [](auto& u) { u.known = wua::size_known::never; });
    add("nothing to verify", [](auto& u) { u.verify_time = 0ns; });
    add("long verification", [](auto& u) { u.verify_time = 7s; });
    add("slow to abort", [](auto& u) { u.abort_latency = 400ms; });
    add("slower to abort than the limit", [](auto& u) { u.abort_latency = 9s, u.bytes_per_second = size / 20; });
    add("ignores an abort", [](auto& u) { u.ignores_abort = true, u.bytes_per_second = size / 20; });
    add("there already", [](auto& u) { u.is_already_downloaded = true; });
    add("empty", [](auto& u) { u.size = 0; });

    std::vector<named_scenario> made;
    for (const std::size_t parallelism : {std::size_t(1), std::size_t(3)})
    {
        for (const auto& [name, update] : kinds)
        {
            wua::scenario script;
            script.others = update;
            script.parallelism = parallelism;
            script.reports_per_update = reports;
            const bool is_sized = update.known == wua::size_known::at_start;
            made.push_back({name + ", " + std::to_string(parallelism) + " at a time", script,
                            items(4, is_sized ? update.size : std::nullopt)});
        }
        wua::scenario mixture;
        for (const auto& [name, update] : kinds)
        {
            if (update.bytes_per_second != 0) // otherwise nothing would come after it
            {
                mixture.updates.push_back(update);
            }
        }
        mixture.parallelism = parallelism;
        mixture.order = wua::start_order::shuffled;
        mixture.reports_per_update = reports;
        const std::size_t count = mixture.updates.size();
        made.push_back({"all of them, " + std::to_string(parallelism) + " at a time", std::move(mixture),
                        items(count, std::nullopt)});
    }
    return made;
}

enum class face
{
    com_with_callbacks,
    com_polled,
    cpp_with_callbacks,
    cpp_polled,
};
constexpr const char* face_names[] = {"COM with callbacks", "COM polled", "C++ with callbacks", "C++ polled"};

// Where to abort or pause.
enum class place
{
    nowhere,
    after_event,
    in_callback,
};

// What to do there.
enum class deed
{
    abort,
    pause_and_resume,
    pause_and_abort,
    pause_one, // pause one update, and resume it
};
constexpr const char* deed_names[] = {"aborted", "paused and resumed", "paused and aborted", "paused in part"};

// Plays the script: a simulated engine, or one that falls back to another one without faults.
std::shared_ptr<wua::simulated_engine> make_engine(const wua::scenario& script, const wua::simulated_engine*)
{
    return std::make_shared<wua::simulated_engine>(script);
}

using fallback = wua::fallback_engine<wua::simulated_engine, wua::simulated_engine>;

std::shared_ptr<fallback> make_engine(const wua::scenario& script, const fallback*)
{
    wua::scenario second;
    second.others.bytes_per_second = 400'000;
    second.reports_per_update = script.reports_per_update;
    second.parallelism = script.parallelism;
    wua::fallback_options options;
    options.no_bytes_for = 2s;
    options.patience = 500ms;
    return std::make_shared<fallback>(wua::simulated_engine(script), wua::simulated_engine(second), options);
}

template <class Engine>
class run
{
public:
    run(const named_scenario& what, face side, place where, std::uint64_t number, deed what_comes = deed::abort)
        : m_what(what),
          m_side(side),
          m_where(where),
          m_number(number),
          m_deed(what_comes),
          m_engine(make_engine(what.script, static_cast<const Engine*>(nullptr)))
    {}

    // Returns the first sentence that did not hold; null if all is well.
    const char* play()
    {
        begin();
        wua::detail::ledger& cell = oom::ledger_of(m_job);
        look(cell);
        if (m_where == place::after_event && m_number == 0)
        {
            act();
        }
        while (m_engine->drive())
        {
            ++m_events;
            look(cell);
            if (m_where == place::after_event && m_events == m_number)
            {
                act();
                look(cell);
            }
        }
        if (cell.has_pauses() && !cell.is_completed())
        {
            end_pause(cell);
        }
        const bool is_stalled = !cell.is_completed();
        if (is_stalled)
        {
            abort(); // for a scenario that stalls for ever
            while (m_engine->drive())
            {}
            look(cell);
        }
        if (m_end)
        {
            expect(!m_abort_time || *m_end - *m_abort_time <= 5s, "the abort took longer than its limit");
        }
        expect(cell.is_completed(), "the job has not ended");
        oom::point verdict;
        oom::check_ended(verdict, cell);
        expect(verdict.wrong() == nullptr, verdict.wrong());
        expect(cell.engine_faults() == 0, "an honest engine was blamed");
        for (std::size_t index = 0; index != cell.size() && !m_abort_time; ++index)
        {
            expect(cell.progress_of(index).result.code != wua::orcAborted, "an update was aborted that nobody aborted");
        }
        note_results(cell);
        finish();
        const bool hears = m_side == face::com_with_callbacks || m_side == face::cpp_with_callbacks;
        expect(m_heard.completions == (hears ? 1 : 0), "completed was not told once");
        expect(!hears || m_heard.is_final_told, "the final progress was not told");
        expect(m_heard.wrong == nullptr, m_heard.wrong);
        return m_wrong;
    }

    std::uint64_t events() const
    {
        return m_events;
    }
    std::uint64_t callbacks() const
    {
        return m_callbacks;
    }

    // The result of each update; empty after an abort.
    const std::vector<wua::outcome>& results() const
    {
        return m_results;
    }

private:
    void expect(bool holds, const char* sentence)
    {
        if (!holds && m_wrong == nullptr)
        {
            m_wrong = sentence;
        }
    }

    void begin()
    {
        const auto progress = [this](const wua::progress_snapshot& now) {
            m_heard.progress(now);
            called();
        };
        const auto completed = [this] {
            m_heard.completed();
            called();
        };
        if (m_side == face::com_polled || m_side == face::com_with_callbacks)
        {
            m_downloader = wua::make_downloader(m_engine);
            wua::throw_if_failed(m_downloader->put_Updates(oom::collection_of(m_what.items).get()));
            wua::com_ptr<wua::IUnknown> on_progress;
            wua::com_ptr<wua::IUnknown> on_completed;
            if (m_side == face::com_with_callbacks)
            {
                on_progress = wua::on_progress_changed([=](wua::IDownloadJob&, wua::IDownloadProgress& now) {
                    progress(static_cast<wua::download_progress&>(now).snapshot());
                });
                on_completed = wua::on_completed([=](wua::IDownloadJob&) { completed(); });
            }
            wua::throw_if_failed(
                m_downloader->BeginDownload(on_progress.get(), on_completed.get(), wua::VARIANT{}, m_job.put()));
            return;
        }
        wua::job_options options;
        options.stop = m_stop.get_token();
        if (m_side == face::cpp_with_callbacks)
        {
            options.on_progress = progress;
            options.on_completed = [=](const wua::outcome&) { completed(); };
        }
        m_cpp.emplace(wua::start(m_engine, m_what.items, std::move(options)));
        m_job = m_cpp->com();
    }

    void called()
    {
        if (m_where == place::in_callback && ++m_callbacks == m_number)
        {
            act();
        }
        else if (m_where != place::in_callback)
        {
            ++m_callbacks;
        }
    }

    void act()
    {
        switch (m_deed)
        {
            case deed::abort:
                abort();
                break;
            case deed::pause_and_resume:
            case deed::pause_and_abort:
                pause(true);
                break;
            case deed::pause_one:
                pause_first(true);
                break;
        }
    }

    void pause(bool is_paused)
    {
        if (m_cpp)
        {
            is_paused ? m_cpp->pause() : m_cpp->resume();
            return;
        }
        if (const auto control = m_job.query<wua::IDownloadJobControl>(); control)
        {
            expect((is_paused ? control->Pause() : control->Resume()) == wua::s_ok, "Pause or Resume failed");
        }
    }

    void pause_first(bool is_paused)
    {
        if (m_cpp)
        {
            is_paused ? m_cpp->pause(0) : m_cpp->resume(0);
            return;
        }
        if (const auto control = m_job.query<wua::IDownloadJobControl>(); control)
        {
            expect((is_paused ? control->PauseUpdate(0) : control->ResumeUpdate(0)) == wua::s_ok,
                   "PauseUpdate or ResumeUpdate failed");
        }
    }

    // Nothing happens any more: everything that is left is paused, except for what stalls for ever anyway.
    void end_pause(const wua::detail::ledger& cell)
    {
        const bool stalls = m_what.script.others.bytes_per_second == 0;
        expect(cell.snapshot().is_paused() || (m_deed == deed::pause_one && stalls), "the job does not stand still");
        const std::uint64_t bytes = cell.snapshot().bytes_downloaded();
        m_engine->advance(1h);
        look(cell);
        expect(cell.snapshot().bytes_downloaded() == bytes, "the bytes of a paused job moved");
        if (m_deed == deed::pause_and_abort)
        {
            abort();
            while (m_engine->drive())
            {}
        }
        else
        {
            m_deed == deed::pause_one ? pause_first(false) : pause(false);
        }
        while (m_engine->drive())
        {
            look(cell);
        }
        look(cell);
    }

    void note_results(const wua::detail::ledger& cell)
    {
        for (std::size_t index = 0; index != cell.size() && !m_abort_time; ++index)
        {
            m_results.push_back(cell.progress_of(index).result);
        }
    }

    void abort()
    {
        if (!oom::ledger_of(m_job).is_completed() && !m_abort_time)
        {
            m_abort_time = m_engine->now();
        }
        if (m_cpp)
        {
            m_stop.request_stop();
        }
        else
        {
            expect(m_job->RequestAbort() == wua::s_ok, "RequestAbort failed");
        }
        expect(oom::ledger_of(m_job).is_abort_requested() == m_abort_time.has_value(), "an abort was lost");
    }

    // Polls like a client: no instant may contradict the previous one.
    void look(const wua::detail::ledger& cell)
    {
        const wua::progress_snapshot now = cell.snapshot();
        expect(!(m_last ? wua::check_progress(*m_last, now) : wua::check_progress(now)),
               "the progress contract was broken");
        if (now.is_completed() && !m_end)
        {
            m_end = m_engine->now();
        }
        m_last = now;
    }

    void finish()
    {
        if (m_cpp)
        {
            const wua::outcome result = m_cpp->wait();
            expect(result.is_final(), "wait gave no result");
            expect(!m_abort_time || has_aborted_update() == (result.code == wua::orcAborted),
                   "the job's result is wrong");
            m_cpp.reset();
            return;
        }
        wua::com_ptr<wua::IDownloadResult> result;
        expect(m_downloader->EndDownload(m_job.get(), result.put()) == wua::s_ok, "EndDownload failed");
        expect(m_job->CleanUp() == wua::s_ok, "CleanUp failed");
        wua::LONG index = 0;
        for (; result && static_cast<std::size_t>(index) != m_what.items.size(); ++index)
        {
            wua::com_ptr<wua::IUpdateDownloadResult> one;
            expect(result->GetUpdateResult(index, one.put()) == wua::s_ok, "an update has no result");
            wua::OperationResultCode code = wua::orcNotStarted;
            expect(one && one->get_ResultCode(&code) == wua::s_ok && code >= wua::orcSucceeded,
                   "a result is not final");
        }
        wua::com_ptr<wua::IUpdateDownloadResult> none;
        expect(!result || result->GetUpdateResult(index, none.put()) == wua::wu_e_invalidindex,
               "there are too many results");
    }

    bool has_aborted_update() const
    {
        for (std::size_t index = 0; index != m_what.items.size(); ++index)
        {
            if (m_cpp->result(index).code == wua::orcAborted)
            {
                return true;
            }
        }
        return false;
    }

    const named_scenario& m_what;
    const face m_side;
    const place m_where;
    const std::uint64_t m_number;
    const deed m_deed;
    const std::shared_ptr<Engine> m_engine;
    wua::com_ptr<wua::IUpdateDownloader> m_downloader;
    wua::com_ptr<wua::IDownloadJob> m_job;
    oom::heard m_heard{m_job};
    std::stop_source m_stop;
    std::optional<wua::job> m_cpp;
    std::optional<wua::progress_snapshot> m_last;
    std::optional<std::chrono::nanoseconds> m_abort_time;
    std::optional<std::chrono::nanoseconds> m_end;
    std::vector<wua::outcome> m_results;
    std::uint64_t m_events = 0;
    std::uint64_t m_callbacks = 0;
    const char* m_wrong = nullptr;
};

struct counts
{
    std::uint64_t aborts = 0;
    std::uint64_t pauses = 0;
    std::uint64_t failures = 0;
};

template <class Engine>
void abort_everywhere(const named_scenario& what, face side, std::initializer_list<deed> deeds, counts& played)
{
    const std::uint64_t before = played.aborts;
    const char* const kind = std::is_same_v<Engine, fallback> ? "falling back from: " : "";
    run<Engine> whole(what, side, place::nowhere, 0);
    const auto check = [&](run<Engine>& one, const char* where, std::uint64_t number, deed what_comes) {
        const char* wrong = one.play();
        if (wrong == nullptr && what_comes != deed::abort && !one.results().empty() && one.results() != whole.results())
        {
            wrong = "a pause changed a result";
        }
        if (wrong != nullptr)
        {
            ++played.failures;
            std::printf("FAILED %s%s, %s, %s %s %llu: %s\n", kind, what.name.c_str(),
                        face_names[static_cast<int>(side)], deed_names[static_cast<int>(what_comes)], where,
                        static_cast<unsigned long long>(number), wrong);
        }
    };
    check(whole, "nowhere", 0, deed::abort);
    for (const deed what_comes : deeds)
    {
        std::uint64_t& count = what_comes == deed::abort ? played.aborts : played.pauses;
        for (std::uint64_t number = 0; number <= whole.events(); ++number, ++count)
        {
            run<Engine> one(what, side, place::after_event, number, what_comes);
            check(one, "after event", number, what_comes);
        }
        for (std::uint64_t number = 1; number <= whole.callbacks(); ++number, ++count)
        {
            run<Engine> one(what, side, place::in_callback, number, what_comes);
            check(one, "in callback", number, what_comes);
        }
    }
    std::printf("%6llu  %s%s, %s\n", static_cast<unsigned long long>(played.aborts - before), kind, what.name.c_str(),
                face_names[static_cast<int>(side)]);
}

} // namespace

// torture_abort [--long] [--report FILE]
int main(int argc, char** argv)
{
    std::uint32_t reports = 2;
    const char* path = nullptr;
    for (int i = 1; i < argc; ++i)
    {
        if (std::strcmp(argv[i], "--long") == 0)
        {
            reports = 20;
        }
        else if (std::strcmp(argv[i], "--report") == 0 && i + 1 < argc)
        {
            path = argv[++i];
        }
        else
        {
            std::fputs("usage: torture_abort [--long] [--report FILE]\n", stderr);
            return 2;
        }
    }
    const std::vector<named_scenario> all = scenarios(reports);
    counts played;
    for (const named_scenario& what : all)
    {
        for (const face side : {face::com_with_callbacks, face::com_polled, face::cpp_with_callbacks, face::cpp_polled})
        {
            abort_everywhere<wua::simulated_engine>(
                what, side, {deed::abort, deed::pause_and_resume, deed::pause_and_abort, deed::pause_one}, played);
        }
    }
    for (const named_scenario& what : all)
    {
        for (const face side : {face::com_with_callbacks, face::cpp_polled})
        {
            abort_everywhere<fallback>(
                what, side, {deed::abort, deed::pause_and_resume, deed::pause_and_abort, deed::pause_one}, played);
        }
    }
    std::printf("torture_abort: %llu scenarios, %llu aborts, %llu pauses, %llu failures\n",
                static_cast<unsigned long long>(all.size()), static_cast<unsigned long long>(played.aborts),
                static_cast<unsigned long long>(played.pauses), static_cast<unsigned long long>(played.failures));
    if (!torture::write_report(path, {"torture_abort", played.aborts + played.pauses, played.failures}))
    {
        return 2;
    }
    return played.failures == 0 ? 0 : 1;
}
