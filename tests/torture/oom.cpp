// SPDX-License-Identifier: MIT
// Runs every operation again and again, each time with another of its allocations failing, either only that one or all
// from there on. Each operation runs in a process of its own, so that a crash or a hang counts as one failure and the
// others still run.

#include "torture/oom_point.hpp"
#include "torture/report.hpp"
#include <wua/com/error_info.hpp>
#include <wua/objects/download_progress.hpp>

#include <execinfo.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <new>
#include <span>
#include <thread>
#include <vector>

// Provided by the sanitizers, if the program is built with them.
extern "C" [[gnu::weak]] void __sanitizer_symbolize_pc(void* place, const char* format, char* text, std::size_t size);

namespace
{

constexpr unsigned max_run_time = 20; // in seconds; a longer run counts as a hang

// In memory shared by the processes.
struct progress
{
    std::uint64_t first = 1;
    std::uint64_t step = 1; // distance between points
    bool for_ever = false;
    std::uint64_t at = 1; // the next point to run
    std::uint64_t points = 0;
    std::uint64_t failures = 0;
    bool is_done = false;
    std::array<void*, 24> where{}; // the call stack of the first failed allocation
};

progress* s_now = nullptr;

void note_failure()
{
    if (s_now != nullptr && s_now->where[0] == nullptr)
    {
        backtrace(s_now->where.data(), static_cast<int>(s_now->where.size()));
    }
}

// Frees the snapshot that this thread keeps for the next poll, and the text of its last failure.
void detach()
{
    static const wua::detail::ledger nothing({wua::make_item("", "")});
    static_cast<void>(wua::download_progress::take(nothing));
    wua::report_failure(wua::e_fail); // allocates what a thread needs to keep texts
    wua::SetErrorInfo(0, nullptr);
}

// Detached threads may take a moment to free what they hold.
bool returns_to(std::int64_t before)
{
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(5);
    while (oom::live() != before)
    {
        if (std::chrono::steady_clock::now() > deadline)
        {
            return false;
        }
        std::this_thread::yield();
    }
    return true;
}

// Runs one point; returns null if all is well.
const char* run(const oom::operation& what, std::uint64_t at, bool for_ever)
{
    const std::int64_t before = oom::live();
    oom::point here;
    alarm(max_run_time);
    oom::plan(at, for_ever);
    try
    {
        what.run(here);
    }
    catch (const std::exception&)
    {
        here.expect(false, "something was thrown where nothing should be");
    }
    alarm(0);
    detach();
    here.expect(returns_to(before), "blocks are left");
    return here.wrong();
}

void report(const oom::operation& what, const progress& state, const char* wrong)
{
    std::printf("FAILED %s, allocation %llu %s: %s\n", what.name, static_cast<unsigned long long>(state.at),
                state.for_ever ? "and all after it" : "alone", wrong);
    for (std::size_t i = 4; i < state.where.size() && state.where[i] != nullptr && __sanitizer_symbolize_pc != nullptr;
         ++i) // skips the allocator's own frames
    {
        std::array<char, 500> text{};
        __sanitizer_symbolize_pc(state.where[i], "%f %s:%l", text.data(), text.size());
        std::printf("    %s\n", text.data());
    }
    std::fflush(stdout);
}

// Runs in the operation's process.
void run_points(const oom::operation& what, progress& state)
{
    s_now = &state;
    run(what, oom::never, false); // creates static objects
    const char* plain = run(what, oom::never, false);
    if (plain != nullptr)
    {
        state.at = 0;
        report(what, state, plain);
        ++state.failures;
        state.is_done = true;
        return;
    }
    for (;;)
    {
        state.where = {};
        const char* wrong = run(what, state.at, state.for_ever);
        if (oom::failed() != 0)
        {
            ++state.points;
        }
        if (wrong != nullptr)
        {
            ++state.failures;
            report(what, state, wrong);
        }
        if (oom::failed() != 0)
        {
            state.at += state.step;
        }
        else if (!state.for_ever)
        {
            state.for_ever = true;
            state.at = state.first;
        }
        else
        {
            break;
        }
    }
    state.is_done = true;
}

// Runs all points of an operation, in as many processes as that takes.
void run_all(const oom::operation& what, progress& state)
{
    for (;;)
    {
        const pid_t child = fork();
        if (child == 0)
        {
            run_points(what, state);
            std::exit(0); // with exit(), so that a leak checker can report
        }
        int status = 0;
        if (child < 0 || waitpid(child, &status, 0) != child)
        {
            std::perror("torture_oom");
            std::exit(2);
        }
        if (WIFEXITED(status) && WEXITSTATUS(status) == 0 && state.is_done)
        {
            return;
        }
        ++state.failures;
        if (state.is_done)
        {
            report(what, state, "memory is lost");
            return;
        }
        report(what, state, WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM ? "it hangs" : "it crashes");
        ++state.points;
        state.at += state.step;
    }
}

// Divides the points among processes, if the operation wants that.
void run_lanes(const oom::operation& what, std::span<progress> states)
{
    if (what.lanes == 1)
    {
        states[0] = {};
        run_all(what, states[0]);
        return;
    }
    std::vector<pid_t> children;
    for (std::uint64_t lane = 0; lane != what.lanes; ++lane)
    {
        states[lane] = {.first = lane + 1, .step = what.lanes, .at = lane + 1};
        children.push_back(fork());
        if (children.back() == 0)
        {
            run_all(what, states[lane]);
            _exit(0);
        }
    }
    for (const pid_t child : children)
    {
        int status = 0;
        if (child < 0 || waitpid(child, &status, 0) != child || status != 0)
        {
            std::perror("torture_oom");
            std::exit(2);
        }
    }
}

} // namespace

