// SPDX-License-Identifier: MIT
#pragma once

// A job of the simulated engine, or of two combined ones, without COM: a watched ledger, and what it showed.

#include "job/fakes.hpp"
#include <wua/engine/simulated_engine.hpp>
#include <wua/job/transfer.hpp>

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace fakes
{

// All numbers of a snapshot, as a line.
inline std::string line_of(const wua::progress_snapshot& snapshot)
{
    const auto number = [](const std::optional<std::uint64_t>& bytes) { return bytes ? std::to_string(*bytes) : "?"; };
    std::string line =
        std::to_string(snapshot.percent()) + "% " + std::to_string(snapshot.bytes_downloaded()) + '/' +
        number(snapshot.bytes_to_download()) + " #" + std::to_string(snapshot.current_update_index()) + " phase " +
        std::to_string(snapshot.current_update_phase()) + ' ' + std::to_string(snapshot.current_update_percent()) +
        "% " + std::to_string(snapshot.current_update_bytes_downloaded()) + '/' +
        number(snapshot.current_update_bytes_to_download()) + " attempt " +
        std::to_string(snapshot.current_update_attempt()) + " state " +
        std::to_string(static_cast<int>(snapshot.state()));
    for (std::size_t index = 0; index != snapshot.update_count(); ++index)
    {
        const wua::outcome result = snapshot.result(index);
        line += ' ' + std::to_string(result.code) + ':' + std::to_string(static_cast<std::uint32_t>(result.hresult));
    }
    return line;
}

class simulated_job
{
    struct listener final : wua::detail::ledger_listener
    {
        explicit listener(std::shared_ptr<contract_watch> checks) : watch(std::move(checks)) {}

        void changed() noexcept override
        {
            watch->changed();
            if (on_changed)
            {
                on_changed();
            }
        }

        void completed() noexcept override
        {
            watch->completed();
            if (on_completed)
            {
                on_completed();
            }
        }

        const std::shared_ptr<contract_watch> watch;
        std::function<void()> on_changed;
        std::function<void()> on_completed;
    };

public:
    template <class Engine>
    simulated_job(Engine& engine, std::vector<wua::update_pointer> items, wua::transfer_options options = {},
                  bool keeps_contract = true)
        : m_ledger(std::make_shared<wua::detail::ledger>(
              std::move(items),
              wua::detail::ledger_options{[&engine] { return engine.now(); }, abort_limit, keeps_contract})),
          m_listener(std::make_shared<listener>(std::make_shared<contract_watch>(m_ledger)))
    {
        m_ledger->listen(m_listener);
        engine.start(wua::transfer(m_ledger, std::move(options)));
    }
    simulated_job(const simulated_job&) = delete;

    // The engine may outlive this object, and must not call it afterwards.
    ~simulated_job()
    {
        on_changed(nullptr);
        on_completed(nullptr);
    }

    static constexpr std::chrono::nanoseconds abort_limit = std::chrono::seconds(5);

    wua::detail::ledger* operator->() const
    {
        return m_ledger.get();
    }
    std::uint64_t bytes() const
    {
        return m_ledger->snapshot().bytes_downloaded();
    }
    wua::outcome result(std::size_t index) const
    {
        return m_ledger->progress_of(index).result;
    }
    std::string line() const
    {
        return line_of(m_ledger->snapshot());
    }
    const std::string& broken() const
    {
        return m_listener->watch->broken();
    }
    int completions() const
    {
        return m_listener->watch->completions();
    }

    // Called on the thread that moves the time, after the contract was checked. To be set while no other thread moves
    // it.
    void on_changed(std::function<void()> f)
    {
        m_listener->on_changed = std::move(f);
    }
    void on_completed(std::function<void()> f)
    {
        m_listener->on_completed = std::move(f);
    }

private:
    std::shared_ptr<wua::detail::ledger> m_ledger;
    std::shared_ptr<listener> m_listener;
};

} // namespace fakes
