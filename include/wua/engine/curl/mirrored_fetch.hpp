// SPDX-License-Identifier: MIT
#pragma once

// Fetches the missing part of a file in one attempt after the other, each from the URL that suits it best.

#include <wua/engine/curl/curl_exchange.hpp>
#include <wua/engine/curl/curl_update.hpp>
#include <wua/engine/curl/fetch_attempt.hpp>
#include <wua/engine/curl/file_progress.hpp>
#include <wua/engine/curl/file_segments.hpp>
#include <wua/engine/transfer/fetch_failure.hpp>
#include <wua/engine/transfer/mirror_choice.hpp>
#include <wua/model/download_story.hpp>
#include <wua/model/update_item.hpp>
#include <wua/separate_compilation.hpp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace wua::detail
{

// For the loop's thread. begin(), on_time() and on_done() return the state: complete when all bytes are stored; failed
// when an attempt has failed, whose failure must then be taken and passed to try_again().
class mirrored_fetch
{
public:
    using nanoseconds = std::chrono::nanoseconds;
    using state = fetch_attempt::state;

    // All arguments must outlive it. The file is the update's with this index.
    mirrored_fetch(curl_update& update, curl_exchange& exchange, std::size_t index);

    mirrored_fetch(const mirrored_fetch&) = delete;
    mirrored_fetch& operator=(const mirrored_fetch&) = delete;

    // What was stored when the file's .part was opened. It must live until end().
    void continue_with(file_progress& progress);

    // Starts the next attempt as soon as a URL may be used.
    state begin();

    state on_time(nanoseconds now);

    // The exchange's response has ended.
    state on_done(CURLcode code);

    // Receives nothing more until resume(): holds the attempt, or gives it up if it has brought nothing yet. False when
    // it is just ending.
    bool try_pause(nanoseconds now);

    void resume();

    // Gives up what is held.
    void detach() noexcept;

    // Call it once per failed attempt.
    fetch_failure take_failure()
    {
        return *std::move(m_failure);
    }

    // An attempt has failed, or stored the wrong content. False when no other will help: the failure then mentions all
    // URLs.
    bool try_again(fetch_failure& failure);

    // All bytes are stored, but the content is wrong: the failure, which blames whoever is responsible.
    fetch_failure blame_for(const std::vector<content_digest>& found);

    // The same, if nobody is asked again.
    fetch_failure wrong_content(const std::vector<content_digest>& found) const;

    // Parts from one server were wrong, or may be: it is asked for the whole.
    bool distrusts_parts() const noexcept
    {
        return m_distrusts_parts;
    }
    void distrust_parts() noexcept
    {
        m_distrusts_parts = true;
    }

    // The file is complete.
    void on_success();

    // Adds the last attempt to the job's story, unless it has been added already.
    void tell(const outcome& result, attempt_decision decision, nanoseconds delay = nanoseconds(0)) noexcept;

    // The running attempt, for those that fetch other parts; nullopt: none.
    std::optional<file_segments::leader> leading() const noexcept
    {
        return m_attempt && !m_is_waiting
                   ? std::optional(file_segments::leader{.mirror = m_mirror,
                                                         .accepts_ranges = m_attempt->accepts_ranges(),
                                                         .received = received(),
                                                         .is_overtaken = m_attempt->is_overtaken()})
                   : std::nullopt;
    }

    // The last attempt has ended.
    void end() noexcept
    {
        m_attempt.reset();
    }

    // Bytes that the last attempt has received.
    std::uint64_t received() const noexcept
    {
        return m_attempt ? m_attempt->received() : 0;
    }

    // Where the last response came from, after redirects, in a form safe to show; empty if no request was sent.
    std::string where() const
    {
        return m_attempt ? m_attempt->where() : std::string();
    }

    // The URL in use, or the last one.
    const std::string& url() const noexcept
    {
        return m_file.urls[m_mirror];
    }

private:
    std::optional<std::size_t> choose_mirror(nanoseconds now) const;

    state wait_or_attempt(nanoseconds now);

    state check(state attempt);

    // The attempt has failed for lack of credentials.
    state wait_for_answer();

    void give_up_attempt() noexcept;

    state on_time_of_pause(nanoseconds now);

    // The held attempt has ended without having received anything more.
    state after_pause(state reached);

    state fail(fetch_failure&& failure);

    // Whether to request a part of the file next, or the whole.
    void learn_about_ranges(fetch_failure& failure) noexcept;

    // Appends the last failure of each of the others.
    void tell_of_other_mirrors(std::string& detail) const;

    // Adds what is known about the attempt.
    void tell_attempt(attempt_record&& next, const outcome& result) noexcept;

    // Drops the attempt, except for its record.
    void drop_attempt() noexcept;

    // Makes the URL the current one, if the file has it.
    void blame(const std::string& giver);

    curl_update& m_update;
    curl_core& m_core;
    curl_exchange& m_exchange;
    const content_file& m_file;
    const std::size_t m_index;
    file_progress* m_progress = nullptr;

    mirror_choice m_mirrors;
    std::size_t m_mirror = 0;
    std::vector<std::string> m_stories;     // the last failure of each mirror; empty before the first
    std::optional<fetch_attempt> m_attempt; // the last one
    std::optional<attempt_record> m_record; // of the attempt that was dropped
    std::size_t m_asked_mirror = 0;
    bool m_is_told = true;                            // the last attempt is in the story
    bool m_is_waiting = false;                        // for the mirror, for a slot, or for this answer:
    std::shared_ptr<const std::atomic<bool>> m_asked; // of the program, to a question for credentials
    unsigned m_questions = 0;
    bool m_distrusts_parts = false;
    bool m_is_paused = false;
    bool m_is_returning = false; // to the held attempt, when there is a slot
    std::optional<fetch_failure> m_failure;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/curl/mirrored_fetch.ipp>
#endif
