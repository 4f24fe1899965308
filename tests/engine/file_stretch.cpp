// SPDX-License-Identifier: MIT
// What one of several attempts is to fetch of a file.

#include "catch.hpp"
#include "engine/curl_update_fixture.hpp"
#include <wua/engine/curl/curl_update.hpp>
#include <wua/engine/curl/file_progress.hpp>
#include <wua/engine/curl/file_stretch.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Not without a name: other tests of the same program may use the same words.
namespace file_stretch_test
{

using namespace wua_test;
using wua::detail::file_stretch;

const wua::detail::content_provider provider{some_url, {}};

// A file of 100 bytes, of which the first 10 are there.
struct begun_file : update_fixture
{
    begun_file() : update_fixture(wua::make_item("an update", some_url, 100))
    {
        progress.source = {some_url, "\"tag\"", {}};
        const std::string bytes(10, 'x');
        progress.append(bytes.data(), bytes.size());
        progress.save_before_pieces();
        wait_for_background();
        REQUIRE(progress.can_write_pieces());
    }

    static void append(file_stretch& stretch, std::size_t size)
    {
        const std::string bytes(size, 'x');
        stretch.append(bytes.data(), bytes.size(), provider);
    }

    wua::detail::file_progress progress{update(), 0, wua::detail::part_file::try_open(core().directory, "a", false)};
};

TEST_CASE("a stretch ends where others have begun", "[file_stretch]")
{
    begun_file f;
    file_stretch next(f.progress);
    file_stretch piece(f.progress, 50, 80);
    file_stretch second_half(f.progress, 65, 80);
    CHECK(next.end() == 100U);
    CHECK(piece.end() == 80U);
    begun_file::append(second_half, 5);
    CHECK(piece.end() == 65U);
    CHECK(next.end() == 65U);
    begun_file::append(piece, 10);
    CHECK(next.end() == 50U);
    CHECK_FALSE(piece.is_complete());
    begun_file::append(piece, 5);
    CHECK(piece.is_complete());
    CHECK_FALSE(second_half.is_complete());
    begun_file::append(next, 40);
    CHECK(next.is_there()); // what comes next is another's
    CHECK(f.progress.bytes() == 70);
    CHECK(second_half.place() == f.progress.bytes());
    CHECK_FALSE(second_half.is_there());
}

TEST_CASE("a stretch whose next byte others have brought has nothing to do any more", "[file_stretch]")
{
    begun_file f;
    file_stretch next(f.progress);
    file_stretch same(f.progress, 10, 100);
    begun_file::append(same, 5);
    CHECK(next.is_there());
    CHECK(next.is_complete());
    CHECK(same.place() == f.progress.bytes()); // it has come to lead
    begun_file::append(same, 85);
    CHECK(f.progress.has_all());
    CHECK(same.is_complete());
}

TEST_CASE("a stretch of a file that has started over is obsolete", "[file_stretch]")
{
    begun_file f;
    file_stretch next(f.progress);
    file_stretch piece(f.progress, 50, 80);
    begun_file::append(piece, 5);
    f.progress.restart();
    CHECK(next.is_obsolete());
    CHECK(piece.is_obsolete());
    CHECK(f.progress.total_bytes() == 0);
    next.begin_at(0);
    CHECK_FALSE(next.is_obsolete());
    CHECK(next.end() == 100U);
}

} // namespace file_stretch_test
