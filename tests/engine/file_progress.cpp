// SPDX-License-Identifier: MIT

#include "catch.hpp"
#include "engine/curl_update_fixture.hpp"
#include <wua/engine/curl/curl_update.hpp>
#include <wua/engine/curl/file_progress.hpp>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace wua_test;

namespace
{

using names = std::vector<std::string>;

struct file_fixture : update_fixture
{
    using update_fixture::update_fixture;

    wua::detail::file_progress open()
    {
        return {update(), 0, wua::detail::part_file::try_open(core().directory, "a", false)};
    }

    names stored() const
    {
        return names_in(folder());
    }
};

void append(wua::detail::file_progress& file, std::string_view bytes)
{
    file.append(bytes.data(), bytes.size());
}

// A run that ends.
void leave(file_fixture& f, std::string_view bytes)
{
    wua::detail::file_progress file = f.open();
    file.source = {some_url, "\"tag\"", {}};
    append(file, bytes);
    file.leftover(true).save_or_discard();
}

} // namespace

TEST_CASE("what is stored of a file is reported", "[file_progress]")
{
    file_fixture f(wua::make_item("an update", some_url));
    wua::detail::file_progress file = f.open();
    CHECK(file.total() == std::nullopt);
    file.set_total(8);
    file.expect_content();
    CHECK(f.look().bytes_to_download() == 8U);
    CHECK(f.look().current_update_phase() == wua::dphDownloading);
    append(file, "some");
    CHECK(file.bytes() == 4);
    CHECK(f.look().bytes_downloaded() == 4);
}

TEST_CASE("what an earlier run left is taken up", "[file_progress]")
{
    file_fixture f(wua::make_item("an update", some_url, 8));
    leave(f, "some");
    CHECK(f.stored() == names{"a.part", "a.part.journal"});
    const wua::detail::file_progress file = f.open();
    CHECK(file.bytes() == 4);
    CHECK(file.total() == 8U);
    CHECK(file.source.validator() == "\"tag\"");
    CHECK(file.can_continue_from({some_url, {}}));
}

TEST_CASE("what an earlier run left of another file is thrown away", "[file_progress]")
{
    file_fixture f(wua::make_item("an update", some_url, 8));
    leave(f, "some");
    file_fixture other(wua::make_item("an update", some_url, 9));
    other.options.directory = f.folder();
    const wua::detail::file_progress file = other.open();
    CHECK(file.bytes() == 0);
    CHECK(file.source.url.empty());
    CHECK(f.stored() == names{"a.part"});
}

TEST_CASE("a journal without a size that speaks of more bytes than the update has is not believed", "[file_progress]")
{
    file_fixture f(wua::make_item("an update", some_url));
    leave(f, "some bytes");
    file_fixture sized(wua::make_item("an update", some_url, 8));
    sized.options.directory = f.folder();
    const wua::detail::file_progress file = sized.open();
    CHECK(file.bytes() == 0);
    CHECK(file.total() == 8U);
}

TEST_CASE("a file that starts over forgets what a server said of it", "[file_progress]")
{
    file_fixture f(wua::make_item("an update", some_url));
    wua::detail::file_progress file = f.open();
    file.set_total(8);
    file.source = {some_url, "\"tag\"", {}};
    append(file, "some");
    CHECK(file.can_continue_from({some_url, {}}));
    file.restart();
    CHECK(file.bytes() == 0);
    CHECK(file.total() == std::nullopt);
    CHECK_FALSE(file.can_continue_from({some_url, {}}));
}

namespace
{

// A file whose journal is due after 4 bytes or 2 seconds.
struct journal_fixture : file_fixture
{
    journal_fixture() : file_fixture(wua::make_item("an update", some_url))
    {
        options.journal_from = 4;
        options.journal_every = 2s;
    }

    static void begin(wua::detail::file_progress& file)
    {
        file.source = {some_url, "\"tag\"", {}};
        file.expect_content();
    }

    // How long after `later` the file wants to be looked at again.
    std::chrono::nanoseconds look_after(std::chrono::nanoseconds later, wua::detail::file_progress& file)
    {
        now += later;
        update().wake_at = std::chrono::nanoseconds::max();
        file.save_when_due(now);
        wait_for_background();
        return update().wake_at - now;
    }

