// SPDX-License-Identifier: MIT
#pragma once
// The requests that a fault server reads.

#include <wua/separate_compilation.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wua
{
/// Names and values, in the order in which they are sent.
using http_fields = std::vector<std::pair<std::string, std::string>>;

/// The half-open range [from, to) of bytes.
struct http_byte_range
{
    std::uint64_t from = 0;
    std::uint64_t to = 0;
};

/// A request as it came over the wire.
struct http_request
{
    std::string method;
    std::string target;  ///< as sent, query included
    std::string version; ///< "HTTP/1.1", "HTTP/2"
    http_fields fields;
    std::uint64_t connection = 0;           ///< number of the connection, 1 for the server's first
    std::uint32_t number_on_connection = 0; ///< 1 for the first request of its connection
    std::uint32_t stream = 0;               ///< stream of HTTP/2; 0 for HTTP/1

    /// The target without its query.
    std::string_view path() const noexcept
    {
        return std::string_view(target).substr(0, target.find('?'));
    }

    /// What follows the question mark; empty without one.
    std::string_view query() const noexcept;

    /// The value of the first field of that name, whose case does not matter.
    std::optional<std::string> field(std::string_view name) const;

    /// Whether the connection is to be closed after the response.
    bool wants_close() const;

    /// The requested range of content of this size; empty unless there is a single well-formed Range. It may begin at
    /// or past `size`: then it cannot be satisfied.
    std::optional<http_byte_range> range(std::uint64_t size) const;

    /// Reads a head without its final empty line.
    static std::optional<http_request> try_parse(std::string_view head);

    /// The number, if all of `text` is one in decimal.
    static std::optional<std::uint64_t> try_decimal(std::string_view text) noexcept;

private:
    static std::string_view take_line(std::string_view& head) noexcept;
};
} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/testing/fault_server/http_request.ipp>
#endif
