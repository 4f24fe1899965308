// SPDX-License-Identifier: MIT

// Clients that see Windows' own headers alone, each handed one of our downloaders.

#include "catch.hpp"
#include "windows/sdk_client.h"
#include <wua/engine/simulated_engine.hpp>
#include <wua/objects/update.hpp>
#include <wua/objects/update_collection.hpp>
#include <wua/objects/update_downloader.hpp>

#include <memory>

namespace
{

bool is_integer(const DECIMAL& value, std::uint64_t integer)
{
    return value.Lo64 == integer && value.Hi32 == 0 && value.scale == 0 && value.sign == 0;
}

} // namespace

TEST_CASE("a client made with the SDK's header alone drives a download", "[sdk_client]")
{
    const auto [name, drive] = GENERATE(table<const char*, void (*)(IUnknown*, IUnknown*, sdk_client_report*)>({
        {"C++", drive_from_cpp},
        {"C", drive_from_c},
    }));
    CAPTURE(name);
    constexpr std::uint64_t large = (std::uint64_t{5} << 32U) + 7; // does not fit 32 bits
    wua::scenario script;
    script.updates.resize(2);
    script.updates[0].bytes_per_second = large;
    script.updates[1].faults.push_back({.at_byte = 50'000, .hresult = wua::wu_e_pt_http_status_not_found});
    const auto engine = std::make_shared<wua::simulated_engine>(script);
    engine->run_in_real_time(20);
    const auto downloader = wua::make_downloader(engine);
    const auto updates = wua::make_update_collection({
        wua::make_update(wua::make_item("First", "https://host/1", large)),
        wua::make_update(wua::make_item("Second", "https://host/2", 100'000)),
    });

    sdk_client_report report{};
    drive(downloader.get(), updates.get(), &report);

    CAPTURE(report.failed_line, report.failure);
    REQUIRE(report.failed_line == 0);
    CHECK(report.polls >= 2);
    CHECK(report.backward_steps == 0);
    CHECK(report.last_percent == 100);
    CHECK(report.last_index == 1);
    CHECK(report.last_phase == wua::dphDownloading);
    CHECK(is_integer(report.total, large + 100'000));
    CHECK(is_integer(report.done, large + 50'000));
    CHECK(is_integer(report.current_total, 100'000));
    CHECK(is_integer(report.current_done, 50'000));
    CHECK(report.progress_calls >= 1);
    CHECK(report.progress_calls_of_another_job == 0);
    CHECK(report.completed_calls == 1);
    CHECK(report.is_completed_in_callback == VARIANT_TRUE);
    CHECK(report.state == 42);
    CHECK(report.state_at_end == VT_EMPTY);
    CHECK(report.result_code == wua::orcSucceededWithErrors);
    CHECK(report.result_hresult == wua::wu_s_update_error);
    CHECK(report.first_code == wua::orcSucceeded);
    CHECK(report.first_hresult == wua::s_ok);
    CHECK(report.second_code == wua::orcFailed);
    CHECK(report.second_hresult == wua::wu_e_pt_http_status_not_found);
    CHECK(report.third_index == wua::wu_e_invalidindex);
    CHECK(report.callbacks_left == 0);
}
