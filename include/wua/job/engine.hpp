// SPDX-License-Identifier: MIT
#pragma once

// The concept that every engine models: an engine moves the bytes.

#include <wua/job/job_controls.hpp>
#include <wua/job/transfer.hpp>

#include <chrono>
#include <concepts>
#include <functional>
#include <utility>

namespace wua
{

/// start(transfer) accepts a job and returns immediately; it is called from any thread. The engine reports through the
/// transfer, finishes every update exactly once, and obeys the transfer's stop_token. Destroying the engine ends its
/// transfers. An engine may be destroyed on one of its own threads, if a callback there drops the last reference.
template <class E>
concept engine = requires(E& engine, transfer job) { engine.start(std::move(job)); };

/// An engine that owns time: nothing happens unless somebody drives it. Waiting for one of its jobs drives it.
///   drive()    performs the next piece of work, wherever it came from, and returns true; false if there is none.
///              Any thread may call it, even from inside a piece of work.
///   post(f)    runs f as a piece of work, so that callbacks come at their place in the order of events.
///   due()      is optional: when drive() will have work next, as an optional time by the engine's clock. Two engines
///              that have it can be driven in one common order of events.
template <class E>
concept driven_engine = engine<E> && requires(E& engine, std::function<void()> work) {
    { engine.drive() } -> std::same_as<bool>;
    engine.post(std::move(work));
};

/// An engine with its own clock, which speeds and limits are measured by. An engine whose clock may outlive it also has
/// a member clock() that returns the clock as a time_source, so that nobody has to keep the engine alive to read it.
template <class E>
concept timed_engine = engine<E> && requires(const E& engine) {
    { engine.now() } -> std::convertible_to<std::chrono::nanoseconds>;
};

/// An engine whose jobs can be controlled while they run. It obeys what is true in controls(); see
/// transfer::when_controlled(). Jobs of other engines can be neither paused nor changed.
template <class E>
concept controlled_engine = engine<E> && requires(const E& engine) {
    { engine.controls() } -> std::same_as<job_controls>;
};

} // namespace wua
