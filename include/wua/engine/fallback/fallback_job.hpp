// SPDX-License-Identifier: MIT
#pragma once

// A job of a fallback_engine: which engine has which update, and what the job has been told about it.

#include <wua/com/shared_handle.hpp>
#include <wua/engine/fallback/fallback_control.hpp>
#include <wua/engine/fallback/fallback_leg.hpp>
#include <wua/engine/fallback/first_engine_trial.hpp>
#include <wua/engine/fallback/leg_list.hpp>
#include <wua/engine/fallback/told_update.hpp>
#include <wua/job/abort_hook.hpp>
#include <wua/job/transfer.hpp>
#include <wua/model/update_progress.hpp>
#include <wua/separate_compilation.hpp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace wua::detail
{

class fallback_core;

// Each engine reports to a ledger of its own, a leg. Changes there are passed on to the job: by one thread at a time
// for each update, without a lock, and only while the leg owns the update. Kept alive by the core until its last update
// has ended, and by its legs.
class fallback_job
{
public:
    // Throws std::bad_alloc.
    fallback_job(shared_handle<fallback_core> core, transfer job);

    fallback_job(const fallback_job&) = delete;
    fallback_job& operator=(const fallback_job&) = delete;

    const transfer& outer() const noexcept
    {
        return m_outer;
    }
    transfer& outer() noexcept
    {
        return m_outer;
    }
    fallback_core& core() const noexcept
    {
        return *m_core;
    }

    // The legs whose engines are at work; and why all of these wait, or empty. Both throw std::bad_alloc.
    std::vector<running_leg> legs_at_work();
    std::string common_hold();

    // Gives the updates to the first engine. Throws std::bad_alloc, and has then begun nothing.
    static void begin(const shared_handle<fallback_job>& job);

    // For the legs.

    // The leg's ledger has news of the update at that place.
    void hear(fallback_leg& leg, std::size_t place) noexcept;
    void complete(fallback_leg& leg) noexcept;

    // Time has passed: gives the first engine up when its time has run out, and updates the job.
    void look() noexcept;

    // For when no more time passes by itself: how much would have to pass until the first engine is given up, or cut
    // off; nullopt: never. give_up() then acts as if it had passed.
    std::optional<std::chrono::nanoseconds> time_to_give_up() noexcept;
    void give_up() noexcept;

    void abort() noexcept;

    // The core is about to end: nothing falls back any more.
    void note_stop() noexcept;

    // Ends what the engines have not ended.
    void stop() noexcept;

    // The job's place in the core's list; under the core's lock.
    std::list<shared_handle<fallback_job>>::iterator where;
    bool is_listed = false;

private:
    static constexpr std::uint32_t nobody = static_cast<std::uint32_t>(-1);

    // One update. The thread that has made it busy may write what was told and whether it
    // is working; the lock guards the rest.
    struct slot
    {
        told_update told;

        std::uint32_t owner = fallback_leg::first; // a leg
        std::uint32_t next_waiting = nobody;
        bool is_working = false; // with the first engine, which should deliver bytes
        bool is_busy = false;
        bool is_due_again = false;
        bool has_ended = false;
    };

    // What happens to an update after its owner's last change was passed on.
    enum class turn : std::uint8_t
    {
        stays,
        has_ended,
        falls_back,
    };

    // Makes a ledger for the updates at these indices, or for all; the caller then hands it to the engine.
    static leg_list::node make_leg(const shared_handle<fallback_job>& job, std::uint32_t number,
                                   std::vector<std::uint32_t> indices, const time_source& clock);

    // Hands a leg to its engine.
    void begin_leg(leg_list::node& made) noexcept;

    turn pass_on(fallback_leg& leg, std::size_t place, slot& to) noexcept;
    // What the news of an update means for the trial of its engine.
    void note(told_update::news what, const fallback_leg& leg, const update_progress& now, slot& of) noexcept;

    // Passes on files that are new. Leaves out what there is no memory for.
    void pass_on_files(const fallback_leg& leg, std::size_t place, std::size_t index) noexcept;

    // What an engine must know before it begins: how much of each update's story is wanted.
    ledger_options options_of_leg(std::uint32_t number, const time_source& clock) const;

    // False when there is more to pass on.
    bool leave(std::size_t index, slot& of, turn next) noexcept;

    bool falls_back(const fallback_leg& leg, const outcome& result) const noexcept;

    void set_working(slot& of, bool is_working) noexcept;

    // True when this call gives the first engine up.
    bool give_up_locked(std::chrono::nanoseconds now) noexcept;

    // Lets the second engine begin without waiting for the first.
    void cut_off_locked() noexcept;

    // Takes an update from its owner; it goes to the second engine as soon as nobody is busy with it.
    void release_locked(std::size_t index, slot& of) noexcept;

    void abort_leg(std::uint32_t number) noexcept;

    // Nothing that is left is to be downloaded at present.
    bool is_at_rest() const noexcept;

    // Gives the second engine what is waiting for it. Unless is_due, only if no more is about to come.
    void flush(bool is_due) noexcept;
    void start_second(std::uint32_t first, std::size_t count) noexcept;

    // Ends updates without an owner: this one and those linked to it.
    void end(std::uint32_t first, const outcome& result) noexcept;

    bool is_aborting() const noexcept;

    // True when nothing falls back any more; ending() is then the result of what cannot continue.
    bool is_ending() const noexcept
    {
        return is_aborting() || m_is_stopped.load();
    }
    outcome ending() const noexcept;

    // Leaves the core when everything has ended.
    void leave_core() noexcept;

    const shared_handle<fallback_core> m_core;
    weak_handle<fallback_job> m_self;
    transfer m_outer;
    std::vector<slot> m_slots;
    std::atomic<bool> m_is_aborting{false};
    std::atomic<bool> m_is_stopped{false};
    first_engine_trial m_trial;
    fallback_control m_control{*this};

    // Guards the members below, the slots as described there, and parts of the trial.
    std::mutex m_mutex;
    leg_list m_legs;
    std::uint32_t m_waiting = nobody; // for the second engine: the first of a linked list
    std::size_t m_waiting_count = 0;
    std::size_t m_ended = 0;

public:
    abort_hook on_abort; // last, so that it is destroyed before what an abort touches
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/fallback/fallback_control.ipp>
#include <wua/impl/engine/fallback/fallback_job.ipp>
#include <wua/impl/engine/fallback/fallback_leg.ipp>
#endif