    // Of how many bytes the journal speaks; nothing when there is none.
    std::optional<std::uint64_t> saved_bytes()
    {
        wait_for_background();
        const auto journal = wua::detail::read_journal(*core().directory, "a");
        return journal ? std::optional(journal->bytes) : std::nullopt;
    }
};

} // namespace

TEST_CASE("the journal is written after some time, however few bytes have come", "[file_progress]")
{
    journal_fixture f;
    wua::detail::file_progress file = f.open();
    f.begin(file);
    append(file, "som");
    CHECK(f.look_after(1s, file) == 1s);
    CHECK_FALSE(f.saved_bytes());
    CHECK(f.look_after(1s, file) == 2s);
    CHECK(f.saved_bytes() == 3U);

    std::filesystem::remove(f.folder() / "a.part.journal");
    CHECK(f.look_after(5s, file) == 2s);
    CHECK_FALSE(f.saved_bytes()); // since nothing more has come
}

TEST_CASE("the journal is written after some bytes, however little time has passed", "[file_progress]")
{
    journal_fixture f;
    wua::detail::file_progress file = f.open();
    f.begin(file);
    append(file, "som");
    CHECK_FALSE(f.saved_bytes());
    append(file, "e b");
    CHECK(f.saved_bytes() == 6U);
    append(file, "yte");
    CHECK(f.saved_bytes() == 6U);
    append(file, "s");
    CHECK(f.saved_bytes() == 10U);
}

TEST_CASE("attempts that end early do not put the journal off", "[file_progress]")
{
    journal_fixture f;
    wua::detail::file_progress file = f.open();
    f.begin(file);
    append(file, "som");
    CHECK(f.look_after(1s, file) == 1s);
    file.expect_content();
    CHECK(f.look_after(1s, file) == 2s);
    CHECK(f.saved_bytes() == 3U);
}

TEST_CASE("where no journal is left, the length of the file counts if a digest will decide", "[file_progress]")
{
    const bool has_digest = GENERATE(true, false);
    file_fixture f(has_digest ? to_update_item(some_url, "some bytes") : wua::make_item("an update", some_url, 10));
    f.write("a.part", "some");
    wua::detail::file_progress file(
        f.update(), 0, wua::detail::part_file::try_open(f.core().directory, "a", false, has_digest));
    CHECK(file.bytes() == (has_digest ? 4U : 0U));
    CHECK(file.can_continue_from({some_url, {}}) == has_digest);
}

TEST_CASE("a file without a journal that is longer than it may be is thrown away", "[file_progress]")
{
    file_fixture f(to_update_item(some_url, "some"));
    f.write("a.part", "some bytes");
    const wua::detail::file_progress file(
        f.update(), 0, wua::detail::part_file::try_open(f.core().directory, "a", false, true));
    CHECK(file.bytes() == 0);
}

TEST_CASE("leftovers that cannot be used are removed", "[file_progress]")
{
    file_fixture f(wua::make_item("an update", some_url));
    wua::detail::file_progress file = f.open();
    append(file, "some");
    CHECK_FALSE(file.is_worth_keeping());
    file.leftover(false).save_or_discard();
    CHECK(f.stored().empty());
}

TEST_CASE("a piece that begins where the beginning ends belongs to it", "[file_progress]")
{
    file_fixture f(wua::make_item("an update", some_url, 8));
    {
        wua::detail::file_progress file = f.open();
        file.source = {some_url, "\"tag\"", {}};
        append(file, "some bit");
        wua::detail::file_leftover left = file.leftover(true);
        left.journal.bytes = 2;
        left.journal.pieces = {{2, 4, {"http://127.0.0.1:9/b", {}}}, {6, 8, {some_url, {}}}};
        left.save_or_discard();
    }
    const wua::detail::file_progress file = f.open();
    CHECK(file.bytes() == 4);
    CHECK(file.total_bytes() == 6);
    CHECK(file.source.later.size() == 1);
    CHECK(file.gap_end(file.bytes()) == 6U);
}
