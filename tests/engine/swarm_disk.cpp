// SPDX-License-Identifier: MIT
// libtorrent's disk, which makes, moves, renames and removes no file.

#include "catch.hpp"
#include "engine/scratch_directory.hpp"
#include <wua/engine/content/digest_hasher.hpp>
#include <wua/engine/disk/disk.hpp>
#include <wua/engine/swarm/swarm_disk.hpp>

#include <boost/asio/io_context.hpp>
#include <libtorrent/file_storage.hpp>
#include <libtorrent/storage_defs.hpp>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

using namespace wua::detail;

namespace
{

constexpr int piece_size = 16 * 1024;

// A torrent of one file with two pieces, the second of which is one byte.
struct swarm_disk_fixture
{
    swarm_disk_fixture()
    {
        disk_file file = disk_directory(folder.path()).create("a");
        file.write_at(0, content.data(), content.size());
        storages->add("known", std::make_shared<swarm_storage>(
                                   std::make_shared<disk_file>(std::move(file)), std::vector<byte_range>()));
        files.set_piece_length(piece_size);
        files.add_file("a", static_cast<std::int64_t>(content.size()));
        files.set_num_pieces(2);
    }

    lt::storage_holder add(const std::string& path)
    {
        return disk.new_torrent(lt::storage_params(files, nullptr, path, lt::storage_mode_sparse, priorities, {}), {});
    }

    // Until all is answered.
    void run()
    {
        disk.abort(true);
        network.run();
    }

    scratch_directory folder;
    std::string content = std::string(piece_size, 'x') + "y";
    std::shared_ptr<swarm_storages> storages = std::make_shared<swarm_storages>();
    lt::file_storage files;
    lt::aux::vector<lt::download_priority_t, lt::file_index_t> priorities;
    lt::io_context network;
    swarm_disk disk{network, storages};
};

bool is_unsupported(const lt::storage_error& error)
{
    return error.ec == boost::system::errc::operation_not_supported;
}

} // namespace

TEST_CASE("no file is moved, renamed or removed for a swarm", "[swarm_disk]")
{
    swarm_disk_fixture f;
    const lt::storage_holder torrent = f.add("known");
    int answers = 0;
    f.disk.async_move_storage(torrent, "elsewhere", lt::move_flags_t::always_replace_files,
                              [&](lt::status_t status, const std::string& path, const lt::storage_error& error) {
                                  CHECK(status == lt::status_t::fatal_disk_error);
                                  CHECK(path == "elsewhere");
                                  answers += is_unsupported(error) ? 1 : 100;
                              });
    f.disk.async_rename_file(torrent, lt::file_index_t{0}, "b",
                             [&](const std::string& name, lt::file_index_t, const lt::storage_error& error) {
                                 CHECK(name == "b");
                                 answers += is_unsupported(error) ? 1 : 100;
                             });
    f.disk.async_delete_files(
        torrent, {}, [&](const lt::storage_error& error) { answers += is_unsupported(error) ? 1 : 100; });
    f.disk.async_set_file_priority(torrent, f.priorities, [&](const lt::storage_error& error, const auto&) {
        answers += is_unsupported(error) ? 1 : 100;
    });
    f.run();
    CHECK(answers == 4);
    CHECK(std::filesystem::file_size(f.folder.path() / "a") == f.content.size());
}

TEST_CASE("the hash of a block is that of its bytes", "[swarm_disk]")
{
    swarm_disk_fixture f;
    const lt::storage_holder torrent = f.add("known");
    int answers = 0;
    for (const int piece : {0, 1})
    {
        f.disk.async_hash2(torrent, lt::piece_index_t{piece}, 0, {},
                           [&, piece](lt::piece_index_t, const lt::sha256_hash& hash, const lt::storage_error& error) {
                               ++answers;
                               CHECK_FALSE(error);
                               const std::string bytes = piece == 0 ? f.content.substr(0, piece_size) : "y";
                               digest_hasher hasher(wua::digest_algorithm::sha256);
                               hasher.update(bytes.data(), bytes.size());
                               CHECK(std::equal(hash.begin(), hash.end(), hasher.finish().bytes.begin()));
                           });
    }
    f.run();
    CHECK(answers == 2);
}

TEST_CASE("a piece is what its file holds only if that was known to be there, or was written since", "[swarm_disk]")
{
    const auto was_known = GENERATE(std::vector<byte_range>{}, std::vector<byte_range>{{0, piece_size}},
                                    std::vector<byte_range>{{0, piece_size - 1}});
    const bool is_written = GENERATE(false, true);
    swarm_disk_fixture f;
    disk_file file = disk_directory(f.folder.path()).try_open("a", true).value();
    const auto storage = std::make_shared<swarm_storage>(std::make_shared<disk_file>(std::move(file)), was_known);
    f.storages->add("again", storage);
    const lt::storage_holder torrent = f.add("again");
    if (is_written)
    {
        storage->write(0, f.content.data(), 1);
    }
    std::vector<lt::sha256_hash> blocks(1);
    const auto is_of_content = [&](const auto& hash, wua::digest_algorithm algorithm) {
        digest_hasher hasher(algorithm);
        hasher.update(f.content.data(), piece_size);
        return std::equal(hash.begin(), hash.end(), hasher.finish().bytes.begin());
    };
    bool is_right = false;
    f.disk.async_hash(torrent, lt::piece_index_t{0}, blocks, lt::disk_interface::v1_hash,
                      [&](lt::piece_index_t, const lt::sha1_hash& hash, const lt::storage_error& error) {
                          CHECK_FALSE(error);
                          is_right = is_of_content(hash, wua::digest_algorithm::sha1);
                      });
    f.run();
    const bool is_there = is_written || was_known == std::vector<byte_range>{{0, piece_size}};
    CHECK(is_right == is_there);
    CHECK(is_of_content(blocks[0], wua::digest_algorithm::sha256) == is_there);
}

TEST_CASE("a journal that is unknown or gone cannot be read", "[swarm_disk]")
{
    swarm_disk_fixture f;
    const bool is_known = GENERATE(true, false);
    const lt::storage_holder torrent = f.add(is_known ? "known" : "unknown");
    f.storages->find("known")->revoke();
    int answers = 0;
    f.disk.async_read(torrent, {lt::piece_index_t{0}, 0, 100},
                      [&](const lt::disk_buffer_holder&, const lt::storage_error& error) {
                          ++answers;
                          CHECK(error);
                      },
                      {});
    f.disk.async_hash2(torrent, lt::piece_index_t{0}, 0, {},
                       [&](lt::piece_index_t, const lt::sha256_hash&, const lt::storage_error& error) {
                           ++answers;
                           CHECK(error);
                       });
    f.run();
    CHECK(answers == 2);
}
