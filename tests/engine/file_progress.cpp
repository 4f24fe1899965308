// SPDX-License-Identifier: MIT

#include "catch.hpp"
#include "engine/curl_update_fixture.hpp"
#include <wua/engine/curl/curl_update.hpp>
#include <wua/engine/curl/file_progress.hpp>

#include <chrono>
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
    CHECK(file.can_continue_from(some_url));
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

TEST_CASE("a file that starts anew forgets what a server said of it", "[file_progress]")
{
    file_fixture f(wua::make_item("an update", some_url));
    wua::detail::file_progress file = f.open();
    file.set_total(8);
    file.source = {some_url, "\"tag\"", {}};
    append(file, "some");
    CHECK(file.can_continue_from(some_url));
    file.restart();
    CHECK(file.bytes() == 0);
    CHECK(file.total() == std::nullopt);
    CHECK_FALSE(file.can_continue_from(some_url));
}

TEST_CASE("the journal is written when it is time, and not again before more has come", "[file_progress]")
{
    file_fixture f(wua::make_item("an update", some_url));
    f.options.journal_from = 4;
    f.options.journal_every = 2s;
    wua::detail::file_progress file = f.open();
    file.expect_content();
    const auto look_after = [&](std::chrono::nanoseconds later) {
        f.update().wake_at = std::chrono::nanoseconds::max();
        file.save_when_due(f.now + later);
        f.wait_for_background();
        return f.update().wake_at - f.now;
    };

    append(file, "som");
    CHECK(look_after(2s) == 4s);
    CHECK(f.stored() == names{"a.part"});

    append(file, "e");
    CHECK(look_after(1s) == 2s);
    CHECK(f.stored() == names{"a.part"});
    CHECK(look_after(2s) == 4s);
    CHECK(f.stored() == names{"a.part", "a.part.journal"});

    std::filesystem::remove(f.folder() / "a.part.journal");
    CHECK(look_after(5s) == 7s);
    CHECK(f.stored() == names{"a.part"});
}

TEST_CASE("what there is no use for is removed", "[file_progress]")
{
    file_fixture f(wua::make_item("an update", some_url));
    wua::detail::file_progress file = f.open();
    append(file, "some");
    CHECK_FALSE(file.is_worth_keeping());
    file.leftover(false).save_or_discard();
    CHECK(f.stored().empty());
}
