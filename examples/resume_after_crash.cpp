// SPDX-License-Identifier: MIT
// A process dies in the middle of a download, and another one continues it: this program starts itself as the first.

#include <wua/engine/curl_engine.hpp>
#include <wua/engine/unfinished_download.hpp>
#include <wua/job/job.hpp>
#include <wua/testing/fault_server.hpp>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <thread>

namespace
{

[[noreturn]] void download_and_die(const char* url, const std::filesystem::path& folder)
{
    wua::curl_options options{.directory = folder};
    options.journal_from = 1; // instead of every 4 MiB
    const wua::job job = wua::start(wua::curl_engine(options), {wua::make_item("Game", url)});
    while (wua::resume_unfinished(folder, "game") == nullptr) // nothing on the disk yet
    {
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    std::_Exit(1);
}

} // namespace

int main(int count, char** arguments)
{
    if (count == 3)
    {
        download_and_die(arguments[1], arguments[2]);
    }
    wua::fault_server server; // its first response stalls halfway
    const std::string url =
        server.serve("/game", wua::patterned_bytes(1'000'000), wua::misbehaviour_named("part_stalls_once"));
    const std::filesystem::path folder = std::filesystem::temp_directory_path() / "wua-resume-after-crash";
    std::filesystem::remove_all(folder);

    const std::string command = '"' + std::string(arguments[0]) + "\" " + url + ' ' + folder.string();
    const bool has_ended_well = std::system(command.c_str()) == 0; // NOLINT(concurrency-mt-unsafe): one thread
    std::printf("the first process %s\n", has_ended_well ? "has ended well" : "was killed");

    for (const wua::unfinished_download& left : wua::list_unfinished(folder))
    {
        std::printf("%s is unfinished\n", left.id.c_str());
        wua::job job = wua::start(wua::curl_engine({.directory = folder}), {left.update});
        std::printf("%s\n", job.wait().is_success() ? "downloaded" : "failed");
    }
    std::printf(
        "the second process asked for %s\n", server.requests("/game").back().field("range") ? "the rest" : "all");
    std::filesystem::remove_all(folder);
}
