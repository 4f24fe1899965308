// SPDX-License-Identifier: MIT
// Feeds the inputs in tests/fuzz/corpus to their targets, with any compiler, so that old findings do not return.

#include "catch.hpp"
#include "fuzz/fuzz.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

namespace
{

const std::filesystem::path corpora = WUA_FUZZ_CORPORA;

std::string bytes_of(const std::filesystem::path& file)
{
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

// Copies the input to an allocation of its own size, so that a sanitizer notices reads beyond it.
void feed(int (*target)(const std::uint8_t*, std::size_t), const std::string& input)
{
    std::vector<std::uint8_t> bytes(input.begin(), input.end());
    bytes.shrink_to_fit();
    target(bytes.data(), bytes.size());
}

} // namespace

TEST_CASE("every input of a fuzz target's corpus is taken", "[fuzz]")
{
    for (const auto& [name, target] : fuzz::targets())
    {
        std::size_t inputs = 0;
        for (const auto& entry : std::filesystem::directory_iterator(corpora / name))
        {
            INFO(name << ": " << entry.path().filename().string());
            CHECK_NOTHROW(feed(target, bytes_of(entry.path())));
            ++inputs;
        }
        INFO(name);
        CHECK(inputs >= 5);
    }
}

TEST_CASE("nothing at all is taken by every fuzz target", "[fuzz]")
{
    for (const auto& [name, target] : fuzz::targets())
    {
        INFO(name);
        CHECK_NOTHROW(feed(target, {}));
    }
}

TEST_CASE("each fuzz target has a corpus, and each corpus a target", "[fuzz]")
{
    std::set<std::string> sources;
    for (const auto& entry : std::filesystem::directory_iterator(corpora.parent_path()))
    {
        if (entry.path().extension() == ".cpp")
        {
            sources.insert(entry.path().stem().string());
        }
    }
    std::set<std::string> folders;
    for (const auto& entry : std::filesystem::directory_iterator(corpora))
    {
        folders.insert(entry.path().filename().string());
    }
    CHECK(folders == sources);
    const auto is_source = [&](const auto& target) { return sources.contains(target.first); };
    CHECK(std::all_of(fuzz::targets().begin(), fuzz::targets().end(), is_source));
    CHECK(fuzz::targets().size() >= 13); // other targets need libraries that not every machine has
}

TEST_CASE("a fuzz target that fails says what it failed on", "[fuzz]")
{
    CHECK_NOTHROW(fuzz::require(true, "all is well"));
    CHECK_THROWS_WITH(fuzz::require(false, "all is well", "it"), "all is well: it");
}
