// SPDX-License-Identifier: MIT
#pragma once

// What can be chosen about the requests of a curl_engine, and the connections that they take.
//
// Everything here that tells who asks, headers included, belongs to an origin: scheme, host and port. What does not
// name one belongs to the origins of an update's own URLs (content_file::urls). A request to any other origin, as after
// a redirect, carries only what names that origin.

#include <wua/model/request_details.hpp>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace wua
{

/// Certificate and key in PEM files, for servers that ask for one.
struct client_certificate
{
    /// May go on with the certificates that lead to its authority.
    std::filesystem::path certificate;

    /// Empty: the key is in the same file.
    std::filesystem::path key{};

    /// Of an encrypted key.
    std::string key_password{};
};

/// For one origin. What it has goes before what is said of all; what an update has goes before both, at the origins of
/// its own URLs. Headers add up, but for those of one name.
struct origin_requests
{
    /// "https://host" or "https://host:8443".
    std::string origin;

    request_details details{};
    std::optional<client_certificate> certificate{};

    /// Instead of those of all.
    std::vector<std::string> pins{};
};

enum class auth_scheme : std::uint8_t
{
    basic,
    digest,
};

struct credentials_question
{
    /// Who asks: scheme, host and port, also a default one; of a proxy its own.
    std::string origin;

    /// As it names itself, for people's eyes: untrusted text.
    std::string realm;

    auth_scheme scheme = auth_scheme::basic;

    /// 1 for the first time. More: what was answered before was not accepted.
    std::uint32_t times_asked = 1;

    bool is_proxy = false;
};

/// Nothing: there are none. The updates that need them fail, and the same job does not ask again for that realm.
using credentials_callback = std::function<std::optional<credentials>(const credentials_question&)>;

struct proxy_options
{
    /// http, https, socks4, socks4a, socks5 or socks5h, with host and port: "http://host:3128". May have user and
    /// password, if `login` has not. Empty: those that the environment names.
    std::string url{};

    /// For an http or https proxy Basic or Digest, as it asks; for socks5 in its own way.
    std::optional<credentials> login{};

    /// Hosts that are asked without a proxy, and all below them: "example.org"; addresses and networks ("10.0.0.0/8");
    /// "*": all. Instead of no_proxy of the environment, if there are any.
    std::vector<std::string> exceptions{};
};

/// The addresses of a host, so that nobody has to be asked for them.
struct resolver_entry
{
    std::string host;
    std::uint16_t port = 443;
    std::vector<std::string> addresses; // of IPv4 and IPv6, without brackets
};

enum class ip_version : std::uint8_t
{
    any,
    v4,
    v6,
};

enum class tls_version : std::uint8_t
{
    automatic, // what libcurl and its TLS library allow
    tls_1_2,
    tls_1_3,
};

/// Checked when the engine is made: hresult_error with E_INVALIDARG says what is wrong, and no secret.
struct request_options
{
    /// For the origins of every update's own URLs. See also update_item::requests.
    request_details details{};
    std::optional<client_certificate> certificate{};

    /// Keys that a TLS server must have one of, "sha256//" and 44 characters of Base64, as libcurl's
    /// CURLOPT_PINNEDPUBLICKEY. For all servers but those of `origins` that have their own, also after a redirect.
    std::vector<std::string> pins{};

    std::vector<origin_requests> origins{};

    /// Asked for a server that wants credentials (401), or a proxy (407), if there are none or they were refused. Also
    /// for an origin to which was redirected: what is answered is for the one in question, and kept for it while the
    /// engine lives, so that one answer does for several downloads.
    ///
    /// It comes on a thread of its own, one call at a time, and may take as long as people do: the update waits without
    /// a slot, others go on. No file asks more than five times. What it throws means no. Job and update may have ended
    /// meanwhile, but the engine's destructor waits for its return.
    credentials_callback ask{};

    /// A file of "machine HOST login USER password PASSWORD", read when the engine is made; empty: none. Its entries
    /// are for hosts, whatever the port, but only for the origins of an update's own URLs, and come after all
    /// `details`.
    std::filesystem::path netrc{};

    proxy_options proxy{};

    std::vector<resolver_entry> resolver{};

    /// A network interface, address or host name of this machine, by which to connect; libcurl's CURLOPT_INTERFACE.
    std::string network_interface{};

    wua::ip_version ip_version = wua::ip_version::any;

    /// The lowest version of TLS, of servers and https proxies.
    tls_version min_tls = tls_version::automatic;
};

} // namespace wua
