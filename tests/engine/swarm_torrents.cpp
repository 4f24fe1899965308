// SPDX-License-Identifier: MIT
// The torrents that others make: which of them swarm_engine downloads by, and what becomes of the rest.

#include "engine/swarm_trial.hpp"
#include <wua/engine/torrent_maker.hpp>
#include <wua/job/job.hpp>
#include <wua/model/download_story.hpp>

#include <libtorrent/bdecode.hpp>
#include <libtorrent/bencode.hpp>
#include <libtorrent/create_torrent.hpp>
#include <libtorrent/entry.hpp>
#include <libtorrent/posix_disk_io.hpp>
#include <libtorrent/session.hpp>
#include <libtorrent/session_params.hpp>
#include <libtorrent/settings_pack.hpp>
#include <libtorrent/torrent_flags.hpp>
#include <libtorrent/torrent_handle.hpp>
#include <libtorrent/torrent_info.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace wua_test;

namespace
{

// As another program makes it.
struct foreign_torrent
{
    lt::create_flags_t flags{};
    int piece_size = 1 << 16;
    bool is_in_folder = false;

    wua::content_swarm of(const std::filesystem::path& file) const
    {
        lt::file_storage files;
        const std::string name = file.filename().string();
        const std::string folder = file.parent_path().filename().string();
        const auto size = static_cast<std::int64_t>(std::filesystem::file_size(file));
        files.add_file(is_in_folder ? folder + '/' + name : name, size);
        lt::create_torrent maker(files, piece_size, flags);
        lt::error_code error;
        const std::filesystem::path where = is_in_folder ? file.parent_path().parent_path() : file.parent_path();
        lt::set_piece_hashes(maker, where.string(), error);
        REQUIRE(!error);
        const std::vector<char> bytes = maker.generate_buf();
        return of_text(std::string(bytes.begin(), bytes.end()));
    }

    static wua::content_swarm of_text(const std::string& text)
    {
        const lt::span<const char> bytes(text.data(), static_cast<std::ptrdiff_t>(text.size()));
        const lt::bdecode_node whole = lt::bdecode(bytes);
        const lt::span<const char> its = whole.dict_find("info").data_section();
        return {text, {}, sha256_of(std::string_view(its.data(), static_cast<std::size_t>(its.size()))).to_hex()};
    }
};

lt::entry entry_of(const std::string& text)
{
    return lt::entry(lt::bdecode(lt::span<const char>(text.data(), static_cast<std::ptrdiff_t>(text.size()))));
}

// Another program that has the file.
class foreign_seed
{
public:
    foreign_seed(const std::filesystem::path& folder, const std::string& torrent) : m_session(parameters())
    {
        lt::add_torrent_params params;
        params.ti = std::make_shared<lt::torrent_info>(
            lt::span<const char>(torrent.data(), static_cast<std::ptrdiff_t>(torrent.size())), lt::from_span);
        params.save_path = folder.string();
        params.flags = lt::torrent_flags::seed_mode;
        const lt::torrent_handle added = m_session.add_torrent(params);
        REQUIRE(holds_soon([&] { return m_session.listen_port() != 0 && added.status().is_seeding; }));
    }

    std::string address() const
    {
        return "127.0.0.1:" + std::to_string(m_session.listen_port());
    }

private:
    static lt::session_params parameters()
    {
        lt::settings_pack made;
        made.set_str(lt::settings_pack::listen_interfaces, "127.0.0.1:0");
        for (const int each : {int(lt::settings_pack::enable_dht), int(lt::settings_pack::enable_lsd),
                               int(lt::settings_pack::enable_upnp), int(lt::settings_pack::enable_natpmp)})
        {
            made.set_bool(each, false);
        }
        lt::session_params all(std::move(made));
        all.disk_io_constructor = lt::posix_disk_io_constructor; // without threads, which ThreadSanitizer does not see
        return all;
    }

    lt::session m_session;
};

struct torrent_trial
{
    explicit torrent_trial(std::size_t size = five_pieces, const std::string& name = "update.bin")
        : file(size, 1, {}, name)
    {}

    // What the story says of the swarm; empty: it did.
    std::string fetch(const wua::content_swarm& swarm)
    {
        const sharing_origin origin(file);
        wua::swarm_options options = local_options(output.path());
        options.stall_time = 2s;
        options.lonely_time = 2s;
        if (!peer.empty())
        {
            options.peers = {peer};
        }
        wua::job job = wua::start(wua::swarm_engine(std::move(options)), {file.update(origin.url, swarm)});
        job.wait();
        CHECK(job.result(0) == wua::outcome::succeeded());
        CHECK(has_content(output / file.name, file.content));
        const wua::download_story story = job.story(0);
        for (const wua::attempt_record& each : story.attempts)
        {
            if (each.decision == wua::attempt_decision::do_without_swarm)
            {
                return each.result.detail;
            }
        }
        return {};
    }

