// SPDX-License-Identifier: MIT
#pragma once

// What an engine knows about the servers and proxies that ask for credentials, and how it asks the program for them.

#include <wua/engine/curl/authorization_header.hpp>
#include <wua/engine/request_options.hpp>
#include <wua/engine/transfer/auth_challenge.hpp>
#include <wua/job/owned_thread.hpp>
#include <wua/separate_compilation.hpp>

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wua::detail
{

// The server or proxy that asks.
struct auth_party
{
    std::string origin;
    bool is_proxy = false;

    auto operator<=>(const auth_party&) const = default;
};

// The credentials that a request has presented.
struct auth_proof
{
    std::string value{}; // the field's value; empty: none
    std::string realm{};
    auth_scheme scheme = auth_scheme::basic;
    bool is_fixed = false;        // made from configured credentials, not from an answer
    bool is_early = false;        // sent before the party asked this time: the nonce may be too old
    bool is_blind = false;        // sent before the party ever asked: for whatever realm
    std::uint64_t generation = 0; // of the answer that it was made from
};

// Thread-safe. Questions are asked on a thread of the store's own.
class credential_store
{
public:
    explicit credential_store(credentials_callback ask);

    ~credential_store()
    {
        end();
    }

    credential_store(const credential_store&) = delete;
    credential_store& operator=(const credential_store&) = delete;

    // Asks no more questions; waits for the callback to return, unless called from the callback. For one thread.
    void end() noexcept;

    // The same without waiting. Any thread.
    void stop() noexcept;

    // A request, and the configured credentials for its party; null: none.
    struct subject
    {
        const auth_party& party;
        const credentials* fixed;
        std::string_view method;
        std::string_view target; // as in the request line
    };

    // For a request to a party that may have asked before. If none are configured, uses those of an earlier answer.
    auth_proof at_once(const subject& request);

    struct answer
    {
        auth_proof proof{}; // what to try next

        // If there is no proof: a question is being asked until this is true; null: there are no other credentials.
        std::shared_ptr<const std::atomic<bool>> asked{};
    };

    // Called for a challenge that what was shown did not satisfy. `job` identifies who is waiting.
    answer on_challenge(const subject& request, const auth_challenge& challenge, const auth_proof& shown,
                        const std::shared_ptr<const void>& job);

    // The server has accepted what the request showed.
    void on_accepted(const auth_party& party, const auth_proof& shown);

private:
    struct area // all that share a realm
    {
        auth_challenge challenge;
        std::uint32_t nonce_count = 0;
        std::optional<credentials> known{}; // the last answer
        std::uint64_t generation = 0;
        std::uint32_t times_asked = 0; // since an answer was last accepted
        std::shared_ptr<std::atomic<bool>> asked{};
        std::vector<std::weak_ptr<const void>> waiting{};
        std::vector<std::weak_ptr<const void>> refused{};
    };

    // Shared with the thread, which may outlive the store.
    struct state
    {
        std::mutex mutex; // guards the members below
        std::condition_variable changed;
        std::map<auth_party, std::vector<std::pair<std::string, area>>> areas; // the latest realm is last
        std::deque<std::pair<auth_party, std::string>> questions;
        bool is_ending = false;
        credentials_callback ask; // used by the thread only, once it runs
    };

    // Under the lock.
    static area& area_of(state& all, const auth_party& party, const auth_challenge& challenge);
    static area* find(state& all, const auth_party& party, const std::string& realm) noexcept;
    static auth_proof fixed_proof(area& one, const subject& request);
    static auth_proof known_proof(area& one, const subject& request);
    static auth_proof proof_of(area& one, const credentials& login, const subject& request);

    answer ask(area& one, const auth_party& party, const std::shared_ptr<const void>& job);

    static void run(const std::shared_ptr<state>& all);
    static void settle(area& one, std::optional<credentials>&& given) noexcept;

    const std::shared_ptr<state> m_state = std::make_shared<state>();
    owned_thread m_thread; // guarded by the lock; started by the first question
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/curl/credential_store.ipp>
#endif
