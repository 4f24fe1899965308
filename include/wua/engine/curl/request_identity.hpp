// SPDX-License-Identifier: MIT
#pragma once

// Who asks: what the requests of an attempt carry of headers, credentials and certificates, each only to its origin.

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
    // For requests that begin at one of the update's URLs. All must outlive it.
    request_identity(const request_rules& rules, credential_store& store, const update_item& update,
                     const parsed_url& url);

    // Gives the request, whose URL has this origin, what it may carry.
    void identify(curl_request& request, const std::string& origin);

    // The head of a final response has come.
    void on_status(int status);

    enum class verdict : std::uint8_t
    {
        refused, // nobody has other credentials
        again,   // the same request, identified once more, may be accepted
        asked,   // until asked() is true
    };

    // Who did not accept a request, by 401 or 407, and how it wants to know who asks. The job is who waits.
    verdict on_refusal(bool is_proxy, std::string_view challenges, const std::shared_ptr<const void>& job);

    // Why the last refusal is final, to follow the status.
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
    const credentials m_login; // of the URL
    counterpart m_server;
    std::unique_ptr<counterpart> m_proxy; // null: none that is told who asks
    std::string m_fixed_authorization;    // by a header or a token
    unsigned m_rounds = 0;
    std::string_view m_complaint;
    std::shared_ptr<const std::atomic<bool>> m_asked;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/curl/request_identity.ipp>
#endif