    struct sharing_origin
    {
        explicit sharing_origin(const published_file& file) : url(server.url(""))
        {
            write_file(server.root() / "update", file.content);
            url = server.url("update");
        }
        nginx server;
        std::string url;
    };

    published_file file;
    std::string peer;
    temporary_folder output;
};

} // namespace

TEST_CASE("a file is downloaded by whatever torrent there is of it alone with hashes of version 2", "[swarm_torrents]")
{
    torrent_trial trial;
    foreign_torrent made;
    SECTION("of both, with small pieces")
    {
        made.piece_size = 1 << 14;
    }
    SECTION("of one large piece")
    {
        made.piece_size = 1 << 20;
    }
    SECTION("in a folder")
    {
        made.is_in_folder = true;
    }
    CHECK(trial.fetch(made.of(trial.file.folder / trial.file.name)) == "");
}

TEST_CASE("a torrent of version 2 alone, which libtorrent fills up with zeros, is of use where a peer has the file",
          "[swarm_torrents]")
{
    torrent_trial trial(GENERATE(1U, 65'536U, 300'000U));
    const wua::content_swarm swarm =
        foreign_torrent{.flags = lt::create_torrent::v2_only}.of(trial.file.folder / trial.file.name);
    const foreign_seed seed(trial.file.folder.path(), swarm.torrent);
    trial.peer = seed.address();
    CHECK(trial.fetch(swarm) == "");
}

TEST_CASE("a torrent of version 1 only, or without piece layers, cannot be used", "[swarm_torrents]")
{
    torrent_trial trial;
    const std::filesystem::path path = trial.file.folder / trial.file.name;
    SECTION("of version 1")
    {
        CHECK(trial.fetch(foreign_torrent{.flags = lt::create_torrent::v1_only}.of(path)) ==
              "the torrent has no v2 part");
    }
    SECTION("without piece layers")
    {
        const std::string& text = trial.file.made.torrent;
        lt::entry read = entry_of(text);
        read.dict().erase("piece layers");
        std::string without;
        lt::bencode(std::back_inserter(without), read);
        CHECK(trial.fetch({without, {}, trial.file.made.info_hash}) == "the torrent has no piece layers");
    }
}

TEST_CASE("a torrent whose two versions contradict each other is left for the URL", "[swarm_torrents]")
{
    torrent_trial trial;
    const std::string& text = trial.file.made.torrent;
    lt::entry read = entry_of(text);
    std::string& pieces = read["info"]["pieces"].string();
    pieces[3] = static_cast<char>(pieces[3] ^ 1);
    std::string changed;
    lt::bencode(std::back_inserter(changed), read);
    CHECK(trial.fetch(foreign_torrent::of_text(changed)) != "");
}

TEST_CASE("files of any size and name have torrents by which they are downloaded", "[swarm_torrents]")
{
    const auto [size, name] = GENERATE(table<std::size_t, std::string>({
        {1, "update.bin"},
        {16'384, "update.bin"},
        {16'385, "update.bin"},
        {65'536, "update.bin"},
        {65'537, "update.bin"},
        {1'000, "a b (1)+%41.tar.gz"},
        {1'000, "\xc3\xa4\xe2\x82\xac.bin"},
        {1'000, "a\xe2\x80\xae.bin"},
        {1'000, ".hidden"},
        {1'000, "semi;colon&amp"},
        {1'000, std::string(216, 'n') + ".bin"},
    }));
    CAPTURE(size, name);
    torrent_trial trial(size, name);
    CHECK(trial.fetch({trial.file.made.torrent, {}, trial.file.made.info_hash}) == "");
}

TEST_CASE("a name that no torrent can have, and an invalid tracker, are reported", "[swarm_torrents]")
{
    const auto refusal_of = [](const std::string& name, const wua::torrent_options& options) {
        try
        {
            const published_file made(1'000, 1, options, name);
        }
        catch (const wua::hresult_error& error)
        {
            CHECK(error.code() == wua::e_invalidarg);
            return std::string(error.text());
        }
        return std::string();
    };
    CHECK(refusal_of("a\\b", {}) == "a torrent cannot have a file of that name: a\\b");
    CHECK(refusal_of("a", {.trackers = {"host:6969"}}) == "a tracker is a URL with http, https or udp, not host:6969");
    CHECK(refusal_of("a", {.trackers = {"udp://host:6969"}}) == "");
}
