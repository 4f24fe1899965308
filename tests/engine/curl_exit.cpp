// SPDX-License-Identifier: MIT
// Programs that end right after their last download: in the builds with sanitizers, which report what is left then.

#include "engine/curl_fixture.hpp"
#include <wua/engine/curl_engine.hpp>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>

#if defined(WUA_AFTER_LAST_DOWNLOAD)

using namespace wua_test;

namespace
{

// What the command says, and its status when that is not 0.
std::string complaints_of(const std::string& command)
{
    std::FILE* const pipe = ::popen((command + " 2>&1").c_str(), "r");
    REQUIRE(pipe != nullptr);
    std::string said;
    std::array<char, 4096> buffer;
    for (std::size_t count = 0; (count = std::fread(buffer.data(), 1, buffer.size(), pipe)) != 0;)
    {
        said.append(buffer.data(), count);
    }
    const int status = ::pclose(pipe);
    return status == 0 ? said : said + "status " + std::to_string(status);
}

} // namespace

// WUA_EXITS in the environment: how often for each face, instead of 17 times.
TEST_CASE("a program that exits right after its last download leaves nothing behind", "[curl_exit]")
{
    nginx server;
    write_file(server.root() / "a", some_bytes(300'000));
    const char* const wanted = std::getenv("WUA_EXITS");
    const int count = wanted != nullptr ? std::atoi(wanted) : 17;
    for (const char* face : {"wait", "callbacks", "com"})
    {
        for (int round = 0; round != count; ++round)
        {
            const temporary_folder output;
            INFO(face << ", round " << round);
            REQUIRE(complaints_of("'" WUA_AFTER_LAST_DOWNLOAD "' " + server.url("a") + ' ' + output.path().string() +
                                  ' ' + face) == "");
            REQUIRE(names_in(output.path()) == std::vector<std::string>{"a"});
        }
    }
}

TEST_CASE("an engine can use OpenSSL until the process is gone", "[curl_exit]")
{
    CHECK(complaints_of("'" WUA_AFTER_LAST_DOWNLOAD "' late") == "");
}

#endif
