// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/curl/credential_store.hpp>.

#include <wua/engine/curl/credential_store.hpp>
#include <wua/engine/disk/disk.hpp>
#include <wua/engine/transfer/header_rules.hpp>

#include <algorithm>

namespace wua::detail
{

// Bounds the memory for a server that names ever more realms.
inline constexpr std::size_t max_realms = 8;

inline constexpr std::uint32_t max_questions_of_area = 5;

WUA_COLD credential_store::credential_store(credentials_callback ask)
{
    m_state->ask = std::move(ask);
}

WUA_COLD void credential_store::end() noexcept
{
    stop();
    m_thread.end();
}

WUA_COLD void credential_store::stop() noexcept
{
    {
        const std::lock_guard lock(m_state->mutex);
        m_state->is_ending = true;
    }
    m_state->changed.notify_all();
}

WUA_COLD auth_proof credential_store::at_once(const subject& request)
{
    const std::lock_guard lock(m_state->mutex);
    auth_proof proof;
    const auto found = m_state->areas.find(request.party);
    // An entry is empty if memory ran out while it was being filled.
    if (found != m_state->areas.end() && !found->second.empty())
    {
        area& last = found->second.back().second;
        proof = request.fixed != nullptr ? fixed_proof(last, request)
                : last.known             ? known_proof(last, request)
                                         : auth_proof();
    }
    else if (request.fixed != nullptr && request.fixed->sends_basic_at_once)
    {
        proof = {.value = basic_authorization(*request.fixed), .is_fixed = true, .is_blind = true};
    }
    proof.is_early = true;
    return proof;
}

WUA_COLD credential_store::answer
credential_store::on_challenge(const subject& request, const auth_challenge& challenge, const auth_proof& shown,
                               const std::shared_ptr<const void>& job)
{
    const std::lock_guard lock(m_state->mutex);
    area& one = area_of(*m_state, request.party, challenge);
    const bool was_shown = !shown.value.empty() && (shown.is_blind || shown.realm == challenge.realm);
    // The login was refused only because the nonce had expired, or for a weaker scheme than is offered now.
    const bool is_worth_repeating = challenge.is_stale || shown.scheme < challenge.scheme ||
                                    (shown.is_early && challenge.scheme == auth_scheme::digest);
    if (request.fixed != nullptr && (!was_shown || (shown.is_fixed && is_worth_repeating)))
    {
        return {.proof = fixed_proof(one, request)};
    }
    if (one.known && (!was_shown || shown.is_fixed || shown.generation != one.generation || is_worth_repeating))
    {
        return {.proof = known_proof(one, request)};
    }
    return ask(one, request.party, job);
}

WUA_COLD void credential_store::on_accepted(const auth_party& party, const auth_proof& shown)
{
    const std::lock_guard lock(m_state->mutex);
    if (area* const found = find(*m_state, party, shown.realm);
        found != nullptr && !shown.is_fixed && found->generation == shown.generation)
    {
        found->times_asked = 0;
    }
}

WUA_COLD credential_store::answer
credential_store::ask(area& one, const auth_party& party, const std::shared_ptr<const void>& job)
{
    const auto is_job = [&](const std::weak_ptr<const void>& each) { return each.lock() == job; };
    if (!m_state->ask || m_state->is_ending || std::any_of(one.refused.begin(), one.refused.end(), is_job))
    {
        return {};
    }
    if (std::none_of(one.waiting.begin(), one.waiting.end(), is_job))
    {
        one.refused.reserve(one.refused.size() + one.waiting.size() + 1); // so that settle() needs no memory
        one.waiting.push_back(job);
    }
    if (one.asked)
    {
        return {.asked = one.asked};
    }
    if (one.times_asked == max_questions_of_area)
    {
        one.times_asked = 0;
        settle(one, std::nullopt);
        return {};
    }
    if (!m_thread.is_started())
    {
        m_thread = owned_thread::start([all = m_state] { run(all); });
    }
    auto asked = std::make_shared<std::atomic<bool>>(false);
    m_state->questions.emplace_back(party, one.challenge.realm);
    ++one.times_asked;
    one.asked = std::move(asked);
    m_state->changed.notify_all();
    return {.asked = one.asked};
}

WUA_COLD credential_store::area&
credential_store::area_of(state& all, const auth_party& party, const auth_challenge& challenge)
{
    auto& areas = all.areas[party];
    const auto found =
        std::find_if(areas.begin(), areas.end(), [&](const auto& each) { return each.first == challenge.realm; });
    if (found != areas.end())
    {
        std::rotate(found, found + 1, areas.end());
    }
    else
    {
        const auto idle = std::find_if(areas.begin(), areas.end(), [](const auto& each) { return !each.second.asked; });
        if (areas.size() >= max_realms && idle != areas.end())
        {
            areas.erase(idle);
        }
        areas.emplace_back(challenge.realm, area());
    }
    area& one = areas.back().second;
    if (one.challenge.nonce != challenge.nonce || one.challenge.scheme != challenge.scheme)
    {
        one.nonce_count = 0;
    }
    one.challenge = challenge;
    return one;
}

WUA_COLD credential_store::area*
credential_store::find(state& all, const auth_party& party, const std::string& realm) noexcept
{
    const auto areas = all.areas.find(party);
    if (areas == all.areas.end())
    {
        return nullptr;
    }
    const auto found =
        std::find_if(areas->second.begin(), areas->second.end(), [&](const auto& each) { return each.first == realm; });
    return found == areas->second.end() ? nullptr : &found->second;
}

WUA_COLD auth_proof credential_store::fixed_proof(area& one, const subject& request)
{
    auth_proof proof = proof_of(one, *request.fixed, request);
    proof.is_fixed = true;
    return proof;
}

WUA_COLD auth_proof credential_store::known_proof(area& one, const subject& request)
{
    auth_proof proof = proof_of(one, *one.known, request);
    proof.generation = one.generation;
    return proof;
}

WUA_COLD auth_proof credential_store::proof_of(area& one, const credentials& login, const subject& request)
{
    auth_proof proof{.realm = one.challenge.realm, .scheme = one.challenge.scheme};
    proof.value =
        one.challenge.scheme == auth_scheme::basic
            ? basic_authorization(login)
            : digest_authorization(one.challenge, login,
                                   {.method = request.method,
                                    .target = request.target,
                                    .count = ++one.nonce_count,
                                    .client_nonce = make_client_nonce()});
    return proof;
}

WUA_COLD void credential_store::run(const std::shared_ptr<state>& all)
{
    block_write_signals();
    std::unique_lock lock(all->mutex);
    while (true)
    {
        all->changed.wait(lock, [&] { return all->is_ending || !all->questions.empty(); });
        if (all->is_ending)
        {
            return;
        }
        const auto [party, realm] = std::move(all->questions.front());
        all->questions.pop_front();
        std::optional<credentials> given;
        try
        {
            const area* const asking = find(*all, party, realm);
            const credentials_question question{
                .origin = party.origin,
                .realm = realm,
                .scheme = asking->challenge.scheme,
                .times_asked = asking->times_asked,
                .is_proxy = party.is_proxy};
            lock.unlock();
            given = all->ask(question);
            if (given && !objection_to(*given).empty())
            {
                given.reset();
            }
        }
        catch (...)
        {
            given.reset(); // a failed question counts as answered with no credentials
        }
        if (!lock.owns_lock())
        {
            lock.lock();
        }
        if (area* const one = find(*all, party, realm))
        {
            settle(*one, std::move(given));
        }
    }
}

WUA_COLD void credential_store::settle(area& one, std::optional<credentials>&& given) noexcept
{
    std::erase_if(one.refused, [](const std::weak_ptr<const void>& each) { return each.expired(); });
    if (given)
    {
        ++one.generation;
    }
    else
    {
        // Within the capacity that ask() has reserved.
        one.refused.insert(one.refused.end(), one.waiting.begin(), one.waiting.end());
    }
    one.known = std::move(given);
    one.waiting.clear();
    if (one.asked)
    {
        one.asked->store(true, std::memory_order_release);
        one.asked.reset();
    }
}

} // namespace wua::detail
