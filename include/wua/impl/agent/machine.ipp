// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/agent/machine.hpp>.

#include <wua/agent/machine.hpp>
#include <wua/agent/search_criteria.hpp>
#include <wua/com/ascii.hpp>
#include <wua/wuapi/errors.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <string>

namespace wua
{

namespace detail
{

WUA_COLD double date_of_now()
{
    constexpr double first_of_1970 = 25569;
    const std::chrono::duration<double> seconds = std::chrono::system_clock::now().time_since_epoch();
    return first_of_1970 + seconds.count() / 86400;
}

WUA_COLD std::vector<std::string>
ids_of_categories(const std::vector<std::shared_ptr<const update_category>>& categories)
{
    std::vector<std::string> ids;
    for (const auto& category : categories)
    {
        for (auto each = category; each != nullptr && std::find(ids.begin(), ids.end(), each->id) == ids.end();
             each = each->parent)
        {
            ids.push_back(each->id);
        }
    }
    return ids;
}

WUA_COLD bool matches(const search_criteria& criteria, const history_facts& entry)
{
    update_facts facts;
    facts.update_id = entry.update->identity.update_id;
    facts.revision_number = entry.update->identity.revision_number;
    if (const auto& details = entry.update->details)
    {
        facts.type = details->is_driver ? utDriver : utSoftware;
        facts.category_ids = ids_of_categories(details->categories);
    }
    facts.is_installed = entry.operation == uoInstallation && entry.result.is_success_or_with_errors();
    facts.is_present = facts.is_installed;
    return criteria.matches(facts);
}

} // namespace detail

WUA_COLD machine::machine(detail::engine_handle installs, machine_facts facts, downloader_options options)
    : m_engine(std::move(installs)),
      m_options(options),
      m_facts(std::move(facts))
{
    if (!m_engine)
    {
        throw hresult_error(e_pointer, "a machine needs an engine that installs");
    }
    const auto has_no_update = [](const history_facts& entry) { return entry.update == nullptr; };
    if (std::any_of(m_facts.history.begin(), m_facts.history.end(), has_no_update))
    {
        throw hresult_error(e_pointer, "an entry of the history has no update");
    }
}

WUA_COLD std::vector<history_facts> machine::history(std::string_view criteria, LONG start, LONG count) const
{
    if (count <= 0)
    {
        throw hresult_error(wu_e_invalidindex, "the count of entries is not above 0");
    }
    const bool is_chosen = !detail::trimmed(criteria).empty();
    std::vector<history_facts> entries = facts().history;
    if (is_chosen)
    {
        const search_criteria wanted(criteria);
        std::erase_if(entries, [&](const history_facts& entry) { return !detail::matches(wanted, entry); });
    }
    const bool finds_nothing = is_chosen && entries.empty() && start == 0;
    if (!finds_nothing && (start < 0 || static_cast<std::size_t>(start) >= entries.size()))
    {
        throw hresult_error(wu_e_invalidindex, "the history has no entry with that index");
    }
    entries.erase(entries.begin(), entries.begin() + start);
    entries.resize(std::min(entries.size(), static_cast<std::size_t>(count)));
    return entries;
}

WUA_COLD LONG machine::history_count() const
{
    const std::lock_guard lock(m_mutex);
    return static_cast<LONG>(m_facts.history.size());
}

WUA_COLD std::vector<std::string> machine::begin_search()
{
    const std::lock_guard lock(m_mutex);
    ++m_searches;
    std::vector<std::string> later;
    for (const late_update& one : m_facts.found_later)
    {
        if (one.from_search > m_searches)
        {
            later.push_back(one.update_id);
        }
    }
    return later;
}

WUA_COLD void machine::note_search() noexcept
{
    const std::lock_guard lock(m_mutex);
    m_facts.automatic_updates.last_search = detail::date_of_now();
}

WUA_COLD machine_facts machine::facts() const
{
    const std::lock_guard lock(m_mutex);
    return m_facts;
}

WUA_COLD bool machine::is_busy() const
{
    const std::lock_guard lock(m_mutex);
    return m_is_busy;
}

WUA_COLD bool machine::needs_restart() const
{
    const std::lock_guard lock(m_mutex);
    return m_facts.needs_restart || m_facts.needs_restart_first;
}

WUA_COLD void machine::restart()
{
    const std::lock_guard lock(m_mutex);
    m_facts.needs_restart = false;
    m_facts.needs_restart_first = false;
}

WUA_COLD std::shared_ptr<const void> machine::take_turn()
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_is_busy)
        {
            throw hresult_error(wu_e_install_not_allowed, "the machine installs something else already");
        }
        if (m_facts.needs_restart_first)
        {
            throw hresult_error(
                wu_e_install_not_allowed, "the machine has to be restarted before anything is installed");
        }
        m_is_busy = true;
    }
    // The turn is given back when the returned pointer is released, and also if creating it fails.
    return std::shared_ptr<const void>(this, [self = shared_from_this()](const void*) {
        const std::lock_guard lock(self->m_mutex);
        self->m_is_busy = false;
    });
}

WUA_COLD void machine::note(history_facts entry) noexcept
{
    const std::lock_guard lock(m_mutex);
    m_facts.needs_restart = m_facts.needs_restart || entry.result.hresult == wu_s_reboot_required;
    if (entry.operation == uoInstallation && entry.result.is_success_or_with_errors())
    {
        m_facts.automatic_updates.last_installation = entry.date;
    }
    try
    {
        m_facts.history.insert(m_facts.history.begin(), std::move(entry));
    }
    catch (...)
    {
        return;
    }
}

} // namespace wua
