// SPDX-License-Identifier: MIT
#pragma once

// The poller's outputs for other programs: lines, metrics, the page.

#include "job_feed.hpp"
#include "metrics_file.hpp"
#include "serve/live_page.hpp"
#include "serve/request_check.hpp"
#include "swarm_numbers.hpp"
#include "usage_error.hpp"
#include <wua/job/downloader_options.hpp>
#include <wua/job/job.hpp>
#include <wua/model/outcome.hpp>
#include <wua/model/progress_snapshot.hpp>
#include <wua/text/text.hpp>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace poller
{

// The options that concern them.
struct machine_flags
{
    bool prints_json = false;
    std::string metrics;
    std::optional<int> port; // port of the page
    std::string address = "127.0.0.1";
    bool allows_control = false;
    int linger = 0;       // seconds
    swarm_source swarm{}; // not an option

    void add_to(CLI::App& app)
    {
        constexpr const char* group = "For other programs and browsers";
        app.add_flag("--json", prints_json, "print one JSON object per line: the progress of the job, then its result")
            ->group(group);
        app.add_option("--metrics", metrics, "keep metrics in this file, for Prometheus' node_exporter")->group(group);
        app.add_option("--serve", port, "show the job in a browser, at this port; 0: any free one")
            ->check(CLI::Range(0, 65535))
            ->group(group);
        app.add_option("--serve-address", address, "the IP address to serve at")->group(group)->capture_default_str();
        app.add_option("--serve-linger", linger, "seconds to keep serving after the job, or until Ctrl-C")
            ->check(CLI::Range(0, 86'400))
            ->group(group)
            ->capture_default_str();
        app.add_flag("--allow-control", allows_control,
                     "let a browser that opens the address with the secret token pause, resume and abort the job")
            ->group(group);
    }

    // Throws usage_error.
    void check() const
    {
        if (!port && (allows_control || linger != 0 || address != "127.0.0.1"))
        {
            throw usage_error("--allow-control, --serve-linger and --serve-address need --serve");
        }
        if (!is_ipv4(address) && !is_ipv6(address))
        {
            throw usage_error(fmt::format("--serve-address: '{}' is not an IP address", wua::printable(address)));
        }
        if (allows_control && !is_loopback(address))
        {
            throw usage_error(
                "--allow-control: the token would cross the network unencrypted; serve at a loopback address "
                "and reach it by ssh -L");
        }
        if (port && !live_page::is_built_in())
        {
            throw usage_error("--serve: this poller was built without cpp-httplib, which serves the page");
        }
    }
};

// To be used by one thread. A failure in it never stops a download.
class machine_outputs
{
public:
    // To be constructed before the job: opens what will be written and served, and throws usage_error if that fails.
    // `speed` is how many times faster than real time the job's clock runs.
    machine_outputs(const machine_flags& flags, std::string_view engine, double speed,
                    std::function<void(const std::string&)> print_line)
        : m_flags(flags),
          m_engine(engine),
          m_speed(speed),
          m_feed(flags.swarm)
    {
        if (!flags.metrics.empty())
        {
            m_metrics.emplace(flags.metrics, engine, flags.swarm);
        }
        if (flags.port)
        {
            m_page = std::make_unique<live_page>(live_page_settings{flags.address, *flags.port, flags.allows_control});
            tell_address();
            m_feed.add([this](line_kind kind, const std::string& line) { show(kind, line); });
        }
        if (flags.prints_json)
        {
            m_feed.add([print = std::move(print_line)](line_kind, const std::string& line) { print(line); });
        }
    }

    machine_outputs(const machine_outputs&) = delete;
    machine_outputs& operator=(const machine_outputs&) = delete;

    // Adds what a job must record for these outputs.
    void add_to(wua::downloader_options& options, std::size_t updates) const
    {
        constexpr std::size_t max_updates =
            10'000; // beyond this, storing the attempts of all updates would take much memory
        if (m_feed.has_listeners())
        {
            options.keeps_files = true;
            options.attempts_kept = std::max<std::uint32_t>(options.attempts_kept, 64);
            options.keeps_successes = options.keeps_successes || updates <= max_updates;
        }
    }

    void begin(const wua::job& job)
    {
        m_began = std::chrono::steady_clock::now();
        if (m_feed.has_listeners())
        {
            m_feed.begin(job, m_engine, m_page ? m_page->url() : std::string());
        }
    }

    void poll(const wua::job& job, const wua::progress_snapshot& now)
    {
        if (m_feed.has_listeners())
        {
            m_is_last = now.is_completed();
            m_feed.poll(job, now, elapsed());
        }
        if (m_metrics)
        {
            m_metrics->show(job, now);
        }
    }

    // Commands from browsers, as lines for job_control.
    std::string take_commands()
    {
        return m_page ? m_page->take_commands() : std::string();
    }

    void end(const wua::job& job, const wua::progress_snapshot& last, const wua::outcome& result)
    {
        if (m_feed.has_listeners())
        {
            m_feed.end(job, last, result, elapsed());
        }
    }

    // Called while the files of the finished job are shared with others; is_last marks the last call.
    void give(const wua::job& job, const wua::progress_snapshot& last, bool is_last)
    {
        if (m_metrics)
        {
            is_last ? m_metrics->show_last(job, last) : m_metrics->show(job, last);
        }
    }

    // Lets browsers receive the rest.
    void finish(const std::function<bool()>& is_interrupted)
    {
        if (m_page)
        {
            m_page->finish(std::chrono::seconds(m_flags.linger), is_interrupted);
        }
    }

    // The file that could not be written; empty if there is none.
    std::string unwritten() const
    {
        return m_metrics && !m_metrics->is_written() ? m_metrics->name() : std::string();
    }

private:
    // In seconds, by the job's clock, rounded to milliseconds.
    double elapsed() const
    {
        const std::chrono::duration<double, std::milli> passed = std::chrono::steady_clock::now() - m_began;
        return static_cast<double>(static_cast<std::int64_t>(passed.count() * m_speed)) / 1000;
    }

    void tell_address() const
    {
        const std::string control = m_page->control_url();
        wua::write_text(stderr, control.empty() ? fmt::format("poller: the job is shown at {}\n", m_page->url())
                                                : fmt::format("poller: the job is shown at {}\n"
                                                              "poller: and controlled from {}\n",
                                                              m_page->url(), control));
    }

    // A browser is sent at most ten progress lines per second.
    void show(line_kind kind, const std::string& line)
    {
        if (kind == line_kind::progress)
        {
            const auto now = std::chrono::steady_clock::now();
            if (now < m_due && !m_is_last)
            {
                return;
            }
            m_due = now + std::chrono::milliseconds(95); // a little under 100 ms, since polls may come early
        }
        m_page->add(kind, line);
    }

    const machine_flags m_flags;
    const std::string m_engine;
    const double m_speed;
    std::chrono::steady_clock::time_point m_began = std::chrono::steady_clock::now();
    std::chrono::steady_clock::time_point m_due{}; // when the page is sent the next progress
    bool m_is_last = false;                        // whether it is the final progress of the job
    std::optional<metrics_file> m_metrics;
    std::unique_ptr<live_page> m_page;
    job_feed m_feed;
};

} // namespace poller
