// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include <wua/text/enums.hpp>

#include <string>

namespace
{

// The human forms of all values, one after the other; the plain form of each must be its name.
template <class Enum>
std::string all_in_words()
{
    std::string words;
    for (const auto& known : wua::values_of<Enum>)
    {
        CHECK(fmt::format("{}", known.value) == known.name);
        words += fmt::format("{}{:h}", words.empty() ? "" : ", ", known.value);
    }
    return words;
}

TEST_CASE("every value of every enumeration has its name and its words", "[enums]")
{
    CHECK(all_in_words<wua::DownloadPhase>() == "initializing, downloading, verifying");
    CHECK(all_in_words<wua::DownloadPriority>() == "low, normal, high, extra high");
    CHECK(all_in_words<wua::OperationResultCode>() ==
          "not started, in progress, succeeded, succeeded with errors, failed, aborted");
    CHECK(all_in_words<wua::DownloadType>() == "full, update bootstrapper");
    CHECK(all_in_words<wua::UpdateType>() == "software, driver");
    CHECK(all_in_words<wua::DeploymentAction>() ==
          "none, installation, uninstallation, detection, optional installation");
    CHECK(all_in_words<wua::AutoSelectionMode>() ==
          "let windows update decide, auto select if downloaded, never auto select, always auto select");
    CHECK(all_in_words<wua::AutoDownloadMode>() ==
          "let windows update decide, never auto download, always auto download");
    CHECK(all_in_words<wua::InstallationImpact>() == "normal, minor, requires exclusive handling");
    CHECK(all_in_words<wua::InstallationRebootBehavior>() ==
          "never reboots, always requires reboot, can request reboot");
    CHECK(all_in_words<wua::ServerSelection>() == "default, managed server, windows update, others");
    CHECK(all_in_words<wua::UpdateOperation>() == "installation, uninstallation");
    CHECK(all_in_words<wua::UpdateExceptionContext>() ==
          "general, windows driver, windows installer, search incomplete");
    CHECK(all_in_words<wua::SearchScope>() == "default, machine only, current user only, machine and current user, "
                                              "machine and all users, all users");
    CHECK(all_in_words<wua::UpdateLockdownOption>() == "for website access");
}

TEST_CASE("a number that is no value of its enumeration is shown as unknown", "[enums]")
{
    CHECK(fmt::format("{}", static_cast<wua::DownloadPhase>(0)) == "unknown (0)");
    CHECK(fmt::format("{:h}", static_cast<wua::OperationResultCode>(-7)) == "unknown (-7)");
}

TEST_CASE("an enumeration takes width like a text", "[enums]")
{
    CHECK(fmt::format("{:>16}|{:h:<12}|", wua::dphDownloading, wua::dphVerifying) == "  dphDownloading|verifying   |");
}

} // namespace
