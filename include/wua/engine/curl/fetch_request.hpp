// SPDX-License-Identifier: MIT
#pragma once

// What an attempt requests: which bytes, of whom, and on which conditions.

#include <wua/engine/curl/curl_exchange.hpp>
#include <wua/engine/curl/curl_update.hpp>
#include <wua/engine/curl/file_stretch.hpp>
#include <wua/engine/curl/parsed_url.hpp>
#include <wua/engine/curl/request_identity.hpp>
#include <wua/engine/curl/request_target.hpp>
#include <wua/engine/transfer/content_provider.hpp>
#include <wua/engine/transfer/fetch_failure.hpp>
#include <wua/engine/transfer/response_decision.hpp>
#include <wua/engine/transfer/response_head.hpp>
#include <wua/model/download_story.hpp>
#include <wua/separate_compilation.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace wua::detail
{

// For the loop's thread. One of the file's URLs is requested at first, and what its server redirects to later.
class fetch_request
{
public:
    // What to request: the missing part, or the whole file, if the server has refused a range. In the latter case what
    // is stored is kept until the whole is arriving.
    enum class range : std::uint8_t
    {
        missing,
        whole,
    };

    fetch_request(curl_update& update, const parsed_url& url, range wanted, bool is_http_1,
                  bool needs_fresh_connection);

    const request_target& target() const noexcept
    {
        return m_target;
    }
    request_identity& identity() noexcept
    {
        return m_identity;
    }
    const request_identity& identity() const noexcept
    {
        return m_identity;
    }

    // Whose URL is requested.
    const content_provider& provider() const noexcept
    {
        return m_provider;
    }

    // A local file has no head, and is read without libcurl, which would block the loop until the end.
    bool is_local() const noexcept
    {
        return m_target.kind() == request_target::scheme::file;
    }

    // Where the request goes or went, after redirects, in a form safe to show.
    std::string where() const
    {
        return m_target.printable();
    }

    // No other version is requested.
    bool is_http_1() const noexcept
    {
        return m_is_http_1;
    }
    void require_http_1() noexcept
    {
        m_is_http_1 = true;
    }

    // The request to be sent for what is missing of the stretch.
    curl_request make(curl_update& update, const file_stretch& stretch);

    // What its response is compared with.
    content_request made(const file_stretch& stretch) const;

    // Follows the response's redirect, or stays and returns why not.
    std::optional<fetch_failure> follow(const response_head& response, const curl_options& options);

    // The first byte requested; not 0 if it was the rest.
    std::uint64_t offset() const noexcept
    {
        return m_offset;
    }
    bool is_of_part() const noexcept
    {
        return m_offset != 0 || m_end;
    }

    // The requested part ends there.
    bool ends_at(std::uint64_t place) const noexcept
    {
        return m_end == place;
    }

    // What comes is the whole content after all.
    void note_whole() noexcept
    {
        m_offset = 0;
        m_end.reset();
        m_first_wanted = 0;
    }

    // Nothing that is there is asked about any more.
    void note_unconditional() noexcept
    {
        m_is_conditional = false;
    }

    // Adds what was requested.
    void tell(attempt_record& record) const;

private:
    // The stored bytes begin with this provider's: only then do its validators mean anything.
    bool is_same_source(const file_progress& progress) const noexcept
    {
        return progress.source.was_begun_by(m_provider);
    }

    // Only for the server that it concerns: the first of the file's URLs.
    void add_condition(curl_request& request, const file_stretch& stretch);

    request_target m_target;
    request_identity m_identity;
    std::vector<std::string> m_redirects; // safe to show
    content_provider m_provider;
    std::uint64_t m_first_wanted = 0; // byte, of the last request
    std::uint64_t m_offset = 0;
    std::optional<std::uint64_t> m_end;
    const range m_wanted;
    bool m_is_http_1;
    const bool m_needs_fresh_connection;
    bool m_is_conditional = false;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/curl/fetch_request.ipp>
#endif
