// SPDX-License-Identifier: MIT
// An engine takes a transfer; what takes something else is none.
// refused: static assertion failed|static_assert failed

#include <wua/job/engine.hpp>

struct nothing_like_it
{};

struct idle_engine
{
#if defined(WUA_MISTAKE)
    void start(nothing_like_it job);
#else
    void start(wua::transfer job);
#endif
};

static_assert(wua::engine<idle_engine>);
