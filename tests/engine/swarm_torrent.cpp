// SPDX-License-Identifier: MIT
// One file of a swarm: what may still be written, read and told once it is over, and how much of it is given.

#include "catch.hpp"
#include "engine/scratch_directory.hpp"
#include <wua/engine/swarm/swarm_torrent.hpp>

#include <array>
#include <memory>
#include <string_view>
#include <system_error>
#include <utility>

namespace swarm_torrent_test
{

using wua::detail::supply_outcome;
using wua::detail::swarm_torrent;

constexpr std::string_view stored = "what is stored";

struct torrent_fixture
{
    torrent_fixture()
    {
        wua::detail::disk_directory directory(folder.path());
        auto file = std::make_shared<wua::detail::disk_file>(directory.create("a.part"));
        file->write_at(0, stored.data(), stored.size());
        wua::detail::supply_request order;
        order.file = std::move(file);
        order.size = stored.size();
        order.on_news = [this] { ++news; };
        torrent = std::make_shared<swarm_torrent>(std::move(order), "key", [this] { ++wakes; });
    }

    // The same as libtorrent's disk.
    bool can_write() const
    {
        try
        {
            torrent->storage->write(0, "W", 1);
        }
        catch (const std::system_error& error)
        {
            CHECK(error.code() == std::errc::operation_canceled);
            return false;
        }
        return true;
    }

    bool can_read() const
    {
        std::array<char, 4> bytes{};
        try
        {
            return torrent->storage->read(5, bytes.data(), bytes.size()) == bytes.size() &&
                   std::string_view(bytes.data(), bytes.size()) == "is s";
        }
        catch (const std::system_error& error)
        {
            CHECK(error.code() == std::errc::operation_canceled);
            return false;
        }
    }

    scratch_directory folder;
    int news = 0;
    int wakes = 0;
    std::shared_ptr<swarm_torrent> torrent;
};

TEST_CASE("a swarm that was dropped neither writes, reads nor tells, from that moment on", "[swarm_torrent]")
{
    torrent_fixture f;
    f.torrent->on_piece(0, 1);
    CHECK(f.news == 1);
    CHECK(f.torrent->take().written.size() == 1);
    CHECK(f.can_write());
    CHECK(f.can_read());
    f.torrent->end(supply_outcome::dropped);
    CHECK_FALSE(f.can_write()); // what goes on without the swarm writes there now
    CHECK_FALSE(f.can_read());
    CHECK(f.torrent->is_dropped());
    CHECK(f.wakes == 1);
    f.torrent->on_piece(1, 2);
    CHECK(f.news == 1);
}

TEST_CASE("a file that has got its name is read for others, and not written any more", "[swarm_torrent]")
{
    torrent_fixture f;
    const wua::detail::disk_directory directory(f.folder.path());
    f.torrent->read_from(std::make_shared<wua::detail::disk_file>(directory.try_open("a.part", false).value()));
    f.torrent->end(supply_outcome::verified);
    CHECK_FALSE(f.can_write());
    CHECK(f.can_read());
    CHECK(f.torrent->is_verified());
    CHECK_FALSE(f.torrent->is_dropped());
}

TEST_CASE("no more bytes are granted than may be given, and those not sent after all are free again", "[swarm_torrent]")
{
    const torrent_fixture f;
    f.torrent->set_max_given(100);
    CHECK(f.torrent->may_give(60));
    CHECK_FALSE(f.torrent->is_given_out());
    CHECK_FALSE(f.torrent->may_give(41));
    CHECK_FALSE(f.torrent->is_given_out()); // what was granted is under way
    f.torrent->uploaded = 60;
    CHECK(f.torrent->is_given_out());
    f.torrent->take_back(10);
    CHECK(f.torrent->may_give(50));
    CHECK_FALSE(f.torrent->may_give(1));
}

} // namespace swarm_torrent_test
