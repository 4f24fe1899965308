// SPDX-License-Identifier: MIT
#pragma once

// The one callback of a search.

#include <wua/com/apartment.hpp>
#include <wua/com/implements.hpp>
#include <wua/com/shared_handle.hpp>
#include <wua/job/callback_executor.hpp>
#include <wua/objects/callback_slot.hpp>
#include <wua/separate_compilation.hpp>
#include <wua/wuapi/update_searcher.hpp>

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <thread>

namespace wua
{

/// The second argument of the completed callback, which has no members.
class search_completed_args final : public implements<search_completed_args, ISearchCompletedCallbackArgs>
{};

using search_callback_slot = callback_slot<ISearchCompletedCallback, ISearchCompletedCallbackArgs>;

namespace detail
{

// Calls the callback once, after the call that began the search has returned: when the client looks at the job, or
// after a short while. One that is bound to its apartment is called and released there. Keeps the job until then.
class search_completion
{
public:
    // How long the callback waits for the client to look at its job.
    static constexpr std::chrono::milliseconds first_hold{20};

    // Construct it in the client's apartment.
    search_completion(search_callback_slot callback, shared_handle<callback_executor> executor);

    // Throws, and calls nothing, if there is no memory or no thread for it.
    static void begin(const shared_handle<search_completion>& self, com_ptr<ISearchJob> job);

    // The client looks at the job: calls the callback as soon as possible. False when there is no memory for that: the
    // callback then comes at its usual time.
    static bool hurry(const shared_handle<search_completion>& self) noexcept;

    // Makes the callback come at once, and waits until it has returned or `patience` is over: the callback may be
    // waiting for this thread, unless it is bound to this thread's apartment. nullopt: for ever. Do not call it inside
    // the callback.
    static void finish(const shared_handle<search_completion>& self,
                       std::optional<std::chrono::milliseconds> patience) noexcept;

    // True inside the callback.
    bool is_calling_here() const;

private:
    enum class stage : std::uint8_t
    {
        waiting,
        calling,
        over,
    };

    // Does nothing if the callback has been called already.
    void call() noexcept;

    void set_caller(std::thread::id id) noexcept;

    search_callback_slot m_callback;
    const com_ptr<search_completed_args> m_args;
    const shared_handle<callback_executor> m_executor;
    apartment_entry m_apartment;
    const std::thread::id m_home; // the thread of the callback's apartment

    mutable std::mutex m_mutex; // guards the members below
    std::condition_variable m_changed;
    com_ptr<ISearchJob> m_job;
    stage m_stage = stage::waiting;
    std::thread::id m_caller;
};

} // namespace detail
} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/agent/search_completion.ipp>
#endif
