// SPDX-License-Identifier: MIT
#pragma once
// What a fault server needs from a TLS library; fault_server_tls.hpp implements it with OpenSSL.

#include <wua/testing/fault_server/misbehaviour.hpp>

#include <memory>
#include <string>
#include <string_view>

namespace wua
{
/// The server's side of one TLS connection, as a filter between the wire and plain bytes. Used by one thread.
class tls_connection
{
public:
    virtual ~tls_connection() = default;

    /// Consumes bytes from the wire, appends the decrypted ones to `plain` and what must be sent at once to `reply`;
    /// false if the connection is beyond repair.
    virtual bool receive(std::string_view wire, std::string& plain, std::string& reply) = 0;

    /// Appends to `wire` the encrypted form of `plain`.
    virtual void seal(std::string_view plain, std::string& wire) = 0;

    /// Appends the close_notify alert.
    virtual void close(std::string& wire) = 0;

    /// Appends a request to change keys, if the TLS version has one.
    virtual void rekey(std::string& wire) = 0;

    /// Whether the client has agreed to HTTP/2; false before the handshake is over.
    virtual bool speaks_http_2() const noexcept = 0;
};

/// Opens the server's side of TLS connections.
class tls_acceptor
{
public:
    virtual ~tls_acceptor() = default;

    /// A connection with the certificate of that kind of listener. Called on the server's thread.
    virtual std::unique_ptr<tls_connection> accept(listener_kind kind) const = 0;
};
} // namespace wua
