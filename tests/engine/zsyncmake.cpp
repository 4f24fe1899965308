// SPDX-License-Identifier: MIT
// The seed matcher beside zsync itself, with control files of zsyncmake's.

#include "catch.hpp"
#include "engine/curl_fixture.hpp"
#include "servers/zsync.hpp"
#include <wua/engine/curl_engine.hpp>
#include <wua/engine/seed/seed_matcher.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

using namespace wua_test;

namespace
{

// How many bytes of the file the seed has not, as zsync says; it has to fetch them.
std::uint64_t fetched_by_zsync(const nginx& server, const temporary_folder& folder, const std::string& name)
{
    run_command("(cd " + folder.path().string() + " && rm -f zsynced* && zsync -i seed -o zsynced " +
                server.url(name + ".zsync") + " > said 2>&1)");
    const std::string said = read_file(folder / "said");
    const std::string_view before = "fetched ";
    const auto at = said.rfind(before);
    REQUIRE(at != std::string::npos);
    return std::stoull(said.substr(at + before.size()));
}

// The same of the matcher, which must find nothing wrong.
std::uint64_t missing_bytes(const std::string& control_text, const std::string& content, std::string_view seed)
{
    const auto control = wua::detail::zsync_control::parse(control_text);
    CHECK(control.length() == content.size());
    wua::detail::seed_matcher matcher(control, [&](std::uint64_t offset, const char* bytes, std::size_t size) {
        REQUIRE(std::string_view(content).substr(static_cast<std::size_t>(offset), size) ==
                std::string_view(bytes, size));
    });
    while (!seed.empty())
    {
        const std::span<char> room = matcher.room();
        const std::size_t size = std::min(room.size(), seed.size());
        std::copy_n(seed.begin(), size, room.begin());
        seed.remove_prefix(size);
        matcher.advance(size);
    }
    matcher.finish();
    return content.size() - matcher.found_bytes();
}

} // namespace

TEST_CASE("at least what zsync finds is found by zsyncmake's control files", "[seed_matcher][zsync_control]")
{
    if (!has_zsync())
    {
        return skip("there is no zsync");
    }
    const nginx server;
    const temporary_folder folder;
    const std::string old = some_bytes(400'001);
    write_file(folder / "seed", old);
    std::string edited = old;
    for (const std::size_t at : {3'000U, 9'000U, 200'000U, 204'100U, 399'999U})
    {
        edited[at] = static_cast<char>(~edited[at]);
    }
    const std::string zeros(20'000, '\0');
    struct version
    {
        std::string content;
        std::string options;
    };
    for (const version& one :
         {version{old, ""}, version{edited, ""}, version{edited, "-b 512"},
          version{"new " + old.substr(0, 100'000) + "more" + old.substr(150'000), ""},
          version{old.substr(0, 123'456), ""}, version{old + zeros + old.substr(5'000, 70'000), ""},
          version{some_bytes(1'500), ""}, version{some_bytes(50'000) + zeros, "-b 1024"}})
    {
        write_file(server.root() / "file", one.content);
        const std::string control = read_file(zsyncmake(server.root() / "file", one.options));
        const std::uint64_t missing = missing_bytes(control, one.content, old);
        CHECK(missing_bytes(control, one.content, one.content) == 0);
        CHECK(missing <= fetched_by_zsync(server, folder, "file"));
        CHECK(read_file(folder / "zsynced") == one.content);
    }
}
