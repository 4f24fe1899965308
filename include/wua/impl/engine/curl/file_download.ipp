// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/curl/file_download.hpp>.

#include <wua/engine/curl/file_download.hpp>
#include <wua/engine/curl/file_swarming.hpp>
#include <wua/engine/curl/parsed_url.hpp>
#include <wua/engine/disk/disk_errors.hpp>
#include <wua/engine/disk/file_name.hpp>
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
    : m_update(update),
      m_core(update.core),
      m_exchange(exchange),
      m_loop(std::move(loop)),
      m_index(index),
      m_file(update.item->files[index]),
      m_fetch(update, exchange, index)
{}

WUA_COLD void file_download::begin()
{
    m_name = stored_name(m_file);
    m_leaf = leaf_of(m_name);
    const bool has_sink = m_file.details && m_file.details->sink;
    if (!has_sink && !m_update.job->try_claim_name(m_name, m_file))
    {
        fail_with(win32_file_exists,
                  joined({"another file of the job has this name, or one that differs in case alone: ", m_name}));
        return;
    }
    if (m_update.is_too_large(m_file.size.value_or(0)))
    {
        fail_with(m_update.too_large(m_file.size.value_or(0)));
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
        case stage::swarming:
            continue_swarming(m_swarming->is_going_on(now));
            break;
        case stage::seeding:
            continue_seeding(m_seeding->is_going_on(now));
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
    else if (m_stage == stage::seeding)
    {
        continue_seeding(m_seeding->is_going_on_after(code));
    }
    else if (m_stage == stage::swarming)
    {
        continue_swarming(m_swarming->is_going_on_after(code));
    }
}

WUA_COLD void file_download::on_lost_reply()
{
    if (m_stage == stage::hashing_existing || m_stage == stage::checking_existing || is_finishing() ||
        (m_stage == stage::seeding && m_seeding->is_copying()))
    {
        fail_with(e_outofmemory, {});
    }
    else if (m_stage == stage::swarming)
    {
        continue_swarming(m_swarming->is_going_on(m_core.now()));
    }
}

WUA_COLD bool file_download::try_pause(nanoseconds now)
{
    switch (m_stage)
    {
        case stage::following:
        case stage::waiting_for_lock:
            leave(shared_end::left);
            m_shared.reset();
            m_waits_since.reset();
            m_stage = stage::paused;
            break;
        case stage::waiting_for_system:
        case stage::paused:
            break;
        case stage::seeding:
            m_has_seeded = false; // but will, from the beginning
            detach();
            break;
        case stage::swarming:
            m_has_swarmed = false;
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
        m_core.rest_without_file(m_update.ticket);
        return true;
    }
    m_core.try_rest(m_update.ticket);
    m_core.expect_nothing(m_update.ticket);
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
    const bool is_late = now - m_paused_at >= m_core.options.pause_patience || !m_update.ticket.is_resting;
    if ((is_late && can_continue) || (m_shared && m_shared->has_followers()))
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
    if (m_shared)
    {
        leave(shared_end::left);
        m_shared.reset();
    }
    m_stage = stage::paused;
    m_core.rest_without_file(m_update.ticket);
}

WUA_COLD void file_download::resume(nanoseconds now)
{
    if (!std::exchange(m_is_paused, false))
    {
        return;
    }
    if (m_busy_since)
    {
        *m_busy_since += now - m_paused_at;
    }
    if (m_stage == stage::paused)
    {
        m_sink ? begin_with_part() : join(true);
        return;
    }
    if (m_stage == stage::fetching)
    {
        m_fetch.resume();
    }
    m_comes_back_at = now;
    m_update.wake_by(now);
}

WUA_COLD bool file_download::try_cancel_commit()
{
    const bool is_cancelled = m_sink ? m_sink->try_cancel() : m_commit->try_cancel();
    m_core.commits.forget_cancelled();
    m_stage = is_cancelled ? stage::finishing : stage::taking_name;
    return is_cancelled;
}

WUA_COLD void file_download::stop(const outcome& result) noexcept
{
    m_seeding.reset();
    m_swarming.reset();
    m_fetch.end_segments();
    m_fetch.tell(result, attempt_decision::stop);
    m_stage = stage::stopped;
    if (m_shared)
    {
        leave(shared_end::left);
    }
    if (m_existing)
    {
        m_existing->cancel();
        m_existing.reset();
    }
    if (m_question)
    {
        m_question->withdraw();
    }
}

WUA_COLD void file_download::save_or_discard(bool is_worthless, std::function<void()> on_saved)
{
    m_seeding.reset();
    m_swarming.reset();
    if (m_sink)
    {
        end_fetch();
        m_sink->end_failed(std::move(on_saved)); // it has no segments
        return;
    }
    const auto leftover =
        std::make_shared<file_leftover>(m_progress->leftover(!is_worthless && m_progress->is_worth_keeping()));
    end_fetch();
    m_core.background.post([leftover, on_saved = std::move(on_saved)] {
        leftover->save_or_discard();
        on_saved();
    });
}

WUA_COLD void file_download::fail_with(fetch_failure&& failure)
{
    m_seeding.reset();
    m_swarming.reset();
    m_fetch.end_segments();
    m_failure = std::move(failure);
    m_stage = stage::failed;
    m_fetch.tell(m_failure->result, attempt_decision::give_up);
    if (m_shared)
    {
        m_shared->fail(m_failure->result);
        leave(shared_end::failed);
    }
}

WUA_COLD void file_download::end_as(stage complete_or_found, std::uint64_t size)
{
    m_size = size;
    m_stage = complete_or_found;
    if (m_swarming && complete_or_found == stage::complete)
    {
        m_swarming->end(supply_outcome::verified);
    }
    tell_file();
    end_fetch();
    leave(complete_or_found == stage::found ? shared_end::found : shared_end::complete);
}

WUA_COLD void file_download::join(bool is_another)
{
    const bool is_forced = m_update.transfer().options().is_forced;
    m_shared =
        m_core.shared.try_join(m_name, m_file, is_forced, m_update.max_bytes() - m_update.report.completed_bytes(),
                               m_update.item->requests.get());
    if (!m_shared)
    {
        fail_with(win32_file_exists, joined({"other content is being downloaded under the same file name: ", m_name}));
        return;
    }
    if (!m_shared->is_owner())
    {
        m_stage = stage::following;
        m_has_waited = true;
        m_core.rest(m_update.ticket);
        m_update.report.begin_to_follow(m_shared->look(), is_another);
        follow();
        return;
    }
    m_update.report.share(m_shared);
    if (!try_hash_existing())
    {
        open_part();
    }
}

WUA_COLD void file_download::follow()
{
    const shared_progress seen = m_shared->look();
    if (m_update.is_too_large(seen.bytes))
    {
        fail_with(m_update.too_large(seen.bytes));
        return;
    }
    // What does not fit may be a mirror's mistake; if it stays, this update finds out for itself.
    const std::uint64_t size = seen.size.value_or(seen.bytes);
    const bool fits =
        !m_update.is_too_large(size) && (!m_file.size || (seen.size ? size == *m_file.size : size <= *m_file.size));
    if (fits)
    {
        m_update.report.follow(m_index, seen);
    }
    switch (seen.end)
    {
        case shared_end::none:
            m_update.wake_by(m_core.now() + std::chrono::milliseconds(50));
            return;
        case shared_end::complete:
            if (fits && seen.bytes == m_file.size.value_or(seen.bytes))
            {
                set_mode_of_existing(); // whoever downloaded it may have another one
                end_as(stage::complete, seen.bytes);
                return;
            }
            break;
        case shared_end::found:
            if (fits && !m_update.transfer().options().is_forced)
            {
                set_mode_of_existing();
                end_as(stage::found, seen.bytes);
                return;
            }
            break;
        case shared_end::failed:
            if (std::optional<outcome> failure = m_shared->failure())
            {
                fail_with({*std::move(failure), remedy::give_up});
                return;
            }
            break;
        case shared_end::left:
            break;
    }
    leave(shared_end::left);
    join(true);
}

WUA_COLD const disk_directory* file_download::folder(bool makes_it)
{
    if (!m_folder)
    {
        m_folder = m_core.folders.folder(folder_of(m_name), makes_it);
    }
    return m_folder.get();
}

WUA_COLD bool file_download::try_hash_existing()
{
    if (!m_file.has_digest() || m_update.transfer().options().is_forced)
    {
        return false;
    }
    const disk_directory* const there = folder(false);
    const std::optional<std::uint64_t> size = there != nullptr ? there->size_of(m_leaf) : std::nullopt;
    if (!size || (m_file.size && *m_file.size != *size))
    {
        return false;
    }
    std::optional<disk_file> existing = there->try_open(m_leaf, false);
    if (!existing || !existing->is_ours())
    {
        return false;
    }
    m_stage = stage::hashing_existing;
    m_existing = std::make_shared<content_hash>(std::make_shared<disk_file>(std::move(*existing)), m_file.digests());
    hash_whole(
        m_core.background, m_existing, *size, [this, loop = m_loop, size = *size](std::vector<content_digest>&& found) {
            loop.reply([this, size, found = std::move(found)] { on_existing_hashed(size, found); });
        });
    return true;
}

WUA_COLD void file_download::on_existing_hashed(std::uint64_t size, const std::vector<content_digest>& found)
{
    if (m_stage != stage::hashing_existing)
    {
        return;
    }
    const std::shared_ptr<const disk_file> existing = m_existing->file();
    m_existing.reset();
    if (found != m_file.digests() || !m_folder->is_still_named(*existing))
    {
        m_progress ? begin_with_part() : open_part();
        return;
    }
    if (m_progress)
    {
        m_progress->leftover(false).save_or_discard();
        end_fetch();
    }
    remove_stale_journal(*m_folder, m_leaf);
    accept_existing(existing, size);
}

WUA_COLD void file_download::accept_existing(std::shared_ptr<const disk_file> existing, std::uint64_t size)
{
    try
    {
        m_folder->require_in_place();
    }
    catch (const std::system_error& error)
    {
        fail_with(failure_of_disk(error));
        return;
    }
    m_update.report.begin_again(size); // of an update that has followed another
    m_update.report.set_size(m_index, size);
    m_update.report.set_bytes(size);
    if (!m_core.checker)
    {
        keep_existing(size);
        return;
    }
    m_stage = stage::checking_existing;
    m_update.report.set_phase(m_index, dphVerifying);
    m_core.try_rest(m_update.ticket);
    m_question = make_question(m_name, m_leaf);
    m_question->file = std::move(existing);
    m_core.checker.ask(m_question, [this, loop = m_loop, size](content_check_result&& answer) {
        loop.reply([this, size, answer = std::move(answer)] { on_existing_checked(size, answer); });
    });
}

WUA_COLD void file_download::open_sink()
{
    m_sink = std::make_shared<sink_part>(m_file.details->sink, m_core.sinks, m_file.details->held_bytes);
    m_progress.emplace(m_update, m_index, m_sink);
    if (m_progress->bytes() != 0)
    {
        m_progress->source.url = bare_url(m_file.urls.front());
        m_progress->source.etag = m_file.details->known.etag;
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
    const content_validators condition = condition_for(m_file, m_update.transfer().options().is_forced);
    m_known = condition.is_empty() || m_sink ? known_file() : known_file(m_file, m_folder, m_leaf);
    m_progress->condition = m_sink || m_known ? condition : content_validators();
}

WUA_COLD void file_download::on_not_modified()
{
    std::shared_ptr<const disk_file> there = m_sink ? nullptr : m_known.open_unchanged();
    if (!m_sink && !there)
    {
        m_progress->condition = {}; // somebody has changed it meanwhile
        m_fetch.tell(outcome::failed(win32_file_not_found, {}, "what is not modified is not there any more"),
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
        m_update.report.set_size(m_index, m_file.size.value_or(0));
        m_update.report.set_bytes(m_file.size.value_or(0));
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
        file_result told{.file = static_cast<std::uint32_t>(m_index), .url = m_fetch.where(), .size = m_size};
        told.origin = m_is_not_modified ? file_origin::not_modified
                      : was_found()     ? file_origin::already_there
                                        : file_origin::downloaded;
        if (!m_sink)
        {
            const std::u8string path = m_core.path_of(m_name).u8string();
            told.path.assign(path.begin(), path.end());
        }
        if (m_is_not_modified)
        {
            told.validators = m_file.details->known;
        }
        else
        {
            told.digests = m_file.digests();
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

WUA_COLD void file_download::set_mode_of_existing()
{
    const disk_directory* const there = m_file.mode != 0 ? folder(false) : nullptr;
    if (std::optional<disk_file> existing = there != nullptr ? there->try_open(m_leaf, false) : std::nullopt)
    {
        there->make_public(*existing, m_file.mode);
    }
}

WUA_COLD void file_download::keep_existing(std::uint64_t size)
{
    set_mode_of_existing();
    end_as(stage::found, size);
}

WUA_COLD std::shared_ptr<content_check_request> file_download::make_question(std::string name, std::string leaf) const
{
    return std::make_shared<content_check_request>(content_check_request{
        .update = m_update.item,
        .file_index = m_index,
        .name = std::move(name),
        .leaf = std::move(leaf),
        .folder = m_folder});
}

WUA_COLD void file_download::on_existing_checked(std::uint64_t size, const content_check_result& answer)
{
    if (m_stage != stage::checking_existing)
    {
        return;
    }
    const std::shared_ptr<const disk_file> existing = std::exchange(m_question->file, nullptr);
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
    if (answer.verdict.what == refused_file::discarded && m_folder->is_still_named(*existing))
    {
        m_folder->remove(m_leaf);
    }
    fail_with(refused_content(answer.verdict));
}

WUA_COLD fetch_failure file_download::refused_content(const content_verdict& verdict) const
{
    // A digest means that any URL has the same content.
    const bool is_final = m_file.has_digest() || verdict.what == refused_file::kept;
    const HRESULT hresult = failed(verdict.hresult) ? verdict.hresult : bg_e_validation_failed;
    return {.result = outcome::failed(hresult, {}, verdict.sentence),
            .remedy = is_final ? remedy::give_up : remedy::other_mirror,
            .keeps_bytes = verdict.what == refused_file::kept};
}

WUA_COLD void file_download::open_part()
{
    if (m_update.ticket.is_resting && !m_core.try_rest(m_update.ticket))
    {
        m_stage = stage::waiting_for_lock; // too many have their files open
        m_update.wake_by(m_core.now() + std::chrono::milliseconds(20));
        return;
    }
    folder(true);
    std::shared_ptr<part_file> part =
        part_file::try_open(m_folder, m_leaf, m_update.transfer().options().is_forced, m_file.has_digest());
    if (!part)
    {
        wait_for_lock();
        return;
    }
    part->set_mode(m_file.mode);
    m_waits_since.reset();
    m_progress.emplace(m_update, m_index, std::move(part));
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
    const nanoseconds now = m_core.now();
    const std::optional<disk_file> held = m_folder->try_open(part_name_of(m_leaf), false);
    const std::uint64_t bytes = held ? held->size() : 0; // which stays the same where gaps are filled
    const auto written_at = held ? held->last_write() : std::chrono::system_clock::time_point();
    m_stage = stage::waiting_for_lock;
    if (!m_waits_since)
    {
        m_has_waited = true;
        m_waits_since = now;
        m_held_since = now;
        m_core.rest(m_update.ticket);
    }
    if (bytes != m_held_bytes || written_at != m_held_written_at)
    {
        m_held_since = now;
        m_held_bytes = bytes;
        m_held_written_at = written_at;
    }
    if (now - m_held_since >= m_core.options.lock_patience)
    {
        const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(now - m_held_since);
        fail_with(win32_sharing_violation,
                  joined({m_name, " is being downloaded by somebody else, who has got no further for ", seconds.count(),
                          " s"}));
        return;
    }
    constexpr nanoseconds min_wait = std::chrono::milliseconds(20);
    constexpr nanoseconds max_wait = std::chrono::milliseconds(500);
    m_update.wake_by(now + std::clamp<nanoseconds>((now - *m_waits_since) / 8, min_wait, max_wait));
}

WUA_COLD void file_download::begin_with_part()
{
    m_fetch.continue_with(*m_progress);
    set_condition();
    if (m_progress->bytes() != 0 && m_progress->total() == m_progress->bytes() && m_file.has_digest())
    {
        m_progress->report();
        commit();
        return;
    }
    if (!try_swarm() && !try_seed())
    {
        fetch();
    }
}

WUA_COLD bool file_download::try_swarm()
{
    if (!m_core.supplier || m_has_swarmed || !m_file.details || !m_file.details->swarm)
    {
        return false;
    }
    m_has_swarmed = true;
    m_swarming = std::make_shared<file_swarming>(m_update, m_exchange, *m_progress, m_index, [this, loop = m_loop] {
        loop.reply([this] {
            if (m_stage == stage::swarming)
            {
                continue_swarming(m_swarming->is_going_on(m_core.now()));
            }
        });
    });
    m_stage = stage::swarming;
    continue_swarming(m_swarming->is_going_on(m_core.now()));
    return true;
}

WUA_COLD void file_download::continue_swarming(bool is_going_on)
{
    if (is_going_on)
    {
        return;
    }
    m_exchange.end();
    if (!m_swarming->is_complete())
    {
        m_swarming.reset();
    }
    begin_with_part();
}

WUA_COLD bool file_download::try_seed()
{
    if (!m_file.seed || m_has_seeded || m_sink || m_update.transfer().options().is_forced ||
        m_progress->has_parts_of(file_seeding::provider_of(m_file)))
    {
        return false;
    }
    m_has_seeded = true;
    std::shared_ptr<const disk_file> seed = file_seeding::open_seed(m_update, m_index, m_folder.get(), m_leaf);
    if (!seed)
    {
        return false;
    }
    auto on_copied = [this, loop = m_loop](const std::shared_ptr<seed_copy>& which, seed_copy_result&& result) {
        loop.reply([this, which, result = std::move(result)] {
            if (m_stage == stage::seeding && m_seeding->is_of(which))
            {
                m_seeding->finish(result);
                continue_seeding(false);
            }
        });
    };
    m_seeding = std::make_unique<file_seeding>(
        m_update, m_exchange, *m_progress, m_index, std::move(seed), std::move(on_copied));
    m_stage = stage::seeding;
    continue_seeding(m_seeding->is_going_on(m_core.now()));
    return true;
}

WUA_COLD void file_download::continue_seeding(bool is_going_on)
{
    if (!is_going_on)
    {
        m_exchange.end();
        m_seeding.reset();
        begin_with_part();
    }
}

WUA_COLD bool file_download::try_discard_help(const std::vector<content_digest>& found)
{
    m_swarming.reset();
    if (m_file.details && m_file.details->swarm && m_progress->has_parts_of(file_swarming::provider_of(m_file)))
    {
        m_has_swarmed = true;
        discard_help(file_swarming::provider_of(m_file), attempt_decision::do_without_swarm, found);
        return true;
    }
    if (m_file.seed && m_progress->has_parts_of(file_seeding::provider_of(m_file)))
    {
        m_has_seeded = true;
        discard_help(file_seeding::provider_of(m_file), attempt_decision::do_without_seed, found);
        return true;
    }
    return false;
}

WUA_COLD void file_download::discard_help(const content_provider& provider, attempt_decision decision,
                                          const std::vector<content_digest>& found)
{
    const fetch_failure failure = m_fetch.wrong_content(found);
    m_fetch.tell(failure.result, decision);
    if (decision == attempt_decision::do_without_swarm)
    {
        m_update.tell(m_index, failure.result, decision, [&] {
            attempt_record record;
            record.url = provider.url;
            return record;
        });
    }
    m_fetch.end();
    m_progress->discard_parts_of(provider);
    m_update.report.retry(m_progress->total_bytes());
    fetch();
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
    m_swarming.reset();
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
        m_busy_since.reset();
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
        m_busy_since.reset();
    }
    if (!try_wait_for(stage::waiting_for_system, failure))
    {
        return false;
    }
    m_fetch.end_segments();
    m_exchange.end();
    m_seeding.reset();
    m_swarming.reset();
    m_fetch.tell(failure.result, attempt_decision::wait, m_comes_back_at - m_core.now());
    m_fetch.end();
    if (m_progress && m_progress->total_bytes() == 0 && !m_sink)
    {
        m_progress->leftover(false).save_or_discard();
        m_progress.reset();
    }
    m_core.hold_back(m_update.ticket);
    return true;
}

WUA_COLD bool file_download::try_wait_for(stage what, const fetch_failure& failure)
{
    const nanoseconds now = m_core.now();
    const nanoseconds deadline = m_core.options.retry.busy_deadline;
    m_busy_since = m_busy_since.value_or(now);
    const nanoseconds waited = now - *m_busy_since;
    if (failure.remedy != remedy::wait || (deadline.count() != 0 && waited >= deadline))
    {
        return false;
    }
    m_update.last_failure = failure.result.detail;
    constexpr nanoseconds min_wait = std::chrono::milliseconds(20);
    constexpr nanoseconds max_wait = std::chrono::seconds(1);
    m_comes_back_at = now + std::clamp(waited / 4, min_wait, max_wait);
    m_update.wake_by(m_comes_back_at);
    m_stage = what;
    return true;
}

WUA_COLD void file_download::come_back(nanoseconds now)
{
    if (now < m_comes_back_at)
    {
        m_update.wake_by(m_comes_back_at);
    }
    else if (m_stage == stage::waiting_for_name)
    {
        take_name();
    }
    else if (!m_core.try_move(m_update.ticket, host_of(m_fetch.url())))
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
    m_busy_since.reset();
    m_update.report.set_phase(m_index, dphVerifying);
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
    if ((m_update.is_last_file(m_index) && is_right) || m_core.checker)
    {
        m_core.try_rest(m_update.ticket); // nothing can call for another attempt, or nobody knows how long it takes
    }
    if (m_core.checker)
    {
        m_is_accepted = false;
        m_progress->save_before_check();
        m_question = make_question(part_name_of(m_name), part_name_of(m_leaf));
        m_question->part = m_progress->part();
    }
    m_commit = m_progress->make_commit(m_question);
    add_commit();
}

WUA_COLD void file_download::take_name()
{
    m_stage = stage::finishing;
    // Which was verified before, and accepted unless it is to be asked about again.
    m_commit = std::make_shared<file_commit>(
        m_progress->part(), nullptr, std::vector<content_digest>(), m_is_accepted ? nullptr : m_question);
    add_commit();
}

WUA_COLD void file_download::add_commit()
{
    m_core.commits.add(m_commit, [this, loop = m_loop](commit_queue::result&& result) {
        loop.reply([this, result = std::move(result)] { on_committed(result); });
    });
}

WUA_COLD void file_download::on_refused(const content_verdict& verdict)
{
    fetch_failure failure = refused_content(verdict);
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
        m_is_accepted = m_is_accepted || result.is_accepted;
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
        m_is_not_modified ? end_as(stage::found, m_file.size.value_or(0))
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
