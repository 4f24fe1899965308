// SPDX-License-Identifier: MIT
#pragma once

// Options for the requests of a curl_engine, and for their connections.
//
// Everything here that identifies the client, including headers, belongs to an origin: scheme, host and port. What
// names no origin belongs to the origins of an update's own URLs (content_file::urls). A request to any other origin,
// for example after a redirect, carries only what names that origin.

#include <wua/model/request_details.hpp>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace wua
{

/// Certificate and key in PEM files, for servers that require one.
struct client_certificate
{
    /// May be followed by the certificates that lead to its authority.
    std::filesystem::path certificate;

    /// Empty: the key is in the same file.
    std::filesystem::path key{};

    /// For an encrypted key.
    std::string key_password{};
};

/// Settings for one origin. They take precedence over those for all origins; at the origins of its own URLs an update's
/// settings take precedence over both. Headers accumulate, except those of the same name.
struct origin_requests
{
    /// "https://host" or "https://host:8443".
    std::string origin;

    request_details details{};
    std::optional<client_certificate> certificate{};

    /// Replace those for all origins.
    std::vector<std::string> pins{};
};

enum class auth_scheme : std::uint8_t
{
    basic,
    digest,
};

struct credentials_question
{
    /// The origin that asks: scheme, host and port, even a default port; for a proxy, the proxy's own.
    std::string origin;

    /// The realm as stated by the server, to be shown to people: untrusted text.
    std::string realm;

    auth_scheme scheme = auth_scheme::basic;

    /// 1 for the first time. More: the previous answer was not accepted.
    std::uint32_t times_asked = 1;

    bool is_proxy = false;
};

/// Returns nullopt if there are no credentials. The updates that need them then fail, and the same job does not ask
/// again for that realm.
using credentials_callback = std::function<std::optional<credentials>(const credentials_question&)>;

struct proxy_options
{
    /// http, https, socks4, socks4a, socks5 or socks5h, with host and port: "http://host:3128". May contain user and
    /// password, if `login` is not set. Empty: the environment's.
    std::string url{};

    /// For an http or https proxy Basic or Digest, as it requests; for socks5 in its own way.
    std::optional<credentials> login{};

    /// Hosts that are contacted without a proxy, and all below them: "example.org"; addresses and networks
    /// ("10.0.0.0/8"); "*": all. If set, replaces no_proxy of the environment.
    std::vector<std::string> exceptions{};
};

/// The addresses of a host, so that no DNS query is needed.
struct resolver_entry
{
    std::string host;
    std::uint16_t port = 443;
    std::vector<std::string> addresses; // IPv4 and IPv6, without brackets
};

enum class ip_version : std::uint8_t
{
    any,
    v4,
    v6,
};

enum class tls_version : std::uint8_t
{
    automatic, // whatever libcurl and its TLS library allow
    tls_1_2,
    tls_1_3,
};

/// Checked when the engine is constructed: hresult_error with E_INVALIDARG says what is wrong, but no secret.
struct request_options
{
    /// For the origins of every update's own URLs. See also update_item::requests.
    request_details details{};
    std::optional<client_certificate> certificate{};

    /// Public keys, of which a TLS server must have one: "sha256//" and 44 characters of Base64, as for libcurl's
    /// CURLOPT_PINNEDPUBLICKEY. Applies to all servers, also after a redirect, except `origins` with pins of their own.
    std::vector<std::string> pins{};

    std::vector<origin_requests> origins{};

    /// Called for a server that wants credentials (401), or a proxy (407), if there are none or they were refused; also
    /// for an origin reached by a redirect. The answer applies to the origin in question and is kept while the engine
    /// lives, so one answer serves several downloads.
    ///
    /// Called on a thread of its own, one call at a time, and may take as long as people do: the update waits without
    /// occupying a slot, others continue. No file asks more than five times. An exception means no credentials. The job
    /// and the update may have ended in the meantime, but the engine's destructor waits for the call to return.
    credentials_callback ask{};

    /// A file of "machine HOST login USER password PASSWORD", read when the engine is constructed; empty: none. Its
    /// entries apply to hosts, whatever the port, but only to the origins of an update's own URLs, and rank below all
    /// `details`.
    std::filesystem::path netrc{};

    proxy_options proxy{};

    std::vector<resolver_entry> resolver{};

    /// The network interface, address or host name of this machine to connect from; libcurl's CURLOPT_INTERFACE.
    std::string network_interface{};

    wua::ip_version ip_version = wua::ip_version::any;

    /// The lowest TLS version accepted from servers and https proxies.
    tls_version min_tls = tls_version::automatic;
};

} // namespace wua
