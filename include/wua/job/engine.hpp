// SPDX-License-Identifier: MIT
#pragma once

// What moves the bytes: the concept that every engine models.

#include <wua/job/job_controls.hpp>
#include <wua/job/transfer.hpp>

#include <chrono>
#include <concepts>
#include <functional>
#include <utility>

namespace wua
{

/// start(transfer) takes a job and returns at once; it is called from any thread. The engine reports through the
/// transfer, finishes every update exactly once, and obeys the transfer's stop_token. Destroying the engine ends its
/// transfers. An engine may be destroyed on one of its own threads, when a callback there drops the last reference.
template <class E>
concept engine = requires(E& engine, transfer job) { engine.start(std::move(job)); };

/// An engine that owns time: nothing happens unless somebody drives it. Who waits for a job of such an engine does.
///   drive()    performs the next piece of work, wherever it came from, and returns true; false when there is none.
///              Any thread; also from inside a piece of work.
///   post(f)    has f run as a piece of work, so that callbacks come at their place in the order of events.
///   due()      may be there as well: when drive() would act, as an optional time by the engine's clock. Two engines
///              that have it can be driven in one order of events.
template <class E>
concept driven_engine = engine<E> && requires(E& engine, std::function<void()> work) {
    { engine.drive() } -> std::same_as<bool>;
    engine.post(std::move(work));
};

/// An engine with a clock of its own, by which speeds and limits are counted. One whose clock may outlive it has a
/// member clock() as well, which returns it as a time_source: then nobody has to keep the engine in order to read it.
template <class E>
concept timed_engine = engine<E> && requires(const E& engine) {
    { engine.now() } -> std::convertible_to<std::chrono::nanoseconds>;
};

/// An engine whose jobs can be controlled while they run: what is true of controls() it obeys, see
/// transfer::when_controlled(). Of any other engine nothing can be paused or changed.
template <class E>
concept controlled_engine = engine<E> && requires(const E& engine) {
    { engine.controls() } -> std::same_as<job_controls>;
};

} // namespace wua
