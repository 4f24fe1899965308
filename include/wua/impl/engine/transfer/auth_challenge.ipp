// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/transfer/auth_challenge.hpp>.

#include <wua/com/ascii.hpp>
#include <wua/engine/transfer/auth_challenge.hpp>
#include <wua/engine/transfer/header_rules.hpp>

#include <cstddef>
#include <utility>
#include <vector>

namespace wua::detail
{

// A scheme and its parameters. A token68 is skipped, since neither Basic nor Digest has one.
struct offered_challenge
{
    std::string_view scheme;
    std::vector<std::pair<std::string_view, std::string>> parameters{};

    // Null if there is none, or more than one, since other readers might choose differently.
    const std::string* find(std::string_view name) const
    {
        const std::string* found = nullptr;
        for (const auto& [each, value] : parameters)
        {
            if (equal_ignoring_case(each, name))
            {
                if (found != nullptr)
                {
                    return nullptr;
                }
                found = &value;
            }
        }
        return found;
    }
    bool has(std::string_view name) const
    {
        for (const auto& [each, value] : parameters)
        {
            if (equal_ignoring_case(each, name))
            {
                return true;
            }
        }
        return false;
    }
};

// Reads challenges from left to right and stops at the first syntax error; what came before counts.
class challenge_reader
{
public:
    explicit challenge_reader(std::string_view text) : m_rest(text) {}

    std::vector<offered_challenge> read()
    {
        std::vector<offered_challenge> found;
        constexpr std::size_t max_challenges = 32;
        while (found.size() != max_challenges)
        {
            skip_blanks(true);
            const std::string_view word = take_token();
            if (word.empty())
            {
                return found;
            }
            skip_blanks(false);
            if (!take('='))
            {
                found.push_back({word}); // its parameters, if any, follow
                continue;
            }
            skip_blanks(false);
            std::optional<std::string> value = take_value();
            if (found.empty() || !value)
            {
                if (!m_is_token68)
                {
                    return found;
                }
                continue;
            }
            found.back().parameters.emplace_back(word, *std::move(value));
        }
        return found;
    }

private:
    void skip_blanks(bool with_commas)
    {
        while (!m_rest.empty() &&
               (m_rest.front() == ' ' || m_rest.front() == '\t' || (with_commas && m_rest.front() == ',')))
        {
            m_rest.remove_prefix(1);
        }
    }

    bool take(char c)
    {
        const bool is_there = m_rest.starts_with(c);
        m_rest.remove_prefix(is_there ? 1 : 0);
        return is_there;
    }

    std::string_view take_token()
    {
        std::size_t size = 0;
        while (size != m_rest.size() && (is_token_character(m_rest[size]) || m_rest[size] == '/'))
        {
            ++size;
        }
        const std::string_view token = m_rest.substr(0, size);
        m_rest.remove_prefix(size);
        return token;
    }

    std::optional<std::string> take_value()
    {
        m_is_token68 = false;
        if (!take('"'))
        {
            const std::string_view token = take_token();
            if (token.empty() || m_rest.starts_with('='))
            {
                // Skips a token68 and its padding, up to the next comma.
                m_is_token68 = token.empty() && (m_rest.empty() || m_rest.starts_with('=') || m_rest.starts_with(','));
                while (take('='))
                {}
                return std::nullopt;
            }
            return std::string(token);
        }
        std::string value;
        while (!m_rest.empty() && m_rest.front() != '"')
        {
            if (m_rest.front() == '\\' && m_rest.size() > 1)
            {
                m_rest.remove_prefix(1);
            }
            value += m_rest.front();
            m_rest.remove_prefix(1);
        }
        return take('"') ? std::optional(std::move(value)) : std::nullopt;
    }

    std::string_view m_rest;
    bool m_is_token68 = false;
};

WUA_COLD bool lists_auth(std::string_view qop)
{
    while (!qop.empty())
    {
        const std::string_view one = qop.substr(0, qop.find(','));
        if (equal_ignoring_case(trimmed(one), "auth"))
        {
            return true;
        }
        qop.remove_prefix(one.size() == qop.size() ? qop.size() : one.size() + 1);
    }
    return false;
}

WUA_COLD std::optional<auth_challenge> usable_challenge(const offered_challenge& offered)
{
    const auto value_of = [&](std::string_view name) {
        const std::string* const value = offered.find(name);
        return value == nullptr ? std::string() : *value;
    };
    for (const auto& [name, value] : offered.parameters)
    {
        if (has_control_character(value))
        {
            return std::nullopt; // such a value could not be sent back
        }
    }
    auth_challenge found;
    found.realm = value_of("realm");
    if (equal_ignoring_case(offered.scheme, "basic"))
    {
        return found;
    }
    if (!equal_ignoring_case(offered.scheme, "digest") || !offered.find("realm") || !offered.find("nonce"))
    {
        return std::nullopt;
    }
    found.scheme = auth_scheme::digest;
    found.nonce = value_of("nonce");
    if (const std::string* const opaque = offered.find("opaque"))
    {
        found.opaque = *opaque;
    }
    found.algorithm = value_of("algorithm");
    std::string_view algorithm = found.algorithm;
    constexpr std::string_view session = "-sess";
    if (algorithm.size() > session.size() &&
        equal_ignoring_case(algorithm.substr(algorithm.size() - session.size()), session))
    {
        found.is_session = true;
        algorithm.remove_suffix(session.size());
    }
    if (equal_ignoring_case(algorithm, "SHA-256"))
    {
        found.hash = auth_hash::sha256;
    }
    else if (equal_ignoring_case(algorithm, "SHA-512-256"))
    {
        found.hash = auth_hash::sha512_256;
    }
    else if (offered.has("algorithm") && !equal_ignoring_case(algorithm, "MD5"))
    {
        return std::nullopt;
    }
    found.has_qop = offered.has("qop");
    if (found.has_qop && !lists_auth(value_of("qop")))
    {
        return std::nullopt; // only auth-int is offered, which is not supported
    }
    found.is_stale = equal_ignoring_case(value_of("stale"), "true");
    found.hashes_user = equal_ignoring_case(value_of("userhash"), "true");
    return found;
}

WUA_COLD std::optional<auth_challenge> strongest_challenge(std::string_view fields)
{
    constexpr std::size_t max_size = 16U << 10U;
    std::optional<auth_challenge> best;
    if (fields.size() > max_size)
    {
        return best;
    }
    for (const offered_challenge& offered : challenge_reader(fields).read())
    {
        std::optional<auth_challenge> found = usable_challenge(offered);
        if (found && (!best || std::pair(found->scheme, found->hash) > std::pair(best->scheme, best->hash)))
        {
            best = std::move(found);
        }
    }
    return best;
}

} // namespace wua::detail
