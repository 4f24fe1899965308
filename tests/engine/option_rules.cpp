// SPDX-License-Identifier: MIT

#include "engine/curl_fixture.hpp"
#include <wua/com/hresult.hpp>
#include <wua/engine/curl_engine.hpp>
#include <wua/wuapi/errors.hpp>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <limits>
#include <string>
#include <type_traits>
#include <utility>

namespace wua_test::about_option_rules
{

using std::chrono::milliseconds;

namespace
{

// What the constructor says; empty when there is an engine.
std::string objection_to(const wua::curl_options& options)
{
    try
    {
        const wua::curl_engine engine(options);
    }
    catch (const wua::hresult_error& error)
    {
        CHECK(error.code() == wua::e_invalidarg);
        return std::string(error.text());
    }
    return {};
}

template <class Change>
std::string objection_to_change(Change&& change)
{
    const temporary_folder folder;
    wua::curl_options options = quick_options(folder / "made");
    change(options);
    std::string said = objection_to(options);
    CHECK(said.empty() == std::filesystem::exists(folder / "made"));
    return said;
}

} // namespace

TEST_CASE("invalid times are refused by name, and no directory is made", "[option_rules]")
{
    const std::pair<const char*, milliseconds wua::retry_policy::*> times[] = {
        {"retry.first_delay", &wua::retry_policy::first_delay},
        {"retry.max_delay", &wua::retry_policy::max_delay},
        {"retry.max_retry_after", &wua::retry_policy::max_retry_after},
        {"retry.connect_deadline", &wua::retry_policy::connect_deadline},
        {"retry.attempt_deadline", &wua::retry_policy::attempt_deadline},
        {"retry.total_deadline", &wua::retry_policy::total_deadline},
        {"retry.busy_deadline", &wua::retry_policy::busy_deadline},
        {"retry.stall_time", &wua::retry_policy::stall_time},
    };
    for (const auto& [name, time] : times)
    {
        INFO(name);
        const auto with = [member = time](milliseconds value) {
            return objection_to_change([&](wua::curl_options& options) { options.retry.*member = value; });
        };
        const std::string start = std::string(name) + " must be a time";
        CHECK_THAT(with(milliseconds(-1)), Catch::Matchers::StartsWith(start));
        CHECK_THAT(with(milliseconds::max()), Catch::Matchers::StartsWith(start));
        CHECK(with(milliseconds(0)).empty());
        CHECK(with(std::chrono::hours(24 * 365 * 100)).empty());
    }
    const std::pair<const char*, milliseconds wua::curl_options::*> others[] = {
        {"journal_every", &wua::curl_options::journal_every},
        {"lock_patience", &wua::curl_options::lock_patience},
        {"may_fetch_every", &wua::curl_options::may_fetch_every},
        {"pause_patience", &wua::curl_options::pause_patience},
    };
    for (const auto& [name, time] : others)
    {
        INFO(name);
        const auto with = [member = time](milliseconds value) {
            return objection_to_change([&](wua::curl_options& options) { options.*member = value; });
        };
        CHECK_THAT(with(milliseconds(-1)), Catch::Matchers::StartsWith(std::string(name) + " must be a time"));
        CHECK_THAT(with(milliseconds::max()), Catch::Matchers::StartsWith(std::string(name) + " must be a time"));
    }
}

TEST_CASE("invalid numbers are refused", "[option_rules]")
{
    for (const double jitter : {-0.1, 1.1, std::numeric_limits<double>::quiet_NaN()})
    {
        CHECK(objection_to_change([&](wua::curl_options& options) { options.retry.jitter = jitter; }) ==
              "retry.jitter, the random share of a delay, must be from 0 to 1");
    }
    for (std::size_t wua::parallel_limits::* const limit :
         {&wua::parallel_limits::engine, &wua::parallel_limits::job, &wua::parallel_limits::host})
    {
        CHECK(objection_to_change([&](wua::curl_options& options) { options.parallel.*limit = 0; }) ==
              "parallel: each limit must be at least 1");
    }
    for (const std::size_t loops : {0U, 3U})
    {
        CHECK(objection_to_change([&](wua::curl_options& options) { options.loops = loops; }) ==
              "loops, the number of threads that download, must be 1 or 2");
    }
    CHECK(objection_to_change([](wua::curl_options& options) { options.max_header_bytes = 0; }) ==
          "max_header_bytes must be above 0");
    CHECK(objection_to_change([](wua::curl_options& options) { options.clock = {}; }) ==
          "clock must not be empty: it is what time is counted by");
    CHECK(objection_to_change([](wua::curl_options& options) { options.user_agent = "a\r\nX-Evil: 1"; }) ==
          "user_agent has a line break or another control character");
}

TEST_CASE("a number that is no choice of an option is refused by the option's name", "[option_rules]")
{
    const auto with = [](auto member) {
        return objection_to_change([&](wua::curl_options& options) {
            auto& choice = member(options);
            choice = static_cast<std::remove_reference_t<decltype(choice)>>(9);
        });
    };
    CHECK(with([](wua::curl_options& all) -> auto& { return all.access; }) == "access has no choice 9");
    CHECK(with([](wua::curl_options& all) -> auto& { return all.version; }) == "version has no choice 9");
    CHECK(with([](wua::curl_options& all) -> auto& { return all.preallocation; }) == "preallocation has no choice 9");
    CHECK(with([](wua::curl_options& all) -> auto& { return all.sync; }) == "sync has no choice 9");
    CHECK(with([](wua::curl_options& all) -> auto& { return all.requests.ip_version; }) ==
          "requests.ip_version has no choice 9");
    CHECK(with([](wua::curl_options& all) -> auto& { return all.requests.min_tls; }) ==
          "requests.min_tls has no choice 9");
}

TEST_CASE("authorities that cannot be read are found out before anything is asked for", "[option_rules]")
{
    const temporary_folder folder;
    std::ofstream(folder / "text.pem") << "no certificate\n";
    const auto with_file = [](const std::filesystem::path& file) {
        return objection_to_change([&](wua::curl_options& options) { options.ca_file = file; });
    };
    CHECK_THAT(with_file(folder / "none.pem"), Catch::Matchers::StartsWith("ca_file cannot be read, or is empty: "));
    CHECK_THAT(with_file(folder / "text.pem"),
               Catch::Matchers::StartsWith("ca_file: there is no certificate in PEM format in "));
    const auto with_directory = [](const std::filesystem::path& directory) {
        return objection_to_change([&](wua::curl_options& options) { options.ca_directory = directory; });
    };
    CHECK_THAT(with_directory(folder / "none"), Catch::Matchers::StartsWith("ca_directory is not a directory: "));
    CHECK_THAT(with_directory(folder / "text.pem"), Catch::Matchers::StartsWith("ca_directory is not a directory: "));
    CHECK(with_directory(folder.path()).empty());
}

} // namespace wua_test::about_option_rules
