// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include <wua/text/outcome.hpp>

namespace
{

TEST_CASE("an outcome without a code of its own is shown in words only", "[outcome]")
{
    CHECK(fmt::format("{}", wua::outcome{}) == "not started");
    CHECK(fmt::format("{}", wua::outcome::in_progress()) == "in progress");
    CHECK(fmt::format("{}", wua::outcome::succeeded()) == "succeeded");
    CHECK(fmt::format("{}", wua::outcome::aborted()) == "aborted");
}

TEST_CASE("a code that says more is shown", "[outcome]")
{
    CHECK(fmt::format("{}", wua::outcome::succeeded(wua::wu_s_already_downloaded)) ==
          "succeeded: 0x00240008 WU_S_ALREADY_DOWNLOADED: already downloaded");
    CHECK(fmt::format("{}", wua::outcome{wua::orcSucceededWithErrors, wua::wu_s_update_error, {}, {}}) ==
          "succeeded with errors: 0x00240003 WU_S_UPDATE_ERROR: operation finished, but some updates had errors");
    CHECK(fmt::format("{}", wua::outcome{wua::orcAborted, wua::e_abort, {}, {}}) ==
          "aborted: 0x80004004 E_ABORT: the operation was aborted");
    CHECK(fmt::format("{}", wua::outcome::failed(wua::make_hresult(0x8ABCDEF0))) ==
          "failed: 0x8ABCDEF0: unknown error");
}

TEST_CASE("a failure shows the native code and the engine's message", "[outcome]")
{
    CHECK(fmt::format("{}", wua::outcome::failed(wua::wu_e_pt_unexpected, {"curl", 8}, "a weird reply")) ==
          "failed: " + wua::to_text(wua::named(wua::wu_e_pt_unexpected)) + " (curl 8): a weird reply");
    CHECK(fmt::format("{}", wua::outcome::failed(wua::e_fail, {"errno", -2})) ==
          "failed: 0x80004005 E_FAIL: unspecified failure (errno -2)");
    CHECK(fmt::format("{}", wua::outcome::failed(wua::e_fail, {}, "said\x1b[2J\nby a server")) ==
          "failed: 0x80004005 E_FAIL: unspecified failure: said\uFFFD[2J by a server");
}

TEST_CASE("an HTTP status is shown only once", "[outcome]")
{
    const auto text = [](int status, wua::HRESULT code, std::string detail) {
        return fmt::format("{}", wua::outcome::failed(code, {"http", status}, std::move(detail)));
    };
    CHECK(text(404, wua::wu_e_pt_http_status_not_found, "HTTP status 404: http://host/a") ==
          "failed: 0x80244019 WU_E_PT_HTTP_STATUS_NOT_FOUND: HTTP status 404: http://host/a");
    CHECK(text(404, wua::wu_e_pt_http_status_not_found, "no such file") ==
          "failed: 0x80244019 WU_E_PT_HTTP_STATUS_NOT_FOUND: HTTP 404: no such file");
    CHECK(text(404, wua::wu_e_pt_http_status_not_found, "") ==
          "failed: 0x80244019 WU_E_PT_HTTP_STATUS_NOT_FOUND: HTTP 404");
    CHECK(text(418, wua::wu_e_pt_http_status_not_mapped, "HTTP status 418: http://host/a") ==
          "failed: 0x8024402B WU_E_PT_HTTP_STATUS_NOT_MAPPED: HTTP status 418: http://host/a");
    CHECK(text(200, wua::wu_e_pt_invalid_format, "the content is encoded: http://host/a") ==
          "failed: " + wua::to_text(wua::named(wua::wu_e_pt_invalid_format)) +
              " (http 200): the content is encoded: http://host/a");
}

TEST_CASE("a tally tells how many ended in which way", "[outcome]")
{
    wua::outcome_tally tally;
    CHECK(fmt::format("{}", tally) == "none ended");
    tally.add(wua::orcSucceeded);
    CHECK(fmt::format("{}", tally) == "1 succeeded");
    tally.add(wua::orcFailed);
    CHECK(fmt::format("{}", tally) == "1 succeeded, 1 failed");
    tally.add(wua::orcAborted);
    CHECK(fmt::format("{}", tally) == "aborted: 1 of 3 succeeded, 1 failed");
}

TEST_CASE("a native error that nobody reported is an empty text", "[outcome]")
{
    CHECK(fmt::format("{}", wua::native_error{}).empty());
    CHECK(fmt::format("{}", wua::native_error{"curl", 28}) == "curl 28");
}

} // namespace
