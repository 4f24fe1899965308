// SPDX-License-Identifier: MIT
#pragma once

// Where a request goes: to one of a file's URLs or, after redirects, somewhere else.

#include <wua/engine/curl/parsed_url.hpp>
#include <wua/engine/curl_options.hpp>
#include <wua/engine/printable_url.hpp>
#include <wua/engine/transfer/fetch_failure.hpp>
#include <wua/engine/transfer/response_head.hpp>
#include <wua/separate_compilation.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace wua::detail
{

class request_target
{
public:
    enum class scheme : std::uint8_t
    {
        http,
        https,
        file,
    };

    // One of the file's URLs, as libcurl parses it.
    explicit request_target(const parsed_url& url);

    scheme kind() const noexcept
    {
        return m_scheme;
    }
    bool is_secure() const noexcept
    {
        return m_scheme == scheme::https;
    }

    // Without credentials.
    const std::string& url() const noexcept
    {
        return m_url;
    }
    std::string printable() const
    {
        return printable_url(m_url);
    }

    // Scheme, host and port.
    const std::string& origin() const noexcept
    {
        return m_origin;
    }

    // The same; empty if it is that of the file's own URL.
    std::string foreign_origin() const
    {
        return m_origin == m_first_origin ? std::string() : m_origin;
    }

    // Follows the response's redirect, or stays and returns why not.
    std::optional<fetch_failure> follow(const response_head& response, const curl_options& options);

private:
    static scheme scheme_of(const std::string& name) noexcept;

    const std::string m_first_url;
    const std::string m_first_origin;
    std::string m_url;
    std::string m_origin;
    scheme m_scheme;
    std::size_t m_redirects = 0;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/curl/request_target.ipp>
#endif
