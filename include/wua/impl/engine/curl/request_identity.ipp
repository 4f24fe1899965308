// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/curl/request_identity.hpp>.

#include <wua/com/ascii.hpp>
#include <wua/engine/curl/request_identity.hpp>
#include <wua/engine/transfer/joined_text.hpp>
#include <wua/model/url_text.hpp>

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace wua::detail
{

// A header line for libcurl, which takes "Name:" without a value as a request to omit the header, and "Name;" for an
// empty one.
WUA_COLD std::string header_line(std::string_view name, std::string_view value)
{
    return trimmed(value).empty() ? joined({name, ";"}) : joined({name, ": ", value});
}

WUA_COLD request_identity::request_identity(const request_rules& rules, credential_store& store,
                                            const update_item& update, const parsed_url& url)
    : m_rules(rules),
      m_store(store),
      m_update(update),
      m_origin(url.origin()),
      m_login{.user = url.user(), .password = url.password(), .sends_basic_at_once = true}
{}

WUA_COLD void request_identity::identify(curl_request& request, const std::string& origin)
{
    const request_options& all = m_rules.all();
    const request_rules::origin_rule* const rule = m_rules.find(origin);
    const bool is_its_own = is_own(origin);
    if (m_server.party.origin != origin)
    {
        meet(origin, is_its_own, rule);
    }
    const auto authority = request.url.find("://");
    const auto path = request.url.find('/', authority == std::string::npos ? 0 : authority + 3);
    m_server.method = "GET";
    m_server.target = path == std::string::npos ? "/" : request.url.substr(path);
    if (is_its_own && m_update.requests)
    {
        add_headers(request, *m_update.requests);
    }
    if (rule != nullptr)
    {
        add_headers(request, rule->chosen->details);
    }
    if (is_its_own)
    {
        add_headers(request, all.details);
    }
    if (!m_fixed_authorization.empty())
    {
        request.fields.push_back(header_line("Authorization", m_fixed_authorization));
    }
    show(m_server, "Authorization", request.fields);
    const bool is_tls = origin.starts_with("https:");
    if (is_tls)
    {
        request.certificate = rule != nullptr && rule->chosen->certificate ? &*rule->chosen->certificate
                              : is_its_own && all.certificate              ? &*all.certificate
                                                                           : nullptr;
        request.pins = rule != nullptr && !rule->pins.empty() ? rule->pins : m_rules.pins();
    }
    if (m_rules.answers_proxy())
    {
        if (!m_proxy)
        {
            m_proxy = std::make_unique<counterpart>();
        }
        m_proxy->party = {m_rules.proxy()->origin, true};
        m_proxy->fixed = m_rules.proxy()->login;
        m_proxy->method = is_tls ? "CONNECT" : "GET";
        m_proxy->target = is_tls ? origin.substr(std::string_view("https://").size()) : m_server.target;
        show(*m_proxy, "Proxy-Authorization", request.proxy_fields);
    }
}

WUA_COLD void request_identity::on_status(int status)
{
    for (counterpart* const who : {&m_server, m_proxy.get()})
    {
        if (who != nullptr && status != 401 && status != 407 && !who->shown.value.empty() &&
            !std::exchange(who->is_accepted, true))
        {
            m_store.on_accepted(who->party, who->shown);
        }
    }
}

WUA_COLD request_identity::verdict
request_identity::on_refusal(bool is_proxy, std::string_view challenges, const std::shared_ptr<const void>& job)
{
    constexpr unsigned max_rounds = 6;
    constexpr std::string_view no_credentials = "there are no credentials for it";
    if (is_proxy && !m_proxy)
    {
        m_complaint = no_credentials;
        return verdict::refused;
    }
    counterpart& who = is_proxy ? *m_proxy : m_server;
    if (who.is_settled)
    {
        m_complaint = "what was sent as Authorization was refused";
        return verdict::refused;
    }
    if (!who.fixed && !m_rules.all().ask)
    {
        m_complaint = no_credentials;
        return verdict::refused;
    }
    const std::optional<auth_challenge> challenge = strongest_challenge(challenges);
    if (!challenge)
    {
        m_complaint = "it asks for credentials in no way that is supported";
        return verdict::refused;
    }
    if (++m_rounds > max_rounds)
    {
        m_complaint = "it asks for credentials again and again";
        return verdict::refused;
    }
    credential_store::answer answer = m_store.on_challenge(who.subject(), *challenge, who.shown, job);
    if (!answer.proof.value.empty())
    {
        who.next = std::move(answer.proof);
        return verdict::again;
    }
    if (answer.asked)
    {
        m_asked = std::move(answer.asked);
        return verdict::asked;
    }
    m_complaint = who.shown.value.empty() ? no_credentials : "the credentials were refused";
    return verdict::refused;
}

WUA_COLD bool request_identity::is_own(const std::string& origin) const
{
    if (origin == m_origin)
    {
        return true;
    }
    for (const content_file& file : m_update.files)
    {
        for (const std::string& url : file.urls)
        {
            const std::optional<parsed_url> parsed = parsed_url::parse(url);
            if (parsed && parsed->origin() == origin)
            {
                return true;
            }
        }
    }
    return false;
}

WUA_COLD void request_identity::meet(const std::string& origin, bool is_its_own, const request_rules::origin_rule* rule)
{
    m_server = counterpart{};
    m_server.party = {origin, false};
    m_fixed_authorization.clear();
    if (origin == m_origin && !(m_login.user.empty() && m_login.password.empty()))
    {
        m_server.fixed = m_login;
        return;
    }
    if (is_its_own && m_update.requests)
    {
        choose_authorization(*m_update.requests);
    }
    if (rule != nullptr)
    {
        choose_authorization(rule->chosen->details);
    }
    if (is_its_own)
    {
        choose_authorization(m_rules.all().details);
        if (!m_server.is_settled && !m_server.fixed)
        {
            std::string_view host = host_of(origin);
            host = host.substr(0, host.rfind(':'));
            m_server.fixed = m_rules.netrc_entry(host);
        }
    }
}

WUA_COLD void request_identity::choose_authorization(const request_details& details)
{
    if (m_server.is_settled || m_server.fixed)
    {
        return;
    }
    m_server.fixed = details.login;
    if (!details.bearer_token.empty())
    {
        m_fixed_authorization = "Bearer " + details.bearer_token;
        m_server.is_settled = true;
    }
    for (const header_field& field : details.headers)
    {
        if (equal_ignoring_case(field.name, "authorization"))
        {
            m_fixed_authorization = field.value;
            m_server.is_settled = true;
        }
    }
}

WUA_COLD void request_identity::add_headers(curl_request& request, const request_details& details) const
{
    const std::size_t before = request.fields.size();
    for (const header_field& field : details.headers)
    {
        // A header that is given more specifically replaces the general one of the same name.
        const auto has_name = [&](const std::string& line) {
            return equal_ignoring_case(std::string_view(line).substr(0, line.find_first_of(":;")), field.name);
        };
        const auto end = request.fields.begin() + static_cast<std::ptrdiff_t>(before);
        if (!equal_ignoring_case(field.name, "authorization") && std::none_of(request.fields.begin(), end, has_name))
        {
            request.fields.push_back(header_line(field.name, field.value));
        }
    }
}

WUA_COLD void request_identity::show(counterpart& who, std::string_view field, std::vector<std::string>& fields)
{
    if (who.is_settled)
    {
        return;
    }
    if (!who.fixed && !m_rules.all().ask)
    {
        return; // there are no credentials to show
    }
    who.shown = who.next ? *std::exchange(who.next, std::nullopt) : m_store.at_once(who.subject());
    who.is_accepted = false;
    if (!who.shown.value.empty())
    {
        fields.push_back(header_line(field, who.shown.value));
    }
}

} // namespace wua::detail
