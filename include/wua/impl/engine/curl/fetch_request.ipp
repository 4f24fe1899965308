// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/curl/fetch_request.hpp>.

#include <wua/engine/curl/fetch_request.hpp>
#include <wua/engine/printable_url.hpp>
#include <wua/engine/transfer/joined_text.hpp>
#include <wua/model/file_details.hpp>

#include <algorithm>

namespace wua::detail
{

WUA_COLD fetch_request::fetch_request(curl_update& update, const parsed_url& url, range wanted, bool is_http_1,
                                      bool needs_fresh_connection)
    : m_target(url),
      m_identity(update.core.rules, update.core.logins, *update.item, url),
      m_provider{m_target.url(), {}},
      m_wanted(wanted),
      m_is_http_1(is_http_1),
      m_needs_fresh_connection(needs_fresh_connection)
{}

WUA_COLD curl_request fetch_request::make(curl_update& update, const file_stretch& stretch)
{
    const file_progress& progress = stretch.progress();
    curl_request request;
    request.url = m_target.url();
    m_identity.identify(request, m_target.origin());
    request.user_agent = update.user_agent();
    m_provider.origin = m_target.foreign_origin();
    const bool continues = m_wanted != range::whole && progress.can_continue_from(m_provider);
    const std::optional<std::uint64_t> end = stretch.end();
    m_offset = continues ? stretch.place() : 0;
    m_end = continues && end != progress.total() ? end : std::nullopt;
    m_first_wanted = m_offset;
    request.offset = m_offset;
    request.end = m_end;
    if (is_of_part() && is_same_source(progress))
    {
        request.if_range = progress.source.validator();
    }
    add_condition(request, stretch);
    if (end)
    {
        request.bytes = *end - std::min(m_offset, *end);
    }
    request.is_alone = update.is_alone();
    request.shares_connection = m_target.is_secure() && !m_is_http_1;
    request.is_http_1 = m_is_http_1;
    request.needs_fresh_connection = m_needs_fresh_connection;
    return request;
}

WUA_COLD void fetch_request::add_condition(curl_request& request, const file_stretch& stretch)
{
    const content_validators& known = stretch.progress().condition;
    m_is_conditional =
        !known.is_empty() && !stretch.is_piece() && m_provider.url == bare_url(stretch.progress().file().urls.front());
    if (m_is_conditional && !known.etag.empty())
    {
        request.fields.push_back(joined({"If-None-Match: ", known.etag}));
    }
    if (m_is_conditional && !known.last_modified.empty())
    {
        request.fields.push_back(joined({"If-Modified-Since: ", known.last_modified}));
    }
}

WUA_COLD content_request fetch_request::made(const file_stretch& stretch) const
{
    const file_progress& progress = stretch.progress();
    const content_file& file = progress.file();
    const content_source& stored = progress.source;
    const bool is_same = is_same_source(progress);
    // A whole that is asked for instead of a part may be other content.
    const bool may_differ = !is_of_part() && progress.total_bytes() != 0;
    return {.offset = m_offset,
            .end = m_end,
            .size = file.size,
            .total = may_differ ? file.size : progress.total(),
            .etag = is_same ? stored.etag : std::string(),
            .last_modified = is_same ? stored.last_modified : std::string(),
            .is_date_strong = !is_same || stored.is_date_strong,
            .has_digest = file.has_digest(),
            .is_secure = m_target.is_secure(),
            .known_etag = m_is_conditional ? progress.condition.etag : std::string(),
            .known_last_modified = m_is_conditional ? progress.condition.last_modified : std::string()};
}

WUA_COLD std::optional<fetch_failure> fetch_request::follow(const response_head& response, const curl_options& options)
{
    std::optional<fetch_failure> failure = m_target.follow(response, options);
    if (!failure)
    {
        m_redirects.push_back(m_target.printable());
    }
    return failure;
}

WUA_COLD void fetch_request::tell(attempt_record& record) const
{
    record.url = printable_url(m_provider.url);
    record.redirects = m_redirects;
    record.offset = m_first_wanted;
    if (is_local())
    {
        record.protocol = "file";
    }
}

} // namespace wua::detail
