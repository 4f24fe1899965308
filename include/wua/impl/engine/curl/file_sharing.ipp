// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/curl/file_sharing.hpp>.

#include <wua/engine/curl/file_sharing.hpp>

#include <utility>

namespace wua::detail
{

WUA_COLD file_sharing::role file_sharing::join(bool is_another)
{
    curl_update& update = m_place.update();
    m_shared = update.core.shared.try_join(
        m_place.name(), m_place.file(), m_place.is_forced(), update.max_bytes() - update.report.completed_bytes(),
        update.item->requests.get());
    if (!m_shared)
    {
        return role::none;
    }
    if (m_shared->is_owner())
    {
        update.report.share(m_shared);
        return role::owner;
    }
    update.core.rest(update.ticket);
    update.report.begin_to_follow(m_shared->look(), is_another);
    return role::follower;
}

WUA_COLD file_sharing::sight file_sharing::follow()
{
    curl_update& update = m_place.update();
    const shared_progress seen = m_shared->look();
    if (update.is_too_large(seen.bytes))
    {
        return {.now = sight::what::failed, .failure = update.too_large(seen.bytes)};
    }
    // What does not fit may be a mirror's mistake; if it stays, this update finds out for itself.
    const std::optional<std::uint64_t>& wanted = m_place.file().size;
    const std::uint64_t size = seen.size.value_or(seen.bytes);
    const bool fits = !update.is_too_large(size) && (!wanted || (seen.size ? size == *wanted : size <= *wanted));
    if (fits)
    {
        update.report.follow(m_place.index(), seen);
    }
    sight answer{.now = sight::what::nothing, .bytes = seen.bytes};
    switch (seen.end)
    {
        case shared_end::none:
            answer.now = sight::what::in_progress;
            break;
        case shared_end::complete:
            if (fits && seen.bytes == wanted.value_or(seen.bytes))
            {
                answer.now = sight::what::complete;
            }
            break;
        case shared_end::found:
            if (fits && !m_place.is_forced())
            {
                answer.now = sight::what::found;
            }
            break;
        case shared_end::failed:
            if (std::optional<outcome> failure = m_shared->failure())
            {
                answer.now = sight::what::failed;
                answer.failure = fetch_failure{*std::move(failure), remedy::give_up};
            }
            break;
        case shared_end::left:
            break;
    }
    return answer;
}

WUA_COLD void file_sharing::fail(const outcome& failure)
{
    if (m_shared)
    {
        m_shared->fail(failure);
        leave(shared_end::failed);
    }
}

WUA_COLD void file_sharing::leave(shared_end how) noexcept
{
    if (m_shared)
    {
        m_place.update().report.share(nullptr);
        std::exchange(m_shared, nullptr)->end(how);
    }
}

} // namespace wua::detail
