// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/curl/request_rules.hpp>.

#include <wua/com/ascii.hpp>
#include <wua/engine/curl/international_host.hpp>
#include <wua/engine/curl/pem_files.hpp>
#include <wua/engine/curl/refused_option.hpp>
#include <wua/engine/curl/request_rules.hpp>
#include <wua/engine/printable_url.hpp>
#include <wua/engine/transfer/header_rules.hpp>
#include <wua/engine/transfer/joined_text.hpp>

#include <algorithm>
#include <iterator>
#include <stdexcept>
#include <utility>

namespace wua::detail
{

WUA_COLD void check_details(const request_details& details, std::string_view of)
{
    if (const std::string objection = objection_to(details); !objection.empty())
    {
        refuse_option(joined({of, ": ", objection}));
    }
}

WUA_COLD std::string checked_pins(const std::vector<std::string>& pins)
{
    std::string all;
    for (const std::string& pin : pins)
    {
        constexpr std::string_view prefix = "sha256//";
        constexpr std::size_t digits = 43; // 32 bytes in Base64, without the padding character
        const std::string_view coded = std::string_view(pin).substr(std::min(pin.size(), prefix.size()));
        const auto is_base64 = [](char c) {
            const char lower = ascii_lower(c);
            return is_digit(c) || (lower >= 'a' && lower <= 'z') || c == '+' || c == '/';
        };
        if (!pin.starts_with(prefix) || coded.size() != digits + 1 || coded.back() != '=' ||
            !std::all_of(coded.begin(), coded.end() - 1, is_base64))
        {
            refuse_option(joined({"this is not a pin of a public key, which is sha256// and 44 characters of Base64: '",
                                  shown_option(pin), "'"}));
        }
        all += joined({all.empty() ? "" : ";", pin});
    }
    return all;
}

WUA_COLD request_rules::request_rules(const request_options& chosen) : m_chosen(chosen)
{
    check_details(chosen.details, "requests");
    if (chosen.certificate)
    {
        check_certificate(*chosen.certificate);
    }
    m_pins = checked_pins(chosen.pins);
    m_origins.reserve(chosen.origins.size());
    for (const origin_requests& each : chosen.origins)
    {
        add_origin(each);
    }
    if (!chosen.netrc.empty())
    {
        read_netrc(chosen.netrc);
    }
    set_proxy(chosen.proxy);
    for (const resolver_entry& each : chosen.resolver)
    {
        add_resolver_entry(each);
    }
    if (has_control_character(chosen.network_interface))
    {
        refuse_option(
            joined({"this is not the name of a network interface: '", shown_option(chosen.network_interface), "'"}));
    }
}

WUA_COLD void request_rules::check(const update_item& update)
{
    if (update.requests)
    {
        check_details(*update.requests, joined({"the requests of the update '", shown_option(update.title), "'"}));
    }
}

WUA_COLD const request_rules::origin_rule* request_rules::find(std::string_view origin) const noexcept
{
    const auto found = std::find_if(
        m_origins.begin(), m_origins.end(), [&](const origin_rule& each) { return each.origin == origin; });
    return found == m_origins.end() ? nullptr : &*found;
}

WUA_COLD void request_rules::add_origin(const origin_requests& chosen)
{
    const std::optional<parsed_url> url = parsed_url::parse(chosen.origin);
    const std::string bare = url ? url->bare() : std::string();
    const std::string scheme = url ? url->scheme() : std::string();
    const auto authority = bare.find("://");
    const auto path = authority == std::string::npos ? std::string::npos : bare.find('/', authority + 3);
    const bool has_path = path != std::string::npos && path + 1 != bare.size();
    if ((scheme != "http" && scheme != "https") || has_path || !url->user().empty() || !url->password().empty() ||
        bare.find('?') != std::string::npos)
    {
        refuse_option(joined(
            {"this is not an origin such as https://host or https://host:8443: '", printable_url(chosen.origin), "'"}));
    }
    const std::string origin = url->origin();
    if (find(origin) != nullptr)
    {
        refuse_option(joined({"the origin ", origin, " is given twice"}));
    }
    check_details(chosen.details, joined({"the requests of ", origin}));
    if (chosen.certificate)
    {
        check_certificate(*chosen.certificate);
    }
    if (scheme != "https" && (chosen.certificate || !chosen.pins.empty()))
    {
        refuse_option(joined({"certificates and pins are for https, not for ", origin}));
    }
    m_origins.push_back({origin, &chosen, checked_pins(chosen.pins)});
}

WUA_COLD void request_rules::set_proxy(const proxy_options& chosen)
{
    for (const std::string& host : chosen.exceptions)
    {
        if (host.empty() || host.find_first_of(", ") != std::string::npos || has_control_character(host))
        {
            refuse_option(
                joined({"this is not a host, so it cannot be exempt from the proxy: '", shown_option(host), "'"}));
        }
        m_proxy_exceptions += joined({m_proxy_exceptions.empty() ? "" : ",", encoded_host(host)});
    }
    if (chosen.url.empty())
    {
        if (chosen.login)
        {
            refuse_option("there are credentials for a proxy, but no proxy");
        }
        return;
    }
    constexpr std::string_view schemes[] = {"http", "https", "socks4", "socks4a", "socks5", "socks5h"};
    const std::optional<parsed_url> url =
        chosen.url.find("://") == std::string::npos ? std::nullopt : parsed_url::parse(chosen.url);
    const std::string scheme = url ? url->scheme() : std::string();
    if (std::find(std::begin(schemes), std::end(schemes), scheme) == std::end(schemes))
    {
        refuse_option(joined({"this is not a proxy such as http://host:3128 (or https, socks4, socks4a, socks5, "
                              "socks5h): ",
                              printable_url(chosen.url)}));
    }
    const bool is_http = scheme == "http" || scheme == "https";
    m_proxy = proxy_rule{.url = url->bare(), .origin = url->origin(), .login = chosen.login, .is_http = is_http};
    if (!url->user().empty() || !url->password().empty())
    {
        if (chosen.login)
        {
            refuse_option("the credentials of the proxy are given twice, in its URL and beside it");
        }
        m_proxy->login = credentials{.user = url->user(), .password = url->password()};
    }
    if (m_proxy->login)
    {
        if (const std::string objection = objection_to(*m_proxy->login); !objection.empty())
        {
            refuse_option(joined({"the proxy's credentials: ", objection}));
        }
    }
}

WUA_COLD bool is_ip_address(const std::string& text)
{
    if (text.find(':') != std::string::npos)
    {
        constexpr std::string_view allowed = "0123456789abcdefABCDEF:.";
        return text.find_first_not_of(allowed) == std::string::npos &&
               parsed_url::parse(joined({"http://[", text, "]/"})).has_value();
    }
    std::string_view rest = text;
    for (int part = 0; part != 4; ++part)
    {
        const std::string_view digits = rest.substr(0, rest.find('.'));
        const std::optional<std::uint64_t> number = digits.size() > 3 ? std::nullopt : parse_decimal(digits);
        const bool is_last = digits.size() == rest.size();
        if (!number || *number > 255 || is_last != (part == 3))
        {
            return false;
        }
        rest.remove_prefix(is_last ? digits.size() : digits.size() + 1);
    }
    return true;
}

WUA_COLD void request_rules::add_resolver_entry(const resolver_entry& entry)
{
    const std::string host = encoded_host(entry.host);
    if (host.empty() || host.front() == '-' || !is_plain_host(host))
    {
        refuse_option(joined({"this is not a host whose addresses can be given: '", shown_option(entry.host), "'"}));
    }
    if (entry.port == 0 || entry.addresses.empty())
    {
        refuse_option(
            joined({"the addresses of the host '", entry.host, "' lack ", entry.port == 0 ? "a port" : "any"}));
    }
    std::string line = joined({host, ":", entry.port, ":"});
    std::string_view before;
    for (const std::string& address : entry.addresses)
    {
        if (!is_ip_address(address))
        {
            refuse_option(
                joined({"this is not an IP address for the host '", entry.host, "': '", shown_option(address), "'"}));
        }
        const bool is_v6 = address.find(':') != std::string::npos;
        line += joined({before, is_v6 ? "[" : "", address, is_v6 ? "]" : ""});
        before = ",";
    }
    m_resolver_lines.push_back(std::move(line));
}

WUA_COLD void request_rules::read_netrc(const std::filesystem::path& path)
{
    try
    {
        m_netrc = netrc(read_option_file(path, "the netrc file"));
    }
    catch (const std::runtime_error& error)
    {
        refuse_option(joined({error.what(), ": ", shown_path(path)}));
    }
}

} // namespace wua::detail
