// SPDX-License-Identifier: MIT
#pragma once

// The parts of a URL.

#include <wua/engine/curl/curl_handles.hpp>
#include <wua/engine/transfer/joined_text.hpp>
#include <wua/separate_compilation.hpp>

#include <curl/curl.h>

#include <filesystem>
#include <optional>
#include <string>

namespace wua::detail
{

// A URL as libcurl itself parses it, so that what is checked is what is fetched.
class parsed_url
{
public:
    // nullopt if libcurl rejects it; a space is treated as %20.
    static std::optional<parsed_url> parse(const std::string& text);

    // Resolves a reference, such as that of a redirect, against this URL; nullopt if it is invalid.
    std::optional<parsed_url> resolve(const std::string& reference) const;

    std::string scheme() const
    {
        return part(CURLUPART_SCHEME, 0);
    }
    // As written; an IPv6 address in brackets.
    std::string host() const
    {
        return part(CURLUPART_HOST, 0);
    }
    // In the form that the DNS has; empty if it is a name that this libcurl cannot encode.
    std::string encoded_host() const;

    // The port, explicit or default.
    std::string port() const
    {
        return part(CURLUPART_PORT, CURLU_DEFAULT_PORT);
    }
    std::string user() const
    {
        return part(CURLUPART_USER, CURLU_URLDECODE);
    }
    std::string password() const
    {
        return part(CURLUPART_PASSWORD, CURLU_URLDECODE);
    }

    // False when user and password are not what they seem: what their %-escapes stand for, such as a line break, cannot
    // be sent.
    bool has_readable_login() const
    {
        return user().empty() == part(CURLUPART_USER, 0).empty() &&
               password().empty() == part(CURLUPART_PASSWORD, 0).empty();
    }

    // For a file:// URL: the path on this system; empty if there is none.
    std::filesystem::path local_path() const;

    // Scheme, host and port in lower case: decides who gets credentials.
    std::string origin() const;

    // The URL without credentials and fragment.
    std::string bare() const;

    // The URL with another host; nullopt if libcurl rejects that.
    std::optional<std::string> with_host(const std::string& name) const;

private:
    using url_handle = curl_handle<CURLU, curl_url_cleanup>;

    std::string part(CURLUPart which, unsigned flags) const
    {
        return text_of(m_handle.get(), which, flags);
    }

    static url_handle copy_of(CURLU* handle);

    static std::string text_of(CURLU* handle, CURLUPart which, unsigned flags);

    url_handle m_handle{::curl_url()};
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/curl/parsed_url.ipp>
#endif
