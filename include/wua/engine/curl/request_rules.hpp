// SPDX-License-Identifier: MIT
#pragma once

// An engine's request_options, checked and translated for libcurl.

#include <wua/engine/curl/parsed_url.hpp>
#include <wua/engine/request_options.hpp>
#include <wua/engine/transfer/netrc.hpp>
#include <wua/model/update_item.hpp>
#include <wua/separate_compilation.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wua::detail
{

// Immutable.
class request_rules
{
public:
    // Throws hresult_error, E_INVALIDARG, with a sentence that names what is wrong.
    explicit request_rules(const request_options& chosen);

    // Checks what an update's requests may carry; throws likewise.
    static void check(const update_item& update);

    // For one origin, in the form of parsed_url::origin().
    struct origin_rule
    {
        std::string origin;
        const origin_requests* chosen;
        std::string pins;
    };

    // Null when there are no settings for it.
    const origin_rule* find(std::string_view origin) const noexcept;

    // For the origins of updates' own URLs.
    const request_options& all() const noexcept
    {
        return m_chosen;
    }
    std::optional<credentials> netrc_entry(std::string_view host) const
    {
        return m_netrc.find(host);
    }

    // For all TLS servers; empty: none.
    const std::string& pins() const noexcept
    {
        return m_pins;
    }

    // nullopt when the environment names the proxies.
    struct proxy_rule
    {
        std::string url; // without credentials
        std::string origin;
        std::optional<credentials> login;
        bool is_http = false; // http or https, which ask for credentials in HTTP
    };
    const std::optional<proxy_rule>& proxy() const noexcept
    {
        return m_proxy;
    }
    const std::string& proxy_exceptions() const noexcept
    {
        return m_proxy_exceptions;
    }

    // A proxy's challenge can be answered.
    bool answers_proxy() const noexcept
    {
        return m_proxy && m_proxy->is_http && (m_proxy->login || m_chosen.ask);
    }

    // In the format of CURLOPT_RESOLVE.
    const std::vector<std::string>& resolver_lines() const noexcept
    {
        return m_resolver_lines;
    }

private:
    void add_origin(const origin_requests& chosen);
    void set_proxy(const proxy_options& chosen);
    void add_resolver_entry(const resolver_entry& entry);
    void read_netrc(const std::filesystem::path& path);

    const request_options& m_chosen;
    std::vector<origin_rule> m_origins;
    std::string m_pins;
    netrc m_netrc;
    std::optional<proxy_rule> m_proxy;
    std::string m_proxy_exceptions;
    std::vector<std::string> m_resolver_lines;
};

// Throws hresult_error, E_INVALIDARG, unless both can be read and belong together.
void check_certificate(const client_certificate& certificate);

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/curl/request_rules.ipp>
#endif
