// SPDX-License-Identifier: MIT
#pragma once

// Other programs for swarms, on the loopback interface: clients that have or fetch a torrent, and a tracker.

#include "servers/nginx.hpp"
#include "servers/server_process.hpp"

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

namespace wua_test
{

inline bool has_program(const std::string& name)
{
    return std::system(("command -v " + name + " >/dev/null").c_str()) == 0;
}

// Downloads what is missing in a folder, and seeds all of it, by version 1 of BitTorrent.
class rtorrent
{
public:
    rtorrent(const std::filesystem::path& folder, const std::filesystem::path& torrent)
        : m_process(command(folder, torrent), m_port)
    {}

    std::string address() const
    {
        return "127.0.0.1:" + std::to_string(m_port);
    }

private:
    std::vector<std::string> command(const std::filesystem::path& folder, const std::filesystem::path& torrent) const
    {
        const std::string port = std::to_string(m_port);
        std::vector<std::string> words{"rtorrent", "-n"};
        for (const std::string& option :
             {"network.port_range.set=" + port + '-' + port, std::string("network.port_random.set=no"),
              std::string("network.bind_address.set=127.0.0.1"), std::string("system.daemon.set=true"),
              std::string("dht.mode.set=disable"), std::string("protocol.pex.set=no"),
              "directory.default.set=" + folder.string(), "session.path.set=" + m_session.path().string()})
        {
            words.emplace_back("-o");
            words.push_back(option);
        }
        words.push_back(torrent.string());
        return words;
    }

    temporary_folder m_session;
    const std::uint16_t m_port = server_process::free_port();
    server_process m_process;
};

// Debian's build serves only the torrents on its list.
class opentracker
{
public:
    static std::string url_at(std::uint16_t port)
    {
        return "http://127.0.0.1:" + std::to_string(port) + "/announce";
    }

    opentracker(const std::vector<std::string>& hashes, std::uint16_t port)
        : m_port(port),
          m_process(command(hashes), port)
    {}

private:
    std::vector<std::string> command(const std::vector<std::string>& hashes) const
    {
        std::string list;
        for (const std::string& each : hashes)
        {
            list += each + '\n';
        }
        write_file(m_folder / "list", list);
        std::filesystem::permissions(m_folder.path(), std::filesystem::perms(0755)); // the program changes its user
        return {"opentracker", "-i",  "127.0.0.1", "-p", std::to_string(m_port), "-d", m_folder.path().string(),
                "-w",          "list"};
    }

    temporary_folder m_folder;
    const std::uint16_t m_port;
    server_process m_process;
};

} // namespace wua_test
