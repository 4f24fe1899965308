// SPDX-License-Identifier: MIT
#pragma once

// A machine that updates are installed on: what its installers, services, settings and history have in common.

#include <wua/com/hresult.hpp>
#include <wua/job/downloader_options.hpp>
#include <wua/job/engine_handle.hpp>
#include <wua/model/machine_facts.hpp>
#include <wua/separate_compilation.hpp>

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wua
{
namespace detail
{

// The DATE of now, in UTC.
double date_of_now();

} // namespace detail

/// Its installers install with an engine: one of the program's own, which does it, or a simulated one. Any thread may
/// call any member; a std::shared_ptr owns it.
class machine final : public std::enable_shared_from_this<machine>
{
public:
    /// Throws hresult_error: E_POINTER without an engine, or for an entry of the history without an update.
    machine(detail::engine_handle installs, machine_facts facts, downloader_options options = {});

    machine(const machine&) = delete;
    machine& operator=(const machine&) = delete;

    const detail::engine_handle& engine() const noexcept
    {
        return m_engine;
    }
    const downloader_options& options() const noexcept
    {
        return m_options;
    }

    /// A copy of what is true now.
    machine_facts facts() const;

    LONG history_count() const;

    /// The entries that match, from the one with the index `start`, `count` at most. Blank criteria: all entries.
    /// Throws hresult_error WU_E_INVALIDINDEX for a start that is none of them, unless criteria match nothing and it is
    /// 0, and for a count that is not above 0.
    std::vector<history_facts> history(std::string_view criteria, LONG start, LONG count) const;

    /// A search begins. The identifiers of the updates that it does not find yet.
    std::vector<std::string> begin_search();

    /// A search has gone well.
    void note_search() noexcept;

    /// f(facts), under the lock, and what it returns.
    template <class F>
    auto change(F&& f)
    {
        const std::lock_guard lock(m_mutex);
        return f(m_facts);
    }

    bool is_busy() const;

    /// Whether an installation waits for a restart.
    bool needs_restart() const;

    /// As if somebody had restarted the machine: nothing waits for it any more. RebootRequired of updates stays with
    /// their objects until these are made anew.
    void restart();

    /// The right to install, as long as it is kept. Throws hresult_error WU_E_INSTALL_NOT_ALLOWED while somebody has
    /// it, and before a restart without which nothing may be installed.
    std::shared_ptr<const void> take_turn();

    /// An installation or uninstallation is over. Where there is no memory for it, it is not remembered.
    void note(history_facts entry) noexcept;

private:
    const detail::engine_handle m_engine;
    const downloader_options m_options;

    // Guards what follows.
    mutable std::mutex m_mutex;
    machine_facts m_facts;
    bool m_is_busy = false;
    std::int32_t m_searches = 0;
};

namespace detail
{

// What it takes, unless that is null: throws hresult_error E_POINTER.
template <class Machine>
std::shared_ptr<Machine> needed_machine(std::shared_ptr<Machine> target)
{
    return target != nullptr ? target : throw hresult_error(e_pointer, "there is no machine");
}

} // namespace detail

/// A machine on which `installs` installs.
template <engine E>
std::shared_ptr<machine>
make_machine(std::shared_ptr<E> installs, machine_facts facts = {}, downloader_options options = {})
{
    return std::make_shared<machine>(detail::engine_handle(std::move(installs)), std::move(facts), options);
}

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/agent/machine.ipp>
#endif
