// SPDX-License-Identifier: MIT
#pragma once

// The identity that an attempt's requests present: headers, credentials and certificates, each only to its origin.

#include <wua/engine/curl/credential_store.hpp>
#include <wua/engine/curl/curl_exchange.hpp>
#include <wua/engine/curl/parsed_url.hpp>
#include <wua/engine/curl/request_rules.hpp>
#include <wua/engine/request_options.hpp>
#include <wua/model/update_item.hpp>
#include <wua/separate_compilation.hpp>

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wua::detail
{

// For the loop's thread.
class request_identity
{
public:
    // For requests that start at one of the update's URLs. All arguments must outlive it.
    request_identity(const request_rules& rules, credential_store& store, const update_item& update,
                     const parsed_url& url);

    // Adds to the request, whose URL has this origin, what it may carry.
    void identify(curl_request& request, const std::string& origin);

    // The head of a final response has arrived.
    void on_status(int status);

    enum class verdict : std::uint8_t
    {
        refused, // there are no other credentials
        again,   // the same request, identified anew, may be accepted
        asked,   // wait until asked() is true
    };

    // Handles a 401 of the server or a 407 of the proxy with its challenges. `job` identifies who is waiting.
    verdict on_refusal(bool is_proxy, std::string_view challenges, const std::shared_ptr<const void>& job);

    // Why the last refusal is final; to be appended to the status.
    std::string_view complaint() const noexcept
    {
        return m_complaint;
    }

    const std::shared_ptr<const std::atomic<bool>>& asked() const noexcept
    {
        return m_asked;
    }

private:
    struct counterpart
    {
        auth_party party{};
        std::optional<credentials> fixed{};
        std::string method{};
        std::string target{};
        bool is_settled = false; // by a header or a token
        std::optional<auth_proof> next{};
        auth_proof shown{};
        bool is_accepted = false;

        credential_store::subject subject() const noexcept
        {
            return {party, fixed ? &*fixed : nullptr, method, target};
        }
    };

    bool is_own(const std::string& origin) const;

    void meet(const std::string& origin, bool is_its_own, const request_rules::origin_rule* rule);
    void choose_authorization(const request_details& details);
    void add_headers(curl_request& request, const request_details& details) const;
    void show(counterpart& who, std::string_view field, std::vector<std::string>& fields);

    const request_rules& m_rules;
    credential_store& m_store;
    const update_item& m_update;
    const std::string m_origin;
    const credentials m_login; // from the URL
    counterpart m_server;
    std::unique_ptr<counterpart> m_proxy; // null: no proxy is authenticated with
    std::string m_fixed_authorization;    // from a header or a token
    unsigned m_rounds = 0;
    std::string_view m_complaint;
    std::shared_ptr<const std::atomic<bool>> m_asked;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/curl/request_identity.ipp>
#endif
