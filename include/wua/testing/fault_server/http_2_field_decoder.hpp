// SPDX-License-Identifier: MIT
#pragma once
// Reads the fields of HTTP/2 requests: HPACK (RFC 7541) with texts of printable ASCII.

#include <wua/separate_compilation.hpp>
#include <wua/testing/fault_server/http_request.hpp>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace wua::detail
{
/// The decoder of one connection: later fields may refer to those of earlier requests.
class http_2_field_decoder
{
public:
    /// nullopt for a block that cannot be decoded.
    std::optional<http_fields> decode(std::string_view block);

private:
    using field = std::pair<std::string, std::string>;

    std::optional<std::uint64_t> take_number(std::string_view& block, int bits) const;

    std::optional<std::string> take_text(std::string_view& block) const;

    /// The entry of that index: 1 to 61 are in the static table, 62 is the newest one of the connection's own.
    std::optional<field> entry(std::uint64_t number) const;

    void add(field added);

    void shrink(std::size_t limit);

    std::deque<field> m_own; ///< newest first
    std::size_t m_size = 0;  ///< size of m_own as HPACK counts it
    std::size_t m_limit = 4096;
};

/// Decodes a string in HPACK's Huffman code.
std::optional<std::string> huffman_decoded(std::string_view code);
} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/testing/fault_server/http_2_field_decoder.ipp>
#endif
