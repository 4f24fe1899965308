// SPDX-License-Identifier: MIT
// Driving an engine must tell whether anything was left to do.
// refused: static assertion failed|static_assert failed

#include <wua/job/engine.hpp>

struct stepped_engine
{
    void start(wua::transfer job);
    void post(std::function<void()> work);
#if defined(WUA_MISTAKE)
    void drive();
#else
    bool drive();
#endif
};

static_assert(wua::driven_engine<stepped_engine>);
