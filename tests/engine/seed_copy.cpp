// SPDX-License-Identifier: MIT

#include "catch.hpp"
#include "engine/scratch_directory.hpp"
#include "engine/zsync_text.hpp"
#include <wua/engine/content/seed_copy.hpp>
#include <wua/engine/disk/disk_errors.hpp>
#include <wua/engine/disk/part_file.hpp>
#include <wua/model/outcome.hpp>

#include <atomic>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using wua::detail::byte_range;
using wua::detail::seed_copy;
using wua::detail::seed_copy_order;
using wua::detail::seed_copy_result;
using wua::detail::zsync_control;
using byte_ranges = std::vector<byte_range>;

namespace
{

constexpr wua_test::zsync_shape single_blocks{.block_size = 64, .sequence = 1, .weak_bytes = 4, .strong_bytes = 16};

// Each block is another letter.
std::string target_of(std::size_t blocks)
{
    std::string text;
    for (std::size_t i = 0; i != blocks; ++i)
    {
        text += std::to_string(i) + std::string(64 - std::to_string(i).size(), static_cast<char>('a' + i % 26));
    }
    return text;
}

struct copy_fixture
{
    scratch_directory scratch;
    std::shared_ptr<wua::detail::disk_directory> directory =
        std::make_shared<wua::detail::disk_directory>(scratch.path());
    std::shared_ptr<wua::detail::part_file> part = wua::detail::part_file::try_open(directory, "a", false, true);

    std::shared_ptr<seed_copy> copy(const std::string& target, const std::string& seed, byte_ranges there = {}) const
    {
        std::ofstream(scratch.path() / "seed", std::ios::binary) << seed;
        wua::update_item item;
        item.files.emplace_back();
        return std::make_shared<seed_copy>(seed_copy_order{
            .control = zsync_control::parse(wua_test::zsync_text(target, single_blocks)),
            .seed = std::make_shared<wua::detail::disk_file>(*directory->try_open("seed", false)),
            .journal = {.part = part, .journal = wua::detail::download_journal::of(item, 0, "a")},
            .there = std::move(there)});
    }

    static seed_copy_result run(const std::shared_ptr<seed_copy>& which)
    {
        seed_copy_result met{{}, wua::outcome::failed(wua::e_fail, {}, "nothing was called")};
        {
            wua::detail::background_thread background;
            seed_copy::start(background, which, [&](seed_copy_result&& result) { met = std::move(result); });
        }
        return met;
    }

    std::string stored(byte_range where) const
    {
        std::string text(static_cast<std::size_t>(where.size()), '\0');
        text.resize(part->file()->read_at(where.begin, text.data(), text.size()));
        return text;
    }
};

} // namespace

TEST_CASE("what the seed has is written where it belongs, when a journal says how little counts", "[seed_copy]")
{
    const copy_fixture f;
    const std::string target = target_of(10);
    const seed_copy_result met = f.run(f.copy(target, target.substr(256, 192) + "..." + target.substr(0, 128)));
    CHECK_FALSE(met.problem);
    CHECK(met.written == byte_ranges{{0, 128}, {256, 448}});
    CHECK(f.stored({0, 128}) == target.substr(0, 128));
    CHECK(f.stored({256, 448}) == target.substr(256, 192));
    CHECK(f.part->has_journal());
    CHECK(f.part->bytes() == 0);
}

TEST_CASE("what the seed has in another order is one stretch all the same", "[seed_copy]")
{
    const copy_fixture f;
    const std::string target = target_of(4);
    const seed_copy_result met =
        f.run(f.copy(target, target.substr(128, 64) + '.' + target.substr(0, 64) + '.' + target.substr(64, 64)));
    CHECK_FALSE(met.problem);
    CHECK(met.written == byte_ranges{{0, 192}});
    CHECK(f.stored({0, 192}) == target.substr(0, 192));
}

TEST_CASE("nothing is written where there is something already", "[seed_copy]")
{
    const copy_fixture f;
    const std::string target = target_of(8);
    const seed_copy_result met = f.run(f.copy(target, target, {{0, 100}, {200, 210}, {256, 512}}));
    CHECK(met.written == byte_ranges{{100, 200}, {210, 256}});
    CHECK(f.stored({0, 100}) == std::string(100, '\0'));
    CHECK(f.stored({100, 200}) == target.substr(100, 100));
    CHECK(f.stored({200, 210}) == std::string(10, '\0'));
    CHECK(f.stored({210, 512}) == target.substr(210, 46));
}

TEST_CASE("of too many byte_ranges the largest count", "[seed_copy]")
{
    const copy_fixture f;
    const std::string target = target_of(2 * seed_copy::max_ranges + 100);
    std::string seed = target.substr(64 * 2 * seed_copy::max_ranges); // and every second block before it
    for (std::size_t i = 0; i < 2 * seed_copy::max_ranges; i += 2)
    {
        seed += target.substr(64 * i, 64);
    }
    const seed_copy_result met = f.run(f.copy(target, seed));
    CHECK(met.written.size() == seed_copy::max_ranges);
    CHECK(met.written.back().size() == 6'400);
}

TEST_CASE("without a journal nothing is copied", "[seed_copy]")
{
    const copy_fixture f;
    const std::string target = target_of(4);
    const auto copy = f.copy(target, target);
    f.part->restart(); // the journal is of what was before
    const seed_copy_result met = f.run(copy);
    CHECK(met.written.empty());
    CHECK(met.problem == wua::outcome::failed(wua::error_write_fault, {}, "the journal cannot be written"));
}

TEST_CASE("of a seed that changes and becomes shorter meanwhile counts what was found, and is right", "[seed_copy]")
{
    copy_fixture f;
    const std::string target = target_of(40'000);
    const std::filesystem::path seed = f.scratch.path() / "seed";
    bool has_changed = false;
    f.part.reset();
    f.directory = std::make_shared<wua::detail::disk_directory>(
        f.scratch.path(), [&](wua::disk_operation operation, std::string_view name) {
            if (operation == wua::disk_operation::write && name == "a.part" && !std::exchange(has_changed, true))
            {
                std::fstream file(seed, std::ios::binary | std::ios::in | std::ios::out);
                file.seekp(static_cast<std::streamoff>(target.size() / 2));
                file << std::string(target.size() / 4, '?');
                file.close();
                std::filesystem::resize_file(seed, target.size() / 4 * 3);
            }
            return wua::disk_verdict();
        });
    f.part = wua::detail::part_file::try_open(f.directory, "a", false, true);
    const seed_copy_result met = f.run(f.copy(target, target));
    CHECK(has_changed);
    CHECK(!met.problem);
    REQUIRE(!met.written.empty());
    CHECK(met.written.back().end < target.size() / 4 * 3);
    for (const byte_range& each : met.written)
    {
        CHECK(f.stored(each) == target.substr(static_cast<std::size_t>(each.begin), f.stored(each).size()));
    }
}

TEST_CASE("a copy that is cancelled tells nothing", "[seed_copy]")
{
    const copy_fixture f;
    const std::string target = target_of(4);
    const auto copy = f.copy(target, target);
    copy->cancel();
    const seed_copy_result met = f.run(copy);
    REQUIRE(met.problem);
    CHECK(met.problem->detail == "nothing was called");
    CHECK(f.part->file()->size() == 0);
}
