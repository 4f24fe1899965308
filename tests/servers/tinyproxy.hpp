// SPDX-License-Identifier: MIT
#pragma once

// A real HTTP proxy that asks for a password by Basic authentication.

#include "servers/nginx.hpp"
#include "servers/server_process.hpp"

#include <cstdint>
#include <string>

namespace wua_test
{

// Forwards and tunnels for "user" with the password "s3cr3t".
class tinyproxy
{
public:
    std::string url() const
    {
        return "http://127.0.0.1:" + std::to_string(m_port);
    }

private:
    std::string configuration() const
    {
        write_file(m_folder / "tinyproxy.conf",
                   "Port " + std::to_string(m_port) +
                       "\nListen 127.0.0.1\nTimeout 60\nAllow 127.0.0.1\nBasicAuth user s3cr3t\nLogFile \"" +
                       (m_folder / "log").string() + "\"\n");
        return (m_folder / "tinyproxy.conf").string();
    }

    temporary_folder m_folder;
    const std::uint16_t m_port = server_process::free_port();
    server_process m_process{{"tinyproxy", "-d", "-c", configuration()}, m_port};
};

} // namespace wua_test
