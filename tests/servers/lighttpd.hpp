// SPDX-License-Identifier: MIT
#pragma once

// A real web server with Digest authentication, which Debian's nginx-light lacks.

#include "servers/nginx.hpp"
#include "servers/server_process.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace wua_test
{

// Serves root(); below /basic, /md5 and /sha256 only to "user" with the password "s3cr3t".
class lighttpd
{
public:
    std::filesystem::path root() const
    {
        return m_folder / "root";
    }
    std::string url(std::string_view name) const
    {
        return "http://127.0.0.1:" + std::to_string(m_port) + '/' + std::string(name);
    }

private:
    std::string configuration() const
    {
        const auto rule = [](const char* path, const char* method, const char* algorithm) {
            return std::string("\"") + path + "\" => (\"method\" => \"" + method +
                   "\", \"realm\" => \"files\", \"require\" => \"valid-user\"" + algorithm + "),\n";
        };
        for (const char* const name : {"basic", "md5", "sha256"})
        {
            std::filesystem::create_directories(root() / name);
        }
        write_file(m_folder / "users", "user:s3cr3t\n");
        write_file(m_folder / "lighttpd.conf",
                   "server.modules = (\"mod_auth\", \"mod_authn_file\")\n"
                   "server.bind = \"127.0.0.1\"\nserver.port = " +
                       std::to_string(m_port) + "\nserver.document-root = \"" + root().string() +
                       "\"\nauth.backend = \"plain\"\nauth.backend.plain.userfile = \"" +
                       (m_folder / "users").string() + "\"\nauth.require = (\n" + rule("/basic", "basic", "") +
                       rule("/md5", "digest", ", \"algorithm\" => \"MD5\"") +
                       rule("/sha256", "digest", ", \"algorithm\" => \"SHA-256\"") + ")\n");
        return (m_folder / "lighttpd.conf").string();
    }

    temporary_folder m_folder;
    const std::uint16_t m_port = server_process::free_port();
    server_process m_process{{"/usr/sbin/lighttpd", "-D", "-f", configuration()}, m_port};
};

} // namespace wua_test
