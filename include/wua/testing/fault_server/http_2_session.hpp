// SPDX-License-Identifier: MIT
#pragma once
// The server's side of an HTTP/2 connection: assumes that the client follows the protocol, and sends what its scripts
// say.

#include <wua/separate_compilation.hpp>
#include <wua/testing/fault_server/http_2_field_decoder.hpp>
#include <wua/testing/fault_server/http_2_frames.hpp>
#include <wua/testing/fault_server/http_request.hpp>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace wua::detail
{
class http_2_session
{
public:
    /// Consumes the complete frames in the inbox, and appends to `reply` what must be sent at once; false if it is not
    /// HTTP/2.
    bool receive(std::string& inbox, std::string& reply);

    /// The next request; without a method if it makes no sense.
    std::optional<http_request> try_request();

    /// Whether the client has cancelled the response.
    bool is_cancelled(std::uint32_t stream) const
    {
        return !m_windows.contains(stream);
    }

    /// How many bytes of content the client accepts at present.
    std::size_t window(std::uint32_t stream) const;

    void use_window(std::uint32_t stream, std::size_t bytes);

private:
    static constexpr std::string_view preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    static constexpr std::size_t max_frame = 16384;

    /// Takes at most 4 bytes in network byte order.
    static std::uint32_t number_in(std::string_view bytes) noexcept;

    bool take_frame(http_2_frame_kind kind, std::uint8_t flags, std::uint32_t stream, std::string_view payload,
                    std::string& reply);

    bool take_fields(std::uint32_t stream);

    void take_settings(std::string_view payload);

    bool m_has_begun = false;
    std::int64_t m_initial_window = 65535;
    std::int64_t m_window = 65535;                   ///< the connection's
    std::map<std::uint32_t, std::int64_t> m_windows; ///< those of the streams
    std::string m_block;                             ///< a block of fields that continues in the next frame
    http_2_field_decoder m_decoder;
    std::deque<http_request> m_requests;
};
} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/testing/fault_server/http_2_session.ipp>
#endif
