// SPDX-License-Identifier: MIT
#pragma once

// The download of one update: its files one after the other, each with its mirrors, attempts and checks.

#include <wua/engine/answer_judgement.hpp>
#include <wua/engine/content_hash.hpp>
#include <wua/engine/curl_core.hpp>
#include <wua/engine/curl_errors.hpp>
#include <wua/engine/curl_exchange.hpp>
#include <wua/engine/mirror_choice.hpp>
#include <wua/engine/part_file.hpp>
#include <wua/engine/response_head.hpp>
#include <wua/engine/stall_watch.hpp>
#include <wua/engine/stored_content.hpp>
#include <wua/engine/update_report.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <ctime>
#include <exception>
#include <functional>
#include <memory>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace wua::detail
{

// Everything happens on the loop's thread, but for what is posted to the core's background thread; that one never holds
// the download, so that no object of the caller's dies there.
class curl_download final : public curl_receiver, public std::enable_shared_from_this<curl_download>
{
public:
    using nanoseconds = std::chrono::nanoseconds;

    curl_download(curl_core& core, curl_pool& pool, curl_queue::ticket ticket)
        : m_core(core),
          m_pool(pool),
          m_ticket(std::move(ticket)),
          m_job(m_ticket.job),
          m_item(m_job->end.updates()[m_ticket.index]),
          m_began(core.now()),
          m_report(m_job->end, m_ticket.index),
          m_exchange(pool, *this)
    {}

    curl_download(const curl_download&) = delete;
    curl_download& operator=(const curl_download&) = delete;

    void begin()
    {
        guarded([&] {
            if (!end().wants(index()))
            {
                m_stage = stage::ended; // it has its result
                return;
            }
            end().start(index());
            if (const nanoseconds total = m_core.options.retry.total_deadline; total.count() != 0)
            {
                wake_by(m_began + total);
            }
            if (m_item->files.empty())
            {
                give_up(fetch_failure{outcome::failed(wu_e_dm_urlnotavailable, {}, "the update has no files")});
                return;
            }
            begin_file();
        });
    }

    // True when the update has its result: nothing more will happen.
    bool has_ended() const noexcept
    {
        return m_stage == stage::ended;
    }

    // When on_time() wants to be called.
    nanoseconds wake_at() const noexcept
    {
        return m_wake_at;
    }

    const std::shared_ptr<curl_job>& job() const noexcept
    {
        return m_job;
    }
    // Once it has ended.
    curl_queue::ticket take_ticket() noexcept
    {
        return std::move(m_ticket);
    }

    // True when something that this waits for has happened, but there was no memory to tell it what.
    bool has_lost_reply() const noexcept
    {
        return m_lost_reply->load(std::memory_order_relaxed);
    }

    void on_lost_reply()
    {
        m_lost_reply->store(false, std::memory_order_relaxed);
        guarded([&] {
            const fetch_failure lost{outcome::failed(e_outofmemory), remedy::give_up};
            switch (m_stage)
            {
                case stage::looking:
                    give_up(lost);
                    break;
                case stage::finishing:
                    committed(lost);
                    break;
                case stage::leaving:
                    finish(std::move(m_result));
                    break;
                default:
                    break; // it was of no interest any more
            }
        });
    }

    // Ends the update at once with that result, unless its last file is just getting its name. What was stored is kept
    // for later. If waits, the result is held back for a moment until that is safe on the disk.
    void stop(outcome result, bool waits)
    {
        guarded([&] {
            if (m_stage == stage::ended || m_stage == stage::leaving)
            {
                return;
            }
            if (m_stage == stage::finishing)
            {
                if (m_commit->try_cancel())
                {
                    leave(std::move(result), waits);
                    return;
                }
                if (!waits)
                {
                    // Nobody will hear of the end of the renaming: it is not waited for.
                    finish(std::move(result));
                    return;
                }
                m_stop_result = std::move(result);
                return;
            }
            leave(std::move(result), waits);
        });
    }

    void on_time(nanoseconds now)
    {
        guarded([&] {
            m_wake_at = nanoseconds::max();
            if (m_stage == stage::leaving)
            {
                finish(std::move(m_result)); // the disk takes its time
                return;
            }
            const auto total = nanoseconds(m_core.options.retry.total_deadline);
            if (total.count() != 0 && m_stage != stage::finishing)
            {
                if (now - m_began >= total)
                {
                    fetch_failure late = failure_of_curl(CURLE_OPERATION_TIMEDOUT, "the update took too long");
                    late.result.detail += m_last_failure.empty() ? "" : ": " + m_last_failure;
                    give_up(std::move(late));
                    return;
                }
                wake_by(m_began + total);
            }
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
        });
    }

    bool take_line(std::string_view line) noexcept override
    {
        return receiving([&] { return take_header(line); });
    }

    bool must_pause() noexcept override
    {
        if (!m_attempt.is_accepted || m_attempt.is_file || !is_limited())
        {
            return false;
        }
        const nanoseconds now = m_core.now();
        const nanoseconds wait = budget_wait(now);
        if (wait.count() == 0)
        {
            return false;
        }
        m_attempt.is_paused = true;
        wake_by(now + wait);
        return true;
    }

    bool take_body(const char* bytes, std::size_t size) noexcept override
    {
        return receiving([&] { return take_content(bytes, size); });
    }

    void on_done(CURLcode code) noexcept override
    {
        guarded([&] { done(code); });
    }

private:
    enum class stage : std::uint8_t
    {
        looking,          // whether the file is there already
        waiting_for_lock, // of the .part file
        waiting,          // for the next attempt
        fetching,
        finishing, // verifying, syncing, renaming
        leaving,   // the result is known, what was stored is being put away
        ended,
    };

    // One request and its redirects.
    struct attempt
    {
        std::string url; // of the current hop, without credentials
        std::size_t hops = 0;
        std::uint64_t offset = 0; // the first byte that was asked for
        response_head head;
        std::size_t head_bytes = 0;
        std::uint64_t discarded = 0; // bytes of answers that are no content
        std::uint64_t received = 0;  // content
        bool is_accepted = false;
        bool is_complete_already = false; // 416, and all is here
        bool is_redirect = false;
        bool is_secure = false;
        bool is_file = false; // file:// has no head
        bool is_paused = false;
        std::optional<fetch_failure> verdict;
        stall_watch watch;
    };

    transfer& end() noexcept
    {
        return m_job->end;
    }
    std::size_t index() const noexcept
    {
        return m_ticket.index;
    }
    const content_file& file() const noexcept
    {
        return m_item->files[m_file_index];
    }
    bool is_last_file() const noexcept
    {
        return m_file_index + 1 == m_item->files.size();
    }
    // This thread has nothing else to fetch, as far as the job goes.
    bool is_alone() const noexcept
    {
        return m_item->files.size() == 1 && m_job->update_count == 1;
    }
    std::uint64_t have() const noexcept
    {
        return m_content ? m_content->bytes() : 0;
    }
    std::string bare_url(std::size_t which) const
    {
        return without_credentials(file().urls[which]);
    }
    void wake_by(nanoseconds when) noexcept
    {
        m_wake_at = std::min(m_wake_at, when);
    }

    // Runs f; what it throws ends the update.
    template <class F>
    void guarded(F&& f) noexcept
    {
        try
        {
            try
            {
                f();
            }
            catch (...)
            {
                if (m_stage == stage::leaving)
                {
                    finish(std::move(m_result)); // which is what it came to before
                    return;
                }
                give_up(failure_of_exception());
            }
        }
        catch (...)
        {
            finish(m_stage == stage::leaving ? std::move(m_result) : outcome::failed(e_outofmemory));
        }
    }

    // Runs f, which returns what shall be done with its result on the loop's thread, on the background thread.
    template <class F>
    void in_background(F f)
    {
        m_core.background.post([to = sender(), f = std::move(f)]() mutable {
            std::function<void(curl_download&)> then = f();
            if (then)
            {
                reply(to, std::move(then));
            }
        });
    }

    // The way back from the background thread.
    struct return_address
    {
        std::shared_ptr<curl_inbox> inbox;
        std::weak_ptr<curl_download> weak;
        std::shared_ptr<std::atomic<bool>> lost_reply;
    };

    return_address sender()
    {
        return {m_pool.inbox(), weak_from_this(), m_lost_reply};
    }

    // Has then(download) called on the loop's thread. Without memory for that the download hears that something is
    // lost.
    template <class Then>
    static void reply(const return_address& to, Then then) noexcept
    {
        try
        {
            to.inbox->post([weak = to.weak, then = std::move(then)] {
                if (const std::shared_ptr<curl_download> self = weak.lock())
                {
                    self->guarded([&] { then(*self); });
                }
            });
        }
        catch (const std::bad_alloc&)
        {
            to.lost_reply->store(true, std::memory_order_relaxed);
            to.inbox->wake();
        }
    }

    // ---- a file ----

    void begin_file()
    {
        m_mirrors = mirror_choice(file().urls.size());
        m_total = file().size;
        m_no_ranges = false;
        m_content.reset();
        if (file().urls.empty())
        {
            give_up({outcome::failed(wu_e_dm_urlnotavailable, {}, "the update names no URL"), remedy::give_up});
            return;
        }
        if (file().digest && (content_digest::length(file().digest->algorithm) == 0 ||
                              file().digest->bytes.size() != content_digest::length(file().digest->algorithm)))
        {
            give_up({outcome::failed(wu_e_dm_unknownalgorithm, {}, "the digest is of no known kind"), remedy::give_up});
            return;
        }
        m_name = stored_name(file());
        if (!is_safe_file_name(m_name))
        {
            give_up({outcome::failed(win32_invalid_name, {}, "the file name is not allowed"), remedy::give_up});
            return;
        }
        if (!m_job->claim(m_name, file()))
        {
            give_up(
                {outcome::failed(win32_file_exists, {}, "another update of the job has the same file name: " + m_name),
                 remedy::give_up});
            return;
        }
        if (const auto most = most_bytes(); most && m_report.base() + m_total.value_or(0) > *most)
        {
            give_up(too_large());
            return;
        }
        m_locked_until = m_core.now() + std::chrono::seconds(2);
        look_for_file();
    }

    // A file of the right size and digest need not be fetched.
    void look_for_file()
    {
        m_stage = stage::looking;
        if (!file().digest || end().options().is_forced)
        {
            open_part();
            return;
        }
        const std::optional<std::uint64_t> size = m_core.directory->size_of(m_name);
        if (!size || (m_total && *m_total != *size))
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
            std::make_shared<content_hash>(std::make_shared<disk_file>(std::move(*found)), file().digest->algorithm);
        hash_whole(m_core.background, m_looking, *size, [to = sender(), size = *size](content_digest digest) {
            reply(to, [size, digest = std::move(digest)](curl_download& self) { self.looked(size, digest); });
        });
    }

    void looked(std::uint64_t size, const content_digest& digest)
    {
        if (m_stage != stage::looking)
        {
            return;
        }
        m_looking.reset();
        if (digest != *file().digest)
        {
            open_part();
            return;
        }
        remove_stale_journal(*m_core.directory, m_name);
        m_total = size;
        ++m_found_files;
        m_report.set_size(m_file_index, size);
        m_report.set_bytes(size);
        file_done(size);
    }

    void open_part()
    {
        std::shared_ptr<part_file> part = part_file::try_open(m_core.directory, m_name, end().options().is_forced);
        if (!part)
        {
            if (m_core.now() >= m_locked_until)
            {
                give_up({outcome::failed(win32_sharing_violation, {}, m_name + " is being downloaded by somebody else"),
                         remedy::give_up});
                return;
            }
            m_stage = stage::waiting_for_lock;
            wake_by(m_core.now() + std::chrono::milliseconds(20));
            return;
        }
        content_source source;
        if (const auto& left = part->journal(); left && is_journal_of(*left, file(), m_total))
        {
            source = {left->source, left->etag, left->last_modified};
            m_total = m_total ? m_total : left->total;
        }
        else if (left)
        {
            part->restart();
        }
        constexpr std::uint64_t large = 16U << 20U;
        m_content.emplace(
            std::move(part), file().digest, m_core.background, is_alone() && m_total.value_or(0) >= large);
        m_content->source = std::move(source);
        m_saved_bytes = have();
        if (have() != 0 && m_total == have() && file().digest)
        {
            report_size();
            m_report.set_bytes(have());
            complete();
            return;
        }
        next_attempt();
    }

    // Throws away what is stored.
    void restart_part()
    {
        m_content->restart();
        m_total = file().size;
        m_saved_bytes = 0;
    }

    // ---- attempts ----

    bool can_continue_at(std::size_t which) const
    {
        return m_content && !m_no_ranges && m_content->can_continue_from(bare_url(which));
    }

    std::optional<std::size_t> choose_mirror(nanoseconds now) const
    {
        return m_mirrors.choose([&](std::size_t which) {
            return m_core.mirrors.is_failing(host_of(file().urls[which]), now);
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
            wake_by(not_before);
            return;
        }
        const std::string& url = file().urls[m_mirror];
        if (!m_core.try_move(m_ticket, host_of(url)))
        {
            wake_by(now + std::chrono::milliseconds(20));
            return;
        }
        m_attempt = attempt();
        m_attempt.watch = stall_watch(now);
        if (have() != 0 && !can_continue_at(m_mirror))
        {
            restart_part();
        }
        m_attempt.offset = have();
        const std::optional<parsed_url> parsed = parsed_url::parse(url);
        const std::string scheme = parsed ? parsed->scheme() : std::string();
        if (scheme != "http" && scheme != "https" && !(scheme == "file" && m_core.options.allows_file_urls))
        {
            const std::string why = parsed ? "the scheme is not allowed: " : "this is no URL: ";
            failed({outcome::failed(wu_e_pt_invalid_url, {"curl", CURLE_URL_MALFORMAT}, why + printable_url(url)),
                    remedy::other_mirror});
            return;
        }
        if (scheme == "file" && have() != 0)
        {
            restart_part();
            m_attempt.offset = 0;
        }
        m_origin = parsed->origin();
        m_user = parsed->user();
        m_password = parsed->password();
        m_attempt.url = parsed->bare();
        m_stage = stage::fetching;
        request(scheme, m_origin);
    }

    void request(const std::string& scheme, const std::string& origin)
    {
        curl_request next;
        next.url = m_attempt.url;
        if (origin == m_origin)
        {
            next.user = m_user;
            next.password = m_password;
        }
        next.user_agent = m_core.options.user_agent;
        if (const std::string& who = end().options().client_application_id; !who.empty())
        {
            next.user_agent += next.user_agent.empty() ? "" : " ";
            next.user_agent += one_line(who);
        }
        next.offset = m_attempt.offset;
        if (next.offset != 0 && bare_url(m_mirror) == m_content->source.url)
        {
            next.if_range = m_content->source.validator();
        }
        next.bytes = m_total ? std::optional(*m_total - next.offset) : std::nullopt;
        next.is_alone = is_alone();
        next.shares_connection = scheme == "https";
        m_attempt.head = response_head();
        m_attempt.is_redirect = false;
        m_attempt.is_file = scheme == "file";
        m_attempt.is_secure = scheme == "https";
        m_exchange.send(next);
        watch(m_core.now());
    }

    static std::string one_line(std::string text)
    {
        std::erase_if(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
        return text;
    }

    // Looks after deadlines while the attempt runs.
    void watch(nanoseconds now)
    {
        if (m_attempt.is_paused)
        {
            const nanoseconds wait = budget_wait(now);
            if (wait.count() > 0)
            {
                wake_by(now + wait);
            }
            else
            {
                m_attempt.is_paused = false;
                m_attempt.watch.restart(now, m_attempt.received);
                m_exchange.go_on();
            }
        }
        const stall_watch::verdict seen =
            m_attempt.watch.look(m_core.options.retry, now, m_attempt.received, m_attempt.is_paused, m_wake_at);
        if (seen != stall_watch::verdict::going_on)
        {
            m_exchange.end();
            const char* const what = seen == stall_watch::verdict::stalled ? "too few bytes came for too long: "
                                                                           : "the attempt took too long: ";
            failed(failure_of_curl(CURLE_OPERATION_TIMEDOUT, what + where()));
            return;
        }
        if (have() >= m_core.options.journal_from && have() != m_saved_bytes)
        {
            if (now - m_saved_at >= m_core.options.journal_every)
            {
                m_saved_at = now;
                save_journal();
            }
            wake_by(m_saved_at + m_core.options.journal_every);
        }
        else if (m_core.options.journal_from != 0)
        {
            wake_by(now + std::max<nanoseconds>(m_core.options.journal_every, one_millisecond));
        }
    }

    std::string where() const
    {
        return printable_url(m_attempt.url);
    }

    // ---- the answer ----

    // Inside libcurl nothing may be thrown, and the handle must stay: what goes wrong becomes the verdict.
    template <class F>
    bool receiving(F&& f) noexcept
    {
        try
        {
            if (m_job->is_aborting.load(std::memory_order_acquire) || m_core.is_stopping())
            {
                return false;
            }
            try
            {
                return f();
            }
            catch (...)
            {
                m_attempt.verdict = failure_of_exception();
            }
        }
        catch (...)
        {
            // Without a verdict it is a write error, which is a failure too.
        }
        return false;
    }

    bool refuse(fetch_failure why)
    {
        m_attempt.verdict = std::move(why);
        return false;
    }

    fetch_failure unusable(std::string_view what) const
    {
        return detail::unusable_answer(m_attempt.head.status, std::string(what) + ": " + where());
    }

    fetch_failure too_large() const
    {
        return {outcome::failed(update_too_large, {}, "the update is larger than it may be"), remedy::other_mirror,
                false};
    }

    std::optional<std::uint64_t> most_bytes() const
    {
        if (m_item->max_size)
        {
            return m_item->max_size;
        }
        const std::uint64_t most = m_core.options.most_update_bytes;
        return most == 0 ? std::nullopt : std::optional(most);
    }

    bool take_header(std::string_view line)
    {
        m_attempt.head_bytes += line.size();
        if (m_attempt.head_bytes > m_core.options.most_header_bytes)
        {
            return refuse(unusable("the head of the answer is too long"));
        }
        const bool was_complete = m_attempt.head.is_complete;
        m_attempt.head.take(line);
        if (m_attempt.is_file || was_complete || !m_attempt.head.is_complete || m_attempt.head.status < 200)
        {
            return true;
        }
        return judge(judge_answer(m_attempt.head, request_made()));
    }

    content_request request_made() const
    {
        content_request made;
        made.offset = m_attempt.offset;
        made.size = file().size;
        made.total = m_total;
        made.etag = bare_url(m_mirror) == m_content->source.url ? m_content->source.etag : std::string();
        made.has_digest = file().digest.has_value();
        made.is_secure = m_attempt.is_secure;
        return made;
    }

    // The head of the final answer is there. False: the body is not even worth reading to its end.
    bool judge(answer_judgement judgement)
    {
        using kind = answer_judgement::kind;
        m_no_ranges = m_no_ranges || judgement.has_no_ranges;
        m_attempt.is_redirect = judgement.what == kind::redirect;
        m_attempt.is_complete_already = judgement.what == kind::complete_already;
        if (judgement.why)
        {
            judgement.why->result.detail += ": " + where();
            m_attempt.verdict = std::move(judgement.why);
        }
        return judgement.what == kind::content ? accept(judgement) : judgement.what != kind::failure_with_no_end;
    }

    // Content is coming.
    bool accept(const answer_judgement& judgement)
    {
        const response_head& head = m_attempt.head;
        if (judgement.first == 0 && (have() != 0 || m_attempt.offset != 0))
        {
            // The Range was ignored, or the content has changed: this is the whole of it.
            m_report.retry(0);
            restart_part();
            m_attempt.offset = 0;
        }
        m_total = judgement.total;
        if (const auto most = most_bytes(); most && m_total && *m_total > *most - std::min(m_report.base(), *most))
        {
            return refuse(too_large());
        }
        if (judgement.first == 0)
        {
            const std::string etag = head.strong_etag();
            m_content->source = {bare_url(m_mirror), etag, etag.empty() ? strong_date(head) : std::string()};
        }
        constexpr std::uint64_t worth_asking = 1U << 20U;
        const std::uint64_t needed = m_total ? *m_total - std::min(judgement.first, *m_total) : 0;
        if (m_core.options.checks_free_space && needed >= worth_asking && m_core.directory->free_bytes() < needed)
        {
            return refuse({outcome::failed(win32_disk_full, {"errno", ENOSPC},
                                           "there is no room for " + std::to_string(needed) + " more bytes"),
                           remedy::give_up});
        }
        m_attempt.is_accepted = true;
        m_saved_at = m_core.now();
        report_size();
        end().set_phase(index(), dphDownloading);
        m_report.set_bytes(have());
        return true;
    }

    // A date may stand for the content if it lies well before the answer; two changes within one second look the same.
    static std::string strong_date(const response_head& head)
    {
        const std::time_t changed = head.last_modified.empty() ? -1 : curl_getdate(head.last_modified.c_str(), nullptr);
        const std::time_t answered = head.date.empty() ? std::time(nullptr) : curl_getdate(head.date.c_str(), nullptr);
        constexpr std::time_t well_before = 60;
        return changed > 0 && answered > 0 && answered - changed >= well_before ? head.last_modified : std::string();
    }

    bool is_limited() const noexcept
    {
        return m_core.budget.is_limited() || m_job->budget.is_limited();
    }

    nanoseconds budget_wait(nanoseconds now)
    {
        return std::max(m_core.budget.wait(now), m_job->budget.wait(now));
    }

    bool take_content(const char* bytes, std::size_t size)
    {
        if (m_attempt.is_file && !m_attempt.is_accepted)
        {
            accept_local_file();
        }
        if (m_attempt.verdict || !m_attempt.is_accepted)
        {
            // A small page is read to its end, so that the connection can be used again.
            constexpr std::uint64_t small = 64U << 10U;
            m_attempt.discarded += size;
            return m_attempt.discarded <= small &&
                   (m_attempt.verdict || m_attempt.is_redirect || m_attempt.is_complete_already);
        }
        if (m_total && size > *m_total - have())
        {
            return refuse(
                {outcome::failed(size_differs, {"http", m_attempt.head.status},
                                 "the server sends more than " + std::to_string(*m_total) + " bytes: " + where()),
                 remedy::retry, false, true});
        }
        if (const auto most = most_bytes(); most && m_report.base() + have() + size > *most)
        {
            return refuse(too_large());
        }
        const nanoseconds now = is_limited() ? m_core.now() : nanoseconds(0);
        m_core.budget.take(size, now);
        m_job->budget.take(size, now);
        m_content->append(bytes, size);
        m_attempt.received += size;
        m_report.set_bytes(have());
        return true;
    }

    void accept_local_file()
    {
        m_attempt.head = response_head();
        if (!judge(judge_local_file(m_exchange.length(), request_made())) && m_attempt.verdict)
        {
            m_attempt.verdict->result.native = {};
        }
    }

    // ---- the end of an attempt ----

    void done(CURLcode code)
    {
        if (m_stage != stage::fetching)
        {
            return;
        }
        if (m_job->is_aborting.load(std::memory_order_acquire))
        {
            leave(outcome::aborted(), true);
            return;
        }
        if (m_core.is_stopping())
        {
            m_exchange.end(); // the loop ends what is left
            return;
        }
        if (m_attempt.is_redirect && !m_attempt.verdict && (code == CURLE_OK || code == CURLE_WRITE_ERROR))
        {
            follow();
            return;
        }
        const std::chrono::seconds wait = m_exchange.retry_after();
        if (m_attempt.is_file && code == CURLE_OK && !m_attempt.is_accepted)
        {
            accept_local_file(); // an empty one
        }
        const std::string text = printable_curl_message(m_exchange.error_text());
        const int proxy_status = m_exchange.proxy_status();
        m_exchange.end();
        if (m_attempt.verdict)
        {
            fetch_failure why = *std::move(m_attempt.verdict);
            if (wait.count() > 0 && why.remedy == remedy::retry)
            {
                why.retry_after = wait;
            }
            failed(std::move(why));
            return;
        }
        if (m_attempt.is_complete_already)
        {
            complete();
            return;
        }
        if (code != CURLE_OK)
        {
            const bool has_all = m_attempt.is_accepted && m_total && have() >= *m_total;
            if (has_all && file().digest)
            {
                complete(); // whether the bytes are right is seen by themselves
                return;
            }
            if (proxy_status >= 300)
            {
                failed(failure_of_http(
                    proxy_status, "HTTP status " + std::to_string(proxy_status) + " of the proxy: " + where()));
                return;
            }
            fetch_failure why = failure_of_curl(code, text.empty() ? std::string() : text + ": " + where());
            why.keeps_bytes = !has_all; // an answer that broke at its end cannot be continued
            failed(std::move(why));
            return;
        }
        if (!m_attempt.is_accepted)
        {
            failed(failure_of_curl(CURLE_GOT_NOTHING, "the answer ended in its head: " + where()));
            return;
        }
        if (m_total && have() != *m_total)
        {
            failed(failure_of_curl(CURLE_PARTIAL_FILE, "the content ended after " + std::to_string(have()) + " of " +
                                                           std::to_string(*m_total) + " bytes: " + where()));
            return;
        }
        complete();
    }

    void follow()
    {
        const std::optional<parsed_url> next = m_exchange.redirect_target();
        const std::optional<parsed_url> before = parsed_url::parse(m_attempt.url);
        m_exchange.end();
        if (!next || !before)
        {
            failed(unusable("redirected to something that is no URL"));
            return;
        }
        const std::string scheme = next->scheme();
        if (scheme != "https" && (scheme != "http" || before->scheme() != "http"))
        {
            failed({outcome::failed(wininet_too_many_redirects, {"http", m_attempt.head.status},
                                    "redirected from " + before->scheme() + " to " + one_line(scheme) + ": " + where()),
                    remedy::other_mirror});
            return;
        }
        if (++m_attempt.hops > m_core.options.most_redirects)
        {
            failed(failure_of_curl(
                CURLE_TOO_MANY_REDIRECTS, "redirected too often: " + printable_url(file().urls[m_mirror])));
            return;
        }
        m_attempt.url = next->bare();
        m_attempt.discarded = 0;
        request(scheme, next->origin());
    }

    void failed(fetch_failure why)
    {
        const nanoseconds now = m_core.now();
        m_core.mirrors.failed(host_of(file().urls[m_mirror]), now);
        if (m_mirrors.failed(m_mirror, why, m_attempt.received, m_core.options.retry, now,
                             [&](std::uint32_t failures) { return m_core.retry_delay(failures); }))
        {
            why.result.detail +=
                " (it wants to be left alone for " +
                std::to_string(std::chrono::duration_cast<std::chrono::seconds>(*why.retry_after).count()) + " s)";
        }
        m_last_failure = why.result.detail;
        const std::optional<std::size_t> next = choose_mirror(now);
        if (why.remedy == remedy::give_up || !next)
        {
            give_up(std::move(why));
            return;
        }
        if (m_content && (!why.keeps_bytes || !can_continue_at(*next)))
        {
            restart_part();
        }
        m_report.retry(have());
        m_no_ranges = m_no_ranges && have() != 0;
        next_attempt();
    }

    // ---- the end of a file ----

    // All bytes are stored: they are checked, made safe and given their name in the background.
    void complete()
    {
        m_stage = stage::finishing;
        m_wake_at = nanoseconds::max();
        m_commit.reset();
        if (is_last_file())
        {
            end().set_phase(index(), dphVerifying);
        }
        const std::optional<bool> is_right = m_content->is_right();
        if (is_right && !*is_right)
        {
            failed(wrong_content());
            return;
        }
        if (is_last_file() && is_right)
        {
            m_core.try_rest(m_ticket); // nothing can call for another attempt
        }
        m_commit = m_content->make_commit();
        m_core.commits.add(m_commit, [to = sender()](const commit_queue::result& result) {
            reply(to, [result](curl_download& self) { self.committed(failure_of(result)); });
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
        if (failure && m_stop_result)
        {
            leave(*std::move(m_stop_result), true);
        }
        else if (failure && failure->is_wrong_content)
        {
            failed(*failure);
        }
        else if (failure)
        {
            give_up(*failure);
        }
        else
        {
            m_core.mirrors.worked(host_of(file().urls[m_mirror]));
            file_done(have());
        }
    }

    void file_done(std::uint64_t size)
    {
        m_content.reset();
        m_report.file_done(size);
        if (m_stop_result && !is_last_file())
        {
            leave(*std::move(m_stop_result), true);
        }
        else if (!is_last_file())
        {
            ++m_file_index;
            begin_file();
        }
        else
        {
            finish(outcome::succeeded(m_found_files == m_item->files.size() ? wu_s_already_downloaded : s_ok));
        }
    }

    void report_size()
    {
        if (m_total)
        {
            m_report.set_size(m_file_index, *m_total);
        }
    }

    // ---- the end of the update ----

    download_journal journal() const
    {
        download_journal left = download_journal::of(*m_item, m_file_index, m_name);
        left.source = m_content->source.url;
        left.etag = m_content->source.etag;
        left.last_modified = m_content->source.last_modified;
        left.total = m_total;
        left.bytes = have();
        return left;
    }

    // Without memory it is left for the next time.
    void save_journal()
    {
        try
        {
            post_journal();
            m_saved_bytes = have();
        }
        catch (const std::bad_alloc&)
        {
            return;
        }
    }

    void post_journal()
    {
        in_background([part = m_content->part(), left = journal(), generation = m_content->part()->generation(),
                       syncs = m_core.options.sync == sync_policy::always]() -> std::function<void(curl_download&)> {
            try
            {
                part->save(left, generation, syncs);
            }
            catch (const std::exception&)
            {
                // The older journal, or none, stays: less can be continued.
            }
            return {};
        });
    }

    void give_up(fetch_failure why)
    {
        if (m_stage != stage::ended && m_stage != stage::leaving)
        {
            if (!why.keeps_bytes)
            {
                m_is_worthless = true;
            }
            leave(std::move(why.result), true);
        }
    }

    // Puts away what was stored, then gives the update its result.
    void leave(outcome result, bool waits)
    {
        m_exchange.end();
        if (m_looking)
        {
            m_looking->cancel();
            m_looking.reset();
        }
        if (!m_content)
        {
            finish(std::move(result));
            return;
        }
        m_stage = stage::leaving;
        const bool is_kept = !m_is_worthless && m_content->is_worth_keeping();
        const bool is_aborted = result.code == orcAborted;
        m_result = std::move(result);
        download_journal left = is_kept ? journal() : download_journal();
        std::shared_ptr<part_file> part = m_content->part();
        m_content.reset();
        const std::uint64_t generation = part->generation();
        in_background(
            [part = std::move(part), left = std::move(left), generation, is_kept,
             syncs = m_core.options.sync == sync_policy::always]() mutable -> std::function<void(curl_download&)> {
                try
                {
                    is_kept ? part->save(left, generation, syncs) : part->discard();
                }
                catch (const std::exception&)
                {
                    // Nothing depends on it but how much has to be fetched again.
                }
                part.reset();
                return [](curl_download& self) {
                    if (self.m_stage == stage::leaving)
                    {
                        self.finish(std::move(self.m_result));
                    }
                };
            });
        if (!waits)
        {
            finish(std::move(m_result));
            return;
        }
        // An abort is bounded; any other end may wait for a slow disk.
        m_wake_at = m_core.now() + (is_aborted ? std::chrono::milliseconds(30) : std::chrono::milliseconds(10'000));
    }

    void finish(outcome result) noexcept
    {
        if (m_stage == stage::ended)
        {
            return;
        }
        m_stage = stage::ended;
        m_wake_at = nanoseconds::max();
        m_exchange.end();
        end().finish(index(), std::move(result));
    }

    static constexpr nanoseconds one_millisecond = std::chrono::milliseconds(1);

    curl_core& m_core;
    curl_pool& m_pool;
    curl_queue::ticket m_ticket;
    const std::shared_ptr<curl_job> m_job;
    const update_pointer m_item;
    const nanoseconds m_began;

    update_report m_report;
    const std::shared_ptr<std::atomic<bool>> m_lost_reply = std::make_shared<std::atomic<bool>>(false);
    stage m_stage = stage::looking;
    nanoseconds m_wake_at = nanoseconds::max();
    outcome m_result;
    std::optional<outcome> m_stop_result;
    std::string m_last_failure;
    std::size_t m_found_files = 0;
    bool m_is_worthless = false;

    // The file.
    std::size_t m_file_index = 0;
    std::string m_name;
    mirror_choice m_mirrors;
    std::size_t m_mirror = 0;
    std::optional<std::uint64_t> m_total; // as the update or the server says
    bool m_no_ranges = false;
    std::shared_ptr<content_hash> m_looking; // at a file that is there already
    std::optional<stored_content> m_content;
    std::shared_ptr<file_commit> m_commit;
    nanoseconds m_locked_until{0};
    nanoseconds m_saved_at{0};
    std::uint64_t m_saved_bytes = 0;

    // The attempt.
    attempt m_attempt;
    curl_exchange m_exchange;
    std::string m_origin; // who gets the credentials of the URL
    std::string m_user;
    std::string m_password;
};

} // namespace wua::detail