// torture_oom [--report FILE] [NAME...]: all operations, or those whose names contain one of the words.
int main(int argc, char** argv)
{
    const char* path = nullptr;
    int first = 1;
    if (argc > 2 && std::strcmp(argv[1], "--report") == 0)
    {
        path = argv[2];
        first = 3;
    }
    const auto is_wanted = [&](const char* name) {
        bool is_named = first == argc;
        for (int i = first; i < argc; ++i)
        {
            is_named = is_named || std::strstr(name, argv[i]) != nullptr;
        }
        return is_named;
    };
    constexpr std::size_t max_lanes = 32;
    void* place =
        mmap(nullptr, max_lanes * sizeof(progress), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (place == MAP_FAILED)
    {
        std::perror("torture_oom");
        return 2;
    }
    const std::span<progress> states(new (place) progress[max_lanes], max_lanes);
    detach(); // creates static objects, for all processes
    std::array<void*, 1> warm{};
    backtrace(warm.data(), 1);
    oom::on_failure(&note_failure);
    std::uint64_t points = 0;
    std::uint64_t failures = 0;
    std::uint64_t operations = 0;
    for (const auto& group :
         {oom::com_operations(), oom::object_operations(), oom::job_operations(), oom::engine_operations(),
          oom::trace_operations(), oom::curl_operations(), oom::manifest_operations(), oom::swarm_operations()})
    {
        for (const oom::operation& what : group)
        {
            if (!is_wanted(what.name))
            {
                continue;
            }
            run_lanes(what, states);
            std::uint64_t its_points = 0;
            for (const progress& state : states.first(static_cast<std::size_t>(what.lanes)))
            {
                its_points += state.points;
                failures += state.failures;
            }
            std::printf("%6llu  %s\n", static_cast<unsigned long long>(its_points), what.name);
            std::fflush(stdout);
            points += its_points;
            ++operations;
        }
    }
    std::printf("torture_oom: %llu operations, %llu failing allocations, %llu failures\n",
                static_cast<unsigned long long>(operations), static_cast<unsigned long long>(points),
                static_cast<unsigned long long>(failures));
    if (!torture::write_report(path, {"torture_oom", points, failures}))
    {
        return 2;
    }
    return failures == 0 ? 0 : 1;
}
