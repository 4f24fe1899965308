// SPDX-License-Identifier: MIT
// make_torrent: what is in a torrent, and of what there can be none.

#include "engine/swarm_fixture.hpp"
#include <wua/com/hresult.hpp>

#include <libtorrent/torrent_info.hpp>

#include <cstdint>
#include <filesystem>
#include <string>

using namespace wua_test;

namespace
{

lt::torrent_info info_of(const wua::made_torrent& made)
{
    return lt::torrent_info(made.torrent, lt::from_span);
}

} // namespace

TEST_CASE("a torrent names its trackers, its URLs and pieces of the size that was asked for", "[torrent_maker]")
{
    wua::torrent_options options;
    options.piece_size = 32U << 10U;
    options.is_private = true;
    options.trackers = {"http://a.test/announce", "http://b.test/announce"};
    options.web_seeds = {"http://a.test/update.bin"};
    const lt::torrent_info info = info_of(published_file(100'000, 1, options).made);
    CHECK(info.piece_length() == 32 << 10);
    CHECK(info.num_pieces() == 4);
    CHECK(info.priv());
    REQUIRE(info.trackers().size() == 2);
    CHECK(info.trackers()[0].url == "http://a.test/announce");
    CHECK(info.trackers()[1].tier == 1); // asked when the first one does not answer
    REQUIRE(info.web_seeds().size() == 1);
    CHECK(info.web_seeds()[0].url == "http://a.test/update.bin");
}

TEST_CASE("a large file has larger pieces, so that its torrent stays small", "[torrent_maker]")
{
    temporary_folder folder;
    write_file(folder / "large", {});
    std::filesystem::resize_file(folder / "large", 128U << 20U); // without a byte on the disk
    const lt::torrent_info info = info_of(wua::make_torrent(folder / "large"));
    CHECK(info.piece_length() == 128 << 10);
    CHECK(info.num_pieces() == 1024);
}

TEST_CASE("an empty file and pieces of odd sizes have no torrent", "[torrent_maker]")
{
    const auto refusal_of = [](const std::filesystem::path& file, std::uint32_t of_pieces) {
        try
        {
            wua::torrent_options options;
            options.piece_size = of_pieces;
            wua::make_torrent(file, options);
        }
        catch (const wua::hresult_error& error)
        {
            CHECK(error.code() == wua::e_invalidarg);
            return std::string(error.text());
        }
        return std::string();
    };
    temporary_folder folder;
    write_file(folder / "empty", {});
    write_file(folder / "file", "content");
    CHECK(refusal_of(folder / "empty", 0) == "an empty file can have no torrent, and needs none");
    const std::string sizes = "the size of a torrent's pieces must be a power of two, from 16 KiB to 64 MiB";
    CHECK(refusal_of(folder / "file", 8U << 10U) == sizes);
    CHECK(refusal_of(folder / "file", 48U << 10U) == sizes);
    CHECK(refusal_of(folder / "file", 128U << 20U) == sizes);
    CHECK(refusal_of(folder / "file", 64U << 20U).empty());
    CHECK_THROWS_AS(wua::make_torrent(folder / "absent"), std::filesystem::filesystem_error);
}
