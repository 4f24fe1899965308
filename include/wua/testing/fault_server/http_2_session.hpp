// SPDX-License-Identifier: MIT
#pragma once
// The server's side of an HTTP/2 connection: what the client says is right, what the server says is up to its scripts.

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
    /// Takes the whole frames off the inbox and appends what must be sent at once; false if it is no HTTP/2.
    bool receive(std::string& inbox, std::string& reply);

    /// The next request; one without method if it makes no sense.
    std::optional<http_request> try_request();

    /// The client does not want the response any more.
    bool is_cancelled(std::uint32_t stream) const
    {
        return !m_windows.contains(stream);
    }

    /// Bytes of content that the client takes now.
    std::size_t window(std::uint32_t stream) const;

    void use_window(std::uint32_t stream, std::size_t bytes);

private:
    static constexpr std::string_view preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    static constexpr std::size_t max_frame = 16384;

    /// At most 4 bytes in network order.
    static std::uint32_t number_in(std::string_view bytes) noexcept;

    bool take_frame(http_2_frame_kind kind, std::uint8_t flags, std::uint32_t stream, std::string_view payload,
                    std::string& reply);

    bool take_fields(std::uint32_t stream);

    void take_settings(std::string_view payload);

    bool m_has_begun = false;
    std::int64_t m_initial_window = 65535;
    std::int64_t m_window = 65535;                   ///< of the connection
    std::map<std::uint32_t, std::int64_t> m_windows; ///< of the streams
    std::string m_block;                             ///< of fields, which goes on in the next frame
    http_2_field_decoder m_decoder;
    std::deque<http_request> m_requests;
};
} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/testing/fault_server/http_2_session.ipp>
#endif
