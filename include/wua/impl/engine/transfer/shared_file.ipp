// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/transfer/shared_file.hpp>.

#include <wua/engine/transfer/http_errors.hpp>
#include <wua/engine/transfer/shared_file.hpp>
#include <wua/model/request_details.hpp>

#include <utility>

namespace wua::detail
{

WUA_COLD bool is_same_content(const content_file& one, const content_file& other)
{
    if (&one == &other)
    {
        return true;
    }
    if (one.size && other.size && *one.size != *other.size)
    {
        return false;
    }
    return one.has_digest() || other.has_digest()
               ? one.digests() == other.digests()
               : one.urls == other.urls && one.size == other.size;
}

WUA_COLD bool is_same_request(const request_details* one, const request_details* other)
{
    return one == other || (one != nullptr && other != nullptr && *one == *other);
}

WUA_COLD bool shared_file::has_followers() const
{
    const std::lock_guard lock(m_files.m_mutex);
    return m_is_owner && m_state->followers != 0;
}

WUA_INLINE void shared_file::set_size(std::uint64_t size) noexcept
{
    const std::lock_guard lock(m_files.m_mutex);
    m_state->progress.size = size;
}

WUA_INLINE void shared_file::set_phase(DownloadPhase phase) noexcept
{
    const std::lock_guard lock(m_files.m_mutex);
    m_state->progress.phase = phase;
}

WUA_COLD void shared_file::retry(std::uint64_t kept_bytes) noexcept
{
    const std::lock_guard lock(m_files.m_mutex);
    m_state->progress = {.retries = m_state->progress.retries + 1};
    set_bytes(kept_bytes);
}

WUA_COLD void shared_file::fail(const outcome& failure)
{
    if (m_is_owner)
    {
        outcome copy = failure;
        const std::lock_guard lock(m_files.m_mutex);
        m_state->failure = std::move(copy);
    }
    end(shared_end::failed);
}

WUA_COLD void shared_file::end(shared_end how) noexcept
{
    if (std::exchange(m_has_left, true))
    {
        return;
    }
    {
        const std::lock_guard lock(m_files.m_mutex);
        if (!m_is_owner)
        {
            --m_state->followers;
            return;
        }
        m_state->progress.end = how;
        m_files.m_coming.erase(m_place);
        if (m_state->followers == 0)
        {
            return;
        }
    }
    m_files.m_ends.fetch_add(1, std::memory_order_release);
    m_files.m_on_end();
}

WUA_INLINE shared_progress shared_file::look() const
{
    const std::lock_guard lock(m_files.m_mutex);
    shared_progress seen = m_state->progress;
    seen.bytes = m_state->bytes.load(std::memory_order_relaxed);
    return seen;
}

WUA_COLD std::optional<outcome> shared_file::failure() const
{
    const std::lock_guard lock(m_files.m_mutex);
    const bool may_have_more = m_state->failure.hresult == update_too_large && m_limit > m_state->limit;
    return m_is_like_owner && !may_have_more ? std::optional(m_state->failure) : std::nullopt;
}

WUA_COLD std::shared_ptr<shared_file>
shared_files::try_join(const std::string& name, const content_file& file, bool is_forced, std::uint64_t limit,
                       const request_details* requests)
{
    std::shared_ptr<shared_file> joined(new shared_file(*this));
    const auto made = std::make_shared<shared_file::state>();
    const std::lock_guard lock(m_mutex);
    const auto [place, is_owner] = m_coming.try_emplace(name, made);
    shared_file::state& state = *place->second;
    if (is_owner)
    {
        state.file = &file;
        state.is_forced = is_forced;
        state.requests = requests;
        state.limit = limit;
    }
    else if (is_same_content(*state.file, file) && (file.digest || is_same_request(state.requests, requests)))
    {
        ++state.followers;
    }
    else
    {
        return nullptr;
    }
    joined->m_place = place;
    joined->m_state = place->second;
    joined->m_is_owner = is_owner;
    joined->m_has_left = false;
    joined->m_is_like_owner =
        state.file->urls == file.urls && state.is_forced == is_forced && is_same_request(state.requests, requests);
    joined->m_limit = limit;
    return joined;
}

} // namespace wua::detail
