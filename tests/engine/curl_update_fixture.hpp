// SPDX-License-Identifier: MIT
#pragma once

// An update that has left the queue of an engine without threads: the test takes the part of the engine's loop, and
// moves the time.

#include "engine/curl_fixture.hpp"
#include <wua/engine/curl/curl_core.hpp>
#include <wua/engine/curl/curl_exchange.hpp>
#include <wua/engine/curl/curl_pool.hpp>
#include <wua/engine/curl/curl_update.hpp>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <future>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wua_test
{

// No server, since nothing is ever sent.
inline const std::string some_url = "http://127.0.0.1:9/a";

// For an exchange whose response is irrelevant.
struct deaf_listener : wua::detail::exchange_listener
{
    void on_done(CURLcode) noexcept override {}

protected:
    ~deaf_listener() = default;
};

class update_fixture
{
public:
    // To be changed before core or update are used.
    wua::curl_options options;
    std::vector<wua::update_pointer> updates;

    std::chrono::nanoseconds now{100s};

    explicit update_fixture(wua::update_pointer update) : updates{std::move(update)}
    {
        options.directory = m_folder.path();
        options.clock = [this] { return now; };
    }

    const std::filesystem::path& folder() const noexcept
    {
        return m_folder.path();
    }

    wua::detail::curl_core& core()
    {
        if (!m_core)
        {
            m_core = std::make_unique<wua::detail::curl_core>(wua::curl_options(options));
        }
        return *m_core;
    }

    // The job's first update.
    wua::detail::curl_update& update()
    {
        if (!m_update)
        {
            m_ledger = std::make_shared<wua::detail::ledger>(updates);
            const auto job = std::make_shared<wua::detail::curl_job>(wua::transfer(m_ledger), options.job_bandwidth);
            REQUIRE(core().try_add(job));
            auto ticket = core().next(0);
            REQUIRE(ticket);
            m_update = std::make_unique<wua::detail::curl_update>(core(), *std::move(ticket));
            m_update->transfer().start(0);
        }
        return *m_update;
    }

    wua::progress_snapshot look() const
    {
        return m_ledger->snapshot();
    }

    // Waits until the background thread has done its work.
    void wait_for_background()
    {
        std::promise<void> done;
        core().background.post([&done] { done.set_value(); });
        done.get_future().wait();
    }

    void write(const std::string& name, std::string_view content) const
    {
        std::ofstream(folder() / name, std::ios::binary) << content;
    }

private:
    temporary_folder m_folder;
    std::shared_ptr<wua::detail::ledger> m_ledger;
    std::unique_ptr<wua::detail::curl_core> m_core;
    std::unique_ptr<wua::detail::curl_update> m_update;
};

} // namespace wua_test
