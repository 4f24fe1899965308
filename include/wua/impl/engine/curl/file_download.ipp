// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/curl/file_download.hpp>.

#include <wua/engine/curl/file_download.hpp>
#include <wua/engine/curl/parsed_url.hpp>
#include <wua/engine/disk/disk_errors.hpp>
#include <wua/engine/disk/file_name_registry.hpp>
#include <wua/engine/disk/part_file.hpp>
#include <wua/engine/printable_url.hpp>
#include <wua/engine/transfer/joined_text.hpp>
#include <wua/model/file_details.hpp>
#include <wua/model/file_result.hpp>
#include <wua/model/url_text.hpp>

#include <algorithm>
#include <new>
#include <system_error>

namespace wua::detail
{

WUA_COLD
file_download::file_download(curl_update& update, curl_exchange& exchange, loop_handle loop, std::size_t index)
    : m_location(update, index),
      m_update(update),
      m_exchange(exchange),
      m_loop(std::move(loop)),
      m_sharing(m_location),
      m_existing(m_location),
      m_check(m_location),
      m_sources(m_location, exchange),
      m_fetch(update, exchange, index)
{}

WUA_COLD void file_download::begin()
{
    m_location.set_name(stored_name(file()));
    const bool has_sink = file().details && file().details->sink;
    if (!has_sink && !m_update.job->try_claim_name(m_location.name(), file()))
    {
        fail_with(
            error_file_exists,
            joined({"another file of the job has this name, or one that differs in case alone: ", m_location.name()}));
        return;
    }
    if (m_update.is_too_large(file().size.value_or(0)))
    {
        fail_with(m_update.too_large(file().size.value_or(0)));
        return;
    }
    has_sink ? open_sink() : join(false);
}

WUA_INLINE void file_download::on_time(nanoseconds now)
{
    if (m_is_paused)
    {
        look_at_pause(now);
        return;
    }
    switch (m_stage)
    {
        case stage::following:
            follow();
            break;
        case stage::waiting_for_lock:
            open_part();
            break;
        case stage::waiting_for_system:
        case stage::waiting_for_name:
            come_back(now);
            break;
        case stage::helped:
            continue_with_help(m_sources.is_going_on(now));
            break;
        case stage::fetching:
            after(m_fetch.on_time(now));
            break;
        default:
            break;
    }
}

WUA_INLINE void file_download::on_done(CURLcode code)
{
    if (m_stage == stage::fetching)
    {
        after(m_fetch.on_done(code));
    }
    else if (m_stage == stage::helped)
    {
        continue_with_help(m_sources.is_going_on_after(code));
    }
}

WUA_COLD void file_download::on_lost_reply()
{
    if (m_stage == stage::hashing_existing || m_stage == stage::checking_existing || is_finishing() ||
        (m_stage == stage::helped && m_sources.is_copying()))
    {
        fail_with(e_outofmemory, {});
    }
    else
    {
        look_at_help();
    }
}

WUA_COLD bool file_download::try_pause(nanoseconds now)
{
    switch (m_stage)
    {
        case stage::following:
        case stage::waiting_for_lock:
            m_sharing.leave(shared_end::left);
            m_lock.end();
            m_stage = stage::paused;
            break;
        case stage::waiting_for_system:
        case stage::paused:
            break;
        case stage::helped:
            m_sources.allow_again();
            detach();
            break;
        case stage::fetching:
            if (m_fetch.is_led_by_segment())
            {
                detach();
                break;
            }
            if (!m_fetch.try_pause(now))
            {
                return false;
            }
            break;
        default:
            return false;
    }
    m_is_paused = true;
    m_paused_at = now;
    if (m_stage == stage::paused)
    {
        core().rest_without_file(m_update.ticket);
        return true;
    }
    core().try_rest(m_update.ticket);
    core().expect_nothing(m_update.ticket);
    m_update.wake_by(now + std::chrono::milliseconds(50)); // those that follow it may be about to pause, too
    return true;
}

WUA_COLD void file_download::look_at_pause(nanoseconds now)
{
    if (m_stage == stage::paused)
    {
        return;
    }
    const bool can_continue = !m_progress || m_progress->total_bytes() == 0 || m_progress->is_worth_keeping();
    const bool is_late = now - m_paused_at >= core().options.pause_patience || !m_update.ticket.is_resting;
    if ((is_late && can_continue) || m_sharing.has_followers())
    {
        detach();
        return;
    }
    m_update.wake_by(now + std::chrono::milliseconds(250));
    if (m_stage == stage::fetching)
    {
        m_fetch.on_time_of_pause(now);
    }
}

WUA_COLD void file_download::detach()
{
    m_fetch.detach();
    if (m_progress && !m_sink)
    {
        m_is_continuing = true;
        save_or_discard(false, [] {});
    }
    m_sharing.leave(shared_end::left);
    m_stage = stage::paused;
    core().rest_without_file(m_update.ticket);
}

WUA_COLD void file_download::resume(nanoseconds now)
{
    if (!std::exchange(m_is_paused, false))
    {
        return;
    }
    m_resource_wait.skip(now - m_paused_at, now);
    if (m_stage == stage::paused)
    {
        m_sink ? begin_with_part() : join(true);
        return;
    }
    if (m_stage == stage::fetching)
    {
        m_fetch.resume();
    }
    m_update.wake_by(now);
}

WUA_COLD bool file_download::try_cancel_commit()
{
    const bool is_cancelled = m_sink ? m_sink->try_cancel() : m_commit->try_cancel();
    core().commits.forget_cancelled();
    m_stage = is_cancelled ? stage::finishing : stage::taking_name;
    return is_cancelled;
}

WUA_COLD void file_download::stop(const outcome& result) noexcept
{
    m_sources.end();
    m_fetch.end_segments();
    m_fetch.tell(result, attempt_decision::stop);
    m_stage = stage::stopped;
    m_sharing.leave(shared_end::left);
    m_existing.cancel();
    m_check.withdraw();
}

WUA_COLD void file_download::save_or_discard(bool is_worthless, std::function<void()> on_saved)
{
    m_sources.end();
    if (m_sink)
    {
        end_fetch();
        m_sink->end_failed(std::move(on_saved)); // it has no segments
        return;
    }
    const auto leftover =
        std::make_shared<file_leftover>(m_progress->leftover(!is_worthless && m_progress->is_worth_keeping()));
    end_fetch();
    core().background.post([leftover, on_saved = std::move(on_saved)] {
        leftover->save_or_discard();
        on_saved();
    });
}

WUA_COLD void file_download::fail_with(fetch_failure&& failure)
{
    m_sources.end();
    m_fetch.end_segments();
    m_failure = std::move(failure);
    m_stage = stage::failed;
    m_fetch.tell(m_failure->result, attempt_decision::give_up);
    m_sharing.fail(m_failure->result);
}

WUA_COLD void file_download::end_as(stage complete_or_found, std::uint64_t size)
{
    m_size = size;
    m_stage = complete_or_found;
    if (complete_or_found == stage::complete)
    {
        m_sources.confirm();
    }
    tell_file();
    end_fetch();
    m_sharing.leave(complete_or_found == stage::found ? shared_end::found : shared_end::complete);
}

WUA_COLD void file_download::join(bool is_another)
{
    switch (m_sharing.join(is_another))
    {
        case file_sharing::role::none:
            fail_with(error_file_exists,
                      joined({"other content is being downloaded under the same file name: ", m_location.name()}));
            break;
        case file_sharing::role::follower:
            m_stage = stage::following;
            m_has_waited = true;
            follow();
            break;
        case file_sharing::role::owner:
            if (!try_hash_existing())
            {
                open_part();
            }
            break;
    }
}

WUA_COLD void file_download::follow()
{
    using what = file_sharing::status::what;
    file_sharing::status seen = m_sharing.follow();
    switch (seen.now)
    {
        case what::in_progress:
            m_update.wake_by(core().now() + std::chrono::milliseconds(50));
            break;
        case what::complete:
        case what::found:
            m_existing.set_mode();
            end_as(seen.now == what::found ? stage::found : stage::complete, seen.bytes);
            break;
        case what::failed:
            fail_with(*std::move(seen.failure));
            break;
        case what::nothing:
            m_sharing.leave(shared_end::left);
            join(true);
            break;
    }
}

WUA_COLD bool file_download::try_hash_existing()
{
    const bool is_hashing = m_existing.try_hash([this, loop = m_loop](std::vector<content_digest>&& found) {
        loop.reply([this, found = std::move(found)] { on_existing_hashed(found); });
    });
    m_stage = is_hashing ? stage::hashing_existing : m_stage;
    return is_hashing;
}

WUA_COLD void file_download::on_existing_hashed(const std::vector<content_digest>& found)
{
    if (m_stage != stage::hashing_existing)
    {
        return;
    }
    existing_file::hashed existing = m_existing.take_hashed(found);
    if (!existing.file)
    {
        m_progress ? begin_with_part() : open_part();
        return;
    }
    if (m_progress)
    {
        m_progress->leftover(false).save_or_discard();
        end_fetch();
    }
    remove_stale_journal(*m_location.folder(), m_location.leaf());
    accept_existing(std::move(existing.file), existing.size);
}

WUA_COLD void file_download::accept_existing(std::shared_ptr<const disk_file> existing, std::uint64_t size)
{
    try
    {
        m_location.folder()->require_in_place();
    }
    catch (const std::system_error& error)
    {
        fail_with(failure_of_disk(error));
        return;
    }
    m_update.report.begin_again(size); // of an update that has followed another
    m_update.report.set_size(m_location.index(), size);
    m_update.report.set_bytes(size);
    if (!m_check.is_wanted())
    {
        keep_existing(size);
        return;
    }
    m_stage = stage::checking_existing;
    m_update.report.set_phase(m_location.index(), dphVerifying);
    core().try_rest(m_update.ticket);
    m_check.ask(std::move(existing), [this, loop = m_loop, size](content_check_result&& answer) {
        loop.reply([this, size, answer = std::move(answer)] { on_existing_checked(size, answer); });
    });
}

WUA_COLD void file_download::open_sink()
{
    m_sink = std::make_shared<sink_part>(file().details->sink, core().sinks, file().details->held_bytes);
    m_progress.emplace(m_update, m_location.index(), m_sink);
    if (m_progress->bytes() != 0)
    {
        m_progress->source.url = bare_url(file().urls.front());
        m_progress->source.etag = file().details->known.etag;
    }
    begin_with_part();
}

WUA_COLD void file_download::end_sink(sink_end how)
{
    m_sink->end(how, [this, loop = m_loop](const std::exception_ptr& error) {
        loop.reply([this, error] { on_committed({.is_right = true, .error = error}); });
    });
}

WUA_COLD void file_download::set_condition()
{
    const content_validators condition = condition_for(file(), m_location.is_forced());
    m_known =
        condition.is_empty() || m_sink ? known_file() : known_file(file(), m_location.folder(), m_location.leaf());
    m_progress->condition = m_sink || m_known ? condition : content_validators();
}

WUA_COLD void file_download::on_not_modified()
{
    std::shared_ptr<const disk_file> there = m_sink ? nullptr : m_known.open_unchanged();
    if (!m_sink && !there)
    {
        m_progress->condition = {}; // somebody has changed it meanwhile
        m_fetch.tell(outcome::failed(error_file_not_found, {}, "what is not modified is not there any more"),
                     attempt_decision::retry);
        fetch();
        return;
    }
    m_is_not_modified = true;
    m_fetch.on_success();
    if (m_sink)
    {
        m_stage = stage::finishing;
        m_is_paused = false;
        m_update.report.set_size(m_location.index(), file().size.value_or(0));
        m_update.report.set_bytes(file().size.value_or(0));
        end_sink(sink_end::not_modified);
        return;
    }
    m_progress->leftover(false).save_or_discard();
    m_fetch.end_segments();
    m_progress.reset();
    accept_existing(std::move(there), m_known.size());
}

WUA_COLD void file_download::tell_file() noexcept
{
    if (!m_update.transfer().wants_files())
    {
        return;
    }
    try
    {
        file_result told{
            .file = static_cast<std::uint32_t>(m_location.index()), .url = m_fetch.where(), .size = m_size};
        told.origin = m_is_not_modified ? file_origin::not_modified
                      : was_found()     ? file_origin::already_there
                                        : file_origin::downloaded;
        if (!m_sink)
        {
            const std::u8string path = core().path_of(m_location.name()).u8string();
            told.path.assign(path.begin(), path.end());
        }
        if (m_is_not_modified)
        {
            told.validators = file().details->known;
        }
        else
        {
            told.digests = file().digests();
        }
        if (told.url.empty() && m_progress && !m_progress->source.url.empty() &&
            !m_progress->source.url.starts_with(seed_prefix) && !m_progress->source.url.starts_with(swarm_prefix))
        {
            told.url = printable_url(m_progress->source.url);
        }
        if (m_progress && !m_progress->source.is_mixed())
        {
            told.validators = {m_progress->source.etag, m_progress->source.last_modified};
        }
        m_update.transfer().add_file(m_update.index(), std::move(told));
    }
    catch (const std::bad_alloc&)
    {
        return; // a download does not fail for what is told of it
    }
}

WUA_COLD void file_download::keep_existing(std::uint64_t size)
{
    m_existing.set_mode();
    end_as(stage::found, size);
}

WUA_COLD void file_download::on_existing_checked(std::uint64_t size, const content_check_result& answer)
{
    if (m_stage != stage::checking_existing)
    {
        return;
    }
    const std::shared_ptr<const disk_file> existing = m_check.take_file();
    if (answer.error)
    {
        fail_with(failure_of(answer.error));
        return;
    }
    if (answer.verdict.is_accepted)
    {
        keep_existing(size);
        return;
    }
    const disk_directory& there = *m_location.folder();
    if (answer.verdict.what == refused_file::discarded && there.is_still_named(*existing))
    {
        there.remove(m_location.leaf());
    }
    fail_with(file_check::failure_of(answer.verdict, file().has_digest()));
}

WUA_COLD void file_download::open_part()
{
    if (m_update.ticket.is_resting && !core().try_rest(m_update.ticket))
    {
        m_stage = stage::waiting_for_lock; // too many have their files open
        m_update.wake_by(core().now() + std::chrono::milliseconds(20));
        return;
    }
    m_location.open(true);
    std::shared_ptr<part_file> part =
        part_file::try_open(m_location.folder(), m_location.leaf(), m_location.is_forced(), file().has_digest());
    if (!part)
    {
        wait_for_lock();
        return;
    }
    part->set_mode(file().mode);
    m_lock.end();
    m_progress.emplace(m_update, m_location.index(), std::move(part));
    const bool is_as_before = m_is_continuing && m_progress->total_bytes() == m_update.report.file_bytes();
    m_is_continuing = false;
    if (!is_as_before)
    {
        m_update.report.begin_again(m_progress->total_bytes());
    }
    if (!m_has_waited || !try_hash_existing())
    {
        begin_with_part();
    }
}

WUA_COLD void file_download::wait_for_lock()
{
    const nanoseconds now = core().now();
    const std::optional<disk_file> held = m_location.folder()->try_open(part_name_of(m_location.leaf()), false);
    const lock_wait::observation seen =
        held ? lock_wait::observation{held->size(), held->last_write()} : lock_wait::observation();
    m_stage = stage::waiting_for_lock;
    if (!m_lock.is_waiting())
    {
        m_has_waited = true;
        core().rest(m_update.ticket);
    }
    if (const std::optional<nanoseconds> wait = m_lock.look(now, seen, core().options.lock_patience))
    {
        m_update.wake_by(now + *wait);
        return;
    }
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(m_lock.idle_at(now));
    fail_with(error_sharing_violation,
              joined({m_location.name(), " is being downloaded by somebody else, who has got no further for ",
                      seconds.count(), " s"}));
}

WUA_COLD void file_download::begin_with_part()
{
    m_fetch.continue_with(*m_progress);
    set_condition();
    if (m_progress->bytes() != 0 && m_progress->total() == m_progress->bytes() && file().has_digest())
    {
        m_progress->report();
        commit();
        return;
    }
    if (!try_get_help())
    {
        fetch();
        return;
    }
    m_stage = stage::helped;
    look_at_help();
}

WUA_COLD bool file_download::try_get_help()
{
    if (m_sources.may_swarm())
    {
        m_sources.begin_swarming(*m_progress, [this, loop = m_loop] { loop.reply([this] { look_at_help(); }); });
        return true;
    }
    if (!m_sources.may_seed(*m_progress))
    {
        return false;
    }
    auto on_copied = [this, loop = m_loop](const std::shared_ptr<seed_copy>& which, seed_copy_result&& result) {
        loop.reply([this, which, result = std::move(result)] {
            if (m_stage == stage::helped && m_sources.try_finish_copy(which, result))
            {
                continue_with_help(false);
            }
        });
    };
    return m_sources.try_begin_seeding(*m_progress, std::move(on_copied));
}

WUA_COLD void file_download::look_at_help()
{
    if (m_stage == stage::helped)
    {
        continue_with_help(m_sources.is_going_on(core().now()));
    }
}

WUA_COLD void file_download::continue_with_help(bool is_going_on)
{
    if (!is_going_on)
    {
        begin_with_part();
    }
}

WUA_COLD bool file_download::try_discard_help(const std::vector<content_digest>& found)
{
    const std::optional<alternative_sources::suspect> blamed = m_sources.blame(*m_progress);
    if (!blamed)
    {
        return false;
    }
    const fetch_failure failure = m_fetch.wrong_content(found);
    m_fetch.tell(failure.result, blamed->decision);
    if (blamed->decision == attempt_decision::do_without_swarm)
    {
        m_update.tell(m_location.index(), failure.result, blamed->decision, [&] {
            attempt_record record;
            record.url = blamed->provider.url;
            return record;
        });
    }
    m_fetch.end();
    m_progress->discard_parts_of(blamed->provider);
    m_update.report.retry(m_progress->total_bytes());
    fetch();
    return true;
}

WUA_COLD void file_download::fetch()
{
    m_stage = stage::fetching;
    after(m_fetch.begin());
}

WUA_INLINE void file_download::after(parallel_fetch::state reached)
{
    switch (reached)
    {
        case parallel_fetch::state::in_progress:
            break;
        case parallel_fetch::state::complete:
            commit();
            break;
        case parallel_fetch::state::not_modified:
            on_not_modified();
            break;
        case parallel_fetch::state::failed:
            on_fetch_failed(m_fetch.take_failure());
            break;
    }
}

WUA_COLD void file_download::end_fetch() noexcept
{
    m_sources.end();
    m_fetch.end();
    m_progress.reset();
}

WUA_COLD void file_download::on_fetch_failed(fetch_failure&& failure)
{
    if (try_wait(failure))
    {
        return;
    }
    if (failure.remedy != remedy::give_up && failure.remedy != remedy::wait)
    {
        m_resource_wait.forget();
    }
    if (m_fetch.try_again(failure))
    {
        m_stage = stage::fetching;
        after(m_fetch.begin_again());
    }
    else
    {
        fail_with(std::move(failure));
    }
}

WUA_COLD bool file_download::try_wait(const fetch_failure& failure)
{
    if (failure.remedy != remedy::wait || is_finishing() || is_complete() || has_failed() || m_stage == stage::stopped)
    {
        return false;
    }
    if (m_fetch.received() != 0)
    {
        m_resource_wait.forget();
    }
    if (!try_wait_for(stage::waiting_for_system, failure))
    {
        return false;
    }
    m_fetch.end_segments();
    m_exchange.end();
    m_sources.end();
    m_fetch.tell(failure.result, attempt_decision::wait, m_resource_wait.ends_at() - core().now());
    m_fetch.end();
    if (m_progress && m_progress->total_bytes() == 0 && !m_sink)
    {
        m_progress->leftover(false).save_or_discard();
        m_progress.reset();
    }
    core().hold_back(m_update.ticket);
    return true;
}

WUA_COLD bool file_download::try_wait_for(stage what, const fetch_failure& failure)
{
    if (failure.remedy != remedy::wait || !m_resource_wait.try_wait(core().now(), core().options.retry.busy_deadline))
    {
        return false;
    }
    m_update.last_failure = failure.result.detail;
    m_update.wake_by(m_resource_wait.ends_at());
    m_stage = what;
    return true;
}

WUA_COLD void file_download::come_back(nanoseconds now)
{
    if (now < m_resource_wait.ends_at())
    {
        m_update.wake_by(m_resource_wait.ends_at());
    }
    else if (m_stage == stage::waiting_for_name)
    {
        take_name();
    }
    else if (!core().try_move(m_update.ticket, host_of(m_fetch.url())))
    {
        m_update.wake_by(now + std::chrono::milliseconds(20));
    }
    else if (m_progress)
    {
        fetch();
    }
    else if (!try_hash_existing())
    {
        open_part();
    }
}

WUA_COLD void file_download::commit()
{
    m_stage = stage::finishing;
    m_fetch.end_segments();
    m_is_paused = false;
    m_update.wake_at = nanoseconds::max();
    m_commit.reset();
    m_resource_wait.forget();
    m_update.report.set_phase(m_location.index(), dphVerifying);
    const std::optional<bool> is_right = m_progress->is_right();
    if (is_right && !*is_right)
    {
        if (!try_discard_help(m_progress->found()))
        {
            on_fetch_failed(m_fetch.blame_for(m_progress->found()));
        }
        return;
    }
    if (m_sink)
    {
        end_sink(sink_end::verified);
        return;
    }
    if ((m_update.is_last_file(m_location.index()) && is_right) || m_check.is_wanted())
    {
        core().try_rest(m_update.ticket); // nothing can call for another attempt, or nobody knows how long it takes
    }
    if (m_check.is_wanted())
    {
        m_progress->save_before_check();
        m_check.prepare(m_progress->part());
    }
    m_commit = m_progress->make_commit(m_check.question());
    add_commit();
}

WUA_COLD void file_download::take_name()
{
    m_stage = stage::finishing;
    // Which was verified before, and accepted unless it is to be asked about again.
    m_commit =
        std::make_shared<file_commit>(m_progress->part(), nullptr, std::vector<content_digest>(), m_check.question());
    add_commit();
}

WUA_COLD void file_download::add_commit()
{
    core().commits.add(m_commit, [this, loop = m_loop](commit_queue::result&& result) {
        loop.reply([this, result = std::move(result)] { on_committed(result); });
    });
}

WUA_COLD void file_download::on_refused(const content_verdict& verdict)
{
    fetch_failure failure = file_check::failure_of(verdict, file().has_digest());
    if (m_stage == stage::taking_name || failure.remedy == remedy::give_up)
    {
        fail_with(std::move(failure));
        return;
    }
    on_fetch_failed(std::move(failure));
}

WUA_COLD fetch_failure file_download::failure_of(const std::exception_ptr& error)
{
    try
    {
        std::rethrow_exception(error);
    }
    catch (...)
    {
        return failure_of_current_exception();
    }
}

WUA_COLD void file_download::on_committed(const commit_queue::result& result)
{
    if (!is_finishing())
    {
        return;
    }
    if (result.error)
    {
        fetch_failure failure = failure_of(result.error);
        if (result.is_accepted)
        {
            m_check.note_accepted();
        }
        const bool can_wait = m_stage != stage::taking_name && result.is_verified;
        if (!can_wait || !try_wait_for(stage::waiting_for_name, failure))
        {
            fail_with(std::move(failure));
        }
    }
    else if (result.refusal)
    {
        on_refused(*result.refusal);
    }
    else if (result.is_right)
    {
        m_fetch.on_success();
        m_is_not_modified ? end_as(stage::found, file().size.value_or(0))
                          : end_as(stage::complete, m_progress->bytes());
    }
    else if (m_stage == stage::taking_name)
    {
        fail_with(m_fetch.wrong_content(result.found));
    }
    else if (!try_discard_help(result.found))
    {
        on_fetch_failed(m_fetch.blame_for(result.found));
    }
}

} // namespace wua::detail
