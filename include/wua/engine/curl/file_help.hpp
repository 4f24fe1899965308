// SPDX-License-Identifier: MIT
#pragma once

// What a download takes from a swarm and from an older version of the file, one after the other, before it fetches the
// rest.

#include <wua/engine/content/seed_copy.hpp>
#include <wua/engine/curl/curl_exchange.hpp>
#include <wua/engine/curl/file_place.hpp>
#include <wua/engine/curl/file_progress.hpp>
#include <wua/engine/curl/file_seeding.hpp>
#include <wua/engine/transfer/content_provider.hpp>
#include <wua/model/download_story.hpp>
#include <wua/separate_compilation.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

namespace wua::detail
{

class file_swarming;

// For the loop's thread.
class file_help
{
public:
    using nanoseconds = std::chrono::nanoseconds;

    // The arguments and, once it has begun, the progress must outlive it.
    file_help(const file_place& place, curl_exchange& exchange) : m_place(place), m_exchange(exchange) {}

    file_help(const file_help&) = delete;
    file_help& operator=(const file_help&) = delete;

    // A swarm may have content, and has not been asked.
    bool may_swarm() const noexcept;

    // on_news() is called on any thread: call is_going_on() on the loop's thread then.
    void begin_swarming(file_progress& progress, std::function<void()> on_news);

    // An older version may have content, and has not been read.
    bool may_seed(const file_progress& progress) const;

    // The callback is called on the background thread: call finish_copy() on the loop's thread then. False when there
    // is no older version after all.
    bool try_begin_seeding(file_progress& progress, file_seeding::on_copied copied);

    // Counts what was copied, which ends the seeding. False when it is over already.
    bool try_finish_copy(const std::shared_ptr<seed_copy>& which, const seed_copy_result& result);

    // Both return false when it has ended.
    bool is_going_on(nanoseconds now);
    bool is_going_on_after(CURLcode code);

    // The reply of another thread is all that it waits for.
    bool is_copying() const noexcept
    {
        return m_seeding && m_seeding->is_copying();
    }

    // What is helping may begin anew later.
    void allow_again() noexcept
    {
        (m_seeding ? m_has_seeded : m_has_swarmed) = false;
    }

    // Nothing more is taken or, after a complete file, given to others.
    void end() noexcept;

    // What was taken from a swarm is right.
    void confirm() noexcept;

    // The digests are wrong. Whoever has provided parts does not help any more: first the swarm, then the older
    // version.
    struct suspect
    {
        content_provider provider;
        attempt_decision decision;
    };
    std::optional<suspect> blame(const file_progress& progress);

private:
    // It has content that a swarm could provide.
    bool has_swarm() const noexcept;

    // Returns it, after cleaning up if it is not going on.
    bool after(bool is_going_on);

    const file_place& m_place;
    curl_exchange& m_exchange;
    std::unique_ptr<file_seeding> m_seeding;   // large, and few files have one
    std::shared_ptr<file_swarming> m_swarming; // likewise; a complete one stays for others
    bool m_has_seeded = false;
    bool m_has_swarmed = false;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/curl/file_help.ipp>
#endif
