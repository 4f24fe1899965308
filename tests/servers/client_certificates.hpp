// SPDX-License-Identifier: MIT
#pragma once

// Certificates for clients, made with the openssl program.

#include "servers/nginx.hpp"

#include <filesystem>
#include <string>

namespace wua_test
{

// Signed by a server's authority.
class client_certificates
{
public:
    explicit client_certificates(const nginx_authority& authority) : m_authority(authority) {}

    // Makes NAME.pem and NAME.key; a non-empty password encrypts the key.
    void add(const std::string& name, const std::string& password = {})
    {
        const std::string ca = m_authority.ca_file().parent_path().string();
        const std::string secret = password.empty() ? "-nodes" : "-passout pass:" + password;
        run_command(
            "cd " + m_folder.path().string() + " && openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 " + secret +
            " -subj /CN=" + name + " -keyout " + name + ".key -out " + name + ".csr && openssl x509 -req -in " + name +
            ".csr -CA " + ca + "/ca.pem -CAkey " + ca + "/ca.key -CAcreateserial -days 7 -out " + name + ".pem");
    }

    std::filesystem::path certificate(const std::string& name) const
    {
        return m_folder / (name + ".pem");
    }
    std::filesystem::path key(const std::string& name) const
    {
        return m_folder / (name + ".key");
    }

private:
    const nginx_authority& m_authority;
    temporary_folder m_folder;
};

} // namespace wua_test
