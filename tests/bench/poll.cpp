// SPDX-License-Identifier: MIT
// What it costs to get a job's progress, and to report progress to a job.

#include "held_job.hpp"
#include "race.hpp"
#include <wua/objects/download_progress.hpp>

#include <pthread.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace
{

using namespace bench;

constexpr std::uint64_t endless = std::uint64_t{1} << 60U;
constexpr std::size_t polls = 50'000; // per measurement

// Polls are compared with one allocation: that of the object which GetProgress returns.
constexpr std::size_t snapshot_size = sizeof(wua::download_progress);
const std::string malloc_name = "malloc + free of a snapshot's size, ns";

double malloc_and_free()
{
    return time_of_malloc<snapshot_size>(polls);
}

// One poll by a client that knows only the interfaces.
inline void poll(wua::IDownloadJob* job)
{
    wua::IDownloadProgress* progress = nullptr;
    job->GetProgress(&progress);
    wua::DECIMAL bytes;
    progress->get_TotalBytesDownloaded(&bytes);
    keep(bytes);
    progress->Release();
}

// The same for the most expensive getter.
inline void poll_percent(wua::IDownloadJob* job)
{
    wua::IDownloadProgress* progress = nullptr;
    job->GetProgress(&progress);
    wua::LONG percent = 0;
    progress->get_PercentComplete(&percent);
    keep(percent);
    progress->Release();
}

// The same by late binding, as a script does once it knows the member's DISPID.
inline void poll_late_bound(wua::IDownloadJob* job, wua::DISPID member)
{
    wua::IDownloadProgress* progress = nullptr;
    job->GetProgress(&progress);
    wua::DISPPARAMS none{};
    wua::VARIANT percent{};
    progress->Invoke(member, wua::GUID{}, 0, wua::dispatch_propertyget, &none, &percent, nullptr, nullptr);
    keep(percent);
    progress->Release();
}

wua::DISPID number_of_percent_complete(wua::IDownloadJob* job)
{
    wua::com_ptr<wua::IDownloadProgress> progress;
    wua::throw_if_failed(job->GetProgress(progress.put()));
    std::u16string name = u"PercentComplete";
    wua::OLECHAR* names[] = {name.data()};
    wua::DISPID number = 0;
    wua::throw_if_failed(progress->GetIDsOfNames(wua::GUID{}, names, 1, 0, &number));
    return number;
}

double time_of_polls(wua::IDownloadJob* job)
{
    return time_per_call(polls, [job = hidden(job)] { poll(job); });
}

// Makes reports on a thread of its own, on request.
class writer
{
public:
    enum mode
    {
        silent,
        paced,    // 16 KiB at 1 GB/s
        flat_out, // bytes as fast as it can
        restless, // all other numbers that a snapshot shows, as fast as it can
        over
    };

    explicit writer(held_job& job) : m_job(job), m_thread([this] { run(); }) {}

    ~writer()
    {
        tell(over);
        m_thread.join();
    }

    // Its processor time so far, in nanoseconds.
    double time()
    {
        clockid_t clock{};
        pthread_getcpuclockid(m_thread.native_handle(), &clock);
        return processor_time(clock);
    }

    // Returns when the writer has adopted the mode.
    void tell(mode next)
    {
        m_wanted.store(next);
        m_wanted.notify_one();
        if (next != over)
        {
            while (m_actual.load() != next)
            {
                std::this_thread::yield();
            }
        }
    }

private:
    void run()
    {
        mode now = silent;
        while ((now = m_wanted.load()) != over)
        {
            m_actual.store(now);
            switch (now)
            {
                case paced:
                    write_paced();
                    break;
                case flat_out:
                    while (m_wanted.load(std::memory_order_relaxed) == flat_out)
                    {
                        m_job.transfer().set_bytes(0, ++m_bytes);
                    }
                    break;
                case restless:
                    while (m_wanted.load(std::memory_order_relaxed) == restless)
                    {
                        m_job.transfer().tick();
                    }
                    break;
                default:
                    m_wanted.wait(silent);
                    break;
            }
        }
    }

    void write_paced()
    {
        using clock = std::chrono::steady_clock;
        constexpr std::chrono::nanoseconds period(16'384);
        clock::time_point due = clock::now();
        while (m_wanted.load(std::memory_order_relaxed) == paced)
        {
            const clock::time_point now = clock::now();
            if (now >= due)
            {
                m_job.transfer().set_bytes(0, m_bytes += 16'384);
                // Does not catch up on reports missed while the thread was not running.
                due = std::max(due + period, now - period);
            }
        }
    }

    held_job& m_job;
    std::uint64_t m_bytes = 0;
    alignas(64) std::atomic<mode> m_wanted{silent};
    std::atomic<mode> m_actual{silent};
    std::thread m_thread;
};

// Processor time per poll when this many threads poll at once.
double time_with_readers(wua::IDownloadJob* job, int readers)
{
    std::vector<double> times(static_cast<std::size_t>(readers));
    std::atomic<int> waiting{readers};
    std::vector<std::thread> threads;
    for (double& time : times)
    {
        threads.emplace_back([&, job = hidden(job)] {
            poll(job); // the first poll allocates
            for (--waiting; waiting.load() != 0;)
            {
                std::this_thread::yield();
            }
            time = processor_time_per_call(polls, [job] { poll(job); });
        });
    }
    for (std::thread& thread : threads)
    {
        thread.join();
    }
    double sum = 0;
    for (const double time : times)
    {
        sum += time;
    }
    return sum / readers;
}

// Outliers rarer than one in 10,000 polls do not count. The time for reading the clock is included.
template <class F>
double slowest_of_10000(std::size_t calls, F&& f)
{
    std::vector<double> times(calls);
    for (double& time : times)
    {
        const auto start = std::chrono::steady_clock::now();
        f();
        time = std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now() - start).count();
    }
    const auto place = times.begin() + static_cast<std::ptrdiff_t>(calls - calls / 10'000 - 1);
    std::nth_element(times.begin(), place, times.end());
    return *place;
}

std::vector<row> measure_polling(effort wanted)
{
    held_job quiet(2, endless);
    quiet.transfer().start(0);
    quiet.transfer().set_bytes(0, 1'000'000);

    held_job written(2, endless);
    written.transfer().start(0);
    writer other(written);

    held_job changing(2, endless);
    std::uint64_t changing_bytes = 0;
    changing.transfer().start(0);

    held_job reported(2, endless);
    std::uint64_t reported_bytes = 0;
    reported.transfer().start(0);
    std::atomic<std::uint64_t> plain{0};

    const auto finish_all_but_one = [](held_job& job, std::size_t count) {
        for (std::size_t i = 0; i + 1 != count; ++i)
        {
            job.transfer().finish(i, wua::outcome::succeeded());
        }
    };
    held_job small(2, 1'000);
    finish_all_but_one(small, 2);
    constexpr std::size_t many = 100'001;
    held_job large(many, 1'000);
    finish_all_but_one(large, many);

    wua::job face = wua::start(holding_engine(std::make_shared<std::optional<wua::transfer>>()),
                               {wua::make_item("An update", "http://localhost/update.cab", endless)});
    const wua::DISPID percent_complete = number_of_percent_complete(quiet.job());

    const auto silence = [&] { other.tell(writer::silent); };
    bool has_run = false; // the writer ran all the time beside the reader
    const auto in_company = [&](auto&& polling) {
        const auto start = std::chrono::steady_clock::now();
        const double reader_start = processor_time();
        const double writer_start = other.time();
        const double result = polling();
        const std::chrono::duration<double, std::nano> time = std::chrono::steady_clock::now() - start;
        const double least = std::min(processor_time() - reader_start, other.time() - writer_start);
        has_run = least >= 0.9 * time.count();
        return result;
    };
    const auto was_in_company = [&] { return has_run; };
    const auto poll_written = [&] { return in_company([&] { return time_of_polls(written.job()); }); };
    const std::vector<race> races{
        {.name = "poll_idle",
         .ours = [&] { return time_of_polls(quiet.job()); },
         .reference_name = malloc_name,
         .reference = malloc_and_free,
         .goal = "<= 0.8"},
        {.name = "poll_idle_percent",
         .ours = [&] { return time_per_call(polls, [job = hidden(quiet.job())] { poll_percent(job); }); },
         .reference_name = malloc_name,
         .reference = malloc_and_free,
         .goal = ""},
        {.name = "poll_face",
         .ours =
             [&] {
                 return time_per_call(polls, [job = hidden(&face)] {
                     int percent = job->progress().percent();
                     keep(percent);
                 });
             },
         .reference_name = malloc_name,
         .reference = malloc_and_free,
         .goal = "<= 0.8"},
        {.name = "late_bound_poll",
         .ours =
             [&] {
                 return time_per_call(
                     polls, [job = hidden(quiet.job()), percent_complete] { poll_late_bound(job, percent_complete); });
             },
         .reference_name = "the same through the vtable, ns",
         .reference = [&] { return time_per_call(polls, [job = hidden(quiet.job())] { poll_percent(job); }); },
         .goal = "<= 8"},
        {.name = "poll_16k",
         .ours = poll_written,
         .reference_name = malloc_name,
         .reference = malloc_and_free,
         .goal = "<= 1.0",
         .before = [&] { other.tell(writer::paced); },
         .after = silence,
         .counts = was_in_company},
        {.name = "poll_changed", // includes the report, which is made on the same thread
         .ours =
             [&] {
                 return time_per_call(polls, [&, job = hidden(changing.job())] {
                     changing.transfer().set_bytes(0, changing_bytes += 16);
                     poll(job);
                 });
             },
         .reference_name = malloc_name,
         .reference = malloc_and_free,
         .goal = "<= 1.3"},
        {.name = "poll_flat_out",
         .ours = poll_written,
         .reference_name = malloc_name,
         .reference = malloc_and_free,
         .goal = "<= 3",
         .before = [&] { other.tell(writer::flat_out); },
         .after = silence,
         .counts = was_in_company},
        {.name = "poll_flat_out_p99.99",
         .ours =
             [&] {
                 return in_company([&] {
                     return slowest_of_10000(20'000, [job = hidden(written.job())] { poll(job); });
                 });
             },
         .reference_name = "malloc + free, p99.99, ns",
         .reference =
             [] {
                 return slowest_of_10000(20'000, [] {
                     void* object = std::malloc(snapshot_size);
                     keep(object);
                     std::free(object);
                 });
             },
         .goal = "",
         .before = [&] { other.tell(writer::flat_out); },
         .after = silence,
         .counts = was_in_company},
        {.name = "poll_restless", // not only bytes but whole records are written without a pause
         .ours = poll_written,
         .reference_name = malloc_name,
         .reference = malloc_and_free,
         .goal = "",
         .before = [&] { other.tell(writer::restless); },
         .after = silence,
         .counts = was_in_company},
        {.name = "poll_two_readers",
         .ours = [&] { return time_with_readers(quiet.job(), 2); },
         .reference_name = "one reader, processor ns per poll",
         .reference = [&] { return time_with_readers(quiet.job(), 1); },
         .goal = "<= 1.15"},
        {.name = "poll_100k_results",
         .ours = [&] { return time_of_polls(large.job()); },
         .reference_name = "poll with 1 result, ns",
         .reference = [&] { return time_of_polls(small.job()); },
         .goal = "<= 1.05"},
        {.name = "report_chunk",
         .ours =
             [&] {
                 // A copy, which the compiler can keep in a register like the referenced value.
                 std::uint64_t bytes = reported_bytes;
                 const double time = time_per_call(
                     polls, [&, transfer = hidden(&reported.transfer())] { transfer->set_bytes(0, bytes += 16'384); });
                 reported_bytes = bytes;
                 return time;
             },
         .reference_name = "one relaxed store, ns",
         .reference =
             [&] {
                 std::uint64_t value = 0;
                 return time_per_call(polls, [&, place = hidden(&plain)] {
                     place->store(++value, std::memory_order_relaxed);
                     asm volatile("" : : : "memory");
                 });
             },
         .goal = "<= 4"},
    };
    switch (wanted)
    {
        case effort::glimpse:
            return run(races, 25, std::chrono::seconds(10));
        case effort::brief:
            return run(races, 101);
        case effort::thorough:
            break;
    }
    return run(races, 1'001, std::chrono::minutes(10));
}

const suite polling("polling", &measure_polling);

} // namespace
