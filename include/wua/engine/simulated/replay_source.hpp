// SPDX-License-Identifier: MIT
#pragma once

// A job that replays itself instead of a script's updates. Kept apart, so that programs without replays do not compile
// it.

#include <wua/com/shared_handle.hpp>

#include <memory>

namespace wua
{

class transfer;

namespace detail
{

struct simulation;

class replay_source
{
public:
    replay_source(const replay_source&) = delete;
    replay_source& operator=(const replay_source&) = delete;
    virtual ~replay_source() = default;

    // `self` keeps this object alive until the job has ended.
    virtual void play(transfer&& job, const shared_handle<simulation>& engine,
                      std::shared_ptr<const replay_source> self) const = 0;

protected:
    replay_source() = default;
};

} // namespace detail

} // namespace wua
