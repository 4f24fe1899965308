// SPDX-License-Identifier: MIT
#pragma once

// The options that concern requests. Secrets need not be on the command line, where everybody can read them: each may
// come from a file or the environment.

#include "manifest.hpp"
#include "used_options.hpp"
#include <wua/engine/request_options.hpp>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace poller
{

class request_flags
{
public:
    void add_to(CLI::App& app)
    {
        const auto add = [&](const char* name, auto& value, const char* what) {
            return m_options.add(app.add_option(name, value, what)->group("Requests")->allow_extra_args(false));
        };
        const auto add_flag = [&](const char* name, bool& value, const char* what) {
            return m_options.add(app.add_flag(name, value, what)->group("Requests"));
        };
        add("--header", m_headers, "\"Name: value\", for the hosts of the URLs; may be repeated");
        add("--header-file", m_header_file, "a file of such headers, one per line");
        add("--bearer-file", m_bearer_file, "a file with a bearer token; or set WUA_BEARER_TOKEN");
        add("--user", m_user, "a user, for Basic or Digest");
        add("--password-file", m_password_file, "a file with the user's password; or set WUA_PASSWORD");
        add_flag("--basic", m_is_basic, "send user and password by Basic, with the first request");
        add("--netrc", m_netrc, "a netrc file");
        add("--cert", m_certificate, "a client certificate, in PEM format");
        add("--key", m_key, "the key of --cert, unless it is in the same file");
        add("--key-password-file", m_key_password_file, "a file with the key's password; or set WUA_KEY_PASSWORD");
        add("--proxy", m_proxy, "a proxy, such as http://host:3128");
        add("--proxy-user", m_proxy_user, "a user for the proxy");
        add("--proxy-password-file", m_proxy_password_file,
            "a file with the proxy's password; or set WUA_PROXY_PASSWORD");
        add("--no-proxy", m_no_proxy, "hosts that need no proxy, separated by commas; * for all");
        add("--resolve", m_resolver, "HOST:PORT:ADDRESS[,ADDRESS...]; may be repeated");
        add("--interface", m_interface, "the network interface, or one of its addresses");
        add("--tls-min", m_tls_min, "the lowest version of TLS")->check(CLI::IsMember({"1.2", "1.3"}));
        add("--pin", m_pins, "a public key that servers may have, sha256//BASE64; may be repeated");
        auto* const v4 = add_flag("-4,--ipv4", m_is_v4, "use only IPv4 addresses");
        add_flag("-6,--ipv6", m_is_v6, "use only IPv6 addresses")->excludes(v4);
    }

    // All options of this kind.
    const used_options& given() const noexcept
    {
        return m_options;
    }

    // Throws usage_error.
    wua::request_options read() const
    {
        wua::request_options chosen;
        for (const std::string& line : m_headers)
        {
            chosen.details.headers.push_back(header("--header", line));
        }
        if (!m_header_file.empty())
        {
            std::ifstream file = open("--header-file", m_header_file);
            for (std::string line; std::getline(file, line);)
            {
                if (const std::string_view text = without_end(line); !text.empty())
                {
                    chosen.details.headers.push_back(header("--header-file", text));
                }
            }
        }
        chosen.details.bearer_token = secret("--bearer-file", m_bearer_file, "WUA_BEARER_TOKEN").value_or("");
        chosen.details.login = login("--user", m_user, "--password-file", m_password_file, "WUA_PASSWORD");
        if (m_is_basic)
        {
            if (!chosen.details.login)
            {
                throw usage_error("--basic needs --user");
            }
            chosen.details.login->sends_basic_at_once = true;
        }
        chosen.netrc = m_netrc;
        if (!m_certificate.empty())
        {
            chosen.certificate = wua::client_certificate{
                m_certificate, m_key,
                secret("--key-password-file", m_key_password_file, "WUA_KEY_PASSWORD").value_or("")};
        }
        else if (!m_key.empty() || !m_key_password_file.empty())
        {
            throw usage_error(fmt::format("{} needs --cert", m_key.empty() ? "--key-password-file" : "--key"));
        }
        chosen.proxy.url = m_proxy;
        chosen.proxy.login =
            login("--proxy-user", m_proxy_user, "--proxy-password-file", m_proxy_password_file, "WUA_PROXY_PASSWORD");
        chosen.proxy.exceptions = split(m_no_proxy);
        for (const std::string& entry : m_resolver)
        {
            chosen.resolver.push_back(resolver_entry(entry));
        }
        chosen.network_interface = m_interface;
        chosen.ip_version = m_is_v4 ? wua::ip_version::v4 : m_is_v6 ? wua::ip_version::v6 : wua::ip_version::any;
        chosen.min_tls = m_tls_min.empty()    ? wua::tls_version::automatic
                         : m_tls_min == "1.2" ? wua::tls_version::tls_1_2
                                              : wua::tls_version::tls_1_3;
        chosen.pins = m_pins;
        return chosen;
    }

private:
    static std::string_view without_end(std::string_view line)
    {
        while (line.ends_with('\r') || line.ends_with('\n'))
        {
            line.remove_suffix(1);
        }
        return line;
    }

    static std::ifstream open(const char* flag, const std::string& path)
    {
        std::ifstream file(path);
        if (!file || file.peek() == std::ifstream::traits_type::eof())
        {
            throw usage_error(fmt::format("{}: the file '{}' cannot be read, or is empty", flag, path));
        }
        return file;
    }

    // `line` may contain a secret.
    static wua::header_field header(const char* flag, std::string_view line)
    {
        const auto colon = line.find(':');
        if (colon == std::string_view::npos)
        {
            throw usage_error(fmt::format("{}: a header has no colon; write 'Name: value'", flag));
        }
        std::string_view value = line.substr(colon + 1);
        value.remove_prefix(std::min(value.find_first_not_of(" \t"), value.size()));
        return {std::string(line.substr(0, colon)), std::string(value)};
    }

    // The first line of the file, or else the variable's value.
    static std::optional<std::string> secret(const char* flag, const std::string& path, const char* variable)
    {
        if (!path.empty())
        {
            std::ifstream file = open(flag, path);
            std::string line;
            std::getline(file, line);
            return std::string(without_end(line));
        }
        // NOLINTNEXTLINE(concurrency-mt-unsafe): there is no other thread yet
        const char* const value = std::getenv(variable);
        return value == nullptr ? std::nullopt : std::optional<std::string>(value);
    }

    static std::optional<wua::credentials> login(const char* user_flag, const std::string& user, const char* flag,
                                                 const std::string& path, const char* variable)
    {
        if (user.empty())
        {
            if (!path.empty())
            {
                throw usage_error(fmt::format("{} needs {}", flag, user_flag));
            }
            return std::nullopt;
        }
        const std::optional<std::string> password = secret(flag, path, variable);
        if (!password)
        {
            throw usage_error(fmt::format("{} needs {}, or the password in {}", user_flag, flag, variable));
        }
        return wua::credentials{user, *password};
    }

    static std::vector<std::string> split(std::string_view list)
    {
        std::vector<std::string> parts;
        while (!list.empty())
        {
            const std::string_view part = list.substr(0, list.find(','));
            parts.emplace_back(part);
            list.remove_prefix(std::min(part.size() + 1, list.size()));
        }
        return parts;
    }

    static wua::resolver_entry resolver_entry(std::string_view entry)
    {
        const auto host_end = entry.find(':');
        const auto port_end = host_end == std::string_view::npos ? host_end : entry.find(':', host_end + 1);
        std::uint16_t port = 0;
        if (port_end != std::string_view::npos)
        {
            const char* const end = entry.data() + port_end;
            const auto [stop, error] = std::from_chars(entry.data() + host_end + 1, end, port);
            port = error == std::errc() && stop == end ? port : std::uint16_t{0};
        }
        if (port == 0)
        {
            throw usage_error(fmt::format("--resolve: '{}' is not HOST:PORT:ADDRESS", entry));
        }
        wua::resolver_entry read{std::string(entry.substr(0, host_end)), port, split(entry.substr(port_end + 1))};
        for (std::string& address : read.addresses)
        {
            if (address.starts_with('[') && address.ends_with(']'))
            {
                address = address.substr(1, address.size() - 2);
            }
        }
        return read;
    }

    used_options m_options;
    std::vector<std::string> m_headers;
    std::string m_header_file;
    std::string m_bearer_file;
    std::string m_user;
    std::string m_password_file;
    bool m_is_basic = false;
    std::string m_netrc;
    std::string m_certificate;
    std::string m_key;
    std::string m_key_password_file;
    std::string m_proxy;
    std::string m_proxy_user;
    std::string m_proxy_password_file;
    std::string m_no_proxy;
    std::vector<std::string> m_resolver;
    std::string m_interface;
    std::string m_tls_min;
    std::vector<std::string> m_pins;
    bool m_is_v4 = false;
    bool m_is_v6 = false;
};

} // namespace poller
