// SPDX-License-Identifier: MIT
#pragma once

// The download of one file of an update: from its name to the commit, by as many attempts as it takes.

#include <wua/engine/content/commit_queue.hpp>
#include <wua/engine/content/content_hash.hpp>
#include <wua/engine/curl/curl_errors.hpp>
#include <wua/engine/curl/curl_exchange.hpp>
#include <wua/engine/curl/curl_update.hpp>
#include <wua/engine/curl/fetch_attempt.hpp>
#include <wua/engine/curl/file_progress.hpp>
#include <wua/engine/curl/loop_handle.hpp>
#include <wua/engine/disk/file_name.hpp>
#include <wua/engine/disk/file_name_registry.hpp>
#include <wua/engine/disk/part_file.hpp>
#include <wua/engine/transfer/fetch_failure.hpp>
#include <wua/engine/transfer/mirror_choice.hpp>
#include <wua/engine/transfer/url_text.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace wua::detail
{

// For the loop's thread. What it throws ends the update. It never calls its owner, who looks at it after each call
// whether it is done or has failed, and destroys it only then, or together with the receiver of its replies.
class file_download
{
public:
    using nanoseconds = std::chrono::nanoseconds;

    // The update and the exchange must outlive it.
    file_download(curl_update& update, curl_exchange& exchange, loop_handle back, std::size_t index)
        : m_update(update),
          m_core(update.core),
          m_exchange(exchange),
          m_back(std::move(back)),
          m_index(index),
          m_file(update.item->files[index]),
          m_mirrors(m_file.urls.size())
    {}

    file_download(const file_download&) = delete;
    file_download& operator=(const file_download&) = delete;

    void begin()
    {
        if (m_file.urls.empty())
        {
            fail({outcome::failed(wu_e_dm_urlnotavailable, {}, "the update names no URL"), remedy::give_up});
            return;
        }
        if (m_file.digest && (content_digest::length(m_file.digest->algorithm) == 0 ||
                              m_file.digest->bytes.size() != content_digest::length(m_file.digest->algorithm)))
        {
            fail({outcome::failed(wu_e_dm_unknownalgorithm, {}, "the digest is of no known kind"), remedy::give_up});
            return;
        }
        m_name = stored_name(m_file);
        if (!is_safe_file_name(m_name))
        {
            fail({outcome::failed(win32_invalid_name, {}, "the file name is not allowed"), remedy::give_up});
            return;
        }
        if (!m_update.job->claim(m_name, m_file))
        {
            fail({outcome::failed(win32_file_exists, {}, "another update of the job has the same file name: " + m_name),
                  remedy::give_up});
            return;
        }
        if (m_update.is_too_large(m_file.size.value_or(0)))
        {
            fail(curl_update::too_large());
            return;
        }
        m_locked_until = m_core.now() + std::chrono::seconds(2);
        look_for_file();
    }

    void on_time(nanoseconds now)
    {
        switch (m_stage)
        {
            case stage::waiting_for_lock:
                open_part();
                break;
            case stage::waiting:
                wait_or_attempt(now);
                break;
            case stage::fetching:
                watch(now);
                break;
            default:
                break;
        }
    }

    // While the exchange is at work; what it hears is for the attempt.
    fetch_attempt& attempt() noexcept
    {
        return *m_attempt;
    }

    // The exchange's answer is over.
    void on_done(CURLcode code)
    {
        if (m_stage != stage::fetching)
        {
            return;
        }
        switch (m_attempt->on_done(code))
        {
            case fetch_attempt::state::going_on:
                watch(m_core.now());
                break;
            case fetch_attempt::state::complete:
                complete();
                break;
            case fetch_attempt::state::failed:
                failed(m_attempt->take_failure());
                break;
        }
    }

    // Something has happened on another thread, but there was no memory to tell what.
    void on_lost_reply()
    {
        const fetch_failure lost{outcome::failed(e_outofmemory), remedy::give_up};
        switch (m_stage)
        {
            case stage::looking:
                fail(lost);
                break;
            case stage::finishing:
                committed(lost);
                break;
            default:
                break; // it was of no interest any more
        }
    }

    // True when the file has its name, and so many bytes.
    bool is_done() const noexcept
    {
        return m_stage == stage::done;
    }
    std::uint64_t size() const noexcept
    {
        return m_size;
    }

    // It was there already.
    bool was_found() const noexcept
    {
        return m_was_found;
    }

    // True when no attempt will help any more.
    bool has_failed() const noexcept
    {
        return m_stage == stage::failed;
    }
    // Once.
    fetch_failure take_failure()
    {
        return *std::move(m_failure);
    }

    // It is complete, and being verified, synced and renamed.
    bool is_finishing() const noexcept
    {
        return m_stage == stage::finishing;
    }

    // While it is finishing: false when it is just getting its name. Then it will be done, or it fails without another
    // attempt.
    bool try_cancel_commit()
    {
        m_is_last_attempt = !m_commit->try_cancel();
        return !m_is_last_attempt;
    }

    // Nothing more happens, but for save_or_discard().
    void stop() noexcept
    {
        m_stage = stage::stopped;
        if (m_looking)
        {
            m_looking->cancel();
            m_looking.reset();
        }
    }

    // True when there is something to be put away.
    bool is_begun() const noexcept
    {
        return m_progress.has_value();
    }

    // After stop(): what is stored is kept for later, if there is a use for it, or removed. That happens on the
    // background thread, which calls done() afterwards.
    template <class Done>
    void save_or_discard(bool is_worthless, Done done)
    {
        file_leftover left = m_progress->leftover(!is_worthless && m_progress->is_worth_keeping());
        m_attempt.reset();
        m_progress.reset();
        m_core.background.post([left = std::move(left), done = std::move(done)]() mutable {
            left.save_or_discard();
            done();
        });
    }

private:
    enum class stage : std::uint8_t
    {
        looking,          // whether the file is there already
        waiting_for_lock, // of the .part file
        waiting,          // for the next attempt
        fetching,
        finishing, // verifying, syncing, renaming
        done,
        failed,
        stopped,
    };

    void fail(fetch_failure why)
    {
        m_failure = std::move(why);
        m_stage = stage::failed;
    }

    void done(std::uint64_t size)
    {
        m_attempt.reset();
        m_progress.reset();
        m_size = size;
        m_stage = stage::done;
    }

    const std::string& mirror() const noexcept
    {
        return m_file.urls[m_mirror];
    }

    // ---- what is there ----

    // A file of the right size and digest need not be fetched.
    void look_for_file()
    {
        m_stage = stage::looking;
        if (!m_file.digest || m_update.end().options().is_forced)
        {
            open_part();
            return;
        }
        const std::optional<std::uint64_t> size = m_core.directory->size_of(m_name);
        if (!size || (m_file.size && *m_file.size != *size))
        {
            open_part();
            return;
        }
        std::optional<disk_file> found = m_core.directory->try_open(m_name, false);
        if (!found)
        {
            open_part();
            return;
        }
        m_looking =
            std::make_shared<content_hash>(std::make_shared<disk_file>(std::move(*found)), m_file.digest->algorithm);
        hash_whole(m_core.background, m_looking, *size, [this, back = m_back, size = *size](content_digest digest) {
            back.reply([this, size, digest = std::move(digest)] { looked(size, digest); });
        });
    }

    void looked(std::uint64_t size, const content_digest& digest)
    {
        if (m_stage != stage::looking)
        {
            return;
        }
        m_looking.reset();
        if (digest != *m_file.digest)
        {
            open_part();
            return;
        }
        remove_stale_journal(*m_core.directory, m_name);
        m_was_found = true;
        m_update.report.set_size(m_index, size);
        m_update.report.set_bytes(size);
        done(size);
    }

    void open_part()
    {
        std::shared_ptr<part_file> part =
            part_file::try_open(m_core.directory, m_name, m_update.end().options().is_forced);
        if (!part)
        {
            if (m_core.now() >= m_locked_until)
            {
                fail({outcome::failed(win32_sharing_violation, {}, m_name + " is being downloaded by somebody else"),
                      remedy::give_up});
                return;
            }
            m_stage = stage::waiting_for_lock;
            m_update.wake_by(m_core.now() + std::chrono::milliseconds(20));
            return;
        }
        m_progress.emplace(m_update, m_index, std::move(part));
        if (m_progress->bytes() != 0 && m_progress->total() == m_progress->bytes() && m_file.digest)
        {
            m_progress->report_size();
            m_progress->report_bytes();
            complete();
            return;
        }
        next_attempt();
    }

    // ---- attempts ----

    bool can_continue_at(std::size_t which) const
    {
        return !m_has_no_ranges && m_progress->can_continue_from(without_credentials(m_file.urls[which]));
    }

    std::optional<std::size_t> choose_mirror(nanoseconds now) const
    {
        return m_mirrors.choose([&](std::size_t which) {
            return m_core.mirrors.is_failing(host_of(m_file.urls[which]), now);
        });
    }

    void next_attempt()
    {
        const nanoseconds now = m_core.now();
        m_mirror = choose_mirror(now).value_or(0);
        m_stage = stage::waiting;
        wait_or_attempt(now);
    }

    void wait_or_attempt(nanoseconds now)
    {
        if (const nanoseconds not_before = m_mirrors.not_before(m_mirror); now < not_before)
        {
            m_update.wake_by(not_before);
            return;
        }
        if (!m_core.try_move(m_update.ticket, host_of(mirror())))
        {
            m_update.wake_by(now + std::chrono::milliseconds(20));
            return;
        }
        m_attempt.reset();
        if (m_progress->bytes() != 0 && !can_continue_at(m_mirror))
        {
            m_progress->restart();
        }
        const std::optional<parsed_url> url = parsed_url::parse(mirror());
        const std::string scheme = url ? url->scheme() : std::string();
        if (scheme != "http" && scheme != "https" && !(scheme == "file" && m_core.options.allows_file_urls))
        {
            const std::string why = url ? "the scheme is not allowed: " : "this is no URL: ";
            failed({outcome::failed(wu_e_pt_invalid_url, {"curl", CURLE_URL_MALFORMAT}, why + printable_url(mirror())),
                    remedy::other_mirror});
            return;
        }
        if (scheme == "file" && m_progress->bytes() != 0)
        {
            m_progress->restart();
        }
        m_stage = stage::fetching;
        m_attempt.emplace(m_update, m_exchange, *m_progress, mirror(), *url, now);
        watch(m_core.now());
    }

    // Looks after deadlines while the attempt runs.
    void watch(nanoseconds now)
    {
        if (m_attempt->look(now) == fetch_attempt::state::failed)
        {
            failed(m_attempt->take_failure());
            return;
        }
        m_progress->save_in_time(now);
    }

    // An attempt has failed: by the next one, or none.
    void failed(fetch_failure why)
    {
        const nanoseconds now = m_core.now();
        m_core.mirrors.failed(host_of(mirror()), now);
        m_has_no_ranges = m_has_no_ranges || (m_attempt && m_attempt->has_no_ranges());
        const std::uint64_t received = m_attempt ? m_attempt->received() : 0;
        if (m_mirrors.failed(m_mirror, why, received, m_core.options.retry, now,
                             [&](std::uint32_t failures) { return m_core.retry_delay(failures); }))
        {
            why.result.detail +=
                " (it wants to be left alone for " +
                std::to_string(std::chrono::duration_cast<std::chrono::seconds>(*why.retry_after).count()) + " s)";
        }
        m_update.last_failure = why.result.detail;
        const std::optional<std::size_t> next = choose_mirror(now);
        if (why.remedy == remedy::give_up || !next)
        {
            fail(std::move(why));
            return;
        }
        if (!why.keeps_bytes || !can_continue_at(*next))
        {
            m_progress->restart();
        }
        m_update.report.retry(m_progress->bytes());
        m_has_no_ranges = m_has_no_ranges && m_progress->bytes() != 0;
        next_attempt();
    }

    // ---- the end ----

    // All bytes are stored: they are checked, made safe and given their name in the background.
    void complete()
    {
        m_stage = stage::finishing;
        m_update.wake_at = nanoseconds::max();
        m_commit.reset();
        const bool is_last = m_update.is_last_file(m_index);
        if (is_last)
        {
            m_update.end().set_phase(m_update.index(), dphVerifying);
        }
        const std::optional<bool> is_right = m_progress->is_right();
        if (is_right && !*is_right)
        {
            failed(wrong_content());
            return;
        }
        if (is_last && is_right)
        {
            m_core.try_rest(m_update.ticket); // nothing can call for another attempt
        }
        m_commit = m_progress->make_commit();
        m_core.commits.add(m_commit, [this, back = m_back](commit_queue::result result) {
            back.reply([this, result = std::move(result)] { committed(failure_of(result)); });
        });
    }

    static fetch_failure wrong_content()
    {
        return {outcome::failed(wu_e_dm_incorrectfilehash, {}, "the content is not the right one"), remedy::retry,
                false, true};
    }

    static std::optional<fetch_failure> failure_of(const commit_queue::result& result)
    {
        if (result.error)
        {
            try
            {
                std::rethrow_exception(result.error);
            }
            catch (...)
            {
                return failure_of_exception();
            }
        }
        return result.is_right ? std::nullopt : std::optional(wrong_content());
    }

    void committed(const std::optional<fetch_failure>& failure)
    {
        if (m_stage != stage::finishing)
        {
            return;
        }
        if (!failure)
        {
            m_core.mirrors.worked(host_of(mirror()));
            done(m_progress->bytes());
        }
        else if (failure->is_wrong_content && !m_is_last_attempt)
        {
            failed(*failure);
        }
        else
        {
            fail(*failure);
        }
    }

    curl_update& m_update;
    curl_core& m_core;
    curl_exchange& m_exchange;
    const loop_handle m_back;
    const std::size_t m_index;
    const content_file& m_file;

    stage m_stage = stage::looking;
    std::string m_name;
    nanoseconds m_locked_until{0};
    std::shared_ptr<content_hash> m_looking; // at a file that is there already

    mirror_choice m_mirrors;
    std::size_t m_mirror = 0;
    bool m_has_no_ranges = false; // the server cannot be asked for a part
    std::optional<file_progress> m_progress;
    std::optional<fetch_attempt> m_attempt; // the last one

    std::shared_ptr<file_commit> m_commit;
    bool m_is_last_attempt = false;
    std::uint64_t m_size = 0;
    bool m_was_found = false;
    std::optional<fetch_failure> m_failure;
};

} // namespace wua::detail
