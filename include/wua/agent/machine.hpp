// SPDX-License-Identifier: MIT
#pragma once

// A machine that updates are installed on: the state shared by its installers, services, settings and history.

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

// The current DATE, in UTC.
double date_of_now();

} // namespace detail

/// Its installers install with an engine: the program's own, which does the work, or a simulated one. Any thread may
/// call any member; owned by a std::shared_ptr.
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

    /// A copy of the current facts.
    machine_facts facts() const;

    LONG history_count() const;

    /// The entries that match, at most `count`, from the one with the index `start`. Blank criteria: all entries.
    /// Throws hresult_error WU_E_INVALIDINDEX if `count` is not above 0, or if no matching entry has the index `start`,
    /// unless nothing matches and `start` is 0.
    std::vector<history_facts> history(std::string_view criteria, LONG start, LONG count) const;

    /// A search begins. Returns the identifiers of the updates that it does not find yet.
    std::vector<std::string> begin_search();

    /// A search has succeeded.
    void note_search() noexcept;

    /// Calls f(facts) under the lock and returns its result.
    template <class F>
    auto change(F&& f)
    {
        const std::lock_guard lock(m_mutex);
        return f(m_facts);
    }

    bool is_busy() const;

    /// Whether an installation is waiting for a restart.
    bool needs_restart() const;

    /// Acts as if the machine had been restarted: nothing is waiting for it any more. Update objects keep their
    /// RebootRequired until they are made anew.
    void restart();

    /// The right to install, for as long as it is kept. Throws hresult_error WU_E_INSTALL_NOT_ALLOWED while somebody
    /// else has it, and while a restart is required before any installation.
    std::shared_ptr<const void> take_turn();

    /// Records a finished installation or uninstallation, unless memory runs out.
    void note(history_facts entry) noexcept;

private:
    const detail::engine_handle m_engine;
    const downloader_options m_options;

    // Guards the members below.
    mutable std::mutex m_mutex;
    machine_facts m_facts;
    bool m_is_busy = false;
    std::int32_t m_searches = 0;
};

namespace detail
{

// Returns `target`; throws hresult_error E_POINTER if it is null.
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
