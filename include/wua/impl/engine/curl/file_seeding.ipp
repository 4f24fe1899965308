// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/curl/file_seeding.hpp>.

#include <wua/com/hresult.hpp>
#include <wua/engine/curl/curl_errors.hpp>
#include <wua/engine/curl/file_seeding.hpp>
#include <wua/engine/disk/disk_errors.hpp>
#include <wua/engine/printable_url.hpp>
#include <wua/engine/transfer/joined_text.hpp>

#include <cstdint>
#include <exception>
#include <filesystem>
#include <new>
#include <system_error>
#include <utility>
#include <vector>

namespace wua::detail
{

WUA_COLD file_seeding::file_seeding(curl_update& update, curl_exchange& exchange, file_progress& progress,
                                    std::size_t index, std::shared_ptr<const disk_file> seed, on_copied copied)
    : m_update(update),
      m_progress(progress),
      m_index(index),
      m_seed(std::move(seed)),
      m_on_copied(std::move(copied)),
      m_fetch(update, exchange, file().seed->control_url, zsync_control::max_bytes)
{}

WUA_COLD std::shared_ptr<const disk_file>
file_seeding::open_seed(curl_update& update, std::size_t index, const disk_directory* folder, const std::string& name)
{
    const std::string& text = update.item->files[index].seed->file;
    try
    {
        std::shared_ptr<const disk_file> found;
        if (!text.empty())
        {
            const std::filesystem::path path(std::u8string(text.begin(), text.end()));
            found = std::make_shared<const disk_file>(open_local_file(update.core.place / path));
        }
        else if (std::optional<disk_file> its = folder != nullptr ? folder->try_open(name, false) : std::nullopt)
        {
            found = std::make_shared<const disk_file>(*std::move(its));
        }
        return found && found->size() != 0 ? found : nullptr;
    }
    catch (const std::system_error& error)
    {
        if (!text.empty())
        {
            outcome result = failure_of_disk(error).result;
            result.detail = joined({"the seed: ", result.detail});
            update.tell(index, result, attempt_decision::do_without_seed, [] { return attempt_record(); });
        }
        return nullptr;
    }
}

WUA_COLD content_provider file_seeding::provider_of(const content_file& file)
{
    return {joined({seed_prefix, bare_url(file.seed->control_url)}), {}};
}

WUA_COLD bool file_seeding::is_going_on(nanoseconds now)
{
    return m_copy ? true : is_going_on(m_fetch.on_time(now));
}

WUA_COLD bool file_seeding::is_going_on_after(CURLcode code)
{
    return m_copy ? true : is_going_on(m_fetch.on_done(code));
}

WUA_COLD bool file_seeding::is_going_on(control_fetch::state reached)
{
    if (reached == control_fetch::state::in_progress)
    {
        return true;
    }
    m_record = m_fetch.record();
    if (reached == control_fetch::state::failed)
    {
        outcome result = m_fetch.failure().result;
        result.detail = joined({"the zsync control file: ", result.detail});
        tell(result, attempt_decision::do_without_seed);
        return false;
    }
    try
    {
        begin_copy();
        return true;
    }
    catch (const hresult_error& error)
    {
        tell(outcome::failed(error.code(), {}, joined({error.text(), ": ", m_record.url})),
             attempt_decision::do_without_seed);
    }
    catch (const std::bad_alloc&)
    {
        tell(outcome::failed(e_outofmemory), attempt_decision::do_without_seed);
    }
    return false;
}

WUA_COLD void file_seeding::begin_copy()
{
    zsync_control control = zsync_control::parse(m_fetch.take_text());
    require_fitting(control);
    m_length = control.length();
    seed_copy_order order{
        .control = std::move(control), .seed = m_seed, .journal = m_progress.leftover(true), .there = {}};
    if (m_progress.bytes() != 0)
    {
        order.there.push_back({0, m_progress.bytes()});
    }
    for (const content_piece& each : m_progress.pieces().all())
    {
        order.there.push_back({each.begin, each.end});
    }
    m_copy = std::make_shared<seed_copy>(std::move(order));
    try
    {
        seed_copy::start(m_update.core.background, m_copy,
                         [copied = m_on_copied, which = std::weak_ptr(m_copy)](seed_copy_result&& result) {
                             copied(which.lock(), std::move(result));
                         });
    }
    catch (...)
    {
        m_copy.reset();
        throw;
    }
    m_update.core.try_rest(m_update.ticket); // reading the seed may take long
}

WUA_COLD void file_seeding::require_fitting(const zsync_control& control) const
{
    const std::uint64_t length = control.length();
    const std::optional<std::uint64_t>& total = m_progress.total();
    const auto refuse = [](std::string sentence) {
        throw hresult_error(wu_e_invalid_file, "the zsync control file " + std::move(sentence));
    };
    if (total && *total != length)
    {
        refuse(joined({"is of a file of ", length, " bytes, not ", *total}));
    }
    for (const content_digest& each : file().digests())
    {
        if (each.algorithm == digest_algorithm::sha1 && control.sha1() && *control.sha1() != each)
        {
            refuse(joined({"is of another file: its SHA-1 is ", control.sha1()->to_hex()}));
        }
    }
    if (m_update.is_too_large(length))
    {
        refuse(joined({"is of a file of ", length, " bytes, more than the update may have"}));
    }
    const std::uint64_t there = m_progress.total_bytes();
    if (there > length || m_progress.pieces().end() > length)
    {
        refuse(joined({"is of a file of ", length, " bytes, of which ", there, " are there already"}));
    }
    if (m_update.core.options.checks_free_space && !m_progress.try_claim_room(length - there))
    {
        throw hresult_error(error_disk_full, joined({"there is no room for ", length - there, " more bytes"}));
    }
}

WUA_COLD void file_seeding::finish(const seed_copy_result& result)
{
    m_copy.reset();
    std::uint64_t bytes = 0;
    if (!result.written.empty() && m_progress.can_write_pieces())
    {
        m_progress.set_total(m_length);
        const content_provider provider = provider_of(file());
        for (const byte_range& each : result.written)
        {
            m_progress.count_piece(each.begin, each.end, provider);
            bytes += each.size();
        }
        m_progress.save_before_pieces();
    }
    outcome found = result.problem.value_or(outcome::succeeded());
    found.detail = joined({bytes, " of ", m_length, " bytes are in the seed", found.detail.empty() ? "" : ": ",
                           std::string_view(found.detail)});
    tell(found, bytes != 0 ? attempt_decision::take_from_seed : attempt_decision::do_without_seed);
}

WUA_COLD void file_seeding::cancel() noexcept
{
    if (m_copy)
    {
        m_copy->cancel();
        m_copy.reset();
    }
}

} // namespace wua::detail
