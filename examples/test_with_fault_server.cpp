// SPDX-License-Identifier: MIT
// Test your updater against a real server that misbehaves on purpose, over the loopback interface.

#include <wua/engine/curl_engine.hpp>
#include <wua/job/job.hpp>
#include <wua/testing/fault_server.hpp>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

// The updater under test.
static bool fetch_program(const std::string& url, const std::filesystem::path& folder)
{
    wua::curl_options options{.directory = folder};
    options.retry.attempts = 3;
    options.retry.first_delay = std::chrono::milliseconds(1);
    wua::job job = wua::start(wua::curl_engine(options), {wua::make_item("Program", url, 100'000)});
    return job.wait().is_success();
}

int main()
{
    const std::filesystem::path folder = std::filesystem::temp_directory_path() / "wua-test-with-fault-server";
    const wua::patterned_bytes content(100'000);
    wua::fault_server server;
    for (const char* name : {"well_behaved", "reset_at_half", "closed_mid_head", "length_missing_and_truncated",
                             "truncated_always", "html_page", "retry_after_overflows"})
    {
        const wua::misbehaviour& fault = wua::misbehaviour_named(name); // docs/misbehaviours.md lists them all
        std::filesystem::remove_all(folder);
        const bool has_succeeded = fetch_program(server.serve("/program", content, fault), folder);
        std::ifstream file(folder / "program", std::ios::binary);
        const std::string stored(std::istreambuf_iterator<char>(file), {});
        std::printf("%-5s %s: %s after %zu requests\n", has_succeeded == (stored == content.str()) ? "ok" : "WRONG",
                    name, has_succeeded ? "the right file" : "an honest failure", server.requests("/program").size());
        server.forget_requests();
    }
    std::filesystem::remove_all(folder);
}
